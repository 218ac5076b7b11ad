-- Whether a load was kept.
SELECT 1 FROM aftersales.load_batch b WHERE b.load_batch = $1 AND b.file_hash = $2
