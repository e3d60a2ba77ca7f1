#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The JSON Schema for editors and the loader give the same verdict on good, bad and real files (tests/schema_twin.py).
# Environment: EPMM_CONFORM, the program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# Debian's modules belong to Debian's interpreter; another python3 may come first in PATH.
python=python3
[[ -x /usr/bin/python3 ]] && python=/usr/bin/python3
command -v "$python" >/dev/null || { echo "skipped: there is no python3"; exit 77; }
exec "$python" tests/schema_twin.py "${EPMM_CONFORM:?the program to test}"
