#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What the command-line tests share; sourced, not run. Environment: EPMM_CONFORM, EPMM_EMULATOR, EPMM_FAULT_SERVER.
# A test that sources it has a folder of its own in $room, its background processes end with it, and `finish` ends it.
# `say` writes a transcript that `finish` holds against NAME.out; the option --update rewrites that file.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034  # for the tests
{
  root=$(cd "$here/../.." && pwd)
  conform=$(realpath "${EPMM_CONFORM:?the program to test}")
  emulator=$(realpath "${EPMM_EMULATOR:?the emulator}")
  fault_server=${EPMM_FAULT_SERVER:+$(realpath "$EPMM_FAULT_SERVER")} # not every test needs it
  # Debian's modules belong to Debian's interpreter; another python3 may come first in PATH.
  python=/usr/bin/python3
}
test_name=$(basename "$0" .sh)
update=
[[ ${1-} != --update ]] || update=yes
unset EPMM_PASSWORD EPMM_CONFORM_DATA NO_COLOR
export LC_ALL=C TZ=UTC0

room=$(mktemp -d)
pids=()
clean_up() {
  local pid
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$room"
}
trap clean_up EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

failures=0
total=0
check() { # NAME COMMAND... : one test; the command's output is shown when it fails
  local name=$1
  shift
  total=$((total + 1))
  if "$@" >"$room/check.out" 2>&1; then
    echo "ok $total - $name"
  else
    echo "not ok $total - $name"
    head -n 40 "$room/check.out" | sed 's/^/# /'
    failures=$((failures + 1))
  fi
}
skip() { # NAME REASON
  total=$((total + 1))
  echo "ok $total - $1 # SKIP $2"
}
same() { [[ $1 == "$2" ]] || { echo "expected '$2', got '$1'"; return 1; }; }
contains() { [[ $1 == *"$2"* ]] || { echo "'$2' is not in '${1:0:2000}'"; return 1; }; }
lacks() { [[ $1 != *"$2"* ]] || { echo "'$2' is in '${1:0:2000}'"; return 1; }; }
at_most() { (($1 <= $2)) || { echo "$1 is more than $2"; return 1; }; }
has() { command -v "$1" >/dev/null; }
need() { # TOOL... : without them the whole test is skipped
  local tool
  for tool in "$@"; do has "$tool" || { echo "skipped: there is no $tool"; exit 77; }; done
}

# --- the program ---
rc=0
run() { # ARGUMENT... : the program in $room; $rc, $room/out and $room/err say what came of it
  rc=0
  (cd "$room" && exec "${under[@]}" "$conform" "$@") >"$room/out" 2>"$room/err" </dev/null || rc=$?
}
under=(timeout --kill-after=5 60) # what the program is started with
tell_run() { echo "exit code $rc"; tail -n 15 "$room/out"; tail -n 15 "$room/err"; }
exits() { # CODE : of the last run
  [[ $rc == "$1" ]] || { echo "expected exit code $1"; tell_run; return 1; }
}
errs() { contains "$(<"$room/err")" "$1"; }   # the last run said so on stderr
prints() { contains "$(<"$room/out")" "$1"; } # on stdout
ends() { # NAME CODE TEXT ARGUMENT... : runs the program; exit code, and a text on stderr
  local name=$1 code=$2 text=$3
  shift 3
  run "$@"
  check "$name: exit code $code" exits "$code"
  [[ -z $text ]] || check "$name: says '$text'" errs "$text"
}
sound() { # DIRECTORY : run.jsonl and junit.xml are complete, valid and agree
  local lines
  lines=$(tail -n 1 "$1/run.jsonl" | cut -c 1-20) || return 1
  [[ $lines == '{"record":"summary"'* ]] || { echo "run.jsonl ends with $lines"; return 1; }
  "$python" "$root/tests/reports_twin.py" "$1/run.jsonl" "$1/junit.xml"
}
field() { # FILE NAME : a member of the summary of a run record
  "$python" -c 'import json, sys
print(json.loads(open(sys.argv[1], encoding="utf-8").readlines()[-1])[sys.argv[2]])' "$@"
}
cases() { # FILE EXPRESSION : for each case c of a run record for which the expression holds: verdict and id
  "$python" -c 'import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    c = json.loads(line)
    if c["record"] == "case" and eval(sys.argv[2]):
        print(c["verdict"], c["id"], c.get("reason", ""))' "$@"
}
is_sanitized() { grep -qa __asan_init "$conform"; }

# --- servers ---
await() { # PID FILE : until the file is there
  local i
  for ((i = 0; i < 400; i++)); do
    [[ ! -s $2 ]] || return 0
    kill -0 "$1" 2>/dev/null || break
    sleep 0.05
  done
  echo "not ok - no server: $2"
  exit 1
}
start_emulator() { # NAME OPTION... : in $room/NAME with target.yaml, log; sets $url and $last_pid
  local at=$room/$1
  shift
  mkdir -p "$at"
  "$emulator" --port 0 --ready-file "$at/ready" --target-file "$at/target.yaml" --access-log "$at/log" "$@" \
    >"$at/out" 2>"$at/err" &
  last_pid=$!
  pids+=("$last_pid")
  await "$last_pid" "$at/ready"
  # shellcheck disable=SC2034  # for the tests
  url=$(head -n 1 "$at/ready")
}
start_faults() { # sets $faults to the URL of a server of transport faults
  "${fault_server:?EPMM_FAULT_SERVER names no server of transport faults}" --ready-file "$room/faults" --log "$room/faults.log" --life 280 2>"$room/faults.err" &
  pids+=($!)
  await $! "$room/faults"
  # shellcheck disable=SC2034  # for the tests
  faults=$(head -n 1 "$room/faults")
}

# --- the transcript ---
: >"$room/transcript"
normalise() { # what differs from one machine and run to the next
  sed -E -e "s#$room#ROOM#g" -e "s#$root#ROOT#g" -f "$here/normalise.sed"
}
say() { # ARGUMENT... : runs the program and adds what it says to the transcript
  run "$@"
  {
    echo "\$ epmm-conform $*"
    cat "$room/out"
    sed 's/^/! /' "$room/err"
    echo "[exit code $rc]"
    echo
  } | normalise >>"$room/transcript"
}
same_transcript() { diff -u "$here/$test_name.out" "$room/transcript"; }

finish() {
  if [[ -n $update && -s $room/transcript ]]; then
    cp "$room/transcript" "$here/$test_name.out"
    echo "# wrote tests/cli/$test_name.out"
  elif [[ -s $room/transcript ]]; then
    check "the transcript is that of tests/cli/$test_name.out" same_transcript
  fi
  echo "1..$total"
  exit $((failures > 0))
}
