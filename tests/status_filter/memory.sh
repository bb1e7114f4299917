#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# memory.sh STATUS_FILTER: whether a hundred times as many groups take no more memory.
set -eu
filter=$1
# A sanitizer keeps what is freed.
export ASAN_OPTIONS="${ASAN_OPTIONS:-}:quarantine_size_mb=1:detect_leaks=0"

if ! /usr/bin/time -f %M true > /dev/null 2>&1; then
    echo "SKIPPED: there is no GNU time (Debian: time)"
    exit 0
fi

# Three lines a matter, with actors, keys and words of their own.
groups()
{
    awk -v n="$1" 'BEGIN { for (m = 0; m < n; ++m) {
        printf "{\"type\":\"matter\",\"key\":\"m%d\",\"lifecycle\":\"meeting_request\",\"requester\":\"r%d\",\"respondents\":[\"a%d\"]}\n", m, m, m
        printf "{\"type\":\"contact\",\"key\":\"c%d\",\"matter\":\"m%d\",\"act\":\"request\",\"from\":\"r%d\",\"to\":\"a%d\",\"on\":\"2023-05-01\"}\n", m, m, m, m
        printf "{\"type\":\"report\",\"on\":\"c%d\",\"source\":\"s%d\",\"stance\":\"asserts\",\"published\":\"2023-05-02\"}\n", m, m } }'
}

peak_of() { groups "$1" | { /usr/bin/time -f %M "$filter" --when 2023-06-01 | tail -n 1 > /dev/null; } 2>&1; }

few=$(peak_of 2000)
many=$(peak_of 200000)
echo "2,000 groups: $few kB; 200,000 groups: $many kB"
[ "$many" -le $((few + 4096)) ]
