CREATE OR REPLACE FUNCTION is_workday(day date) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT coalesce((SELECT w.is_workday FROM aftersales.workday w WHERE w.day = is_workday.day), extract(isodow FROM is_workday.day) < 6);
END;
COMMENT ON FUNCTION is_workday(date) IS 'Whether a day is a workday: by table workday, else Monday to Friday.';

CREATE OR REPLACE FUNCTION next_workday(after date) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT after + n FROM generate_series(1, 366) n
	LEFT JOIN aftersales.workday w ON w.day = after + n
	WHERE coalesce(w.is_workday, extract(isodow FROM after + n) < 6)
	ORDER BY n LIMIT 1;
END;
COMMENT ON FUNCTION next_workday(date) IS 'First workday after a day: by table workday, else Monday to Friday.';

CREATE OR REPLACE FUNCTION today() RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce((SELECT max((now() AT TIME ZONE d.time_zone)::date) FROM aftersales.dealer d), CURRENT_DATE);
END;
COMMENT ON FUNCTION today() IS 'The day it is at the stations, whatever the session''s time zone: the newest, if they have several. Without stations the session''s.';

CREATE OR REPLACE FUNCTION newest_day() RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT greatest(CURRENT_DATE, aftersales.today());
END;
COMMENT ON FUNCTION newest_day() IS 'The newest day that has come at any station or in the session: what is later is in the future.';

CREATE OR REPLACE FUNCTION station_time(dealer_code text, at timestamptz DEFAULT now()) RETURNS timestamp
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT station_time.at AT TIME ZONE coalesce((SELECT d.time_zone FROM aftersales.dealer d WHERE d.dealer_code = station_time.dealer_code), 'Asia/Shanghai');
END;
COMMENT ON FUNCTION station_time(text, timestamptz) IS 'What the clock of a station shows at a moment.';

CREATE OR REPLACE FUNCTION call_windows(dealer_code text, day date)
RETURNS TABLE (half text, opens time, closes time)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT w.half,
		time '00:00' + make_interval(mins => (60 * aftersales.parameter_value('call_from_' || w.half, call_windows.dealer_code))::integer),
		time '00:00' + make_interval(mins => (60 * aftersales.parameter_value('call_until_' || w.half, call_windows.dealer_code))::integer)
	FROM (VALUES ('am'), ('pm')) w (half)
	WHERE aftersales.is_workday(day);
END;
COMMENT ON FUNCTION call_windows(text, date) IS 'When customers of a station may be called on a day, by its own clock: parameters call_from_am, call_until_am, call_from_pm, call_until_pm; no rows on a day off.';

CREATE OR REPLACE FUNCTION may_call_at(dealer_code text, at timestamptz) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT EXISTS (SELECT FROM (SELECT aftersales.station_time(may_call_at.dealer_code, may_call_at.at) AS clock) t
		CROSS JOIN LATERAL aftersales.call_windows(may_call_at.dealer_code, t.clock::date) w
		WHERE t.clock::time >= w.opens AND t.clock::time < w.closes);
END;
COMMENT ON FUNCTION may_call_at(text, timestamptz) IS 'Whether a moment lies in the call windows of a station.';
