-- The rows of the file into the stage.
COPY pg_temp.stage FROM STDIN (FORMAT binary)
