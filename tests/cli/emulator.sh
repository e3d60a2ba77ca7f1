#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Starts the emulator and holds its answers against what they must look like. Usage: emulator.sh PATH-OF-epmm-emulator
set -euo pipefail

emulator=$(realpath "${1:?usage: emulator.sh PATH-OF-epmm-emulator}")
for tool in curl xmllint python3; do
  command -v "$tool" >/dev/null || { echo "skipped: there is no $tool"; exit 77; }
done
room=$(mktemp -d)
pids=()
stop_all() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait
  rm -rf "$room"
}
trap stop_all EXIT

failures=0
total=0
check() { # NAME COMMAND...
  local name=$1
  shift
  total=$((total + 1))
  if "$@" >"$room/check.out" 2>&1; then
    echo "ok $total - $name"
  else
    echo "not ok $total - $name"
    sed 's/^/# /' "$room/check.out"
    failures=$((failures + 1))
  fi
}
same() { [[ $1 == "$2" ]] || { echo "expected '$2', got '$1'"; return 1; }; }
contains() { [[ $1 == *"$2"* ]] || { echo "'$2' is not in '${1:0:400}'"; return 1; }; }
lacks() { [[ $1 != *"$2"* ]] || { echo "'$2' is in '${1:0:400}'"; return 1; }; }

start() { # NAME OPTION... : starts an emulator in $room/NAME and waits for its ready file
  local name=$1
  shift
  mkdir "$room/$name"
  "$emulator" --port 0 --ready-file "$room/$name/ready" --target-file "$room/$name/target.yaml" \
    --access-log "$room/$name/log" "$@" >"$room/$name/out" 2>"$room/$name/err" &
  last_pid=$!
  pids+=("$last_pid")
  for ((i = 0; i < 200; i++)); do
    [[ -s $room/$name/ready ]] && return
    kill -0 "$last_pid" 2>/dev/null || break
    sleep 0.05
  done
  echo "not ok - the emulator does not start"
  cat "$room/$name/err"
  exit 1
}
use() { # NAME : the requests that follow go there
  url=$(head -n 1 "$room/$1/ready")
  printf 'user = "miadmin:%s"\nsilent\nshow-error\nmax-time = 120\n' "$(cat "$room/$1/target.yaml.password")" >"$room/curlrc"
  [[ ! -e $room/$1/target.yaml.ca.pem ]] || echo "cacert = $room/$1/target.yaml.ca.pem" >>"$room/curlrc"
}
fetch() { curl -K "$room/curlrc" "$@"; }
code() { fetch -o /dev/null -w '%{http_code}' "$@"; }
type() { fetch -o /dev/null -w '%{content_type}' "$@"; }
json() { # PATH EXPRESSION : the value of a Python expression over the body d
  fetch "$url/api/v1/$1" | python3 -c 'import json, sys
d = json.load(sys.stdin)
print(eval(sys.argv[1]))' "$2"
}
well_formed() { fetch -H 'Accept: application/xml' "$url/api/v1/$1" | xmllint --noout --nonet -; }
valid_json() { fetch -H 'Accept: application/json' "$url/api/v1/$1" | python3 -c 'import json, sys; json.load(sys.stdin)'; }

start main --devices 120
main_pid=$last_pid
use main
dm=$url/api/v1/dm

# --- files ---
check 'prints the base URL' same "$(cat "$room/main/out")" "$url"
check 'the URL is on the loopback' contains "$url" http://127.0.0.1:
check 'the password file is private' same "$(stat -c %a "$room/main/target.yaml.password")" 600
check 'the password is not printed' lacks "$(cat "$room/main/out" "$room/main/err" "$room/main/target.yaml")" \
  "$(cat "$room/main/target.yaml.password")"
check 'the target file names the kind' contains "$(cat "$room/main/target.yaml")" 'kind: emulator'
check 'the target file names the password file' contains "$(cat "$room/main/target.yaml")" \
  "password-file: '$room/main/target.yaml.password'"

# --- every operation in both formats ---
uuid=$(json dm/devices "[x['uuid'] for x in d['devices']['device'] if x['platform'].startswith('Android')][0]")
iphone=$(json dm/devices "[x['uuid'] for x in d['devices']['device'] if x['mdmManaged']][0]")
mac=$(json "dm/devices/$uuid" "[e['value'] for e in d['device']['details'][0]['entry'] if e['key'] == 'wifi_mac_addr'][0]")
phone=$(json dm/devices "[x['phoneNumber'] for x in d['devices']['device'] if x['phoneNumber'] != 'PDA'][0]")
other=$(json dm/devices "[x['phoneNumber'] for x in d['devices']['device'] if x['phoneNumber'] != 'PDA'][1]")
operations=(dm/devices "dm/devices?status=LOST" "dm/devices/$uuid" "dm/devices/mac/$mac" "dm/phones/$phone"
  "dm/phones/$phone,$other" dm/users/jdoe dm/labels dm/labels/iOS dm/operators dm/countries
  "dm/devices/profiles/$uuid" "dm/devices/locate/$uuid" "dm/devices/locate/mac/$mac" "dm/devices/$iphone")
for operation in "${operations[@]}"; do
  check "$operation: 200" same "$(code "$url/api/v1/$operation")" 200
  check "$operation: XML" well_formed "$operation"
  check "$operation: JSON" valid_json "$operation"
done
for status in ACTIVE IENROLL_VERIFIED IENROLL_INPROGRESS IENROLL_COMPLETE INFECTED LOST RETIRED VERIFIED \
  VERIFICATION_PENDING EXPIRED WIPED BLOCKED RETIRE_PENDING; do
  check "all devices have status $status" same \
    "$(json "dm/devices?status=$status" "{x['status'] for x in (lambda v: v if type(v) is list else [v])(d['devices']['device'])}")" \
    "{'$status'}"
done

# --- shapes ---
check 'one device is an object, its details an array' same \
  "$(json "dm/phones/$phone" "[type(d['devices']['device']).__name__, type(d['devices']['device']['details']).__name__]")" \
  "['dict', 'list']"
check 'one number: no message, number repeated' same "$(json "dm/phones/$phone" "[d['messages'], d['phoneNumber']]")" "['', $phone]"
check 'two numbers: a count, nothing repeated' same \
  "$(json "dm/phones/$phone,$other" "[d['messages']['message'], 'phoneNumber' in d, len(d['devices']['device'])]")" \
  "['2 Device(s) returned', False, 2]"
check 'by MAC: the device is under the root' same "$(json "dm/devices/mac/${mac^^}" "d['device']['uuid']")" "$uuid"
check 'pending devices have empty details' same \
  "$(json 'dm/devices?status=VERIFICATION_PENDING' "{str(x['details']) for x in d['devices']['device']}")" "{\"['']\"}"
check 'the message counts the devices' same \
  "$(json dm/devices "[d['messages']['message'], d['totalCount']] == [str(len(d['devices']['device'])) + ' Device(s) returned', len(d['devices']['device'])]")" True
check 'limit is ignored' same "$(json 'dm/devices?limit=1' "d == 1 or len(d['devices']['device']) > 1")" True
check 'a label counts its devices' same \
  "$(json dm/labels "[x['deviceCount'] for x in d['labels']['label'] if x['name'] == 'C++ Team'][0]")" \
  "$(json dm/labels/C%2B%2B%20Team "d['totalCount']")"
check 'slashes are escaped in JSON' contains "$(fetch "$dm/devices")" 'https:\/\/vpn'

# --- parameters and paths ---
check 'parameter names in any case' same "$(json 'dm/devices?STATUS=LOST&x=1' "d['devices']['device'][0]['status']")" LOST
check 'a plus in a path is a plus' same "$(code "$dm/labels/C++%20Team")" 200
check 'a label with special characters' same "$(code "$dm/labels/Sales%20%26%20Marketing%20%28EU%29")" 200
check 'a label in UTF-8' same "$(code "$dm/labels/B%C3%BCro%20K%C3%B6ln")" 200
check 'a label without devices' same "$(code "$dm/labels/Not%20Yet%20Used")" 404
check 'a slash at the end' same "$(code "$dm/labels/")" 200
check 'bad percent-encoding' same "$(code "$dm/labels/%zz")" 400
check 'an unknown status' same "$(code "$dm/devices?status=NO_SUCH")" 400
check 'an unknown status has a message' contains "$(fetch "$dm/devices?status=NO_SUCH")" '"message":'

# --- refusals ---
check 'an unknown uuid' same "$(fetch "$dm/devices/11111111-2222-4333-8444-555555555555")" \
  '{"messages":{"message":"No devices found."},"totalCount":0}'
for path in "devices/11111111-2222-4333-8444-555555555555" devices/mac/000000000000 phones/0000000000 users/nobody-0 \
  labels/none devices/profiles/x devices/locate/x devices/locate/mac/000000000000; do
  check "$path: 404" same "$(code "$dm/$path")" 404
  check "$path: 404 in XML" contains "$(fetch -H 'Accept: application/xml' "$dm/$path")" '<totalCount>0</totalCount>'
done
check 'an unknown address is an HTML page' same "$(type "$dm/nothing")" 'text/html;charset=utf-8'
check 'eas/devices.csv is not supported' same "$(code "$url/api/v1/eas/devices.csv")" 404
check 'a wrong method' same "$(code -X POST "$dm/labels")" 405
check 'a wrong method tells the right ones' contains "$(fetch -i -X PUT -d x=1 "$dm/labels")" 'Allow: GET, HEAD'
for path in dm/devices/retire/x dm/devices/lock/x dm/devices/wipe/mac/x dm/devices/enableroaming/x dm/register/ \
  dm/devices/repushprofile/x dm/bulk/devices/LOCK dm/bulk/sendmessage alerts/1 policies/1 sm/authentication; do
  check "GET $path: 405" same "$(code "$url/api/v1/$path")" 405
done
check 'no credentials' same "$(curl -s -o /dev/null -w '%{http_code}' "$dm/labels")" 401
check 'wrong credentials' same "$(curl -s -o /dev/null -w '%{http_code}' -u miadmin:wrong "$dm/labels")" 401
check 'a challenge' contains "$(curl -si "$dm/labels")" 'WWW-Authenticate: Basic realm='
check 'HEAD has no body' same "$(fetch -I -o /dev/null -w '%{http_code} %{size_download}' "$dm/devices")" '200 0'

# --- negotiation ---
accepts() { # ACCEPT TYPE
  check "Accept: $1" same "$(type -H "Accept: $1" "$dm/countries")" "$2"
}
accepts application/xml application/xml
accepts text/xml application/xml
accepts application/json application/json
accepts '*/*' application/json
accepts '*' application/json
accepts 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2' application/json
accepts 'application/json;q=0.5, application/xml;q=0.9' application/xml
accepts 'application/xml;q=0.1, */*' application/json
check 'no Accept' same "$(type -H Accept: "$dm/countries")" application/json

# --- CSV ---
check 'the export has 28 columns in every row' same "$(fetch "$dm/devices.csv" | python3 -c 'import csv, sys
rows = list(csv.reader(sys.stdin))
print(len(rows), {len(r) for r in rows}, rows[0][0], rows[0][27])')" "121 {28} Operator Registered On"
check 'the export is CSV whatever is accepted' same "$(type -H 'Accept: application/xml' "$dm/devices.csv")" text/csv

# --- locate ---
check 'locate gives the last location' same "$(json "dm/devices/locate/$uuid" "d['locateNow']")" False
before=$(json "dm/devices/locate/$uuid" "d['locations']['location']['capturedAt']")
check 'locatenow is repeated' same "$(json "dm/devices/locate/$uuid?LocateNow=True" "d['locateNow']")" True
check 'locatenow brings a fresh location' same \
  "$(json "dm/devices/locate/mac/$mac" "d['locations']['location']['capturedAt'] > $before")" True
before=$(json "dm/devices/locate/$iphone" "d['locations']['location'].get('capturedAt')")
fetch "$dm/devices/locate/$iphone?locatenow=true" >/dev/null
check 'locatenow does not apply to iOS' same \
  "$(json "dm/devices/locate/$iphone" "d['locations']['location'].get('capturedAt')")" "$before"

# --- access log ---
fetch -H 'X-Conformance-Case: a/b:c' "$dm/operators?x=1&password=secret9" >/dev/null
check 'the log has valid lines' python3 -c 'import json, sys
for line in open(sys.argv[1]): json.loads(line)' "$room/main/log"
check 'the log names the case' contains "$(tail -n 1 "$room/main/log")" '"case":"a/b:c"'
check 'the log hides passwords' lacks "$(cat "$room/main/log")" secret9
check 'the log tells classes' contains "$(cat "$room/main/log")" '"class":"notify","effect":"locate '
check 'the log tells refused requests' contains "$(cat "$room/main/log")" '"authorized":false'

# --- seed ---
printf '%s' '{"devices":[{"index":0,"status":"LOST","comment":"seeded <&>","details":{"battery_life":"7"}},
{"principal":"neo","phoneNumber":"9995550001"}],"labels":[{"name":"My label +1","devices":[0,5]}]}' >"$room/seed.json"
start seeded --devices 10 --seed "$room/seed.json"
use seeded
check 'a seeded status moves the device' same \
  "$(json 'dm/devices?status=LOST' "[x['statusCode'] for x in d['devices']['device'] if x['comment'] == 'seeded <&>']")" '[108]'
check 'an added device is found' same "$(json dm/phones/9995550001 "d['devices']['device']['principal']")" neo
check 'a seeded label has its devices' same "$(json dm/labels/My%20label%20+1 "d['totalCount']")" 2
echo '{"devices":[{"nonsense":1}]}' >"$room/bad.json"
check 'a bad seed is refused' same "$("$emulator" --port 0 --seed "$room/bad.json" 2>/dev/null; echo $?)" 2

# --- TLS ---
start tls --tls --devices 60
use tls
check 'TLS with the certificate authority' same "$(code "$url/api/v1/dm/labels")" 200
check 'TLS by name' same "$(code "https://localhost:${url##*:}/api/v1/dm/labels")" 200
check 'TLS without it is refused' same "$(curl -s -o /dev/null "$url/api/v1/dm/labels"; echo $?)" 60
check 'the target file names the authority' contains "$(cat "$room/tls/target.yaml")" "cacert: '$room/tls/target.yaml.ca.pem'"

# --- memory ---
peak() { awk '/^VmHWM/ { print $2 }' "/proc/$1/status"; }
start small --devices 100
small_pid=$last_pid
use small
fetch -o /dev/null "$url/api/v1/dm/devices"
start large --devices 100000
large_pid=$last_pid
use large
check '100000 devices are listed' contains "$(fetch "$url/api/v1/dm/devices" | tail -c 24)" '"totalCount":73330}'
fetch -H 'Accept: application/xml' -o /dev/null "$url/api/v1/dm/devices"
check 'memory does not grow with the fleet' test "$(($(peak "$large_pid") - $(peak "$small_pid")))" -lt 8192
echo "# peak memory: $(peak "$small_pid") kB with 100 devices, $(peak "$large_pid") kB with 100000"

# --- command line ---
check 'no port is a usage error' same "$("$emulator" 2>/dev/null; echo $?)" 2
check 'an unknown option is a usage error' same "$("$emulator" --nonsense 2>/dev/null; echo $?)" 2
printf '%0320d\n' 7 >"$room/long-password"
check 'a password that is too long is told with the limit' contains \
  "$("$emulator" --port 0 --ready-file "$room/none" --password-file "$room/long-password" 2>&1; echo $?)" \
  'is no password of 1 to 253 bytes'
check 'the help lists the options' contains "$("$emulator" --help)" --access-log
check 'the version is printed' contains "$("$emulator" --version)" 'epmm-emulator '
kill -TERM "$main_pid"
check 'a signal ends it well' wait "$main_pid"
check 'nothing is said on stderr' same "$(cat "$room"/*/err)" ''

echo "1..$total"
exit $((failures > 0))
