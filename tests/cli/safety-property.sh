#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Random runs against the emulator, judged at the server: nothing leaves that was not allowed, nothing is touched that the
# run does not own, and everything is taken back, also after kill -9 and `cleanup`. EPMM_SEED and EPMM_ROUNDS choose others.
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

start_emulator server
seed=${EPMM_SEED:-20261123}
rounds=${EPMM_ROUNDS:-24}
echo "# seed $seed, $rounds rounds"
check "$rounds random runs, seed $seed" "$python" "$root/tests/safety_property.py" "$conform" "$root" "$room/server" "$room" \
  "$seed" "$rounds"
finish
