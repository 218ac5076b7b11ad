/*-------------------------------------------------------------------------
 *
 * model_score.c
 *		Scores of a customer by a model of visits and one of spend.
 *
 * Each takes a history and a day, or the numbers that follow from them.  A
 * history without a visit up to that day has no score (NULL).
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "compat.h"
#include "checks.h"
#include "model_type.h"
#include "row.h"
#include "visit_history.h"

/* a month of lifetime values: 4.345 weeks [days] */
#define MONTH_DAYS 30.415

/* months of a lifetime value at the most */
#define MAX_MONTHS 1200

PG_FUNCTION_INFO_V1(aftersales_customer_log_likelihood);
PG_FUNCTION_INFO_V1(aftersales_customer_log_likelihood_summary);
PG_FUNCTION_INFO_V1(aftersales_spend_log_likelihood_summary);
PG_FUNCTION_INFO_V1(aftersales_p_alive_history);
PG_FUNCTION_INFO_V1(aftersales_p_alive_summary);
PG_FUNCTION_INFO_V1(aftersales_expected_visits_history);
PG_FUNCTION_INFO_V1(aftersales_expected_visits_summary);
PG_FUNCTION_INFO_V1(aftersales_expected_spend_history);
PG_FUNCTION_INFO_V1(aftersales_expected_spend_summary);
PG_FUNCTION_INFO_V1(aftersales_customer_lifetime_value_history);
PG_FUNCTION_INFO_V1(aftersales_customer_lifetime_value_summary);
PG_FUNCTION_INFO_V1(aftersales_expected_value_history);
PG_FUNCTION_INFO_V1(aftersales_expected_value_summary);
PG_FUNCTION_INFO_V1(aftersales_score_explanation);
PG_FUNCTION_INFO_V1(aftersales_lifetime_value);
PG_FUNCTION_INFO_V1(aftersales_lifetime_value_years);

/* who is scored, and by what */
typedef struct score_input
{
	const aftersales_model *model;
	double		unit_days;
	aftersales_customer customer;
	double		spend;			/* mean of the repeat visits; 0 without any or if negative */
} score_input;

/*
 * A history (argument 0) up to a day, for a model; false if there is no visit
 * by then.
 */
static bool
get_history(FunctionCallInfo fcinfo, int model, int as_of_argument, score_input *input)
{
	struct varlena *history = AFTERSALES_GETARG_SERIES(0);
	const aftersales_stored_model *stored = AFTERSALES_GETARG_MODEL(model);
	int32		as_of = aftersales_check_date(PG_GETARG_DATEADT(as_of_argument), "as_of");
	aftersales_series_head times;

	input->model = aftersales_get_visit_model(stored);
	input->unit_days = stored->unit_days;
	if (!aftersales_visit_get_times(history, as_of, &times))
		return false;
	input->customer.x = times.count - 1;
	input->customer.t_x = (times.last - times.first) / stored->unit_days;
	input->customer.t = (as_of - times.first) / stored->unit_days;
	return true;
}

/* Mean spend of the repeat visits of a history (argument 0) up to a day; 0 without any or if negative. */
static double
get_history_spend(FunctionCallInfo fcinfo, int as_of_argument, int32 *days)
{
	aftersales_visit_summary summary;

	aftersales_visit_summarize(AFTERSALES_GETARG_SERIES(0), aftersales_check_date(PG_GETARG_DATEADT(as_of_argument), "as_of"), &summary);
	*days = summary.times.count;
	return *days <= 1 ? 0 : fmax(aftersales_visit_monetary(&summary), 0);
}

/* Frequency, recency and tenure (arguments 0 to 2), for a model. */
static score_input
get_summary(FunctionCallInfo fcinfo, int model)
{
	const aftersales_stored_model *stored = AFTERSALES_GETARG_MODEL(model);
	score_input input = {
		.model = aftersales_get_visit_model(stored),
		.unit_days = stored->unit_days,
		.customer = {.x = PG_GETARG_INT32(0), .t_x = PG_GETARG_FLOAT8(1), .t = PG_GETARG_FLOAT8(2)},
	};

	aftersales_check_summary(PG_GETARG_INT32(0), input.customer.t_x, input.customer.t);
	return input;
}

/* log_likelihood(history, model, as_of) */
Datum
aftersales_customer_log_likelihood(PG_FUNCTION_ARGS)
{
	score_input input;

	if (!get_history(fcinfo, 1, 2, &input))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(aftersales_check_result(aftersales_log_likelihood(input.model, &input.customer), "log_likelihood"));
}

/* log_likelihood(frequency, recency, tenure, model) */
Datum
aftersales_customer_log_likelihood_summary(PG_FUNCTION_ARGS)
{
	score_input input = get_summary(fcinfo, 3);

	PG_RETURN_FLOAT8(aftersales_check_result(aftersales_log_likelihood(input.model, &input.customer), "log_likelihood"));
}

static double
p_alive(const score_input *input, const aftersales_customer *customer)
{
	return aftersales_check_result(aftersales_p_alive(input->model, customer), "p_alive");
}

/* p_alive(history, model, as_of) */
Datum
aftersales_p_alive_history(PG_FUNCTION_ARGS)
{
	score_input input;

	if (!get_history(fcinfo, 1, 2, &input))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(p_alive(&input, &input.customer));
}

/* p_alive(frequency, recency, tenure, model) */
Datum
aftersales_p_alive_summary(PG_FUNCTION_ARGS)
{
	score_input input = get_summary(fcinfo, 3);

	PG_RETURN_FLOAT8(p_alive(&input, &input.customer));
}

/* A result of expected visits; those of the regular models have no number where the sum would be too long. */
static double
check_visits(const aftersales_model *model, double value, const char *function)
{
	if (isnan(value) && (model->kind == AFTERSALES_BGCNBD || model->kind == AFTERSALES_MBGCNBD))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s looks too far ahead for model %s", function, aftersales_model_descriptions[model->kind].name),
				 errdetail("With regular models it may be 100000 times alpha + tenure, and a million events expected at the rate so far.")));
	return aftersales_check_result(value, function);
}

static Datum
expected_visits(const score_input *input, double horizon)
{
	double		expected;

	aftersales_expected_visits(input->model, &input->customer, &horizon, 1, &expected);
	PG_RETURN_FLOAT8(check_visits(input->model, expected, "expected_visits"));
}

/* expected_visits(history, model, as_of, horizon) */
Datum
aftersales_expected_visits_history(PG_FUNCTION_ARGS)
{
	double		horizon = aftersales_check_amount(PG_GETARG_FLOAT8(3), "horizon");
	score_input input;

	if (!get_history(fcinfo, 1, 2, &input))
		PG_RETURN_NULL();
	return expected_visits(&input, horizon);
}

/* expected_visits(frequency, recency, tenure, model, horizon) */
Datum
aftersales_expected_visits_summary(PG_FUNCTION_ARGS)
{
	score_input input = get_summary(fcinfo, 3);

	return expected_visits(&input, aftersales_check_amount(PG_GETARG_FLOAT8(4), "horizon"));
}

/* Frequency and mean spend (arguments 0 and 1), checked; a spend below 0 counts as 0. */
static double
get_spend(FunctionCallInfo fcinfo)
{
	if (PG_GETARG_INT32(0) < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("frequency must be at least 0")));
	return fmax(aftersales_check_number(PG_GETARG_FLOAT8(1), "spend"), 0);
}

/* log_likelihood(frequency, spend, spend_model) */
Datum
aftersales_spend_log_likelihood_summary(PG_FUNCTION_ARGS)
{
	const aftersales_model *model = aftersales_get_spend_model(AFTERSALES_GETARG_MODEL(2));
	double		spend = get_spend(fcinfo);

	if (PG_GETARG_INT32(0) == 0 || spend == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(aftersales_check_result(aftersales_spend_log_likelihood(model, PG_GETARG_INT32(0), spend), "log_likelihood"));
}

/* NULL where the mean is infinite */
static Datum
expected_spend(FunctionCallInfo fcinfo, const aftersales_model *model, double frequency, double spend)
{
	double		expected = aftersales_expected_spend(model, frequency, spend);

	if (isnan(expected))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(aftersales_check_result(expected, "expected_spend"));
}

/* expected_spend(history, spend_model, as_of) */
Datum
aftersales_expected_spend_history(PG_FUNCTION_ARGS)
{
	const aftersales_model *model = aftersales_get_spend_model(AFTERSALES_GETARG_MODEL(1));
	int32		days;
	double		spend = get_history_spend(fcinfo, 2, &days);

	if (days == 0)
		PG_RETURN_NULL();
	return expected_spend(fcinfo, model, days - 1, spend);
}

/* expected_spend(frequency, spend, spend_model) */
Datum
aftersales_expected_spend_summary(PG_FUNCTION_ARGS)
{
	const aftersales_model *model = aftersales_get_spend_model(AFTERSALES_GETARG_MODEL(2));

	return expected_spend(fcinfo, model, PG_GETARG_INT32(0), get_spend(fcinfo));
}

/*
 * Value of so many months from now, or of all the future for 0 months, by a
 * model of spend.
 */
static Datum
lifetime_value(FunctionCallInfo fcinfo, const score_input *input, int spend_model, int32 months, double discount)
{
	const aftersales_model *model = aftersales_get_spend_model(AFTERSALES_GETARG_MODEL(spend_model));
	double		spend = aftersales_expected_spend(model, input->customer.x, input->spend);
	double		month = MONTH_DAYS / input->unit_days;
	double		visits;

	if (isnan(spend))
		PG_RETURN_NULL();
	visits = months > 0 ? aftersales_discounted_visits(input->model, &input->customer, month, months, discount)
		: aftersales_residual_visits(input->model, &input->customer, log1p(discount) / month);
	PG_RETURN_FLOAT8(check_visits(input->model, spend * visits, months > 0 ? "customer_lifetime_value" : "expected_value_from_now"));
}

/* customer_lifetime_value(history, model, spend_model, as_of, months, discount) */
Datum
aftersales_customer_lifetime_value_history(PG_FUNCTION_ARGS)
{
	int32		months = aftersales_check_count(PG_GETARG_INT32(4), MAX_MONTHS, "months");
	double		discount = aftersales_check_amount(PG_GETARG_FLOAT8(5), "discount");
	score_input input;
	int32		days;

	if (!get_history(fcinfo, 1, 3, &input))
		PG_RETURN_NULL();
	input.spend = get_history_spend(fcinfo, 3, &days);
	return lifetime_value(fcinfo, &input, 2, months, discount);
}

/* Frequency, recency, tenure and spend (arguments 0 to 3), for a model. */
static score_input
get_spender(FunctionCallInfo fcinfo)
{
	score_input input = get_summary(fcinfo, 4);

	input.spend = fmax(aftersales_check_number(PG_GETARG_FLOAT8(3), "spend"), 0);
	return input;
}

/* customer_lifetime_value(frequency, recency, tenure, spend, model, spend_model, months, discount) */
Datum
aftersales_customer_lifetime_value_summary(PG_FUNCTION_ARGS)
{
	score_input input = get_spender(fcinfo);

	return lifetime_value(fcinfo, &input, 5, aftersales_check_count(PG_GETARG_INT32(6), MAX_MONTHS, "months"),
						  aftersales_check_amount(PG_GETARG_FLOAT8(7), "discount"));
}

/* expected_value_from_now(history, model, spend_model, as_of, discount) */
Datum
aftersales_expected_value_history(PG_FUNCTION_ARGS)
{
	double		discount = aftersales_check_positive(PG_GETARG_FLOAT8(4), "discount");
	score_input input;
	int32		days;

	if (!get_history(fcinfo, 1, 3, &input))
		PG_RETURN_NULL();
	input.spend = get_history_spend(fcinfo, 3, &days);
	return lifetime_value(fcinfo, &input, 2, 0, discount);
}

/* expected_value_from_now(frequency, recency, tenure, spend, model, spend_model, discount) */
Datum
aftersales_expected_value_summary(PG_FUNCTION_ARGS)
{
	score_input input = get_spender(fcinfo);

	return lifetime_value(fcinfo, &input, 5, 0, aftersales_check_positive(PG_GETARG_FLOAT8(6), "discount"));
}

/*
 * score_explanation(history, model, as_of): P(alive) step by step, each step
 * bringing in one of the three numbers: none of them (a customer of today),
 * tenure (nobody came back), frequency (all repeat visits on the first day),
 * recency (the last visit when it was).
 */
Datum
aftersales_score_explanation(PG_FUNCTION_ARGS)
{
	score_input input;
	aftersales_customer step = {0};
	double		p[4];
	Datum		values[5];

	if (!get_history(fcinfo, 1, 2, &input))
		PG_RETURN_NULL();
	p[0] = p_alive(&input, &step);
	step.t = input.customer.t;
	p[1] = p_alive(&input, &step);
	step.x = input.customer.x;
	p[2] = p_alive(&input, &step);
	p[3] = p_alive(&input, &input.customer);
	values[0] = Float8GetDatum(p[3]);
	values[1] = Float8GetDatum(p[0]);
	for (int i = 1; i < 4; i++)
		values[i + 1] = Float8GetDatum(p[i] - p[i - 1]);
	return aftersales_row(fcinfo, values, NULL);
}

/* Checks margin, retention and discount (arguments 0 to 2). */
static void
check_margin_model(FunctionCallInfo fcinfo)
{
	aftersales_check_number(PG_GETARG_FLOAT8(0), "margin");
	aftersales_check_share(PG_GETARG_FLOAT8(1), "retention");
	aftersales_check_amount(PG_GETARG_FLOAT8(2), "discount");
}

/* lifetime_value(margin, retention, discount): margin * retention / (1 + discount - retention) */
Datum
aftersales_lifetime_value(PG_FUNCTION_ARGS)
{
	double		margin = PG_GETARG_FLOAT8(0);
	double		retention = PG_GETARG_FLOAT8(1);
	double		discount = PG_GETARG_FLOAT8(2);
	double		loss = (1 - retention) + discount;	/* in this order no digits are lost near retention 1 */

	check_margin_model(fcinfo);
	if (loss == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("discount must be above 0 where retention is 1"),
				 errdetail("The value would be infinite.")));
	PG_RETURN_FLOAT8(aftersales_check_result(margin * retention / loss, "lifetime_value"));
}

/* lifetime_value(margin, retention, discount, years): the sum over years of margin * (retention / (1 + discount))^year */
Datum
aftersales_lifetime_value_years(PG_FUNCTION_ARGS)
{
	double		factor = PG_GETARG_FLOAT8(1) / (1 + PG_GETARG_FLOAT8(2));
	int32		years = aftersales_check_count(PG_GETARG_INT32(3), 1000, "years");
	double		sum = 0;

	check_margin_model(fcinfo);
	for (int32 i = 0; i < years; i++)
		sum = (sum + 1) * factor;
	PG_RETURN_FLOAT8(aftersales_check_result(PG_GETARG_FLOAT8(0) * sum, "lifetime_value"));
}
