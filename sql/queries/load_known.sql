-- The newest batch that loaded all rows of the same content into the same table.
SELECT max(b.load_batch) FROM aftersales.load_batch b WHERE b.table_name = $1 AND b.file_hash = $2 AND b.rows_rejected = 0 AND b.undone_at IS NULL
HAVING count(*) > 0
