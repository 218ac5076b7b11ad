CREATE OR REPLACE VIEW dirty_span AS
SELECT s.kept, s.dealer_code, lower(s.days) AS first_day, upper(s.days) AS next_day
FROM (SELECT d.kept, d.dealer_code, spans(range_agg(daterange(d.month, month_of(d.month, 1)))) AS days
	FROM dirty d GROUP BY d.kept, d.dealer_code) s;
COMMENT ON VIEW dirty_span IS 'The dirty months of a station as spans of days that neither overlap nor touch, so that its lines are read once however many months are dirty.';
COMMENT ON COLUMN dirty_span.kept IS 'The kept table it concerns.';
COMMENT ON COLUMN dirty_span.dealer_code IS 'The station.';
COMMENT ON COLUMN dirty_span.first_day IS 'First day of the span.';
COMMENT ON COLUMN dirty_span.next_day IS 'First day after it.';
