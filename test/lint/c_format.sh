#!/bin/sh
# C is laid out as pg_bsd_indent does it; make format mends it.
exec test/lint/format
