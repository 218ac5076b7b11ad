-- The station of that code, else one whose code differs in capitals only. $1: code.
SELECT d.dealer_code FROM aftersales.dealer d WHERE lower(d.dealer_code) = lower($1) ORDER BY d.dealer_code <> $1 LIMIT 1
