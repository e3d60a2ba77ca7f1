#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Recordings: judged again without the target they come to the same, with newer cases to more, and hold no secret.
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

verdicts() { # RECORD : each case with its verdict, its findings and its requests
  "$python" -c 'import json,sys
for line in open(sys.argv[1]):
    case = json.loads(line)
    if case["record"] == "case":
        print(case["id"], case["verdict"], case.get("reason", ""), [(f["check"], f.get("path"), f.get("actual"), f["message"])
              for f in case["findings"]], [(e["url"], e.get("body"), e["status"], e["bytes"]) for e in case["exchanges"]])' "$1"
}
twice() { # NAME TARGET OPTION... : records a run, ends the emulator, judges the recording, compares
  local name=$1 target=$2
  shift 2
  run run --target "$target" --quiet --report-dir "$room/$name-ran" --record "$room/$name.rec" "$@"
  local ran=$rc
  kill "$last_pid"
  wait "$last_pid" || true
  run judge "$room/$name.rec" --quiet --report-dir "$room/$name-judged"
  check "$name: the same exit code" same "$rc" "$ran"
  check "$name: the same verdicts, findings and requests" \
    same "$(verdicts "$room/$name-ran/run.jsonl")" "$(verdicts "$room/$name-judged/run.jsonl")"
}

# --- the same engine, the same answers ---
all=(--suite emulator --allow 'notify,change,secure,destroy')
start_emulator sound
twice 'everything' "$room/sound/target.yaml" "${all[@]}"
check 'a recording of a sound server passes' same "$rc" 0
check 'judging keeps no journal' same "$(find "$room/everything-judged" -name 'journal-*')" ''
check 'reports say that nothing was sent' contains "$(<"$room/everything-judged/run.jsonl")" '; nothing was sent'
start_emulator faulty --fault alerts-retries-negative
twice 'a fault' "$room/faulty/target.yaml" "${all[@]}"
check 'a recording of a faulty server fails' same "$rc" 1
start_emulator slow --variation retire-slowly
twice 'a slow server' "$room/slow/target.yaml" "${all[@]}" --select 'scenarios/retire-active:*'

# --- what the command line changes ---
start_emulator plain
run run --target "$room/plain/target.yaml" --quiet --report-dir "$room/ran" --record "$room/some.rec" --select 'area:sm'
kill "$last_pid"
wait "$last_pid" || true
run judge "$room/some.rec" --quiet --report-dir "$room/judged"
check 'the selection is the recorded one' same "$(verdicts "$room/ran/run.jsonl" | cut -d' ' -f1)" \
  "$(verdicts "$room/judged/run.jsonl" | cut -d' ' -f1)"
run judge "$room/some.rec" --quiet --report-dir "$room/judged" --select 'area:alerts'
check 'cases that were not recorded are skipped: nothing ran' exits 5
check 'and say why' contains "$(<"$room/judged/run.jsonl")" '"reason":"the recording has no answer to this request"'
run judge "$room/some.rec" --quiet --report-dir "$room/judged" --suite no-such-suite
check 'a suite that is none: exit code 2' exits 2

# --- broken answers ---
start_faults
for script in cut-body reset-at length-short endless-body poison; do
  run run --target "$faults/$script" --kind emulator --timeout 2 --quiet --report-dir "$room/$script-ran" \
    --record "$room/$script.rec" --select 'area:sm'
  ran=$rc
  run judge "$room/$script.rec" --quiet --report-dir "$room/$script-judged"
  check "$script: the same exit code" same "$rc" "$ran"
  check "$script: the same findings" \
    same "$(verdicts "$room/$script-ran/run.jsonl")" "$(verdicts "$room/$script-judged/run.jsonl")"
done

# --- no secret, no recording ---
check 'nobody else may read it' same "$(stat -c %a "$room/everything.rec")" 600
check 'it has no password' lacks "$(<"$room/everything.rec")" "$(<"$room/sound/target.yaml.password")"
ends 'judge needs a recording' 2 'judge needs one recording' judge
ends 'a run record is none' 2 'not a recording' judge "$room/everything-ran/run.jsonl"
ends 'a text is none' 2 'not a JSON object' judge "$root/README.md"
ends 'a recording that cannot be written' 4 'no-such-folder' \
  run --target http://127.0.0.1:1 --kind emulator --record "$room/no-such-folder/x.rec" --report-dir "$room/none"
head -c 3000000 "$room/everything.rec" >"$room/half.rec"
run judge "$room/half.rec" --quiet --report-dir "$room/half"
check 'half a recording is judged as far as it goes' contains "$(<"$room/half/run.jsonl")" '"verdict":"pass"'
finish
