#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The suite measured from outside: correct servers of other makers raise no failure, each single fault is named.
# Environment: EPMM_CONFORM, EPMM_EMULATOR. Arguments are those of tests/mutation/run_mutation.py.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${EPMM_CONFORM:?the program to test}" "${EPMM_EMULATOR:?the emulator}"
unset EPMM_PASSWORD NO_COLOR
export LC_ALL=C.UTF-8 TZ=UTC0 PYTHONDONTWRITEBYTECODE=1

limit=1100
if [[ $# -gt 0 && $1 != --* ]]; then
  # ctest passes the emulator. A thousand runs with sanitizers take too long there: always the same seventh of the rows
  # tells whether something is amiss; without arguments all rows are run.
  shift
  set -- --every 7 "$@"
  limit=280
fi
exec timeout --kill-after=10 "$limit" /usr/bin/python3 "$here/../mutation/run_mutation.py" "$@"
