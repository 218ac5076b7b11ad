#!/bin/bash
# What must hold between the functions of planning, on random data.
. "$(dirname "$0")/../lib/tap.sh"
cluster planning_properties max_parallel_workers_per_gather=0
database properties
export PGOPTIONS="-c search_path=public,aftersales -c jit=off"

# none QUERY DESCRIPTION: no row of the query, each of which would be a counterexample
none() {
	run sql "SELECT * FROM ($1) counterexample LIMIT 3"
	is "$status$out$err" 0 "$2"
}

sql "SELECT setseed(0.3)" "CREATE TABLE history AS
	SELECT part, demand_agg((date '2020-01-01' + make_interval(months => m))::date, quantity) AS d, array_agg(quantity::float8 ORDER BY m) AS q
	FROM (SELECT part, m, CASE WHEN random() < 0.02 THEN -1 WHEN random() < (part % 10 + 1) / 10.0 THEN floor(random() * 20)::numeric / (part % 3 + 1) ELSE 0 END::numeric(12,3) AS quantity
		FROM generate_series(1, 400) part, generate_series(0, 47) m) r GROUP BY part"
none "SELECT part FROM history WHERE demand_values(d, '2020-01-01', '2023-12-01') IS DISTINCT FROM q" "demand_values gives the quantities back"
none "SELECT part, i FROM history, generate_series(1, 30) i, (VALUES (NULL::date), ('2021-02-01')) a(a), (VALUES ('{1,2,3,4,5,6}'::float8[]), ('{0.3,0.7}'), ('{0,0,1,0}')) w(w)
	WHERE (monthly_average_demand_series(d, '2020-11-01', '2023-04-01', a, w))[i] IS DISTINCT FROM
		monthly_average_demand(d, (date '2020-10-01' + make_interval(months => i))::date, a, w)" "a series of monthly averages equals the single calls, to the bit"
none "SELECT part FROM history,
	LATERAL (SELECT array_agg(greatest(v, 0) ORDER BY i) AS f FROM unnest(history.q) WITH ORDINALITY AS x(v, i)) g
	WHERE croston(d, '2020-01-01', '2023-12-01') <> croston(f) OR tsb(d, '2020-01-01', '2023-12-01') <> tsb(f) OR demand_stddev(d, '2020-01-01', '2023-12-01') <> demand_stddev(f)" "returns above sales count as 0"
sql "CREATE TABLE fitted AS SELECT part, q, m, mse FROM history, LATERAL (SELECT 'croston', mse FROM croston_fit(q) UNION ALL SELECT 'sba', mse FROM sba_fit(q)
	UNION ALL SELECT 'sbj', mse FROM sbj_fit(q) UNION ALL SELECT 'tsb', mse FROM tsb_fit(q)) f(m, mse) WHERE part <= 40"
none "SELECT part, m FROM fitted, generate_series(0, 25) a, generate_series(0, 25) b
	WHERE NOT mse <= forecast_variance(q, m, 1, a / 25.0, b / 25.0, 'naive') * (1 + 1e-12)" "no weights of a grid beat fitted ones"
none "SELECT part FROM history, simple_exponential_smoothing_fit(q) s, generate_series(0, 100) w
	WHERE part <= 40 AND NOT s.mse <= forecast_variance(q, 'simple_exponential_smoothing', 1, w / 100.0, start => 'naive') * (1 + 1e-12)" "nor those of simple exponential smoothing"
none "SELECT part FROM history, best_forecast(q) b
	WHERE b.error > sqrt((SELECT avg((greatest(q[t], 0) - tsb(q[1:t - 1])) ^ 2) FROM generate_series(37, 48) t)) * (1 + 1e-12)" "no method beats the best one over the last 12 months"
none "SELECT part FROM history, best_forecast(q, measure => 'mase') b WHERE b.method = 'sba' AND abs(b.error -
	(SELECT avg(abs(greatest(q[t], 0) - sba(q[1:t - 1]))) FROM generate_series(37, 48) t) / (SELECT avg(abs(greatest(q[t], 0) - greatest(q[t - 1], 0))) FROM generate_series(2, 36) t)) > 1e-12" "MASE by its definition"
none "SELECT part FROM history WHERE abs((SELECT avg(v) FROM unnest(seasonal_indices(q)) v) - 1) > 1e-12" "seasonal indices have the mean 1"

# stock levels
sql "SELECT setseed(0.1)" "CREATE TABLE supply AS SELECT i, round((random() * 20)::numeric, 3)::float8 + 0.001 AS m, random() * 30 AS sd, random() * 5 + 0.01 AS l, random() AS lsd, 1 + floor(random() * 40) AS q, d
	FROM generate_series(1, 60) i, unnest('{normal,gamma,poisson,negative_binomial}'::text[]) d" \
	"UPDATE supply SET sd = least(sd, sqrt(5000 * m)) WHERE d = 'gamma'" "UPDATE supply SET lsd = 0 WHERE d = 'poisson'" "UPDATE supply SET sd = sqrt(m + sd) WHERE d = 'negative_binomial'" \
	"CREATE TABLE level AS SELECT s.*, p, v, reorder_point(m, sd, l, p, lsd, d, v, q) AS r FROM supply s, unnest('{0.01,0.3,0.8,0.95,0.999,0.9999999}'::float8[]) p, unnest('{cycle,fill,fill_simple}'::text[]) v"
none "SELECT * FROM level WHERE d IN ('normal', 'gamma') AND abs(r) > 1e-300 AND NOT abs((1 - service_level_of(m, sd, l, r, lsd, d, v, q)) / (1 - p) - 1) <= 1e-6" "service_level_of gives the service back"
none "SELECT * FROM level WHERE d NOT IN ('normal', 'gamma') AND NOT (service_level_of(m, sd, l, r, lsd, d, v, q) >= p - 1e-15 AND service_level_of(m, sd, l, r - 1, lsd, d, v, q) < p + 1e-15)" "levels in pieces are the smallest that reach it"
none "SELECT * FROM (SELECT *, lag(r) OVER (PARTITION BY i, d, v ORDER BY p) AS before FROM level) s WHERE r < before" "more service needs no less stock"
none "SELECT * FROM supply, unnest('{cycle,fill,fill_simple}'::text[]) v, generate_series(-20, 200, 4) x
	WHERE service_level_of(m, sd, l, x, lsd, d, v, q) > service_level_of(m, sd, l, x + 3, lsd, d, v, q) + 1e-13" "more stock gives no less service"
none "SELECT * FROM supply, unnest('{cycle,fill,fill_simple}'::text[]) v, unnest('{0.5,0.9,0.99}'::float8[]) p, LATERAL (SELECT order_up_to_level(m, sd, 0.7, l, p, lsd, d, v) AS s) s
	WHERE s > 1e-300 AND NOT CASE WHEN d IN ('normal', 'gamma') THEN abs(service_level_of_order_up_to(m, sd, 0.7, l, s, lsd, d, v) - p) <= 1e-9
		ELSE service_level_of_order_up_to(m, sd, 0.7, l, s, lsd, d, v) >= p - 1e-15 AND service_level_of_order_up_to(m, sd, 0.7, l, s - 1, lsd, d, v) < p + 1e-15 END" "order-up-to levels and their service"
none "SELECT * FROM supply, generate_series(0, 60, 7) x WHERE abs(expected_backorders(x, m, m, 'poisson') - expected_backorders(x + 1, m, m, 'poisson') - (1 - demand_probability(x, m, m, 'poisson'))) > 1e-13" "the loss falls by the probability of more demand"
none "SELECT * FROM supply, generate_series(0, 60, 7) x WHERE abs(expected_backorders(x, m, m, 'poisson') / expected_backorders(x, m, m * (1 + 1e-9), 'negative_binomial') - 1) > 1e-3" "negative binomial demand becomes Poisson"
none "SELECT m, l, o FROM supply, order_policy_poisson(m, l, 3, 0.5, sd + 0.1) o, generate_series(-2, 2) dr, generate_series(-2, 2) dq,
	LATERAL (SELECT (3 * m + (SELECT sum(newsvendor_cost(greatest(y, 0), sd + 0.1, 0.5, m * l, 0, 'poisson') + (sd + 0.1) * greatest(-y, 0)) FROM generate_series((o.reorder_point + dr)::int + 1, (o.reorder_point + dr + o.order_quantity + dq)::int) y)) / (o.order_quantity + dq)) c(cost)
	WHERE d = 'poisson' AND o.order_quantity + dq > 0 AND c.cost < o.cost * (1 - 1e-12)" "no neighbour of the best (r, Q) costs less"
none "SELECT part, p, n FROM history, unnest('{0.5,0.9,0.99}'::float8[]) p, generate_series(1, 12, 4) n
	WHERE empirical_demand_quantile(q, n, p) IS DISTINCT FROM (SELECT percentile_disc(p) WITHIN GROUP (ORDER BY s) FROM (SELECT (SELECT sum(greatest(q[j], 0)) FROM generate_series(i, i + n - 1) j) AS s FROM generate_series(1, 49 - n) i) w)
	AND abs(empirical_demand_quantile(q, n, p) - (SELECT percentile_disc(p) WITHIN GROUP (ORDER BY s) FROM (SELECT (SELECT sum(greatest(q[j], 0)) FROM generate_series(i, i + n - 1) j) AS s FROM generate_series(1, 49 - n) i) w)) > 1e-9" "the empirical quantile is percentile_disc of the windows' sums"
none "SELECT part FROM history WHERE demand_mean(q) > 2 AND abs((SELECT avg(bootstrap_demand_quantile(q, 12, i / 20.0 - 0.025, 2000, part)) FROM generate_series(1, 20) i) / (12 * demand_mean(q)) - 1) > 0.25" "the bootstrap keeps the mean"

# ABC: values with many ties, a few of them with more decimals, in 20 groups
sql "CREATE TABLE priced AS SELECT i, i % 20 AS g, CASE WHEN i % 7 = 0 THEN -i WHEN i % 11 = 0 THEN NULL WHEN i % 3 = 0 THEN floor(random() * 50) ELSE round((random() ^ 8 * 10000)::numeric, (i % 4)) END::numeric AS v FROM generate_series(1, 100000) i" \
	"CREATE TABLE classed AS SELECT *, abc_class(v, ties => true) OVER w AS c, abc_class(v::float8, ties => true) OVER w AS cf, abc_class(v, 0.5, 0.7, true) OVER w AS c57 FROM priced WINDOW w AS (PARTITION BY g ORDER BY v DESC NULLS LAST)" \
	"CREATE TABLE limits AS SELECT g, abc_limits(v) AS l, abc_limits(v::float8) AS lf, abc_limits(abc_values_agg(v), 0.5, 0.7) AS l57, abc_values_agg(v) AS a FROM priced GROUP BY g"
is "$(sql "SELECT count(DISTINCT (g, c)) FROM classed")" 60 "each group has all classes"
none "SELECT * FROM classed JOIN limits USING (g) WHERE c <> abc_class_of(v, l) OR cf <> abc_class_of(v::float8, lf) OR c57 <> abc_class_of(v, l57)" "classes by limits equal those by rows with ties"
none "SELECT g, v FROM classed GROUP BY g, v HAVING count(DISTINCT c) > 1" "equal values have one class"
none "SELECT g FROM (SELECT g, v, c, sum(v) FILTER (WHERE v > 0) OVER w AS upto, sum(v) FILTER (WHERE v > 0) OVER (PARTITION BY g) AS total, sum(v) FILTER (WHERE v > 0) OVER (PARTITION BY g, v) AS equal FROM classed WINDOW w AS (PARTITION BY g ORDER BY v DESC NULLS LAST)) s
	WHERE v > 0 AND c <> CASE WHEN upto - equal < 0.8 * total THEN 'A' WHEN upto - equal < 0.95 * total THEN 'B' ELSE 'C' END" "and are those of SQL windows"
is "$(sql "SELECT abc_limits(rollup(a))::text FROM limits")" "$(sql "SELECT abc_limits(v)::text FROM priced")" "rolled-up values have the limits of all rows"
is "$(sql "SELECT md5(rollup(a)::text) FROM limits")" "$(sql "SELECT md5(abc_values_agg(v)::text) FROM priced")" "and are the same values"
sql "COPY limits TO '$PGHOST/limits' WITH (FORMAT binary)" "CREATE TABLE back (LIKE limits)" "COPY back FROM '$PGHOST/limits' WITH (FORMAT binary)"
none "SELECT * FROM limits l JOIN back b USING (g) WHERE (l.l::text, l.lf::text, l.l57::text, l.a::text) <> (b.l::text, b.lf::text, b.l57::text, b.a::text) OR l.a::text::abc_values::text <> l.a::text" "binary and text forms round-trip"
parallel="SET max_parallel_workers_per_gather = 3; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;"
like "$(sql "$parallel" "EXPLAIN SELECT g, abc_limits(v) FROM priced GROUP BY g")" "Partial .*Aggregate" "abc_limits runs in parallel"
none "SELECT 1 WHERE '$(sql "$parallel" "SELECT md5(string_agg(g || l::text || lf::text, ',' ORDER BY g)) FROM (SELECT g, abc_limits(v) AS l, abc_limits(v::float8) AS lf FROM priced GROUP BY g) s")' <>
	(SELECT md5(string_agg(g || l::text || lf::text, ',' ORDER BY g)) FROM limits)" "with the same limits"
done_testing
