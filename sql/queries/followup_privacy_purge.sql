-- Removes what is held of persons not seen since a day. $1: the day; $2: true: dry run.
SELECT p.item, p.rows FROM aftersales.purge_customers($1::date, coalesce($2::boolean, false)) p
