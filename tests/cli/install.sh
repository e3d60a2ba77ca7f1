#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The installed programs find their data and work from anywhere, also where the sources are not.
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need cmake xmllint

build=$(dirname "$conform")
[[ -f $build/cmake_install.cmake ]] || { echo "skipped: $build is no build folder"; exit 77; }
prefix="$room/a prefix"
check 'cmake --install' cmake --install "$build" --prefix "$prefix"
installed=$prefix/bin/epmm-conform
check 'the program is there' test -x "$installed"
check 'the emulator is there' test -x "$prefix/bin/epmm-emulator"
check 'the data are there' test -f "$prefix/share/epmm-conform/cases/requirements.csv"
same_data() { local part; for part in cases schemas suites; do diff -r "$root/$part" "$prefix/share/epmm-conform/$part" || return 1; done; }
check 'the data are those of the sources' same_data
check 'no test program is there' same "$(find "$prefix" -name '*test*' -o -name 'fault-server' -o -name 'fuzz*')" ''

conform=$installed
emulator=$prefix/bin/epmm-emulator
run lint
check 'lint: exit code 0' exits 0
start_emulator server
run run --target "$room/server/target.yaml" --suite smoke
check 'run: exit code 0' exits 0
check 'run: the reports are whole' sound "$room/epmm-reports"
echo 'nonsense: 1' >>"$prefix/share/epmm-conform/cases/dm/list-countries.yaml"
run lint
check 'the data in use are the installed ones' errs "list-countries.yaml:"
sed -i '/^nonsense: 1$/d' "$prefix/share/epmm-conform/cases/dm/list-countries.yaml"
mv "$prefix" "$room/moved"
conform=$room/moved/bin/epmm-conform
run lint
check 'moved: exit code 0' exits 0
mkdir "$room/path"
ln -s "$conform" "$room/path/conform-link"
conform=$room/path/conform-link
run lint
check 'through a link: exit code 0' exits 0
rm -rf "$room/moved/share/epmm-conform/cases"
broken() { run lint; [[ $rc == 2 ]] || same "$(head -n 1 "$room/out")" "$("$EPMM_CONFORM" lint | head -n 1)"; }
check 'without its data: a usage error, or those of the build tree' broken
run lint --data-dir "$root"
check '--data-dir: exit code 0' exits 0
export EPMM_CONFORM_DATA=$root
run lint
check 'EPMM_CONFORM_DATA: exit code 0' exits 0
finish
