-- values whose bytes are not those of their type, as a damaged table may hold them: refused, nothing is read or written beside them
\set SHOW_CONTEXT never
\pset format unaligned
\pset tuples_only on
SET search_path = aftersales, public;
SET client_min_messages = error;
CREATE TYPE raw;
CREATE FUNCTION raw_in(cstring) RETURNS raw LANGUAGE internal IMMUTABLE STRICT AS 'byteain';
CREATE FUNCTION raw_out(raw) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'byteaout';
CREATE TYPE raw (INPUT = raw_in, OUTPUT = raw_out, INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended);
CREATE CAST (raw AS visit_history) WITHOUT FUNCTION;
CREATE CAST (raw AS demand) WITHOUT FUNCTION;
CREATE CAST (raw AS abc_values) WITHOUT FUNCTION;
CREATE CAST (visit_history AS raw) WITHOUT FUNCTION;
RESET client_min_messages;

-- a head that counts fewer visits than there are: 1, and 30000 days follow
SELECT bgcnbd_fit(('\x010100afea0100' || repeat('0100', 29999))::raw::visit_history, date '2090-01-01');
SELECT bgcnbd_fit(('\x010300afea0100' || repeat('0100', 29999))::raw::visit_history, date '2090-01-01') FROM generate_series(1, 50);

-- unpacked series, as between parallel workers: count, then amount and period of each; in order first
SELECT visit_days(('\x0000010002000000' || '00000000' || '0100000000000000' || '0500000000000000' || '0200000000000000' || '0600000000000000')::raw::visit_history);
CREATE FUNCTION backwards(n int) RETURNS raw LANGUAGE sql AS $$
	SELECT ('\x00000100' || lpad(to_hex(n % 256), 2, '0') || lpad(to_hex(n / 256), 2, '0') || '0000' || '00000000' ||
		string_agg('0000000000000080' || lpad(to_hex((n - i) % 256), 2, '0') || lpad(to_hex((n - i) / 256), 2, '0') || '000000000000', ''))::raw
	FROM generate_series(1, n) i $$;
SELECT visit_history_send(backwards(2)::visit_history);
SELECT length(visit_history_send(backwards(3000)::visit_history));
SELECT backwards(3000)::visit_history = '{}'::visit_history;
SELECT rollup(backwards(3000)::visit_history);
SELECT rollup(h) FROM (VALUES (1, '{2020-01-01:1}'::visit_history), (2, backwards(3000)::visit_history)) v (i, h);
SELECT rollup(h) FROM (VALUES (1, backwards(3000)::visit_history), (2, '{2020-01-01:1}')) v (i, h);
SELECT last_visit(backwards(2)::visit_history, '2100-01-01');
SELECT backwards(2)::visit_history;
-- periods out of range, a span too long, a count beyond the length
SELECT ('\x0000010001000000' || '00000000' || '0100000000000000' || 'ffffff7f00000000')::raw::visit_history;
SELECT ('\x0000010002000000' || '00000000' || '0100000000000000' || '0500000000000000' || '0200000000000000' || '0600010000000000')::raw::visit_history;
SELECT ('\x0000010003000000' || '00000000' || '0100000000000000' || '0500000000000000' || '0200000000000000' || '0600000000000000')::raw::visit_history;
SELECT '\x00000000'::raw::demand;
SELECT demand_send(('\x0001000001000000' || '00000000' || '0100000000000000' || 'ffffff7f00000000')::raw::demand);

-- abc_values: version, kind, scale, counted, waiting; good first
SELECT ('\x01000000' || '01000000' || '00000000' || '0500000000000000' || '0200000000000000')::raw::abc_values;
SELECT ('\x02000000' || '00000000' || '00000000')::raw::abc_values;
SELECT ('\x01020000' || '00000000' || '00000000')::raw::abc_values;
SELECT ('\x01001300' || '00000000' || '00000000')::raw::abc_values;
SELECT ('\x01010100' || '00000000' || '00000000')::raw::abc_values;
SELECT ('\x01000000' || '01000000' || '00000000')::raw::abc_values;
SELECT ('\x01000000' || 'ffffffff' || '00000000')::raw::abc_values;
SELECT abc_limits(('\x01ff0000' || '00000000' || '00000000')::raw::abc_values);
SELECT rollup(('\x01000000' || '00000000' || 'ffffff7f')::raw::abc_values);

SET client_min_messages = error;
DROP FUNCTION backwards;
DROP TYPE raw CASCADE;
