#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The files of ci/templates: each can be parsed, and its script judges a server and leaves the reports that the rest of the
# file publishes.
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need xmllint

mkdir "$room/scripts"
check 'the templates can be read' "$python" "$root/tests/templates.py" "$room/scripts"
start_emulator main
EPMM_PASSWORD=$(<"$room/main/target.yaml.password")
export EPMM_URL=$url EPMM_USER=miadmin EPMM_PASSWORD GITHUB_STEP_SUMMARY=$room/summary.md EPMM_CONFORM_DATA=$root
for template in "$root"/ci/templates/*; do
  name=$(basename "$template")
  job=$room/$name
  mkdir -p "$job/epmm-conform/build/release"
  ln -s "$conform" "$job/epmm-conform/build/release/epmm-conform"
  code=0
  (cd "$job" && bash -eu "$room/scripts/$name.sh") >"$job/told" 2>&1 || code=$?
  check "$name: exit code" same "$code" 0
  check "$name: the results" xmllint --noout "$job/reports/junit.xml"
  check "$name: only reads were sent" contains "$(<"$job/told")" '(0 writes)'
  while read -r option; do
    check "$name: $option is an option" contains "$("$conform" --help)" "$option"
  done < <(grep -oE -- '--(report|junit-profile|suite|user|target)\b' "$template" | sort -u)
done
check 'GitHub gets a summary' test -s "$room/summary.md"
# A server that is none must fail the job.
export EPMM_URL=http://127.0.0.1:9
for script in "$room"/scripts/*; do
  code=0
  (cd "$room/$(basename "$script" .sh)" && rm -rf reports && bash -eu "$script") >"$room/told" 2>&1 || code=$?
  check "$(basename "$script" .sh): a server that is not there fails the job" same "$code" 3
done
finish
