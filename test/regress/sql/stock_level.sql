-- distributions, stock levels, service, orders, last-time buy
\set SHOW_CONTEXT never
\pset format unaligned
\pset tuples_only on
\pset null NULL
SET extra_float_digits = 0;
SET search_path = aftersales, public;

-- vectors of the rules
SELECT round(last_time_buy(24, 0.15, 10)::numeric, 4), round(last_time_buy(24, 0.15, stock => 5)::numeric, 4), last_time_buy(24, 0.15, 10, 3, 1000);
SELECT last_time_buy(10, 0, 3), last_time_buy(10, 1, 3), last_time_buy(0, 0.15);
SELECT suggested_order(order_target(30, 7, 3, 4.2), 5, 2, 1, 3), suggested_order(order_target(30, 7, 3, 4.2), 5, 2, 1, 3, 10), suggested_order(10, 12), suggested_order(10, 10), suggested_order(10, -2, pack => 4);
-- rounding orders no pack: 0.1 + 0.2 is 0.30000000000000004
SELECT suggested_order(0.1::float8 + 0.2, 0, pack => 0.1), suggested_order(3 * (1 + 1e-15), 0, pack => 3), suggested_order(3.001, 0, pack => 3);
SELECT order_target(268 / 21.0, 7, 3, 0, 30), order_target(3, 0, 0);

-- quantiles, probabilities, losses
SELECT demand_quantile(0.95, 4, 4, 'poisson'), demand_quantile(0.5, 0, 0, 'poisson'), demand_quantile(0.95, 4, 30, 'negative_binomial'), demand_quantile(0.95, 4, 4, 'negative_binomial'), demand_quantile(0.975, 0, 1), demand_quantile(0.95, 4, 4, 'gamma'), demand_quantile(0.9, 7, 0);
SELECT demand_probability(8, 4, 4, 'poisson'), demand_probability(8.9, 4, 4, 'poisson'), demand_probability(-1, 4, 4, 'poisson'), demand_probability(0, 0, 1), demand_probability(6, 7, 0), demand_probability(7, 7, 0);
SELECT expected_backorders(0, 2, 2, 'poisson'), expected_backorders(-3, 2, 2, 'poisson'), expected_backorders(3.5, 2, 4, 'negative_binomial') = (expected_backorders(3, 2, 4, 'negative_binomial') + expected_backorders(4, 2, 4, 'negative_binomial')) / 2, expected_backorders(6, 7, 0), expected_backorders(8, 7, 0), expected_backorders(1e6, 2, 2, 'poisson');
-- geometric demand, by hand: P(D > x) = 2^-(x+1), loss 2^-x
SELECT x, abs(demand_probability(x, 1, 2, 'negative_binomial') - (1 - 0.5 ^ (x + 1))) < 1e-15, abs(expected_backorders(x, 1, 2, 'negative_binomial') * 2 ^ x - 1) < 1e-13 FROM unnest('{0,1,10,100,1000}'::float8[]) x;

-- levels: continuous review, periodic review, what they give back
SELECT reorder_point(10, 3, 4, 0.95), reorder_point(10, 3, 4, 0.95, 1.5), safety_stock_normal(10, 3, 4, 0.95, 1.5), reorder_point(10, 3, 4, 0.95, service => 'fill', order_quantity => 50);
SELECT reorder_point(0.25, 0, 4, 0.95, distribution => 'poisson'), reorder_point(0.25, 0, 4, 0.95, 0, 'poisson', 'fill', 1), reorder_point(0.25, 0, 4, 0.2, 0, 'poisson', 'fill', 36), reorder_point(1, 3, 4, 0.95, 0.5, 'negative_binomial');
SELECT order_up_to_level(10, 3, 1, 4, 0.95), order_up_to_level(10, 3, 1, 4, 0.95, service => 'fill'), order_up_to_level(10, 3, 1, 4, 0.95, service => 'fill_simple'), order_up_to_level(0.2, 0.5, 1, 4, 0.95, 0, 'negative_binomial', 'fill');
SELECT service_level_of(10, 3, 4, 40), service_level_of_order_up_to(10, 3, 1, 4, 50), service_level_of(10, 3, 4, 40, service => 'fill', order_quantity => 50), service_level_of(10, 3, 4, -1000, service => 'fill'), service_level_of(1, 1, 1, 1e6);
-- certain demand, no time, no demand
SELECT reorder_point(10, 0, 4, 0.5), round(reorder_point(10, 0, 4, 0.9, service => 'fill', order_quantity => 20)::numeric, 9), reorder_point(10, 3, 0, 0.99), reorder_point(0, 0, 4, 0.99), reorder_point(0, 0, 4, 0.99, service => 'fill'), order_up_to_level(10, 3, 0, 4, 0.9, service => 'fill'), service_level_of(0, 0, 1, 1, service => 'fill');
-- over a demand: days become months; even demand has no deviation; a part that varies less than Poisson
SELECT reorder_point(d, a, b, 15, 0.95) = reorder_point(demand_mean(d, a, b), demand_stddev(d, a, b), 0.5, 0.95),
	order_up_to_level(d, a, b, 30, 15, 0.95, days_per_month => 15) = order_up_to_level(demand_mean(d, a, b), demand_stddev(d, a, b), 2, 1, 0.95),
	reorder_point(d, a, b, 30, 0.95, distribution => 'negative_binomial'), reorder_point(d, a, a, 30, 0.95)
FROM (VALUES ('{2026-01:4,2026-02:9,2026-05:30}'::demand, date '2026-01-01', date '2026-06-01')) v(d, a, b);
SELECT reorder_point(d, a, b, 30, 0.95, 0, 'negative_binomial') = reorder_point(demand_mean(d, a, b), 0, 1, 0.95, 0, 'poisson'), reorder_point(d, a, b, 30, 0.95, 15, 'negative_binomial')
FROM (VALUES ('{2026-01:4,2026-02:5,2026-03:4}'::demand, date '2026-01-01', date '2026-03-01')) v(d, a, b);

SELECT economic_order_quantity(1200, 50, 3), economic_order_quantity(0, 50, 3);
SELECT * FROM order_policy_poisson(1.5, 2, 100, 20, 150);
SELECT * FROM order_policy_poisson(1, 0, 0, 1, 1);
SELECT newsvendor_quantity(1, 3, 100, 0), newsvendor_quantity(9, 1, 100, 30), newsvendor_cost(newsvendor_quantity(9, 1, 100, 30), 9, 1, 100, 30), newsvendor_quantity(1, 1, 4, 0, 'poisson');
SELECT last_time_buy_quantile(24, 0.15, 0.95), last_time_buy_quantile(24, 0.15, 0.95, 10, 5), last_time_buy_quantile(24, 0.15, 0.95, variance_to_mean => 3), last_time_buy_quantile(0, 0, 0.9), last_time_buy_quantile(1, 0, 0.9, 1, 100);

-- history instead of a distribution
SELECT empirical_demand_quantile(q, 2, 0.5), empirical_demand_quantile(q, 2, 0.99), empirical_demand_quantile(q, 5, 0.1), empirical_demand_quantile(q, 6, 0.5) FROM (VALUES ('{0,4,0,0,10}'::float8[])) v(q);
-- ranks are exact: 0.07 of 100 is 7, though 0.07 * 100 > 7 in binary
SELECT empirical_demand_quantile((SELECT array_agg(i::float8) FROM generate_series(1, 100) i), 1, 0.07);
SELECT bootstrap_demand_quantile(q, 3, 0.95) = bootstrap_demand_quantile(q, 3, 0.95), bootstrap_demand_quantile(q, 3, 0.95, 1000, 1) > 0, bootstrap_demand_quantile('{0,0}', 3, 0.95), bootstrap_demand_quantile('{}', 3, 0.95) FROM (VALUES ('{0,4,0,0,10,0,0,3}'::float8[])) v(q);
SELECT bootstrap_demand_quantile(d, '2026-01-01', '2026-06-01', 2, 0.9), empirical_demand_quantile(d, '2026-01-01', '2026-06-01', 2, 0.9) FROM (VALUES ('{2026-01:4,2026-04:9}'::demand)) v(d);
SELECT reorder_point(NULL, 3, 4, 0.95), demand_quantile(0.5, NULL, 1), suggested_order(NULL, 1), bootstrap_demand_quantile('{1}', 1, 0.5, NULL);

\set VERBOSITY terse
SELECT demand_quantile(0, 1, 1);
SELECT demand_quantile(1, 1, 1);
SELECT demand_quantile('NaN', 1, 1);
SELECT demand_quantile(0.5, -1, 1);
SELECT demand_quantile(0.5, 1, 'Infinity');
SELECT demand_quantile(0.5, 1, 1, 'weibull');
\set VERBOSITY default
SELECT demand_quantile(0.5, 1, 2, 'poisson');
SELECT demand_quantile(0.5, 2, 1, 'negative_binomial');
SELECT demand_quantile(0.5, 0, 1, 'gamma');
SELECT demand_quantile(0.5, 2e9, 2e9, 'poisson');
SELECT demand_quantile(0.5, 1, 2e6, 'negative_binomial');
SELECT demand_quantile(0.5, 1, 1e-10, 'gamma');
SELECT reorder_point(1, 1, 1, 0.5, 1, 'poisson');
\set VERBOSITY terse
SELECT demand_probability('Infinity', 1, 1);
SELECT expected_backorders('NaN', 1, 1);
SELECT safety_stock_normal(1, 1, 1, 0);
SELECT safety_stock_normal(1, 1, 1, 0.9, -1);
SELECT safety_stock_normal(1, 1, 1, 0.9, 0, 'ready');
SELECT safety_stock_normal(1, 1, 1, 0.9, 0, 'fill', 0);
SELECT reorder_point(-1, 1, 1, 0.9);
SELECT reorder_point(1, -1, 1, 0.9);
SELECT reorder_point(1, 1, 'Infinity', 0.9);
SELECT reorder_point(1, 1, 1, 1);
SELECT reorder_point(1e200, 1, 1, 0.9, 1e200);
SELECT order_up_to_level(1, 1, 1e308, 1e308, 0.9);
SELECT order_up_to_level(4, 1, 1, 3, 0.9, 0, 'negative_binomial');
SELECT service_level_of(1, 1e200, 1, 3);
SELECT reorder_point('{2026-01:1000}'::demand, '2026-01-01', '2026-02-01', 1, 0.9, 1e6, 'negative_binomial');
SELECT order_up_to_level('{2026-01:1000}'::demand, '2026-01-01', '2026-02-01', 1e308, 1, 0.9);
SELECT reorder_point('{}'::demand, '2026-01-01', '2026-02-01', 1, 0.9, days_per_month => 0);
SELECT reorder_point('{}'::demand, '2026-01-01', '2026-01-01', 1, 1);
SELECT order_up_to_level(1, 1, -1, 1, 0.9);
SELECT order_up_to_level('{}'::demand, '2026-02-01', '2026-01-01', 1, 1, 0.9);
SELECT order_up_to_level('{}'::demand, '2026-01-01', '2026-01-01', 1, 1, 'NaN');
SELECT service_level_of(1, 1, 1, 'NaN');
SELECT service_level_of_order_up_to(1, 1, 1, 1, 'Infinity');
SELECT economic_order_quantity(1, 1, 0);
SELECT economic_order_quantity(-1, 1, 1);
SELECT economic_order_quantity(1e300, 1e300, 1e-300);
SELECT order_policy_poisson(0, 1, 1, 1, 1);
SELECT order_policy_poisson(1, 1, 1, 0, 1);
SELECT order_policy_poisson(1, 1, 1e15, 1, 1);
SELECT order_policy_poisson(1e6, 1, 1, 1, 1);
SELECT newsvendor_quantity(0, 1, 1, 1);
SELECT newsvendor_quantity(1e-300, 1e300, 1, 1);
SELECT newsvendor_quantity(1e30, 1, 1, 1);
SELECT newsvendor_cost(-1, 1, 1, 1, 1);
SELECT newsvendor_quantity(1, 1, 4, 1, 'negative_binomial');
SELECT last_time_buy(-1, 0.1);
SELECT last_time_buy(1, 1.1);
SELECT last_time_buy(1, 0.1, 0);
SELECT last_time_buy(1, 0.1, 101);
SELECT last_time_buy(1, 0.1, 1, -1);
SELECT last_time_buy(1, 0.1, 1, 0, 'NaN');
SELECT last_time_buy_quantile(1, 0.1, 1);
SELECT last_time_buy_quantile(1, 0.1, 0.9, variance_to_mean => 0.5);
SELECT last_time_buy_quantile(1e7, 0, 0.9);
SELECT order_target(-1, 1, 1);
SELECT order_target(1, 1, 1, 1, 0);
SELECT suggested_order(-1, 0);
SELECT suggested_order(1, 'NaN');
SELECT suggested_order(1, 0, -1);
SELECT suggested_order(1, 0, 0, -1);
SELECT suggested_order(1, 0, 0, 0, -1);
SELECT suggested_order(1, 0, 0, 0, 0, 0);
SELECT bootstrap_demand_quantile('{1}', 0, 0.5);
SELECT bootstrap_demand_quantile('{1}', 1, 0);
SELECT bootstrap_demand_quantile('{1}', 1, 0.5, 0);
SELECT empirical_demand_quantile('{1}', 1201, 0.5);
SELECT empirical_demand_quantile('{1,NULL}', 1, 0.5);
