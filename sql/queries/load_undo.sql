-- Takes a load back.
SELECT u.table_name, u.removed, u.restored FROM aftersales.undo_load($1) u
