#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The suite measured from outside: correct servers of other makers raise no failure, each single fault is named.
# Environment: EPMM_CONFORM, EPMM_EMULATOR. Arguments are those of tests/mutation/run_mutation.py.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${EPMM_CONFORM:?the program to test}" "${EPMM_EMULATOR:?the emulator}"
unset EPMM_PASSWORD NO_COLOR
export LC_ALL=C.UTF-8 TZ=UTC0 PYTHONDONTWRITEBYTECODE=1

[[ ${1-} == --* ]] || set -- "${@:2}" # ctest passes the emulator as the first argument
if grep -qa __asan_init "$EPMM_CONFORM" && [[ $# -eq 0 ]]; then
  # a thousand runs with sanitizers take too long; every fifth row tells whether something is amiss
  set -- --every 5
fi
exec timeout --kill-after=10 280 /usr/bin/python3 "$here/../mutation/run_mutation.py" "$@"
