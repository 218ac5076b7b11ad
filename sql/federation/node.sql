-- Attaches a node, a complete install with stations of its own, to a central database that only reads. Run by psql in the central
-- database as superuser, once a node, and again when a station of the node has its first rows:
--
--   NODE_PASSWORD=... psql -d network -v node=north -v host=north.example -v port=5432 -v dbname=shop \
--     -v user=analyst -v reader=analyst -f node.sql
--
-- node      name of the server and of the schema that its foreign tables go into
-- user      a member of aftersales_reader on the node, with that password
-- reader    the role here that may ask
--
-- Schema network holds a partitioned table for each kind of rows, one partition a node, by the stations the node has rows of.
\set ON_ERROR_STOP on
\getenv password NODE_PASSWORD
BEGIN;
CREATE EXTENSION IF NOT EXISTS postgres_fdw;
CREATE EXTENSION IF NOT EXISTS aftersales;
SET LOCAL client_min_messages = warning;
DROP SERVER IF EXISTS :"node" CASCADE;
DROP SCHEMA IF EXISTS :"node";
RESET client_min_messages;

-- extensions: functions and aggregates of aftersales are computed there
CREATE SERVER :"node" FOREIGN DATA WRAPPER postgres_fdw
	OPTIONS (host :'host', port :'port', dbname :'dbname', extensions 'aftersales', async_capable 'true', fetch_size '10000', updatable 'false');
CREATE USER MAPPING FOR CURRENT_USER SERVER :"node" OPTIONS (user :'user', password :'password');
CREATE USER MAPPING IF NOT EXISTS FOR :"reader" SERVER :"node" OPTIONS (user :'user', password :'password');
CREATE SCHEMA :"node";
IMPORT FOREIGN SCHEMA aftersales LIMIT TO (stock, stock_movement, visit, visit_line, demand_line, counted_visit, part_demand_now, vehicle_history_now)
	FROM SERVER :"node" INTO :"node";

CREATE SCHEMA IF NOT EXISTS network;
SELECT format('CREATE TABLE IF NOT EXISTS network.%1$I (LIKE %2$I.%1$I) PARTITION BY LIST (dealer_code)', t.foreign_table_name, :'node')
FROM information_schema.foreign_tables t WHERE t.foreign_table_schema = :'node' \gexec
-- which stations: the node groups its rows itself
SELECT string_agg(quote_literal(s.dealer_code), ', ') AS stations
FROM (SELECT n.dealer_code FROM :"node".demand_line n GROUP BY n.dealer_code
	UNION SELECT v.dealer_code FROM :"node".visit v GROUP BY v.dealer_code
	UNION SELECT m.dealer_code FROM :"node".stock_movement m GROUP BY m.dealer_code
	UNION SELECT k.dealer_code FROM :"node".stock k GROUP BY k.dealer_code) s \gset
SELECT format('ALTER TABLE network.%1$I ATTACH PARTITION %2$I.%1$I FOR VALUES IN (%3$s)', t.foreign_table_name, :'node', :'stations')
FROM information_schema.foreign_tables t WHERE t.foreign_table_schema = :'node' \gexec
-- figures for the planner, so that joins too are left to the node; up to PostgreSQL 15 this fetches every row once
SELECT format('ANALYZE %I.%I', t.foreign_table_schema, t.foreign_table_name)
FROM information_schema.foreign_tables t WHERE t.foreign_table_schema = :'node' \gexec

GRANT USAGE ON SCHEMA aftersales, network TO :"reader";
GRANT SELECT ON ALL TABLES IN SCHEMA network TO :"reader";
-- grouping by station is done by each node for itself
ALTER DATABASE :"DBNAME" SET enable_partitionwise_aggregate = on;
ALTER DATABASE :"DBNAME" SET enable_partitionwise_join = on;
COMMIT;
