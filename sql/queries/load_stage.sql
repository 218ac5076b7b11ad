-- Where a file's rows wait to be checked. The placeholders of these files are explained in tools/load/statement.h.
CREATE TEMPORARY TABLE stage ON COMMIT DROP AS
SELECT 0::bigint AS file_line, {columns given t} FROM {table} t WITH NO DATA
