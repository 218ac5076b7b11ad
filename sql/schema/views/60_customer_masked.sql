-- Runs as its owner, whom the table's policy asks for the user's stations before any function of the user sees a row; no barrier, so that
-- customers are looked up by key. It asks itself, too, as where tables are distributed policies do not bind the owner.
-- A refusal is read from the attempts: what a later file says about the customer does not undo it.
CREATE OR REPLACE VIEW customer_masked AS
SELECT c.customer_no, c.kind, mask_name(c.name) AS name, mask_phone(c.phone) AS phone,
	c.do_not_call OR EXISTS (SELECT FROM follow_up f JOIN follow_up_attempt a ON a.follow_up = f.follow_up
		WHERE f.customer_no = c.customer_no AND f.state = 'refused' AND a.outcome = 'refused'
			AND NOT EXISTS (SELECT FROM consent s WHERE s.customer_no = c.customer_no AND s.channel = 'phone' AND s.granted
				AND s.recorded_on > a.tried_on AND s.recorded_on <= (SELECT newest_day()))) AS do_not_call
FROM customer c
WHERE is_my_customer(c.customer_no);
COMMENT ON VIEW customer_masked IS 'Customers as readers see them: 张*, 138****5678.';
COMMENT ON COLUMN customer_masked.customer_no IS 'Number of the customer.';
COMMENT ON COLUMN customer_masked.kind IS 'person or company.';
COMMENT ON COLUMN customer_masked.name IS 'Name, masked.';
COMMENT ON COLUMN customer_masked.phone IS 'Phone number, masked.';
COMMENT ON COLUMN customer_masked.do_not_call IS 'The customer refuses calls: by the dealer system, or by a call since which no consent to calls was given.';
