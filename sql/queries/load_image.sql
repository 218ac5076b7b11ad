-- Keeps the rows that are about to change as they are. $1: batch.
INSERT INTO aftersales.load_before_image (load_batch, was_batch, image)
SELECT $1, t.load_batch, to_jsonb(t)
FROM {table} t JOIN pg_temp.change c ON {match key t c}
WHERE NOT c.is_new
