/*-------------------------------------------------------------------------
 *
 * station_access.c
 *		Whose rows a user sees: the conditions of the row-level security
 *		policies of the tables (sql/schema/functions/85_row_security.sql).
 *
 * A user of a station is in the role aftersales_dealer_<dealer_code>, one of
 * the network in aftersales_network. The user meant is the one who asks (after
 * SET ROLE, the role set), also inside functions that run as their owner, so
 * that those may ask as well.
 *
 * The functions are called for each row and answer from what they looked up
 * at the first one. That is kept for one statement of one user: an expression
 * of PL/pgSQL lives longer.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "compat.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#define NETWORK_ROLE "aftersales_network"

PG_FUNCTION_INFO_V1(aftersales_my_dealers);
PG_FUNCTION_INFO_V1(aftersales_is_my_dealer);
PG_FUNCTION_INFO_V1(aftersales_is_my_vehicle);
PG_FUNCTION_INFO_V1(aftersales_is_my_customer);

/* a set of codes */
typedef struct code_entry
{
	text	   *code;
	char		status;
} code_entry;

static inline uint32
code_hash(const text *code)
{
	return hash_bytes((const unsigned char *) VARDATA_ANY(code), VARSIZE_ANY_EXHDR(code));
}

static inline bool
code_equal(const text *a, const text *b)
{
	return VARSIZE_ANY_EXHDR(a) == VARSIZE_ANY_EXHDR(b) &&
		memcmp(VARDATA_ANY(a), VARDATA_ANY(b), VARSIZE_ANY_EXHDR(a)) == 0;
}

#define SH_PREFIX codes
#define SH_ELEMENT_TYPE code_entry
#define SH_KEY_TYPE text *
#define SH_KEY code
#define SH_HASH_KEY(tb, key) code_hash(key)
#define SH_EQUAL(tb, a, b) code_equal(a, b)
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

/* what a call site knows of the user who asks */
typedef struct station_access
{
	Oid			user;
	TimestampTz statement;		/* in which it was looked up */
	bool		network;		/* the user sees every station's rows */
	ArrayType  *list;			/* the codes that are the user's; NULL: not looked up */
	codes_hash *codes;			/* the same as a set */
	MemoryContext context;		/* of list and codes */
} station_access;

/* The queries give an array of codes; $1 is the user. */
static const char dealer_query[] =
"SELECT ARRAY(SELECT pg_catalog.substr(r.rolname::pg_catalog.text, 19) FROM pg_catalog.pg_roles r "
"WHERE pg_catalog.starts_with(r.rolname::pg_catalog.text, 'aftersales_dealer_') AND pg_catalog.pg_has_role($1, r.oid, 'USAGE') ORDER BY 1)";
static const char vehicle_query[] = "SELECT ARRAY(SELECT aftersales.my_vehicles()) WHERE $1 IS NOT NULL";
static const char customer_query[] = "SELECT ARRAY(SELECT aftersales.my_customers()) WHERE $1 IS NOT NULL";

static bool
sees_network(Oid user)
{
	Oid			network = get_role_oid(NETWORK_ROLE, true);

	return superuser_arg(user) || (OidIsValid(network) && has_privs_of_role(user, network));
}

/* The codes that a query gives for the user, in the context. */
static ArrayType *
read_list(const char *query, Oid user, MemoryContext context)
{
	ArrayType  *list;
	Oid			type = OIDOID;
	Datum		value = ObjectIdGetDatum(user);
	MemoryContext caller;
	bool		isnull;

	if (SPI_connect() != SPI_OK_CONNECT ||
		SPI_execute_with_args(query, 1, &type, &value, NULL, true, 0) != SPI_OK_SELECT ||
		SPI_processed != 1)
		elog(ERROR, "could not look up the codes of a user");
	caller = MemoryContextSwitchTo(context);
	list = DatumGetArrayTypePCopy(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull));
	MemoryContextSwitchTo(caller);
	SPI_finish();
	return list;
}

/* The codes of the list, without its nulls, as a set of pointers into it, in the context. */
static codes_hash *
make_set(ArrayType *list, MemoryContext context)
{
	MemoryContext caller = MemoryContextSwitchTo(context);
	Datum	   *values;
	bool	   *nulls;
	int			n;
	codes_hash *codes;

	deconstruct_array(list, TEXTOID, -1, false, TYPALIGN_INT, &values, &nulls, &n);
	codes = codes_create(context, n, NULL);
	for (int i = 0; i < n; i++)
	{
		bool		found;

		if (!nulls[i])
			codes_insert(codes, DatumGetTextPP(values[i]), &found);
	}
	MemoryContextSwitchTo(caller);
	return codes;
}

/* What the call site knows of who asks; looked up now if it is of another user or statement. */
static station_access *
get_access(FmgrInfo *flinfo)
{
	station_access *access = flinfo->fn_extra;
	Oid			user = GetOuterUserId();
	TimestampTz statement = GetCurrentStatementStartTimestamp();

	if (access == NULL)
	{
		access = MemoryContextAllocZero(flinfo->fn_mcxt, sizeof *access);
		access->context = AllocSetContextCreate(flinfo->fn_mcxt, "aftersales codes of a user", ALLOCSET_DEFAULT_SIZES);
		flinfo->fn_extra = access;
	}
	if (access->user != user || access->statement != statement)
	{
		MemoryContextReset(access->context);
		access->list = NULL;
		access->codes = NULL;
		access->network = sees_network(user);
		access->user = user;
		access->statement = statement;
	}
	return access;
}

/* Is the argument one of the codes that the query gives, or the user one of the network? */
static Datum
is_mine(FunctionCallInfo fcinfo, const char *query)
{
	station_access *access = get_access(fcinfo->flinfo);

	if (access->network)
		PG_RETURN_BOOL(true);
	if (access->codes == NULL)
	{
		access->list = read_list(query, access->user, access->context);
		access->codes = make_set(access->list, access->context);
	}
	PG_RETURN_BOOL(codes_lookup(access->codes, PG_GETARG_TEXT_PP(0)) != NULL);
}

/* my_dealers(): the stations of whose roles the user is a member */
Datum
aftersales_my_dealers(PG_FUNCTION_ARGS)
{
	station_access *access = get_access(fcinfo->flinfo);

	if (access->list == NULL)
		access->list = read_list(dealer_query, access->user, access->context);
	PG_RETURN_ARRAYTYPE_P(access->list);
}

Datum
aftersales_is_my_dealer(PG_FUNCTION_ARGS)
{
	return is_mine(fcinfo, dealer_query);
}

Datum
aftersales_is_my_vehicle(PG_FUNCTION_ARGS)
{
	return is_mine(fcinfo, vehicle_query);
}

Datum
aftersales_is_my_customer(PG_FUNCTION_ARGS)
{
	return is_mine(fcinfo, customer_query);
}
