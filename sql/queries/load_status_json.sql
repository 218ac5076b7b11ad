-- The newest loads, an object each. $1: how many.
SELECT to_jsonb(b) FROM aftersales.load_batch b ORDER BY b.load_batch DESC LIMIT $1
