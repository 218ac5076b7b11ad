-- What is a station's though it has no dealer_code. The policies ask for it row by row through is_my_vehicle() and
-- is_my_customer(), so these run as their owner, whom the policies let see every row, and look for the user's stations themselves, before
-- other servers are asked for them.
CREATE OR REPLACE FUNCTION my_vehicles() RETURNS SETOF text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
DECLARE
	mine CONSTANT text[] := my_dealers();
BEGIN
	RETURN QUERY SELECT v.vehicle_no FROM visit v WHERE v.dealer_code = ANY (mine) AND v.voided_at IS NULL
	UNION
	SELECT v.vehicle_no FROM vehicle v WHERE v.dealer_code = ANY (mine)
	UNION
	SELECT f.vehicle_no FROM follow_up f
	WHERE f.dealer_code = ANY (mine) AND f.state IN ('new', 'assigned', 'attempted');
END
$$;
COMMENT ON FUNCTION my_vehicles() IS 'Vehicles that visited the stations of the user, that these are responsible for or have to call about.';

CREATE OR REPLACE FUNCTION my_customers() RETURNS SETOF text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
DECLARE
	mine CONSTANT text[] := my_dealers();
BEGIN
	RETURN QUERY SELECT coalesce(v.customer_no, o.customer_no)
	FROM visit v
	LEFT JOIN vehicle_owner o ON o.vehicle_no = v.vehicle_no
		AND o.owned_from <= v.opened_on AND (o.owned_until IS NULL OR o.owned_until > v.opened_on)
	WHERE v.dealer_code = ANY (mine) AND v.voided_at IS NULL AND coalesce(v.customer_no, o.customer_no) IS NOT NULL
	UNION
	SELECT o.customer_no
	FROM vehicle v JOIN vehicle_owner o ON o.vehicle_no = v.vehicle_no
	WHERE v.dealer_code = ANY (mine)
	UNION
	SELECT f.customer_no FROM follow_up f
	WHERE f.dealer_code = ANY (mine) AND f.state IN ('new', 'assigned', 'attempted') AND f.customer_no IS NOT NULL;
END
$$;
COMMENT ON FUNCTION my_customers() IS 'Customers of the stations of the user: who brought a vehicle or owned it on the day of a visit, owners of the vehicles these are responsible for, and whom they have to call.';

CREATE OR REPLACE FUNCTION is_my_follow_up(follow_up bigint) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
BEGIN
	RETURN EXISTS (SELECT FROM follow_up f WHERE f.follow_up = is_my_follow_up.follow_up AND is_my_dealer(f.dealer_code));
END
$$;
COMMENT ON FUNCTION is_my_follow_up(bigint) IS 'True if the user sees the task.';
