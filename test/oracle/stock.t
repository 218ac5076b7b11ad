#!/bin/bash
# Stock levels, quantiles and losses against 34-digit arithmetic and other packages.
. "$(dirname "$0")/../lib/tap.sh"
. "$(dirname "$0")/oracle.sh"
cluster oracle_stock
database oracle
export PGOPTIONS="-c search_path=public,aftersales"
for f in "$shared"/oracle/stock/*.csv; do table_of "$(basename "$f" .csv)" "$f"; done

d="CASE dist WHEN 'nbinom' THEN 'negative_binomial' WHEN 'std_normal' THEN 'normal' ELSE dist END"
same ltd_quantiles "dist, mean, var, prob" "demand_quantile(prob, mean, var, $d)" ref_quantile 1e-12 "quantiles"
same ltd_quantiles "dist, mean, var, prob" "demand_quantile(prob, mean, var, $d)" ref_quantile 0 "quantiles of pieces, equal" "dist IN ('poisson', 'nbinom')"
same ltd_quantiles "dist, mean, var, prob" "demand_probability(ref_quantile, mean, var, $d)" '"F_at_ref"' 1e-12 "probabilities"
same ltd_quantiles "dist, mean, var, prob" "expected_backorders(ref_quantile, mean, var, $d)" loss_at_ref 1e-10 "losses at quantiles"

# Four losses far out in the tail are not the sum over k > x of (k - x) P(k): theirs stand beside the exact ones (rational arithmetic).
sql "CREATE TABLE exact (dist text, mean float8, x float8, loss float8)" "INSERT INTO exact VALUES
	('poisson', 0.1, 40, 2.71776554983345847e-91), ('poisson', 2, 40, 9.80652753488879289e-39),
	('nbinom', 2, 200, 6.34747558341836445e-59), ('nbinom', 0.2, 200, 1.35653020576703698e-35)"
sql "CREATE TABLE loss AS SELECT l.dist, l.mean, l.var, l.x, coalesce(e.loss, l.loss_mp) AS loss FROM loss_functions l LEFT JOIN exact e USING (dist, mean, x)"
same loss "dist, mean, var, x" "expected_backorders(x, mean, var, $d)" loss 1e-10 "losses, also in the tails"

same normal_type1 "d_mean, d_sd, csl" "safety_stock_normal(d_mean, d_sd, lt_mean, csl, lt_sd)" safety_stock 1e-9 "safety stock, cycle service"
same normal_type1 "d_mean, d_sd, csl" "reorder_point(d_mean, d_sd, lt_mean, csl, lt_sd)" reorder_point 1e-9 "reorder point, cycle service"
same normal_type1 "d_mean, d_sd, csl" "order_up_to_level(d_mean, d_sd, 0, lt_mean, csl, lt_sd)" reorder_point 1e-9 "order-up-to level without an order cycle"
same normal_type1 "d_mean, d_sd, csl" "service_level_of(d_mean, d_sd, lt_mean, reorder_point, lt_sd)" csl 1e-9 "service of the reorder point"
for service in simple exact; do
	word=fill
	[ $service = exact ] || word=fill_simple
	same normal_type2 '"mu_L", "Q", fill_rate' "reorder_point(\"mu_L\", \"sigma_L\", 1, fill_rate, 0, 'normal', '$word', \"Q\")" rop_$service 1e-9 "reorder point, fill rate $service"
	same normal_type2 '"mu_L", "Q", fill_rate' "safety_stock_normal(\"mu_L\", \"sigma_L\", 1, fill_rate, 0, '$word', \"Q\")" ss_$service 1e-9 "safety stock, fill rate $service"
done
same normal_type2 '"mu_L", "Q", fill_rate' "service_level_of(\"mu_L\", \"sigma_L\", 1, rop_simple, 0, 'normal', 'cycle', \"Q\")" csl_at_k 1e-9 "cycle service"
same normal_type2 '"mu_L", "Q", fill_rate' "service_level_of(\"mu_L\", \"sigma_L\", 1, rop_simple, 0, 'normal', 'fill', \"Q\")" true_fill_at_k_simple 1e-9 "exact fill rate of the simple level"

same base_stock_poisson '"mu_L", target' "reorder_point(\"mu_L\", 0, 1, target, 0, 'poisson')" '"s_csl_smallest_F(s)>=target"' 0 "Poisson base stock, cycle service"
same base_stock_poisson '"mu_L", target' "service_level_of(\"mu_L\", 0, 1, \"s_csl_smallest_F(s)>=target\", 0, 'poisson')" '"F(s)"' 1e-12 "its service"
same base_stock_poisson '"mu_L", target' "expected_backorders(\"s_csl_smallest_F(s)>=target\", \"mu_L\", \"mu_L\", 'poisson')" exp_backorders_at_s 1e-10 "its backorders"
same base_stock_poisson '"mu_L", target' "reorder_point(\"mu_L\", 0, 1, target, 0, 'poisson', 'fill', 1) + 1" '"S_fill_smallest_F(S-1)>=target"' 0 "Poisson base stock, fill rate"
same base_stock_poisson '"mu_L", target' "service_level_of(\"mu_L\", 0, 1, \"S_fill_smallest_F(S-1)>=target\" - 1, 0, 'poisson', 'fill', 1)" '"fill_at_S"' 1e-12 "its fill rate"
same base_stock_poisson '"mu_L", target' "expected_backorders(\"S_fill_smallest_F(S-1)>=target\", \"mu_L\", \"mu_L\", 'poisson')" '"exp_backorders_at_S"' 1e-10 "its backorders"

same newsvendor_normal 'h, p, mean' 'newsvendor_quantity(p, h, mean * (lead_time + 1), sd * sqrt(lead_time + 1))' '"S_mp"' 1e-9 "newsvendor, normal"
same newsvendor_normal 'h, p, mean' 'newsvendor_cost("S_mp", p, h, mean * (lead_time + 1), sd * sqrt(lead_time + 1))' cost_mp 1e-9 "its cost"
same newsvendor_poisson 'h, p, mean' "newsvendor_quantity(p, h, mean * (lead_time + 1), 0, 'poisson')" '"S_stockpyl"' 0 "newsvendor, Poisson"
same newsvendor_poisson 'h, p, mean' "newsvendor_cost(\"S_stockpyl\", p, h, mean * (lead_time + 1), 0, 'poisson')" cost_mp 1e-10 "its cost"

sql 'CREATE TABLE rq AS SELECT r.*, o.* FROM rq_poisson r, order_policy_poisson(lambda, "L", "K", h, p) o'
same rq 'h, p, "K"' reorder_point r_bruteforce 0 "(r, Q): reorder point"
same rq 'h, p, "K"' order_quantity '"Q_bruteforce"' 0 "order quantity"
same rq 'h, p, "K"' cost cost_mp 1e-12 "cost"
same rq 'h, p, "K"' cycle_service '"cycle_service_P(D<=r)"' 1e-12 "cycle service"
same rq 'h, p, "K"' fill_rate unit_fill_rate 1e-12 "fill rate"
same rq 'h, p, "K"' expected_backorders exp_backorders 1e-10 "backorders"
done_testing
