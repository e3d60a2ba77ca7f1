#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Each exit code, in each way that a user comes to it, and what is said then.
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need xmllint

start_emulator good
target=$room/good/target.yaml
password=$target.password
start_emulator https --tls
secure=$url
start_faults
closed=http://127.0.0.1:1 # nothing listens there
smoke=(--suite smoke)
requests() { wc -l <"$room/good/log"; }

# --- 0 and 1 ---
ends 'the emulator' 0 '' run --target "$target" "${smoke[@]}"
ends 'wrong answers' 1 '' run --target "$faults/type-wrong" "${smoke[@]}"
check 'wrong answers: the reports are whole' sound "$room/epmm-reports"
check 'wrong answers: stdout says so' prints ' · non-conformant · exit code 1'
check 'wrong answers: the requirement is named' prints R0

# --- 2: nothing is sent ---
before=$(requests)
ends 'an unknown option' 2 'did you mean --target?' run --targte "$target"
ends 'an option of another command' 2 '--jobs means nothing to this command' list --jobs 2
ends 'an option without its value' 2 '--target needs a value' run --target
ends 'a flag with a value' 2 '--strict takes no value' run --strict=yes --target "$target"
ends 'an unknown command' 2 "did you mean \`list\`?" lits
ends 'no command' 2 'what shall I do?'
ends 'no target' 2 'run needs --target' run "${smoke[@]}"
ends 'an operand too many' 2 'unexpected argument' run "$target"
ends 'a target file that is not there' 2 'No such file' run --target "$room/none.yaml"
printf 'url: %s\nkindd: lab\n' "$closed" >"$room/bad.yaml"
ends 'a bad target file' 2 'bad.yaml:2:1: error' run --target "$room/bad.yaml"
printf 'url: %s\nuser: a\npassword: x9y8z7w6\n' "$closed" >"$room/bad.yaml"
ends 'a target file with a password' 2 'does not belong in a target file' run --target "$room/bad.yaml"
check 'a target file with a password: it is not repeated' lacks "$(cat "$room/out" "$room/err")" x9y8z7w6
ends 'an unknown suite' 2 "did you mean \`smoke\`?" run --target "$target" --suite smokee
ends 'an unknown format' 2 '--format takes' run --target "$target" --format yaml
ends 'an unknown kind' 2 '--kind is emulator, lab or production' run --target "$target" --kind test
ends 'an unknown safety class' 2 '--allow takes safety classes' run --target "$target" --allow everything
ends 'an unknown report format' 2 'there is no report format' run --target "$target" --report pdf=x.pdf
ends 'a report without a file' 2 '--report takes FORMAT=FILE' run --target "$target" --report junit
for bad in 0 65 many 1x ''; do ends "--jobs '$bad'" 2 '--jobs takes' run --target "$target" --jobs "$bad"; done
for bad in 0 -1 nan inf 1e9 soon; do ends "--timeout $bad" 2 '--timeout takes' run --target "$target" --timeout "$bad"; done
ends 'a password file that is not there' 2 'cannot be read as a file of credentials' \
  run --target "$secure" --user a --password-file "$room/none"
: >"$room/empty"
ends 'an empty password file' 2 'the first line is empty' run --target "$secure" --user a --password-file "$room/empty"
ends 'a user without a password' 2 'there is no password' run --target "$secure" --user a
ends 'a password in the URL' 2 'holds a user or password' run --target "https://a:x9y8z7w6@127.0.0.1:1"
check 'a password in the URL: it is not repeated' lacks "$(cat "$room/out" "$room/err")" x9y8z7w6
ends '--insecure on production' 2 '--insecure is not for production' run --target "$secure" --insecure
ends 'kind emulator elsewhere' 2 'loopback addresses only' run --target http://192.0.2.1 --kind emulator
ends 'kind emulator by a name' 2 'loopback addresses only' run --target http://127.0.0.1.example.invalid --kind emulator
cp -r "$root/cases" "$root/schemas" "$root/suites" "$room/"
mkdir "$room/data" && mv "$room/cases" "$room/schemas" "$room/suites" "$room/data/"
ends 'a copy of the data' 0 '' run --target "$target" "${smoke[@]}" --data-dir "$room/data"
before=$(requests)
echo 'nonsense: 1' >>"$room/data/cases/dm/list-countries.yaml"
ends 'a bad case file' 2 'list-countries.yaml:' run --target "$target" "${smoke[@]}" --data-dir "$room/data"
ends 'no data' 2 'case files were not found' run --target "$target" --data-dir "$room/none"
ends 'a certificate authority that is not there' 2 '' run --target "$secure" --cacert "$room/none.pem" "${smoke[@]}"
check 'usage errors: nothing was sent' same "$(requests)" "$before"
clear=(run --target http://epmm.example.invalid --user a --password-file "$password" "${smoke[@]}")
ends 'credentials in clear text to another machine' 2 'in clear text (http)' "${clear[@]}"
if has strace && strace -o /dev/null true 2>/dev/null; then
  under=(env "ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0" timeout 60 strace -f -e trace=network -o "$room/strace")
  run "${clear[@]}"
  under=(timeout --kill-after=5 60)
  check 'credentials in clear text: no socket to anywhere' lacks "$(<"$room/strace")" AF_INET
else
  skip 'credentials in clear text: no socket to anywhere' 'strace does not work here'
fi

# --- 3 ---
all_errors() { same "$(cases "$room/epmm-reports/run.jsonl" 'c["verdict"] not in ("error", "skip") or c["verdict"] == "error" and "not reached" not in c.get("reason", "")')" ''; }
not_reached() { cases "$room/epmm-reports/run.jsonl" '"not reached" in c.get("reason", "")'; }
ends 'nothing listens' 3 'not reached' run --target "$closed" "${smoke[@]}"
check 'nothing listens: the reports are whole' sound "$room/epmm-reports"
check 'nothing listens: stdout says so' prints ' · unreachable · exit code 3'
echo 'a-wrong-password' >"$room/wrong"
chmod 600 "$room/wrong"
before=$(requests)
ends 'a wrong password' 3 '' run --target "$target" --user miadmin --password-file "$room/wrong"
check 'a wrong password: one request' same "$(($(requests) - before))" 1
check 'a wrong password: every case is "not reached"' all_errors
check 'a wrong password: the reason is given' prints 'refused the credentials'
check 'a wrong password: the reports are whole' sound "$room/epmm-reports"
ends 'TLS that is not trusted' 3 '' run --target "$secure" --user a --password-file "$password" "${smoke[@]}"
check 'TLS that is not trusted: the certificate is named' prints certificate
check 'TLS that is not trusted: nothing arrived' test ! -s "$room/https/log"
ends 'http to a TLS port' 3 '' run --target "${secure/https/http}" "${smoke[@]}" --timeout 2

# --- 4 ---
ends 'the report folder is a file' 4 'Not a directory' run --target "$target" "${smoke[@]}" --report-dir "$password"
ends 'the report folder cannot be made' 4 'cannot be made' run --target "$target" "${smoke[@]}" --report-dir "$room/no/such"
ends 'the folder of the JUnit report is missing' 4 'cannot be written' \
  run --target "$target" "${smoke[@]}" --report "junit=$room/no/such.xml"
ends 'the JUnit report is a folder' 4 '' run --target "$target" "${smoke[@]}" --report "junit=$room/data"
full() { # OPTION... : stdout is full
  rc=0
  (cd "$room" && "${under[@]}" "$conform" "$@" >/dev/full 2>"$room/err") || rc=$?
}
full run --target "$target" "${smoke[@]}"
check 'stdout is full: exit code 4' exits 4
full run --target "$target" "${smoke[@]}" --quiet
check 'stdout is full, --quiet: exit code 4' exits 4
full list
check 'stdout of list is full: exit code 4' exits 4
ends 'the record is full' 4 '' run --target "$target" "${smoke[@]}" --report json=/dev/full

# --- 5 and 6 ---
ends 'nothing matches' 5 '' run --target "$target" --select 'dm/no-such-operation:*'
ends 'nothing matches, list' 5 'no case matches' list --select 'dm/no-such-operation:*'
ends 'nothing matches, plan' 5 '' plan --select 'dm/no-such-operation:*'
before=$(requests)
plain=(--target "${url/https*/$(head -n 1 "$room/good/ready")}" --user miadmin --password-file "$password")
write=dm/list-countries:method.PUT
ends 'a write asked for by name' 6 'probe-write' run "${plain[@]}" --select "$write"
ends 'a write asked for by name on a lab' 6 'probe-write' run "${plain[@]}" --kind lab --select "$write"
ends 'a write asked for by name, plan' 6 'probe-write' plan --kind lab --select "$write"
ends '--allow without permits' 6 'permits' run "${plain[@]}" --kind lab --allow probe-write "${smoke[@]}"
ends '--allow destroy without permits' 6 'permits' run "${plain[@]}" --allow destroy
check 'refusals: nothing was sent' same "$(requests)" "$before"
check 'the same by pattern is skipped, and so nothing runs' \
  same "$(run run "${plain[@]}" --select 'dm/list-countries:method.*'; echo "$rc")" 5

# --- 130 ---
for signal in INT TERM; do
  rm -rf "$room/epmm-reports"
  : >"$room/faults.log"
  # The shell starts background processes with SIGINT ignored; env undoes that.
  (cd "$room" && exec env --default-signal=INT "$conform" run --target "$faults/slow-body" "${smoke[@]}" --timeout 30) \
    >"$room/out" 2>"$room/err" &
  pid=$!
  pids+=("$pid")
  for ((i = 0; i < 200; i++)); do
    ! grep -qs '^slow-body' "$room/faults.log" || break
    sleep 0.05
  done
  sleep 0.5
  kill -s "$signal" "$pid"
  start=$SECONDS
  rc=0
  wait "$pid" || rc=$?
  check "SIG$signal: exit code 130" exits 130
  check "SIG$signal: at once" at_most "$((SECONDS - start))" 4
  check "SIG$signal: the reports are whole" sound "$room/epmm-reports"
  check "SIG$signal: what was seen until then is kept" contains "$(<"$room/epmm-reports/run.jsonl")" '"record":"shape"'
  check "SIG$signal: every case has a result" same "$(cases "$room/epmm-reports/run.jsonl" True | wc -l)" \
    "$("$conform" list "${smoke[@]}" | wc -l)"
  check "SIG$signal: the cases are not reached" same "$(not_reached)" \
    "$("$conform" list "${smoke[@]}" | sed 's/.*/error & not reached: the run was interrupted/')"
  check "SIG$signal: stdout says so" prints ' · interrupted · exit code 130'
done
check 'the emulator said nothing' same "$(<"$room/good/err")" ''
finish
