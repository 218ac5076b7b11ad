-- monthly average demand, safety stock, months of supply, stocking decision, ABC
\set SHOW_CONTEXT never
\pset format unaligned
\pset tuples_only on
\pset null NULL
SET search_path = aftersales, public;

-- vectors of the founding rule
SELECT monthly_average_demand('{2026-01:10,2026-02:12,2026-03:9,2026-04:14,2026-05:11,2026-06:16}'::demand, '2026-07-01');
SELECT monthly_average_demand('{10,12,9,14,11,16}'::float8[]);
SELECT monthly_average_demand('{99,98,10,12,9,14,11,16}'::float8[]);
SELECT safety_stock(268/21.0::float8, 7, 3), safety_stock(268/21.0::float8, 7, 3, 30), safety_stock(268/21.0::float8, 0, 0);
SELECT safety_stock(d, as_of => '2026-07-31', order_cycle => 7, lead_time => 3), safety_stock(d, '2026-07-01', 7, 3, 30)
FROM (VALUES ('{2026-01:10,2026-02:12,2026-03:9,2026-04:14,2026-05:11,2026-06:16}'::demand)) v(d);

-- the current month and what is older than six months do not count; months without a row are 0; returns are floored
SELECT monthly_average_demand('{2025-12:100,2026-06:21,2026-07:100}'::demand, '2026-07-31');
SELECT monthly_average_demand('{2026-05:-100,2026-06:21}'::demand, '2026-07-01');
SELECT monthly_average_demand('{}'::demand, '2026-07-01');
-- short history: available from May on, from June on, from this month on
SELECT monthly_average_demand(d, '2026-07-01', a) FROM (VALUES ('{2026-01:1000,2026-05:11,2026-06:16}'::demand)) v(d),
	(VALUES (date '2025-01-01'), ('2026-05-01'), ('2026-05-20'), ('2026-06-01'), ('2026-07-01'), ('2027-01-01')) f(a);
SELECT monthly_average_demand('{11,16}'::float8[]), monthly_average_demand('{}'::float8[]), monthly_average_demand('{1,2,3}'::float8[], weights => '{1,1}'), monthly_average_demand('{3}'::float8[], weights => '{1,0}');
SELECT monthly_average_demand('{2026-06:12}'::demand, '2026-07-01', weights => '{1}'), monthly_average_demand('{2026-04:12}'::demand, '2026-07-01', NULL, '{1,0,0}');
SELECT monthly_average_demand(NULL::demand, '2026-07-01'), monthly_average_demand('{}'::demand, NULL), safety_stock(NULL::float8, 1, 1), safety_stock('{}'::demand, '2026-07-01', NULL, 1);
SELECT months_of_supply(10, 4), months_of_supply(10, 0);
\set VERBOSITY sqlstate
SELECT safety_stock(-1, 7, 3);
SELECT safety_stock('NaN', 7, 3);
SELECT safety_stock(1, 'Infinity', 3);
SELECT safety_stock(1, 7, -3);
SELECT safety_stock(1, 7, 3, 0);
SELECT safety_stock(1, 7, 3, 'NaN');
SELECT safety_stock(1e308, 7, 3);
SELECT safety_stock('{}'::demand, '2026-07-01', -7, 3);
SELECT safety_stock('{}'::demand, '2026-07-01', -7, 3, 6, '2026-07-01');
SELECT monthly_average_demand('{}'::demand, 'infinity');
SELECT monthly_average_demand('{}'::demand, '2026-07-01', 'infinity');
SELECT monthly_average_demand('{1,NULL}'::float8[]);
SELECT monthly_average_demand('{1,NaN}'::float8[]);
SELECT monthly_average_demand('{{1},{2}}'::float8[]);
SELECT monthly_average_demand('{1}'::float8[], weights => '{}');
SELECT monthly_average_demand('{1}'::float8[], weights => '{0,0}');
SELECT monthly_average_demand('{1}'::float8[], weights => '{1,-1}');
SELECT monthly_average_demand('{1}'::float8[], array_fill(1, ARRAY[1201])::float8[]);
SELECT monthly_average_demand('{0.5,0.5}'::float8[], weights => '{1e308,1e308}');
SELECT months_of_supply(-1, 1);
SELECT months_of_supply(1, 'Infinity');
\set VERBOSITY default
SELECT safety_stock(1, 7, -3);
SELECT safety_stock(1, 7, 3, 0);
SELECT monthly_average_demand('{1}'::float8[], weights => '{0,0}');

-- stocking decision, every branch; 12 in the half-year is out, 12.001 is in
SELECT * FROM stocking_decision(0, 0, 'wear', 100, 5);
SELECT * FROM stocking_decision(7, 3, 'assembly', 100, 5);
SELECT * FROM stocking_decision(7, 3, 'assembly', 100, 5, network_demand => false);
SELECT * FROM stocking_decision(7, 3, 'common', 12, 5);
SELECT * FROM stocking_decision(7, 3, 'common', 12.001, 5);
SELECT * FROM stocking_decision(7, 3, 'common', 12.001, 5, low_safety_stock => 5.5);
SELECT * FROM stocking_decision(7, 3, 'common', 30, 5, slow_limit => 30);
SELECT * FROM stocking_decision(0, 0, 'wear', 100, 5, 'introduction');
SELECT * FROM stocking_decision(0, 0, 'wear', 100, 5, 'discontinued');
SELECT * FROM stocking_decision(7, NULL, 'wear', 100, 5);
SELECT * FROM stocking_decision(7, 3, 'A', 100, 5);
SELECT * FROM stocking_decision(7, 3, 'wear', 100, 5, 'old');
SELECT * FROM stocking_decision(7, 3, 'wear', 'NaN', 5);
SELECT * FROM stocking_decision(7, 3, 'wear', 100, 5, slow_limit => -0.001);
SELECT * FROM stocking_decision(7, 3, 'wear', 100, -5);
SELECT * FROM stocking_decision(-7, 3, 'wear', 100, 5);

-- ABC: vectors of the rule in each form
SELECT string_agg(c, ' ') FROM (SELECT abc_class(v) OVER (ORDER BY v DESC) FROM unnest('{500,300,100,50,30,20}'::bigint[]) v) s(c);
SELECT string_agg(c, ' ') FROM (SELECT abc_class(v) OVER (ORDER BY v DESC) FROM unnest('{500,300,100,50,30,20}'::numeric[]) v) s(c);
SELECT string_agg(c, ' ') FROM (SELECT abc_class(v) OVER (ORDER BY v DESC) FROM unnest('{500,300,100,50,30,20}'::float8[]) v) s(c);
SELECT string_agg(c, ' ') FROM (SELECT abc_class(v) OVER (ORDER BY v DESC) FROM unnest('{0.7,0.1,0.1,0.1}'::numeric[]) v) s(c);
SELECT string_agg(c, ' ') FROM (SELECT abc_class(v) OVER (ORDER BY v DESC) FROM unnest('{900,60,40}'::numeric[]) v) s(c);
-- the doubles 0.7 and 0.1 are just below and above: 0.7 + 0.1 is less than 0.8 of their sum
SELECT string_agg(c, ' ') FROM (SELECT abc_class(v) OVER (ORDER BY v DESC) FROM unnest('{0.7,0.1,0.1,0.1}'::float8[]) v) s(c);
-- far apart in size: exact all the same
SELECT string_agg(c, ' ') FROM (SELECT abc_class(v) OVER (ORDER BY v DESC) FROM unnest('{8e300,2e300}'::float8[]) v) s(c);
SELECT string_agg(c, ' ') FROM (SELECT abc_class(v) OVER (ORDER BY v DESC) FROM unnest('{8e300,2e300,1e-300}'::float8[]) v) s(c);
SELECT string_agg(c, ' ') FROM (SELECT abc_class(v) OVER (ORDER BY v DESC) FROM unnest(ARRAY[80, 20, 1e-30]) v) s(c);
SELECT string_agg(c, ' ') FROM (SELECT abc_class(v) OVER (ORDER BY v DESC) FROM unnest('{9223372036854775807,9223372036854775807,1}'::bigint[]) v) s(c);
-- not positive, NULL, empty, single
SELECT string_agg(c, ' ') FROM (SELECT abc_class(v) OVER (ORDER BY v DESC) FROM unnest('{5,0,-3,NULL}'::numeric[]) v) s(c);
SELECT string_agg(c, ' ') FROM (SELECT abc_class(v) OVER (ORDER BY v DESC) FROM unnest('{0,0}'::bigint[]) v) s(c);
SELECT string_agg(c, ' ') FROM (SELECT abc_class(v) OVER (ORDER BY v DESC) FROM unnest('{-1,0,NULL}'::float8[]) v) s(c);
SELECT abc_class(v) OVER (ORDER BY v DESC) FROM unnest('{}'::numeric[]) v;
-- thresholds, partitions, a constant argument
SELECT string_agg(c, ' ') FROM (SELECT abc_class(v, 0.5, 0.8) OVER (ORDER BY v DESC) FROM unnest('{500,300,100,50,30,20}'::numeric[]) v) s(c);
SELECT string_agg(c, ' ') FROM (SELECT abc_class(v, 1, 1) OVER (ORDER BY v DESC) FROM unnest('{500,300,100}'::float8[]) v) s(c);
SELECT p, v, abc_class(v) OVER (PARTITION BY p ORDER BY v DESC) FROM (VALUES (1, 90), (1, 10), (2, 5), (2, 5), (3, 7)) t(p, v) ORDER BY p, v DESC;
SELECT abc_class(v, 0, 0.9) OVER (ORDER BY v DESC) FROM unnest('{1}'::numeric[]) v;
SELECT abc_class(v, 0.9, 0.8) OVER (ORDER BY v DESC) FROM unnest('{1}'::bigint[]) v;
SELECT abc_class(v, 0.8, 1.1) OVER (ORDER BY v DESC) FROM unnest('{1}'::float8[]) v;
SELECT abc_class(v, NULL) OVER (ORDER BY v DESC) FROM unnest('{1}'::float8[]) v;
SELECT abc_class(v, 0.8000000001) OVER (ORDER BY v DESC) FROM unnest('{1}'::numeric[]) v;
SELECT abc_class(v, 'NaN') OVER (ORDER BY v DESC) FROM unnest('{1}'::numeric[]) v;
SELECT abc_class(v) OVER (ORDER BY v DESC) FROM unnest('{NaN}'::numeric[]) v;
SELECT abc_class(v) OVER (ORDER BY v DESC) FROM unnest('{Infinity}'::float8[]) v;
SELECT abc_class(v) OVER (ORDER BY v DESC) FROM unnest('{1e39}'::numeric[]) v;
SELECT abc_class(v) OVER (ORDER BY v DESC) FROM unnest('{1e20,1e-20}'::numeric[]) v;
SELECT abc_class(1.0);

-- masks
SELECT mask_phone('13812345678'), mask_phone('+8613812345678'), mask_phone('01012345'), mask_phone('12345'), mask_phone(''), mask_phone(NULL);
SELECT mask_name('张三'), mask_name('欧阳小明'), mask_name('王'), mask_name(''), mask_name(NULL);
