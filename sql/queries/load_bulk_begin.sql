-- Makes an empty table ready for a bulk load; false if it is not such a table.
SELECT aftersales.begin_bulk_load($1)
