-- Makes an empty table ready for a bulk load; false if it is not such a table. COPY does not go along with row security.
SELECT NOT row_security_active(format('aftersales.%I', $1::text)) AND aftersales.begin_bulk_load($1)
