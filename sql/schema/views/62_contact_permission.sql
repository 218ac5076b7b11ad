-- Service needs no consent but honours its withdrawal, marketing needs it. barred_customers() looks for customers of whom this may have changed;
-- a new reason belongs there, too.
CREATE OR REPLACE VIEW contact_permission AS
SELECT c.customer_no, p.purpose, h.channel,
	CASE
		WHEN c.do_not_call THEN 'do not call'
		WHEN h.channel <> 'wechat' AND coalesce(c.phone, '') = '' THEN 'no phone number'
		WHEN NOT coalesce((SELECT s.granted FROM consent s
				WHERE s.customer_no = c.customer_no AND s.purpose = p.purpose AND s.channel = h.channel AND s.recorded_on <= (SELECT newest_day())
				ORDER BY s.recorded_on DESC LIMIT 1), p.purpose = 'service') THEN 'no consent'
	END AS bar
FROM customer_masked c
CROSS JOIN (VALUES ('service'), ('marketing')) p (purpose)
CROSS JOIN (VALUES ('phone'), ('sms'), ('wechat')) h (channel);
COMMENT ON VIEW contact_permission IS 'Whether a customer may be contacted for a purpose through a channel.';
COMMENT ON COLUMN contact_permission.customer_no IS 'The customer.';
COMMENT ON COLUMN contact_permission.purpose IS 'service or marketing.';
COMMENT ON COLUMN contact_permission.channel IS 'phone, sms or wechat.';
COMMENT ON COLUMN contact_permission.bar IS 'Why not: do not call, no phone number or no consent; NULL: may be.';
