#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Memory does not grow with the fleet: the peak of a run against 20,000 devices stays near that against 100.
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if is_sanitized; then
  echo 'skipped: the memory of a program with AddressSanitizer tells nothing; a release build runs this test'
  exit 77
fi
[[ -x /usr/bin/time ]] || { echo 'skipped: there is no /usr/bin/time'; exit 77; }

room_for=$((16 * 1024)) # kB that 20,000 devices may cost more than 100
judge() { # DEVICES : prints the peak in kB
  start_emulator "fleet-$1" --devices "$1"
  under=(/usr/bin/time -o "$room/peak-$1" -f %M timeout --kill-after=5 120)
  run run --target "$room/fleet-$1/target.yaml" --report-dir "$room/reports-$1" --quiet
  check "$1 devices: exit code 0" exits 0
  check "$1 devices: nothing failed" same "$(cases "$room/reports-$1/run.jsonl" 'c["verdict"] in ("fail", "error")')" ''
}
judge 100
start=$SECONDS
judge 20000
echo "# $((SECONDS - start)) s and $(field "$room/reports-20000/run.jsonl" bytes) bytes with 20000 devices"
small=$(tail -n 1 "$room/peak-100")
large=$(tail -n 1 "$room/peak-20000")
echo "# peak memory: $small kB with 100 devices, $large kB with 20000"
check 'memory does not grow with the fleet' at_most "$((large - small))" "$room_for"
finish
