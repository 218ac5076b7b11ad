-- What a bulk load did. $1: batch.
UPDATE aftersales.load_batch SET rows_read = $2, rows_inserted = $2 WHERE load_batch = $1
