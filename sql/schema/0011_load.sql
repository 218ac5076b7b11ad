-- What the loader keeps besides load_batch: the keys it puts back after a bulk load, and rows as they were before a load changed them.

CREATE TABLE bulk_load (
	table_name     text COLLATE "C",
	place          integer,
	drop_statement text NOT NULL,
	make_statement text NOT NULL,
	PRIMARY KEY (table_name, place)
);
COMMENT ON TABLE bulk_load IS 'What begin_bulk_load() dropped and end_bulk_load() makes anew in the same transaction; empty in between.';
COMMENT ON COLUMN bulk_load.table_name IS 'The table loaded.';
COMMENT ON COLUMN bulk_load.place IS 'Order of making them.';
COMMENT ON COLUMN bulk_load.drop_statement IS 'Statement that drops a key, an index or a reference.';
COMMENT ON COLUMN bulk_load.make_statement IS 'Statement that makes it.';

CREATE TABLE load_before_image (
	load_batch bigint NOT NULL REFERENCES load_batch,
	was_batch  bigint,
	image      jsonb NOT NULL
);
CREATE INDEX load_before_image_load_batch ON load_before_image (load_batch);
CREATE INDEX load_before_image_was_batch ON load_before_image (was_batch);
COMMENT ON TABLE load_before_image IS 'Rows as they were before a load changed or voided them, so that undo_load() can bring them back. Of customers they are personal data.';
COMMENT ON COLUMN load_before_image.load_batch IS 'The load that changed the row.';
COMMENT ON COLUMN load_before_image.was_batch IS 'The load that had written it last, NULL: not by a load.';
COMMENT ON COLUMN load_before_image.image IS 'The whole row, of the load''s table.';
