#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Writes: only on what the run owns, taken back at the end, after a crash by `cleanup`; plans with a hash; target files.
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

start_emulator server
log=$room/server/log
file=$room/server/target.yaml
sed 's/^kind: .*/kind: lab/' "$file" >"$room/lab.yaml"
lock=(--suite full --select 'dm/lock-device-by-uuid:*' --select 'dm/enable-roaming:*' --report-dir "$room/reports")
effects() { # how many requests had an effect
  "$python" -c 'import json, sys
print(sum(json.loads(line)["effect"] not in ("", "none") for line in open(sys.argv[1], encoding="utf-8")))' "$log"
}
fresh() { : >"$log" && rm -rf "$room/reports"; }
journals() { find "$room/reports" -name 'journal-*.jsonl' 2>/dev/null; }

for example in emulator lab production; do
  run lint "$root/docs/examples/target-$example.yaml"
  check "the example of a target file: $example" exits 0
done

run run --target "$file" "${lock[@]}"
check 'without --allow nothing changes' same "$(effects)" 0
check 'without a change there is no journal' same "$(journals)" ''

fresh
run run --target "$file" "${lock[@]}" --allow notify,change,secure
check 'with both keys: exit code 0' exits 0
check 'with both keys: devices are locked' test "$(effects)" -gt 1
check 'everything sent is in the journal, and taken back' same "$(grep -c '"sending"' "$(journals)")" \
  "$(grep -c '"undone"' "$(journals)")"
check 'the record names the journal' contains "$(field "$room/reports/run.jsonl" journal)" "$(journals)"
check 'the journal is private' same "$(stat -c %a "$(journals)")" 600

# A journal that ends before anything was taken back, as a crash leaves it.
grep -v '"undone"' "$(journals)" >"$room/journal.jsonl"
: >"$log"
ends 'cleanup without permission' 6 'of class change: its safety class needs --allow' cleanup "$room/journal.jsonl" --target "$file"
check 'cleanup without permission sends nothing' same "$(wc -l <"$log")" 0
ends 'cleanup of another server' 2 'another server' cleanup "$room/journal.jsonl" --target http://127.0.0.1:9
ends 'cleanup of no journal' 2 'is no line of a journal' cleanup "$file" --target "$file"
ends 'cleanup of nothing' 2 'needs one journal' cleanup --target "$file"
run cleanup "$room/journal.jsonl" --target "$file" --allow secure,change
check 'cleanup: exit code 0' exits 0
check 'cleanup tells what it did' prints 'taken back  PUT dm/lock-device-by-uuid'
check 'cleanup leaves nothing' prints '0 left'
check 'cleanup has an effect' test "$(effects)" -gt 0
: >"$log"
run cleanup "$room/journal.jsonl" --target "$file" --allow secure,change
check 'a second cleanup has nothing to do' same "$(effects)" 0

# A target file without devices owns none, whatever is permitted.
sed '/^devices:/,/^[a-z]*:/{/^ /d;/^devices:/d}' "$file" >"$room/server/bare.yaml"
fresh
run run --target "$room/server/bare.yaml" "${lock[@]}" --allow notify,change,secure
check 'without devices nothing changes' same "$(effects)" 0

# Plans with a hash.
wipe=(--suite full --select 'dm/wipe-device-by-uuid:*' --allow 'probe-write,notify,change,secure,destroy')
fresh
ends 'destroying a lab without a hash' 6 'needs --plan HASH' run --target "$room/lab.yaml" "${wipe[@]}"
check 'nothing was sent' same "$(wc -l <"$log")" 0
run plan --resolve --target "$room/lab.yaml" "${wipe[@]}"
check 'plan --resolve: exit code 0' exits 0
check 'plan --resolve reads only' same "$(grep -vc '"method":"GET"' "$log")" 0
hash=$(sed -n 's/^plan hash: //p' "$room/out")
check 'plan --resolve tells a hash' same "${#hash}" 64
run plan --resolve --target "$room/lab.yaml" "${wipe[@]}"
check 'the hash is the same again' prints "plan hash: $hash"
: >"$log"
ends 'another hash' 6 "the plan hash is $hash now" run --target "$room/lab.yaml" "${wipe[@]}" --plan "${hash:1}0" \
  --report-dir "$room/reports"
check 'another hash: reads only' same "$(grep -vc '"method":"GET"' "$log")" 0
run run --target "$room/lab.yaml" "${wipe[@]}" --plan "$hash" --report-dir "$room/reports"
check 'the same hash: it runs' exits 0
check 'the same hash: writes are sent' test "$(grep -vc '"method":"GET"' "$log")" -gt 0
finish
