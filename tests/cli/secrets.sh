#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The password is nowhere: not in reports, not on stdout or stderr, not in the process list, in no spelling of it.
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need xmllint

cat >"$room/search.py" <<'END'
"""search.py USER SECRET-FILE FILE... : names each file that holds the secret in some spelling; prints how many it read."""
import base64, json, pathlib, re, sys, urllib.parse, xml.sax.saxutils
user = sys.argv[1].encode()
secret = pathlib.Path(sys.argv[2]).read_bytes().rstrip(b"\r\n")
text = secret.decode("utf-8")
spellings = {"plain": secret, "hex": secret.hex().encode(), "HEX": secret.hex().upper().encode()}
def base64_parts(name, data):  # what stays the same wherever the data begins in a longer text
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + data)
        spellings[f"{name} at {shift}"] = whole[(0, 2, 3)[shift]:(len(data) + shift) * 8 // 6 // 4 * 4]
base64_parts("base64", secret)
base64_parts("base64 of the log-in", user + b":" + secret)
spellings["base64url of the log-in"] = base64.urlsafe_b64encode(user + b":" + secret).rstrip(b"=")
for safe in ("", "/:", "'", "'/:+"):
    spellings[f"percent {safe}"] = urllib.parse.quote(secret, safe=safe).encode()
    spellings[f"plus {safe}"] = urllib.parse.quote_plus(secret, safe=safe).encode()
    spellings[f"small percent {safe}"] = re.sub(rb"%..", lambda m: m.group().lower(), urllib.parse.quote(secret, safe=safe).encode())
spellings["JSON"] = json.dumps(text)[1:-1].encode()
spellings["JSON in UTF-8"] = json.dumps(text, ensure_ascii=False)[1:-1].encode()
spellings["JSON as PHP writes it"] = json.dumps(text)[1:-1].replace("/", "\\/").encode()
spellings["XML"] = xml.sax.saxutils.escape(text).encode()
spellings["XML attribute"] = xml.sax.saxutils.escape(text, {'"': "&quot;", "'": "&apos;"}).encode()
spellings["XML numbers"] = xml.sax.saxutils.escape(text, {'"': "&#34;", "'": "&#39;"}).encode("ascii", "xmlcharrefreplace")
spellings["shell"] = text.replace("'", "'\\''").encode()
spellings["C"] = "".join(c if " " <= c <= "~" else "".join(f"\\x{b:02x}" for b in c.encode()) for c in text).encode()
found = 0
for name in sys.argv[3:]:
    data = pathlib.Path(name).read_bytes()
    for kind, spelling in spellings.items():
        if len(spelling) >= 3 and spelling in data:
            found += 1
            print(f"{name}: {kind}: {spelling!r}")
sys.exit(found > 0)
END
search() { # USER SECRET-FILE FILE...
  "$python" "$room/search.py" "$@"
}
# The search itself must find what is there.
printf '%s\n' 'a"b<c' >"$room/probe"
for found in 'a"b<c' 'a\"b<c' 'a&quot;b&lt;c' 'a%22b%3Cc' '6122623c63' 'YSJiPG' 'bWU6YSJiPG'; do
  printf 'x%s y' "$found" >"$room/hay"
  check "the search finds $found" test -n "$(search me "$room/probe" "$room/hay" || true)"
done

watch_process() { # while the last background process runs: its command line and environment, collected
  local pid=$1
  while kill -0 "$pid" 2>/dev/null; do
    cat /proc/"$pid"/cmdline >>"$room/seen/cmdline" 2>/dev/null || true
    sleep 0.02
  done
}
canary() { # NAME SECRET WAY : starts an emulator with that password, runs against it, searches everything
  local name="$3 $1" secret=$2 way=$3 at pid key=$room/key-$3-$1
  at=$room/run-$way-$1
  printf '%s\n' "$secret" >"$key"
  chmod 600 "$key"
  start_emulator "server-$way-$1" --user 'miadmin' --password-file "$key"
  mkdir -p "$room/seen" "$at"
  : >"$room/seen/cmdline"
  local options=(run --target "$url" --kind emulator --report-dir "$at/reports" --report "text=$at/report.txt" --verbose
    --report "html=$at/report.html" --bodies --color always --record "$at/exchanges.rec")
  case $way in
  file) options+=(--user miadmin --password-file "$key") ;;
  environment) options+=(--user miadmin) ;;
  netrc)
    printf 'machine 127.0.0.1 login miadmin password %s\n' "$secret" >"$at.netrc"
    chmod 600 "$at.netrc"
    options+=(--netrc-file "$at.netrc")
    ;;
  esac
  rc=0
  (
    cd "$at"
    [[ $way != environment ]] || export EPMM_PASSWORD=$secret
    exec "$conform" "${options[@]}"
  ) >"$room/out" 2>"$room/err" </dev/null &
  pid=$!
  pids+=("$pid")
  watch_process "$pid"
  wait "$pid" || rc=$?
  check "$name: exit code 0" exits 0
  check "$name: requests were let in" contains "$(<"$room/server-$way-$1/log")" '"authorized":true'
  check "$name: the command line was seen" test -s "$room/seen/cmdline"
  check "$name: the reports are whole" sound "$at/reports"
  cp "$room/out" "$at/stdout"
  cp "$room/err" "$at/stderr"
  cp "$room/seen/cmdline" "$at/cmdline"
  local files
  mapfile -t files < <(find "$at" "$room/server-$way-$1" -type f ! -name '*.password')
  check "$name: no trace in ${#files[@]} files" search miadmin "$key" "${files[@]}"
  # Answers that repeat the request are what a mask is for. The echo is no conformant answer.
  if [[ $way == file ]]; then
    rc=0
    (cd "$at" && "$conform" run --target "$faults/echo" --kind emulator --suite smoke --user miadmin --password-file "$key" \
      --report-dir "$at/echo" --report "text=$at/echo.txt" --report "html=$at/echo.html" --verbose --bodies --record "$at/echo.rec") >"$at/echo.out" 2>"$at/echo.err" || rc=$?
    check "$name, an echoing server: exit code 1" exits 1
    check "$name, an echoing server: bodies are kept" contains "$(<"$at/echo/run.jsonl")" 'Authorization: '
    mapfile -t files < <(find "$at" -type f)
    check "$name, an echoing server: no trace in ${#files[@]} files" search miadmin "$key" "${files[@]}"
  fi
}

start_faults
# shellcheck disable=SC2016
special='pä ss"<&>'"'"'%+/:x'
canary special "$special" file
canary special "$special" environment
canary special "${special/ /}" netrc
canary long "$(printf 'Long%.0s-9zQ' {1..25})" file
canary base64 'Zm9vYmFyYmF6' file
# shellcheck disable=SC2016
canary backslash 'back\slash\\"\n$HOME`id`' environment
canary short 'q#7Z' file
check 'a short password is warned about' contains "$(cat "$room/run-file-short/stderr" "$room/run-file-short/stdout")" \
  'shorter than eight'

# --- never an argument ---
refused() { # NAME ARGUMENT... : exit code 2 and no trace
  name=$1
  shift
  run "$@"
  check "$name: exit code 2" exits 2
  check "$name: nothing is repeated" lacks "$(cat "$room/out" "$room/err")" hunter2
}
base=(run --target https://127.0.0.1:1 --user miadmin)
refused '--password x' "${base[@]}" --password hunter2
refused '--password=x' "${base[@]}" --password=hunter2
refused '--password x first' --password hunter2 "${base[@]}"
refused '--pass=x' "${base[@]}" --pass=hunter2
refused '--passwd x' "${base[@]}" --passwd hunter2
refused '-phunter2' "${base[@]}" -phunter2
refused '-u user:x' "${base[@]}" -u miadmin:hunter2
refused '--user user:x' run --target https://127.0.0.1:1 --user miadmin:hunter2
refused 'user:x@ in the URL' run --target https://miadmin:hunter2@127.0.0.1:1
check 'advice is given' errs '--password-file'
for key in password pass secret token; do
  printf 'url: https://127.0.0.1:1\nuser: miadmin\n%s: hunter2\n' "$key" >"$room/t.yaml"
  refused "$key in a target file" run --target "$room/t.yaml"
done
printf 'url: https://miadmin:hunter2@127.0.0.1:1\n' >"$room/t.yaml"
refused 'user:x@ in the URL of a target file' run --target "$room/t.yaml"

# --- a wrong password is no secret less ---
printf 'hunter2-wrong\n' >"$room/wrong"
chmod 644 "$room/wrong"
run run --target "$(head -n 1 "$room/server-file-long/ready")" --user miadmin --password-file "$room/wrong"
check 'a wrong password: exit code 3' exits 3
check 'a wrong password: no trace' search miadmin "$room/wrong" "$room/out" "$room/err" "$room/epmm-reports/run.jsonl" \
  "$room/epmm-reports/junit.xml" "$room/server-file-long/log"
check 'a password file that others can read: a warning' errs 'can be read by others'
finish
