-- Who works when and is certified for what.

ALTER TABLE staff ADD COLUMN daily_calls integer CHECK (daily_calls BETWEEN 0 AND 1000);
COMMENT ON COLUMN staff.daily_calls IS 'Follow-ups the person can do a day; NULL: parameter daily_calls for callers, advisers and managers, none for others.';

CREATE TABLE staff_shift (
	dealer_code text COLLATE "C",
	staff_no    text COLLATE "C",
	day         date CHECK (day BETWEEN '1990-01-01' AND '2089-12-31'),
	on_duty     boolean NOT NULL,
	reason      text,
	load_batch  bigint,
	PRIMARY KEY (dealer_code, staff_no, day),
	FOREIGN KEY (dealer_code, staff_no) REFERENCES staff
);
CREATE INDEX staff_shift_day ON staff_shift (dealer_code, day);
COMMENT ON TABLE staff_shift IS 'Shifts (排班) and absences; who has no row for a day works if it is a workday.';
COMMENT ON COLUMN staff_shift.dealer_code IS 'The station.';
COMMENT ON COLUMN staff_shift.staff_no IS 'The person.';
COMMENT ON COLUMN staff_shift.day IS 'The day.';
COMMENT ON COLUMN staff_shift.on_duty IS 'true: works, also on a holiday; false: is absent.';
COMMENT ON COLUMN staff_shift.reason IS 'Why absent.';
COMMENT ON COLUMN staff_shift.load_batch IS 'The load that wrote the row last, NULL: not by a load.';

CREATE TABLE staff_certificate (
	dealer_code text COLLATE "C",
	staff_no    text COLLATE "C",
	certificate text COLLATE "C" CHECK (certificate <> ''),
	valid_from  date CHECK (valid_from BETWEEN '1990-01-01' AND '2089-12-31'),
	valid_until date CHECK (valid_until BETWEEN '1990-01-01' AND '2089-12-31'),
	load_batch  bigint,
	PRIMARY KEY (dealer_code, staff_no, certificate, valid_from),
	FOREIGN KEY (dealer_code, staff_no) REFERENCES staff,
	CHECK (valid_from <= valid_until)
);
COMMENT ON TABLE staff_certificate IS 'Certificates (上岗证) of staff.';
COMMENT ON COLUMN staff_certificate.dealer_code IS 'The station.';
COMMENT ON COLUMN staff_certificate.staff_no IS 'The person.';
COMMENT ON COLUMN staff_certificate.certificate IS 'What the person is certified for.';
COMMENT ON COLUMN staff_certificate.valid_from IS 'First day.';
COMMENT ON COLUMN staff_certificate.valid_until IS 'Last day, NULL: for good.';
COMMENT ON COLUMN staff_certificate.load_batch IS 'The load that wrote the row last, NULL: not by a load.';

INSERT INTO parameter (name, value, note) VALUES
	('daily_calls', 30, 'follow-ups that a caller, adviser or manager can do a day'),
	('contact_gap_days', 7, 'days within which a customer gets one call, the most pressing [days]'),
	('escalate_days', 5, 'days after which a task nobody has tried is handed to a manager [days]'),
	('call_from_am', 9, 'start of calls in the morning, at the station [o''clock]'),
	('call_until_am', 12, 'end of calls in the morning'),
	('call_from_pm', 14, 'start of calls in the afternoon'),
	('call_until_pm', 20, 'end of calls in the afternoon'),
	('low_recommend', 6, 'a survey answer up to this is dissatisfied [0-10]'),
	('low_satisfaction', 60, 'a survey answer below this is dissatisfied [0-100]'),
	('complaint_days', 3, 'days to close a complaint of level 2; level 1: twice as many, level 3: one'),
	('warranty_months', 36, 'warranty of models that name none [months]');
