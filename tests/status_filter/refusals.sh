#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# refusals.sh STATUS_FILTER: what the filter takes as it comes, what it refuses, and where it says that the fault is.
set -eu
filter=$1
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here"
touch complaints

# Short for lines: m MATTER, c KEY MATTER [MORE FIELDS], r CONTACT [MORE FIELDS], for talks of r and a.
m() { printf '{"type":"matter","key":"%s","lifecycle":"meeting_request","requester":"r","respondents":["a"]}\n' "$1"; }
c() { printf '{"type":"contact","key":"%s","matter":"%s","act":"request","from":"r","to":"a","on":"2023-05-01"%s}\n' "$1" "$2" "${3:-}"; }
r() { printf '{"type":"report","on":"%s","source":"s","stance":"asserts"%s}\n' "$1" "${2:-}"; }

# filtered [OPTIONS] < LINES: fills `statuses` and `errors`; gives the exit status in `ended`.
filtered()
{
    ended=0
    "$filter" --when 2023-06-01 "$@" > out 2> err || ended=$?
    statuses=$(sed 's/{"matter":"\([^"]*\)","respondent":"\([^"]*\)","state":"\([^"]*\)".*/\1 \2 \3/' out | paste -sd, -)
    errors=$(head -n 1 err)
}
complain()
{
    echo "$1: ended with $ended, printed \"$statuses\", said \"$errors\"" | tee -a complaints
}
# takes NAME STATUSES [OPTIONS] < LINES
takes()
{
    name=$1 wanted=$2
    shift 2
    filtered "$@"
    if [ $ended != 0 ] || [ "$statuses" != "$wanted" ] || [ -n "$errors" ]; then complain "$name"; fi
}
# refuses NAME STATUSES-BEFORE ERROR [OPTIONS] < LINES
refuses()
{
    name=$1 wanted=$2 error=$3
    shift 3
    filtered "$@"
    case $errors in "status_filter: $error"*) said=yes ;; *) said=no ;; esac
    if [ $ended != 2 ] || [ "$statuses" != "$wanted" ] || [ $said = no ]; then complain "$name"; fi
}

takes "nothing" "" < /dev/null
takes "blank lines" "" << 'END'

  
END
{ m m1; c c1 m1; m m2; c c2 m2; } > two
takes "two groups" "m1 a pending,m2 a pending" < two
printf '\357\273\277' | cat - two | sed 's/$/\r/' | takes "a byte order mark and carriage returns" "m1 a pending,m2 a pending"
head -c -1 two | takes "a last line that does not end" "m1 a pending,m2 a pending"
{ c c1 m1; m m1; } | takes "a matter's line after its contacts" "m1 a pending"
people='{"type":"actor","key":"r"}
{"type":"actor","key":"a"}'
{ echo "$people"; m m1; } > matters
{ c c1 m1; } | takes "a matter's line in a shared file" "m1 a pending" --shared matters
{ m m1; c c1 m1; m m2; c c1 m2; } | takes "keys that are unique in their group alone" "m1 a pending,m2 a pending"
{ m m1; c c1 m1; m m2; c c2 m2 ',"in_reply_to":"c1","cites":["ban"]'; m m3; c ban m3; } | takes "names from elsewhere" "m1 a pending,m2 a pending,m3 a pending"
{ m m1; c c1 m1; r c1 ',"published":"2023-05-02"'; } | takes "a source that nobody described" "m1 a pending"
{ m m1; c c1 m1; r c1 ',"published":"2023-05-02"'; } | takes "sources to believe" "m1 a none" --sources t
{ m m1; c c1 m1; r c1 ',"published":"2023-05-02"'; } | takes "what was known" "m1 a none" --known 2023-05-01
{ echo '{"type":"contact","key":"c0","act":"remark","from":"x","on":"2023"}'; cat two; } | takes "contacts of no matter first" "m1 a pending,m2 a pending"

# What stands in a group counts for that group alone.
accept='"act":"accept","from":"deputy","to":"r"'
tie='{"type":"tie","key":"t","kind":"part_of","from":"deputy","to":"a"}'
deputy() { printf '{"type":"contact","key":"%s","matter":"%s",%s,"respondent":"a","on":"2023-05-02"}\n' "$1" "$2" "$accept"; }
{ m m1; c c1 m1; deputy d1 m1; echo "$tie"; m m2; c c2 m2; deputy d2 m2; } > deputies
takes "a tie in a group" "m1 a agreed,m2 a agreed" < deputies
if [ "$(sed 's/.*"diagnostics"://' out | paste -sd' ' -)" != '[]} [{"contact":"d2","kind":"outsider"}]}' ]; then complain "a tie in a group"; fi

where="standard input"
{ cat two; c c3 m3; } | refuses "a matter without its line" "m1 a pending,m2 a pending" "$where:5:39: matter: the line of the matter \"m3\" is not among those of its contacts"
{ cat two; m m1; c c3 m1; } | refuses "a matter that comes back" "m1 a pending,m2 a pending" "$where:5: the matter \"m1\" was there before, from line 1 on"
{ cat two; m m3; c c3 m3 ',"corrects":"c1"'; } | refuses "a correction of another matter's contact" "m1 a pending,m2 a pending" "$where:6:109: corrects: \"c1\" is not among the lines of the matter \"m3\""
{ cat two; r c1; } | refuses "a report on another matter's contact" "m1 a pending" "$where:5:23: on: \"c1\" is not among"
{ cat two; r c2; } | refuses "a source of which the date may matter" "m1 a pending" "$where:5:37: source: \"s\" names nothing"
{ cat two; echo; echo '{"type":"contact","key":"c9",'; m m3; } | refuses "a broken line" "m1 a pending" "$where:6:"
{ cat two; c c2 m2 ',"note":"otherwise"'; } | refuses "two contents of a key" "m1 a pending" "$where:5:25: key: \"c2\" is the key of the contact in line 4 and of the contact in line 5"
{ cat two; m m3; c c3 m3 | sed 's/2023-05-01/yesterday/'; m m4; } | refuses "no date" "m1 a pending,m2 a pending" "$where:6:"
{ echo '{"type":"actor","key":"r"}'; cat two; } | refuses "with --strict, what nobody described" "" "$where:2:90: respondents: \"a\" names nothing" --strict
{ echo "$people"; cat two; } > all
refuses "contacts in a shared file" "" "all: it has contacts" --shared all < two
refuses "a shared file that is not there" "" "nowhere: the file cannot be opened" --shared nowhere < two
refuses "another option" "" "there is no option --json" --json < two
refuses "a file" "" "the contacts come on the standard input, not from two" two < two
refuses "no date to look from" "" "--known: " --known 2023-13 < two
if ! "$filter" --help | grep -q 'grouped by matter'; then complain "--help"; fi
if [ -w /dev/full ]; then
    ended=0
    "$filter" < two > /dev/full 2> err || ended=$?
    if [ $ended != 2 ] || ! grep -q "standard output" err; then complain "an output that is full"; fi
fi
test ! -s complaints
