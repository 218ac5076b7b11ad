-- demand: quantities by month

CREATE TYPE demand;

CREATE FUNCTION demand_in(cstring) RETURNS demand
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_demand_in';
COMMENT ON FUNCTION demand_in(cstring) IS 'Input function of demand: {YYYY-MM:quantity,...}, months ascending, at most 3 decimals.';
CREATE FUNCTION demand_out(demand) RETURNS cstring
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_demand_out';
COMMENT ON FUNCTION demand_out(demand) IS 'Output function of demand.';
CREATE FUNCTION demand_recv(internal) RETURNS demand
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_demand_recv';
COMMENT ON FUNCTION demand_recv(internal) IS 'Binary input function of demand; refuses every byte string that demand_send does not make.';
CREATE FUNCTION demand_send(demand) RETURNS bytea
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_series_send';
COMMENT ON FUNCTION demand_send(demand) IS 'Binary output function of demand.';

CREATE TYPE demand (
	INPUT = demand_in, OUTPUT = demand_out, RECEIVE = demand_recv, SEND = demand_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE demand IS 'Quantities of a part asked for by month, in thousandths, at most 1200 months from the first to the last, both included. A month without demand takes no room. Made by demand_agg, merged by rollup.';

CREATE FUNCTION demand_eq(demand, demand) RETURNS boolean
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT LEAKPROOF AS 'MODULE_PATHNAME', 'aftersales_series_eq';
COMMENT ON FUNCTION demand_eq(demand, demand) IS 'Implementation of the = operator.';
CREATE FUNCTION demand_ne(demand, demand) RETURNS boolean
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT LEAKPROOF AS 'MODULE_PATHNAME', 'aftersales_series_ne';
COMMENT ON FUNCTION demand_ne(demand, demand) IS 'Implementation of the <> operator.';
CREATE FUNCTION demand_hash(demand) RETURNS integer
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_series_hash';
COMMENT ON FUNCTION demand_hash(demand) IS 'Hash of a demand.';
CREATE FUNCTION demand_hash_extended(demand, bigint) RETURNS bigint
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_series_hash_extended';
COMMENT ON FUNCTION demand_hash_extended(demand, bigint) IS 'Hash of a demand with a seed.';

CREATE OPERATOR = (LEFTARG = demand, RIGHTARG = demand, FUNCTION = demand_eq, COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES);
COMMENT ON OPERATOR = (demand, demand) IS 'equal';
CREATE OPERATOR <> (LEFTARG = demand, RIGHTARG = demand, FUNCTION = demand_ne, COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (demand, demand) IS 'not equal';
CREATE OPERATOR CLASS demand_ops DEFAULT FOR TYPE demand USING hash AS
	OPERATOR 1 =, FUNCTION 1 demand_hash(demand), FUNCTION 2 demand_hash_extended(demand, bigint);

CREATE FUNCTION demand_accum(demand, date, numeric) RETURNS demand
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_demand_accum_numeric';
COMMENT ON FUNCTION demand_accum(demand, date, numeric) IS 'Transition function of demand_agg(date, numeric).';
CREATE FUNCTION demand_accum(demand, date, double precision) RETURNS demand
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_demand_accum_float8';
COMMENT ON FUNCTION demand_accum(demand, date, double precision) IS 'Transition function of demand_agg(date, double precision).';
CREATE FUNCTION demand_combine(demand, demand) RETURNS demand
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_demand_combine';
COMMENT ON FUNCTION demand_combine(demand, demand) IS 'Merges two states of demand_agg and rollup.';
CREATE FUNCTION demand_final(demand) RETURNS demand
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_series_final';
COMMENT ON FUNCTION demand_final(demand) IS 'Final function of demand_agg and rollup.';

CREATE AGGREGATE demand_agg(date, numeric) (
	SFUNC = demand_accum, STYPE = demand, SSPACE = 128, FINALFUNC = demand_final, COMBINEFUNC = demand_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE demand_agg(date, numeric) IS 'Demand by month from single quantities; returns are negative. Each quantity is rounded to thousandths, half away from zero; sums are exact, whatever the order. Rows with a NULL date or quantity do not count; no rows: NULL. Memory of a group: 16 bytes a month with demand, in powers of 2 from 64 on. Errors: 22023 infinite date, NaN or infinite quantity; 22003 a sum beyond 9223372036854775 or months more than 1200 apart.';
CREATE AGGREGATE demand_agg(date, double precision) (
	SFUNC = demand_accum, STYPE = demand, SSPACE = 128, FINALFUNC = demand_final, COMBINEFUNC = demand_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE demand_agg(date, double precision) IS 'As demand_agg(date, numeric).';
CREATE AGGREGATE rollup(demand) (
	SFUNC = demand_combine, STYPE = demand, SSPACE = 128, FINALFUNC = demand_final, COMBINEFUNC = demand_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(demand) IS 'Sum of demands, month by month: the same as demand_agg over all their rows. NULLs do not count; no rows: NULL.';

CREATE FUNCTION demand_months(demand, OUT month date, OUT quantity numeric) RETURNS SETOF record
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT ROWS 24 AS 'MODULE_PATHNAME', 'aftersales_demand_months';
COMMENT ON FUNCTION demand_months(demand) IS 'The months with demand (their first days), ascending, and the net quantity of each.';

CREATE FUNCTION demand_quantity(demand, from_month date, to_month date) RETURNS numeric
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_demand_quantity';
COMMENT ON FUNCTION demand_quantity(demand, date, date) IS 'Net quantity of the months from that of from_month to that of to_month, both included; 0 without demand.';

CREATE FUNCTION without_months(demand, months date[]) RETURNS demand
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_demand_without_months';
COMMENT ON FUNCTION without_months(demand, date[]) IS 'The demand without the months in which the given days lie.';
