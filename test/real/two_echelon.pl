#!/usr/bin/perl
# The fewest pieces, at stations only, that fill a share of all demand, worked out with nothing but Poisson probabilities:
# reads lines "mean on order, demand a month" and the target as argument; prints pieces and share filled.
# The s-th piece adds demand * P(X = s - 1); pieces whose probability rises are bought together.
use strict;
use warnings;

my $target = shift;
my ($total, $pieces, $filled) = (0, 0, 0);
my @run;
while (<>) {
	my ($mean, $demand) = split;
	my $mass = exp(-$mean);
	my ($sum, $n) = (0, 0);
	$total += $demand;
	for my $s (0 .. 40) {
		my $next = $mass * $mean / ($s + 1);
		$sum += $mass;
		$n++;
		if ($next < $sum / $n) {
			push @run, [$demand * $sum / $n, $n];
			($sum, $n) = (0, 0);
		}
		$mass = $next;
	}
}
for my $run (sort { $b->[0] <=> $a->[0] } @run) {
	last if $filled >= $target * $total;
	$pieces += $run->[1];
	$filled += $run->[0] * $run->[1];
}
printf "%d %.6f\n", $pieces, $filled / $total;
