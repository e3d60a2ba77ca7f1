#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What a run sends to each kind of target, judged at the server: the emulator's access log knows every request's class.
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need xmllint

start_emulator server
log=$room/server/log
login=(--target "$url" --user miadmin --password-file "$room/server/target.yaml.password")

sent() { # EXPRESSION : requests r of the log for which the expression holds, one a line
  "$python" -c 'import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    r = json.loads(line)
    if eval(sys.argv[2]):
        print(r["method"], r["path"], r["query"], r["class"], r["case"])' "$log" "$1"
}
none() { same "$(sent "$1")" ''; }
count() { sent "$1" | wc -l; }
some() { (($(count "$1") > 0)) || { echo "no request is so"; return 1; }; }

sends() { # NAME OPTION... : runs with a fresh log
  name=$1
  shift
  : >"$log"
  run run "$@" --report-dir "$room/reports"
  check "$name: exit code 0" exits 0
  check "$name: the reports are whole" sound "$room/reports"
  check "$name: something was sent" some True
  check "$name: the record counts what arrived" same "$(field "$room/reports/run.jsonl" requests)" "$(count True)"
  check "$name: every request names a case" none 'not r["case"]'
  check "$name: the cases are real" same "$(comm -13 <(cases "$room/reports/run.jsonl" True | cut -d' ' -f2 | sort -u) \
    <(sent 'r["case"] != "fixtures"' | awk '{ print $NF }' | sort -u))" ''
  check "$name: every request names the program" none 'not r["user-agent"].startswith("epmm-conform/")'
  check "$name: nothing had an effect" none 'r["effect"] not in ("none", "")'
  check "$name: no unlock, wakeup, locatenow, wipe, retire, lock or message" none \
    'any(w in (r["path"] + "?" + r["query"]).lower() for w in ("unlock/", "wakeup", "locatenow=true", "sendmessage", "register")) and r["status"] < 400'
}
quiet_probes() { # off emulators
  check "$name: every request is a GET, but for log-ins" none \
    'r["method"] != "GET" and not (r["class"] == "sense" and r["path"] == "/api/v1/sm/authentication")'
  check "$name: the record counts no write" same "$(field "$room/reports/run.jsonl" writes)" 0
  check "$name: at most five requests of an unknown user" at_most \
    "$(count '"auth.unknown-user" in r["case"]')" 5
  check "$name: at most one of them for each area" same \
    "$(sent '"auth.unknown-user" in r["case"]' | awk '{ print $NF }' | cut -d/ -f1 | sort | uniq -d)" ''
  check "$name: only those and those without credentials are refused" none \
    'not r["authorized"] and "auth." not in r["case"]'
}
in_classes() { # CLASS... : what the server says; a GET that it does not know or refuses is a probe
  check "$name: only $*" none "r['class'] not in '$* unknown unlisted'.split() and r['status'] < 400"
}

sends 'told nothing' "${login[@]}"
quiet_probes
in_classes read probe
check 'told nothing: no phone is asked for its position' none '"/locate/" in r["path"] and r["status"] < 400'
check 'told nothing: it is production' same "$(head -n 1 "$room/reports/run.jsonl" | grep -o '"target_kind":"[a-z]*"')" \
  '"target_kind":"production"'
sends 'production, every case' "${login[@]}" --kind production --suite full
quiet_probes
in_classes read probe
sends 'production, eight at once' "${login[@]}" --jobs 8 --suite full
quiet_probes
in_classes read probe

sends 'lab' "${login[@]}" --kind lab --suite full
quiet_probes
in_classes read probe sense
check 'lab: last known positions are read' some '"/locate/" in r["path"] and r["status"] == 200'

sends 'emulator' "${login[@]}" --kind emulator --suite full
in_classes read probe sense probe-write
check 'emulator: writes are sent' some 'r["method"] != "GET"'
check 'emulator: all of them are refused' none 'r["method"] != "GET" and r["class"] != "sense" and not 400 <= r["status"] < 500'
check 'emulator: only PUT and POST' none 'r["method"] not in ("GET", "PUT", "POST")'
check 'emulator: the record counts the writes' same "$(field "$room/reports/run.jsonl" writes)" \
  "$(count '(r["method"] != "GET" and r["path"] != "/api/v1/sm/authentication") or any(w in r["path"] for w in ("/unlock/", "/wakeup/"))')"

# A target file that permits is one key; without --allow it opens nothing.
cat >"$room/lab.yaml" <<END
url: $url
kind: lab
user: miadmin
password-file: server/target.yaml.password
permits: [probe-write, notify, change, secure, destroy]
END
sends 'a lab that permits everything' --target "$room/lab.yaml" --suite full
quiet_probes
in_classes read probe sense
sends 'a lab, both keys for refused writes' --target "$room/lab.yaml" --suite full --allow probe-write
in_classes read probe sense probe-write
check 'a lab, both keys: writes are sent' some 'r["method"] != "GET"'
check 'a lab, both keys: all are refused' none 'r["method"] != "GET" and r["class"] != "sense" and not 400 <= r["status"] < 500'

# A suite that reads only stays there, whatever the target allows.
sends 'the upgrade suite' "${login[@]}" --kind emulator --suite upgrade
quiet_probes
in_classes read

# plan foretells the run.
: >"$log"
run plan --target "$room/lab.yaml" --suite full
check 'plan: exit code 0' exits 0
check 'plan: nothing was sent' same "$(count True)" 0
check 'plan: says so' prints 'Nothing was sent.'
check 'plan: no write without the second key' same "$(grep -cE '^(probe-write|notify|change|secure|destroy) ' "$room/out")" 0
finish
