-- One merge at a time into a table; the batch that loaded the same content before, if any.
SELECT b.load_batch
FROM (SELECT pg_advisory_xact_lock(hashtextextended('aftersales.load.' || $3::text, 0))) l
LEFT JOIN aftersales.load_batch b ON b.table_name = $1 AND b.file_hash = $2
