-- Voids them. $1: batch.
UPDATE {table} t SET voided_at = now(), load_batch = $1 FROM pg_temp.gone g WHERE {match key t g}
