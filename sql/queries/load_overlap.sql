-- Whether any of the file's first rows is in the table already.
SELECT EXISTS (SELECT 1 FROM (SELECT * FROM pg_temp.stage LIMIT 1000) s JOIN {table} t ON {match key t s})
