-- vehicle status, churn and retention

CREATE FUNCTION vehicle_status(last_visit date, as_of date, sold_on date DEFAULT NULL, active_months integer DEFAULT 6, lost_months integer DEFAULT 12) RETURNS text
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_vehicle_status';
COMMENT ON FUNCTION vehicle_status(date, date, date, integer, integer) IS 'active if the last visit (never visited: the sale) is on or after as_of - active_months, lost if it is before as_of - lost_months, else at_risk; month arithmetic as date - interval. NULL if neither day is known. Errors 22023: date out of range, months not in 1 to 1200, lost_months below active_months.';

CREATE FUNCTION churn_accum(bigint[], visit_history, date) RETURNS bigint[]
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_churn_accum';
COMMENT ON FUNCTION churn_accum(bigint[], visit_history, date) IS 'Transition function of churn_rate and retention_rate.';
CREATE FUNCTION churn_combine(bigint[], bigint[]) RETURNS bigint[]
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_churn_combine';
COMMENT ON FUNCTION churn_combine(bigint[], bigint[]) IS 'Merges two states of churn_rate and retention_rate.';
CREATE FUNCTION churn_rate_final(bigint[]) RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_churn_rate_final';
COMMENT ON FUNCTION churn_rate_final(bigint[]) IS 'Final function of churn_rate.';
CREATE FUNCTION retention_rate_final(bigint[]) RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_retention_rate_final';
COMMENT ON FUNCTION retention_rate_final(bigint[]) IS 'Final function of retention_rate.';

CREATE AGGREGATE churn_rate(visit_history, month date) (
	SFUNC = churn_accum, STYPE = bigint[], FINALFUNC = churn_rate_final, COMBINEFUNC = churn_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE churn_rate(visit_history, date) IS 'Churn of the month of the given day, over one history a vehicle: of the vehicles seen in the sixth month before, the share not seen after it up to the end of the month. NULL if none was seen. Later visits do not change it. Error 22023: month differs within a group.';
CREATE AGGREGATE retention_rate(visit_history, month date) (
	SFUNC = churn_accum, STYPE = bigint[], FINALFUNC = retention_rate_final, COMBINEFUNC = churn_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE retention_rate(visit_history, date) IS 'Retention of a month: 1 - churn_rate.';

CREATE FUNCTION retention_rate(at_start bigint, new bigint, at_end bigint) RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_retention_rate_counts';
COMMENT ON FUNCTION retention_rate(bigint, bigint, bigint) IS 'Retention of a period from three counts of customers: (at_end - new) / at_start; NULL if there was none at the start. Error 22023: a count below 0, new above at_end.';
