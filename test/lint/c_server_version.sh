#!/bin/sh
# Differences between server versions are in compat.h only.
! git grep -n --untracked PG_VERSION_NUM -- '*.c' '*.h' ':!extension/compat.h'
