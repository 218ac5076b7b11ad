-- ABC classes: row by row in order, and by limits without an order; weighted scores

CREATE FUNCTION abc_class(value numeric, a numeric DEFAULT 0.80, b numeric DEFAULT 0.95, ties boolean DEFAULT false) RETURNS text
LANGUAGE C IMMUTABLE PARALLEL SAFE WINDOW AS 'MODULE_PATHNAME', 'aftersales_abc_class_numeric';
COMMENT ON FUNCTION abc_class(numeric, numeric, numeric, boolean) IS 'ABC class of each row of a partition ordered by value DESC: A where the share of the values before it is below a, B where it is below b, else C; so the first item is A. ties: equal values get the class of the first of them, else the order given decides. Values that are not positive (or NULL) are C and have no part in the shares. Exact at the edges. Errors: 22023 a or b not in (0, 1], a above b, ties NULL, NaN or infinite value; 22003 a total of more than 38 digits.';
CREATE FUNCTION abc_class(value bigint, a numeric DEFAULT 0.80, b numeric DEFAULT 0.95, ties boolean DEFAULT false) RETURNS text
LANGUAGE C IMMUTABLE PARALLEL SAFE WINDOW AS 'MODULE_PATHNAME', 'aftersales_abc_class_int8';
COMMENT ON FUNCTION abc_class(bigint, numeric, numeric, boolean) IS 'As abc_class(numeric).';
CREATE FUNCTION abc_class(value double precision, a numeric DEFAULT 0.80, b numeric DEFAULT 0.95, ties boolean DEFAULT false) RETURNS text
LANGUAGE C IMMUTABLE PARALLEL SAFE WINDOW AS 'MODULE_PATHNAME', 'aftersales_abc_class_float8';
COMMENT ON FUNCTION abc_class(double precision, numeric, numeric, boolean) IS 'As abc_class(numeric), exact in the binary values it gets: 0.1 is 0.1000000000000000055..., and three of them with 0.7 are not just 1.';

CREATE TYPE abc_values;

CREATE FUNCTION abc_values_in(cstring) RETURNS abc_values
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_abc_values_in';
COMMENT ON FUNCTION abc_values_in(cstring) IS 'Input function of abc_values: numeric{value:number,...} or float8{...}, values ascending.';
CREATE FUNCTION abc_values_out(abc_values) RETURNS cstring
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_abc_values_out';
COMMENT ON FUNCTION abc_values_out(abc_values) IS 'Output function of abc_values.';
CREATE FUNCTION abc_values_recv(internal) RETURNS abc_values
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_abc_values_recv';
COMMENT ON FUNCTION abc_values_recv(internal) IS 'Binary input function of abc_values; refuses every byte string that abc_values_send does not make.';
CREATE FUNCTION abc_values_send(abc_values) RETURNS bytea
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_abc_values_send';
COMMENT ON FUNCTION abc_values_send(abc_values) IS 'Binary output function of abc_values.';

CREATE TYPE abc_values (
	INPUT = abc_values_in, OUTPUT = abc_values_out, RECEIVE = abc_values_recv, SEND = abc_values_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE abc_values IS 'Distinct values above 0 of a group and how often each occurs, for ABC classes. Made by abc_values_agg, merged by rollup.';

CREATE FUNCTION abc_values_accum(abc_values, numeric) RETURNS abc_values
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_abc_values_accum_numeric';
COMMENT ON FUNCTION abc_values_accum(abc_values, numeric) IS 'Transition function of abc_values_agg(numeric) and abc_limits(numeric).';
CREATE FUNCTION abc_values_accum(abc_values, double precision) RETURNS abc_values
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_abc_values_accum_float8';
COMMENT ON FUNCTION abc_values_accum(abc_values, double precision) IS 'Transition function of abc_values_agg(double precision) and abc_limits(double precision).';
CREATE FUNCTION abc_values_combine(abc_values, abc_values) RETURNS abc_values
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_abc_values_combine';
COMMENT ON FUNCTION abc_values_combine(abc_values, abc_values) IS 'Merges two states of abc_values_agg, abc_limits and rollup.';
CREATE FUNCTION abc_values_final(abc_values) RETURNS abc_values
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_abc_values_final';
COMMENT ON FUNCTION abc_values_final(abc_values) IS 'Final function of abc_values_agg and rollup.';

CREATE AGGREGATE abc_values_agg(numeric) (
	SFUNC = abc_values_accum, STYPE = abc_values, SSPACE = 128, FINALFUNC = abc_values_final, COMBINEFUNC = abc_values_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE abc_values_agg(numeric) IS 'The values above 0 of a group, each once with its number. Memory of a group: at most 32 bytes for each different value, three times that for moments. Errors: 22023 NaN or infinite value; 22003 a value that does not fit 18 digits with as many decimals as the finest value of the group has; 54000 more than 20 million different values.';
CREATE AGGREGATE abc_values_agg(double precision) (
	SFUNC = abc_values_accum, STYPE = abc_values, SSPACE = 128, FINALFUNC = abc_values_final, COMBINEFUNC = abc_values_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE abc_values_agg(double precision) IS 'As abc_values_agg(numeric), for binary values, without the limit of digits.';
CREATE AGGREGATE rollup(abc_values) (
	SFUNC = abc_values_combine, STYPE = abc_values, SSPACE = 128, FINALFUNC = abc_values_final, COMBINEFUNC = abc_values_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(abc_values) IS 'All values of several groups: the same as abc_values_agg over all their rows. Error 22023: numeric and double precision mixed.';

CREATE TYPE abc_limits;

CREATE FUNCTION abc_limits_in(cstring) RETURNS abc_limits
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_abc_limits_in';
COMMENT ON FUNCTION abc_limits_in(cstring) IS 'Input function of abc_limits: numeric{A:value,B:value}, float8{...}, or nothing in the braces.';
CREATE FUNCTION abc_limits_out(abc_limits) RETURNS cstring
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_abc_limits_out';
COMMENT ON FUNCTION abc_limits_out(abc_limits) IS 'Output function of abc_limits.';
CREATE FUNCTION abc_limits_recv(internal) RETURNS abc_limits
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_abc_limits_recv';
COMMENT ON FUNCTION abc_limits_recv(internal) IS 'Binary input function of abc_limits; refuses every byte string that abc_limits_send does not make.';
CREATE FUNCTION abc_limits_send(abc_limits) RETURNS bytea
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_abc_limits_send';
COMMENT ON FUNCTION abc_limits_send(abc_limits) IS 'Binary output function of abc_limits.';

CREATE TYPE abc_limits (
	INPUT = abc_limits_in, OUTPUT = abc_limits_out, RECEIVE = abc_limits_recv, SEND = abc_limits_send,
	INTERNALLENGTH = 24, ALIGNMENT = double
);
COMMENT ON TYPE abc_limits IS 'The least values of the classes A and B of a group: values from the first on are A, from the second on B, else C. Written numeric{A:50.5,B:20} or float8{...}; nothing in the braces if no value is above 0 and all are C.';

CREATE FUNCTION abc_limits(abc_values, a numeric DEFAULT 0.80, b numeric DEFAULT 0.95) RETURNS abc_limits
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_abc_limits';
COMMENT ON FUNCTION abc_limits(abc_values, numeric, numeric) IS 'Where the classes of these values begin. A value is A where the share of the greater ones in the total is below a, B where it is below b, else C: equal values get the class of the first of them, as abc_class does with ties. Exact at the edges, for double precision in the binary values. Errors 22023: a or b not in (0, 1], a above b.';
CREATE FUNCTION abc_limits_final(abc_values) RETURNS abc_limits
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_abc_limits_final';
COMMENT ON FUNCTION abc_limits_final(abc_values) IS 'Final function of the aggregate abc_limits.';

CREATE AGGREGATE abc_limits(numeric) (
	SFUNC = abc_values_accum, STYPE = abc_values, SSPACE = 128, FINALFUNC = abc_limits_final, COMBINEFUNC = abc_values_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE abc_limits(numeric) IS 'abc_limits(abc_values_agg(value)): where the classes of a group''s values begin, with the shares 0.80 and 0.95. No rows are sorted; the result does not depend on their order or on how states are merged. Memory and errors as of abc_values_agg.';
CREATE AGGREGATE abc_limits(double precision) (
	SFUNC = abc_values_accum, STYPE = abc_values, SSPACE = 128, FINALFUNC = abc_limits_final, COMBINEFUNC = abc_values_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE abc_limits(double precision) IS 'As abc_limits(numeric), exact in the binary values.';

CREATE FUNCTION abc_class_of(value numeric, limits abc_limits) RETURNS text
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_abc_class_of_numeric';
COMMENT ON FUNCTION abc_class_of(numeric, abc_limits) IS 'The ABC class of a value by the limits of its group; a NULL value is C, NULL limits give NULL. Errors 22023: NaN or infinite value, limits of double precision values.';
CREATE FUNCTION abc_class_of(value double precision, limits abc_limits) RETURNS text
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_abc_class_of_float8';
COMMENT ON FUNCTION abc_class_of(double precision, abc_limits) IS 'As abc_class_of(numeric), for limits of double precision values.';

CREATE FUNCTION weighted_score(scores double precision[], weights double precision[]) RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_weighted_score';
COMMENT ON FUNCTION weighted_score(double precision[], double precision[]) IS 'One score in 0 to 1 from several (commonality, criticality, price, demand, each in 0 to 1): sum of score * weight. It grows with each score of a weight above 0. Errors 22023: a score outside 0 to 1; a weight negative or not finite; weights that do not sum to 1 within 1e-9; arrays of different length, empty or with NULL.';
