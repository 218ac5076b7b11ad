-- What the extension's objects are, one a line, for comparing an updated extension with a fresh one: identity, definition, comment, grants.
WITH member AS (
	SELECT d.classid, d.objid FROM pg_depend d
	WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass AND d.refobjid = (SELECT e.oid FROM pg_extension e WHERE e.extname = 'aftersales')
)
SELECT concat_ws(' | ', i.type, i.identity,
	pg_get_userbyid(p.proowner), CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) ELSE concat_ws(' ', p.proparallel, pg_get_function_arguments(p.oid)) END, p.proacl,
	a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggtranstype::regtype, a.aggtransspace, a.agginitval,
	t.typlen, t.typalign, t.typstorage, t.typinput, t.typoutput, t.typreceive, t.typsend, t.typcategory, t.typacl,
	o.oprcode, o.oprresult::regtype, o.oprcom::regoperator, o.oprnegate::regoperator, o.oprrest, o.oprjoin, o.oprcanhash, o.oprcanmerge,
	c.castfunc::regprocedure, c.castcontext, c.castmethod,
	obj_description(m.objid, m.classid::regclass::name))
FROM member m
CROSS JOIN LATERAL pg_identify_object(m.classid, m.objid, 0) i
LEFT JOIN pg_proc p ON m.classid = 'pg_proc'::regclass AND p.oid = m.objid
LEFT JOIN pg_aggregate a ON a.aggfnoid = p.oid
LEFT JOIN pg_type t ON m.classid = 'pg_type'::regclass AND t.oid = m.objid
LEFT JOIN pg_operator o ON m.classid = 'pg_operator'::regclass AND o.oid = m.objid
LEFT JOIN pg_cast c ON m.classid = 'pg_cast'::regclass AND c.oid = m.objid
ORDER BY 1;
