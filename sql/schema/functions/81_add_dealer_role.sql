-- Run by who may make roles: the owner of the tables may not.
CREATE OR REPLACE PROCEDURE add_dealer_role(dealer_code text)
LANGUAGE plpgsql SET search_path = aftersales, pg_temp
AS $$
DECLARE
	role_name text := 'aftersales_dealer_' || dealer_code;
BEGIN
	IF NOT EXISTS (SELECT FROM dealer d WHERE d.dealer_code = add_dealer_role.dealer_code) THEN
		RAISE EXCEPTION 'station "%" does not exist', dealer_code USING ERRCODE = 'no_data_found';
	ELSIF octet_length(role_name) > 63 THEN
		RAISE EXCEPTION 'code of station "%" is too long for a role', dealer_code
			USING ERRCODE = 'name_too_long', DETAIL = 'Names of roles have at most 63 bytes, of which 18 are "aftersales_dealer_".';
	ELSIF NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = role_name) THEN
		EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
	END IF;
	IF NOT pg_has_role(role_name, 'aftersales_station', 'MEMBER') THEN
		EXECUTE format('GRANT aftersales_station TO %I', role_name);
	END IF;
END
$$;
COMMENT ON PROCEDURE add_dealer_role(text) IS 'Makes the role aftersales_dealer_<dealer_code>, whose members see the rows of that station and of no other, unless it is there. Needs the right to make roles and to grant aftersales_station.';
