-- After the first migrations all names there are become the known ones; from then on the key refuses others.
INSERT INTO parameter_name (name) SELECT DISTINCT p.name FROM parameter p ON CONFLICT DO NOTHING;
DO $$
BEGIN
	IF NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conrelid = 'aftersales.parameter'::regclass AND c.conname = 'parameter_name_is_known') THEN
		ALTER TABLE aftersales.parameter ADD CONSTRAINT parameter_name_is_known FOREIGN KEY (name) REFERENCES aftersales.parameter_name;
	END IF;
END
$$;
