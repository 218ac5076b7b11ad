-- abc_class: class of each line by its amount
-- ours
SELECT line_no, abc_class(amount) OVER (ORDER BY amount DESC, line_no) FROM line;
-- plain
SELECT line_no, CASE WHEN total = 0 OR amount <= 0 THEN 'C' WHEN upto - amount < 0.80 * total THEN 'A' WHEN upto - amount < 0.95 * total THEN 'B' ELSE 'C' END
FROM (SELECT line_no, amount, sum(amount) OVER (ORDER BY amount DESC, line_no ROWS UNBOUNDED PRECEDING) AS upto, sum(amount) OVER () AS total FROM line) s;
