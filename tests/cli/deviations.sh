#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Faults and variations of the emulator, and how long a server that acts late is waited for.
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need curl

suite() { # NAME OPTION... : runs the suite against the emulator NAME; its exit code in $code
  local name=$1
  shift
  code=0
  "$conform" run --target "$room/$name/target.yaml" --report-dir "$room/$name" --suite emulator --quiet \
    --allow notify,change,secure,destroy "$@" >"$room/$name/told" 2>&1 || code=$?
}
end() { # ends the emulator that was started last
  kill "$last_pid"
  wait "$last_pid" || true
}

# --- the tables ---
for kind in fault variation; do
  "$emulator" "--list-${kind}s" >"$room/rows"
  check "--list-${kind}s: the columns" contains "$(head -n 1 "$room/rows")" $'name\tarea\t'
  check "--list-${kind}s: each name once" same "$(cut -f 1 "$room/rows" | sort | uniq -d)" ''
  code=0
  "$emulator" --port 0 "--$kind" no-such-row >"$room/out" 2>"$room/err" || code=$?
  check "--$kind: an unknown name: exit code" same "$code" 2
  check "--$kind: an unknown name: says so" contains "$(<"$room/err")" "there is no $kind 'no-such-row'; see --list-${kind}s"
done
code=0
many=()
for _ in {1..17}; do many+=(--fault alerts-id-missing); done
"$emulator" --port 0 "${many[@]}" >"$room/out" 2>"$room/err" || code=$?
check 'too many faults: exit code' same "$code" 2

# --- at work ---
start_emulator faulty --fault eas-root-wrong --variation form-xml-newline
suite faulty --select 'eas/list-eas-devices:ok.xml'
end
check 'a fault is found' same "$code" 1
check 'both have changed something' lacks "$(<"$room/faulty/err")" 'changed nothing'
start_emulator unused --fault eas-root-wrong
suite unused --select 'wadl/*'
end
check 'a fault elsewhere is not found' same "$code" 0
check 'what changed nothing is told' contains "$(<"$room/unused/err")" 'eas-root-wrong changed nothing'

# --- a server that acts after it has answered ---
start_emulator late --variation retire-slowly
suite late --select 'scenarios/retire-active:*' --settle 0
check '--settle 0 looks once' same "$code" 1
end
start_emulator later --variation retire-slowly
suite later --select 'scenarios/retire-active:*' --settle 20
check '--settle waits' same "$code" 0
end
code=0
"$conform" run --target "$room/late/target.yaml" --settle 9999999 >"$room/out" 2>&1 || code=$?
check '--settle: too long: exit code' same "$code" 2
check '--settle: too long: says so' contains "$(<"$room/out")" '--settle takes seconds from 0 to'
finish
