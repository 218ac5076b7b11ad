CREATE OR REPLACE VIEW customer_masked AS
SELECT c.customer_no, c.kind, mask_name(c.name) AS name, mask_phone(c.phone) AS phone, c.do_not_call
FROM customer c;
COMMENT ON VIEW customer_masked IS 'Customers as readers see them: 张*, 138****5678.';
COMMENT ON COLUMN customer_masked.customer_no IS 'Number of the customer.';
COMMENT ON COLUMN customer_masked.kind IS 'person or company.';
COMMENT ON COLUMN customer_masked.name IS 'Name, masked.';
COMMENT ON COLUMN customer_masked.phone IS 'Phone number, masked.';
COMMENT ON COLUMN customer_masked.do_not_call IS 'The customer refuses calls.';
