-- Adds the rows of the file, if every one of them is new. $1: batch.
INSERT INTO {table} ({columns given}, load_batch)
SELECT {columns given s}, $1::bigint FROM pg_temp.stage s
