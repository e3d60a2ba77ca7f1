#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every script of the server of transport faults: no crash, no hang, whole reports, and the exit code of this table.
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need xmllint

# Scripts not named here must end with 1: even those that are correct HTTP do not answer as EPMM does.
declare -A expected=(
  [silence]=3 [slow-header]=3 [slow-body]=3 [slow-chunks]=3 [length-long-open]=3 # deadlines
  [challenge-basic]=3 [challenge-ntlm]=3                                         # credentials refused by the first read
  [empty-reply]=3 [reset]=3 [cut-at]=3 [reset-at]=3                              # not one byte of an answer to it
)
# What a report says of a script, where the exit code alone would not tell that the fault was seen.
declare -A says=(
  [empty-reply]='no HTTP answer' [reset]='no HTTP answer' [cut-header]='answer cut off'
  [cut-body]='before the announced end' [length-long]='before the announced end' [chunk-missing-end]='before the announced end'
  [silence]='time' [header-flood]='headers and trailers' [trailer-flood]='headers and trailers'
  [endless-body]='a number is too long' [endless-chunks]='a number is too long' [gzip-bomb]='ncod'
  [http-0.9]='HTTP/0.9' [status-99]='not a valid HTTP answer' [nul-in-header]='not a valid HTTP answer'
  [redirect]='307' [redirect-host]='307' [redirect-file]='302' [challenge-basic]='refused the credentials'
  [busy-503]='503' [type-wrong]='text/html' [not-json]='JSON'
)

start_faults
whole() { # SCRIPT
  [[ $(grep -cE '^\{"record":"(header|case|summary)"' "$room/$1/run.jsonl") == "$wanted_lines" ]] || { echo "run.jsonl has not $wanted_lines lines"; return 1; }
  grep -q '^{"record":"summary"' "$room/$1/run.jsonl" && xmllint --noout --nonet --schema "$root/reports/junit.xsd" \
    "$room/$1/junit.xml"
}
judged() { # SCRIPT : exit code, stderr without traces of a crash, reports, and no case that passed unheard
  local script=$1 code
  code=$(<"$room/$script/code")
  [[ $code == "${expected[$script]-1}" ]] || { echo "exit code $code, expected ${expected[$script]-1}"; return 1; }
  ! grep -E 'Sanitizer|runtime error|Assertion' "$room/$script/err" || return 1
  whole "$script" || return 1
  grep -qiF -- "${says[$script]-}" "$room/$script/junit.xml" || { echo "the report does not say '${says[$script]-}'"; return 1; }
}
one() { # SCRIPT
  local code=0
  mkdir "$room/$1"
  (cd "$room/$1" && exec timeout --kill-after=5 30 "$conform" run --target "$faults/$1" --suite smoke --timeout 2 \
    --report-dir . --quiet) >"$room/$1/out" 2>"$room/$1/err" || code=$?
  echo "$code" >"$room/$1/code"
}
wanted_lines=$(("$("$conform" list --suite smoke | wc -l)" + 2))
mapfile -t scripts < <("$fault_server" --list | cut -f1)
check 'there are scripts' test "${#scripts[@]}" -gt 50
# Four at once: most of the time is waiting.
for ((i = 0; i < ${#scripts[@]}; i += 4)); do
  group=()
  for script in "${scripts[@]:i:4}"; do
    one "$script" &
    group+=($!)
    pids+=($!)
  done
  wait "${group[@]}"
done
for script in "${scripts[@]}"; do check "$script" judged "$script"; done

# The suite of all reads, where more can go wrong at once: lists and what is compared with them.
for script in cut-body endless-body reset-body poison retry-on-reuse; do
  run run --target "$faults/$script" --kind emulator --timeout 2 --report-dir "$room/all-$script" --quiet
  check "$script, all cases, eight at once: exit code 1" exits 1
  check "$script, all cases, eight at once: the reports are whole" sound "$room/all-$script"
done

# Nobody is led elsewhere: nothing arrives where the redirects point.
echo 'a-password-of-mine' >"$room/password"
chmod 600 "$room/password"
for script in redirect redirect-host redirect-file redirect-loop; do
  : >"$room/faults.log"
  run run --target "$faults/$script" --suite smoke --user miadmin --password-file "$room/password" --report-dir "$room/led"
  check "$script with credentials: exit code 1" exits 1
  check "$script with credentials: no request to another place" same "$(grep -v "^$script " "$room/faults.log")" ''
done

# On a terminal a large answer is told while it arrives.
if has script; then
  (cd "$room" && timeout --kill-after=5 60 script -qec "$(printf %q "$conform") run --target $faults/large-and-late --suite smoke \
    --select dm/list-countries:ok.json --report-dir arriving" /dev/null) >"$room/terminal" 2>&1 || true
  check 'a terminal tells of a large answer' grep -qE '[12]\.[0-9] MB of 2\.4 MB, 0 records, .*/s(, .* left)? · dm/list-countries' "$room/terminal"
else
  skip 'a terminal tells of a large answer' 'there is no script(1)'
fi
finish
