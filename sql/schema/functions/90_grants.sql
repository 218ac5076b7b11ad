-- Who may do what. Every table is named here, so that a new one is closed until somebody decides.
-- Names, phones and plates are for the loader, who brings them; others see customer_masked and vehicle_masked, and one by one what
-- reveal() shows.
-- What callers noted may hold names, too.
-- Nobody deletes; follow-ups, kinds of visits, published lists, models, snapshots and kept tables have SECURITY DEFINER routines as only
-- writers. So has undoing a load, the one that deletes.

-- Members of aftersales_station see rows of their stations only (85_row_security.sql).

GRANT SELECT ON load_batch, follow_up_run TO aftersales_reader, aftersales_loader, aftersales_admin;
GRANT SELECT ON
	schema_version, dealer, staff, workday, parameter, parameter_name, brand_parameter,
	part, part_supply, stock, stock_movement, counter_sale, lost_sale, purchase_order, purchase_order_line, stock_count,
	class_control, must_stock_publication, must_stock_publication_line,
	vehicle_model, service_interval, consent, vehicle_owner, visit_kind, visit, visit_line,
	part_demand, vehicle_history, dirty, dirty_span, part_demand_renewed, vehicle_history_renewed, vehicle_state,
	follow_up_rule, follow_up_rule_station, follow_up_rule_at, follow_up, contact_permission, complaint, survey_answer, staff_shift, staff_certificate,
	recall, recall_vehicle,
	retention_fit, metric_snapshot, metric_snapshot_value,
	customer_masked, vehicle_masked, demand_line, back_order, counted_visit, part_newest, part_superseded, part_demand_now, vehicle_history_now,
	stocking_plan_now, must_stock_list_now, must_stock_list_by_volume_now, half_year_consumption_now, depot_plan_now,
	suggested_orders_now, excess_stock_now, dead_stock_now, stock_turns_now, mobility_now, fill_rate_monthly_now, parts_leakage_now,
	count_due_now, count_variance_now, last_time_buy_plan_now, abc_xyz_matrix_now, abc_attribute_matrix_now, part_score_now,
	must_stock_comparison_now, must_stock_backtest_now, published_must_stock_now, must_stock_plan_vs_actual_now,
	retention_monthly_now, vehicle_statuses_now, retention_scores_now, customer_retention_scores_now, cohorts_now, maintenance_funnel_now,
	survival_now, retention_methods_now, lifetime_values_now, file_gaps_now, file_completeness_now, follow_up_list_now
TO aftersales_reader, aftersales_loader, aftersales_admin, aftersales_station;
GRANT SELECT (follow_up, attempt_no, tried_at, tried_on, tried_half, tried_by, staff_no, channel, outcome, dissatisfied, loss_reason, recoverable) ON follow_up_attempt
TO aftersales_reader, aftersales_loader, aftersales_admin, aftersales_station;
GRANT SELECT (note) ON follow_up_attempt TO aftersales_admin;

GRANT SELECT ON customer, vehicle TO aftersales_loader;
GRANT SELECT (vehicle_no, vin, model_code, dealer_code, sold_on, scrapped_on, load_batch) ON vehicle TO aftersales_reader, aftersales_admin, aftersales_station;
REVOKE SELECT ON customer FROM aftersales_admin;
GRANT SELECT (customer_no, kind, do_not_call, load_batch) ON customer TO aftersales_admin;
GRANT SELECT ON access_log TO aftersales_admin;
GRANT INSERT, UPDATE ON
	dealer, staff, workday,
	part, part_supply, stock, stock_movement, counter_sale, lost_sale, purchase_order, purchase_order_line, stock_count,
	vehicle_model, service_interval, customer, consent, vehicle, vehicle_owner, visit, visit_line,
	complaint, staff_shift, staff_certificate, recall, recall_vehicle
TO aftersales_loader, aftersales_admin;
GRANT INSERT ON dirty TO aftersales_loader, aftersales_admin;
GRANT INSERT, UPDATE ON parameter, brand_parameter, class_control, follow_up_rule, follow_up_rule_station TO aftersales_admin;

REVOKE EXECUTE ON ROUTINE
	refresh(), refresh_demand(), refresh_history(), void_visit(text, text), void_line(text, text, integer),
	generate_follow_ups(date, boolean), record_follow_up(bigint, text, text, date, boolean, text, text, text, text, boolean, integer, integer),
	assign_follow_ups(date, text), assign_follow_up(bigint, text, date), reassign_follow_ups(text, text, date, date, text), close_complaint(text, text, date),
	set_visit_kind(text, text, boolean, boolean), confirm_order(text, date, text), publish_must_stock_list(date),
	refit_retention_models(date), take_metric_snapshot(text, date), my_vehicles(), my_customers(), is_my_follow_up(bigint), add_dealer_role(text),
	log_access(bigint[], text), reveal(bigint), revealable_follow_ups(bigint[]), purgeable_customers(date), purge_customers(date, boolean), privacy_report(date),
	load_calendar(date[], text[], text[]), import_outcome(bigint, integer, text, date, text, boolean, integer, integer, text, boolean, date)
FROM PUBLIC;
-- steps of the above, for nobody
REVOKE EXECUTE ON ROUTINE
	refresh_vehicle_state(date, bigint, boolean), make_follow_ups(text, date, date, boolean, text[]), end_follow_ups(date, text[]),
	hold_follow_ups(date, bigint, text[], boolean),
	register_low_answers(date), expire_late_visits(date, bigint, date), open_complaint_of(follow_up, date), barred_customers(date), follow_ups_to_assign(text, date), free_follow_ups(text, date), assign_station(text, date)
FROM PUBLIC;
-- of a station's user these see or change what is the station's only
GRANT EXECUTE ON ROUTINE my_vehicles(), my_customers(), is_my_follow_up(bigint), assign_follow_ups(date, text),
	record_follow_up(bigint, text, text, date, boolean, text, text, text, text, boolean, integer, integer),
	import_outcome(bigint, integer, text, date, text, boolean, integer, integer, text, boolean, date)
TO aftersales_station;
GRANT EXECUTE ON ROUTINE log_access(bigint[], text), reveal(bigint) TO aftersales_revealer;
GRANT EXECUTE ON ROUTINE
	refresh(), refresh_demand(), refresh_history(), void_visit(text, text), void_line(text, text, integer)
TO aftersales_loader, aftersales_admin;
GRANT EXECUTE ON ROUTINE
	generate_follow_ups(date, boolean), record_follow_up(bigint, text, text, date, boolean, text, text, text, text, boolean, integer, integer),
	assign_follow_ups(date, text), assign_follow_up(bigint, text, date), reassign_follow_ups(text, text, date, date, text), close_complaint(text, text, date),
	set_visit_kind(text, text, boolean, boolean), confirm_order(text, date, text), publish_must_stock_list(date),
	refit_retention_models(date), take_metric_snapshot(text, date), purge_customers(date, boolean), privacy_report(date),
	load_calendar(date[], text[], text[]), import_outcome(bigint, integer, text, date, text, boolean, integer, integer, text, boolean, date)
TO aftersales_admin;

-- loads
GRANT INSERT (table_name, file_name, file_hash, encoding, rows_read, rows_inserted, rows_updated, rows_unchanged, rows_rejected),
	UPDATE (rows_read, rows_inserted, rows_voided) ON load_batch TO aftersales_loader, aftersales_admin;
GRANT INSERT ON load_before_image TO aftersales_loader, aftersales_admin;
REVOKE EXECUTE ON ROUTINE begin_bulk_load(text, interval), end_bulk_load(text), refuse_open_bulk_load(), undo_load(bigint) FROM PUBLIC;
GRANT EXECUTE ON ROUTINE begin_bulk_load(text, interval), end_bulk_load(text), undo_load(bigint) TO aftersales_loader, aftersales_admin;
