-- visit_history: visit days and amounts

CREATE TYPE visit_history;

CREATE FUNCTION visit_history_in(cstring) RETURNS visit_history
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_visit_history_in';
COMMENT ON FUNCTION visit_history_in(cstring) IS 'Input function of visit_history: {YYYY-MM-DD:amount,...}, days ascending, at most 2 decimals.';
CREATE FUNCTION visit_history_out(visit_history) RETURNS cstring
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_visit_history_out';
COMMENT ON FUNCTION visit_history_out(visit_history) IS 'Output function of visit_history.';
CREATE FUNCTION visit_history_recv(internal) RETURNS visit_history
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_visit_history_recv';
COMMENT ON FUNCTION visit_history_recv(internal) IS 'Binary input function of visit_history; refuses every byte string that visit_history_send does not make.';
CREATE FUNCTION visit_history_send(visit_history) RETURNS bytea
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_series_send';
COMMENT ON FUNCTION visit_history_send(visit_history) IS 'Binary output function of visit_history.';

CREATE TYPE visit_history (
	INPUT = visit_history_in, OUTPUT = visit_history_out, RECEIVE = visit_history_recv, SEND = visit_history_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE visit_history IS 'The days on which a vehicle or customer came and what was spent on each, in hundredths, at most 36525 days from the first to the last, both included. Made by visit_agg, merged by rollup.';

CREATE FUNCTION visit_history_eq(visit_history, visit_history) RETURNS boolean
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT LEAKPROOF AS 'MODULE_PATHNAME', 'aftersales_series_eq';
COMMENT ON FUNCTION visit_history_eq(visit_history, visit_history) IS 'Implementation of the = operator.';
CREATE FUNCTION visit_history_ne(visit_history, visit_history) RETURNS boolean
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT LEAKPROOF AS 'MODULE_PATHNAME', 'aftersales_series_ne';
COMMENT ON FUNCTION visit_history_ne(visit_history, visit_history) IS 'Implementation of the <> operator.';
CREATE FUNCTION visit_history_hash(visit_history) RETURNS integer
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_series_hash';
COMMENT ON FUNCTION visit_history_hash(visit_history) IS 'Hash of a visit_history.';
CREATE FUNCTION visit_history_hash_extended(visit_history, bigint) RETURNS bigint
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_series_hash_extended';
COMMENT ON FUNCTION visit_history_hash_extended(visit_history, bigint) IS 'Hash of a visit_history with a seed.';

CREATE OPERATOR = (LEFTARG = visit_history, RIGHTARG = visit_history, FUNCTION = visit_history_eq, COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES);
COMMENT ON OPERATOR = (visit_history, visit_history) IS 'equal';
CREATE OPERATOR <> (LEFTARG = visit_history, RIGHTARG = visit_history, FUNCTION = visit_history_ne, COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (visit_history, visit_history) IS 'not equal';
CREATE OPERATOR CLASS visit_history_ops DEFAULT FOR TYPE visit_history USING hash AS
	OPERATOR 1 =, FUNCTION 1 visit_history_hash(visit_history), FUNCTION 2 visit_history_hash_extended(visit_history, bigint);

CREATE FUNCTION visit_accum(visit_history, date, numeric) RETURNS visit_history
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_visit_accum_numeric';
COMMENT ON FUNCTION visit_accum(visit_history, date, numeric) IS 'Transition function of visit_agg(date, numeric).';
CREATE FUNCTION visit_accum(visit_history, date, double precision) RETURNS visit_history
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_visit_accum_float8';
COMMENT ON FUNCTION visit_accum(visit_history, date, double precision) IS 'Transition function of visit_agg(date, double precision).';
CREATE FUNCTION visit_combine(visit_history, visit_history) RETURNS visit_history
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_visit_combine';
COMMENT ON FUNCTION visit_combine(visit_history, visit_history) IS 'Merges two states of visit_agg and rollup.';
CREATE FUNCTION visit_final(visit_history) RETURNS visit_history
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_series_final';
COMMENT ON FUNCTION visit_final(visit_history) IS 'Final function of visit_agg and rollup.';

CREATE AGGREGATE visit_agg(date, numeric) (
	SFUNC = visit_accum, STYPE = visit_history, SSPACE = 128, FINALFUNC = visit_final, COMBINEFUNC = visit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE visit_agg(date, numeric) IS 'Visit days and the amount of each from single visits; visits of a day count as one day, their amounts are summed; refunds are negative. Each amount is rounded to hundredths, half away from zero; sums are exact, whatever the order. A NULL amount is 0, rows with a NULL date do not count; no rows: NULL. Memory of a group: 16 bytes a visit day, in powers of 2 from 64 on. Errors: 22023 infinite date, NaN or infinite amount; 22003 a sum beyond 92233720368547758 or days more than 36525 apart.';
CREATE AGGREGATE visit_agg(date, double precision) (
	SFUNC = visit_accum, STYPE = visit_history, SSPACE = 128, FINALFUNC = visit_final, COMBINEFUNC = visit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE visit_agg(date, double precision) IS 'As visit_agg(date, numeric).';
CREATE AGGREGATE rollup(visit_history) (
	SFUNC = visit_combine, STYPE = visit_history, SSPACE = 128, FINALFUNC = visit_final, COMBINEFUNC = visit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(visit_history) IS 'Union of histories, day by day: the same as visit_agg over all their rows. NULLs do not count; no rows: NULL.';

CREATE FUNCTION visit_days(visit_history, OUT day date, OUT amount numeric) RETURNS SETOF record
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT ROWS 10 AS 'MODULE_PATHNAME', 'aftersales_visit_days';
COMMENT ON FUNCTION visit_days(visit_history) IS 'The visit days, ascending, and the amount of each.';

CREATE FUNCTION visit_count(visit_history, from_date date, to_date date) RETURNS integer
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_visit_count';
COMMENT ON FUNCTION visit_count(visit_history, date, date) IS 'Number of visit days from from_date to to_date, both included.';

CREATE FUNCTION visit_amount(visit_history, from_date date, to_date date) RETURNS numeric
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_visit_amount';
COMMENT ON FUNCTION visit_amount(visit_history, date, date) IS 'Sum of the amounts of the visit days from from_date to to_date, both included; 0 without any. With visit_count() it is what a model fitted as of the day before is held against.';

CREATE FUNCTION without_months(visit_history, months date[]) RETURNS visit_history
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_visit_without_months';
COMMENT ON FUNCTION without_months(visit_history, date[]) IS 'The history without the months in which the given days lie.';

CREATE FUNCTION first_visit(visit_history, as_of date) RETURNS date
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_first_visit';
COMMENT ON FUNCTION first_visit(visit_history, date) IS 'First visit day; NULL if there is none up to as_of.';

CREATE FUNCTION last_visit(visit_history, as_of date) RETURNS date
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_last_visit';
COMMENT ON FUNCTION last_visit(visit_history, date) IS 'Last visit day up to as_of; NULL if there is none.';

CREATE FUNCTION frequency(visit_history, as_of date) RETURNS integer
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_frequency';
COMMENT ON FUNCTION frequency(visit_history, date) IS 'Repeat visit days up to as_of, the first day not counted: x of Fader, Hardie and Lee (2005), "Counting Your Customers the Easy Way". NULL before the first visit.';

CREATE FUNCTION recency(visit_history, as_of date, unit_days double precision DEFAULT 7) RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_recency';
COMMENT ON FUNCTION recency(visit_history, date, double precision) IS 'Time from the first visit to the last one up to as_of, in units of unit_days days (default: weeks): t_x of Fader, Hardie and Lee (2005); 0 with a single visit. NULL before the first visit. Error 22023: unit_days not above 0.';

CREATE FUNCTION tenure(visit_history, as_of date, unit_days double precision DEFAULT 7) RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_tenure';
COMMENT ON FUNCTION tenure(visit_history, date, double precision) IS 'Time from the first visit to as_of, in units of unit_days days (default: weeks): T of Fader, Hardie and Lee (2005). NULL before the first visit. Error 22023: unit_days not above 0.';

CREATE FUNCTION monetary(visit_history, as_of date) RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_monetary';
COMMENT ON FUNCTION monetary(visit_history, date) IS 'Mean amount of the repeat visit days up to as_of, the first day left out: m_x of Fader and Hardie (2013), "The Gamma-Gamma Model of Monetary Value". NULL without a repeat visit.';
