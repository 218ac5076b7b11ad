-- VINs, plates, phone numbers and time zones: what the loader checks

CREATE FUNCTION vin_check(vin text) RETURNS text
LANGUAGE c IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_vin_check_text';
COMMENT ON FUNCTION vin_check(text) IS 'valid; format: not 17 digits and capitals without I, O and Q (ISO 3779, GB 16735); check_digit: the ninth character is not what the others make it (vehicles not made for China or North America need not have one).';

CREATE FUNCTION plate_kind(plate text) RETURNS text
LANGUAGE c IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_plate_kind_text';
COMMENT ON FUNCTION plate_kind(text) IS 'Kind of a mainland Chinese number plate: standard (province, letter, five characters), electric or new_energy (eight characters), other. Blanks, dots, hyphens and case do not matter.';

CREATE FUNCTION phone_normalize(phone text) RETURNS text
LANGUAGE c IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_phone_normalize_text';
COMMENT ON FUNCTION phone_normalize(text) IS 'The digits of a mainland Chinese mobile, landline or service (400, 800) number, an extension after an x: +86 goes, the zero of an area code that a spreadsheet took comes back; NULL: it is no phone number.';

CREATE FUNCTION is_time_zone(name text) RETURNS boolean
LANGUAGE c IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_is_time_zone';
COMMENT ON FUNCTION is_time_zone(text) IS 'Whether AT TIME ZONE takes the name (but for abbreviations), so that it can be checked before.';
