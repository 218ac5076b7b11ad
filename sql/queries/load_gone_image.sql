-- Keeps them as they are. $1: batch.
INSERT INTO aftersales.load_before_image (load_batch, was_batch, image)
SELECT $1, g.load_batch, to_jsonb(g) FROM pg_temp.gone g
