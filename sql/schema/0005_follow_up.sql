-- Follow-up calls (回访): rules, what triggers them, tasks, attempts, runs.
--
-- Rules are data. A rule names its trigger; the trigger NAME is the function
--
--     aftersales.follow_up_trigger_NAME(rule text, from_on date, to_on date, as_of date) RETURNS SETOF follow_up_event
--
-- which gives what happened from from_on to to_on and made the rule's call necessary, as known at the end of the day as_of. It may read
-- the rule's figures in follow_up_rule_at. One of late = 'vehicle' may take a fifth argument, vehicles text[], the vehicles it is asked
-- about, each once (NULL: all), to look those few up that have changed instead of reading a whole window. generate_follow_ups() turns events into
-- tasks, once each, and sees to everything else: due days, holidays, consent, precedence, hold-out. So a new rule on a known trigger is a
-- row of follow_up_rule; a new trigger is one function of SQL, made by aftersales_owner, and no C. The function is found by this fixed
-- prefix and signature and its name is quoted (follow_up_events()), and only the owner can make functions in the schema: what a row says
-- can choose a trigger, never run a statement. (A column of type regprocedure would do the same, but such columns stop pg_upgrade.)
--
-- Nobody writes tasks and attempts but SECURITY DEFINER routines: roles have no grant to, and CHECKs keep each state's columns together.
-- Tables of customers, vehicles and tasks are reference or coordinator-local tables where dealers are distributed: one task ever for a
-- (rule, vehicle, trigger, cycle) cannot be a key by dealer.

-- One bad figure would stop the lists of every station.
CREATE DOMAIN follow_up_parameters AS jsonb DEFAULT '{}' NOT NULL CHECK (jsonb_typeof(VALUE) = 'object'
	AND NOT VALUE @? '$.keyvalue() ? (@.key like_regex "^(amount|share|seed|apart_days|apart_months)$" && (@.value.type() != "number" || @.value < 0)
		|| @.key == "share" && @.value > 1
		|| @.key like_regex "^apart_" && (@.value > 3660 || @.value.floor() != @.value)
		|| @.key like_regex "^(without|days)$" && @.value.type() != "array")');
COMMENT ON DOMAIN follow_up_parameters IS 'Figures of a trigger, by name; those of the triggers that come with the schema are checked.';

CREATE TABLE follow_up_rule (
	rule         text COLLATE "C" PRIMARY KEY CHECK (rule <> ''),
	name         text NOT NULL,
	trigger      text COLLATE "C" CHECK (trigger ~ '^[a-z][a-z0-9_]{0,40}$'),
	purpose      text NOT NULL CHECK (purpose IN ('service', 'marketing')),
	channel      text NOT NULL DEFAULT 'phone' CHECK (channel IN ('phone', 'sms', 'wechat')),
	offset_days  integer NOT NULL CHECK (offset_days BETWEEN -366 AND 366),
	window_days  integer NOT NULL CHECK (window_days BETWEEN 0 AND 366),
	priority     integer NOT NULL,
	cycles       integer NOT NULL DEFAULT 1 CHECK (cycles BETWEEN 1 AND 12),
	cycle_days   integer NOT NULL DEFAULT 30 CHECK (cycle_days BETWEEN 1 AND 366),
	position     text,
	certificate  text COLLATE "C",
	internal     boolean NOT NULL DEFAULT false,
	late         text NOT NULL DEFAULT 'any' CHECK (late IN ('any', 'visit', 'vehicle', 'never')),
	ends_on_visit boolean NOT NULL DEFAULT false,
	hold_out     numeric NOT NULL DEFAULT 0 CHECK (hold_out >= 0 AND hold_out < 1),
	parameters   follow_up_parameters,
	active       boolean NOT NULL DEFAULT true,
	CHECK (hold_out = 0 OR trigger NOT IN ('complaint_opened', 'complaint_closed', 'recall'))
);
COMMENT ON TABLE follow_up_rule IS 'When which call is due. A row makes a rule: it names a trigger, a function follow_up_trigger_<trigger>.';
COMMENT ON COLUMN follow_up_rule.rule IS 'Code of the rule.';
COMMENT ON COLUMN follow_up_rule.name IS 'Name on lists.';
COMMENT ON COLUMN follow_up_rule.trigger IS 'What makes the call necessary: function follow_up_trigger_<trigger>; NULL: only other routines make such tasks.';
COMMENT ON COLUMN follow_up_rule.purpose IS 'service or marketing; marketing needs consent.';
COMMENT ON COLUMN follow_up_rule.channel IS 'phone, sms or wechat.';
COMMENT ON COLUMN follow_up_rule.offset_days IS 'Days from the trigger to the due day; negative: before it.';
COMMENT ON COLUMN follow_up_rule.window_days IS 'Days after the due day on which the call still makes sense.';
COMMENT ON COLUMN follow_up_rule.priority IS 'Precedence: of the calls to a customer within contact_gap_days (table parameter) the smallest is made, others wait. Smaller is called first.';
COMMENT ON COLUMN follow_up_rule.cycles IS 'How many times a trigger is followed up.';
COMMENT ON COLUMN follow_up_rule.cycle_days IS 'Days from one cycle to the next.';
COMMENT ON COLUMN follow_up_rule.position IS 'Only staff of this position are given the task (manager, ...), NULL: callers and advisers.';
COMMENT ON COLUMN follow_up_rule.certificate IS 'Certificate that who calls must hold on the day, NULL: none.';
COMMENT ON COLUMN follow_up_rule.internal IS 'A task without contact of the customer: needs no consent and takes no part in precedence.';
COMMENT ON COLUMN follow_up_rule.late IS 'How a trigger can become known after its day: any: nobody can tell; visit: with visits that come in; vehicle: with what that changes in vehicle_state, or with a load of vehicles or maintenance plans; never. It tells which runs look at the whole window, and for which vehicles: a trigger of late vehicle may take these as a fifth argument (text[], NULL: all).';
COMMENT ON COLUMN follow_up_rule.ends_on_visit IS 'Open tasks are cancelled when the vehicle comes in.';
COMMENT ON COLUMN follow_up_rule.hold_out IS 'Share of vehicles not called, by hash, so that the effect of the calls can be measured; never of complaints and recalls.';
COMMENT ON COLUMN follow_up_rule.parameters IS 'Figures of the trigger, by name.';
COMMENT ON COLUMN follow_up_rule.active IS 'false: makes no new tasks.';
INSERT INTO follow_up_rule (rule, name, trigger, purpose, channel, offset_days, window_days, priority, cycles, cycle_days, position, internal, late, ends_on_visit, parameters) VALUES
	('complaint', '投诉处理', 'complaint_opened', 'service', 'phone', 0, 14, 10, 1, 30, 'manager', false, 'any', false, '{}'),
	('complaint_check', '投诉回访', 'complaint_closed', 'service', 'phone', 3, 14, 10, 1, 30, NULL, false, 'any', false, '{}'),
	('recall', '召回通知', 'recall', 'service', 'phone', 0, 29, 20, 3, 30, NULL, false, 'any', false, '{}'),
	('parts_arrived', '到货通知', 'parts_arrived', 'service', 'phone', 0, 14, 25, 1, 30, NULL, false, 'any', false, '{}'),
	('high_value', '大额维修经理回访', 'large_visit', 'service', 'phone', 1, 13, 30, 1, 30, 'manager', false, 'visit', false, '{"amount": 10000}'),
	('post_visit', '维修后回访', 'visit', 'service', 'phone', 3, 11, 30, 1, 30, NULL, false, 'visit', false, '{"without": ["pdi"]}'),
	('post_repair', '大修后再访', 'major_repair', 'service', 'phone', 10, 14, 30, 1, 30, NULL, false, 'visit', false, '{"amount": 5000}'),
	('lost_interview', '流失访问', 'lost', 'service', 'phone', 0, 30, 40, 1, 30, NULL, false, 'vehicle', true, '{}'),
	('first_maintenance', '首保提醒', 'first_maintenance_due', 'service', 'phone', -14, 20, 50, 1, 30, NULL, false, 'vehicle', true, '{}'),
	('maintenance_due', '保养到期提醒', 'maintenance_due', 'service', 'phone', -14, 20, 50, 1, 30, NULL, false, 'vehicle', true, '{}'),
	('overdue', '保养逾期提醒', 'any_maintenance_due', 'service', 'phone', 7, 20, 50, 2, 23, NULL, false, 'vehicle', true, '{}'),
	('at_risk', '临界流失关怀', 'at_risk', 'service', 'phone', 0, 30, 50, 1, 30, NULL, false, 'vehicle', true, '{}'),
	('warranty_end', '质保到期提醒', 'warranty_end', 'service', 'phone', -60, 50, 55, 1, 30, NULL, false, 'vehicle', false, '{}'),
	('thank_you', '答谢', 'top_customer', 'service', 'phone', 0, 30, 60, 1, 30, NULL, false, 'never', false, '{"share": 0.05, "apart_months": 12}'),
	('survey', '满意度调查', 'survey_sample', 'service', 'phone', 7, 21, 65, 1, 30, NULL, false, 'visit', false, '{"share": 0.1, "seed": 1, "apart_days": 30}'),
	('care', '关怀短信', 'care_day', 'marketing', 'sms', 0, 14, 70, 1, 30, NULL, false, 'never', false, '{"days": ["05-15", "11-15"]}'),
	('confirm_contact', '到店核对联系方式', 'unreached_visit', 'service', 'phone', 0, 7, 80, 1, 30, 'adviser', true, 'any', false, '{}'),
	('data_correction', '更正联系方式', NULL, 'service', 'phone', 0, 30, 80, 1, 30, NULL, true, 'never', false, '{}');

CREATE TABLE follow_up_rule_station (
	rule         text COLLATE "C" REFERENCES follow_up_rule,
	dealer_code  text COLLATE "C" REFERENCES dealer,
	offset_days  integer CHECK (offset_days BETWEEN -366 AND 366),
	window_days  integer CHECK (window_days BETWEEN 0 AND 366),
	priority     integer,
	channel      text CHECK (channel IN ('phone', 'sms', 'wechat')),
	parameters   follow_up_parameters,
	active       boolean,
	PRIMARY KEY (rule, dealer_code)
);
COMMENT ON TABLE follow_up_rule_station IS 'What a station does otherwise than the network; NULL: as the rule says.';
COMMENT ON COLUMN follow_up_rule_station.rule IS 'The rule.';
COMMENT ON COLUMN follow_up_rule_station.dealer_code IS 'The station.';
COMMENT ON COLUMN follow_up_rule_station.offset_days IS 'Days from the trigger to the due day.';
COMMENT ON COLUMN follow_up_rule_station.window_days IS 'Days after the due day on which the call still makes sense.';
COMMENT ON COLUMN follow_up_rule_station.priority IS 'Precedence.';
COMMENT ON COLUMN follow_up_rule_station.channel IS 'phone, sms or wechat.';
COMMENT ON COLUMN follow_up_rule_station.parameters IS 'Figures of the trigger that differ.';
COMMENT ON COLUMN follow_up_rule_station.active IS 'Whether the station uses the rule.';

CREATE TYPE follow_up_event AS (
	vehicle_no  text,
	trigger_key text,
	event_on    date,
	dealer_code text,
	customer_no text,
	adviser     text,
	reason      text,
	detail      text
);
COMMENT ON TYPE follow_up_event IS 'What a trigger found: the vehicle; a key that names the event for ever; its day; the station that calls; whom to call (NULL: the owner of the day, else who brought the vehicle last); the adviser who knows the customer; why nobody is to be called all the same (NULL: call); the facts in words.';

CREATE TABLE follow_up (
	follow_up   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	rule        text COLLATE "C" NOT NULL REFERENCES follow_up_rule,
	vehicle_no  text COLLATE "C" NOT NULL REFERENCES vehicle,
	trigger_key text COLLATE "C" NOT NULL,
	cycle       integer NOT NULL DEFAULT 1 CHECK (cycle > 0),
	dealer_code text COLLATE "C" NOT NULL REFERENCES dealer,
	customer_no text COLLATE "C" REFERENCES customer,
	purpose     text NOT NULL CHECK (purpose IN ('service', 'marketing')),
	channel     text NOT NULL CHECK (channel IN ('phone', 'sms', 'wechat')),
	priority    integer NOT NULL,
	internal    boolean NOT NULL DEFAULT false,
	event_on    date NOT NULL,
	due_on      date NOT NULL,
	expires_on  date NOT NULL,
	adviser     text COLLATE "C",
	detail      text,
	state       text NOT NULL DEFAULT 'new' CHECK (state IN
		('new', 'assigned', 'attempted', 'done', 'refused', 'unreachable', 'wrong_number', 'suppressed', 'expired', 'cancelled')),
	state_reason text,
	state_on    date NOT NULL,
	attempts    integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
	retry_on    date,
	retry_half  text CHECK (retry_half IN ('am', 'pm')),
	assigned_to text COLLATE "C",
	assigned_on date,
	assigned_why text,
	escalated_on date,
	unreached_on date,
	made_as_of  date NOT NULL,
	UNIQUE (rule, vehicle_no, trigger_key, cycle),
	CHECK (due_on <= expires_on),
	CHECK (state NOT IN ('unreachable', 'wrong_number') OR unreached_on IS NOT NULL),
	CHECK ((state = 'attempted') = (retry_on IS NOT NULL) AND (retry_on IS NULL) = (retry_half IS NULL)),
	CHECK (state <> 'assigned' OR assigned_to IS NOT NULL),
	CHECK (state <> 'new' OR assigned_to IS NULL),
	CHECK ((assigned_to IS NULL) = (assigned_on IS NULL) AND (assigned_to IS NULL) = (assigned_why IS NULL)),
	CHECK (state NOT IN ('suppressed', 'expired', 'cancelled') OR state_reason IS NOT NULL),
	CHECK (attempts > 0 OR state IN ('new', 'assigned', 'suppressed', 'expired', 'cancelled')),
	CHECK (attempts = 0 OR state NOT IN ('new', 'assigned', 'suppressed'))
);
CREATE INDEX follow_up_open ON follow_up (dealer_code, due_on) WHERE state IN ('new', 'assigned', 'attempted');
CREATE INDEX follow_up_open_until ON follow_up (expires_on) WHERE state IN ('new', 'assigned', 'attempted');
CREATE INDEX follow_up_suppressed_until ON follow_up (expires_on) WHERE state = 'suppressed';
CREATE INDEX follow_up_open_of_vehicle ON follow_up (vehicle_no) WHERE state IN ('new', 'assigned', 'attempted', 'suppressed');
CREATE INDEX follow_up_event_on ON follow_up (rule, event_on);
CREATE INDEX follow_up_customer_no ON follow_up (customer_no, state_on);
CREATE INDEX follow_up_open_of_customer ON follow_up (customer_no) WHERE state IN ('new', 'assigned', 'attempted', 'suppressed');
CREATE INDEX follow_up_refused ON follow_up (customer_no) WHERE state = 'refused';
CREATE INDEX follow_up_refused_on ON follow_up (state_on) WHERE state = 'refused';
CREATE INDEX follow_up_unreached ON follow_up (vehicle_no) WHERE unreached_on IS NOT NULL;
COMMENT ON TABLE follow_up IS 'One planned contact; one task per (rule, vehicle, trigger, cycle), ever.';
COMMENT ON COLUMN follow_up.follow_up IS 'Number of the task.';
COMMENT ON COLUMN follow_up.rule IS 'The rule that made it.';
COMMENT ON COLUMN follow_up.vehicle_no IS 'The vehicle it is about.';
COMMENT ON COLUMN follow_up.trigger_key IS 'What triggered it: the visit, the last service before the due day, the last visit of a loss, the complaint.';
COMMENT ON COLUMN follow_up.cycle IS 'Number of the repetition of the rule for the same trigger.';
COMMENT ON COLUMN follow_up.dealer_code IS 'The station that calls.';
COMMENT ON COLUMN follow_up.customer_no IS 'Whom to call, NULL: no customer known.';
COMMENT ON COLUMN follow_up.purpose IS 'service or marketing.';
COMMENT ON COLUMN follow_up.channel IS 'phone, sms or wechat: the rule''s; another one when three calls were not answered.';
COMMENT ON COLUMN follow_up.priority IS 'Precedence, smaller is called first.';
COMMENT ON COLUMN follow_up.internal IS 'The customer is not contacted.';
COMMENT ON COLUMN follow_up.event_on IS 'Day of the trigger.';
COMMENT ON COLUMN follow_up.due_on IS 'Day from which the call is due, a workday.';
COMMENT ON COLUMN follow_up.expires_on IS 'Last day on which it makes sense.';
COMMENT ON COLUMN follow_up.adviser IS 'staff_no of the station''s adviser who served the vehicle last, NULL: unknown.';
COMMENT ON COLUMN follow_up.detail IS 'The facts of the trigger in words; no personal data.';
COMMENT ON COLUMN follow_up.state IS 'new, assigned, attempted, done, refused, unreachable, wrong_number, suppressed, expired or cancelled.';
COMMENT ON COLUMN follow_up.state_reason IS 'Why it is suppressed, expired or cancelled.';
COMMENT ON COLUMN follow_up.state_on IS 'Day the state was reached.';
COMMENT ON COLUMN follow_up.attempts IS 'Attempts recorded.';
COMMENT ON COLUMN follow_up.retry_on IS 'Day of the next attempt, for state attempted.';
COMMENT ON COLUMN follow_up.retry_half IS 'Half of that day: am or pm.';
COMMENT ON COLUMN follow_up.assigned_to IS 'staff_no of the caller.';
COMMENT ON COLUMN follow_up.assigned_on IS 'Day it was assigned.';
COMMENT ON COLUMN follow_up.assigned_why IS 'Why to that person: last adviser, least load or by hand.';
COMMENT ON COLUMN follow_up.escalated_on IS 'Day it was handed to a manager as nobody had worked on it, NULL: not.';
COMMENT ON COLUMN follow_up.unreached_on IS 'Day since which the contact is to be confirmed at a visit: three calls were not answered, the number is wrong or leads nowhere; NULL: not so.';
COMMENT ON COLUMN follow_up.made_as_of IS 'The day whose run made it.';

CREATE TABLE follow_up_attempt (
	follow_up  bigint REFERENCES follow_up,
	attempt_no integer CHECK (attempt_no > 0),
	tried_at   timestamptz NOT NULL DEFAULT now(),
	tried_on   date NOT NULL,
	tried_half text NOT NULL CHECK (tried_half IN ('am', 'pm')),
	tried_by   text NOT NULL DEFAULT session_user,
	staff_no   text COLLATE "C",
	channel    text NOT NULL CHECK (channel IN ('phone', 'sms', 'wechat')),
	outcome    text NOT NULL CHECK (outcome IN ('reached', 'no_answer', 'refused', 'empty_number', 'wrong_number', 'cannot_reach')),
	note       text,
	dissatisfied boolean NOT NULL DEFAULT false,
	loss_reason text,
	recoverable boolean,
	PRIMARY KEY (follow_up, attempt_no),
	CHECK (outcome = 'reached' OR NOT dissatisfied AND loss_reason IS NULL AND recoverable IS NULL)
);
CREATE INDEX follow_up_attempt_tried_on ON follow_up_attempt (tried_on);
COMMENT ON TABLE follow_up_attempt IS 'Attempts of contact, append-only; the state of a task follows from them.';
COMMENT ON COLUMN follow_up_attempt.follow_up IS 'The task.';
COMMENT ON COLUMN follow_up_attempt.attempt_no IS '1 for the first.';
COMMENT ON COLUMN follow_up_attempt.tried_at IS 'When it was recorded.';
COMMENT ON COLUMN follow_up_attempt.tried_on IS 'Day of the attempt at the station.';
COMMENT ON COLUMN follow_up_attempt.tried_half IS 'Half of that day: am or pm.';
COMMENT ON COLUMN follow_up_attempt.tried_by IS 'Database user who recorded it.';
COMMENT ON COLUMN follow_up_attempt.staff_no IS 'Who tried, NULL: not told.';
COMMENT ON COLUMN follow_up_attempt.channel IS 'phone, sms or wechat.';
COMMENT ON COLUMN follow_up_attempt.outcome IS 'reached, no_answer, refused, empty_number, wrong_number or cannot_reach.';
COMMENT ON COLUMN follow_up_attempt.note IS 'What was said, in the caller''s words.';
COMMENT ON COLUMN follow_up_attempt.dissatisfied IS 'The customer was not satisfied: a complaint was opened.';
COMMENT ON COLUMN follow_up_attempt.loss_reason IS 'Of a lost interview: why the customer stays away.';
COMMENT ON COLUMN follow_up_attempt.recoverable IS 'Of a lost interview: whether the customer may come back.';

CREATE TABLE follow_up_run (
	as_of   date PRIMARY KEY,
	run_at  timestamptz NOT NULL DEFAULT now(),
	made    bigint NOT NULL,
	expired bigint NOT NULL,
	load_batch bigint NOT NULL,
	masters numeric NOT NULL,
	vehicles_changed text[] NOT NULL DEFAULT '{}',
	newest_task bigint NOT NULL DEFAULT 0
);
COMMENT ON TABLE follow_up_run IS 'Days whose list was made; the days missing between two runs are replayed.';
COMMENT ON COLUMN follow_up_run.as_of IS 'The day.';
COMMENT ON COLUMN follow_up_run.run_at IS 'When the list was made.';
COMMENT ON COLUMN follow_up_run.made IS 'Tasks made.';
COMMENT ON COLUMN follow_up_run.expired IS 'Of them, tasks recorded expired as their window had passed.';
COMMENT ON COLUMN follow_up_run.load_batch IS 'Newest load of visits that the run saw.';
COMMENT ON COLUMN follow_up_run.masters IS 'Checksum of the maintenance plans and of the loads of vehicles that the run saw: whether a second run of the day has to compare vehicles.';
COMMENT ON COLUMN follow_up_run.vehicles_changed IS 'Vehicles about which something has become known since the run, where it is the last one.';
COMMENT ON COLUMN follow_up_run.newest_task IS 'Number of the newest task at its end.';
