-- Records how many they were. $1: batch, $2: the count.
UPDATE aftersales.load_batch b SET rows_voided = $2 WHERE b.load_batch = $1
