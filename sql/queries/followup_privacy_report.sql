-- What is held of persons. $1: the day, NULL: today.
SELECT r.item, r.value, r.warning FROM aftersales.privacy_report(coalesce($1::date, aftersales.today())) r
