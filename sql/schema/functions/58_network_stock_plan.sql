-- Slow parts, divided between depot and stations. Two ways are planned alike: stations order at the depot, or all at the
-- supplier (no lead time behind the transport). Pieces of all parts are bought by what they add to the demand that is filled
-- for the money, highest first, until the target is reached.
CREATE OR REPLACE FUNCTION network_stock_plan(as_of date, target_fill_rate float8)
RETURNS TABLE (
	depot_code text, part_no text, part_name text, dealer_code text, monthly_average_demand float8,
	supply_days float8, direct_supply_days float8, unit_cost numeric,
	stock integer, fill_rate float8, backorders float8,
	station_only_stock integer, station_only_fill_rate float8, station_only_backorders float8)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH transport AS MATERIALIZED (
		SELECT d.dealer_code, d.depot_code, aftersales.parameter_value('transport_time', d.dealer_code)::float8 AS days
		FROM aftersales.dealer d
	), pooled AS MATERIALIZED (
		SELECT t.depot_code, s.part_no, array_agg(s.dealer_code ORDER BY s.dealer_code) AS dealers,
			array_agg(s.monthly_average_demand ORDER BY s.dealer_code) AS months,
			array_agg(s.monthly_average_demand / 30 ORDER BY s.dealer_code) AS rates,
			array_agg(t.days ORDER BY s.dealer_code) AS transport_days,
			array_agg(s.order_cycle + s.lead_time ORDER BY s.dealer_code) AS direct_days,
			sum(s.monthly_average_demand ORDER BY s.dealer_code) AS month
		FROM aftersales.stocking_plan(as_of) s JOIN transport t ON t.dealer_code = s.dealer_code
		WHERE s.location = 'depot' AND s.reason IN ('slow', 'low_safety_stock') AND s.monthly_average_demand > 0
		GROUP BY t.depot_code, s.part_no
	), part_system AS MATERIALIZED (
		SELECT q.*, o.part_name, o.order_cycle + o.lead_time AS lead_time, coalesce(p.cost, p.price, 1) AS unit_cost
		FROM pooled q
		JOIN aftersales.depot_plan(as_of) o ON o.depot_code = q.depot_code AND o.part_no = q.part_no
		JOIN aftersales.part p ON p.part_no = q.part_no
	), way AS (
		SELECT false AS station_only, y.*, y.transport_days AS days, y.lead_time AS depot_days FROM part_system y
		UNION ALL
		SELECT true, y.*, y.direct_days, 0 FROM part_system y
	), step AS (
		SELECT w.station_only, w.depot_code, w.part_no, f.pieces, f.fill_rate, f.gain * w.month / nullif(w.unit_cost, 0)::float8 AS worth,
			(f.fill_rate - lag(f.fill_rate) OVER (PARTITION BY w.station_only, w.depot_code, w.part_no ORDER BY f.pieces)) * w.month AS filled
		FROM way w
		CROSS JOIN LATERAL aftersales.two_echelon_frontier(w.rates, w.days, w.depot_days, target_fill_rate) f
	), bought AS (
		SELECT s.*, coalesce(sum(s.filled) OVER (PARTITION BY s.station_only
			ORDER BY s.worth DESC NULLS FIRST, s.depot_code, s.part_no, s.pieces ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
		FROM step s WHERE s.pieces > 0
	), reached AS (
		SELECT b.station_only, b.depot_code, b.part_no, max(b.fill_rate) AS fill_rate
		FROM bought b
		WHERE b.before < target_fill_rate * (SELECT sum(y.month) FROM part_system y)
		GROUP BY b.station_only, b.depot_code, b.part_no
	), plan AS (
		SELECT w.station_only, w.depot_code, w.part_no, d.*
		FROM way w
		LEFT JOIN reached r ON r.station_only = w.station_only AND r.depot_code = w.depot_code AND r.part_no = w.part_no
		CROSS JOIN LATERAL aftersales.two_echelon_plan(w.rates, w.days, w.depot_days, coalesce(r.fill_rate, 0)) d
	)
	SELECT y.depot_code, y.part_no, y.part_name, l.*
	FROM part_system y
	JOIN plan d ON d.depot_code = y.depot_code AND d.part_no = y.part_no AND NOT d.station_only
	JOIN plan o ON o.depot_code = y.depot_code AND o.part_no = y.part_no AND o.station_only
	CROSS JOIN LATERAL (
		SELECT y.depot_code AS dealer_code, y.month, y.lead_time, NULL::float8, y.unit_cost,
			d.depot_stock, NULL::float8, d.depot_backorders, 0, NULL::float8, NULL::float8
		UNION ALL
		SELECT u.dealer_code, u.month, u.days, u.direct_days, y.unit_cost,
			u.stock, u.fill_rate, u.backorders, u.only_stock, u.only_fill_rate, u.only_backorders
		FROM unnest(y.dealers, y.months, y.transport_days, y.direct_days, d.station_stocks, d.fill_rates, d.backorders,
			o.station_stocks, o.fill_rates, o.backorders)
			u (dealer_code, month, days, direct_days, stock, fill_rate, backorders, only_stock, only_fill_rate, only_backorders)) l
	WHERE aftersales.require(target_fill_rate BETWEEN 0 AND 1, 'target_fill_rate must be between 0 and 1')
	ORDER BY y.depot_code, y.part_no, l.dealer_code <> y.depot_code, l.dealer_code;
END;
COMMENT ON FUNCTION network_stock_plan(date, float8) IS 'Base stocks at depot and stations of the parts that stocking_plan() pools as slow or low_safety_stock and that were asked for in the last six months, by which the network fills the target share of their demand at once (all parts and stations together, by quantity) at the least money: a row for the depot (its demand is the sum, it has no fill rate of its own) and one for each of its stations. station_only: the same target with stock at stations only, which order at the supplier. Demand is taken as Poisson with the monthly average demand / 30 a day; supply_days: from depot to station the parameter transport_time, to the depot its order cycle + lead time; direct_supply_days: order cycle + lead time of the station. unit_cost: cost, else price, else 1. Backorders are mean numbers of pieces owed: by the depot to stations, by stations to customers. Errors 22023: as_of not a day, target_fill_rate out of range. See two_echelon_plan, two_echelon_frontier.';

CREATE OR REPLACE FUNCTION network_stock_saving(as_of date, target_fill_rate float8)
RETURNS TABLE (
	parts bigint, fill_rate float8, backorders float8, pieces bigint, depot_pieces bigint, money numeric,
	station_only_fill_rate float8, station_only_backorders float8, station_only_pieces bigint, station_only_money numeric,
	saving numeric)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT count(*) FILTER (WHERE n.dealer_code = n.depot_code),
		sum(n.fill_rate * n.monthly_average_demand) / sum(n.monthly_average_demand) FILTER (WHERE n.dealer_code <> n.depot_code),
		sum(n.backorders) FILTER (WHERE n.dealer_code <> n.depot_code),
		sum(n.stock), sum(n.stock) FILTER (WHERE n.dealer_code = n.depot_code), sum(n.stock * n.unit_cost),
		sum(n.station_only_fill_rate * n.monthly_average_demand) / sum(n.monthly_average_demand) FILTER (WHERE n.dealer_code <> n.depot_code),
		sum(n.station_only_backorders), sum(n.station_only_stock), sum(n.station_only_stock * n.unit_cost),
		sum((n.station_only_stock - n.stock) * n.unit_cost)
	FROM aftersales.network_stock_plan(as_of, target_fill_rate) n;
END;
COMMENT ON FUNCTION network_stock_saving(date, float8) IS 'Sums of network_stock_plan(): parts (by depot), fill rate, backorders to customers, pieces and money of the stock at depot and stations, the same with stock at stations only, and the money saved by the depot. Both fill rates reach the target, each by less than its last piece.';
