#!/bin/bash
# Completion in bash, and the examples of units for systemd.
. "$(dirname "$0")/../lib/tap.sh"
PATH=$BUILD/bin:$PATH
cd "$scratch" || exit 1
touch visit.csv
. "$root/tools/completion/aftersales.bash"
# completes WORD...: what the last word of a command line becomes
completes() {
	COMP_WORDS=("$@")
	COMP_CWORD=$(($# - 1))
	_aftersales "$1"
	printf '%s\n' "${COMPREPLY[@]}" | LC_ALL=C sort | xargs
}
is "$(completes aftersales-load --max)" "--max-errors=" "an option of the loader"
is "$(completes aftersales-load --re)" "--refresh --rejects= --retry=" "options that begin alike"
is "$(completes aftersales-load st)" "status" "a command"
is "$(completes aftersales-load inbox vis)" "visit.csv" "a file"
is "$(completes aftersales-load vis)" "visit.csv" "a file in place of a command"
is "$(completes aftersales-load --none)" "" "nothing"
for program in load followup sample; do
	is "$(completes "aftersales-$program" --)" "$("aftersales-$program" --help | grep -oE -- '--[a-z-]+=?' | LC_ALL=C sort -u | xargs)" "every option of aftersales-$program"
done
is "$(completes aftersales-followup pri) $(completes aftersales-followup privacy p) $(completes aftersales-followup ex)" "privacy purge explain export" "commands of one word and of two"
is "$(complete -p aftersales-load)" "complete -o filenames -F _aftersales aftersales-load" "bash knows it"

make -s -C "$root/tools" install DESTDIR="$scratch/root" bindir=/usr/local/bin mandir=/usr/local/share/man PG_CONFIG="$PG_CONFIG" >install.out 2>&1
is "$?" 0 "install"
is "$(cmp "$root/tools/completion/aftersales.bash" "root/usr/local/share/bash-completion/completions/aftersales-load" 2>&1)" "" "puts it where bash-completion looks, under each program's name"

service=$root/tools/systemd/aftersales-load.service
for option in $(sed -n 's/^ExecStart=//p' "$service" | tr ' ' '\n' | grep '^--'); do
	like "$(aftersales-load --help)" "[ ]${option}[ =]" "the unit's option $option exists"
done
is "$(sed -n 's|^ExecStart=[^ ]*/aftersales-load .* \([a-z]*\) /.*|\1|p' "$service")" inbox "the unit works on an inbox"
if command -v systemd-analyze >/dev/null; then
	sed "s|/usr/local/bin/aftersales-load|$BUILD/bin/aftersales-load|" "$service" >aftersales-load.service
	cp "$root/tools/systemd/aftersales-load.timer" .
	is "$(systemd-analyze verify --man=no ./aftersales-load.service ./aftersales-load.timer 2>&1 | grep aftersales-load)" "" "systemd accepts the units"
	ok "and the timer's times" systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' aftersales-load.timer)"
else
	pass_if 0 "systemd accepts the units # SKIP no systemd-analyze"
fi
done_testing
