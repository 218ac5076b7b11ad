CREATE OR REPLACE FUNCTION follow_up_bars() RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY['no customer known', 'do not call', 'no phone number', 'no consent', 'open complaint'];
COMMENT ON FUNCTION follow_up_bars() IS 'Reasons for which a task is suppressed and looked at again, as they may go.';

CREATE OR REPLACE FUNCTION follow_up_suppression(customer_no text, purpose text, channel text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE WHEN p.customer_no IS NULL THEN 'no customer known' ELSE p.bar END
	FROM (VALUES (follow_up_suppression.customer_no)) w (customer_no)
	LEFT JOIN aftersales.contact_permission p ON p.customer_no = w.customer_no
		AND p.purpose = follow_up_suppression.purpose AND p.channel = follow_up_suppression.channel;
END;
COMMENT ON FUNCTION follow_up_suppression(text, text, text) IS 'Why a customer may not be contacted for a purpose through a channel, NULL: may be. Service needs no consent but honours its withdrawal, marketing needs it.';
