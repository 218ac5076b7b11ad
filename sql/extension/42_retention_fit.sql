-- fits of retention models by maximum likelihood

CREATE TYPE retention_data;

CREATE FUNCTION retention_data_in(cstring) RETURNS retention_data
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_fit_data_in';
COMMENT ON FUNCTION retention_data_in(cstring) IS 'Input function of retention_data: the binary form in hexadecimal, as bytea has it.';
CREATE FUNCTION retention_data_out(retention_data) RETURNS cstring
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_fit_data_out';
COMMENT ON FUNCTION retention_data_out(retention_data) IS 'Output function of retention_data.';
CREATE FUNCTION retention_data_recv(internal) RETURNS retention_data
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_fit_data_recv';
COMMENT ON FUNCTION retention_data_recv(internal) IS 'Binary input function of retention_data; refuses what retention_data_send does not make.';
CREATE FUNCTION retention_data_send(retention_data) RETURNS bytea
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_fit_data_send';
COMMENT ON FUNCTION retention_data_send(retention_data) IS 'Binary output function of retention_data.';

CREATE TYPE retention_data (
	INPUT = retention_data_in, OUTPUT = retention_data_out, RECEIVE = retention_data_recv, SEND = retention_data_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE retention_data IS 'State of the aggregates that fit retention models: how often each combination of frequency, recency and tenure came, 16 bytes each.';

CREATE FUNCTION fit_accum(retention_data, visit_history, date) RETURNS retention_data
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_fit_accum';
COMMENT ON FUNCTION fit_accum(retention_data, visit_history, date) IS 'Transition function of bgnbd_fit, mbgnbd_fit and pareto_nbd_fit.';
CREATE FUNCTION fit_accum(retention_data, visit_history, date, double precision) RETURNS retention_data
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_fit_accum';
COMMENT ON FUNCTION fit_accum(retention_data, visit_history, date, double precision) IS 'Transition function of bgnbd_fit, mbgnbd_fit and pareto_nbd_fit.';
CREATE FUNCTION fit_accum(retention_data, visit_history, date, double precision, double precision) RETURNS retention_data
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_fit_accum';
COMMENT ON FUNCTION fit_accum(retention_data, visit_history, date, double precision, double precision) IS 'Transition function of bgnbd_fit, mbgnbd_fit and pareto_nbd_fit.';
CREATE FUNCTION fit_accum(retention_data, integer, double precision, double precision, double precision) RETURNS retention_data
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_fit_accum_summary';
COMMENT ON FUNCTION fit_accum(retention_data, integer, double precision, double precision, double precision) IS 'Transition function of bgnbd_fit, mbgnbd_fit and pareto_nbd_fit.';
CREATE FUNCTION fit_accum(retention_data, integer, double precision, double precision, double precision, double precision) RETURNS retention_data
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_fit_accum_summary';
COMMENT ON FUNCTION fit_accum(retention_data, integer, double precision, double precision, double precision, double precision) IS 'Transition function of bgnbd_fit, mbgnbd_fit and pareto_nbd_fit.';
CREATE FUNCTION regular_fit_accum(retention_data, visit_history, date) RETURNS retention_data
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_fit_accum_regular';
COMMENT ON FUNCTION regular_fit_accum(retention_data, visit_history, date) IS 'Transition function of bgcnbd_fit and mbgcnbd_fit.';
CREATE FUNCTION regular_fit_accum(retention_data, visit_history, date, double precision) RETURNS retention_data
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_fit_accum_regular';
COMMENT ON FUNCTION regular_fit_accum(retention_data, visit_history, date, double precision) IS 'Transition function of bgcnbd_fit and mbgcnbd_fit.';
CREATE FUNCTION regular_fit_accum(retention_data, visit_history, date, double precision, double precision) RETURNS retention_data
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_fit_accum_regular';
COMMENT ON FUNCTION regular_fit_accum(retention_data, visit_history, date, double precision, double precision) IS 'Transition function of bgcnbd_fit and mbgcnbd_fit.';
CREATE FUNCTION spend_fit_accum(retention_data, visit_history, date) RETURNS retention_data
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_spend_fit_accum';
COMMENT ON FUNCTION spend_fit_accum(retention_data, visit_history, date) IS 'Transition function of gamma_gamma_fit.';
CREATE FUNCTION spend_fit_accum(retention_data, visit_history, date, double precision) RETURNS retention_data
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_spend_fit_accum';
COMMENT ON FUNCTION spend_fit_accum(retention_data, visit_history, date, double precision) IS 'Transition function of gamma_gamma_fit.';
CREATE FUNCTION spend_fit_accum(retention_data, integer, double precision) RETURNS retention_data
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_spend_fit_accum_summary';
COMMENT ON FUNCTION spend_fit_accum(retention_data, integer, double precision) IS 'Transition function of gamma_gamma_fit.';
CREATE FUNCTION spend_fit_accum(retention_data, integer, double precision, double precision) RETURNS retention_data
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_spend_fit_accum_summary';
COMMENT ON FUNCTION spend_fit_accum(retention_data, integer, double precision, double precision) IS 'Transition function of gamma_gamma_fit.';
CREATE FUNCTION fit_combine(retention_data, retention_data) RETURNS retention_data
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'aftersales_fit_combine';
COMMENT ON FUNCTION fit_combine(retention_data, retention_data) IS 'Merges two states of a fit.';
CREATE FUNCTION bgnbd_fit_final(retention_data) RETURNS retention_model
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_bgnbd_fit_final';
COMMENT ON FUNCTION bgnbd_fit_final(retention_data) IS 'Final function of bgnbd_fit.';
CREATE FUNCTION mbgnbd_fit_final(retention_data) RETURNS retention_model
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_mbgnbd_fit_final';
COMMENT ON FUNCTION mbgnbd_fit_final(retention_data) IS 'Final function of mbgnbd_fit.';
CREATE FUNCTION pareto_nbd_fit_final(retention_data) RETURNS retention_model
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_pareto_nbd_fit_final';
COMMENT ON FUNCTION pareto_nbd_fit_final(retention_data) IS 'Final function of pareto_nbd_fit.';
CREATE FUNCTION bgcnbd_fit_final(retention_data) RETURNS retention_model
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_bgcnbd_fit_final';
COMMENT ON FUNCTION bgcnbd_fit_final(retention_data) IS 'Final function of bgcnbd_fit.';
CREATE FUNCTION mbgcnbd_fit_final(retention_data) RETURNS retention_model
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_mbgcnbd_fit_final';
COMMENT ON FUNCTION mbgcnbd_fit_final(retention_data) IS 'Final function of mbgcnbd_fit.';
CREATE FUNCTION gamma_gamma_fit_final(retention_data) RETURNS retention_model
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_gamma_gamma_fit_final';
COMMENT ON FUNCTION gamma_gamma_fit_final(retention_data) IS 'Final function of gamma_gamma_fit.';

CREATE AGGREGATE bgnbd_fit(visit_history, as_of date) (
	SFUNC = fit_accum, STYPE = retention_data, SSPACE = 2096, FINALFUNC = bgnbd_fit_final, COMBINEFUNC = fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE bgnbd_fit(visit_history, date) IS 'Fits BG/NBD (Fader, Hardie and Lee 2005, "Counting Your Customers" the Easy Way), by maximum likelihood to the visits up to as_of, one history a customer, with time in weeks. Newton''s method with exact derivatives, always from the same starts; histories without a visit up to as_of and NULLs do not count; nobody left: NULL. The result does not depend on the order of rows. Where there is no maximum the model says so: converged(), fit_status(). Memory: 16 bytes a different combination of frequency, recency and tenure, with room to grow up to four times that. Errors: 54000 more than 33554432 different combinations; 22023 as_of out of range.';
CREATE AGGREGATE bgnbd_fit(visit_history, as_of date, unit_days double precision) (
	SFUNC = fit_accum, STYPE = retention_data, SSPACE = 2096, FINALFUNC = bgnbd_fit_final, COMBINEFUNC = fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE bgnbd_fit(visit_history, date, double precision) IS 'As bgnbd_fit(visit_history, date), with time in units of unit_days days. Errors: 22023 unit_days not in 1e-6 to 1e6 or not the same for all rows; 22004 NULL.';
CREATE AGGREGATE bgnbd_fit(visit_history, as_of date, unit_days double precision, penalty double precision) (
	SFUNC = fit_accum, STYPE = retention_data, SSPACE = 2096, FINALFUNC = bgnbd_fit_final, COMBINEFUNC = fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE bgnbd_fit(visit_history, date, double precision, double precision) IS 'As bgnbd_fit(visit_history, date, double precision), for small samples: maximises log-likelihood - penalty * sum of ln(parameter / scale)^2, the scale of times being the mean tenure, that of shapes 1. This is a normal prior of mean 0 and variance 1 / (2 penalty) on each logarithm. Error 22023: penalty below 0 or not the same for all rows.';
CREATE AGGREGATE bgnbd_fit(frequency integer, recency double precision, tenure double precision, unit_days double precision) (
	SFUNC = fit_accum, STYPE = retention_data, SSPACE = 2096, FINALFUNC = bgnbd_fit_final, COMBINEFUNC = fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE bgnbd_fit(integer, double precision, double precision, double precision) IS 'As bgnbd_fit(visit_history, date, double precision), of ready summaries in units of unit_days days; times are taken to the nearest 1/700 of a unit, so that whole days of a week and hundredths are exact. Errors 22023: recency above tenure, recency above 0 without a repeat visit, a number out of range (frequency 0 to 65534, tenure 0 to 23967).';
CREATE AGGREGATE bgnbd_fit(frequency integer, recency double precision, tenure double precision, unit_days double precision, penalty double precision) (
	SFUNC = fit_accum, STYPE = retention_data, SSPACE = 2096, FINALFUNC = bgnbd_fit_final, COMBINEFUNC = fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE bgnbd_fit(integer, double precision, double precision, double precision, double precision) IS 'As bgnbd_fit(visit_history, date, double precision, double precision), of ready summaries as bgnbd_fit(integer, double precision, double precision, double precision).';
CREATE AGGREGATE mbgnbd_fit(visit_history, as_of date) (
	SFUNC = fit_accum, STYPE = retention_data, SSPACE = 2096, FINALFUNC = mbgnbd_fit_final, COMBINEFUNC = fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mbgnbd_fit(visit_history, date) IS 'Fits MBG/NBD (Batislam, Denizel and Filiztekin 2007, Empirical validation and comparison of models for customer base analysis; Wagner and Hoppe 2008, Erratum on the MBG/NBD Model), in which the first visit too may be the last, by maximum likelihood to the visits up to as_of, one history a customer, with time in weeks. Newton''s method with exact derivatives, always from the same starts; histories without a visit up to as_of and NULLs do not count; nobody left: NULL. The result does not depend on the order of rows. Where there is no maximum the model says so: converged(), fit_status(). Memory: 16 bytes a different combination of frequency, recency and tenure, with room to grow up to four times that. Errors: 54000 more than 33554432 different combinations; 22023 as_of out of range.';
CREATE AGGREGATE mbgnbd_fit(visit_history, as_of date, unit_days double precision) (
	SFUNC = fit_accum, STYPE = retention_data, SSPACE = 2096, FINALFUNC = mbgnbd_fit_final, COMBINEFUNC = fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mbgnbd_fit(visit_history, date, double precision) IS 'As mbgnbd_fit(visit_history, date), with time in units of unit_days days. Errors: 22023 unit_days not in 1e-6 to 1e6 or not the same for all rows; 22004 NULL.';
CREATE AGGREGATE mbgnbd_fit(visit_history, as_of date, unit_days double precision, penalty double precision) (
	SFUNC = fit_accum, STYPE = retention_data, SSPACE = 2096, FINALFUNC = mbgnbd_fit_final, COMBINEFUNC = fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mbgnbd_fit(visit_history, date, double precision, double precision) IS 'As mbgnbd_fit(visit_history, date, double precision), for small samples: maximises log-likelihood - penalty * sum of ln(parameter / scale)^2, the scale of times being the mean tenure, that of shapes 1. This is a normal prior of mean 0 and variance 1 / (2 penalty) on each logarithm. Error 22023: penalty below 0 or not the same for all rows.';
CREATE AGGREGATE mbgnbd_fit(frequency integer, recency double precision, tenure double precision, unit_days double precision) (
	SFUNC = fit_accum, STYPE = retention_data, SSPACE = 2096, FINALFUNC = mbgnbd_fit_final, COMBINEFUNC = fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mbgnbd_fit(integer, double precision, double precision, double precision) IS 'As mbgnbd_fit(visit_history, date, double precision), of ready summaries in units of unit_days days; times are taken to the nearest 1/700 of a unit, so that whole days of a week and hundredths are exact. Errors 22023: recency above tenure, recency above 0 without a repeat visit, a number out of range (frequency 0 to 65534, tenure 0 to 23967).';
CREATE AGGREGATE mbgnbd_fit(frequency integer, recency double precision, tenure double precision, unit_days double precision, penalty double precision) (
	SFUNC = fit_accum, STYPE = retention_data, SSPACE = 2096, FINALFUNC = mbgnbd_fit_final, COMBINEFUNC = fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mbgnbd_fit(integer, double precision, double precision, double precision, double precision) IS 'As mbgnbd_fit(visit_history, date, double precision, double precision), of ready summaries as mbgnbd_fit(integer, double precision, double precision, double precision).';
CREATE AGGREGATE pareto_nbd_fit(visit_history, as_of date) (
	SFUNC = fit_accum, STYPE = retention_data, SSPACE = 2096, FINALFUNC = pareto_nbd_fit_final, COMBINEFUNC = fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE pareto_nbd_fit(visit_history, date) IS 'Fits Pareto/NBD (Schmittlein, Morrison and Colombo 1987; Fader and Hardie 2005, A Note on Deriving the Pareto/NBD Model), by maximum likelihood to the visits up to as_of, one history a customer, with time in weeks. Newton''s method with exact derivatives, always from the same starts; histories without a visit up to as_of and NULLs do not count; nobody left: NULL. The result does not depend on the order of rows. Where there is no maximum the model says so: converged(), fit_status(). Memory: 16 bytes a different combination of frequency, recency and tenure, with room to grow up to four times that. Errors: 54000 more than 33554432 different combinations; 22023 as_of out of range.';
CREATE AGGREGATE pareto_nbd_fit(visit_history, as_of date, unit_days double precision) (
	SFUNC = fit_accum, STYPE = retention_data, SSPACE = 2096, FINALFUNC = pareto_nbd_fit_final, COMBINEFUNC = fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE pareto_nbd_fit(visit_history, date, double precision) IS 'As pareto_nbd_fit(visit_history, date), with time in units of unit_days days. Errors: 22023 unit_days not in 1e-6 to 1e6 or not the same for all rows; 22004 NULL.';
CREATE AGGREGATE pareto_nbd_fit(visit_history, as_of date, unit_days double precision, penalty double precision) (
	SFUNC = fit_accum, STYPE = retention_data, SSPACE = 2096, FINALFUNC = pareto_nbd_fit_final, COMBINEFUNC = fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE pareto_nbd_fit(visit_history, date, double precision, double precision) IS 'As pareto_nbd_fit(visit_history, date, double precision), for small samples: maximises log-likelihood - penalty * sum of ln(parameter / scale)^2, the scale of times being the mean tenure, that of shapes 1. This is a normal prior of mean 0 and variance 1 / (2 penalty) on each logarithm. Error 22023: penalty below 0 or not the same for all rows.';
CREATE AGGREGATE pareto_nbd_fit(frequency integer, recency double precision, tenure double precision, unit_days double precision) (
	SFUNC = fit_accum, STYPE = retention_data, SSPACE = 2096, FINALFUNC = pareto_nbd_fit_final, COMBINEFUNC = fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE pareto_nbd_fit(integer, double precision, double precision, double precision) IS 'As pareto_nbd_fit(visit_history, date, double precision), of ready summaries in units of unit_days days; times are taken to the nearest 1/700 of a unit, so that whole days of a week and hundredths are exact. Errors 22023: recency above tenure, recency above 0 without a repeat visit, a number out of range (frequency 0 to 65534, tenure 0 to 23967).';
CREATE AGGREGATE pareto_nbd_fit(frequency integer, recency double precision, tenure double precision, unit_days double precision, penalty double precision) (
	SFUNC = fit_accum, STYPE = retention_data, SSPACE = 2096, FINALFUNC = pareto_nbd_fit_final, COMBINEFUNC = fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE pareto_nbd_fit(integer, double precision, double precision, double precision, double precision) IS 'As pareto_nbd_fit(visit_history, date, double precision, double precision), of ready summaries as pareto_nbd_fit(integer, double precision, double precision, double precision).';
CREATE AGGREGATE bgcnbd_fit(visit_history, as_of date) (
	SFUNC = regular_fit_accum, STYPE = retention_data, SSPACE = 2096, FINALFUNC = bgcnbd_fit_final, COMBINEFUNC = fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE bgcnbd_fit(visit_history, date) IS 'Fits BG/CNBD-k (Platzer and Reutterer 2016, Ticking Away the Moments), BG/NBD with visits that are regular, k = 1 being BG/NBD itself, by maximum likelihood to the visits up to as_of, one history a customer, with time in weeks. k grows from 1 (at most to 32) for as long as the likelihood does. Newton''s method with exact derivatives, always from the same starts; histories without a visit up to as_of and NULLs do not count; nobody left: NULL. The result does not depend on the order of rows. Where there is no maximum the model says so: converged(), fit_status(). Memory: 16 bytes a different combination of frequency, recency and tenure and a different interval, with room to grow up to four times that. Errors: 54000 more than 33554432 different combinations; 22023 as_of out of range.';
CREATE AGGREGATE bgcnbd_fit(visit_history, as_of date, unit_days double precision) (
	SFUNC = regular_fit_accum, STYPE = retention_data, SSPACE = 2096, FINALFUNC = bgcnbd_fit_final, COMBINEFUNC = fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE bgcnbd_fit(visit_history, date, double precision) IS 'As bgcnbd_fit(visit_history, date), with time in units of unit_days days. Errors: 22023 unit_days not in 1e-6 to 1e6 or not the same for all rows; 22004 NULL.';
CREATE AGGREGATE bgcnbd_fit(visit_history, as_of date, unit_days double precision, penalty double precision) (
	SFUNC = regular_fit_accum, STYPE = retention_data, SSPACE = 2096, FINALFUNC = bgcnbd_fit_final, COMBINEFUNC = fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE bgcnbd_fit(visit_history, date, double precision, double precision) IS 'As bgcnbd_fit(visit_history, date, double precision), for small samples: maximises log-likelihood - penalty * sum of ln(parameter / scale)^2, the scale of times being the mean tenure, that of shapes 1 (k is not penalised). This is a normal prior of mean 0 and variance 1 / (2 penalty) on each logarithm. Error 22023: penalty below 0 or not the same for all rows.';
CREATE AGGREGATE mbgcnbd_fit(visit_history, as_of date) (
	SFUNC = regular_fit_accum, STYPE = retention_data, SSPACE = 2096, FINALFUNC = mbgcnbd_fit_final, COMBINEFUNC = fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mbgcnbd_fit(visit_history, date) IS 'Fits MBG/CNBD-k (Platzer and Reutterer 2016; Reutterer, Platzer and Schroeder 2021, Leveraging purchase regularity), MBG/NBD with visits that are regular, k = 1 being MBG/NBD itself, by maximum likelihood to the visits up to as_of, one history a customer, with time in weeks. k grows from 1 (at most to 32) for as long as the likelihood does. Newton''s method with exact derivatives, always from the same starts; histories without a visit up to as_of and NULLs do not count; nobody left: NULL. The result does not depend on the order of rows. Where there is no maximum the model says so: converged(), fit_status(). Memory: 16 bytes a different combination of frequency, recency and tenure and a different interval, with room to grow up to four times that. Errors: 54000 more than 33554432 different combinations; 22023 as_of out of range.';
CREATE AGGREGATE mbgcnbd_fit(visit_history, as_of date, unit_days double precision) (
	SFUNC = regular_fit_accum, STYPE = retention_data, SSPACE = 2096, FINALFUNC = mbgcnbd_fit_final, COMBINEFUNC = fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mbgcnbd_fit(visit_history, date, double precision) IS 'As mbgcnbd_fit(visit_history, date), with time in units of unit_days days. Errors: 22023 unit_days not in 1e-6 to 1e6 or not the same for all rows; 22004 NULL.';
CREATE AGGREGATE mbgcnbd_fit(visit_history, as_of date, unit_days double precision, penalty double precision) (
	SFUNC = regular_fit_accum, STYPE = retention_data, SSPACE = 2096, FINALFUNC = mbgcnbd_fit_final, COMBINEFUNC = fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mbgcnbd_fit(visit_history, date, double precision, double precision) IS 'As mbgcnbd_fit(visit_history, date, double precision), for small samples: maximises log-likelihood - penalty * sum of ln(parameter / scale)^2, the scale of times being the mean tenure, that of shapes 1 (k is not penalised). This is a normal prior of mean 0 and variance 1 / (2 penalty) on each logarithm. Error 22023: penalty below 0 or not the same for all rows.';
CREATE AGGREGATE gamma_gamma_fit(visit_history, as_of date) (
	SFUNC = spend_fit_accum, STYPE = retention_data, SSPACE = 2096, FINALFUNC = gamma_gamma_fit_final, COMBINEFUNC = fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE gamma_gamma_fit(visit_history, date) IS 'Fits Gamma-Gamma (Fader and Hardie 2013, The Gamma-Gamma Model of Monetary Value, equation 1a), by maximum likelihood to the mean spend of repeat visits up to as_of, one history a customer. The first visit day is left out; customers without a repeat visit, or whose repeat visits sum to 0 or less (refunds), have no part. Otherwise as bgnbd_fit(visit_history, date). Error 22003: a customer''s spend above 2814749767106.';
CREATE AGGREGATE gamma_gamma_fit(visit_history, as_of date, penalty double precision) (
	SFUNC = spend_fit_accum, STYPE = retention_data, SSPACE = 2096, FINALFUNC = gamma_gamma_fit_final, COMBINEFUNC = fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE gamma_gamma_fit(visit_history, date, double precision) IS 'As gamma_gamma_fit(visit_history, date), with a penalty as in bgnbd_fit(visit_history, date, double precision, double precision); the scale of gamma is the mean sum of spend of a customer.';
CREATE AGGREGATE gamma_gamma_fit(frequency integer, spend double precision) (
	SFUNC = spend_fit_accum, STYPE = retention_data, SSPACE = 2096, FINALFUNC = gamma_gamma_fit_final, COMBINEFUNC = fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE gamma_gamma_fit(integer, double precision) IS 'As gamma_gamma_fit(visit_history, date), of the number of repeat visits and their mean spend; the sum of spend is rounded to hundredths.';
CREATE AGGREGATE gamma_gamma_fit(frequency integer, spend double precision, penalty double precision) (
	SFUNC = spend_fit_accum, STYPE = retention_data, SSPACE = 2096, FINALFUNC = gamma_gamma_fit_final, COMBINEFUNC = fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE gamma_gamma_fit(integer, double precision, double precision) IS 'As gamma_gamma_fit(visit_history, date, double precision), of the number of repeat visits and their mean spend.';
