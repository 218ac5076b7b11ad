-- The newest loads. $1: how many.
SELECT b.load_batch AS batch, b.table_name AS "table", b.file_name AS file, b.encoding, b.rows_read AS read, b.rows_inserted AS inserted,
	b.rows_updated AS updated, b.rows_unchanged AS unchanged, b.rows_voided AS voided, b.rows_rejected AS rejected,
	to_char(b.loaded_at, 'YYYY-MM-DD HH24:MI:SS TZ') AS loaded, b.loaded_by AS "by", to_char(b.undone_at, 'YYYY-MM-DD HH24:MI:SS TZ') AS undone
FROM aftersales.load_batch b
ORDER BY b.load_batch DESC LIMIT $1
