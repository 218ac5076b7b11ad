-- recency, frequency, monetary

CREATE FUNCTION rfm_score() RETURNS integer
LANGUAGE C IMMUTABLE PARALLEL SAFE WINDOW AS 'MODULE_PATHNAME', 'aftersales_rfm_score';
COMMENT ON FUNCTION rfm_score() IS 'Window function: quintile of the row, 1 to 5, in the ORDER BY of its window: 1 + floor(5 * rows before / rows of the partition), where rows equal in the ORDER BY count as the first of them. So equal customers have equal scores, whatever the order of rows. Ascending order gives 5 to the greatest: rfm_score() OVER (ORDER BY last_visit), OVER (ORDER BY frequency), OVER (ORDER BY monetary NULLS FIRST).';
CREATE FUNCTION rfm_score(scores integer) RETURNS integer
LANGUAGE C IMMUTABLE PARALLEL SAFE WINDOW AS 'MODULE_PATHNAME', 'aftersales_rfm_score_of';
COMMENT ON FUNCTION rfm_score(integer) IS 'As rfm_score(), with scores 1 to scores. Error 22023: scores not in 1 to 100.';

CREATE FUNCTION rfm_segment(r integer, f integer, m integer) RETURNS text
LANGUAGE C IMMUTABLE PARALLEL SAFE STRICT AS 'MODULE_PATHNAME', 'aftersales_rfm_segment';
COMMENT ON FUNCTION rfm_segment(integer, integer, integer) IS 'Segment of a customer by quintiles of recency, frequency and monetary value, v = (f + m) / 2. r 4 and 5: champion (v >= 4), loyal (v >= 3), new (f = 1), promising. r 3: loyal (v >= 3), needs_attention. r 1 and 2: cannot_lose (v >= 4), at_risk (v >= 2.5), else hibernating (r = 2) or lost (r = 1). Error 22023: a score not in 1 to 5.';
