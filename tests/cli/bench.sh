#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The comparison of instruction counts sees what is slower, what is missing and nothing else. Counts nothing itself.
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

judged() { # FACTOR : prints True when counts of FACTOR times the committed ones are accepted
  PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$root/bench python3 -c 'import csv, sys
import instructions
with open(instructions.COMMITTED, newline="") as file:
    counts = {row["workload"]: int(int(row["instructions"]) * float(sys.argv[1])) for row in csv.DictReader(file)}
if float(sys.argv[1]) == 0:
    counts = {"another": 1}
print(instructions.compare(counts))' "$1" | tail -n 1
}
check 'the same counts are accepted' same "$(judged 1)" True
check 'noise is accepted' same "$(judged 1.04)" True
check 'fewer instructions are accepted' same "$(judged 0.5)" True
check 'more instructions are refused' same "$(judged 1.06)" False
check 'other workloads are refused' same "$(judged 0)" False
finish
