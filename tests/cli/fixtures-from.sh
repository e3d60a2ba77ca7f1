#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# --fixtures-from: a run asks about the objects of an earlier one, so that the two can be compared.
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need jq

objects() { jq -r 'select(.record == "summary") | .fixtures' "$1"; } # RECORD
object() { objects "$2" | grep -oE "(^| )$1=[^ ]*" | cut -d= -f2; } # NAME RECORD
chosen() { # NAME RECORD : a run that prefers the objects of the record
  run run --target "$room/server/target.yaml" --quiet --report-dir "$room/$1" --fixtures-from "$2" "${@:3}"
}

start_emulator server
target=$room/server/target.yaml
run run --target "$target" --quiet --report-dir "$room/first"
usual=$(object device.uuid "$room/first/run.jsonl")
user=$(object device.user "$room/first/run.jsonl")
other=$(object other-device.uuid "$room/first/run.jsonl")
check 'there are two devices to choose from' lacks "$other" "$usual"

# --- an earlier run that chose another device, and one that is gone by now ---
sed "s/\"fixtures\":\"\(.*\) device.uuid=$usual /\"fixtures\":\"\1 device.uuid=$other /" "$room/first/run.jsonl" >"$room/other.jsonl"
sed "s/ device.uuid=$usual / device.uuid=00000000-0000-4000-8000-00000000dead /" "$room/first/run.jsonl" >"$room/gone.jsonl"
chosen other "$room/other.jsonl"
check 'another device: all passes' exits 0
check 'another device: it is asked about' same "$(object device.uuid "$room/other/run.jsonl")" "$other"
chosen gone "$room/gone.jsonl"
check 'a device that is gone: all passes' exits 0
check 'a device that is gone: the usual one is asked about' same "$(object device.uuid "$room/gone/run.jsonl")" "$usual"

# --- what else uses the choice ---
run diff "$room/first/run.jsonl" "$room/other/run.jsonl"
check 'runs of other objects are told, and what to do' contains "$(<"$room/out")" '--fixtures-from'
chosen again "$room/other/run.jsonl"
run diff "$room/other/run.jsonl" "$room/again/run.jsonl"
check 'of the same objects nothing is told' lacks "$(<"$room/out")" '.uuid'
run plan --target "$target" --resolve --select 'dm/get-device-by-uuid:ok.xml' --fixtures-from "$room/other.jsonl"
check 'plan --resolve tells it' contains "$(<"$room/out")" "$other"
chosen recorded "$room/other.jsonl" --record "$room/tape"
run judge "$room/tape" --quiet --report-dir "$room/judged"
check 'judge asks the recording about the same' same "$(objects "$room/judged/run.jsonl")" "$(objects "$room/recorded/run.jsonl")"
check 'judge comes to the same' exits 0

# --- personal values: what would tell of people is chosen as in any run, and kept nowhere ---
chosen private "$room/other.jsonl" --privacy --record "$room/private-tape"
check 'with --privacy: all passes' exits 0
check 'with --privacy: a device is told by its UUID' same "$(object device.uuid "$room/private/run.jsonl")" "$other"
check 'with --privacy: no user is in the recording' lacks "$(<"$room/private-tape")" "\"$user\""
check 'with --privacy: no user is among its objects' lacks "$(grep '"record":"setup"' "$room/private-tape")" "$user"

# --- mistakes ---
chosen missing "$room/not-there.jsonl"
check 'no such record: exit code 2' exits 2
check 'no such record: it is named' contains "$(<"$room/err")" 'not-there.jsonl'
grep -v '"record":"summary"' "$room/first/run.jsonl" >"$room/cut.jsonl"
chosen cut "$room/cut.jsonl"
check 'a run that did not end: exit code 2' exits 2
check 'a run that did not end: it is told' contains "$(<"$room/err")" 'cut.jsonl'
finish
