/*-------------------------------------------------------------------------
 *
 * model_type.c
 *		The type retention_model: text and binary form, making one, looking
 *		into one.
 *
 * Text: bgnbd(r=0.243,alpha=4.414,a=0.793,b=2.426) unit_days=7, and if it was
 * fitted: status=converged log_likelihood=-9582.4 standard_errors=(...)
 * customers=2357 distinct=1016 iterations=8; no standard_errors unless it
 * converged.  Numbers have as many digits as it takes to read the same number
 * again.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "compat.h"
#include "checks.h"
#include "model_type.h"

#include "catalog/pg_type.h"
#include "common/shortest_dec.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "parser/scansup.h"
#include "utils/array.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(aftersales_model_in);
PG_FUNCTION_INFO_V1(aftersales_model_out);
PG_FUNCTION_INFO_V1(aftersales_model_recv);
PG_FUNCTION_INFO_V1(aftersales_model_send);
PG_FUNCTION_INFO_V1(aftersales_retention_model);
PG_FUNCTION_INFO_V1(aftersales_model_name);
PG_FUNCTION_INFO_V1(aftersales_unit_days);
PG_FUNCTION_INFO_V1(aftersales_parameters);
PG_FUNCTION_INFO_V1(aftersales_standard_errors);
PG_FUNCTION_INFO_V1(aftersales_model_log_likelihood);
PG_FUNCTION_INFO_V1(aftersales_customers);
PG_FUNCTION_INFO_V1(aftersales_converged);
PG_FUNCTION_INFO_V1(aftersales_fit_status);

/* the words of the text form, in the order of aftersales_model_status */
static const char *const status_words[] = {"given", "converged", "iteration_limit", "unbounded", "flat"};

static bool
is_regular(const aftersales_stored_model *stored)
{
	return stored->model.kind == AFTERSALES_BGCNBD || stored->model.kind == AFTERSALES_MBGCNBD;
}

/* Is every field what making or fitting a model gives? */
bool
aftersales_stored_model_valid(const aftersales_stored_model *stored)
{
	if (stored->version != AFTERSALES_MODEL_VERSION || stored->status >= lengthof(status_words) || stored->unused != 0 ||
		!aftersales_model_valid(&stored->model))
		return false;
	if (stored->model.kind == AFTERSALES_GAMMA_GAMMA ? stored->unit_days != 0 :
		!(stored->unit_days >= AFTERSALES_LEAST_UNIT && stored->unit_days <= AFTERSALES_GREATEST_UNIT))
		return false;
	for (int i = 0; i < AFTERSALES_MAX_PARAMETERS; i++)
	{
		if (i >= aftersales_model_descriptions[stored->model.kind].parameters && (stored->model.parameter[i] != 0 || stored->error[i] != 0))
			return false;
		if (!(stored->error[i] >= 0 && isfinite(stored->error[i])))
			return false;
	}
	return isfinite(stored->log_likelihood) && stored->customers >= 0 && stored->distinct >= 0 && stored->iterations >= 0;
}

double
aftersales_check_unit_days(double value)
{
	if (!(value >= AFTERSALES_LEAST_UNIT && value <= AFTERSALES_GREATEST_UNIT))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unit_days must be between %g and %g", AFTERSALES_LEAST_UNIT, AFTERSALES_GREATEST_UNIT)));
	return value;
}

void
aftersales_refuse_model(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("value of type %s is corrupt", "retention_model")));
}

void
aftersales_refuse_spend_model(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("model must be a model of visits, not %s", aftersales_model_descriptions[AFTERSALES_GAMMA_GAMMA].name)));
}

/* The model, which must be one of spend. */
const aftersales_model *
aftersales_get_spend_model(const aftersales_stored_model *stored)
{
	if (stored->model.kind != AFTERSALES_GAMMA_GAMMA)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("spend_model must be a model of spend, not %s", aftersales_model_descriptions[stored->model.kind].name)));
	return &stored->model;
}

/* A value with the parameters of a model and nothing about a fit; the unit of a model of spend is left out. */
aftersales_stored_model *
aftersales_new_model(const aftersales_model *model, double unit_days)
{
	aftersales_stored_model *stored = palloc0(sizeof *stored);

	SET_VARSIZE(stored, sizeof *stored);
	stored->version = AFTERSALES_MODEL_VERSION;
	stored->model.kind = model->kind;
	stored->unit_days = model->kind == AFTERSALES_GAMMA_GAMMA ? 0 : unit_days;
	memcpy(stored->model.parameter, model->parameter, aftersales_model_descriptions[model->kind].parameters * sizeof(double));
	return stored;
}

/* reading position in a text */
typedef struct model_parser
{
	const char *text;
	const char *pos;
} model_parser;

static void
refuse_syntax(const model_parser *parser, const char *wanted)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid input syntax for type %s: \"%.*s\"%s", "retention_model",
					pg_mbcliplen(parser->text, strlen(parser->text), 60), parser->text,
					strlen(parser->text) > 60 ? "..." : ""),
			 errdetail("Expected %s at character %d.", wanted, (int) (parser->pos - parser->text) + 1)));
}

static bool
accept(model_parser *parser, const char *token)
{
	size_t		length = strlen(token);

	while (scanner_isspace(*parser->pos))
		parser->pos++;
	if (strncmp(parser->pos, token, length) != 0)
		return false;
	parser->pos += length;
	return true;
}

static void
expect(model_parser *parser, const char *token)
{
	if (!accept(parser, token))
		refuse_syntax(parser, psprintf("\"%s\"", token));
}

static double
parse_number(model_parser *parser)
{
	char	   *end;
	double		value = strtod(parser->pos, &end);

	if (end == parser->pos || !isfinite(value))
		refuse_syntax(parser, "a finite number");
	parser->pos = end;
	return value;
}

static int64
parse_count(model_parser *parser)
{
	char	   *end;
	int64		value;

	errno = 0;
	value = strtoll(parser->pos, &end, 10);
	if (end == parser->pos || errno != 0)
		refuse_syntax(parser, "a whole number");
	parser->pos = end;
	return value;
}

/* The name of a model and the bracket that follows. */
static aftersales_model_kind
parse_kind(model_parser *parser)
{
	for (int kind = 0; kind < AFTERSALES_MODEL_KINDS; kind++)
		if (accept(parser, psprintf("%s(", aftersales_model_descriptions[kind].name)))
			return kind;
	refuse_syntax(parser, "the name of a model and a bracket");
	return 0;					/* keep compiler quiet */
}

static void
parse_fit(model_parser *parser, aftersales_stored_model *stored)
{
	int			parameters = aftersales_model_descriptions[stored->model.kind].parameters;

	for (stored->status = AFTERSALES_MODEL_CONVERGED; !accept(parser, status_words[stored->status]); stored->status++)
		if (stored->status + 1 == lengthof(status_words))
			refuse_syntax(parser, "how the fit ended");
	expect(parser, "log_likelihood=");
	stored->log_likelihood = parse_number(parser);
	if (accept(parser, "standard_errors=("))
	{
		for (int i = 0; i < parameters; i++)
		{
			if (i > 0)
				expect(parser, ",");
			stored->error[i] = parse_number(parser);
		}
		expect(parser, ")");
	}
	else if (stored->status == AFTERSALES_MODEL_CONVERGED)
		refuse_syntax(parser, "\"standard_errors=(\"");
	expect(parser, "customers=");
	stored->customers = parse_count(parser);
	expect(parser, "distinct=");
	stored->distinct = parse_count(parser);
	expect(parser, "iterations=");
	stored->iterations = parse_count(parser);
}

Datum
aftersales_model_in(PG_FUNCTION_ARGS)
{
	const char *text = PG_GETARG_CSTRING(0);
	model_parser parser = {.text = text, .pos = text};
	aftersales_model model = {.kind = parse_kind(&parser)};
	const aftersales_model_description *description = &aftersales_model_descriptions[model.kind];
	aftersales_stored_model *stored;

	for (int i = 0; i < description->parameters; i++)
	{
		expect(&parser, psprintf("%s%s=", i > 0 ? "," : "", description->parameter[i]));
		model.parameter[i] = parse_number(&parser);
	}
	expect(&parser, ")");
	stored = aftersales_new_model(&model, 0);
	if (model.kind != AFTERSALES_GAMMA_GAMMA)
	{
		expect(&parser, "unit_days=");
		stored->unit_days = parse_number(&parser);
	}
	if (accept(&parser, "status="))
		parse_fit(&parser, stored);
	expect(&parser, "");
	if (*parser.pos != '\0')
		refuse_syntax(&parser, "the end");
	if (!aftersales_stored_model_valid(stored))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid value for type %s", "retention_model"),
				 errdetail("A number is out of its range.")));
	PG_RETURN_POINTER(stored);
}

static void
append_number(StringInfo buf, const char *name, double value)
{
	char		digits[DOUBLE_SHORTEST_DECIMAL_LEN];

	double_to_shortest_decimal_buf(value, digits);
	appendStringInfo(buf, "%s%s", name, digits);
}

Datum
aftersales_model_out(PG_FUNCTION_ARGS)
{
	const aftersales_stored_model *stored = AFTERSALES_GETARG_MODEL(0);
	const aftersales_model_description *description = &aftersales_model_descriptions[stored->model.kind];
	StringInfoData buf;

	initStringInfo(&buf);
	appendStringInfoString(&buf, description->name);
	for (int i = 0; i < description->parameters; i++)
		append_number(&buf, psprintf("%c%s=", i == 0 ? '(' : ',', description->parameter[i]), stored->model.parameter[i]);
	appendStringInfoChar(&buf, ')');
	if (stored->model.kind != AFTERSALES_GAMMA_GAMMA)
		append_number(&buf, " unit_days=", stored->unit_days);
	if (stored->status != AFTERSALES_MODEL_GIVEN)
	{
		appendStringInfo(&buf, " status=%s", status_words[stored->status]);
		append_number(&buf, " log_likelihood=", stored->log_likelihood);
		if (stored->status == AFTERSALES_MODEL_CONVERGED)
		{
			for (int i = 0; i < description->parameters; i++)
				append_number(&buf, i == 0 ? " standard_errors=(" : ",", stored->error[i]);
			appendStringInfoChar(&buf, ')');
		}
		appendStringInfo(&buf, " customers=" INT64_FORMAT " distinct=" INT64_FORMAT " iterations=" INT64_FORMAT,
						 stored->customers, stored->distinct, stored->iterations);
	}
	PG_RETURN_CSTRING(buf.data);
}

/* Binary form: version, kind, status, then the numbers. */
Datum
aftersales_model_send(PG_FUNCTION_ARGS)
{
	const aftersales_stored_model *stored = AFTERSALES_GETARG_MODEL(0);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, stored->version);
	pq_sendbyte(&buf, stored->model.kind);
	pq_sendbyte(&buf, stored->status);
	pq_sendfloat8(&buf, stored->unit_days);
	for (int i = 0; i < AFTERSALES_MAX_PARAMETERS; i++)
		pq_sendfloat8(&buf, stored->model.parameter[i]);
	for (int i = 0; i < AFTERSALES_MAX_PARAMETERS; i++)
		pq_sendfloat8(&buf, stored->error[i]);
	pq_sendfloat8(&buf, stored->log_likelihood);
	pq_sendint64(&buf, stored->customers);
	pq_sendint64(&buf, stored->distinct);
	pq_sendint64(&buf, stored->iterations);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

Datum
aftersales_model_recv(PG_FUNCTION_ARGS)
{
	StringInfo	message = (StringInfo) PG_GETARG_POINTER(0);
	aftersales_stored_model *stored = palloc0(sizeof *stored);

	SET_VARSIZE(stored, sizeof *stored);
	stored->version = pq_getmsgbyte(message);
	stored->model.kind = pq_getmsgbyte(message);
	stored->status = pq_getmsgbyte(message);
	stored->unit_days = pq_getmsgfloat8(message);
	for (int i = 0; i < AFTERSALES_MAX_PARAMETERS; i++)
		stored->model.parameter[i] = pq_getmsgfloat8(message);
	for (int i = 0; i < AFTERSALES_MAX_PARAMETERS; i++)
		stored->error[i] = pq_getmsgfloat8(message);
	stored->log_likelihood = pq_getmsgfloat8(message);
	stored->customers = pq_getmsgint64(message);
	stored->distinct = pq_getmsgint64(message);
	stored->iterations = pq_getmsgint64(message);
	if (!aftersales_stored_model_valid(stored))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary value for type %s", "retention_model")));
	PG_RETURN_POINTER(stored);
}

/* retention_model(name, parameters, unit_days): a model with given parameters */
Datum
aftersales_retention_model(PG_FUNCTION_ARGS)
{
	char	   *name = text_to_cstring(PG_GETARG_TEXT_PP(0));
	int			n;
	const double *parameter = aftersales_check_finite(PG_GETARG_ARRAYTYPE_P(1), "parameters", &n);
	double		unit_days = aftersales_check_unit_days(PG_GETARG_FLOAT8(2));
	aftersales_model model = {0};

	while (model.kind < AFTERSALES_MODEL_KINDS && strcmp(name, aftersales_model_descriptions[model.kind].name) != 0)
		model.kind++;
	if (model.kind == AFTERSALES_MODEL_KINDS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("name must be the name of a model"),
				 errdetail("Models are bgnbd, mbgnbd, pareto_nbd, bgcnbd, mbgcnbd and gamma_gamma.")));
	if (n != aftersales_model_descriptions[model.kind].parameters)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("parameters of model %s must be %d numbers", name, aftersales_model_descriptions[model.kind].parameters)));
	memcpy(model.parameter, parameter, n * sizeof(double));
	if (!aftersales_model_valid(&model))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("parameters are out of range"),
				 errdetail("They are from 1e-12 to 1e12, k is a whole number from 1 to %d.", AFTERSALES_MAX_REGULARITY)));
	PG_RETURN_POINTER(aftersales_new_model(&model, unit_days));
}

Datum
aftersales_model_name(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(aftersales_model_descriptions[AFTERSALES_GETARG_MODEL(0)->model.kind].name));
}

/* NULL for a model of spend */
Datum
aftersales_unit_days(PG_FUNCTION_ARGS)
{
	const aftersales_stored_model *stored = AFTERSALES_GETARG_MODEL(0);

	if (stored->model.kind == AFTERSALES_GAMMA_GAMMA)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(stored->unit_days);
}

/* An array of as many numbers as there are parameters, the first so many of them NULL. */
static Datum
parameter_array(const aftersales_stored_model *stored, const double *number, int missing)
{
	int			n = aftersales_model_descriptions[stored->model.kind].parameters;
	int			low = 1;
	Datum		element[AFTERSALES_MAX_PARAMETERS];
	bool		nulls[AFTERSALES_MAX_PARAMETERS];

	for (int i = 0; i < n; i++)
	{
		element[i] = Float8GetDatum(number[i]);
		nulls[i] = i < missing;
	}
	return PointerGetDatum(construct_md_array(element, nulls, 1, &n, &low, FLOAT8OID, sizeof(double), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

Datum
aftersales_parameters(PG_FUNCTION_ARGS)
{
	const aftersales_stored_model *stored = AFTERSALES_GETARG_MODEL(0);

	PG_RETURN_DATUM(parameter_array(stored, stored->model.parameter, 0));
}

/* NULL unless converged; k has none */
Datum
aftersales_standard_errors(PG_FUNCTION_ARGS)
{
	const aftersales_stored_model *stored = AFTERSALES_GETARG_MODEL(0);

	if (stored->status != AFTERSALES_MODEL_CONVERGED)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(parameter_array(stored, stored->error, is_regular(stored)));
}

/* NULL if the parameters were given */
Datum
aftersales_model_log_likelihood(PG_FUNCTION_ARGS)
{
	const aftersales_stored_model *stored = AFTERSALES_GETARG_MODEL(0);

	if (stored->status == AFTERSALES_MODEL_GIVEN)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(stored->log_likelihood);
}

/* NULL if the parameters were given */
Datum
aftersales_customers(PG_FUNCTION_ARGS)
{
	const aftersales_stored_model *stored = AFTERSALES_GETARG_MODEL(0);

	if (stored->status == AFTERSALES_MODEL_GIVEN)
		PG_RETURN_NULL();
	PG_RETURN_INT64(stored->customers);
}

/* NULL if the parameters were given */
Datum
aftersales_converged(PG_FUNCTION_ARGS)
{
	const aftersales_stored_model *stored = AFTERSALES_GETARG_MODEL(0);

	if (stored->status == AFTERSALES_MODEL_GIVEN)
		PG_RETURN_NULL();
	PG_RETURN_BOOL(stored->status == AFTERSALES_MODEL_CONVERGED);
}

Datum
aftersales_fit_status(PG_FUNCTION_ARGS)
{
	const aftersales_stored_model *stored = AFTERSALES_GETARG_MODEL(0);

	PG_RETURN_TEXT_P(cstring_to_text(stored->status < lengthof(status_words) ? status_words[stored->status] : "unknown"));
}
