-- Brings the rows that differ to what the file says. $1: batch.
UPDATE {table} t SET {assign rest c}, load_batch = $1{unvoid}
FROM pg_temp.change c WHERE NOT c.is_new AND {match key t c}
