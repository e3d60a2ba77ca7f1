#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What changed between two runs: two emulators that differ are described, one and the same is not.
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need xmllint

upgrade=(run --suite upgrade --quiet)
record() { # NAME TARGET OPTION... : a run whose record is NAME/run.jsonl
  local name=$1 at=$2
  shift 2
  run "${upgrade[@]}" --target "$at" --report-dir "$room/$name" "$@"
}
compare() { run diff "$room/$1/run.jsonl" "$room/$2/run.jsonl" "${@:3}"; } # BEFORE AFTER OPTION...
nothing() { # NAME BEFORE AFTER : exit code 0, and not one change
  compare "$2" "$3"
  check "$1: nothing changed" unchanged
}
unchanged() {
  exits 0 && same "$(changes)" '' &&
    contains "$(head -n 1 "$room/out")" "nothing conformance-relevant changed in $operations operations"
}
differing() { # NAME OPTION... : an emulator that deviates, and its record beside the clean one
  local name=$1
  shift
  start_emulator "$name" "$@"
  record "r-$name" "$room/$name/target.yaml"
  kill "$last_pid"
  compare clean "r-$name"
}
matters() { prints "! $1"; }
informs() { prints "· $1"; }
changes() { grep -E '^  (!|·|[+]) ' "$room/out" | grep -v '^  · time ' || true; } # a busy machine is slow
only() { # PATTERN : every change fits it, and there is one
  same "$(changes | grep -cvE -- "$1" || true) $(changes | head -n 1 | grep -cE -- "$1" || true)" '0 1'
}

start_emulator clean
record clean "$room/clean/target.yaml"
check 'the clean emulator is conformant' exits 0
operations=$("$python" -c 'import json, sys
rows = map(json.loads, open(sys.argv[1], encoding="utf-8"))
print(len({row["operation"] for row in rows if row["record"] in ("case", "shape") and row.get("verdict") != "skip"}))' \
  "$room/clean/run.jsonl")
check 'the record says what the answers looked like' contains "$(<"$room/clean/run.jsonl")" '"record":"shape"'
check 'the record is valid' sound "$room/clean"

# --- one and the same ---
for i in {1..20}; do
  record again "$room/clean/target.yaml" --jobs $((i % 8 + 1))
  compare clean again
  check "run $i: nothing changed" unchanged
done
check 'no difference of settings is told' lacks "$(<"$room/out")" '  note: '
record xml "$room/clean/target.yaml" --format xml
compare xml again
check 'XML alone and both formats: exit code 0' exits 0
check 'XML alone and both formats: no change' same "$(changes)" ''
check 'XML alone and both formats: it is said' prints 'the runs had other settings'
start_emulator other
record other "$room/other/target.yaml"
nothing 'another emulator of the same kind' clean other

# --- differences, each described completely and without noise ---
differing dates --variation form-dates-z
check 'dates: exit code 0' exits 0
check 'dates: the form is told' informs 'date form      devices/device/lastConnectedAt (xml, json): ####-##-##T##:##:##+##:## → ####-##-##T##:##:##Z'
check 'dates: nothing else is' only 'date form'

differing charset --variation form-charset-json
check 'charset: exit code 0' exits 0
check 'charset: it is told once' same "$(changes | wc -l)" 1
check 'charset: it is told' informs 'content type   application/json → application/json; charset=utf-8 ['

differing more --variation form-more-elements
check 'more elements: exit code 0' exits 0
check 'more elements: they are told' informs 'field new      serverVersion ('
check 'more elements: nothing else is' only 'field new'

differing lower --variation form-names-lower
check 'capitals: exit code 1' exits 1
check 'capitals: names are told' matters 'field renamed  devices/device/blockReason (xml, json): blockReason → blockreason'

differing strings --variation form-json-strings
check 'JSON strings: exit code 1' exits 1
check 'JSON strings: the types are told' matters 'type           devices/device/clientId (json): number → string'
check 'JSON strings: XML did not change' lacks "$(<"$room/out")" '(xml'

differing fault --fault dm-android-free_ram_size_bytes-0
check 'a fault: exit code 1' exits 1
check 'a fault: what broke' matters 'broken         type R390 devices/device/details/entry[free_ram_size_bytes]: pass → fail; '
check 'a fault: the type' matters 'type           devices/device/details/entry[free_ram_size_bytes] ('
check 'a fault: nothing else' only 'free_ram_size_bytes'
compare r-fault clean
check 'a fault that is mended: exit code 1, for the type' exits 1
check 'a fault that is mended' prints '+ fixed '

echo '{"devices":[{"index":40,"status":"LOST","details":{"newKey":"abc"}}]}' >"$room/seed.json"
differing seed --seed "$room/seed.json"
check 'other data: exit code 0' exits 0
check 'other data: the new key' informs 'field new      devices/device/details/entry[newKey] ('
check 'other data: nothing is broken' lacks "$(<"$room/out")" '  ! '
check 'other data: nothing else is told' only 'newKey'

# --- reports ---
compare clean r-fault --report "json=$room/d.json,html=$room/d.html,junit=$room/d.xml,text=$room/d.txt"
check 'reports: exit code 1' exits 1
check 'reports: the text went into its file' same "$(<"$room/out")" ''
check 'reports: the text' contains "$(<"$room/d.txt")" 'CHANGED: '
check 'reports: JUnit fits its schema' xmllint --noout --schema "$root/reports/junit.xsd" "$room/d.xml"
check 'reports: JUnit has the failures' contains "$(<"$room/d.xml")" '<failure message="'
check 'reports: the page is whole' contains "$(<"$room/d.html")" '</html>'
check 'reports: the page has no script' lacks "$(<"$room/d.html")" '<script'
fits() { # FILE : the JSON report and its schema
  "$python" -c 'import json, sys
try:
    import jsonschema
except ImportError:
    sys.exit(0)
schema = json.load(open(sys.argv[1], encoding="utf-8"))
jsonschema.Draft7Validator.check_schema(schema)
jsonschema.validate(json.load(open(sys.argv[2], encoding="utf-8")), schema)' "$root/reports/diff.schema.json" "$1"
}
check 'reports: JSON fits its schema' fits "$room/d.json"
compare clean r-fault --report json=-
cp "$room/out" "$room/printed.json"
check 'reports: JSON on standard output' fits "$room/printed.json"
compare clean r-fault --report "html=$room/again.html"
check 'reports: the screen has the text all the same' prints 'CHANGED: '

# --- records of other kinds ---
mkdir -p "$room/old" "$room/cut" "$room/bad"
grep -v '"record":"shape"' "$room/clean/run.jsonl" >"$room/old/run.jsonl"
compare old clean
check 'an older record: exit code 0' exits 0
check 'an older record: it is said' prints 'note: the first record does not say what the answers looked like'
head -c 20000 "$room/clean/run.jsonl" >"$room/cut/run.jsonl"
compare clean cut
check 'a cut record: exit code 2' exits 2
check 'a cut record: it is said' errs 'the record ends without a summary'
{ head -n 3 "$room/clean/run.jsonl"; echo '{"record":'; } >"$room/bad/run.jsonl"
compare bad clean
check 'a broken record: exit code 2' exits 2
check 'a broken record: where' errs 'bad/run.jsonl:4:1: error: not a run record'
ends 'one record' 2 'diff needs two run records' diff "$room/clean/run.jsonl"
ends 'no such record' 2 'No such file' diff "$room/clean/run.jsonl" "$room/none"
ends 'no such format' 2 'diff has no report format' diff "$room/clean/run.jsonl" "$room/old/run.jsonl" --report pdf=x
ends 'a report that cannot be written' 4 '' diff "$room/clean/run.jsonl" "$room/old/run.jsonl" --report "text=$room/none/x"

finish
