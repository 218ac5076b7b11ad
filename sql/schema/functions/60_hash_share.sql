CREATE OR REPLACE FUNCTION hash_share(key text) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT (('x' || encode(substr(sha256(convert_to(key, 'UTF8')), 1, 4), 'hex'))::bit(32)::bigint)::double precision / 4294967296;
END;
COMMENT ON FUNCTION hash_share(text) IS 'A number from 0 up to, not including, 1 that follows from a text and looks random: the same on every machine and version, for samples that can be drawn again.';
