#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# coverage: counts, what is open, JSON, the ledger, a run record; and what is told when something is missing.
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

mkdir "$room/data"
cp -r "$root/cases" "$root/schemas" "$root/suites" "$room/data/"

run coverage
check 'coverage: exit code 0' exits 0
check 'counts requirements' prints 'requirements         stated    carried  not testable   open'
check 'counts elements' prints '  in total              759'
run coverage --open
check '--open: exit code 0' exits 0
run coverage --json
check '--json is JSON' "$python" -c 'import json, sys
c = json.load(open(sys.argv[1]))
assert c["total"]["elements"]["documented"] == 759 and c["total"]["operations"]["documented"] == 50
assert sum(i["kind"] == "requirement" for i in c["items"]) == 572
assert c["total"]["open"] == sum("open" in i for i in c["items"])' "$room/out"
run coverage --ledger --data-dir data
cp "$room/out" "$room/ledger.csv"
cp "$room/ledger.csv" "$room/data/cases/requirements.csv"
run coverage --ledger --data-dir data
check 'the ledger written anew stays as it is' cmp "$room/ledger.csv" "$room/out"

# --- what is missing ---
# shellcheck disable=SC2129  # one line each
echo 'dm,no-such-operation,operation,GET /api/v1/dm/none,None,' >>"$room/data/cases/guide.csv"
echo 'dm,list-countries,element,noSuchElement,country,' >>"$room/data/cases/guide.csv"
echo 'dm,list-countries,parameter,noSuchParameter,query,' >>"$room/data/cases/guide.csv"
echo 'dm,list-countries,status,418,table,' >>"$room/data/cases/guide.csv"
echo 'dm,list-countries,status,200,table,no reason at all' >>"$room/data/cases/guide.csv"
echo 'R999,explicit,none,None,*,Nobody checks this,,,,,' >>"$room/data/cases/requirements.csv"
ends '--check' 1 '' coverage --check --data-dir data
check 'an operation without a case file' prints 'operation dm/no-such-operation: no case file describes the operation'
check 'an element' prints 'element noSuchElement of dm/list-countries: no schema of its answers has it'
check 'a parameter' prints 'parameter noSuchParameter of dm/list-countries: not described'
check 'a status code' prints 'status 418 of dm/list-countries: not among the responses'
check 'a reason too many' prints 'status 200 of dm/list-countries: described, although there is a reason why it cannot be'
check 'a statement' prints 'requirement R999: neither check nor reason (Nobody checks this)'
echo 'dm,x,planet,y,,' >>"$room/data/cases/guide.csv"
ends 'a bad row' 2 'a row needs an area, an operation, a name' coverage --data-dir data
rm "$room/data/cases/guide.csv"
ends 'no list of what is documented' 2 'guide.csv: error: cannot be read' coverage --data-dir data
ends 'two records' 2 'coverage takes one run record' coverage a b
ends 'no record' 2 'cannot be read' coverage none.jsonl

# --- a run ---
start_emulator e
export EPMM_PASSWORD=${EPMM_PASSWORD-conformance}
run run --target e/target.yaml --select 'operation:list-countries' --report-dir reports
run coverage reports/run.jsonl --json
check 'a run: what it exercised' "$python" -c 'import json, sys
items = json.load(open(sys.argv[1]))["items"]
done = {(i["kind"], i["operation"], i["name"]) for i in items if i.get("executed")}
assert any(k == "operation" and o == "list-countries" for k, o, n in done), done
assert ("status", "list-countries", "200") in done and ("element", "list-countries", "countryName") in done
assert any(k == "requirement" and n == "R017" for k, o, n in done)
assert not any(o == "list-operators" for k, o, n in done)' "$room/out"
told='import json, sys
last = json.loads(open(sys.argv[1]).readlines()[-1])
assert last["record"] == "summary" and bool(last.get("coverage")) == (sys.argv[2] == "told"), last.get("coverage")'
check 'a run of one operation tells no coverage itself' "$python" -c "$told" "$room/reports/run.jsonl" untold
run run --target e/target.yaml --select 'dm/list-c*' --report-dir reports
check 'a run of more tells it' "$python" -c "$told" "$room/reports/run.jsonl" told
finish
