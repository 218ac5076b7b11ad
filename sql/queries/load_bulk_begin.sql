-- Makes an empty table ready for a bulk load; false if it is not such a table, or others use it for $2 seconds.
SELECT aftersales.begin_bulk_load($1, make_interval(secs => $2))
