/*-------------------------------------------------------------------------
 *
 * core_retention_model.c
 *		Retention models: results known from elsewhere, one way of computing
 *		against another, analytic derivatives against differences.
 *
 *-------------------------------------------------------------------------
 */
#include <string.h>

#include "beta_geometric.h"
#include "likelihood.h"
#include "tap.h"

static const aftersales_model bgnbd = {AFTERSALES_BGNBD, {0.243, 4.414, 0.793, 2.426}};
static const aftersales_customer seen_twice = {.x = 2, .t_x = 30.43, .t = 38.86};

static double
expected(const aftersales_model *model, const aftersales_customer *customer, double horizon)
{
	double		result;

	aftersales_expected_visits(model, customer, &horizon, 1, &result);
	return result;
}

/* Fader, Hardie and Lee 2005, table 2 and the results quoted with the CDNOW sample */
static void
known_results(void)
{
	aftersales_model pareto = {AFTERSALES_PARETO_NBD, {0.553, 10.578, 0.606, 11.669}};
	aftersales_model spend = {AFTERSALES_GAMMA_GAMMA, {6.25, 3.74, 15.44}};
	aftersales_model fleet = {AFTERSALES_GAMMA_GAMMA, {46.91963531439633, 15.942241008926592, 13.70115536324811}};

	is_close(expected(&bgnbd, &seen_twice, 39), 1.2260281747671444631, 1e-13, "expectation of BG/NBD");
	is_close(aftersales_p_alive(&pareto, &seen_twice), 0.869167559153011199, 1e-13, "P(alive) of Pareto/NBD");
	is_close(aftersales_expected_spend(&spend, 0, 0), 15.44 * 6.25 / 2.74, 1e-15, "spend of nobody known");
	is_close(aftersales_spend_log_likelihood(&fleet, 4564, 38.84424420837551), -3.210555623408507, 1e-12, "spend of thousands of visits, by mpmath");
	spend.parameter[1] = 1;
	ok(isnan(aftersales_expected_spend(&spend, 0, 0)), "an infinite mean is NAN");
	is_close(aftersales_expected_spend(&spend, 1, 30), 6.25 * 45.44 / 6.25, 1e-15, "a finite one of the same model is not");
}

/* Expected visits by the sum over numbers of events, which has nothing in common with the series. */
static void
one_way_against_another(void)
{
	double		horizons[] = {0, 1e-6, 0.1, 1, 4.345, 39, 400, 2000, 3000, 30000};
	double		worst = 0;

	for (int x = 0; x < 40; x += 3)
		for (size_t i = 0; i < sizeof horizons / sizeof *horizons; i++)
			for (int first = 0; first <= 1; first++)
				for (int large = 0; large < 3; large++)
				{
					aftersales_beta_geometric bg = {.k = 1, .first = first, .r = large == 1 ? 12 : 0.3, .alpha = 5, .a = large == 2 ? 30 : 1, .b = 0.5};
					aftersales_customer customer = {.x = x, .t_x = x * 0.9, .t = 40};
					double		got;
					double		wanted = aftersales_bg_expected_regular(&bg, &customer, horizons[i]) * aftersales_bg_p_alive(&bg, &customer);

					aftersales_bg_expected_visits(&bg, &customer, &horizons[i], 1, &got);
					worst = fmax(worst, fabs(got - wanted) / (wanted > 0 ? wanted : 1));
				}
	if (!ok(worst < 1e-11, "series and quadrature agree with the sum over events"))
		printf("#   worst %g\n", worst);
}

static void
many_horizons(void)
{
	double		horizons[50];
	double		results[50];
	double		worst = 0;
	double		sum = 0;
	bool		grows = true;

	for (int i = 0; i < 50; i++)
		horizons[i] = i * i * 2;
	for (int kind = AFTERSALES_BGNBD; kind < AFTERSALES_GAMMA_GAMMA; kind++)
	{
		aftersales_model model = {kind, {2, 4.4, 0.8, 2.4, 1.5}};

		aftersales_expected_visits(&model, &seen_twice, horizons, 50, results);
		for (int i = 0; i < 50; i++)
			worst = fmax(worst, fabs(results[i] - expected(&model, &seen_twice, horizons[i])) / (i > 0 ? results[i] : 1));
		for (int i = 1; i < 50; i++)
			grows &= results[i] > results[i - 1];
	}
	ok(grows, "expectation grows with the horizon");
	ok(worst < 1e-13, "many horizons at once are the same as one by one");

	for (int i = 1; i <= 40; i++)
		sum += (expected(&bgnbd, &seen_twice, i * 4.345) - expected(&bgnbd, &seen_twice, (i - 1) * 4.345)) / pow(1.01, i);
	is_close(aftersales_discounted_visits(&bgnbd, &seen_twice, 4.345, 40, 0.01), sum, 1e-12, "discounted visits");
	is_close(aftersales_discounted_visits(&bgnbd, &seen_twice, 4.345, 40, 0), expected(&bgnbd, &seen_twice, 40 * 4.345), 1e-14, "not discounted");
	/* the mean of discounting at a period's end and at its begin is that of its middle, but for period squared */
	sum = aftersales_discounted_visits(&bgnbd, &seen_twice, 1, 12000, expm1(0.01)) * exp(0.005);
	is_close(aftersales_residual_visits(&bgnbd, &seen_twice, 0.01), sum, 1e-5, "all the future, discounted");
}

/* Central differences of value and gradient beside gradient and Hessian. */
static void
derivatives (const char *name, void (*evaluate) (const double *, const void *, aftersales_evaluation *),
			 const aftersales_likelihood *context, const double *parameter, int n)
{
	aftersales_evaluation f = {0};
	double		gradient = 0;
	double		hessian = 0;

	evaluate(parameter, context, &f);
	for (int i = 0; i < n; i++)
	{
		double		step = parameter[i] * 1e-5;
		double		near[AFTERSALES_DIMENSIONS];
		aftersales_evaluation up = {0};
		aftersales_evaluation down = {0};

		memcpy(near, parameter, n * sizeof *near);
		near[i] = parameter[i] + step;
		evaluate(near, context, &up);
		near[i] = parameter[i] - step;
		evaluate(near, context, &down);
		gradient = fmax(gradient, fabs((up.value - down.value) / (2 * step) - f.gradient[i]) / (1 + fabs(f.gradient[i])));
		for (int j = 0; j <= i; j++)
			hessian = fmax(hessian, fabs((up.gradient[j] - down.gradient[j]) / (2 * step) - f.hessian[i][j]) / (1 + fabs(f.hessian[i][j])));
	}
	if (!ok(gradient < 1e-7 && hessian < 1e-7, "%s: derivatives are those of the likelihood", name))
		printf("#   gradient %g, hessian %g\n", gradient, hessian);
}

static void
likelihoods(void)
{
	aftersales_count visits[] = {
		{aftersales_visits_key(0, 0, 0), 2}, {aftersales_visits_key(0, 0, 300), 5}, {aftersales_visits_key(1, 10, 10), 1},
		{aftersales_visits_key(1, 20, 400), 1}, {aftersales_visits_key(3, 100, 200), 2}, {aftersales_visits_key(9, 350, 400), 1},
		{aftersales_interval_key(30), 7}
	};
	aftersales_count spend[] = {{aftersales_spend_key(1, 5000), 2}, {aftersales_spend_key(1, 9000), 1}, {aftersales_spend_key(4, 10000), 3}};
	aftersales_fit_input input = {.entries = visits, .n = 7, .ticks = 7};
	aftersales_likelihood context = {.input = &input, .n = 6, .stride = 1, .k = 1};
	double		parameter[] = {0.7, 8, 0.9, 2.5};
	double		sum = 0;
	aftersales_evaluation f = {0};
	aftersales_model model = {AFTERSALES_PARETO_NBD, {0.7, 8, 0.9, 2.5}};

	for (context.first = 0; context.first <= 1; context.first++)
		for (context.k = 1; context.k <= 4; context.k++)
			derivatives ("beta-geometric", aftersales_bg_likelihood, &context, parameter, 4);
	derivatives ("Pareto", aftersales_pareto_likelihood, &context, parameter, 4);

	aftersales_pareto_likelihood(parameter, &context, &f);
	for (int i = 0; i < 6; i++)
	{
		aftersales_visits v = aftersales_get_visits(visits[i].key);
		aftersales_customer customer = {.x = v.x, .t_x = v.t_x / 7.0, .t = v.t / 7.0};

		sum += visits[i].count * aftersales_log_likelihood(&model, &customer);
	}
	is_close(f.value, sum, 1e-13, "the likelihood of all is that of each");
	input = (aftersales_fit_input) {.entries = spend, .n = 3, .ticks = 1};
	context.n = 3;
	derivatives ("Gamma-Gamma", aftersales_spend_likelihood, &context, parameter, 3);
}

static void
counts(void)
{
	aftersales_count entries[1000];
	aftersales_count scratch[1000];
	size_t		n;
	bool		sorted = true;
	int64_t		sum = 0;

	for (int i = 0; i < 1000; i++)
		entries[i] = (aftersales_count) {.key = (uint64_t) (i * 7919 % 97) << 40 | (i % 3), .count = i};
	n = aftersales_counts_order(entries, 1000, scratch);
	for (size_t i = 0; i < n; i++)
	{
		sorted &= i == 0 || entries[i].key > entries[i - 1].key;
		sum += entries[i].count;
	}
	ok(n == 291 && sorted && sum == 499500, "1000 entries become 97 * 3 different ones in order");
	ok(aftersales_counts_order(entries, 0, scratch) == 0, "none stay none");
}

/* Fits that have no maximum say so. */
static void
hopeless_fits(void)
{
	aftersales_count never[] = {{aftersales_visits_key(0, 0, 100), 10}, {aftersales_visits_key(0, 0, 200), 10}};
	aftersales_count today[] = {{aftersales_visits_key(0, 0, 0), 10}};
	aftersales_fit_input input = {.entries = never, .n = 2, .ticks = 7};
	aftersales_fit fit;

	for (int kind = AFTERSALES_BGNBD; kind < AFTERSALES_GAMMA_GAMMA; kind++)
	{
		input.entries = never;
		input.n = 2;
		input.penalty = 0;
		ok(aftersales_fit_model(kind, &input, &fit) && fit.ending == AFTERSALES_UNBOUNDED && fit.iterations < 60 && aftersales_model_valid(&fit.model) &&
		   isfinite(fit.log_likelihood), "model %d: nobody came back, which is soon found to have no maximum", kind);
		input.penalty = 0.1;
		ok(aftersales_fit_model(kind, &input, &fit) && fit.ending == AFTERSALES_CONVERGED && aftersales_model_valid(&fit.model),
		   "model %d: with a penalty there is a maximum", kind);
		input.entries = today;
		input.n = 1;
		input.penalty = 0;
		ok(aftersales_fit_model(kind, &input, &fit) && aftersales_model_valid(&fit.model) && isfinite(fit.log_likelihood),
		   "model %d: everybody came today only", kind);
		input.penalty = 0.1;
		ok(aftersales_fit_model(kind, &input, &fit) && fit.ending == AFTERSALES_CONVERGED, "model %d: ... with a penalty there is a maximum", kind);
		input.n = 0;
		ok(!aftersales_fit_model(kind, &input, &fit), "model %d: nobody", kind);
	}
}

int
main(void)
{
	known_results();
	one_way_against_another();
	many_horizons();
	likelihoods();
	counts();
	hopeless_fits();
	return done_testing();
}
