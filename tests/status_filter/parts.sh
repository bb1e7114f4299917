#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# parts.sh GROUPED STATUS_FILTER CHRONICLE_STATUS TABLE CHRONICLE: whether parts of a chronicle give the same answers as the whole, through the filter and as
# the loaded file, for random chronicles, for one of a table of its own and, where DEMARCHE_CONFORMANCE_DIR is set, for those there.
set -eu
grouped=$1 filter=$2 loaded=$3 table=$4 of_table=$5

if ! printf 'a\nb\n' | split --filter='cat > /dev/null' 2> /dev/null; then
    echo "SKIPPED: this split has no --filter (GNU coreutils has)"
    exit 0
fi
with_parallel=no
if parallel --version 2> /dev/null | grep -q GNU; then with_parallel=yes; fi

here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here"

# From whole.jsonl the lines that all matters share, and each group as one line.
cut_out()
{
    rm -f shared.jsonl groups.jsonl
    touch shared.jsonl groups.jsonl
    awk '/^{"type":"matter"/ { begun = 1 } { print > (begun ? "groups.jsonl" : "shared.jsonl") }' whole.jsonl
    awk '/^{"type":"matter"/ && NR > 1 { printf "\n" } { printf "%s\036", $0 } END { printf "\n" }' groups.jsonl > groups.lines
}

same()
{
    cmp -s expected "$1" && return
    diff expected "$1" | head -n 6
    echo "$2: the answers of $1 are not those of the loaded file"
    exit 1
}

compare()
{
    name=$1
    shift
    "$loaded" whole.jsonl --json "$@" > expected
    "$filter" "$@" < whole.jsonl > whole
    same whole "$name $*"
    rm -f part.*
    split -n l/7 --filter="tr '\036' '\n' | '$filter' --shared shared.jsonl $* > \$FILE" groups.lines part.
    cat part.* > parts
    same parts "$name $*"
    legs=$((legs + $(wc -l < expected)))
}

in_parallel()
{
    "$loaded" whole.jsonl --json --when 2023-05-16 > expected
    parallel --pipe --keep-order --recstart '{"type":"matter"' --block 50k "$filter" --shared shared.jsonl --when 2023-05-16 < groups.jsonl > parallel
    same parallel "$1"
}

from_everywhere()
{
    cut_out
    compare "$1" --when 2023-05-10
    compare "$1" --when 2023-05-16T12:00:00Z --known 2023-05-12
    compare "$1" --when 2030-01-01
    half=$(sed -n 's/^{"type":"source","key":"\([^"]*[02468]\)".*/\1/p' whole.jsonl | paste -sd, -)
    if [ -n "$half" ]; then compare "$1" --when 2023-05-20 --sources "$half"; fi
}

legs=0
for seed in 1 2 3; do
    "$grouped" random $seed 60 > whole.jsonl
    from_everywhere "seed $seed"
    if [ $with_parallel = yes ]; then in_parallel "seed $seed"; fi
    # By the order of lines: those of a matter keep theirs in any part.
    sed 's/,"seq":[0-9]*//' whole.jsonl > plain.jsonl
    mv plain.jsonl whole.jsonl
    from_everywhere "seed $seed, without seq"
done
echo "random chronicles: $legs statuses agree"

legs=0
cp "$table" table.tsv
"$grouped" regroup "$of_table" > whole.jsonl
cut_out
compare "$of_table" --lifecycle table.tsv --when 2023-06-12
echo "a table of its own: $legs statuses agree"
[ $legs -gt 0 ]
"$filter" --when 2023-06-12 < whole.jsonl 2> said > none
grep -q "no lifecycle .* is known; name its file with --lifecycle" said
[ "$(wc -l < said)" = 1 ] && ! [ -s none ]

legs=0 taken=0 left=0
for file in "${DEMARCHE_CONFORMANCE_DIR:-/nowhere}"/conformance/*[0-9].jsonl; do
    if ! [ -e "$file" ]; then break; fi
    if "$grouped" regroup "$file" > whole.jsonl; then
        from_everywhere "$file"
        taken=$((taken + 1))
    else
        left=$((left + 1))
    fi
done
if [ $((taken + left)) = 0 ]; then echo "without the conformance set: DEMARCHE_CONFORMANCE_DIR is not set"
else echo "conformance set: $legs statuses of $taken chronicles agree; $left left out, where corrections cross matters"; fi
if [ $with_parallel = no ]; then echo "without GNU parallel, which is not installed"; fi
