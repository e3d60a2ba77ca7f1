#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The main job: the suite judges the clean emulator, and everything about the run is as it should be.
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need xmllint

clean() { # FILE : every case passed; the one reason to skip is that its class was not allowed
  local bad
  bad=$(cases "$1" 'c["verdict"] != "pass" and not (c["verdict"] == "skip" and
    c["reason"].endswith(": its safety class needs --allow on this kind of target"))')
  same "$bad" ''
}
planned() { # FILE OPTION... : the cases of the record are those that `list` prints
  local file=$1
  shift
  (cd "$room" && "$conform" list --kind emulator "$@") | sort >"$room/listed"
  cases "$file" True | cut -d' ' -f2 | sort | diff "$room/listed" -
}
good() { # NAME DIRECTORY : of a run against the emulator
  check "$1: exit code 0" exits 0
  check "$1: every case passed" clean "$2/run.jsonl"
  check "$1: reports are valid and agree" sound "$2"
}

start_emulator http
target=$room/http/target.yaml
http=$url

run run --target "$target"
good 'http' "$room/epmm-reports"
check 'http: every case of the suite has a result' planned "$room/epmm-reports/run.jsonl"
check 'http: the summary is on stdout' prints ' · conformant · exit code 0'
check 'http: the record says conformant' same "$(field "$room/epmm-reports/run.jsonl" word)" conformant
check 'http: no escape sequences in a file' lacks "$(cat "$room/out" "$room/err")" $'\033'

start_emulator https --tls
run run --target "$room/https/target.yaml" --report-dir "$room/tls"
good 'https' "$room/tls"
check 'https: the URL is https' contains "$url" https://127.0.0.1:
run run --target "$url" --kind emulator --user miadmin --password-file "$room/https/target.yaml.password" \
  --cacert "$room/https/target.yaml.ca.pem" --report-dir "$room/tls-options" --suite smoke
good 'https by options' "$room/tls-options"
run run --target "$url" --kind emulator --user miadmin --password-file "$room/https/target.yaml.password" \
  --insecure --report-dir "$room/insecure" --suite smoke
good 'https without verification' "$room/insecure"
check 'https without verification: the report shouts' prints 'TLS is not verified'

# --- suites, formats, selections ---
for file in "$root"/suites/*.yaml; do
  suite=$(basename "$file" .yaml)
  run run --target "$target" --suite "$suite" --allow notify,change,secure,destroy --report-dir "$room/suite-$suite"
  curl -sS -u "miadmin:$(<"$target.password")" -X POST "$http/_emulator/reset" >/dev/null
  good "suite $suite" "$room/suite-$suite"
  check "suite $suite: every case has a result" planned "$room/suite-$suite/run.jsonl" --suite "$suite"
done
run run --target "$target" --suite "$root/suites/smoke.yaml" --report-dir "$room/suite-file"
good 'suite by file' "$room/suite-file"

run run --target "$target" --format xml --report-dir "$room/xml"
good 'only XML' "$room/xml"
check 'only XML: no JSON' same "$(cases "$room/xml/run.jsonl" 'c.get("format") == "json" or c["kind"] == "twin"')" ''
run run --target "$target" --format json --report-dir "$room/json"
good 'only JSON' "$room/json"
check 'only JSON: no XML' same "$(cases "$room/json/run.jsonl" 'c.get("format") == "xml" or c["kind"] == "twin"')" ''

selected() { # DIRECTORY EXPRESSION : at least one case, and the expression holds for all
  [[ -n $(cases "$room/$1/run.jsonl" True) ]] && same "$(cases "$room/$1/run.jsonl" "not ($2)")" ''
}
while IFS='|' read -r pattern expression; do
  rm -rf "$room/select"
  run run --target "$target" --select "$pattern" --report-dir "$room/select"
  good "select $pattern" "$room/select"
  check "select $pattern: only these" selected select "$expression"
done <<'END'
dm/list-countries:ok.xml|c["id"] == "dm/list-countries:ok.xml"
dm/*:twin|c["id"].startswith("dm/") and c["name"] == "twin"
*.json|c["id"].endswith(".json")
operation:get-all-labels|c["operation"] == "get-all-labels"
requirement:R018|"R018" in c["requirements"]
kind:auth|c["name"].startswith("auth")
area:dm|c["area"] == "dm"
END
rm -rf "$room/select"
run run --target "$target" --select dm/list-countries:ok.xml --select dm/list-operators:ok.json --report-dir "$room/select"
check 'two selections are added up' same "$(cases "$room/select/run.jsonl" True)" \
  $'pass dm/list-countries:ok.xml \npass dm/list-operators:ok.json '

# --- strictness ---
run run --target "$target" --suite smoke --strict --report-dir "$room/strict"
good 'strict where there is no warning' "$room/strict"
run run --target "$target" --strict --report-dir "$room/strict-all"
warned=$(cases "$room/epmm-reports/run.jsonl" 'any(f["level"] == "warning" for f in c.get("findings", []))' | wc -l)
check 'strict: what warned fails, nothing else does' same \
  "$(cases "$room/strict-all/run.jsonl" 'c["verdict"] != "pass"' | grep -c '^fail' || true)" "$warned"
check 'strict: the exit code agrees' exits $((warned > 0))

# --- reports ---
mkdir "$room/wished"
run run --target "$target" --suite smoke --report "junit=$room/wished/j.xml" --report "json=$room/wished/r.jsonl" \
  --report "text=$room/wished/t.txt" --report-dir "$room/unused"
check 'wished reports: exit code 0' exits 0
check 'wished reports: valid' "$python" "$root/tests/reports_twin.py" "$room/wished/r.jsonl" "$room/wished/j.xml"
check 'wished reports: text' contains "$(<"$room/wished/t.txt")" ' · conformant · exit code 0'
check 'wished reports: nothing beside them' same "$(find "$room/wished" "$room/unused" -type f | wc -l)" 3
mkdir -p "$room/with a space/ü"
cp "$room/http/target.yaml" "$room/with a space/t'1.yaml"
run run --target "$room/with a space/t'1.yaml" --suite smoke --report-dir "$room/with a space/ü/reports & more"
good 'paths with blanks' "$room/with a space/ü/reports & more"
run run --target "$target" --suite smoke --report-dir "$room/with a space/ü/reports & more"
good 'a second run into the same folder' "$room/with a space/ü/reports & more"

# --- how it is told ---
run run --target "$target" --suite smoke --quiet --report-dir "$room/quiet"
check 'quiet: one line' same "$(wc -l <"$room/out")" 1
check 'quiet: nothing on stderr' same "$(<"$room/err")" ''
if has script; then
  terminal() { # on a terminal; for a program that writes to it
    script -qec "$(printf '%q ' "$conform" run --target "$target" --suite smoke --report-dir "$room/terminal" "$@")" \
      /dev/null </dev/null 2>&1
  }
  check 'a terminal: colours' contains "$(TERM=xterm terminal)" $'\033[3'
  check 'a terminal with NO_COLOR: none' lacks "$(TERM=xterm NO_COLOR=1 terminal)" $'\033[3'
  check 'a terminal with --color never: none' lacks "$(TERM=xterm terminal --color never)" $'\033[3'
else
  skip 'a terminal' 'there is no script(1)'
fi
run run --target "$target" --suite smoke --color always --report-dir "$room/color"
check '--color always: colours in a file' prints $'\033[3'
check '--color always: none in the JUnit report' lacks "$(<"$room/color/junit.xml")" $'\033'

rm -rf "$room/told"
say run --target "$target" --suite smoke --report-dir "$room/told"
say run --target "$target" --suite smoke --report-dir "$room/told" --quiet
check 'the emulators said nothing' same "$(cat "$room"/*/err)" ''
finish
