-- Row-level security: every table with a dealer_code, and those that tell about customers and vehicles.
-- Members of aftersales_network (readers, loaders, admins, the owner) see every row, at no cost, as their policy leaves no condition in a
-- plan; others what their station's condition admits. Conditions of tables that may be distributed have neither subqueries nor settings
-- of the session, so that other servers can apply them. customer has no policy for the network: customer_masked runs as its owner and
-- must ask for its user all the same.
-- DROP EXTENSION ... CASCADE takes the stations' policies along, and nobody of a station sees a row until they are back.
DO $$
DECLARE
	t name;
BEGIN
	FOR t IN SELECT c.relname FROM pg_class c
		WHERE c.relnamespace = 'aftersales'::regnamespace AND c.relkind IN ('r', 'p')
			AND (c.relname IN ('customer', 'consent', 'vehicle_owner', 'recall_vehicle', 'follow_up_attempt', 'survey_answer')
				OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'dealer_code' AND NOT a.attisdropped))
		ORDER BY 1
	LOOP
		IF NOT (SELECT c.relrowsecurity AND c.relforcerowsecurity FROM pg_class c WHERE c.oid = to_regclass(quote_ident(t))) THEN
			EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
		END IF;
		IF t <> 'customer' AND NOT EXISTS (SELECT FROM pg_policies p WHERE p.schemaname = 'aftersales' AND p.tablename = t AND p.policyname = 'network') THEN
			EXECUTE format('CREATE POLICY network ON %I TO aftersales_network USING (true)', t);
		END IF;
		CONTINUE WHEN EXISTS (SELECT FROM pg_policies p WHERE p.schemaname = 'aftersales' AND p.tablename = t AND p.policyname = 'station');
		CASE t
			WHEN 'dealer' THEN
				CREATE POLICY station ON dealer USING (dealer_code = ANY (my_dealers()) OR kind = 'depot');
			WHEN 'parameter', 'retention_fit', 'metric_snapshot_value' THEN
				EXECUTE format('CREATE POLICY station ON %I USING (dealer_code = ANY (my_dealers()) OR dealer_code = ''*'')', t);
			WHEN 'vehicle', 'recall_vehicle' THEN
				EXECUTE format('CREATE POLICY station ON %I USING (is_my_vehicle(vehicle_no))', t);
			WHEN 'customer', 'consent', 'vehicle_owner' THEN
				EXECUTE format('CREATE POLICY station ON %I USING (is_my_customer(customer_no))', t);
			WHEN 'follow_up_attempt', 'survey_answer' THEN
				EXECUTE format('CREATE POLICY station ON %I USING (is_my_follow_up(follow_up))', t);
			ELSE
				EXECUTE format('CREATE POLICY station ON %I USING (dealer_code = ANY (my_dealers()))', t);
		END CASE;
	END LOOP;
END
$$;
