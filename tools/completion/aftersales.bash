# Completion of the aftersales programs in bash: options and commands as --help names them, else files.
_aftersales() {
	local word=${COMP_WORDS[COMP_CWORD]} words
	COMPREPLY=()
	case $word in
		-*) words=$("$1" --help 2>/dev/null | grep -oE -- '(^|[ ,])--[a-z-]+=?' | tr -d ' ,' | sort -u) ;;
		*)
			# commands of one word or two
			case $COMP_CWORD in
				1) words=$("$1" --help 2>/dev/null | sed -nE 's/^  aftersales-[a-z]+ (\[OPTION\]\.\.\. )?([a-z]+)( .*)?$/\2/p' | sort -u) ;;
				2) words=$("$1" --help 2>/dev/null | sed -nE "s/^  aftersales-[a-z]+ ${COMP_WORDS[1]//[^a-z]/} ([a-z]+)( .*)?\$/\1/p") ;;
			esac
			mapfile -t COMPREPLY < <(compgen -f -- "$word")
			;;
	esac
	mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "${words:-}" -- "$word")
	[[ ${COMPREPLY[0]:-} != *= ]] || compopt -o nospace 2>/dev/null
}
complete -o filenames -F _aftersales aftersales-load aftersales-followup aftersales-report aftersales-sample
