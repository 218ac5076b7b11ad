#!/bin/bash
# cppcheck finds nothing in the C files.
mapfile -t files < <(git ls-files --cached --others --exclude-standard '*.c')
cppcheck -q --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 --suppress=missingInclude \
	-Iextension -Iextension/core -Itools/lib "${files[@]}"
