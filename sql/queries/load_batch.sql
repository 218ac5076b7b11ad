-- The record of a load.
INSERT INTO aftersales.load_batch (table_name, file_name, file_hash, rows_read, rows_inserted, rows_updated, rows_unchanged, rows_rejected, encoding)
SELECT $1, $2, $3, $4, c.inserted, c.updated, $4::bigint - $5::bigint - c.inserted - c.updated, $5, $6
FROM (SELECT count(*) FILTER (WHERE is_new) AS inserted, count(*) FILTER (WHERE NOT is_new) AS updated FROM pg_temp.change) c
RETURNING load_batch, rows_inserted, rows_updated, rows_unchanged
