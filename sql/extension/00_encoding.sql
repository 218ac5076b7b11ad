-- names, words of rules and reasons are Chinese, and limits of text count its characters
DO $$
BEGIN
	IF pg_catalog.getdatabaseencoding() OPERATOR(pg_catalog.<>) 'UTF8' THEN
		RAISE feature_not_supported USING MESSAGE = 'extension "aftersales" needs a database with encoding UTF8',
			HINT = 'CREATE DATABASE ... ENCODING ''UTF8'' TEMPLATE template0';
	END IF;
END
$$;
