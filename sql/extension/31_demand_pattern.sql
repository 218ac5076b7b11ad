-- what a part's demand is like
--
-- Each function comes in two forms: over the quantities of months in order of time, and over a demand and the months to look at
-- (a demand does not know the months before its first sale). A month whose returns exceed its sales counts as 0. NULL for an
-- empty array and where an argument is NULL.

CREATE FUNCTION demand_values(demand, from_month date, to_month date) RETURNS double precision[]
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_demand_values';
COMMENT ON FUNCTION demand_values(demand, date, date) IS 'Net quantities of the months from .. to, both included, a month without demand 0, returns above sales negative. Errors 22023: a date out of range, to_month before from_month or 1200 months or more after it.';

CREATE FUNCTION demand_mean(quantities double precision[]) RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_demand_mean';
COMMENT ON FUNCTION demand_mean(double precision[]) IS 'Mean demand of a month [pieces]. Errors 22023: more than 1200 months; NULL or a number that is not finite among quantities; 22003: a quantity above 1e16.';
CREATE FUNCTION demand_mean(demand demand, from_month date, to_month date) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT demand_mean(demand_values(demand, from_month, to_month));
END;
COMMENT ON FUNCTION demand_mean(demand, date, date) IS 'demand_mean of the months of a demand from from_month to to_month, both included.';

CREATE FUNCTION demand_stddev(quantities double precision[]) RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_demand_stddev';
COMMENT ON FUNCTION demand_stddev(double precision[]) IS 'Standard deviation (n-1) of the months'' demand [pieces]; NULL for one month. Errors 22023: more than 1200 months; NULL or a number that is not finite among quantities; 22003: a quantity above 1e16.';
CREATE FUNCTION demand_stddev(demand demand, from_month date, to_month date) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT demand_stddev(demand_values(demand, from_month, to_month));
END;
COMMENT ON FUNCTION demand_stddev(demand, date, date) IS 'demand_stddev of the months of a demand from from_month to to_month, both included.';

CREATE FUNCTION adi(quantities double precision[]) RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_adi';
COMMENT ON FUNCTION adi(double precision[]) IS 'Average demand interval [months]: position of the last month with demand, counted from 1, / number of months with demand. Leading zeros count, trailing ones do not. NULL without demand. (The interval of J. D. Croston, Operational Research Quarterly 23, 1972.) Errors 22023: more than 1200 months; NULL or a number that is not finite among quantities; 22003: a quantity above 1e16.';
CREATE FUNCTION adi(demand demand, from_month date, to_month date) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT adi(demand_values(demand, from_month, to_month));
END;
COMMENT ON FUNCTION adi(demand, date, date) IS 'adi of the months of a demand from from_month to to_month, both included.';

CREATE FUNCTION cv2(quantities double precision[]) RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_cv2';
COMMENT ON FUNCTION cv2(double precision[]) IS 'Squared coefficient of variation of the sizes: variance (n-1) of the months with demand / their mean squared. NULL for less than two of them. Errors 22023: more than 1200 months; NULL or a number that is not finite among quantities; 22003: a quantity above 1e16.';
CREATE FUNCTION cv2(demand demand, from_month date, to_month date) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT cv2(demand_values(demand, from_month, to_month));
END;
COMMENT ON FUNCTION cv2(demand, date, date) IS 'cv2 of the months of a demand from from_month to to_month, both included.';

CREATE FUNCTION demand_class(quantities double precision[], adi_limit double precision DEFAULT 1.32, cv2_limit double precision DEFAULT 0.49) RETURNS text
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_demand_class';
COMMENT ON FUNCTION demand_class(double precision[], double precision, double precision) IS 'smooth (adi and cv2 below their limits), intermittent (adi at its limit or above), erratic (cv2 at its limit or above) or lumpy (both): A. A. Syntetos, J. E. Boylan, J. D. Croston, J. Operational Research Society 56 (2005), 495-503. One month with demand has the cv2 0. NULL without demand. Errors 22023: a limit not above 0; more than 1200 months; NULL or a number that is not finite among quantities; 22003: a quantity above 1e16.';
CREATE FUNCTION demand_class(demand demand, from_month date, to_month date, adi_limit double precision DEFAULT 1.32, cv2_limit double precision DEFAULT 0.49) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT demand_class(demand_values(demand, from_month, to_month), adi_limit, cv2_limit);
END;
COMMENT ON FUNCTION demand_class(demand, date, date, double precision, double precision) IS 'demand_class of the months of a demand from from_month to to_month, both included.';

CREATE FUNCTION xyz_class(quantities double precision[], x double precision DEFAULT 0.5, y double precision DEFAULT 1.0) RETURNS text
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_xyz_class';
COMMENT ON FUNCTION xyz_class(double precision[], double precision, double precision) IS 'X, Y or Z by the coefficient of variation of the months'' demand, demand_stddev / demand_mean: up to x X, up to y Y, else Z. NULL without demand and for one month. Errors 22023: x or y not above 0, x above y; more than 1200 months; NULL or a number that is not finite among quantities; 22003: a quantity above 1e16.';
CREATE FUNCTION xyz_class(demand demand, from_month date, to_month date, x double precision DEFAULT 0.5, y double precision DEFAULT 1.0) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT xyz_class(demand_values(demand, from_month, to_month), x, y);
END;
COMMENT ON FUNCTION xyz_class(demand, date, date, double precision, double precision) IS 'xyz_class of the months of a demand from from_month to to_month, both included.';

CREATE FUNCTION mobility_code(demand, as_of date, available_from date DEFAULT NULL) RETURNS integer
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_mobility_code';
COMMENT ON FUNCTION mobility_code(demand, date, date) IS 'Mobility of a part by the complete months with demand among the last 12 before as_of: 1 all 12, 2 eight to eleven, 3 five to seven, 4 one to four, 5 none; 0 available for less than a year (available_from + 12 months after as_of; NULL: always available). Error 22023: date out of range.';
