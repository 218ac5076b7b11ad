#!/usr/bin/perl
# SQL that is safe against a hostile search_path and against data in statements, and an install script that takes over nothing.
use strict;
use warnings;

my $broken = 0;
sub broken { print "@_\n"; $broken = 1 }

for my $file (split /\n/, `git ls-files --cached --others --exclude-standard 'sql/*.sql'`) {
	open my $in, '<', $file or die "$file: $!";
	my $text = do { local $/; <$in> };
	$text =~ s/--.*$//mg;
	my $extension = $file =~ m{^sql/extension/};
	# with pg_catalog named after it, schema aftersales would hide the server's own objects
	while ($text =~ /\bSET\s+(?:LOCAL\s+)?search_path\s*(?:=|TO)\s*([^;\n]*)/gi) {
		broken("$file: search_path \"$1\"") if $1 !~ /^(?:aftersales|pg_catalog), pg_temp\b(?!\s*,)/;
	}
	# Citus has no rows without columns
	broken("$file: SELECT without a column") if $file =~ m{^sql/queries/} && $text =~ /\bSELECT\s+FROM\b/;
	if ($extension) {
		broken("$file: $1") while $text =~ /^(CREATE\s+OR\s+REPLACE\b.*|CREATE\b.*IF NOT EXISTS.*)/gm;
	}
	while ($text =~ /^CREATE\s+(?:OR\s+REPLACE\s+)?(FUNCTION|PROCEDURE|AGGREGATE)\s+([\w.]+)(.*?)(?=^(?:CREATE|COMMENT|GRANT|REVOKE|DO|ALTER|INSERT)\b|\z)/gms) {
		my ($what, $name, $rest) = ($1, "$file: $2", $3);
		my ($language) = $rest =~ /\bLANGUAGE\s+(\w+)/i;
		# what stands before the body
		my ($head) = $rest =~ /\A(.*?)(?:\bAS\s*\$|\bAS\s*'|\bBEGIN\s+ATOMIC\b|^RETURN\b|\z)/ms;
		# such a body is parsed when the function is made, so its names are bound
		my $parsed = $rest =~ /\bBEGIN\s+ATOMIC\b|\A\Q$head\ERETURN\b/;
		my $set_path = $head =~ /\bSET\s+search_path\b/;
		if ($extension) {
			broken("$name: without PARALLEL") if $what ne 'PROCEDURE' && $rest !~ /\bPARALLEL\b/;
			broken("$name: without volatility") if $what eq 'FUNCTION' && $head !~ /\b(?:IMMUTABLE|STABLE|VOLATILE)\b/;
		}
		next if $what eq 'AGGREGATE';
		broken("$name: neither a parsed body nor SET search_path") if lc($language // '') ne 'c' && !$parsed && !$set_path;
		broken("$name: SECURITY DEFINER without SET search_path") if $head =~ /\bSECURITY\s+DEFINER\b/ && !$set_path;
		broken("$name: a statement put together from text: $1") while $rest =~ /\b(EXECUTE\b[^;]*(?:\|\||%s)[^;]*);/g;
	}
}
exit $broken;
