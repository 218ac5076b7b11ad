#!/bin/bash
# No C function of more than 80 lines, no C file of more than 600.
git ls-files -z --cached --others --exclude-standard '*.c' '*.h' | xargs -0 awk '
	FNR == 1 { start = 0 }
	FNR == 601 { print FILENAME ": more than 600 lines"; bad = 1 }
	/^\{/ { start = FNR }
	/^\}/ && start {
		if (FNR - start + 1 > 80) { print FILENAME ":" start ": a function of " FNR - start + 1 " lines"; bad = 1 }
		start = 0
	}
	END { exit bad }'
