#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Seed files of the emulator: what they add, and what is said about each mistake in one.
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need curl python3

refused() { # MESSAGE SEED : exit code 2 and this message after the name of the file
  local code=0
  printf '%s' "$2" >"$room/seed.json"
  "$emulator" --port 0 --seed "$room/seed.json" >"$room/out" 2>"$room/err" || code=$?
  same "$code $(<"$room/err")" "2 epmm-emulator: $room/seed.json: $1"
}
refuse() { check "$1" refused "$@"; }

refuse 'line 1 is not valid JSON' '{"devices":'
refuse 'line 3 is not valid JSON' $'{\n"devices":\n['
refuse 'the file must hold one JSON object' '[]'
refuse 'phones: the lists are countries, operators, devices, users and labels' '{"phones":[]}'
refuse 'devices: the lists are countries, operators, devices, users and labels' '{"devices":{}}'
refuse 'devices[1]: must be an object' '{"devices":[{},7]}'
refuse "devices[0].index: there is no device 100; leave 'index' out to add one" '{"devices":[{"index":100}]}'
refuse 'devices[0].index: must be a whole number' '{"devices":[{"index":0.5}]}'
refuse 'devices[0].index: must lie between 0 and 4294967295' '{"devices":[{"index":-1}]}'
refuse 'devices[2].colour: a device has no such field' '{"devices":[{},{},{"colour":"red"}]}'
refuse "devices[0].status: there is no status 'GONE'" '{"devices":[{"status":"GONE"}]}'
refuse 'devices[0].status: must be a text of valid UTF-8 without control characters' '{"devices":[{"status":97}]}'
refuse 'devices[0].comment: must be a text of valid UTF-8 without control characters' '{"devices":[{"comment":"a\u0001"}]}'
refuse 'devices[0].employeeOwned: must be true or false' '{"devices":[{"employeeOwned":1}]}'
refuse 'devices[0].compliance: must be a whole number' '{"devices":[{"compliance":"0"}]}'
refuse 'devices[0].kind: must be ANDROID, IPHONE, IPAD, MACOS, WINDOWS_PHONE or BLACKBERRY' '{"devices":[{"kind":"Android"}]}'
refuse 'devices[0].details: must be an object of keys and texts, null to leave a key out' '{"devices":[{"details":[]}]}'
refuse 'devices[0].details.imsi: must be a text of valid UTF-8 without control characters' '{"devices":[{"details":{"imsi":1}}]}'
refuse 'devices[0].details.: the key must be valid UTF-8 without control characters' '{"devices":[{"details":{"":"x"}}]}'
refuse "users[0]: 'index' is missing" '{"users":[{"userFirstName":"Ada"}]}'
refuse 'users[0].password: must be a text of valid UTF-8 without control characters' '{"users":[{"index":0,"password":1}]}'
refuse 'devices[0].password: a device has no such field' '{"devices":[{"password":"x"}]}'
refuse 'users[0].index: there is no user 9999' '{"users":[{"index":9999}]}'
refuse "labels[0]: 'name' is missing" '{"labels":[{"devices":[]}]}'
refuse "labels[0]: 'devices' is missing" '{"labels":[{"name":"x"}]}'
refuse 'labels[0].devices: must be a list of device indexes' '{"labels":[{"name":"x","devices":3}]}'
refuse 'labels[0].devices[2]: there is no device 300' '{"labels":[{"name":"x","devices":[0,1,300]}]}'
refuse 'labels[0].devices[0]: must be a whole number' '{"labels":[{"name":"x","devices":["0"]}]}'
refuse "countries[0]: 'isoAlpha2Code' is missing" '{"countries":[{"countryName":"x","countryCode":1,"countryId":1}]}'
refuse "operators[0]: 'countryId' is missing" '{"operators":[{"carrierShortName":"x","id":1}]}'
refuse 'operators[0].countryId: there is no country with the id 999' '{"operators":[{"carrierShortName":"x","id":1,"countryId":999}]}'
refuse 'operators[0].carrierType: must be Mobile or Fixed' '{"operators":[{"carrierShortName":"x","id":1,"countryId":183,"carrierType":"x"}]}'
missing() {
  local code=0
  "$emulator" --port 0 --seed "$room/none.json" 2>"$room/err" || code=$?
  same "$code $(<"$room/err")" "2 epmm-emulator: $room/none.json: No such file or directory"
}
check 'a file that is not there' missing

# A fleet of its own.
cat >"$room/seed.json" <<'JSON'
{
  "devices": [
    { "kind": "IPHONE", "principal": "ada", "phoneNumber": "4155550100", "userFirstName": "Ada", "employeeOwned": true },
    { "kind": "BLACKBERRY", "principal": "ada", "status": "LOST", "details": { "locale": "is-IS", "device_model": null } }
  ],
  "labels": [ { "name": "Both", "devices": [1, 0, 1] } ]
}
JSON
start_emulator own --devices 0 --seed "$room/seed.json"
printf 'user = "miadmin:%s"\nsilent\n' "$(<"$room/own/target.yaml.password")" >"$room/curlrc"
get() { # PATH EXPRESSION : the value of a Python expression over the JSON body d
  curl -K "$room/curlrc" "$url$1" | python3 -c 'import json, sys
d = json.load(sys.stdin)
print(eval(sys.argv[1]))' "$2"
}
check 'the devices of the seed are all there is' same \
  "$(get /api/v1/dm/labels/Both "[(x['status'], x['platformType'], x['principal']) for x in d['devices']['device']]")" \
  "[('ACTIVE', 'IPHONE', 'ada'), ('LOST', 'BLACKBERRY', 'ada')]"
check 'their details' same \
  "$(get /api/v1/dm/users/ada "[e for e in d['devices']['device'][1]['details'][0]['entry'] if e['key'] in ('locale', 'device_model')]")" \
  "[{'key': 'locale', 'value': 'is-IS'}]"
check 'what a seed says is no change' same "$(get /_emulator/state d)" "{'devices': {}}"
first=$(get /api/v1/dm/phones/4155550100 "d['devices']['device']['uuid']")
check 'a seeded device is acted on' same \
  "$(curl -K "$room/curlrc" -X PUT -o /dev/null -w '%{http_code}' "$url/api/v1/dm/devices/wipe/$first?Reason=x")" 200
check 'only what differs from the seed is told' same "$(get /_emulator/state "d['devices']")" \
  "{'$first': {'status': 'WIPED', 'wipeReason': 1, 'details': {}}}"
check 'reset' same "$(curl -K "$room/curlrc" -X POST -o /dev/null -w '%{http_code}' "$url/_emulator/reset")" 200
check 'a reset brings the seed back' same "$(get "/api/v1/dm/devices/$first" "d['device']['status']")" ACTIVE
check 'the target file lists it' contains "$(<"$room/own/target.yaml")" "  - '$first' # IPHONE"

# A user of its own.
printf '%s' '{"users":[{"index":0,"userFirstName":"Ada","password":"a secret of Ada"}]}' >"$room/seed.json"
start_emulator user --seed "$room/seed.json"
printf 'user = "miadmin:%s"\nsilent\n' "$(<"$room/user/target.yaml.password")" >"$room/curlrc"
authenticate() { # PASSWORD
  curl -K "$room/curlrc" -o /dev/null -w '%{http_code}' "$url/api/v1/sm/authentication" -d username=jdoe --data-urlencode "password=$1"
}
check 'a seeded password is right' same "$(authenticate 'a secret of Ada')" 200
check 'another one is wrong' same "$(authenticate 'a secret of Ada.')" 401
check 'a seeded password is no change' same "$(get /_emulator/state d)" "{'devices': {}}"
check 'a seeded name is shown' same "$(get /api/v1/dm/users/jdoe "{x['userFirstName'] for x in d['devices']['device']}")" "{'Ada'}"

finish
