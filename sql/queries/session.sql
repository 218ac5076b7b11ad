-- What every session of the programs sets: nothing of theirs depends on the user's or the database's settings.
SET search_path = aftersales, pg_temp;
SET client_encoding = 'UTF8';
SET DateStyle = 'ISO, YMD';
SET TimeZone = 'UTC';
SET standard_conforming_strings = on;
