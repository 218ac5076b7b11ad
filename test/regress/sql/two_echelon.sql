-- stock at a depot and its stations
\set SHOW_CONTEXT never
\pset format unaligned
\pset tuples_only on
\pset null NULL
SET search_path = aftersales, public;
SET extra_float_digits = -3;

-- by hand: mean 1 at the depot, one piece there: 1/e owed; with a piece at the station as well P(N <= 1) = 2/e filled
SELECT * FROM two_echelon_service('{1}', '{0}', 1, 1, '{0}');
SELECT * FROM two_echelon_service('{1}', '{0}', 1, 1, '{1}');
-- two like stations: (2/e) (sqrt(e) - 1/2) at the one that has a piece
SELECT fill_rates, 2 * exp(-1.0::float8) * (exp(0.5::float8) - 0.5), fill_rate FROM two_echelon_service('{0.5,0.5}', '{0,0}', 1, 1, '{1,0}');
-- no lead time is no depot
SELECT * FROM two_echelon_service('{0.5,2}', '{1,0}', 0, 0, '{1,2}');
SELECT * FROM two_echelon_service('{0.5,2}', '{1,1}', 3, 2147483647, '{2147483647,0}');

-- one station and no transport: a piece at the depot is as good as one at the station; four share what the depot has
SELECT depot_stock, station_stocks, fill_rate FROM two_echelon_plan('{1}', '{0}', 1, 0.9);
SELECT depot_stock, station_stocks, fill_rate FROM two_echelon_plan('{0.05,0.05,0.05,0.05}', '{2,2,2,2}', 20, 0.9);
SELECT depot_stock, station_stocks, fill_rate FROM two_echelon_plan('{0.05,0.05,0.05,0.05}', '{20,20,20,20}', 0, 0.9);
SELECT depot_stock, station_stocks FROM two_echelon_plan('{0.05}', '{2}', 20, 1e-300);
SELECT depot_stock + station_stocks[1], fill_rate >= 1 - 1e-10 FROM two_echelon_plan('{0.05}', '{2}', 20, 1);

-- the frontier begins with nothing; its rows are what the plan finds for their fill rates; its gains add up
SELECT * FROM two_echelon_frontier('{0.5,0.5}', '{1,1}', 2, 0.5);
SELECT count(*), bool_and(p.depot_stock = f.depot_stock AND p.depot_stock + (SELECT sum(s) FROM unnest(p.station_stocks) s) = f.pieces
	AND abs(p.fill_rate - f.fill_rate) < 1e-14)
FROM two_echelon_frontier('{0.5,0.1,2,0.01}', '{1,2,1,5}', 2, 0.95) f, two_echelon_plan('{0.5,0.1,2,0.01}', '{1,2,1,5}', 2, f.fill_rate) p WHERE f.pieces > 0;
SELECT abs(sum(gain) - max(fill_rate)) < 1e-14, max(fill_rate) >= 1 - 0.05 / 1000 FROM two_echelon_frontier('{0.5,0.1,2,0.01}', '{1,2,1,5}', 2, 0.95);
-- 2000 stations
SELECT depot_stock, (SELECT sum(s) FROM unnest(station_stocks) s) FROM two_echelon_plan(array_fill(0.01::float8, '{2000}'), array_fill(2::float8, '{2000}'), 28, 0.9);

-- nothing is asked for
SELECT * FROM two_echelon_plan('{1}', '{1}', 1, 0);
SELECT two_echelon_service('{1}', '{0}', 1, NULL, '{0}'), two_echelon_plan('{1}', NULL, 1, 0.5);
SELECT * FROM two_echelon_frontier('{1}', '{0}', 1, NULL);
SELECT two_echelon_service('{1}', '{0}', 1, -1, '{0}');
SELECT two_echelon_service('{1}', '{0}', 1, 0, '{-1}');
SELECT two_echelon_service('{1}', '{0}', 1, 0, '{NULL}');
SELECT two_echelon_service('{1}', '{0}', 1, 0, '{}');
SELECT two_echelon_service('{1,1}', '{0,0}', 1, 0, '{{0},{0}}');
SELECT two_echelon_service('{1}', '{0}', 1, 0, '{0,0}');
SELECT two_echelon_service('{}', '{}', 1, 0, '{0}');
SELECT two_echelon_service('{0}', '{0}', 1, 0, '{0}');
SELECT two_echelon_service('{-1}', '{0}', 1, 0, '{0}');
SELECT two_echelon_service('{NaN}', '{0}', 1, 0, '{0}');
SELECT two_echelon_service('{NULL}', '{0}', 1, 0, '{0}');
SELECT two_echelon_service('{1}', '{0,0}', 1, 0, '{0}');
SELECT two_echelon_service('{1}', '{-1}', 1, 0, '{0}');
SELECT two_echelon_service('{1}', '{Infinity}', 1, 0, '{0}');
SELECT two_echelon_service('{1}', '{0}', -1, 0, '{0}');
SELECT two_echelon_service('{1}', '{0}', 'NaN', 0, '{0}');
SELECT two_echelon_service('{1}', '{0}', 2001, 0, '{0}');
SELECT two_echelon_service('{1}', '{2001}', 0, 0, '{0}');
SELECT two_echelon_service('{1e308,1e308}', '{0,0}', 0, 0, '{0,0}');
SELECT two_echelon_plan(array_fill(1::float8, '{2001}'), array_fill(0::float8, '{2001}'), 0, 0.5);
SELECT two_echelon_plan('{1}', '{0}', 1, -0.1);
SELECT two_echelon_plan('{1}', '{0}', 1, 1.1);
SELECT two_echelon_plan('{1}', '{0}', 1, 'NaN');
SELECT two_echelon_plan('{1}', '{-1}', 1, 0.5);
SELECT * FROM two_echelon_frontier('{1}', '{0}', 1, -5);
SELECT * FROM two_echelon_frontier('{1,-1}', '{0,0}', 1, 0.5);
\set VERBOSITY sqlstate
SELECT two_echelon_service('{1}', '{0}', 2001, 0, '{0}');
SELECT two_echelon_service('{0}', '{0}', 1, 0, '{0}');
SELECT two_echelon_plan('{1}', '{0}', 1, -0.1);
