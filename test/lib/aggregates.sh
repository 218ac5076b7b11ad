# Every aggregate of the extension: a call of each over the table observation, for tests of the ways to run them.
# Source it after tap.sh. Who adds an aggregate adds its call here; for one over a type of its own also a column of observation.
# shellcheck shell=bash

# signature -> call
declare -A aggregate_call=(
	["demand_agg(date,numeric)"]="demand_agg(day, quantity)"
	["demand_agg(date,double precision)"]="demand_agg(day, quantity::float8)"
	["rollup(demand)"]="rollup(demand)"
	["visit_agg(date,numeric)"]="visit_agg(day, quantity)"
	["visit_agg(date,double precision)"]="visit_agg(day, quantity::float8)"
	["rollup(visit_history)"]="rollup(visits)"
	["churn_rate(visit_history,date)"]="churn_rate(visits, '2024-06-01')"
	["retention_rate(visit_history,date)"]="retention_rate(visits, '2024-06-01')"
	["abc_limits(numeric)"]="abc_limits(quantity)"
	["abc_values_agg(numeric)"]="abc_values_agg(quantity)"
	["abc_limits(double precision)"]="abc_limits(quantity::float8)"
	["abc_values_agg(double precision)"]="abc_values_agg(quantity::float8)"
	["rollup(abc_values)"]="rollup(abc)"
	["cohort_retention(visit_history,date)"]="cohort_retention(visits, '2026-01-01')"
	["cohort_retention(visit_history,date,date)"]="cohort_retention(visits, day, '2026-01-01')"
	["survival_curve(integer,boolean)"]="survival_curve(day - date '2019-01-01', part_no % 3 > 0)"
	["daily_km(date,integer)"]="daily_km(day, (quantity + 10)::integer + (day - date '2019-01-01') * (20 + part_no % 50)) FILTER (WHERE day > '2024-06-01')"
	["last_odometer(date,integer)"]="last_odometer(day, (quantity + 10)::integer + (day - date '2019-01-01') * (20 + part_no % 50)) FILTER (WHERE day > '2024-06-01')"
	["last_odometer_on(date,integer)"]="last_odometer_on(day, (quantity + 10)::integer + (day - date '2019-01-01') * (20 + part_no % 50)) FILTER (WHERE day > '2024-06-01')"
	# fits take their time: of two parts only; of histories, with a unit of time, with a penalty, and of ready summaries
	["bgnbd_fit(visit_history,date)"]="bgnbd_fit(visits, '2026-01-01') FILTER (WHERE part_no < 2)"
	["bgnbd_fit(visit_history,date,double precision)"]="bgnbd_fit(visits, '2026-01-01', 30) FILTER (WHERE part_no < 2)"
	["bgnbd_fit(visit_history,date,double precision,double precision)"]="bgnbd_fit(visits, '2026-01-01', 7, 0.1) FILTER (WHERE part_no < 2)"
	["mbgnbd_fit(visit_history,date)"]="mbgnbd_fit(visits, '2026-01-01') FILTER (WHERE part_no < 2)"
	["mbgnbd_fit(visit_history,date,double precision)"]="mbgnbd_fit(visits, '2026-01-01', 30) FILTER (WHERE part_no < 2)"
	["mbgnbd_fit(visit_history,date,double precision,double precision)"]="mbgnbd_fit(visits, '2026-01-01', 7, 0.1) FILTER (WHERE part_no < 2)"
	["pareto_nbd_fit(visit_history,date)"]="pareto_nbd_fit(visits, '2026-01-01') FILTER (WHERE part_no < 2)"
	["pareto_nbd_fit(visit_history,date,double precision)"]="pareto_nbd_fit(visits, '2026-01-01', 30) FILTER (WHERE part_no < 2)"
	["pareto_nbd_fit(visit_history,date,double precision,double precision)"]="pareto_nbd_fit(visits, '2026-01-01', 7, 0.1) FILTER (WHERE part_no < 2)"
	["bgcnbd_fit(visit_history,date)"]="bgcnbd_fit(visits, '2026-01-01') FILTER (WHERE part_no < 2)"
	["bgcnbd_fit(visit_history,date,double precision)"]="bgcnbd_fit(visits, '2026-01-01', 30) FILTER (WHERE part_no < 2)"
	["bgcnbd_fit(visit_history,date,double precision,double precision)"]="bgcnbd_fit(visits, '2026-01-01', 7, 0.1) FILTER (WHERE part_no < 2)"
	["mbgcnbd_fit(visit_history,date)"]="mbgcnbd_fit(visits, '2026-01-01') FILTER (WHERE part_no < 2)"
	["mbgcnbd_fit(visit_history,date,double precision)"]="mbgcnbd_fit(visits, '2026-01-01', 30) FILTER (WHERE part_no < 2)"
	["mbgcnbd_fit(visit_history,date,double precision,double precision)"]="mbgcnbd_fit(visits, '2026-01-01', 7, 0.1) FILTER (WHERE part_no < 2)"
	["bgnbd_fit(integer,double precision,double precision,double precision)"]="bgnbd_fit(frequency(visits, '2026-01-01'), recency(visits, '2026-01-01'), tenure(visits, '2026-01-01'), 7) FILTER (WHERE part_no < 2)"
	["bgnbd_fit(integer,double precision,double precision,double precision,double precision)"]="bgnbd_fit(frequency(visits, '2026-01-01'), recency(visits, '2026-01-01'), tenure(visits, '2026-01-01'), 7, 0.1) FILTER (WHERE part_no < 2)"
	["mbgnbd_fit(integer,double precision,double precision,double precision)"]="mbgnbd_fit(frequency(visits, '2026-01-01'), recency(visits, '2026-01-01'), tenure(visits, '2026-01-01'), 7) FILTER (WHERE part_no < 2)"
	["mbgnbd_fit(integer,double precision,double precision,double precision,double precision)"]="mbgnbd_fit(frequency(visits, '2026-01-01'), recency(visits, '2026-01-01'), tenure(visits, '2026-01-01'), 7, 0.1) FILTER (WHERE part_no < 2)"
	["pareto_nbd_fit(integer,double precision,double precision,double precision)"]="pareto_nbd_fit(frequency(visits, '2026-01-01'), recency(visits, '2026-01-01'), tenure(visits, '2026-01-01'), 7) FILTER (WHERE part_no < 2)"
	["pareto_nbd_fit(integer,double precision,double precision,double precision,double precision)"]="pareto_nbd_fit(frequency(visits, '2026-01-01'), recency(visits, '2026-01-01'), tenure(visits, '2026-01-01'), 7, 0.1) FILTER (WHERE part_no < 2)"
	["gamma_gamma_fit(visit_history,date)"]="gamma_gamma_fit(visits, '2026-01-01') FILTER (WHERE part_no < 2)"
	["gamma_gamma_fit(visit_history,date,double precision)"]="gamma_gamma_fit(visits, '2026-01-01', 0.1) FILTER (WHERE part_no < 2)"
	["gamma_gamma_fit(integer,double precision)"]="gamma_gamma_fit(frequency(visits, '2026-01-01'), abs(monetary(visits, '2026-01-01')) + 1) FILTER (WHERE part_no < 2)"
	["gamma_gamma_fit(integer,double precision,double precision)"]="gamma_gamma_fit(frequency(visits, '2026-01-01'), abs(monetary(visits, '2026-01-01')) + 1, 0.1) FILTER (WHERE part_no < 2)"
)

# The table: rows of 23 stations and 97 parts, and in each row a state of every type the aggregates take.
create_observation="CREATE TABLE observation (dealer_code text COLLATE \"C\" NOT NULL, part_no integer NOT NULL, day date NOT NULL, quantity numeric NOT NULL,
	demand aftersales.demand NOT NULL, visits aftersales.visit_history NOT NULL, abc aftersales.abc_values NOT NULL)"
# observation_rows CONDITION: a query of its rows whose number i fits; the same rows at every call
observation_rows() {
	cat <<-SQL
		SELECT 'S' || i % 23 AS dealer_code, i % 97 AS part_no, day, quantity, s.demand, s.visits, s.abc
		FROM generate_series(1, 10000) i
		CROSS JOIN LATERAL (SELECT date '2020-01-01' + abs(hashint4(i)) % 2000 AS day,
			round((abs(hashint4(-i)) % 2000000 / 100000.0 - 2), i % 6) AS quantity) r
		CROSS JOIN LATERAL (SELECT aftersales.demand_agg(day + k * 40, quantity + k) AS demand, aftersales.visit_agg(day + k * 40, quantity + k) AS visits,
			aftersales.abc_values_agg(quantity + k) AS abc
			FROM generate_series(0, i % 5) k) s
		WHERE $1
	SQL
}

# aggregates: the signatures of all aggregates of the installed extension, one a line
aggregates() {
	PGOPTIONS="-c search_path=aftersales" sql "SELECT p.oid::regprocedure FROM pg_depend d JOIN pg_proc p ON p.oid = d.objid
		WHERE d.classid = 'pg_proc'::regclass AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'aftersales') AND d.deptype = 'e' AND p.prokind = 'a'
		ORDER BY p.oid::regprocedure::text COLLATE \"C\""
}
