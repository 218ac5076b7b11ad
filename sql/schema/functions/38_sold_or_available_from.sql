CREATE OR REPLACE FUNCTION sold_or_available_from(demand aftersales.demand, available_from date) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN available_from > '-infinity'
	THEN least(available_from, (SELECT min(m.month) FROM aftersales.demand_months(demand) m WHERE m.quantity > 0)) END;
COMMENT ON FUNCTION sold_or_available_from(aftersales.demand, date) IS 'The day from which a part was available: what was sold was available, so not after the first month with demand. NULL or -infinity: always, NULL.';
