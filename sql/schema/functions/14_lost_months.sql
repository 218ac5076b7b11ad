CREATE OR REPLACE FUNCTION lost_months(dealer_code text) RETURNS integer
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT greatest(aftersales.parameter_value('lost_months', lost_months.dealer_code),
		aftersales.parameter_value('active_months', lost_months.dealer_code))::integer;
END;
COMMENT ON FUNCTION lost_months(text) IS 'Months after which a station takes a vehicle not seen for lost: parameter lost_months, no less than active_months.';
