-- Brings the rows that differ to what the file says: rows of their keys take their place, as Citus changes no table that is whole on every
-- node by a temporary one. $1: batch.
INSERT INTO {table} AS t ({columns all}, load_batch)
SELECT {columns all c}, $1::bigint FROM pg_temp.change c WHERE NOT c.is_new
ON CONFLICT ({columns key}) DO UPDATE SET {assign rest excluded}, load_batch = excluded.load_batch{unvoid}
