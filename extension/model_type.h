/*-------------------------------------------------------------------------
 *
 * model_type.h
 *		The type retention_model: a model (core/retention_model.h) and what is
 *		known about its fit.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_MODEL_TYPE_H
#define AFTERSALES_MODEL_TYPE_H

#include "fmgr.h"
#include "retention_model.h"

/* where the parameters come from; stored, so that the numbers stay */
typedef enum aftersales_model_status
{
	AFTERSALES_MODEL_GIVEN = 0,
	AFTERSALES_MODEL_CONVERGED = 1,
	AFTERSALES_MODEL_ITERATION_LIMIT = 2,
	AFTERSALES_MODEL_UNBOUNDED = 3,
	AFTERSALES_MODEL_FLAT = 4
} aftersales_model_status;

typedef struct aftersales_stored_model
{
	int32		vl_len_;
	uint8		version;		/* AFTERSALES_MODEL_VERSION */
	uint8		status;			/* aftersales_model_status */
	uint16		unused;			/* 0 */
	aftersales_model model;		/* parameters that are not used are 0 */
	double		unit_days;		/* unit of time [days]; 0 for models of spend */
	/* of the fit, 0 if the parameters were given */
	double		error[AFTERSALES_MAX_PARAMETERS];	/* standard errors, 0 unless converged */
	double		log_likelihood;
	int64		customers;
	int64		distinct;		/* different customers */
	int64		iterations;
} aftersales_stored_model;

#define AFTERSALES_MODEL_VERSION 1

/* units of time from a tenth of a second to some thousand years [days] */
#define AFTERSALES_LEAST_UNIT 1e-6
#define AFTERSALES_GREATEST_UNIT 1e6

#define AFTERSALES_GETARG_MODEL(n) aftersales_check_model((struct varlena *) PG_DETOAST_DATUM(PG_GETARG_DATUM(n)))

extern void aftersales_refuse_model(void);
extern void aftersales_refuse_spend_model(void);
extern bool aftersales_stored_model_valid(const aftersales_stored_model *stored);
extern double aftersales_check_unit_days(double value);
extern const aftersales_model *aftersales_get_spend_model(const aftersales_stored_model *stored);
extern aftersales_stored_model *aftersales_new_model(const aftersales_model *model, double unit_days);

/* A value of the type, whose form is looked at but not its numbers. */
static inline const aftersales_stored_model *
aftersales_check_model(struct varlena *value)
{
	const aftersales_stored_model *stored = (const aftersales_stored_model *) value;

	if (VARSIZE(value) != sizeof *stored || stored->version != AFTERSALES_MODEL_VERSION ||
		(unsigned int) stored->model.kind >= AFTERSALES_MODEL_KINDS)
		aftersales_refuse_model();
	return stored;
}

/* The model, which must be one of visits. */
static inline const aftersales_model *
aftersales_get_visit_model(const aftersales_stored_model *stored)
{
	if (stored->model.kind == AFTERSALES_GAMMA_GAMMA)
		aftersales_refuse_spend_model();
	return &stored->model;
}

#endif							/* AFTERSALES_MODEL_TYPE_H */
