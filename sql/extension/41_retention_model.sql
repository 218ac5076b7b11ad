-- retention_model: a model of visits or of spend with its parameters

CREATE TYPE retention_model;

CREATE FUNCTION retention_model_in(cstring) RETURNS retention_model
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_model_in';
COMMENT ON FUNCTION retention_model_in(cstring) IS 'Input function of retention_model: bgnbd(r=0.243,alpha=4.414,a=0.793,b=2.426) unit_days=7, and what is known about the fit.';
CREATE FUNCTION retention_model_out(retention_model) RETURNS cstring
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_model_out';
COMMENT ON FUNCTION retention_model_out(retention_model) IS 'Output function of retention_model.';
CREATE FUNCTION retention_model_recv(internal) RETURNS retention_model
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_model_recv';
COMMENT ON FUNCTION retention_model_recv(internal) IS 'Binary input function of retention_model; refuses what retention_model_send does not make.';
CREATE FUNCTION retention_model_send(retention_model) RETURNS bytea
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_model_send';
COMMENT ON FUNCTION retention_model_send(retention_model) IS 'Binary output function of retention_model.';

CREATE TYPE retention_model (
	INPUT = retention_model_in, OUTPUT = retention_model_out, RECEIVE = retention_model_recv, SEND = retention_model_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = plain
);
COMMENT ON TYPE retention_model IS 'A model of visits or of spend: name, parameters and, if it was fitted, standard errors, log-likelihood and how the fit ended. Models of visits count time in units of unit_days days. Made by the fit aggregates (bgnbd_fit, mbgnbd_fit, pareto_nbd_fit, bgcnbd_fit, mbgcnbd_fit, gamma_gamma_fit) or from given parameters by retention_model().';

CREATE FUNCTION retention_model(name text, parameters double precision[], unit_days double precision DEFAULT 7) RETURNS retention_model
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_retention_model';
COMMENT ON FUNCTION retention_model(text, double precision[], double precision) IS 'A model with given parameters, for example published ones. Name and parameters in the order of the paper: bgnbd r, alpha, a, b (Fader, Hardie and Lee 2005); mbgnbd r, alpha, a, b (Batislam, Denizel and Filiztekin 2007); pareto_nbd r, alpha, s, beta (Schmittlein, Morrison and Colombo 1987); bgcnbd and mbgcnbd k, r, alpha, a, b (Platzer and Reutterer 2016); gamma_gamma p, q, gamma (Fader and Hardie 2013). Parameters are from 1e-12 to 1e12, k is a whole number from 1 to 32; unit_days is the unit of time in days, of no meaning for gamma_gamma. Errors 22023: unknown name, wrong number of parameters, a number out of its range.';
CREATE FUNCTION model_name(retention_model) RETURNS text
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_model_name';
COMMENT ON FUNCTION model_name(retention_model) IS 'Name of the model: bgnbd, mbgnbd, pareto_nbd, bgcnbd, mbgcnbd or gamma_gamma.';
CREATE FUNCTION unit_days(retention_model) RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_unit_days';
COMMENT ON FUNCTION unit_days(retention_model) IS 'Unit of time of a model of visits, in days; NULL for gamma_gamma.';
CREATE FUNCTION parameters(retention_model) RETURNS double precision[]
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_parameters';
COMMENT ON FUNCTION parameters(retention_model) IS 'Parameters in the order of the paper, see retention_model(text, double precision[], double precision). Scales alpha and beta are in units of unit_days days, gamma is an amount.';
CREATE FUNCTION standard_errors(retention_model) RETURNS double precision[]
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_standard_errors';
COMMENT ON FUNCTION standard_errors(retention_model) IS 'Standard errors of the parameters, from the inverse of the Hessian of the log-likelihood at its maximum (of the penalised one, if there is a penalty); that of k is NULL. NULL unless the fit converged.';
CREATE FUNCTION log_likelihood(retention_model) RETURNS double precision
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_model_log_likelihood';
COMMENT ON FUNCTION log_likelihood(retention_model) IS 'Log-likelihood of the customers the model was fitted to, without the penalty; NULL if the parameters were given.';
CREATE FUNCTION customers(retention_model) RETURNS bigint
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_customers';
COMMENT ON FUNCTION customers(retention_model) IS 'Number of customers the model was fitted to; NULL if the parameters were given.';
CREATE FUNCTION converged(retention_model) RETURNS boolean
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_converged';
COMMENT ON FUNCTION converged(retention_model) IS 'Did the fit find the maximum of the likelihood? NULL if the parameters were given; fit_status gives the reason.';
CREATE FUNCTION fit_status(retention_model) RETURNS text
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_fit_status';
COMMENT ON FUNCTION fit_status(retention_model) IS 'How the fit ended. given: there was none. converged: at the maximum. unbounded: the likelihood grows as a parameter runs off to 0 or without bound (customers who are all alike, nobody who came back, too few). flat: several parameters give the same likelihood. iteration_limit: no maximum after 200 steps. Unless converged the parameters are the best that were found; a penalty helps.';
