-- time to loss

CREATE TYPE survival_point AS (duration integer, at_risk bigint, lost bigint, survival double precision, lower_limit double precision, upper_limit double precision);
COMMENT ON TYPE survival_point IS 'A point of survival_curve: duration, number observed up to it, those lost at it, share that survives it, and its 95 % confidence limits.';

CREATE FUNCTION survival_accum(bigint[], integer, boolean) RETURNS bigint[]
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_survival_accum';
COMMENT ON FUNCTION survival_accum(bigint[], integer, boolean) IS 'Transition function of survival_curve.';
CREATE FUNCTION survival_combine(bigint[], bigint[]) RETURNS bigint[]
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_survival_combine';
COMMENT ON FUNCTION survival_combine(bigint[], bigint[]) IS 'Merges two states of survival_curve.';
CREATE FUNCTION survival_final(bigint[]) RETURNS survival_point[]
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_survival_final';
COMMENT ON FUNCTION survival_final(bigint[]) IS 'Final function of survival_curve.';

CREATE AGGREGATE survival_curve(duration integer, lost boolean) (
	SFUNC = survival_accum, STYPE = bigint[], FINALFUNC = survival_final, COMBINEFUNC = survival_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE survival_curve(integer, boolean) IS 'Kaplan-Meier estimate (1958) of the share of vehicles not lost up to a duration (days or any whole unit): one row a vehicle, its duration up to the loss, or up to now if it is not lost. Rows by unnest: every duration at which somebody was lost or last observed. Limits are those of 95 % by Greenwood''s variance and the complementary log-log transform (Kalbfleisch and Prentice 1980); NULL where survival is 0 or 1. NULLs do not count; nobody: NULL. Memory: 16 bytes a unit of the longest duration, in powers of 2. Error 22023: duration not in 0 to 73050.';
