-- Follow-up calls (回访): rules, tasks, attempts, runs.

CREATE TABLE follow_up_rule (
	rule        text COLLATE "C" PRIMARY KEY,
	name        text NOT NULL,
	purpose     text NOT NULL CHECK (purpose IN ('service', 'marketing')),
	channel     text NOT NULL DEFAULT 'phone' CHECK (channel IN ('phone', 'sms', 'wechat')),
	offset_days integer NOT NULL CHECK (offset_days BETWEEN -366 AND 366),
	window_days integer NOT NULL CHECK (window_days BETWEEN 0 AND 366),
	priority    integer NOT NULL,
	active      boolean NOT NULL DEFAULT true
);
COMMENT ON TABLE follow_up_rule IS 'When which call is due; each rule has a trigger function follow_up_trigger_<rule>.';
COMMENT ON COLUMN follow_up_rule.rule IS 'Code of the rule.';
COMMENT ON COLUMN follow_up_rule.name IS 'Name on lists.';
COMMENT ON COLUMN follow_up_rule.purpose IS 'service or marketing; marketing needs consent.';
COMMENT ON COLUMN follow_up_rule.channel IS 'phone, sms or wechat.';
COMMENT ON COLUMN follow_up_rule.offset_days IS 'Days from the trigger to the due day; negative: before it.';
COMMENT ON COLUMN follow_up_rule.window_days IS 'Days after the due day on which the call still makes sense.';
COMMENT ON COLUMN follow_up_rule.priority IS 'Smaller is called first.';
COMMENT ON COLUMN follow_up_rule.active IS 'false: makes no new tasks.';
INSERT INTO follow_up_rule (rule, name, purpose, offset_days, window_days, priority) VALUES
	('post_visit', '维修后回访', 'service', 3, 11, 30),
	('maintenance_due', '保养到期提醒', 'service', -14, 28, 50),
	('lost_interview', '流失访问', 'service', 1, 30, 40);

CREATE TABLE follow_up (
	follow_up   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	rule        text COLLATE "C" NOT NULL REFERENCES follow_up_rule,
	vehicle_no  text COLLATE "C" NOT NULL REFERENCES vehicle,
	trigger_key text COLLATE "C" NOT NULL,
	cycle       integer NOT NULL DEFAULT 1 CHECK (cycle > 0),
	dealer_code text COLLATE "C" NOT NULL REFERENCES dealer,
	customer_no text COLLATE "C" REFERENCES customer,
	due_on      date NOT NULL,
	expires_on  date NOT NULL,
	state       text NOT NULL DEFAULT 'new' CHECK (state IN
		('new', 'assigned', 'attempted', 'done', 'refused', 'unreachable', 'wrong_number', 'suppressed', 'expired', 'cancelled')),
	state_reason text,
	retry_on    date,
	assigned_to text COLLATE "C",
	made_as_of  date NOT NULL,
	UNIQUE (rule, vehicle_no, trigger_key, cycle),
	CHECK (due_on <= expires_on)
);
CREATE INDEX follow_up_open ON follow_up (dealer_code, due_on) WHERE state IN ('new', 'assigned', 'attempted');
CREATE INDEX follow_up_customer_no ON follow_up (customer_no) WHERE state IN ('new', 'assigned', 'attempted');
CREATE INDEX follow_up_refused ON follow_up (customer_no) WHERE state = 'refused';
COMMENT ON TABLE follow_up IS 'One planned contact; one task per (rule, vehicle, trigger, cycle), ever.';
COMMENT ON COLUMN follow_up.follow_up IS 'Number of the task.';
COMMENT ON COLUMN follow_up.rule IS 'The rule that made it.';
COMMENT ON COLUMN follow_up.vehicle_no IS 'The vehicle it is about.';
COMMENT ON COLUMN follow_up.trigger_key IS 'What triggered it: the visit, the due day, the last visit of a loss.';
COMMENT ON COLUMN follow_up.cycle IS 'Number of the repetition of the rule for the same trigger.';
COMMENT ON COLUMN follow_up.dealer_code IS 'The station that calls.';
COMMENT ON COLUMN follow_up.customer_no IS 'Whom to call, NULL: no customer known.';
COMMENT ON COLUMN follow_up.due_on IS 'Day from which the call is due.';
COMMENT ON COLUMN follow_up.expires_on IS 'Last day on which it makes sense.';
COMMENT ON COLUMN follow_up.state IS 'new, assigned, attempted, done, refused, unreachable, wrong_number, suppressed, expired or cancelled.';
COMMENT ON COLUMN follow_up.state_reason IS 'Why it is suppressed, expired or cancelled.';
COMMENT ON COLUMN follow_up.retry_on IS 'Day of the next attempt, for state attempted.';
COMMENT ON COLUMN follow_up.assigned_to IS 'staff_no of the caller.';
COMMENT ON COLUMN follow_up.made_as_of IS 'The day whose run made it.';

CREATE TABLE follow_up_attempt (
	follow_up  bigint REFERENCES follow_up,
	attempt_no integer CHECK (attempt_no > 0),
	tried_at   timestamptz NOT NULL DEFAULT now(),
	tried_by   text NOT NULL DEFAULT session_user,
	outcome    text NOT NULL CHECK (outcome IN ('reached', 'no_answer', 'refused', 'empty_number', 'wrong_number', 'cannot_reach')),
	note       text,
	PRIMARY KEY (follow_up, attempt_no)
);
COMMENT ON TABLE follow_up_attempt IS 'Attempts of contact, append-only; the state of a task follows from them.';
COMMENT ON COLUMN follow_up_attempt.follow_up IS 'The task.';
COMMENT ON COLUMN follow_up_attempt.attempt_no IS '1 for the first.';
COMMENT ON COLUMN follow_up_attempt.tried_at IS 'When.';
COMMENT ON COLUMN follow_up_attempt.tried_by IS 'Database user who recorded it.';
COMMENT ON COLUMN follow_up_attempt.outcome IS 'reached, no_answer, refused, empty_number, wrong_number or cannot_reach.';
COMMENT ON COLUMN follow_up_attempt.note IS 'What was said, in the caller''s words.';

CREATE TABLE follow_up_run (
	as_of   date PRIMARY KEY,
	run_at  timestamptz NOT NULL DEFAULT now(),
	made    bigint NOT NULL,
	expired bigint NOT NULL,
	load_batch bigint NOT NULL
);
COMMENT ON TABLE follow_up_run IS 'Days whose list was made; the days missing between two runs are replayed.';
COMMENT ON COLUMN follow_up_run.as_of IS 'The day.';
COMMENT ON COLUMN follow_up_run.run_at IS 'When the list was made.';
COMMENT ON COLUMN follow_up_run.made IS 'Tasks made.';
COMMENT ON COLUMN follow_up_run.expired IS 'Of them, tasks recorded expired as their window had passed.';
COMMENT ON COLUMN follow_up_run.load_batch IS 'Newest load of visits that the run saw.';
