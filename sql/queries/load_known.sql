-- The batch that loaded the same content into the same table.
SELECT b.load_batch FROM aftersales.load_batch b WHERE b.table_name = $1 AND b.file_hash = $2
