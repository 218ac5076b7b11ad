-- masks of personal data

CREATE FUNCTION mask_phone(phone text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT CASE WHEN length(phone) >= 11 THEN left(phone, 3) || '****' || right(phone, 4)
		ELSE '****' || right(phone, greatest(length(phone) - 6, 0)) END;
END;
COMMENT ON FUNCTION mask_phone(text) IS 'A phone number for lists: of 11 characters or more the first 3 and the last 4 remain (138****5678), of a shorter one what exceeds 6.';

CREATE FUNCTION mask_name(name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT left(name, 1) || repeat('*', greatest(length(name) - 1, 1));
END;
COMMENT ON FUNCTION mask_name(text) IS 'A name for lists: the first character remains, each other is a star; a single one is followed by a star.';

CREATE FUNCTION mask_plate(plate text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT left(plate, 2) || repeat('*', greatest(length(plate) - 4, 1)) || right(plate, greatest(least(length(plate) - 3, 2), 0));
END;
COMMENT ON FUNCTION mask_plate(text) IS 'A plate for lists: the first 2 and the last 2 characters remain (沪A***45), each other is a star. Of 4 characters the first 2 and the last remain, of 3 the first 2; up to 2 are followed by a star.';
