-- cohorts: who comes back how many months later

CREATE TYPE cohort_cell AS (cohort date, period integer, vehicles bigint, seen bigint, retention double precision);
COMMENT ON TYPE cohort_cell IS 'A cell of cohort_retention: first day of the cohort''s month, months after it, vehicles of the cohort, those of them seen in that month, and their share.';

CREATE FUNCTION cohort_accum(bigint[], visit_history, date) RETURNS bigint[]
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_cohort_accum';
COMMENT ON FUNCTION cohort_accum(bigint[], visit_history, date) IS 'Transition function of cohort_retention.';
CREATE FUNCTION cohort_accum(bigint[], visit_history, date, date) RETURNS bigint[]
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_cohort_accum_sold';
COMMENT ON FUNCTION cohort_accum(bigint[], visit_history, date, date) IS 'Transition function of cohort_retention with a date of sale.';
CREATE FUNCTION cohort_combine(bigint[], bigint[]) RETURNS bigint[]
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_cohort_combine';
COMMENT ON FUNCTION cohort_combine(bigint[], bigint[]) IS 'Merges two states of cohort_retention.';
CREATE FUNCTION cohort_final(bigint[]) RETURNS cohort_cell[]
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_cohort_final';
COMMENT ON FUNCTION cohort_final(bigint[]) IS 'Final function of cohort_retention.';

CREATE AGGREGATE cohort_retention(visit_history, as_of date) (
	SFUNC = cohort_accum, STYPE = bigint[], FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_retention(visit_history, date) IS 'Matrix of cohorts and months, over one history a vehicle: of the vehicles first seen in a month how many were seen again 0, 1, 2 ... months later, up to as_of (the last month may be incomplete). Rows by unnest, oldest cohort first; cohorts without a vehicle have none. Histories without a visit up to as_of do not count; nobody: NULL. Memory: 4 bytes times the square of the months. Errors: 22023 as_of in different months within a group; 22003 a cohort more than 600 months before as_of.';
CREATE AGGREGATE cohort_retention(visit_history, sold_on date, as_of date) (
	SFUNC = cohort_accum, STYPE = bigint[], FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_retention(visit_history, date, date) IS 'As cohort_retention(visit_history, date), with the month of sale as cohort: vehicles that never came (history NULL) are part of it, visits before that month do not count, vehicles sold after as_of have no part.';
