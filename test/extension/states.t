#!/bin/bash
# Aggregates against plain SQL on random data; states through text, binary and rollup.
. "$(dirname "$0")/../lib/tap.sh"
cluster states
psql -qX -c 'CREATE EXTENSION aftersales'
export PGOPTIONS="-c search_path=aftersales,public -c DateStyle=ISO"

sql "SELECT setseed(0.5)" "CREATE TABLE line AS SELECT i % 97 AS part, date '2020-01-01' + (random() * 2000)::int AS day,
	round((random() * 20 - 2)::numeric, (random() * 5)::int) AS quantity FROM generate_series(1, 60000) i" "ANALYZE line"

sql "CREATE TABLE part_day AS SELECT part, day % 7 AS shard, demand_agg(date '2020-01-01' + day, quantity) AS demand, visit_agg(date '2020-01-01' + day, quantity) AS visits
	FROM (SELECT part, day - date '2020-01-01' AS day, quantity FROM line) l GROUP BY part, day % 7" "ANALYZE part_day"
for pair in "demand:demand_agg" "visits:visit_agg"; do
	kept=${pair%%:*} direct=${pair#*:}
	is "$(sql "SELECT count(*) FROM (SELECT part, rollup($kept) r FROM part_day GROUP BY part) k
		JOIN (SELECT part, $direct(day, quantity) d FROM line GROUP BY part) l USING (part) WHERE r = d")" 97 "rollup of shards = $direct of all rows"
done

# against plain SQL
is "$(sql "SELECT count(*) FROM (SELECT part, (demand_months(demand_agg(day, quantity))).* FROM line GROUP BY part) a
	FULL JOIN (SELECT part, date_trunc('month', day)::date AS month, sum(round(quantity, 3)) AS quantity FROM line GROUP BY 1, 2 HAVING sum(round(quantity, 3)) <> 0) b
	USING (part, month) WHERE a.quantity IS DISTINCT FROM b.quantity")" 0 "demand_agg = sums by month"
is "$(sql "SELECT count(*) FROM (SELECT part, (visit_days(visit_agg(day, quantity))).* FROM line GROUP BY part) a
	FULL JOIN (SELECT part, day, sum(round(quantity, 2)) AS amount FROM line GROUP BY 1, 2) b
	USING (part, day) WHERE a.amount IS DISTINCT FROM b.amount")" 0 "visit_agg = sums by day"
is "$(sql "SELECT count(*) FROM (SELECT part, demand_agg(day, quantity) d FROM line GROUP BY part) a, generate_series(date '2020-03-01', '2025-08-01', '1 month') m(m)
	WHERE abs(monthly_average_demand(d, m::date) - (SELECT sum(w * greatest(0, coalesce((SELECT sum(round(quantity, 3)) FROM line WHERE line.part = a.part
		AND date_trunc('month', day) = m - (7 - w) * interval '1 month'), 0))) / 21 FROM generate_series(1, 6) w)) > 1e-12 AND part < 5")" 0 "monthly_average_demand = weighted sums in SQL"
is "$(sql "SELECT count(*) FROM (SELECT part, visit_agg(day, quantity) h FROM line WHERE part < 50 GROUP BY part) a,
	(VALUES (date '2020-02-01'), ('2022-07-14'), ('2026-01-01')) t(as_of),
	LATERAL (SELECT count(DISTINCT day) n, min(day) f, max(day) l FROM line WHERE line.part = a.part AND day <= as_of) p
	WHERE (frequency(h, as_of), first_visit(h, as_of), last_visit(h, as_of), visit_count(h, '2020-01-01', as_of)) IS DISTINCT FROM (n - 1, f, l, n)
		OR recency(h, as_of, 1) <> l - f OR tenure(h, as_of, 1) <> as_of - f")" 0 "visit accessors = plain SQL"
is "$(sql "SELECT count(*) FROM (SELECT m::date m, (SELECT churn_rate(h, m::date) FROM (SELECT visit_agg(day, 0.0) h FROM line WHERE part % 4 = 0 AND extract(day FROM day) % 9 = 0 GROUP BY part) s) c
	FROM generate_series(date '2020-07-01', '2025-07-01', '1 month') m(m)) a,
	LATERAL (SELECT count(*) FILTER (WHERE gone)::float8 / count(*) p FROM
		(SELECT part, max(day) < m - interval '5 months' gone FROM line WHERE part % 4 = 0 AND extract(day FROM day) % 9 = 0
		AND day >= m - interval '6 months' AND day < m + interval '1 month' GROUP BY part
		HAVING min(day) < m - interval '5 months') v) p
	WHERE c IS DISTINCT FROM p")" 0 "churn_rate = plain SQL"
is "$(sql "SELECT count(*) FROM (SELECT part, abc_class(v) OVER w n, abc_class(v::float8) OVER w f, abc_class(v::bigint) OVER w i,
	CASE WHEN v <= 0 THEN 'C' WHEN before < 0.80 * total THEN 'A' WHEN before < 0.95 * total THEN 'B' ELSE 'C' END c
	FROM (SELECT *, sum(greatest(v, 0)) OVER (PARTITION BY part ORDER BY v DESC, id) - greatest(v, 0) before, sum(greatest(v, 0)) OVER (PARTITION BY part) total
		FROM (SELECT row_number() OVER () id, part, floor(quantity) v FROM line) l) s
	WINDOW w AS (PARTITION BY part ORDER BY v DESC, id)) t WHERE n <> c OR f <> c OR i <> c")" 0 "abc_class = cumulative sums in SQL, in all three forms"

# numerics are read as round() does
is "$(sql "SELECT count(*) FILTER (WHERE q <> round(x, 3)), count(DISTINCT x) > 40000 FROM (SELECT x, demand_quantity(demand_agg('2025-01-01', x), '2025-01-01', '2025-01-01') q
	FROM (SELECT i, (random() - 0.5)::numeric * 10::numeric ^ (random() * 24 - 12)::int AS x FROM generate_series(1, 50000) i) s GROUP BY i, x) d")" "0|t" \
	"quantities are rounded as round(numeric, 3)"

# text and binary forms
is "$(sql "SELECT count(*) FROM part_day WHERE demand::text::demand <> demand OR visits::text::visit_history <> visits")" 0 "the text form reads back"
sql "CREATE TABLE copied (LIKE part_day)"
sql "COPY part_day TO STDOUT (FORMAT binary)" >"$scratch/binary"
sql "COPY copied FROM STDIN (FORMAT binary)" <"$scratch/binary"
is "$(sql "SELECT count(*) FROM (TABLE copied EXCEPT TABLE part_day) s" "SELECT count(*) FROM copied JOIN part_day USING (part, shard, demand, visits)")" "0
679" "the binary form reads back"
is "$(sql "SELECT max(pg_column_size(demand)) < 68 * 40 FROM part_day")" t "a month takes at most 40 bytes"

# binary_copy TABLE HEX...: load one column of these bytes
binary_copy() {
	local hex=${2//[!0-9a-f]/}
	{
		printf 'PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0\0\1'
		printf "\\x$(printf %08x $((${#hex} / 2)) | sed 's/../&\\x/g; s/\\x$//')"
		[ -z "$hex" ] || printf "$(sed 's/../\\x&/g' <<<"$hex")"
		printf '\377\377'
	} | psql -qXAt -c "COPY $1 FROM STDIN (FORMAT binary)" 2>&1
}
sql "CREATE TABLE hostile_demand (d demand)" "CREATE TABLE hostile_visits (v visit_history)"
is "$(binary_copy hostile_demand "01 dcfb02 02")" "" "a good binary demand is read"
is "$(sql "SELECT * FROM hostile_demand")" "{2025-03:0.001}" "and is what was sent"
for bytes in "" "00" "02" "01 dcfb02" "01 dcfb02 00" "01 dcfb02 02 00 02" "01 dcfb02 02 b009 02" "01 dcfb0200 02" "01 ffffffffffffffffffff01 02" \
	"01 dcfb02 ffffffffffffffffffff7f" "01 02 02" "01 ffffff7f 02" "00000000 01000000 00000000 0100000000000000 1700000000000000"; do
	like "$(binary_copy hostile_demand "$bytes")" "ERROR:  invalid binary value for type demand" "hostile binary demand \"$bytes\" is refused"
done
is "$(binary_copy hostile_visits "01 01 02 00 00")" "" "a visit without amount is read"
for bytes in "" "00" "02" "01 02" "01 01 02 00" "01 01 0280 00 00" "01 02 02 00 00 00 00" "01 02 02 d59d02 00 d59d02 00" "01 01 feffffff0f 00 00" "01 02 02 00 00" "01 01 02 01 00"; do
	like "$(binary_copy hostile_visits "$bytes")" "ERROR:  invalid binary value for type visit_history" "hostile binary visit_history \"$bytes\" is refused"
done
is "$(sql "SELECT count(*) FROM hostile_demand" "SELECT count(*) FROM hostile_visits")" "1
1" "nothing hostile was kept"
done_testing
