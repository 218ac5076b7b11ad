-- The rows of the file into the table. It was emptied in this transaction, so they can be frozen at once.
COPY {table} (load_batch, {columns given}) FROM STDIN (FORMAT binary, FREEZE)
