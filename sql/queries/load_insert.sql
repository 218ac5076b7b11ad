-- Adds the new rows. $1: batch.
INSERT INTO {table} ({columns all}, load_batch)
SELECT {columns all c}, $1::bigint FROM pg_temp.change c WHERE c.is_new
