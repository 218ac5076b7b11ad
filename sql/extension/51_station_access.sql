-- whose rows a user sees: conditions of row-level security; constant during a statement

CREATE FUNCTION my_dealers() RETURNS text[]
LANGUAGE c STABLE PARALLEL SAFE
AS 'MODULE_PATHNAME', 'aftersales_my_dealers';
COMMENT ON FUNCTION my_dealers() IS 'The stations of whose roles (aftersales_dealer_<dealer_code>) the user is a member.';

CREATE FUNCTION is_my_dealer(dealer_code text) RETURNS boolean
LANGUAGE c STABLE STRICT PARALLEL SAFE
AS 'MODULE_PATHNAME', 'aftersales_is_my_dealer';
COMMENT ON FUNCTION is_my_dealer(text) IS 'True if the user sees the rows of the station: is in its role, or in aftersales_network. For functions that run as their owner, where policies do not tell.';

CREATE FUNCTION is_my_vehicle(vehicle_no text) RETURNS boolean
LANGUAGE c STABLE STRICT PARALLEL SAFE
AS 'MODULE_PATHNAME', 'aftersales_is_my_vehicle';
COMMENT ON FUNCTION is_my_vehicle(text) IS 'True if my_vehicles() has the vehicle, or the user is in aftersales_network. The first call of a query reads all of them.';

CREATE FUNCTION is_my_customer(customer_no text) RETURNS boolean
LANGUAGE c STABLE STRICT PARALLEL SAFE
AS 'MODULE_PATHNAME', 'aftersales_is_my_customer';
COMMENT ON FUNCTION is_my_customer(text) IS 'True if my_customers() has the customer, or the user is in aftersales_network. The first call of a query reads all of them.';
