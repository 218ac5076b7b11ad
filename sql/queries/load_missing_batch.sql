-- The record of rows that a load adds to a table it refers to: a load of that table that stands for no file's content.
INSERT INTO aftersales.load_batch (table_name, file_name, file_hash, encoding, rows_inserted)
VALUES ($1, $2, 'created for the load of another table', $3, $4)
RETURNING load_batch
