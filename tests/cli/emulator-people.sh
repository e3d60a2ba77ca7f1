#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Users, the directory, passwords and alerts in the emulator: each operation, parameter, limit and error, and what it
# leaves behind.
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need curl python3 xmllint

start_emulator main --devices 120
# shellcheck source=tests/cli/lib-emulator.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib-emulator.sh"
v1=/api/v1
many() { python3 -c 'import sys; print(sys.argv[1] * int(sys.argv[2]))' "$1" "$2"; }
form() { # STATUS METHOD PATH FORM : sets $body
  ask "$2" "$3" --data "$4"
  check "$2 $3: $1" same "$status" "$1"
}
says() { contains "$body" "$1"; }

# --- users ---
users=$v1/sm/users
check 'who asks' same "$(get $users/miadmin "d['userName'], d['messages'], d['user']['principal'], d['user']['email'], d['user']['userSource']")" \
  "('miadmin', '', 'miadmin', 'miadmin@example.com', 76)"
check 'all elements of a user' same "$(get $users/miadmin "len(d['user']), len(d['user']['roles']), len(set(d['user']['roles'])), 'ROLE_API' in d['user']['roles']")" '(15, 20, 20, True)'
check 'a last name of one blank' same "$(xml GET $users/miadmin 'concat("[", /*/user/lastName, "] ", local-name(/*), " ", count(//roles))')" '[ ] securityManagementWebServiceResponse 20'
check 'the Mobile App role' same "$(get $users/app-user "d['user']['roles']")" ROLE_MOBILE_APP
check 'neither role' same "$(get $users/visitor "'ROLE_API' in d['user']['roles']")" False
check 'the owner of devices' same "$(get $users/jdoe "d['user']['principal'], d['user']['@id'], d['user']['displayName']")" "('jdoe', '9000', 'Joe Doe')"
check 'by e-mail address' same "$(get $users/j.doe0@example.com "d['user']['principal'], d['userName']")" "('jdoe', 'j.doe0@example.com')"
check 'the e-mail address of an account' same "$(get $users/visitor@example.com "d['user']['principal']")" visitor
check 'the user of the devices' same "$(get $users/jdoe "d['user']['uuid']")" "$(get "$v1/dm/users/jdoe" "d['devices']['device'][0]['userUUID']")"
check 'users of the directory' same "$(get "$v1/dm/devices" "[x['principal'] for x in d['devices']['device'] if x['userSource'] == 68][0]" | { read -r name; get "$users/$(python3 -c 'import sys, urllib.parse; print(urllib.parse.quote(sys.argv[1], safe=""))' "$name")" "d['user']['userSource']"; })" 68
for name in nobody JDOE jdo j.doe1@example.com doe0@example.com @example.com testuser0001; do
  try "no user '$name'" 404 'read | none' GET "$users/$name" 'No users found.'
done
try 'a search without a string is another address' 404 'read | none' GET "$users/search" 'No users found.'

ldap=$users/search/ldap
check 'a search' same "$(get $ldap/testuser000 "d['userName'], d['messages'], len(d['users']['user'])")" "('testuser000', '', 9)"
check 'all elements of an entry' same "$(get $ldap/testuser0003 "list(d['users']['user'])")" \
  "['principal', 'displayName', 'email', 'enabled', 'firstName', 'forcePasswordChange', 'lastName', 'opaque', 'userSource']"
check 'as a parameter' same "$(get "$ldap/?userid=testuser000" "len(d['users']['user'])") $(get "$ldap?userId=testuser0003" "d['users']['user']['principal']")" '9 testuser0003'
check 'in any case' same "$(get $ldap/TESTuser0003 "d['users']['user']['principal']")" testuser0003
check 'in XML' same "$(xml GET $ldap/testuser000 'concat(/*/userName, " ", count(/*/users/user), " ", /*/users/user[2]/userSource)')" 'testuser000 9 68'
check 'only the directory' same "$(get $ldap/ja "{x['userSource'] for x in d['users']['user']}, all(x['principal'].lower().startswith('ja') for x in d['users']['user'])")" '({68}, True)'
check 'exactly the limit' same "$(get $ldap/testuser01 "len(d['users']['user'])")" 100
try 'more than the limit' 400 'sense | none' GET $ldap/te 'limit of 100'
try 'two letters are enough' 404 'sense | none' GET $ldap/zz 'No users found.'
for path in /t /%C3%A4 '?userid=t' '?userid=' '' /; do
  try "too short '$path'" 400 'sense | none' GET "$ldap$path" 'at least 2 characters'
done
try 'a local user is not in the directory' 404 'sense | none' GET $ldap/jdoe 'No users found.'

# --- passwords ---
auth=$v1/sm/authentication
first=$(<"$room/main/target.yaml.visitor.password")
check 'passwords have at most 20 characters' at_most "${#first}" 20
form 200 POST $auth "username=visitor&password=$first"
check 'the user whose password it is' says '"userName":"visitor","messages":"","user":{"@id":"8003"'
check 'no password in the answer' lacks "$body" "$first"
check 'authentication changes nothing' same "$(logged)" 'sense | none'
form 200 POST $auth "username=miadmin&password=$(<"$room/main/target.yaml.password")"
ask POST $auth --data "username=visitor&password=$first" -H 'Content-Type:'
check 'a form without content type' same "$status" 200
ask POST $auth --data "username=visitor&password=$first" -H 'Content-Type: text/plain'
check 'no form' same "$status" 400
for body_of in 'username=visitor&password=wrong-password' "username=nobody&password=$first" 'username=visitor&password=' 'username=visitor@example.com&password='"$first"; do
  form 401 POST $auth "$body_of"
  check 'a wrong password' says 'The username or the password is wrong.'
done
check '401 has a challenge' contains "$(curl -K "$room/curlrc" -i --data 'username=visitor&password=x' "$url$auth")" 'WWW-Authenticate: Basic'
for body_of in '' username=visitor "password=$first"; do
  form 400 POST $auth "$body_of"
  check 'a missing parameter' says 'required in the body'
done
form 400 POST "$auth?username=visitor&password=$first" ''
check 'not from the query' says 'required in the body'
check 'GET is not allowed' same "$(ask GET $auth; echo "$status")" 405

mine=$auth/users/visitor
change() { # STATUS TEXT FORM
  form "$1" PUT "$mine" "$3"
  check "password: $2" says "$2"
}
change 400 'The old password is wrong.' 'oldpassword=wrong-password&newpassword=abcd1234'
change 400 'oldpassword is required in the body' 'newpassword=abcd1234'
change 400 'newpassword is required in the body' "oldpassword=$first"
change 400 '8 to 20 characters' "oldpassword=$first&newpassword=abcd123"
change 400 '8 to 20 characters' "oldpassword=$first&newpassword=$(many a 21)"
form 400 PUT "$mine?oldpassword=$first&newpassword=abcd1234" ''
check 'passwords not from the query' says 'required in the body'
check 'refused changes change nothing' same "$(logged) $(state "'passwords' in d")" 'probe-write | none False'
change 200 'Password changed successfully for user: visitor' "oldpassword=$first&newpassword=$(many %C3%A4 20)"
check 'the change is logged without the password' same "$(logged)" 'secure | change-password visitor'
check 'the dump has no password' same "$(state "d['passwords']")" "{'visitor': {'password': '***'}}"
form 401 POST $auth "username=visitor&password=$first"
form 200 POST $auth "username=visitor&password=$(many %C3%A4 20)"
change 200 '"userName":"visitor"' "oldpassword=$(many %C3%A4 20)&newpassword=wxy!1357"
form 200 POST $auth 'username=visitor&password=wxy!1357'
check 'password in XML' same "$(ask PUT $mine -H 'Accept: application/xml' --data 'oldpassword=wxy!1357&newpassword=abcd1234'
  xmllint --nonet --xpath 'string(/securityManagementWebServiceResponse/userName)' "$room/body")" visitor
form 404 PUT $auth/users/nobody 'oldpassword=x&newpassword=abcd1234'
form 400 PUT $auth/users/miadmin "oldpassword=$(<"$room/main/target.yaml.password")&newpassword=abcd1234"
check 'who asks keeps the password' says 'set when the server starts'
reset
form 200 POST $auth "username=visitor&password=$first"
check 'the log has no password' lacks "$(<"$log")" "$first"
country=$(get $v1/dm/countries "[c for c in d['countries']['country'] if c['enabledForRegistration'] == 116][0]['countryCode']")
ask PUT "$v1/dm/register?phoneNumber=4159990001&countryCode=$country&operatorName=AT%26T&platform=A&deviceType=Phone&userId=newuser01&userFirstName=New&userLastName=User&userEmailAddress=new@example.org&importUserFromLdap=False&notifyUser=False"
if [[ $status == 200 ]]; then
  form 200 POST $auth 'username=newuser01&password=newuser01'
  check 'a registered user is found by e-mail address' same "$(get $users/new@example.org "d['user']['principal']")" newuser01
  form 200 PUT $auth/users/newuser01 'oldpassword=newuser01&newpassword=wxy!13579'
else
  check "register: $body" same "$status" 200
fi
reset

# --- alerts ---
alerts=$v1/alerts
all="(lambda a: a if isinstance(a, list) else [a])(d['alerts']['alert'])"
check 'the message counts the alerts' same "$(get $alerts "d['messages']['message'], len($all)")" "('144 alert(s) returned', 144)"
check '18 elements and the id' same "$(get $alerts "{len(x) for x in $all}")" '{18}'
for enumeration in "alertDefnName 6" "severity 3" "transport 3" "status 6" "labelId 5"; do
  read -r name count <<<"$enumeration"
  check "values of $name" same "$(get $alerts "len({x['$name'] for x in $all}) >= $count")" True
done
check 'ids are unique' same "$(get $alerts "len({x['@id'] for x in $all})")" 144
check 'labels exist' same "$(get $alerts "sorted({str(x['labelId']) for x in $all} - {x['@id'] for x in $(get $v1/dm/labels "d['labels']['label']")})")" '[]'
check 'the text begins with the severity' same "$(get $alerts "all(x['alertText'].startswith(x['severity'] + '::') for x in $all)")" True
check 'push messages are for iOS' same "$(get $alerts "len({x['deviceUuid'] for x in $all if x['transport'] == 'APNS'} - {x['uuid'] for x in $(get "$v1/dm/labels/iOS" "[{'uuid': y['uuid']} for y in d['devices']['device']]")}) < 3")" True
read -r read_count unread_count < <(echo "$(get "$alerts?isRead=true" "len($all)") $(get "$alerts?isRead=False" "len($all)")")
check 'read and unread make up all' same "$((read_count + unread_count))" 144
check 'read ones are not active' same "$(get "$alerts?isread=True" "{x['isActive'] for x in $all}") $(get "$alerts?isRead=false" "{x['isActive'] for x in $all}")" '{False} {True}'
check 'in XML' same "$(xml GET $alerts 'concat(local-name(/*), " ", count(/*/alerts/alert[@id]))')" 'alertWebServiceResponse 144'
for word in maybe '' 1; do try "isRead '$word'" 400 'read | none' GET "$alerts?isRead=$word" 'must be true or false'; done
phone=$(get $v1/dm/users/jdoe "[x['phoneNumber'] for x in d['devices']['device']][0]")
code=$(get $v1/dm/users/jdoe "[x['countryCode'] for x in d['devices']['device']][0]")
check 'by user' same "$(get $alerts/users/jdoe "{x['userName'] for x in $all}, '@id' in ${all}[0], [x['id'] for x in $all]")" "({'jdoe'}, False, [$(get $alerts "', '.join(x['@id'] for x in $all if x['userName'] == 'jdoe')")])"
check 'by phone number' same "$(get "$alerts/phones/$phone" "{str($phone) in x['alertText'] for x in $all}, [x['id'] for x in $all]")" "({True}, [$(get $alerts "', '.join(x['@id'] for x in $all if '$phone' in x['alertText'])")])"
check 'with the country code' same "$(get "$alerts/phones/$code$phone" "[x['id'] for x in $all]")" "$(get "$alerts/phones/$phone" "[x['id'] for x in $all]")"
check 'by user and phone number' same "$(get "$alerts/users/jdoe/phones/$phone" "[x['id'] for x in $all]")" "$(get "$alerts/phones/$phone" "[x['id'] for x in $all]")"
check 'by user, unread ones' same "$(get "$alerts/users/jdoe?isRead=false" "{x['isActive'] for x in $all}")" '{True}'
check 'the id in XML is an element' same "$(xml GET "$alerts/users/jdoe" 'count(//alert[@id]) + 10 * count(//alert[not(id)])')" 0
for path in users/nobody phones/1 phones/PDA "users/miadmin/phones/$phone" users/jdoe/phones/1; do
  try "no alerts of $path" 404 'read | none' GET "$alerts/$path" 'No alerts found.'
done
alert() { get $alerts "[x['$2'] for x in $all if x['@id'] == '$1'][0]"; }
before=$(alert 3001 updatedAt)
try 'mark unread' 200 'change | mark-unread 3001' PUT "$alerts/3001?isRead=false&comments=Reset" 'Updated alert 3001 successfully'
check 'unread' same "$(alert 3001 isActive) $(alert 3001 updateBy)" 'True miadmin'
after=$(alert 3001 updatedAt)
check 'the update is later' same "$([[ $after > $before ]] && echo later)" later
try 'mark read' 200 'change | mark-read 3001' PUT "$alerts/3001?isread=True&Comments=" '"message"'
check 'read' same "$(alert 3001 isActive)" False
check 'each update is later' same "$([[ $(alert 3001 updatedAt) > $after ]] && echo later)" later
check 'the comment is kept' same "$(state "d['alerts']['3001']['isRead'], d['alerts']['3001']['comments']")" "('true', '')"
check 'an update in XML' same "$(xml PUT "$alerts/3002?isRead=true&comments=x" '/alertWebServiceResponse/messages/message')" 'Updated alert 3002 successfully'
try '255 characters' 200 'change | mark-read 3003' PUT "$alerts/3003?isRead=true&comments=$(many %C3%A4 255)" '3003'
try '256 characters' 400 'probe-write | none' PUT "$alerts/3003?isRead=true&comments=$(many a 256)" 'at most 255'
try 'without isRead' 400 'probe-write | none' PUT "$alerts/3003?comments=x" 'isRead is required'
try 'with a bad isRead' 400 'probe-write | none' PUT "$alerts/3003?isRead=1&comments=x" 'isRead is required'
try 'without comments' 400 'probe-write | none' PUT "$alerts/3003?isRead=true" 'Comments is required'
for id in 3000 3145 0 -3 03001 x 99999999999; do
  try "no alert $id" 404 'probe-write | none' PUT "$alerts/$id?isRead=true&comments=x" 'No alerts found.'
done
try 'a list' 200 'change | mark-unread 3001 3002' PUT "$alerts?id=3002&id=3001&id=3002&id=1&isRead=false&comments=x" 'Updated 2 alert(s) successfully'
try 'a list with a slash' 200 'change | mark-read 3005' PUT "$alerts/?id=3005&isRead=true&comments=%22Jdoe%20read%20this%20alert%22" 'Updated 1 alert(s)'
check 'all of the list' same "$(alert 3001 isActive) $(alert 3002 isActive) $(alert 3005 isActive)" 'True True False'
try 'a list of unknown ids' 404 'probe-write | none' PUT "$alerts?id=1&id=x&isRead=true&comments=x" 'No alerts found.'
try 'a list without ids' 400 'probe-write | none' PUT "$alerts?isRead=true&comments=x" 'id is required'
try 'a list without comments' 400 'probe-write | none' PUT "$alerts?id=3001&isRead=true" 'Comments is required'
try 'a list with too long comments' 400 'probe-write | none' PUT "$alerts?id=3001&isRead=true&comments=$(many a 256)" 'at most 255'
reset
check 'a reset undoes the updates' same "$(alert 3001 isActive) $(alert 3001 updatedAt)" "False $before"

finish
