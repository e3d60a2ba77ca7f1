#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Known deviations from the first file to the last entry, --max-failures and --last-failed.
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

judge() { # TARGET OPTION... : the reads of one area, in a report folder of the target's name
  local target=$1
  shift
  run run --target "$room/$target/target.yaml" --select 'area:alerts' --report-dir "$room/$target" --quiet "$@"
}
cases() { "$python" -c 'import json,sys
for line in open(sys.argv[1]):
    case = json.loads(line)
    if case["record"] == "case" and case["verdict"] in sys.argv[2:]:
        print(case["id"])' "$@"; }

start_emulator faulty --fault alerts-retries-negative
start_emulator sound

# --- the first file ---
judge faulty
check 'without a file the deviation fails' exits 1
cases "$room/faulty/run.jsonl" fail >"$room/failed"
run known --from "$room/faulty/run.jsonl"
check 'known: exit code 0' exits 0
cp "$room/out" "$room/known.yaml"
run lint "$room/known.yaml"
check 'what known prints is a file without mistakes' exits 0

# --- it holds ---
judge faulty --known "$room/known.yaml" --report tap="$room/known.tap" --report junit="$room/known.xml"
check 'with the file the run passes' exits 0
check 'the same cases are known now' same "$(cases "$room/faulty/run.jsonl" known)" "$(<"$room/failed")"
check 'the summary counts them' prints "$(wc -l <"$room/failed") known"
check 'TAP: a known deviation is to be done' contains "$(<"$room/known.tap")" '# TODO known deviation: '
check 'JUnit: it is skipped, with its reason' contains "$(<"$room/known.xml")" '<skipped message="known deviation: '

# --- it rots ---
judge sound --known "$room/known.yaml"
check 'entries whose cases pass fail the run' exits 1
check 'each is a case of its own' same "$(cases "$room/sound/run.jsonl" fail | sed 's/:.*//' | sort -u)" 'known/deviations'
sed 's/expires: .*/expires: 2020-01-31/' "$room/known.yaml" >"$room/old.yaml"
judge faulty --known "$room/old.yaml"
check 'expired entries fail the run' exits 1
printf 'known:\n  - { cases: ["dm/*:no-such-case"], reason: r, owner: o, expires: 2999-12-31 }\n' >"$room/nothing.yaml"
judge sound --known "$room/nothing.yaml"
check 'an entry that matches nothing fails the run' exits 1
printf 'known:\n  - { cases: ["dm/*"], reason: r, owner: o, expires: 2999-12-31 }\n' >"$room/elsewhere.yaml"
judge sound --known "$room/elsewhere.yaml"
check 'an entry for cases that this run leaves out does not' exits 0

# --- mistakes in the file ---
printf 'known:\n  - { cases: ["dm/*"], reason: r, owner: o, expires: 2026-02-30, requirements: [R999] }\n' >"$room/bad.yaml"
judge sound --known "$room/bad.yaml"
check 'a mistake: exit code 2' exits 2
check 'a day that is none' errs 'bad.yaml:2:54: error: '
check 'a requirement that is none' errs 'R999'
printf 'known:\n  - { cases: ["dm/*"], reason: r, expires: 2026-02-28 }\n' >"$room/bad.yaml"
judge sound --known "$room/bad.yaml"
check 'an entry needs its owner' errs 'missing key'
ends 'a suite is no such file' 2 'not a file of known deviations' \
  run --target "$room/sound/target.yaml" --known "$root/suites/smoke.yaml"
ends 'known needs a record' 2 'known needs --from RECORD' known

# --- --last-failed ---
judge faulty
check 'before: it fails' exits 1
judge faulty --last-failed
check '--last-failed: the same cases' same "$(cases "$room/faulty/run.jsonl" fail pass)" "$(<"$room/failed")"
judge sound --last-failed
check '--last-failed: nothing had failed' errs 'nothing failed in the last run; all cases are taken'
mkdir "$room/empty"
ends '--last-failed: there was no run' 2 '--last-failed reads the record' \
  run --target "$room/sound/target.yaml" --report-dir "$room/empty" --last-failed

# --- --max-failures ---
judge faulty --max-failures 1 --jobs 1
check '--max-failures: exit code 1' exits 1
check '--max-failures: what was not reached is skipped' contains "$(<"$room/faulty/run.jsonl")" \
  '"reason":"not reached: '
check '--max-failures: less was sent' at_most "$(wc -l < <(cases "$room/faulty/run.jsonl" fail))" \
  "$(($(wc -l <"$room/failed") - 1))"
judge faulty --max-failures 1000
check '--max-failures: a limit that is not met' same "$(cases "$room/faulty/run.jsonl" fail)" "$(<"$room/failed")"
ends '--max-failures takes a number' 2 '--max-failures takes a number from 1' run --target http://127.0.0.1:1 \
  --max-failures 0

# --- --repeat ---
judge sound --repeat 3
check '--repeat: every round passes' exits 0
check '--repeat: each case is told once' same "$(cases "$room/sound/run.jsonl" pass | sort | uniq -d)" ''
check '--repeat: nothing is left of the rounds' same "$(find "$room/sound" -name '*.round-*')" ''
judge faulty --repeat 2
check '--repeat: the same cases fail' same "$(cases "$room/faulty/run.jsonl" fail)" "$(<"$room/failed")"
check '--repeat: what is alike in all rounds has no reason' lacks "$(<"$room/faulty/run.jsonl")" 'rounds'
run run --target "$room/sound/target.yaml" --suite emulator --allow notify,change,secure,destroy --repeat 2 --quiet \
  --select 'scenario:retire-active' --report-dir "$room/writes"
check '--repeat: what a round changes is its own' exits 0
ends '--repeat and --record' 2 '--record keeps one round' run --target http://127.0.0.1:1 --repeat 2 --record "$room/x.rec"
ends '--repeat takes a number' 2 '--repeat takes a number' run --target http://127.0.0.1:1 --repeat none
finish
