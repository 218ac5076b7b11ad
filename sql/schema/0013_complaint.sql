-- Complaints and answers to surveys: what callers hear and what follows from it.

CREATE TABLE complaint (
	dealer_code  text COLLATE "C" REFERENCES dealer,
	complaint_no text COLLATE "C" CHECK (complaint_no <> ''),
	vehicle_no   text COLLATE "C" REFERENCES vehicle,
	customer_no  text COLLATE "C" REFERENCES customer,
	visit_no     text COLLATE "C",
	follow_up    bigint REFERENCES follow_up,
	level        integer NOT NULL DEFAULT 2 CHECK (level BETWEEN 1 AND 3),
	source       text NOT NULL DEFAULT 'customer' CHECK (source IN ('customer', 'follow_up', 'survey', 'maker', 'other')),
	opened_on    date NOT NULL CHECK (opened_on BETWEEN '1990-01-01' AND '2089-12-31'),
	responded_on date CHECK (responded_on >= opened_on AND responded_on <= '2089-12-31'),
	due_on       date CHECK (due_on >= opened_on AND due_on <= '2089-12-31'),
	extended_to  date CHECK (extended_to >= due_on AND extended_to <= '2089-12-31'),
	closed_on    date CHECK (closed_on >= opened_on AND closed_on <= '2089-12-31'),
	subject      text,
	load_batch   bigint,
	PRIMARY KEY (dealer_code, complaint_no)
);
CREATE INDEX complaint_opened_on ON complaint (opened_on);
CREATE INDEX complaint_closed_on ON complaint (closed_on);
CREATE INDEX complaint_customer_no ON complaint (customer_no);
COMMENT ON TABLE complaint IS 'Complaint (投诉) of a customer about a station.';
COMMENT ON COLUMN complaint.dealer_code IS 'The station.';
COMMENT ON COLUMN complaint.complaint_no IS 'Number of the complaint; F and the number of the task for one that a follow-up opened.';
COMMENT ON COLUMN complaint.vehicle_no IS 'The vehicle, NULL: none.';
COMMENT ON COLUMN complaint.customer_no IS 'Who complains, NULL: unknown.';
COMMENT ON COLUMN complaint.visit_no IS 'The visit of the station it is about, NULL: none.';
COMMENT ON COLUMN complaint.follow_up IS 'The task in which it was heard, NULL: otherwise.';
COMMENT ON COLUMN complaint.level IS '1 slight, 2 usual, 3 severe.';
COMMENT ON COLUMN complaint.source IS 'customer, follow_up, survey, maker or other.';
COMMENT ON COLUMN complaint.opened_on IS 'Day it was made.';
COMMENT ON COLUMN complaint.responded_on IS 'Day of the first response, NULL: none yet.';
COMMENT ON COLUMN complaint.due_on IS 'Day by which it is to be closed, NULL: none set.';
COMMENT ON COLUMN complaint.extended_to IS 'Later day granted, NULL: none.';
COMMENT ON COLUMN complaint.closed_on IS 'Day it was closed, NULL: open.';
COMMENT ON COLUMN complaint.subject IS 'What it is about; no personal data.';
COMMENT ON COLUMN complaint.load_batch IS 'The load that wrote the row last, NULL: not by a load.';

CREATE TABLE survey_answer (
	follow_up   bigint PRIMARY KEY REFERENCES follow_up,
	dealer_code text COLLATE "C" NOT NULL REFERENCES dealer,
	answered_on date NOT NULL,
	recommend   integer CHECK (recommend BETWEEN 0 AND 10),
	satisfaction integer CHECK (satisfaction BETWEEN 0 AND 100),
	CHECK (recommend IS NOT NULL OR satisfaction IS NOT NULL)
);
CREATE INDEX survey_answer_answered_on ON survey_answer (answered_on);
COMMENT ON TABLE survey_answer IS 'Answers of customers asked in a follow-up.';
COMMENT ON COLUMN survey_answer.follow_up IS 'The task.';
COMMENT ON COLUMN survey_answer.dealer_code IS 'The station.';
COMMENT ON COLUMN survey_answer.answered_on IS 'Day of the answer.';
COMMENT ON COLUMN survey_answer.recommend IS 'Would recommend the station, 0 to 10 (NPS).';
COMMENT ON COLUMN survey_answer.satisfaction IS 'Satisfaction, 0 to 100 (CSI).';
