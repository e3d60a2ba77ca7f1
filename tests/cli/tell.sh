#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The commands that only tell: list, plan, lint, explain, --help, --version. They open no socket and need no target.
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

say --version
say --help
say lint --help
say list --suite smoke
say list --suite smoke --format json
say list --select 'dm/list-countries:auth.*' --select dm/list-operators:ok.xml
say plan --suite smoke
say plan --suite smoke --select 'operation:list-operators' --kind lab
say plan --suite smoke --select 'operation:list-operators' --kind emulator --target http://127.0.0.1:1
say plan --suite scenarios --select scenario:roaming --format json --kind emulator --target http://127.0.0.1:1 --allow change
say plan --suite scenarios --select scenarios/roaming:both.xml --kind lab
say lint
say explain dm/list-countries:ok.xml
say explain 'dm/list-countries:auth.*'
say explain scenarios/roaming:both.xml scenarios/register-and-retire:cleanup.json
say explain holds
say explain too-long
say explain count-message
say explain pair
say explain same-records
say explain unknown-id
say explain R205
say explain R999 dm/no-such:case
say explain
say lits
say run --no-such-option

# --- files with mistakes ---
cat >"$room/good.yaml" <<'END'
url: https://epmm.example.com
kind: lab
user: api-reader
password-file: secret.txt
END
cat >"$room/typo.yaml" <<'END'
url: https://epmm.example.com
kindd: lab
kind: emulatr
rate: fast
rate: 2
END
cat >"$room/suite.yaml" <<'END'
suite: mine
title: Mine
include: ["*"]
ceiling: prob
END
cat >"$room/endpoint.yaml" <<'END'
endpoint: GET /api/v1/dm/labels
summary: All labels
guide: { section: Get all Labels }
formats: [xml, jsn]
responses:
  200: { schema: label-lst, records: labels/label }
END
printf 'url: [unclosed\n' >"$room/syntax.yaml"
printf '\xff\xfe\x00bad' >"$room/bytes.yaml"
printf 'url: "\x1b[31mred"\n' >"$room/escape.yaml"
for file in good typo suite endpoint syntax escape none; do say lint "$file.yaml"; done
mkdir "$room/data"
cp -r "$root/cases" "$root/schemas" "$root/suites" "$room/data/"
say lint --data-dir data
sed -i 's/^formats:/fromats:/' "$room/data/cases/dm/list-countries.yaml"
say lint --data-dir data
say list --data-dir data
check 'no escape sequences from files' lacks "$(<"$room/transcript")" $'\033'

run lint bytes.yaml
check 'a file in another encoding: exit code 2' exits 2
check 'a file in another encoding: says so' errs 'bytes.yaml:1:1: error: the file is not UTF-8 (byte 0xff)'
check 'a file in another encoding: its bytes are not repeated' iconv -f UTF-8 -t UTF-8 "$room/err"

# --- what holds whatever the cases are ---
run list --suite full --kind emulator
check 'list: sorted by nothing, but each id once' same "$(sort "$room/out" | uniq -d)" ''
check 'list: every id has the form AREA/OPERATION:NAME' same \
  "$(grep -vE '^(dm|eas|sm|alerts|policies|appsettings|apps|wadl|scenarios|contracts)/[a-z0-9-]+:[^ ]+' "$room/out")" ''
cp "$room/out" "$room/listed"
run explain '*'
check 'explain knows every case' same "$(grep -E '^[a-z]+/[a-z0-9-]+:' "$room/out" | sort)" "$(sort "$room/listed")"
check 'explain gives every case a reason' same "$(grep -c '^  because: ...' "$room/out")" "$(wc -l <"$room/listed")"
run plan --suite full --kind emulator --target http://127.0.0.1:1
check 'plan has every case' same "$(awk '/^[a-z]/ && NF == 2 { print $2 }' "$room/out" | sort)" "$(sort "$room/listed")"
run plan
check 'plan: every skip has a reason' same "$(awk '/^skip / { open = $2; next } open && !/^    ./ { print open } { open = "" }' "$room/out")" ''

# --- no socket ---
if has strace && strace -o /dev/null true 2>/dev/null; then
  under=(env "ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0" timeout 60 strace -f -e trace=network -o "$room/strace")
  offline() { # ARGUMENT... : ends well and uses no call of the network
    run "$@"
    exits 0 && lacks "$(<"$room/strace")" '('
  }
  check 'lint opens no socket' offline lint
  check 'plan opens no socket' offline plan --target http://127.0.0.1:1 --kind emulator
  check 'plan of a host name looks nothing up' offline plan --target https://epmm.example.invalid
  check 'list opens no socket' offline list
  check 'explain opens no socket' offline explain R018
else
  skip 'lint, plan, list and explain open no socket' 'strace does not work here'
fi
finish
