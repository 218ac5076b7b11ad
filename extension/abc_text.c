/*-------------------------------------------------------------------------
 *
 * abc_text.c
 *		Text and binary forms of abc_values and abc_limits.
 *
 * abc_values: numeric{20:3,50.5:1} or float8{...}, distinct values ascending,
 * with their numbers.  abc_limits: numeric{A:50.5,B:20}, the least values of the
 * classes, or numeric{} if no value is above 0.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "compat.h"
#include "abc_values.h"
#include "key_sort.h"
#include "numeric_scaled.h"

#include "common/shortest_dec.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/float.h"

PG_FUNCTION_INFO_V1(aftersales_abc_values_in);
PG_FUNCTION_INFO_V1(aftersales_abc_values_out);
PG_FUNCTION_INFO_V1(aftersales_abc_values_recv);
PG_FUNCTION_INFO_V1(aftersales_abc_values_send);
PG_FUNCTION_INFO_V1(aftersales_abc_limits_in);
PG_FUNCTION_INFO_V1(aftersales_abc_limits_out);
PG_FUNCTION_INFO_V1(aftersales_abc_limits_recv);
PG_FUNCTION_INFO_V1(aftersales_abc_limits_send);

/* in the order of aftersales_abc_kind */
static const char *const kind_names[] = {"numeric", "float8"};

/* reads a text form */
typedef struct abc_reader
{
	const char *text;			/* all of it, for messages */
	const char *pos;
	const char *type;			/* abc_values or abc_limits */
	aftersales_abc_kind kind;
} abc_reader;

static void
refuse_text(const abc_reader *reader)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid input syntax for type %s: \"%s\"", reader->type, reader->text)));
}

static void
refuse_binary(const char *type)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
			 errmsg("invalid binary form of type %s", type)));
}

/* Steps over a word if it is next. */
static bool
skip(abc_reader *reader, const char *word)
{
	if (strncmp(reader->pos, word, strlen(word)) != 0)
		return false;
	reader->pos += strlen(word);
	return true;
}

static void
expect(abc_reader *reader, const char *word)
{
	if (!skip(reader, word))
		refuse_text(reader);
}

/* Begins reading: the kind and the brace. */
static abc_reader
start_reading(const char *text, const char *type)
{
	abc_reader	reader = {.text = text, .pos = text, .type = type};

	if (skip(&reader, kind_names[AFTERSALES_ABC_FLOAT8]))
		reader.kind = AFTERSALES_ABC_FLOAT8;
	else
		expect(&reader, kind_names[AFTERSALES_ABC_NUMERIC]);
	expect(&reader, "{");
	return reader;
}

/* The characters up to the next one of a set, as a string. */
static char *
read_token(abc_reader *reader, const char *ends)
{
	Size		length = strcspn(reader->pos, ends);
	char	   *token = pnstrdup(reader->pos, length);

	reader->pos += length;
	return token;
}

/*
 * Reads a value above 0 and appends its key, with the count 1, to values that
 * have room for it.
 */
static void
read_value(abc_reader *reader, aftersales_abc_values *values)
{
	char	   *token = read_token(reader, ":,}");
	int64		key;

	if (values->kind == AFTERSALES_ABC_FLOAT8)
		key = aftersales_abc_float8_key(DatumGetFloat8(DirectFunctionCall1(float8in, CStringGetDatum(token))));
	else
		key = aftersales_abc_numeric_key(values, DatumGetNumeric(DirectFunctionCall3(numeric_in, CStringGetDatum(token),
																					 ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1))));
	if (key == 0)
		refuse_text(reader);
	values->counts[values->counted++] = (aftersales_value_count) {.key = key, .count = 1};
}

/* Reads the number of a value. */
static int64
read_count(abc_reader *reader)
{
	int64		count = DatumGetInt64(DirectFunctionCall1(int8in, CStringGetDatum(read_token(reader, ",}"))));

	if (count <= 0 || count > AFTERSALES_ABC_MAX_COUNT)
		refuse_text(reader);
	return count;
}

static void
append_key(StringInfo out, aftersales_abc_kind kind, int scale, int64 key)
{
	char		number[DOUBLE_SHORTEST_DECIMAL_LEN];

	if (kind == AFTERSALES_ABC_FLOAT8)
	{
		double_to_shortest_decimal_buf(aftersales_double_of_key(key), number);
		appendStringInfoString(out, number);
	}
	else
		appendStringInfoString(out, DatumGetCString(DirectFunctionCall1(numeric_out, aftersales_scaled_to_numeric(key, scale))));
}

Datum
aftersales_abc_values_in(PG_FUNCTION_ARGS)
{
	abc_reader	reader = start_reading(PG_GETARG_CSTRING(0), "abc_values");
	Size		colons = 0;
	aftersales_abc_values *values;

	for (const char *c = reader.pos; *c; c++)
		colons += *c == ':';
	values = aftersales_new_abc_values(reader.kind, colons + 1);
	while (!skip(&reader, "}"))
	{
		if (values->counted > 0)
			expect(&reader, ",");
		read_value(&reader, values);
		expect(&reader, ":");
		values->counts[values->counted - 1].count = read_count(&reader);
		if (values->counted > 1 && values->counts[values->counted - 2].key >= values->counts[values->counted - 1].key)
			refuse_text(&reader);
	}
	if (*reader.pos != '\0')
		refuse_text(&reader);
	PG_RETURN_POINTER(aftersales_abc_counted(values));
}

Datum
aftersales_abc_values_out(PG_FUNCTION_ARGS)
{
	aftersales_abc_values *values = aftersales_abc_counted(aftersales_check_abc_values((struct varlena *) PG_GETARG_POINTER(0)));
	StringInfoData out;

	initStringInfo(&out);
	appendStringInfo(&out, "%s{", kind_names[values->kind]);
	for (int i = 0; i < values->counted; i++)
	{
		if (i > 0)
			appendStringInfoChar(&out, ',');
		append_key(&out, values->kind, values->scale, values->counts[i].key);
		appendStringInfo(&out, ":" INT64_FORMAT, values->counts[i].count);
	}
	appendStringInfoChar(&out, '}');
	PG_RETURN_CSTRING(out.data);
}

/* Begins a binary form: version, kind, scale. */
static void
send_head(StringInfo out, int kind, int scale)
{
	pq_begintypsend(out);
	pq_sendbyte(out, AFTERSALES_ABC_VERSION);
	pq_sendbyte(out, kind);
	pq_sendbyte(out, scale);
}

/* Reads and checks what send_head() wrote. */
static void
receive_head(StringInfo message, const char *type, int *kind, int *scale)
{
	int			version = pq_getmsgbyte(message);

	*kind = pq_getmsgbyte(message);
	*scale = pq_getmsgbyte(message);
	if (!aftersales_abc_head_valid(version, *kind, *scale))
		refuse_binary(type);
}

/* Is it the key of a finite value above 0? */
static bool
is_key(int kind, int64 key)
{
	return key > 0 && key < (kind == AFTERSALES_ABC_FLOAT8 ? aftersales_key_of_double(get_float8_infinity()) : AFTERSALES_NO_KEY);
}

Datum
aftersales_abc_values_send(PG_FUNCTION_ARGS)
{
	aftersales_abc_values *values = aftersales_abc_counted(aftersales_check_abc_values((struct varlena *) PG_GETARG_POINTER(0)));
	StringInfoData out;

	send_head(&out, values->kind, values->scale);
	pq_sendint32(&out, values->counted);
	for (int i = 0; i < values->counted; i++)
	{
		pq_sendint64(&out, values->counts[i].key);
		pq_sendint64(&out, values->counts[i].count);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&out));
}

Datum
aftersales_abc_values_recv(PG_FUNCTION_ARGS)
{
	StringInfo	message = (StringInfo) PG_GETARG_POINTER(0);
	int64		last = 0;
	int			kind;
	int			scale;
	Size		n;
	aftersales_abc_values *values;

	receive_head(message, "abc_values", &kind, &scale);
	n = (uint32) pq_getmsgint(message, 4);
	if (n != (Size) (message->len - message->cursor) / sizeof(aftersales_value_count))
		refuse_binary("abc_values");
	values = aftersales_new_abc_values(kind, n);
	values->scale = scale;
	while (values->counted < (int) n)
	{
		aftersales_value_count *next = &values->counts[values->counted++];

		next->key = pq_getmsgint64(message);
		next->count = pq_getmsgint64(message);
		if (!is_key(kind, next->key) || next->key <= last || next->count <= 0 ||
			next->count > AFTERSALES_ABC_MAX_COUNT)
			refuse_binary("abc_values");
		last = next->key;
	}
	PG_RETURN_POINTER(values);
}

Datum
aftersales_abc_limits_in(PG_FUNCTION_ARGS)
{
	abc_reader	reader = start_reading(PG_GETARG_CSTRING(0), "abc_limits");
	aftersales_abc_values *values = aftersales_new_abc_values(reader.kind, 2);
	aftersales_abc_bounds *limits;

	if (skip(&reader, "A:"))
	{
		read_value(&reader, values);
		expect(&reader, ",B:");
		read_value(&reader, values);
	}
	expect(&reader, "}");
	if (*reader.pos != '\0' || (values->counted > 0 && values->counts[0].key < values->counts[1].key))
		refuse_text(&reader);
	limits = aftersales_new_abc_limits(values->kind, values->scale);
	limits->cuts.a = values->counted > 0 ? values->counts[0].key : AFTERSALES_NO_KEY;
	limits->cuts.b = values->counted > 0 ? values->counts[1].key : AFTERSALES_NO_KEY;
	PG_RETURN_POINTER(limits);
}

Datum
aftersales_abc_limits_out(PG_FUNCTION_ARGS)
{
	aftersales_abc_bounds *limits = AFTERSALES_GETARG_ABC_LIMITS(0);
	StringInfoData out;

	initStringInfo(&out);
	appendStringInfo(&out, "%s{", kind_names[limits->kind]);
	if (limits->cuts.a != AFTERSALES_NO_KEY)
	{
		appendStringInfoString(&out, "A:");
		append_key(&out, limits->kind, limits->scale, limits->cuts.a);
		appendStringInfoString(&out, ",B:");
		append_key(&out, limits->kind, limits->scale, limits->cuts.b);
	}
	appendStringInfoChar(&out, '}');
	PG_RETURN_CSTRING(out.data);
}

Datum
aftersales_abc_limits_send(PG_FUNCTION_ARGS)
{
	aftersales_abc_bounds *limits = AFTERSALES_GETARG_ABC_LIMITS(0);
	StringInfoData out;

	send_head(&out, limits->kind, limits->scale);
	pq_sendint64(&out, limits->cuts.a);
	pq_sendint64(&out, limits->cuts.b);
	PG_RETURN_BYTEA_P(pq_endtypsend(&out));
}

Datum
aftersales_abc_limits_recv(PG_FUNCTION_ARGS)
{
	StringInfo	message = (StringInfo) PG_GETARG_POINTER(0);
	aftersales_abc_bounds *limits;
	int			kind;
	int			scale;

	receive_head(message, "abc_limits", &kind, &scale);
	limits = aftersales_new_abc_limits(kind, scale);
	limits->cuts.a = pq_getmsgint64(message);
	limits->cuts.b = pq_getmsgint64(message);
	if (limits->cuts.a == AFTERSALES_NO_KEY ? limits->cuts.b != AFTERSALES_NO_KEY :
		!is_key(kind, limits->cuts.a) || !is_key(kind, limits->cuts.b) || limits->cuts.b > limits->cuts.a)
		refuse_binary("abc_limits");
	PG_RETURN_POINTER(limits);
}
