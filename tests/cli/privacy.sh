#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# --privacy: what a server says of people is in no file that a run leaves, whatever is wrong with the server; and what is
# left is good enough to be judged again.
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
export XDG_STATE_HOME=$room/state
all=(--suite emulator --allow 'notify,change,secure,destroy')

cat >"$room/people.py" <<'END'
"""people.py RECORDING : the personal values of the recorded answers, a line each."""
import json, re, sys
bare = lambda name: re.sub("[^a-z0-9]", "", name.lower())
PERSONAL = set(map(bare, """principal username userDisplayName userFirstName userLastName displayName firstName lastName
emailAddress email phoneNumber currentPhoneNumber mailboxId latitude longitude imei imsi ImeiOrMeid registration_imsi iPhone_IMEI
iPhone_ICCID iPhone_UDID UDID SerialNumber wifi_mac_addr WiFiMAC BluetoothMAC iPhone_MAC_ADDRESS_EN0 ip_address device_id DeviceID
DeviceName mobile_number current_mobile_number c2dmToken apnsToken regUuid Identity comment alertText prv_exchange_UserName
unlockPasscode""".split()))
NOBODY = {"true", "false", "none", "(null)", "unknown", "unsupported", "miadmin", "Conformance"}
values = set()
def walk(thing, name=""):
    if isinstance(thing, dict):
        if isinstance(thing.get("key"), str):
            walk(thing.get("value"), thing["key"])
        for key, value in thing.items():
            if key not in ("key", "value"):
                walk(value, key)
    elif isinstance(thing, list):
        for element in thing:
            walk(element, name)
    elif bare(name) in PERSONAL:
        values.add(str(thing).strip())
bodies = {}
for line in open(sys.argv[1]):
    line = json.loads(line)
    if line["record"] == "bytes" and "text" in line:
        bodies[line["number"]] = bodies.get(line["number"], "") + line["text"]
for body in bodies.values():
    if body.lstrip().startswith("{"):
        try:
            walk(json.loads(body))
        except ValueError:
            pass
# What the run itself makes up is nobody's; so are zeros, and short values occur anywhere.
for value in sorted(values):
    if len(value) > 5 and value not in NOBODY and "conform-" not in value and "555" not in value and set(value) != {"0"}:
        print(value)
END
clean() { # FILE... : no person occurs in the files
  ! grep -oHF -f "$room/people" -- "$@" | sort | uniq -c | sort -rn | head -n 20 | grep .
}
verdicts() { # RECORD
  "$python" -c 'import json,sys
for line in open(sys.argv[1]):
    case = json.loads(line)
    if case["record"] == "case": print(case["id"], case["verdict"])' "$1"
}

# --- what there is to be found ---
start_emulator open
run run --target "$room/open/target.yaml" --quiet --report-dir "$room/open" --record "$room/open/run.rec" "${all[@]}"
kill "$last_pid"
check 'an emulator is no place of real people: nothing is hidden' contains "$(<"$room/open/run.jsonl")" '"privacy":false'
"$python" "$room/people.py" "$room/open/run.rec" >"$room/people"
check 'there are people to be found' test "$(wc -l <"$room/people")" -gt 500
check 'the search finds them' test -n "$(clean "$room/open/run.rec" || true)"

# --- a sound server, every kind of report ---
start_emulator sound
options=(--privacy --quiet --verbose --bodies --report-dir "$room/sound/reports" --record "$room/sound/reports/run.rec")
for format in text html tap csv markdown; do options+=(--report "$format=$room/sound/reports/report.$format"); done
run run --target "$room/sound/target.yaml" "${options[@]}" "${all[@]}"
kill "$last_pid"
check 'with --privacy a sound server passes' exits 0
check 'the record says so' contains "$(<"$room/sound/reports/run.jsonl")" '"privacy":true'
mapfile -t files < <(find "$room/sound/reports" -type f)
check "no person in ${#files[@]} files" clean "${files[@]}"
check 'nothing is left to be taken back, so there is no journal' same "$(find "$room/sound/reports" -name 'journal-*')" ''
run judge "$room/sound/reports/run.rec" --quiet --report-dir "$room/judged"
check 'judged again: the same verdicts' same "$(verdicts "$room/sound/reports/run.jsonl")" "$(verdicts "$room/judged/run.jsonl")"
check 'the key is for nobody else' same "$(stat -c %a "$room/state/epmm-conform/privacy.key")" 600

# --- servers that are wrong where people are ---
"$emulator" --list-faults | tail -n +2 | cut -f 1 | grep -E -- 'user|name|phone|mail|imei|imsi|mac|comment|locat|people|alert-text|twin|list' |
  awk 'NR % 9 == 1' >"$room/names"
mapfile -t names <"$room/names"
check 'there are such faults' test "${#names[@]}" -gt 30
for ((i = 0; i < ${#names[@]}; i += 12)); do
  faults=()
  for name in "${names[@]:i:12}"; do faults+=(--fault "$name"); done
  start_emulator "faulty$i" "${faults[@]}"
  at=$room/faulty$i/reports
  run run --target "$room/faulty$i/target.yaml" --privacy --quiet --verbose --bodies --report-dir "$at" \
    --report "text=$at/report.txt" --suite readonly
  kill "$last_pid"
  check "faults from ${names[i]}: found" exits 1
  cp "$room/out" "$room/err" "$at"
  mapfile -t files < <(find "$at" -type f)
  check "faults from ${names[i]}: no person in ${#files[@]} files" clean "${files[@]}"
done

# --- who is asked ---
ends 'not both' 2 '--privacy and --no-privacy cannot both hold' run --target http://127.0.0.1:1 --privacy --no-privacy
start_emulator lab
sed 's/^kind: emulator/kind: lab/' "$room/lab/target.yaml" >"$room/lab/lab.yaml"
run run --target "$room/lab/lab.yaml" --suite smoke --quiet --report-dir "$room/lab"
check 'a lab hides people unless told otherwise' contains "$(<"$room/lab/run.jsonl")" '"privacy":true'
run run --target "$room/lab/lab.yaml" --suite smoke --quiet --report-dir "$room/lab" --no-privacy
check 'a lab shows them with --no-privacy' contains "$(<"$room/lab/run.jsonl")" '"privacy":false'
finish
