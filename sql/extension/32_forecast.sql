-- forecasts of monthly demand
--
-- A forecast is the expected demand of the month after the last one [pieces a month]. The forms are those of the patterns: over
-- quantities in order of time, and over a demand and the months to look at. Months without any demand: 0.
-- alpha and beta weigh what is new, 0 to 1. start says where smoothing begins: naive from the first demand, mean from the mean of
-- all months. Forecasts with given weights start from means, fits from the first demand: a mean knows the months it is tested on.

CREATE FUNCTION croston(quantities double precision[], alpha double precision DEFAULT 0.1, beta double precision DEFAULT 0.1, start text DEFAULT 'mean') RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_croston';
COMMENT ON FUNCTION croston(double precision[], double precision, double precision, text) IS 'Forecast for intermittent demand: smoothed size / smoothed interval (J. D. Croston, Operational Research Quarterly 23 (1972), 289-303). alpha weighs a new size, beta a new interval; smoothing begins with the second demand. The first interval is the position of the first demand; start naive begins with it, mean with adi; the first size is that of the first demand. One demand only: its size / the interval. Months after the last demand change nothing. Errors 22023: a weight outside 0 to 1, start neither naive nor mean; more than 1200 months; NULL or a number that is not finite among quantities; 22003: a quantity above 1e16.';
CREATE FUNCTION croston(demand demand, from_month date, to_month date, alpha double precision DEFAULT 0.1, beta double precision DEFAULT 0.1, start text DEFAULT 'mean') RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT croston(demand_values(demand, from_month, to_month), alpha, beta, start);
END;
COMMENT ON FUNCTION croston(demand, date, date, double precision, double precision, text) IS 'croston of the months of a demand from from_month to to_month, both included.';

CREATE FUNCTION sba(quantities double precision[], alpha double precision DEFAULT 0.1, beta double precision DEFAULT 0.1, start text DEFAULT 'mean') RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_sba';
COMMENT ON FUNCTION sba(double precision[], double precision, double precision, text) IS 'Croston''s forecast times 1 - beta / 2, which takes away most of its bias (A. A. Syntetos, J. E. Boylan, Int. J. Forecasting 21 (2005), 303-314). Errors 22023: a weight outside 0 to 1, start neither naive nor mean; more than 1200 months; NULL or a number that is not finite among quantities; 22003: a quantity above 1e16.';
CREATE FUNCTION sba(demand demand, from_month date, to_month date, alpha double precision DEFAULT 0.1, beta double precision DEFAULT 0.1, start text DEFAULT 'mean') RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT sba(demand_values(demand, from_month, to_month), alpha, beta, start);
END;
COMMENT ON FUNCTION sba(demand, date, date, double precision, double precision, text) IS 'sba of the months of a demand from from_month to to_month, both included.';

CREATE FUNCTION sbj(quantities double precision[], alpha double precision DEFAULT 0.1, beta double precision DEFAULT 0.1, start text DEFAULT 'mean') RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_sbj';
COMMENT ON FUNCTION sbj(double precision[], double precision, double precision, text) IS 'Croston''s forecast times 1 - beta / (2 - beta) (E. A. Shale, J. E. Boylan, F. R. Johnston, J. Operational Research Society 57 (2006), 588-592). Errors 22023: a weight outside 0 to 1, start neither naive nor mean; more than 1200 months; NULL or a number that is not finite among quantities; 22003: a quantity above 1e16.';
CREATE FUNCTION sbj(demand demand, from_month date, to_month date, alpha double precision DEFAULT 0.1, beta double precision DEFAULT 0.1, start text DEFAULT 'mean') RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT sbj(demand_values(demand, from_month, to_month), alpha, beta, start);
END;
COMMENT ON FUNCTION sbj(demand, date, date, double precision, double precision, text) IS 'sbj of the months of a demand from from_month to to_month, both included.';

CREATE FUNCTION tsb(quantities double precision[], alpha double precision DEFAULT 0.1, beta double precision DEFAULT 0.1, start text DEFAULT 'mean') RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_tsb';
COMMENT ON FUNCTION tsb(double precision[], double precision, double precision, text) IS 'Forecast for demand that may be dying: smoothed probability of demand times smoothed size (R. H. Teunter, A. A. Syntetos, M. Z. Babai, European J. of Operational Research 214 (2011), 606-615). beta weighs each month''s yes or no, so months without demand lower the forecast; alpha weighs a new size. start naive begins with the first month''s yes or no, mean with the share of months with demand; smoothing begins with the second month. Errors 22023: a weight outside 0 to 1, start neither naive nor mean; more than 1200 months; NULL or a number that is not finite among quantities; 22003: a quantity above 1e16.';
CREATE FUNCTION tsb(demand demand, from_month date, to_month date, alpha double precision DEFAULT 0.1, beta double precision DEFAULT 0.1, start text DEFAULT 'mean') RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT tsb(demand_values(demand, from_month, to_month), alpha, beta, start);
END;
COMMENT ON FUNCTION tsb(demand, date, date, double precision, double precision, text) IS 'tsb of the months of a demand from from_month to to_month, both included.';

CREATE FUNCTION simple_exponential_smoothing(quantities double precision[], alpha double precision DEFAULT 0.1, start text DEFAULT 'mean') RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_simple_exponential_smoothing';
COMMENT ON FUNCTION simple_exponential_smoothing(double precision[], double precision, text) IS 'Level of all months, each month''s value weighed by alpha. start naive begins with the first month''s value, mean with the mean; smoothing begins with the first month. Errors 22023: a weight outside 0 to 1, start neither naive nor mean; more than 1200 months; NULL or a number that is not finite among quantities; 22003: a quantity above 1e16.';
CREATE FUNCTION simple_exponential_smoothing(demand demand, from_month date, to_month date, alpha double precision DEFAULT 0.1, start text DEFAULT 'mean') RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT simple_exponential_smoothing(demand_values(demand, from_month, to_month), alpha, start);
END;
COMMENT ON FUNCTION simple_exponential_smoothing(demand, date, date, double precision, text) IS 'simple_exponential_smoothing of the months of a demand from from_month to to_month, both included.';

CREATE FUNCTION adida(quantities double precision[], alpha double precision DEFAULT 0.1, bucket_months integer DEFAULT NULL, start text DEFAULT 'mean') RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_adida';
COMMENT ON FUNCTION adida(double precision[], double precision, integer, text) IS 'Aggregate, smooth, disaggregate: sums of bucket_months neighbouring months, ending with the last month, smoothed as by simple_exponential_smoothing, / bucket_months (K. Nikolopoulos et al., J. Operational Research Society 62 (2011), 544-554). bucket_months NULL: adi rounded (halves to even). Oldest months that do not fill a bucket are left out; a bucket longer than the history is the history. NULL if another argument is NULL. Errors 22023: bucket_months not in 1 to 1200, a weight outside 0 to 1, start neither naive nor mean; more than 1200 months; NULL or a number that is not finite among quantities; 22003: a quantity above 1e16.';
CREATE FUNCTION adida(demand demand, from_month date, to_month date, alpha double precision DEFAULT 0.1, bucket_months integer DEFAULT NULL, start text DEFAULT 'mean') RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT adida(demand_values(demand, from_month, to_month), alpha, bucket_months, start);
END;
COMMENT ON FUNCTION adida(demand, date, date, double precision, integer, text) IS 'adida of the months of a demand from from_month to to_month, both included.';

CREATE FUNCTION seasonal_indices(quantities double precision[]) RETURNS double precision[]
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_seasonal_indices';
COMMENT ON FUNCTION seasonal_indices(double precision[]) IS 'For parts whose demand has a season (tyres, coolant, air-conditioning) and at least 36 months of history (else NULL): 12 indices of mean 1; the first belongs to the first month and those whole years later, and so on (January first where from_month is a January). Means of the month''s share of its year, over the complete years up to the last month, drawn towards 1 by as much as years differ among each other: index = W + (1 - W) share, W = min(1, 9 V / sum((share - 1)^2)), V the variance of a mean share (James-Stein form of D. M. Miller, D. Williams, Int. J. Forecasting 19 (2003), 669-684). All 1 without demand in two years. Errors 22023: more than 1200 months; NULL or a number that is not finite among quantities; 22003: a quantity above 1e16.';
CREATE FUNCTION seasonal_indices(demand demand, from_month date, to_month date) RETURNS double precision[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT seasonal_indices(demand_values(demand, from_month, to_month));
END;
COMMENT ON FUNCTION seasonal_indices(demand, date, date) IS 'seasonal_indices of the months of a demand from from_month to to_month, both included.';

CREATE FUNCTION seasonal_forecast(quantities double precision[], alpha double precision DEFAULT 0.1, start text DEFAULT 'mean') RETURNS double precision[]
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_seasonal_forecast';
COMMENT ON FUNCTION seasonal_forecast(double precision[], double precision, text) IS 'Forecasts of the 12 months after the last one, for a part with at least 36 months of history (else NULL): the level of the values divided by their seasonal_indices, smoothed as by simple_exponential_smoothing, times the index of the month. Errors 22023: a weight outside 0 to 1, start neither naive nor mean; more than 1200 months; NULL or a number that is not finite among quantities; 22003: a quantity above 1e16.';
CREATE FUNCTION seasonal_forecast(demand demand, from_month date, to_month date, alpha double precision DEFAULT 0.1, start text DEFAULT 'mean') RETURNS double precision[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT seasonal_forecast(demand_values(demand, from_month, to_month), alpha, start);
END;
COMMENT ON FUNCTION seasonal_forecast(demand, date, date, double precision, text) IS 'seasonal_forecast of the months of a demand from from_month to to_month, both included.';

CREATE FUNCTION forecast_variance(quantities double precision[], method text, horizon integer DEFAULT 1, alpha double precision DEFAULT 0.1, beta double precision DEFAULT 0.1, start text DEFAULT 'mean') RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_forecast_variance';
COMMENT ON FUNCTION forecast_variance(double precision[], text, integer, double precision, double precision, text) IS 'Prediction variance for safety stock [pieces^2]: mean squared error of the forecast of the demand of the next horizon months together, horizon times the month''s forecast, over all months from the second on that have so many behind them; horizon 1 is the in-sample mean squared error. Its root serves as demand_stddev of a lead time of horizon months. method: croston, sba, sbj, tsb, simple_exponential_smoothing, adida, seasonal. NULL where there is no such month, and for seasonal below 36 months. Errors 22023: another method, horizon not in 1 to 1200, a weight outside 0 to 1, start neither naive nor mean; more than 1200 months; NULL or a number that is not finite among quantities; 22003: a quantity above 1e16.';
CREATE FUNCTION forecast_variance(demand demand, from_month date, to_month date, method text, horizon integer DEFAULT 1, alpha double precision DEFAULT 0.1, beta double precision DEFAULT 0.1, start text DEFAULT 'mean') RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT forecast_variance(demand_values(demand, from_month, to_month), method, horizon, alpha, beta, start);
END;
COMMENT ON FUNCTION forecast_variance(demand, date, date, text, integer, double precision, double precision, text) IS 'forecast_variance of the months of a demand from from_month to to_month, both included.';

CREATE FUNCTION croston_fit(quantities double precision[], start text DEFAULT 'naive', OUT forecast double precision, OUT alpha double precision, OUT beta double precision, OUT mse double precision) RETURNS record
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_croston_fit';
COMMENT ON FUNCTION croston_fit(double precision[], text) IS 'Forecast with the weights whose in-sample mean squared error over the months from the second on is least, those weights and the error. All of a grid of 21 x 21 weights (21 for one weight) and a search from each of its local minima: deterministic, weights within 1e-9 of a minimum. Weights and error are NULL for one month. Errors 22023: start neither naive nor mean; more than 1200 months; NULL or a number that is not finite among quantities; 22003: a quantity above 1e16.';
CREATE FUNCTION croston_fit(demand demand, from_month date, to_month date, start text DEFAULT 'naive', OUT forecast double precision, OUT alpha double precision, OUT beta double precision, OUT mse double precision) RETURNS record
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT f.* FROM croston_fit(demand_values(demand, from_month, to_month), start) f;
END;
COMMENT ON FUNCTION croston_fit(demand, date, date, text) IS 'croston_fit of the months of a demand from from_month to to_month, both included.';

CREATE FUNCTION sba_fit(quantities double precision[], start text DEFAULT 'naive', OUT forecast double precision, OUT alpha double precision, OUT beta double precision, OUT mse double precision) RETURNS record
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_sba_fit';
COMMENT ON FUNCTION sba_fit(double precision[], text) IS 'As croston_fit, for sba.';
CREATE FUNCTION sba_fit(demand demand, from_month date, to_month date, start text DEFAULT 'naive', OUT forecast double precision, OUT alpha double precision, OUT beta double precision, OUT mse double precision) RETURNS record
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT f.* FROM sba_fit(demand_values(demand, from_month, to_month), start) f;
END;
COMMENT ON FUNCTION sba_fit(demand, date, date, text) IS 'sba_fit of the months of a demand from from_month to to_month, both included.';

CREATE FUNCTION sbj_fit(quantities double precision[], start text DEFAULT 'naive', OUT forecast double precision, OUT alpha double precision, OUT beta double precision, OUT mse double precision) RETURNS record
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_sbj_fit';
COMMENT ON FUNCTION sbj_fit(double precision[], text) IS 'As croston_fit, for sbj.';
CREATE FUNCTION sbj_fit(demand demand, from_month date, to_month date, start text DEFAULT 'naive', OUT forecast double precision, OUT alpha double precision, OUT beta double precision, OUT mse double precision) RETURNS record
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT f.* FROM sbj_fit(demand_values(demand, from_month, to_month), start) f;
END;
COMMENT ON FUNCTION sbj_fit(demand, date, date, text) IS 'sbj_fit of the months of a demand from from_month to to_month, both included.';

CREATE FUNCTION tsb_fit(quantities double precision[], start text DEFAULT 'naive', OUT forecast double precision, OUT alpha double precision, OUT beta double precision, OUT mse double precision) RETURNS record
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_tsb_fit';
COMMENT ON FUNCTION tsb_fit(double precision[], text) IS 'As croston_fit, for tsb.';
CREATE FUNCTION tsb_fit(demand demand, from_month date, to_month date, start text DEFAULT 'naive', OUT forecast double precision, OUT alpha double precision, OUT beta double precision, OUT mse double precision) RETURNS record
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT f.* FROM tsb_fit(demand_values(demand, from_month, to_month), start) f;
END;
COMMENT ON FUNCTION tsb_fit(demand, date, date, text) IS 'tsb_fit of the months of a demand from from_month to to_month, both included.';

CREATE FUNCTION simple_exponential_smoothing_fit(quantities double precision[], start text DEFAULT 'naive', OUT forecast double precision, OUT alpha double precision, OUT mse double precision) RETURNS record
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_simple_exponential_smoothing_fit';
COMMENT ON FUNCTION simple_exponential_smoothing_fit(double precision[], text) IS 'As croston_fit, for simple_exponential_smoothing.';
CREATE FUNCTION simple_exponential_smoothing_fit(demand demand, from_month date, to_month date, start text DEFAULT 'naive', OUT forecast double precision, OUT alpha double precision, OUT mse double precision) RETURNS record
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT f.* FROM simple_exponential_smoothing_fit(demand_values(demand, from_month, to_month), start) f;
END;
COMMENT ON FUNCTION simple_exponential_smoothing_fit(demand, date, date, text) IS 'simple_exponential_smoothing_fit of the months of a demand from from_month to to_month, both included.';

CREATE FUNCTION adida_fit(quantities double precision[], bucket_months integer DEFAULT NULL, start text DEFAULT 'naive', OUT forecast double precision, OUT alpha double precision, OUT mse double precision) RETURNS record
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_adida_fit';
COMMENT ON FUNCTION adida_fit(double precision[], integer, text) IS 'As croston_fit, for adida; bucket_months as there (NULL: adi of all months).';
CREATE FUNCTION adida_fit(demand demand, from_month date, to_month date, bucket_months integer DEFAULT NULL, start text DEFAULT 'naive', OUT forecast double precision, OUT alpha double precision, OUT mse double precision) RETURNS record
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT f.* FROM adida_fit(demand_values(demand, from_month, to_month), bucket_months, start) f;
END;
COMMENT ON FUNCTION adida_fit(demand, date, date, integer, text) IS 'adida_fit of the months of a demand from from_month to to_month, both included.';

CREATE FUNCTION best_forecast(quantities double precision[], origins integer DEFAULT 12, measure text DEFAULT 'rmse', alpha double precision DEFAULT 0.1, beta double precision DEFAULT 0.1, start text DEFAULT 'mean', OUT method text, OUT forecast double precision, OUT error double precision) RETURNS record
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_best_forecast';
COMMENT ON FUNCTION best_forecast(double precision[], integer, text, double precision, double precision, text) IS 'The method that would have forecast the last origins months best, each from the months before it alone (rolling origin), its forecast and that error. A history shorter than origins + 2 months is tested on fewer; NULL for less than three months. Methods: croston, sba, sbj, tsb, simple_exponential_smoothing, adida, seasonal (the latter where the first forecast has 36 months before it); of equal errors the first counts. measure rmse: root of the mean squared error [pieces]; mase: mean absolute error / that of the naive forecast in the months before the first forecast (R. J. Hyndman, A. B. Koehler, Int. J. Forecasting 22 (2006), 679-688; NULL where that is 0). Absolute errors favour forecasts near 0 where most months are 0, hence the default. Errors 22023: origins not in 1 to 1200, another measure, a weight outside 0 to 1, start neither naive nor mean; more than 1200 months; NULL or a number that is not finite among quantities; 22003: a quantity above 1e16.';
CREATE FUNCTION best_forecast(demand demand, from_month date, to_month date, origins integer DEFAULT 12, measure text DEFAULT 'rmse', alpha double precision DEFAULT 0.1, beta double precision DEFAULT 0.1, start text DEFAULT 'mean', OUT method text, OUT forecast double precision, OUT error double precision) RETURNS record
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT f.* FROM best_forecast(demand_values(demand, from_month, to_month), origins, measure, alpha, beta, start) f;
END;
COMMENT ON FUNCTION best_forecast(demand, date, date, integer, text, double precision, double precision, text) IS 'best_forecast of the months of a demand from from_month to to_month, both included.';
