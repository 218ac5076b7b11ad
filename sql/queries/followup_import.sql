-- Records one row of a returned list. $1 to $10: its cells, $11: day of an outcome that names none; the result, and for a row rejected the column, code and message.
SELECT i.result, i.place, i.code, i.message
FROM aftersales.import_outcome($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) i
