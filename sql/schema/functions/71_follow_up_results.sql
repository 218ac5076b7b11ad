CREATE OR REPLACE FUNCTION lost_interviews(from_day date, to_day date, dealer text DEFAULT NULL)
RETURNS TABLE (dealer_code text, loss_reason text, interviews bigint, recoverable bigint, won_back bigint)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT f.dealer_code, a.loss_reason, count(*), count(*) FILTER (WHERE a.recoverable),
		count(*) FILTER (WHERE EXISTS (SELECT FROM aftersales.vehicle_state s WHERE s.vehicle_no = f.vehicle_no AND s.returned_on > a.tried_on))
	FROM aftersales.follow_up f
	JOIN aftersales.follow_up_attempt a ON a.follow_up = f.follow_up AND a.outcome = 'reached'
	WHERE f.rule IN (SELECT r.rule FROM aftersales.follow_up_rule r WHERE r.trigger = 'lost') AND a.tried_on BETWEEN from_day AND to_day
		AND (dealer IS NULL OR f.dealer_code = dealer)
	GROUP BY f.dealer_code, a.loss_reason
	ORDER BY f.dealer_code, count(*) DESC, a.loss_reason;
END;
COMMENT ON FUNCTION lost_interviews(date, date, text) IS 'Interviews of lost customers in these days by reason: how many may come back, and how many did since. dealer NULL: all stations.';

CREATE OR REPLACE FUNCTION hold_out_effect(rule text, from_day date, to_day date, within_days integer DEFAULT 90)
RETURNS TABLE (called bigint, called_came bigint, held_out bigint, held_out_came bigint, called_rate double precision, held_out_rate double precision,
	difference double precision, lower_limit double precision, upper_limit double precision)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH task AS (
		SELECT f.state_reason IS NOT DISTINCT FROM 'hold-out group' AS held_out,
			EXISTS (SELECT FROM aftersales.vehicle_state s WHERE s.vehicle_no = f.vehicle_no AND s.returned_on > f.made_as_of
				AND s.returned_on <= f.due_on + within_days) AS came
		FROM aftersales.follow_up f
		WHERE f.rule = hold_out_effect.rule AND f.cycle = 1 AND f.due_on BETWEEN from_day AND to_day
			-- both groups before anything came of them: who may not be called is in both, what the trigger passes over in neither
			AND coalesce(f.state_reason, '') NOT IN ('no run before its window passed', 'loaded after its window passed') AND (f.state <> 'suppressed'
				OR f.state_reason = ANY (aftersales.follow_up_bars() || 'hold-out group'::text) OR f.state_reason LIKE 'another contact first%')
	), counted AS (
		SELECT g.held_out, count(t.came) AS n, count(*) FILTER (WHERE t.came) AS x
		FROM (VALUES (false), (true)) g (held_out) LEFT JOIN task t ON t.held_out = g.held_out
		GROUP BY g.held_out
	), wilson AS (
		SELECT c.*, c.x::double precision / nullif(c.n, 0) AS p, (2 * c.x + z.z2) / (2 * (nullif(c.n, 0) + z.z2)) AS centre,
			sqrt(z.z2 * (z.z2 + 4 * c.x * (1 - c.x::double precision / nullif(c.n, 0)))) / (2 * (nullif(c.n, 0) + z.z2)) AS half
		FROM counted c CROSS JOIN (VALUES (3.841458820694124::double precision)) z (z2)
	)
	SELECT a.n, a.x, b.n, b.x, a.p, b.p, a.p - b.p,
		a.p - b.p - sqrt(power(a.p - (a.centre - a.half), 2) + power(b.centre + b.half - b.p, 2)),
		a.p - b.p + sqrt(power(a.centre + a.half - a.p, 2) + power(b.p - (b.centre - b.half), 2))
	FROM wilson a CROSS JOIN wilson b
	WHERE NOT a.held_out AND b.held_out;
END;
COMMENT ON FUNCTION hold_out_effect(text, date, date, integer) IS 'What the calls of a rule with a hold-out group bring: of the vehicles to be called (whether they were or not, so that the groups differ by the draw alone) and of those held out, with due days from one day to another, how many came in within so many days, and the difference of the shares with its 95 % confidence limits (Newcombe 1998, from Wilson''s limits of both).';

CREATE OR REPLACE FUNCTION survey_scores(from_day date, to_day date, dealer text DEFAULT NULL)
RETURNS TABLE (dealer_code text, month date, adviser text, answers bigint, satisfaction numeric, net_promoter_score numeric)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT f.dealer_code, aftersales.month_of(a.answered_on), f.adviser, count(*), round(avg(a.satisfaction), 2),
		round(100.0 * (count(*) FILTER (WHERE a.recommend >= 9) - count(*) FILTER (WHERE a.recommend <= 6)) / nullif(count(a.recommend), 0), 2)
	FROM aftersales.survey_answer a
	JOIN aftersales.follow_up f ON f.follow_up = a.follow_up
	WHERE a.answered_on BETWEEN from_day AND to_day AND (dealer IS NULL OR f.dealer_code = dealer)
	GROUP BY f.dealer_code, aftersales.month_of(a.answered_on), f.adviser
	ORDER BY 1, 2, 3;
END;
COMMENT ON FUNCTION survey_scores(date, date, text) IS 'Answers to surveys by station, month and adviser: mean satisfaction and net promoter score (% of 9-10 less % of 0-6). dealer NULL: all stations.';

CREATE OR REPLACE FUNCTION contacts_to_confirm(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (dealer_code text, vehicle_no text, customer_no text, follow_up bigint, since date, reason text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT DISTINCT ON (f.dealer_code, f.vehicle_no) f.dealer_code, f.vehicle_no, f.customer_no, f.follow_up, f.unreached_on,
		CASE f.state WHEN 'wrong_number' THEN 'wrong number' ELSE 'not reached' END
	FROM aftersales.follow_up f
	WHERE f.unreached_on <= as_of
		AND (dealer IS NULL OR f.dealer_code = dealer)
		AND NOT EXISTS (SELECT FROM aftersales.follow_up g WHERE g.vehicle_no = f.vehicle_no AND g.state = 'done' AND g.state_on BETWEEN f.unreached_on AND as_of)
	ORDER BY f.dealer_code, f.vehicle_no, f.unreached_on DESC, f.follow_up;
END;
COMMENT ON FUNCTION contacts_to_confirm(date, text) IS 'Vehicles whose customer could not be reached: confirm the contact at the next visit. dealer NULL: all stations.';

CREATE OR REPLACE FUNCTION complaints_without_call(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (dealer_code text, complaint_no text, customer_no text, level integer, opened_on date, due_on date)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT c.dealer_code, c.complaint_no, c.customer_no, c.level, c.opened_on, c.due_on
	FROM aftersales.complaint c
	WHERE c.opened_on <= as_of AND (c.closed_on IS NULL OR c.closed_on > as_of) AND (dealer IS NULL OR c.dealer_code = dealer)
		AND aftersales.complaint_vehicle(c.vehicle_no, c.dealer_code, c.visit_no, c.customer_no, c.opened_on) IS NULL
	ORDER BY c.dealer_code, c.opened_on, c.complaint_no;
END;
COMMENT ON FUNCTION complaints_without_call(date, text) IS 'Open complaints for which no task is made, as they name no vehicle, and no visit or vehicle of the customer is known. dealer NULL: all stations.';

CREATE OR REPLACE PROCEDURE close_complaint(dealer_code text, complaint_no text, as_of date DEFAULT today())
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
BEGIN
	UPDATE complaint c SET closed_on = as_of, responded_on = coalesce(c.responded_on, as_of)
	WHERE c.dealer_code = close_complaint.dealer_code AND c.complaint_no = close_complaint.complaint_no AND c.closed_on IS NULL;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no open complaint "%" of station "%"', complaint_no, dealer_code USING ERRCODE = 'no_data_found';
	END IF;
END
$$;
COMMENT ON PROCEDURE close_complaint(text, text, date) IS 'Closes a complaint; its check call follows.';
