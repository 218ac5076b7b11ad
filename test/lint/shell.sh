#!/bin/bash
# The scripts pass shellcheck. (Tests share variables with test/lib/tap.sh: 2034, 2154; a failed cd fails the test: 2164; words are meant to split,
# and names of files are ours: 2046, 2010.)
mapfile -t files < <(git ls-files --cached --others --exclude-standard | while read -r f; do
	[ -L "$f" ] || ! head -n 1 "$f" 2>/dev/null | grep -aqE '^#!/bin/(ba)?sh' || echo "$f"
done)
[ "${#files[@]}" -gt 0 ] && shellcheck -S warning -e SC1091,SC2010,SC2034,SC2046,SC2154,SC2164 "${files[@]}"
