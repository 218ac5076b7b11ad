-- The record of a bulk load, before its rows.
INSERT INTO aftersales.load_batch (table_name, file_name, file_hash, encoding) VALUES ($1, $2, $3, $4) RETURNING load_batch
