#!/bin/bash
# cppcheck finds nothing in the C files. (gcc and clang define the right shift of a negative number: arithmetic.)
mapfile -t files < <(git ls-files --cached --others --exclude-standard '*.c')
cppcheck -q --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 --suppress=missingInclude --suppress=shiftTooManyBitsSigned --suppress=shiftNegativeLHS \
	-Iextension -Iextension/core -Itools/lib "${files[@]}"
