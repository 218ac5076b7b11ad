-- the founding rules of parts planning

CREATE FUNCTION monthly_average_demand(demand, as_of date, available_from date DEFAULT NULL, weights double precision[] DEFAULT '{1,2,3,4,5,6}') RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_monthly_average_demand';
COMMENT ON FUNCTION monthly_average_demand(demand, date, date, double precision[]) IS 'Weighted mean of the complete months before that of as_of [pieces a month]: (1 D[N-6] + 2 D[N-5] + ... + 6 D[N-1]) / 21 with the default weights, oldest first. A month whose returns exceed its sales counts as 0. A part available only from available_from on (NULL: always) is averaged over the months since, that month included; NULL if there is none. NULL if another argument is NULL. Errors 22023: date out of range; weights negative, not finite, all 0, or more than 1200.';

CREATE FUNCTION monthly_average_demand(quantities double precision[], weights double precision[] DEFAULT '{1,2,3,4,5,6}') RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_monthly_average_demand_array';
COMMENT ON FUNCTION monthly_average_demand(double precision[], double precision[]) IS 'The same over the quantities of complete months, oldest first; only the last months have weights, and fewer months than weights are averaged with the last weights. NULL for an empty array. Errors 22023: NULL or a number that is not finite among quantities; weights as above.';

CREATE FUNCTION monthly_average_demand_series(demand, from_month date, to_month date, available_from date DEFAULT NULL, weights double precision[] DEFAULT '{1,2,3,4,5,6}') RETURNS double precision[]
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_monthly_average_demand_series';
COMMENT ON FUNCTION monthly_average_demand_series(demand, date, date, date, double precision[]) IS 'monthly_average_demand with as_of in each of the months from_month to to_month, both included: the same figures, NULL where that is NULL, in time proportional to the months. Errors 22023: as there; to_month before from_month or 1200 months or more after it.';

CREATE FUNCTION safety_stock(monthly_average_demand double precision, order_cycle double precision, lead_time double precision, divisor double precision DEFAULT 6) RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_safety_stock';
COMMENT ON FUNCTION safety_stock(double precision, double precision, double precision, double precision) IS 'Safety stock quantity = monthly average demand * (order cycle + lead time) / divisor [pieces; days]. The divisor 6 is the founding rule''s; 30 turns days into months, as dealer systems do. Errors 22023: an argument negative or not finite, divisor not above 0; 22003: result out of range.';

CREATE FUNCTION safety_stock(demand, as_of date, order_cycle double precision, lead_time double precision, divisor double precision DEFAULT 6, available_from date DEFAULT NULL) RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_safety_stock_demand';
COMMENT ON FUNCTION safety_stock(demand, date, double precision, double precision, double precision, date) IS 'Safety stock quantity of a demand: of its monthly_average_demand at as_of with the default weights. NULL if that is NULL or an argument but available_from is NULL.';

CREATE FUNCTION months_of_supply(stock double precision, monthly_average_demand double precision) RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_months_of_supply';
COMMENT ON FUNCTION months_of_supply(double precision, double precision) IS 'How many months a stock (or a safety stock) lasts: stock / monthly average demand; NULL without demand. Errors 22023: an argument negative or not finite.';

CREATE FUNCTION stocking_decision(order_cycle double precision, lead_time double precision, attribute text, half_year_quantity numeric, safety_stock double precision,
	phase text DEFAULT 'mature', network_demand boolean DEFAULT true, slow_limit numeric DEFAULT 12, low_safety_stock double precision DEFAULT 0,
	OUT location text, OUT reason text) RETURNS record
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_stocking_decision';
COMMENT ON FUNCTION stocking_decision(double precision, double precision, text, numeric, double precision, text, boolean, numeric, double precision) IS 'Where a station''s part is held (station, depot or supplier) and why, by the first rule that fits: phase introduction: station; phase discontinued: depot; order_cycle + lead_time = 0: supplier (direct_supply); attribute assembly: depot if the network has demand for it, else supplier; half_year_quantity up to slow_limit, itself included: depot (slow); safety_stock below low_safety_stock: depot; else station (stocked). attribute: wear, common or assembly; phase: introduction, mature or discontinued. Errors 22023: another word; days, stock or slow_limit negative or not finite, half_year_quantity not finite.';
