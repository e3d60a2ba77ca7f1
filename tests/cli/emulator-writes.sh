#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What changes devices in the emulator: each operation with its answers, what it leaves in the state and in the access log.
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need curl python3 xmllint

start_emulator main --devices 120
dm=/api/v1/dm
# shellcheck source=tests/cli/lib-emulator.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib-emulator.sh"

status_of() { get "$dm/devices/$1" "d['device']['status']"; }
detail_of() { get "$dm/devices/$1" "{e['key']: e['value'] for e in d['device']['details'][0]['entry']}.get('$2')"; }
find() { # EXPRESSION : the uuid of the first active device for which the expression over x holds
  get "$dm/devices" "[x['uuid'] for x in d['devices']['device'] if $1][0]"
}
mac_of() { # UUID
  get "$dm/devices/$1" "[e['value'] for e in d['device']['details'][0]['entry'] if e['key'].lower().replace('_', '') in ('wifimacaddr', 'wifimac')][0].replace(':', '')"
}

android=$(find "x['platform'].startswith('Android')")
ios=$(find "x['mdmManaged'] and any(e['key'] == 'DataRoamingEnabled' for e in x['details'][0]['entry'])")
locked=$(find "x['mdmManaged'] and any(e == {'key': 'PasscodePresent', 'value': True} for e in x['details'][0]['entry'])")
loose=$(find "x['platform'] in ('iPhone', 'iOS') and not x['mdmManaged']")
berry=$(find "x['platform'] == 'BlackBerry'")
windows=$(find "x['platform'].startswith('Windows')")
mac=$(mac_of "$android")
nobody=11111111-2222-4333-8444-555555555555

# --- the state ---
check 'nothing has changed at first' same "$(state d)" "{'devices': {}}"
ask GET /_emulator/nothing
check 'other addresses of the emulator do not exist' same "$status" 404
ask GET /_emulator/reset
check 'reset is a POST' same "$status" 405
check 'control needs credentials' same "$(curl -s -o /dev/null -w '%{http_code}' -X POST "$url/_emulator/reset")" 401
try 'reset' 200 'change | reset' POST /_emulator/reset

# --- accounts ---
login() { # NAME : the status of a read with the password that the target file refers to
  curl -s -o /dev/null -w '%{http_code}' -u "$1:$(<"$room/main/target.yaml.$1.password")" "$url$dm/labels"
}
check 'the API role lets in' same "$(login api-user)" 200
check 'the Mobile App role lets in' same "$(login app-user)" 200
check 'neither role is refused' same "$(login visitor)" 403
check 'a wrong password is not known' same "$(curl -s -o /dev/null -w '%{http_code}' -u visitor:x "$url$dm/labels")" 401
check 'the passwords are private' same "$(stat -c %a "$room"/main/target.yaml.*.password | sort -u)" 600
check 'the target file tells who lacks the role' contains "$(<"$room/main/target.yaml")" \
  "  - { user: 'visitor', password-file: '$room/main/target.yaml.visitor.password', lacks: api }"

# --- lock and unlock ---
try 'lock Android' 200 "secure | lock $android" PUT "$dm/devices/lock/$android?Reason=User%20lost%20device" \
  'Device is locked successfully.'
check 'lock Android: neither uuid nor passcode' lacks "$body" "$android"
check 'lock Android: no passcode' lacks "$body" unlockPasscode
check 'the reason is kept' same "$(state "d['actions']['$android']")" "{'lock': 'User lost device'}"
try 'lock BlackBerry' 200 "secure | lock $berry" PUT "$dm/devices/lock/$berry?Reason=x" "\"deviceUuid\":\"$berry\""
try 'lock by MAC' 200 "secure | lock $android" PUT "$dm/devices/lock/mac/$mac?reason=again" 'Device is locked successfully.'
try 'lock without a reason' 200 "secure | lock $ios" PUT "$dm/devices/lock/$ios" 'Device is locked successfully.'
try 'lock an unknown device' 404 'probe-write | none' PUT "$dm/devices/lock/$nobody?Reason=x" 'No devices found.' '"totalCount":0'
try 'lock an unknown MAC' 404 'probe-write | none' PUT "$dm/devices/lock/mac/000000000000?Reason=x" 'No devices found.'
ask GET "$dm/devices/lock/$android?Reason=x"
check 'lock is no GET' same "$status" 405
long=$(printf 'x%.0s' {1..512})
ask PUT "$dm/devices/lock/$android?Reason=$long"
check 'a reason of 512 characters' same "$status" 200
ask PUT "$dm/devices/lock/$android?Reason=${long}x"
check 'a reason of 513 characters' same "$status" 400
umlauts=$(printf '%%C3%%A4%.0s' {1..512})
ask PUT "$dm/devices/lock/$android?Reason=$umlauts"
check 'characters are counted, not bytes' same "$status" 200

try 'unlock Android' 200 "secure | unlock $android" GET "$dm/devices/unlock/$android?Reason=x" '1 passcode(s) sent.' \
  "\"uuid\":\"$android\"" '"value":"Q"'
check 'unlock names user, platform and number' same \
  "$(xml GET "$dm/devices/unlock/$android?Reason=x" '//passcodes/passcode/name')" \
  "$(get "$dm/devices/$android" "':'.join([d['device']['principal'], d['device']['platform'], str(d['device']['currentPhoneNumber'])])")"
check 'unlocking cleared the passcode' same "$(get "$dm/devices/unlock/$android" "d['passcodes']['passcode']['value']")" F
try 'unlock iOS' 200 "secure | unlock $locked" GET "$dm/devices/unlock/$locked?Reason=x" '"value":"Q"'
check 'the passcode of the iPhone is gone' same "$(detail_of "$locked" PasscodePresent)" False
check 'unlock iOS again' same "$(get "$dm/devices/unlock/$locked" "d['passcodes']['passcode']['value']")" F
try 'unlock iOS without MDM' 200 "secure | unlock $loose" GET "$dm/devices/unlock/$loose?Reason=x" '"value":"NA"'
try 'unlock by MAC' 200 "secure | unlock $android" GET "$dm/devices/unlock/mac/${mac^^}?Reason=x" "\"uuid\":\"$android\""
try 'unlock an unsupported platform' 400 'probe-write | none' GET "$dm/devices/unlock/$windows?Reason=x" 'does not support'
try 'unlock an unknown device' 404 'probe-write | none' GET "$dm/devices/unlock/$nobody?Reason=x" 'No devices found.'
ask GET "$dm/devices/unlock/$berry?Reason=x"
check 'BlackBerry answers a passcode or nothing' same \
  "$(python3 -c 'import json, re, sys
print(bool(re.fullmatch("([0-9]{5})?", str(json.load(open(sys.argv[1]))["passcodes"]["passcode"]["value"]))))' "$room/body")" True
ask HEAD "$dm/devices/unlock/$android" -I
check 'unlock has no HEAD' same "$status" 405

# --- wakeup and locate ---
before=$(get "$dm/devices/$android" "d['device']['lastConnectedAt']")
try 'wakeup' 200 "notify | wakeup $android" GET "$dm/devices/wakeup/$android" \
  "Wake up request sent to device with uuid:$android" "\"deviceUuid\":\"$android\""
after=$(get "$dm/devices/$android" "d['device']['lastConnectedAt']")
check 'the client connects' test "$after" '>' "$before"
try 'wakeup by MAC' 200 "notify | wakeup $android" GET "$dm/devices/wakeup/mac/$mac" "uuid:$android"
check 'and again' test "$(get "$dm/devices/$android" "d['device']['lastConnectedAt']")" '>' "$after"
try 'wakeup of an unknown device' 404 'probe-write | none' GET "$dm/devices/wakeup/$nobody" 'No devices found.'
try 'plain locate' 200 'sense | none' GET "$dm/devices/locate/$android" '"locateNow":false'
try 'locate now' 200 "notify | locate $android" GET "$dm/devices/locate/$android?locatenow=true" '"locateNow":true'
check 'the state tells when' same "$(state "d['devices']['$android']['locatedAt'] > 1700000000000")" True
check 'a plain locate shows it' same "$(get "$dm/devices/locate/$android" "d['locations']['location']['capturedAt']")" \
  "$(state "d['devices']['$android']['locatedAt']")"
try 'locate now does not apply to iOS' 200 'notify | none' GET "$dm/devices/locate/$ios?locatenow=true" '"locateNow":true'

# --- roaming ---
roam() { # VOICE DATA : then the two details
  ask PUT "$dm/devices/enableroaming/$ios?voice=$1&data=$2"
  echo "$status $(detail_of "$ios" 'Voice Roaming Enabled') $(detail_of "$ios" DataRoamingEnabled)"
}
check 'voice and data' same "$(roam true true)" '200 True True'
check 'voice alone' same "$(roam True False)" '200 True False'
check 'no voice, no data' same "$(roam false true)" '200 False False'
try 'roaming' 200 "change | enable-roaming $ios" PUT "$dm/devices/enableroaming/$ios?voice=true&data=true" "\"deviceUuid\":\"$ios\""
check 'two messages' same "$(python3 -c 'import json, sys
print([m[:18] for m in json.load(open(sys.argv[1]))["messages"]["message"]])' "$room/body")" \
  "['Device voice roami', 'Device data roamin']"
check 'two messages in XML' same "$(xml PUT "$dm/devices/enableroaming/$ios?voice=true&data=true" 'count(//messages/message)')" 2
try 'roaming where there is none' 200 "change | enable-voice-roaming $android" PUT \
  "$dm/devices/enableroaming/$android?voice=true&data=false" 'voice roaming settings updated successfully.'
for query in '' '?voice=true' '?data=true' '?voice=maybe&data=true' '?voice=true&data='; do
  try "roaming '$query'" 400 'probe-write | none' PUT "$dm/devices/enableroaming/$ios$query" 'voice and data are required'
done
try 'roaming of an unknown device' 404 'probe-write | none' PUT "$dm/devices/enableroaming/$nobody?voice=true&data=true" \
  'No devices found.'

# --- profiles ---
try 're-push' 200 "change | repush $ios" PUT "$dm/devices/repushprofile/$ios?id=-2&type=APP" '"messages":""'
try 're-push of a policy' 200 "change | repush $ios" PUT "$dm/devices/repushprofile/$ios?id=-3&type=POLICY" '"messages":""'
try 're-push of everything' 200 "change | repush $ios" PUT "$dm/devices/repushprofile/$ios" '"messages":""'
try 're-push of an unknown id' 404 'probe-write | none' PUT "$dm/devices/repushprofile/$ios?id=77&type=APP" 'No profiles found.'
try 're-push of a policy as configuration' 404 'probe-write | none' PUT "$dm/devices/repushprofile/$ios?id=-3&type=APP" 'No profiles found.'
try 're-push of an unknown type' 400 'probe-write | none' PUT "$dm/devices/repushprofile/$ios?id=-3&type=app" 'APP or POLICY'
try 're-push of an id without type' 400 'probe-write | none' PUT "$dm/devices/repushprofile/$ios?id=-3" 'given together'
try 're-push of a type without id' 400 'probe-write | none' PUT "$dm/devices/repushprofile/$ios?type=APP" 'given together'
try 're-push to an unknown device' 404 'probe-write | none' PUT "$dm/devices/repushprofile/$nobody" 'No devices found.'

# --- wipe and retire ---
check 'reset' same "$(reset; echo "$status")" 200
check 'after a reset nothing has changed' same "$(state d)" "{'devices': {}}"
active=$(get "$dm/devices" "d['totalCount']")
try 'a MAC address is no uuid' 404 'probe-write | none' PUT "$dm/devices/wipe/$mac?Reason=x" 'No devices found.'
try 'a bad percent-encoding' 400 'probe-write | none' PUT "$dm/devices/wipe/$android?Reason=Device%stolen" 'percent-encoding'
try 'wipe' 200 "destroy | wipe $android" PUT "$dm/devices/wipe/$android?Reason=Device%20stolen" 'successfully.' \
  "\"deviceUuid\":\"$android\""
check 'the device is wiped' same "$(get "$dm/devices/$android" "[d['device'][k] for k in ('status', 'statusCode', 'wipeReason')]")" \
  "['WIPED', 119, 1]"
check 'it left the active ones' same "$(get "$dm/devices" "d['totalCount']")" $((active - 1))
check 'it is with the wiped ones' same "$(get "$dm/devices?status=WIPED" "'$android' in [x['uuid'] for x in d['devices']['device']]")" True
check 'the state tells it' same "$(state "d['devices']['$android']")" "{'status': 'WIPED', 'wipeReason': 1, 'details': {}}"
for request in "PUT devices/wipe/$android" "PUT devices/lock/$android" "GET devices/unlock/$android" "GET devices/wakeup/$android" \
  "PUT devices/wipe/mac/$mac" "PUT devices/repushprofile/$android" "PUT devices/enableroaming/$android?voice=true&data=true"; do
  try "$request on a wiped device" 400 'probe-write | none' "${request%% *}" "$dm/${request#* }" 'only valid action'
done
ask GET "$dm/devices/locate/$android"
check 'locate of a wiped device' same "$status" 400
try 'retire a wiped device' 200 "destroy | retire $android" PUT "$dm/devices/retire/mac/$mac?Reason=x" \
  'Device is retired successfully.' "\"deviceUuid\":\"$android\""
check 'the device is retired' same "$(get "$dm/devices/$android" "[d['device'][k] for k in ('status', 'statusCode')]")" "['RETIRED', 114]"
try 'retire a retired device' 400 'probe-write | none' PUT "$dm/devices/retire/$android?Reason=x" 'No action is valid.'
try 'lock a retired device' 400 'probe-write | none' PUT "$dm/devices/lock/$android?Reason=x" 'No action is valid.'
try 'retire' 200 "destroy | retire $ios" PUT "$dm/devices/retire/$ios?Reason=User%20replaced%20device" \
  'Device is retired successfully.' "\"deviceUuid\":\"$ios\""
check 'it left its label' same \
  "$(get "$dm/labels/iOS" "'$ios' in [x['uuid'] for x in d['devices']['device']]")" False
check 'the answer in XML' same "$(xml PUT "$dm/devices/retire/$loose" /deviceManagementWebServiceResponse/deviceUuid)" "$loose"
try 'retire an unknown device' 404 'probe-write | none' PUT "$dm/devices/retire/$nobody?Reason=x" 'No devices found.'
check 'one message in XML' same "$(xml PUT "$dm/devices/retire/$nobody" //messages/message)" 'No devices found.'
reset

# --- bulk actions ---
two="deviceUuids=$android&deviceUuids=$ios"
for action in LOCK:secure:lock WAKEUP_DEVICE:notify:wakeup WIPE:destroy:wipe RETIRE:destroy:retire; do
  IFS=: read -r word class verb <<<"$action"
  ask POST "$dm/bulk/devices/$word?$two&deviceUuids=$android"
  check "bulk $word: 200" same "$status" 200
  check "bulk $word: nothing to report" same "$body" '{"messages":""}'
  check "bulk $word: the log" same "$(logged | tr ' ' '\n' | sort | tr '\n' ' ')" \
    "$(printf '%s\n' "$class" '|' "$verb" "$android" "$ios" | sort | tr '\n' ' ')"
done
check 'both are retired' same "$(status_of "$android") $(status_of "$ios")" 'RETIRED RETIRED'
try 'bulk on devices that allow nothing' 404 'probe-write | none' POST "$dm/bulk/devices/LOCK?$two" invalidDevices "$android"
reset
try 'bulk with an unknown device' 200 "secure | lock $android" POST "$dm/bulk/devices/LOCK?deviceUuids=$nobody&deviceUuids=$android" \
  "\"invalidDevices\":{\"uuid\":\"$nobody\"}" '"messages":""'
try 'bulk with two unknown devices' 200 "secure | lock $android" POST \
  "$dm/bulk/devices/LOCK?deviceUuids=$nobody&deviceUuids=$android&deviceUuids=x" "\"uuid\":[\"$nobody\",\"x\"]"
try 'bulk with a list' 200 "destroy | wipe $android" POST "$dm/bulk/devices/WIPE?deviceuuids=$android,$nobody" "\"uuid\":\"$nobody\""
check 'bulk wiped' same "$(status_of "$android")" WIPED
try 'bulk with unknown devices only' 404 'probe-write | none' POST "$dm/bulk/devices/WIPE?deviceUuids=$nobody" \
  'No devices found.' "\"uuid\":\"$nobody\""
try 'bulk without devices' 400 'probe-write | none' POST "$dm/bulk/devices/LOCK" 'names no device'
try 'bulk with the parameter of messages' 400 'probe-write | none' POST "$dm/bulk/devices/LOCK?deviceUuid=$ios" 'names no device'
for action in lock Lock WAKEUP RETIRED x; do
  try "bulk $action" 400 'probe-write | none' POST "$dm/bulk/devices/$action?$two" '"message":"Invalid action"'
done
reset
ask POST "$dm/bulk/devices/UNLOCK?$two&deviceUuids=$loose&deviceUuids=$windows&deviceUuids=$nobody"
check 'bulk UNLOCK' same "$(python3 -c 'import json, sys
d = json.load(open(sys.argv[1]))
print(d["messages"] == "", sorted(p["uuid"] for p in d["passcodes"]["passcode"]) == sorted(sys.argv[2:4]),
      len(d["failedDevices"]["message"]), d["invalidDevices"]["uuid"] == sys.argv[4],
      {p["value"] for p in d["passcodes"]["passcode"]} <= {"Q", "F"})' "$room/body" "$android" "$ios" "$nobody")" \
  'True True 2 True True'
check 'bulk UNLOCK did the others no good' lacks "$(logged)" "$loose"
check 'bulk UNLOCK in XML' same "$(xml POST "$dm/bulk/devices/UNLOCK?deviceUuids=$android" 'count(//passcodes/passcode[uuid and name and value])')" 1
try 'bulk UNLOCK that fails' 200 'secure | none' POST "$dm/bulk/devices/UNLOCK?deviceUuids=$loose" "uuid:$loose"
check 'bulk UNLOCK that fails: no passcodes' lacks "$body" passcodes
reset

# --- the limit, and forms ---
forms() { # COUNT : a form with that many identifiers
  python3 -c 'import sys
print("&".join("deviceUuids=%08x-1111-4111-8111-111111111111" % i for i in range(int(sys.argv[1]) - 1)) + "&deviceUuids=" + sys.argv[2], end="")' \
    "$1" "$android" >"$room/form"
}
forms 20000
ask POST "$dm/bulk/devices/LOCK" --data-binary "@$room/form"
check '20000 devices in a form' same "$status $(logged)" "200 secure | lock $android"
forms 20001
ask POST "$dm/bulk/devices/LOCK" --data-binary "@$room/form"
check '20001 devices in a form' same "$status $(logged)" '400 probe-write | none'
ask POST "$dm/bulk/devices/LOCK" -d "deviceUuids=$android" -H 'Content-Type: text/plain'
check 'another media type is not read' same "$status" 400
ask POST "$dm/bulk/devices/LOCK" -d "deviceUuids=$android" -H 'Content-Type: Application/X-WWW-Form-Urlencoded; charset=UTF-8'
check 'a form with a charset' same "$status" 200
ask POST "$dm/bulk/devices/LOCK" -d "deviceUuids=%zz"
check 'a form with a bad percent-encoding' same "$status" 400
head -c 5000000 /dev/zero | tr '\0' a >"$room/form"
ask POST "$dm/bulk/devices/LOCK" --data-binary "@$room/form"
check 'a form of 5 MB' same "$status" 413
ask POST "$dm/bulk/devices/LOCK" -d "deviceUuids=$android" -H 'Transfer-Encoding: chunked'
check 'a form in chunks' same "$status" 200
reset

# --- messages ---
send="$dm/bulk/sendmessage"
for mode in sms email pns; do
  try "message by $mode" 200 "notify | message $android" POST "$send?mode=$mode&message=Hello%20World&deviceUuid=$android" \
    '"messages":""' '"message":"Message sent successfully for all devices."'
done
check 'messages are kept' same "$(state "d['messages']['$android']")" "{'email': 'Hello World', 'pns': 'Hello World', 'sms': 'Hello World'}"
try 'message with a subject' 200 "notify | message $android" POST "$send/?mode=email&subject=s&message=m&deviceUuid=$android" 'successfully'
try 'message to some' 200 "notify | message $android" POST "$send?mode=sms&message=m&deviceUuid=$android&deviceUuid=$nobody" \
  'not sent for at least one' "\"invalidDevices\":{\"uuid\":\"$nobody\"}"
check 'message to some: no success' lacks "$body" successfully
try 'message to nobody' 404 'probe-write | none' POST "$send?mode=sms&message=m&deviceUuid=$nobody" 'No devices found.' invalidDevices
try 'message by MAC' 200 "notify | message $android" POST "$dm/bulk/mac/sendmessage?mode=sms&message=m&deviceWiFiMacAddress=$mac" 'successfully'
try 'message by an unknown MAC' 200 "notify | message $android" POST \
  "$dm/bulk/mac/sendmessage?mode=sms&message=m&deviceWiFiMacAddress=$mac&deviceWiFiMacAddress=00237696635F" '"uuid":"00237696635F"'
for query in "message=m&deviceUuid=$android" "mode=fax&message=m&deviceUuid=$android" "mode=sms&deviceUuid=$android" \
  'mode=sms&message=m' "mode=sms&message=m&deviceUuids=$android" "mode=sms&subject=s&message=m&deviceUuid=$android"; do
  try "message '${query//$android/X}'" 400 'probe-write | none' POST "$send?$query" '"message":'
done
try 'message by the other name of the MAC' 400 'probe-write | none' POST "$dm/bulk/mac/sendmessage?mode=sms&message=m&macAddress=$mac" \
  'names no device'
check 'a message in XML stands beside the messages' same \
  "$(xml POST "$send?mode=sms&message=m&deviceUuid=$android" '/*/message[preceding-sibling::messages[not(*)]]')" \
  'Message sent successfully for all devices.'
reset

# --- register ---
joe='userFirstName=Joe&userLastName=Doe&userEmailAddress=joe@example.com'
ask PUT "$dm/register?phoneNumber=4155551212&userId=newjoe&platform=A&$joe&notifyUser=True&notifyuserbysms=True&countrycode=1&operator=Verizon&deviceType=Phone&importUserFromLdap=False&isEmployeeOwned=True"
check 'register: 200' same "$status" 200
registered=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["registration"]["deviceUuid"])' "$room/body")
check 'register: the answer' same "$(python3 -c 'import json, re, sys
d = json.load(open(sys.argv[1]))
r = d["registration"]
print(d["phoneNumber"], r["status"], bool(re.fullmatch("[0-9]{5}", str(r["passcode"]))), r["passcodeTTL"], r["registrationUrl"][:8])' "$room/body")" \
  '14155551212 SUCCESS True 120 https://'
check 'register: the log' same "$(logged)" "change | create-user newjoe; register $registered; notify-email $registered; notify-sms $registered"
check 'the new device' same "$(get "$dm/devices/$registered" "[d['device'][k] for k in ('status', 'principal', 'currentPhoneNumber', 'platform', 'employeeOwned', 'notifyUser', 'operator', 'countryCode', 'userDisplayName', 'emailAddress', 'name', 'details', 'userSource')]")" \
  "['VERIFICATION_PENDING', 'newjoe', 4155551212, 'Android', True, True, 'Verizon', 1, 'Joe Doe', 'joe@example.com', 'newjoe:Android:4155551212', [''], 76]"
check 'it is in the list of pending ones' same \
  "$(get "$dm/devices?status=VERIFICATION_PENDING" "'$registered' in [x['uuid'] for x in d['devices']['device']]")" True
check 'it is found by user' same "$(get "$dm/users/newjoe" "d['devices']['device']['uuid']")" "$registered"
check 'it is found by number' same "$(get "$dm/phones/4155551212" "d['devices']['device']['uuid']")" "$registered"
check 'it is in the export' contains "$(curl -K "$room/curlrc" "$url$dm/devices.csv")" "$registered"
check 'the state tells it' same "$(state "[d['devices']['$registered']['added'], d['users']['newjoe']['email'], d['passwords']['newjoe']]")" \
  "['Android', 'joe@example.com', {'password': '***'}]"
try 'unlock of a pending device' 200 "secure | unlock $registered" GET "$dm/devices/unlock/$registered?Reason=x" '"value":"NA"'
try 'retire of a pending device' 200 "destroy | retire $registered" PUT "$dm/devices/retire/$registered?Reason=x" 'successfully'
check 'then it is retired' same "$(get "$dm/users/newjoe" "d['devices']['device']['status']")" RETIRED

ask PUT "$dm/register/?phoneNumber=4155551212&userId=newjoe&platform=I&$joe&countryCode=1"
check 'a second device, a slash at the end' same "$status" 200
check 'its user is known' lacks "$(logged)" create-user
second=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["registration"]["deviceUuid"])' "$room/body")
check 'one user' same "$(get "$dm/devices/$second" "d['device']['userUUID']")" "$(get "$dm/devices/$registered" "d['device']['userUUID']")"
check 'it belongs to the company' same "$(get "$dm/devices/$second" "[d['device'][k] for k in ('employeeOwned', 'notifyUser')]")" '[False, False]'
check 'both have the number' same "$(get "$dm/phones/4155551212" "len(d['devices']['device'])")" 2

ask PUT "$dm/register?phoneNumber=PDA&deviceType=PDA&userId=jdoe&$joe&countrycode=33&importUserFromLdap=False&platform=I"
check 'a PDA' same "$status" 200
check 'a PDA: the number' contains "$body" '"phoneNumber":"PDA"'
ask PUT "$dm/register?deviceType=PDA&userId=jdoe&$joe&platform=L"
check 'a PDA needs neither number nor country' same "$status" 200
check 'no passcode where there is none' contains "$body" '"passcode":""'
check 'register in XML' same "$(xml PUT "$dm/register?phoneNumber=4155551213&userId=jdoe&platform=M&$joe&countryCode=49" \
  'concat(/*/phoneNumber, " ", /*/registration/status)')" '494155551213 SUCCESS'
ask PUT "$dm/register" -d "phoneNumber=4155551214&userId=jdoe&platform=E&$joe&countryCode=49"
check 'register by a form' same "$status" 200
directory=$(find "x['userSource'] == 68 and str(x['principal']).isalnum()")
directory=$(get "$dm/devices/$directory" "d['device']['principal']")
ask PUT "$dm/register?phoneNumber=4155551215&userId=$directory&platform=A&countryCode=1&importUserFromLdap=True"
check 'a directory user needs no names' same "$status" 200
ask PUT "$dm/register?phoneNumber=4155551216&userId=testuser0007&platform=A&countryCode=1&importUserFromLdap=True"
check 'a directory user without devices' contains "$(logged)" 'import-user testuser0007; register '
ask PUT "$dm/register?phoneNumber=PDA&deviceType=PDA&userId=miadmin&$joe&countrycode=33&importUserFromLdap=False&platform=I"
check 'an account is a user' lacks "$(logged)" create-user
check 'and keeps its password' lacks "$(state "d['passwords']")" miadmin
base="phoneNumber=4155551212&userId=other&platform=A&$joe&countryCode=1"
refuse() { # NAME STATUS QUERY TEXT
  try "register $1" "$2" 'probe-write | none' PUT "$dm/register?$3" "$4"
}
refuse 'without a number' 400 "${base/phoneNumber=4155551212/x=}" phoneNumber
refuse 'with a number that has dashes' 400 "${base/4155551212/415-555-1212}" phoneNumber
refuse 'with PDA as the number of a phone' 400 "${base/4155551212/PDA}&deviceType=Phone" phoneNumber
refuse 'without a user' 400 "${base/userId=other/x=}" userId
refuse 'without a platform' 400 "${base/platform=A/x=}" platform
refuse 'with an unknown platform' 400 "${base/platform=A/platform=Z}" platform
refuse 'with an unknown kind of device' 400 "$base&deviceType=Tablet" deviceType
refuse 'without a country' 400 "${base/countryCode=1/x=}" countryCode
refuse 'with an unknown country' 400 "${base/countryCode=1/countryCode=999}" countryCode
refuse 'with a country that is not enabled' 400 "${base/countryCode=1/countryCode=355}" 'not enabled'
refuse 'without a first name' 400 "${base/userFirstName/x}" userFirstName
refuse 'without a last name' 400 "${base/userLastName/x}" userLastName
refuse 'without an address' 400 "${base/userEmailAddress/x}" userEmailAddress
refuse 'with a flag that is none' 400 "$base&notifyUser=perhaps" notifyUser
refuse 'of a user that the directory does not have' 404 "$base&importUserFromLdap=True" 'no such user'
check 'a refusal leaves nothing' same "$(state "'other' in d['users']")" False
reset
check 'after a reset all is as before' same "$(state d) $(get "$dm/devices" "d['totalCount']")" "{'devices': {}} $active"

# --- answers under way show one moment ---
start_emulator many --devices 3000
printf 'user = "miadmin:%s"\nsilent\nshow-error\nmax-time = 120\n' "$(<"$room/many/target.yaml.password")" >"$room/curlrc"
moment() {
  local each
  for each in 1 2 3 4; do
    curl -K "$room/curlrc" "$url$dm/devices" >"$room/list.$each" &
    pids+=($!)
  done
  get "$dm/devices?status=VERIFIED" "'&'.join('deviceUuids=' + x['uuid'] for x in d['devices']['device'])" >"$room/form"
  curl -K "$room/curlrc" -o "$room/bulk" --data-binary "@$room/form" "$url$dm/bulk/devices/WIPE"
  wait "${pids[@]: -4}"
  python3 -c 'import json, sys
for name in sys.argv[1:]:
    d = json.load(open(name))
    print(d["totalCount"] == len(d["devices"]["device"]))' "$room"/list.* | sort | uniq -c | tr -s ' '
}
check 'lists agree with their counts while devices are wiped' same "$(moment)" ' 4 True'
check 'the wiped ones are counted' same "$(get "$dm/devices?status=WIPED" "d['totalCount'] == len(d['devices']['device']) and d['totalCount'] > 100")" True

finish
