-- Walked back from the numbers that nothing supersedes: a number has one successor, so this meets no cycle and each number once.
-- IS NOT NULL and DISTINCT change nothing but the planner's guess of how many there are, on which every plan of parts is built.
CREATE OR REPLACE VIEW part_superseded AS
WITH RECURSIVE chain (part_no, newest_no) AS (
	SELECT old.part_no, old.superseded_by
	FROM part old
	WHERE old.superseded_by IS NOT NULL AND old.superseded_by NOT IN (SELECT s.part_no FROM part s WHERE s.superseded_by IS NOT NULL)
	UNION ALL
	SELECT old.part_no, c.newest_no
	FROM chain c JOIN part old ON old.superseded_by = c.part_no
	WHERE old.superseded_by IS NOT NULL
)
SELECT DISTINCT ON (c.part_no) c.part_no, c.newest_no FROM chain c;
COMMENT ON VIEW part_superseded IS 'The superseded numbers and the last of their chains; a chain that runs in a circle has no last and is not here.';
COMMENT ON COLUMN part_superseded.part_no IS 'The superseded part.';
COMMENT ON COLUMN part_superseded.newest_no IS 'The newest number of its chain.';

CREATE OR REPLACE VIEW part_newest AS
SELECT p.part_no, coalesce(c.newest_no, p.part_no) AS newest_no
FROM part p LEFT JOIN part_superseded c ON c.part_no = p.part_no;
COMMENT ON VIEW part_newest IS 'The number that a part''s demand counts for: the last of its supersession chain; a chain that runs in a circle has no last, its numbers count for themselves.';
COMMENT ON COLUMN part_newest.part_no IS 'The part.';
COMMENT ON COLUMN part_newest.newest_no IS 'The newest number of its chain, its own if nothing supersedes it.';
