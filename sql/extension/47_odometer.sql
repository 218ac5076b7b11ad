-- use of a vehicle and its next maintenance

CREATE FUNCTION daily_km_accum(bigint[], date, integer) RETURNS bigint[]
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_daily_km_accum';
COMMENT ON FUNCTION daily_km_accum(bigint[], date, integer) IS 'Transition function of daily_km, last_odometer and last_odometer_on.';
CREATE FUNCTION daily_km_combine(bigint[], bigint[]) RETURNS bigint[]
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_daily_km_combine';
COMMENT ON FUNCTION daily_km_combine(bigint[], bigint[]) IS 'Merges two states of daily_km, last_odometer and last_odometer_on.';
CREATE FUNCTION daily_km_final(bigint[]) RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_daily_km_final';
COMMENT ON FUNCTION daily_km_final(bigint[]) IS 'Final function of daily_km.';

CREATE AGGREGATE daily_km(day date, odometer integer) (
	SFUNC = daily_km_accum, STYPE = bigint[], SSPACE = 96, FINALFUNC = daily_km_final, COMBINEFUNC = daily_km_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE daily_km(date, integer) IS 'Kilometres a day of a vehicle from its odometer readings of the twelve months up to the newest: readings that fall are rejected (as few as make the rest rise, of a day the highest counts), and of the others the median slope of all pairs at least 30 days apart is taken, held within 5 to 300. NULL without such a pair; NULLs do not count. Memory: 8 bytes a reading, in powers of 2. Error 22023: odometer not in 0 to 9999999.';

CREATE FUNCTION last_odometer_final(bigint[]) RETURNS integer
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_last_odometer_final';
COMMENT ON FUNCTION last_odometer_final(bigint[]) IS 'Final function of last_odometer.';
CREATE AGGREGATE last_odometer(day date, odometer integer) (
	SFUNC = daily_km_accum, STYPE = bigint[], SSPACE = 96, FINALFUNC = last_odometer_final, COMBINEFUNC = daily_km_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE last_odometer(date, integer) IS 'Newest of the odometer readings that daily_km() does not reject.';

CREATE FUNCTION last_odometer_on_final(bigint[]) RETURNS date
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_last_odometer_on_final';
COMMENT ON FUNCTION last_odometer_on_final(bigint[]) IS 'Final function of last_odometer_on.';
CREATE AGGREGATE last_odometer_on(day date, odometer integer) (
	SFUNC = daily_km_accum, STYPE = bigint[], SSPACE = 96, FINALFUNC = last_odometer_on_final, COMBINEFUNC = daily_km_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE last_odometer_on(date, integer) IS 'Day of last_odometer().';

CREATE FUNCTION next_service_due(service_on date, service_km integer, months integer, km integer, odometer_on date, odometer integer, km_per_day double precision) RETURNS date
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_next_service_due';
COMMENT ON FUNCTION next_service_due(date, integer, integer, integer, date, integer, double precision) IS 'Day of the next maintenance: months after the last one (service_on; the first: after the delivery), or when the odometer, read as odometer on odometer_on and rising by km_per_day, shows service_km + km, whichever is first; by kilometres not before that reading. What is NULL does not count; neither: NULL. Error 22023: a figure out of range.';
