#!/usr/bin/perl
# The must-stock list of carparts.csv on 2002-04-01, worked out from the file alone by the stated rule of carparts.awk and the
# founding formulas: a line a part: station part location reason half-year-quantity MAD safety-stock ABC, floats to 9 digits.
use strict;
use warnings;

my (@parts, %sold, %seen);
while (<>) {
	chomp;
	my ($part, $month, $quantity) = split /,/, $_, -1;
	next if $part eq 'part_no';
	push @parts, $part unless $seen{$part}++;
	$sold{$part}{$month} = $quantity || 0;
}
@parts = sort @parts;
my @year = ((map { "2001-0$_" } 4 .. 9), (map { "2001-$_" } 10 .. 12), (map { "2002-0$_" } 1 .. 3));
my (%row, %value);
for my $k (0 .. $#parts) {
	my $part = $parts[$k];
	my @month = map { $sold{$part}{$_} || 0 } @year;
	my ($year, $half, $weighted) = (0, 0, 0);
	$year += $_ for @month;
	next unless grep { $_ > 0 } values %{ $sold{$part} };
	for my $i (1 .. 6) {
		$half += $month[$i + 5];
		$weighted += $i * $month[$i + 5];
	}
	my $mad = $weighted / 21;
	my ($cycle, $lead) = $k % 13 ? (7 + $k % 3 * 7, 3 + $k % 5) : (0, 0);
	my $stock = $mad * ($cycle + $lead) / 6;
	my ($location, $reason) =
		$cycle + $lead == 0 ? ('supplier', 'direct_supply')
		: $k % 11 == 0      ? ($half > 0 ? 'depot' : 'supplier', 'assembly')
		: $half <= 12       ? ('depot', 'slow')
		:                     ('station', 'stocked');
	$value{"R" . $k % 5}{$part} = $year * (5 + $k % 40);
	$row{"R" . $k % 5}{$part} = [$location, $reason, $half, map { sprintf '%.9g', $_ } $mad, $stock];
}
for my $station (sort keys %row) {
	my $value = $value{$station};
	my ($total, $before, $class, $last) = (0, 0, '', -1);
	$total += $_ for values %$value;
	for my $part (sort { $value->{$b} <=> $value->{$a} || $a cmp $b } keys %$value) {
		# equal values have the class of the first of them
		$class = $value->{$part} <= 0 ? 'C' : $before * 100 < $total * 80 ? 'A' : $before * 100 < $total * 95 ? 'B' : 'C'
			if $value->{$part} != $last;
		$last = $value->{$part};
		$before += $value->{$part};
		print join(' ', $station, $part, @{ $row{$station}{$part} }, $class), "\n";
	}
}
