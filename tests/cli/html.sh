#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The HTML report in a headless browser: nothing is asked for, nothing of a target's text runs, filter and links work,
# axe-core finds nothing in either scheme of colours. Pictures: EPMM_PICTURES=FOLDER tests/cli/html.sh
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# axe-core is not committed; npm fetches it once into the build folder, and its hash is pinned here.
axe_version=4.14.1
axe_hash=FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==
axe=none
fetch_axe() {
  local folder tarball
  folder=$(dirname "$conform")/axe-core-$axe_version
  if [[ ! -s $folder/axe.min.js ]]; then
    has npm && has openssl || return 1
    (cd "$room" && timeout 100 npm pack --silent "axe-core@$axe_version" >/dev/null 2>&1) || return 1
    tarball=$room/axe-core-$axe_version.tgz
    [[ $(openssl dgst -sha512 -binary "$tarball" | base64 -w 0) == "$axe_hash" ]] || return 1
    tar -xzf "$tarball" -C "$room" package/axe.min.js
    mkdir -p "$folder"
    mv "$room/package/axe.min.js" "$folder/"
  fi
  axe=$folder/axe.min.js
}

# --- on the command line ---
start_emulator faulty --fault dm-status-missing
run run --target faulty/target.yaml --select 'dm/get-devices-by-status*' --report html=run.html
check 'a run against a faulty target' exits 1
run report --from epmm-reports/run.jsonl --to html=again.html
check 'report: exit code 0' exits 0
check 'the run and the command report make the same page' cmp "$room/run.html" "$room/again.html"
check 'the statement of the guide' grep -q 'class="requirement"><strong>R377</strong>' "$room/run.html"
check 'the statement in words' grep -q '<q>An element printed without a presence condition' "$room/run.html"
check 'what was done' grep -q ' reads</strong>, <strong>2 writes</strong>, ' "$room/run.html"
check 'the coverage of the guide' grep -q 'id="coverage"' "$room/run.html"
check 'the curl line' grep -q '<code>curl -sS ' "$room/run.html"
run coverage --json epmm-reports/run.jsonl
check 'the record tells the same of the guide as the command coverage' "$python" -c 'import json, sys
told = json.load(open(sys.argv[1]))["total"]
shares = json.loads(open(sys.argv[2]).readlines()[-1])["coverage"]
kinds = {"operation": "operations", "parameter": "parameters", "status": "status_codes", "element": "elements",
         "requirement": "requirements"}
for kind, name in kinds.items():
    for number in ("documented", "described", "executed", "not_testable"):
        mine = sum(share[number] for share in shares if share["kind"] == kind)
        assert mine == told[name][number], (name, number, mine, told[name])
assert {s.get("strength") for s in shares if s["kind"] == "requirement"} == {"explicit", "implied", "inferred"}
assert 0 < sum(s["executed"] for s in shares)' "$room/out" "$room/epmm-reports/run.jsonl"
run report --from epmm-reports/run.jsonl --to html=-
check 'on standard output, too' cmp "$room/out" "$room/run.html"
"$python" "$root/tests/hostile_record.py" "$room/hostile.jsonl"
run report --from hostile.jsonl --to html=hostile.html
check 'of hostile text: exit code 0' exits 0

# --- in a browser ---
has chromium || has chromium-browser || ((failures)) || { echo 'skipped: there is no chromium'; exit 77; }
fetch_axe || skip 'axe-core finds nothing' "there is no axe-core $axe_version and npm does not bring it"
check 'the page in a browser' "$python" "$root/tests/report_page.py" "$room/run.html" "$room/hostile.html" "$axe" \
  ${EPMM_PICTURES:+"$EPMM_PICTURES"}
[[ -z ${EPMM_PICTURES-} ]] || cat "$room/check.out"
finish
