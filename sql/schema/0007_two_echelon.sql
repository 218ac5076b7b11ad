-- What stations and their depot need to be planned together.
INSERT INTO parameter (name, value, note) VALUES
	('transport_time', 2, 'days from a station''s order at its depot to arrival');
