#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ActiveSync, policies, application settings, the inventory of applications and the WADL in the emulator: each operation,
# parameter, limit and error, and what it leaves behind.
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need curl python3 xmllint

start_emulator main --devices 120
# shellcheck source=tests/cli/lib-emulator.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib-emulator.sh"
v1=/api/v1
nobody=11111111-2222-4333-8444-555555555555
says() { contains "$body" "$1"; }

# --- ActiveSync ---
eas=$v1/eas/devices
flat='[(g, x) for g in d if g != "messages" and d[g] for v in d[g].values() for x in (v if isinstance(v, list) else [v])]'
check 'five groups' same "$(get $eas 'list(d)')" \
  "['messages', 'registeredAllowedDevices', 'registeredBlockedDevices', 'unregisteredAllowedDevices', 'unregisteredBlockedDevices', 'wipedDevices']"
check 'the message counts all groups' same "$(get $eas "int(d['messages']['message'].split()[0]) == len($flat)")" True
check 'every group has devices' same "$(get $eas "len({g for g, x in $flat})")" 5
check 'a device is in one group' same "$(get $eas "len({x['uuid'] for g, x in $flat}) == len($flat)")" True
check 'members are of their group' same "$(get $eas "all((x['status'] + x['activeSyncStatus']).lower() + 'devices' == g.lower() for g, x in $flat if g != 'wipedDevices')")" True
check 'wiped devices say so' same "$(get $eas "{x['activeSyncStatus'] for g, x in $flat if g == 'wipedDevices'}")" "{'Wiped'}"
check 'every source occurs' same "$(get $eas "sorted({x['actionSource'] for g, x in $flat})")" \
  "['AUTOBLOCK', 'EXCHANGE', 'MANUAL', 'POLICY', 'UNKNOWN']"
check 'all 15 elements occur' same "$(get $eas "len({k for g, x in $flat for k in x})")" 15
check 'the first synchronisation is not later than the last' same \
  "$(get $eas "all(10**12 < x['firstSyncTime'] <= x['lastSyncTime'] < 10**13 for g, x in $flat)")" True
check 'registered devices are devices' same "$(get $eas "{'miDeviceUuid' in x for g, x in $flat if x['status'] == 'Registered'} | {'no' for g, x in $flat if 'miDeviceUuid' in x and x['status'] != 'Registered'}")" '{True}'
check 'the list in XML' same "$(xml GET $eas 'local-name(/*)') $(xml GET $eas 'count(/*/wipedDevices/wipedDevice/uuid) > 0')" 'easWebServiceReponse true'
member() { get $eas "d['$1s']['$1'][0]['$2']"; }
group() { get $eas "[g for g, x in $flat if x['uuid'] == '$1'][0]"; }
allowed=$(member registeredAllowedDevice uuid)
device=$(member registeredAllowedDevice miDeviceUuid)
stranger=$(member unregisteredBlockedDevice uuid)
wiped=$(get $eas "[x['uuid'] for g, x in $flat if g == 'wipedDevices'][0]")
check 'the device names its ActiveSync identifier' same "$(get "$v1/dm/devices?status=ACTIVE" "[x['easUuid'] for x in d['devices']['device'] if x['uuid'] == '$device'][0]")" "$allowed"
check '22 details' same "$(get "$eas/$allowed" "len(d['details'][0]['entry'])")" 22
check 'details agree with the list' same \
  "$(get "$eas/$allowed" "[[e['value'] for e in d['details'][0]['entry'] if e['key'] == k][0] for k in ('DeviceID', 'DeviceModel', 'DeviceAccessState')]")" \
  "['$(member registeredAllowedDevice deviceId)', '$(member registeredAllowedDevice model)', 'Allowed']"
check 'times of the details' same "$(get "$eas/$allowed" "__import__('re').fullmatch('[0-9]{1,2}/[0-9]{1,2}/[0-9]{4} [0-9]{1,2}:[0-9]{2}:[0-9]{2} (AM|PM)', [e['value'] for e in d['details'][0]['entry'] if e['key'] == 'LastSuccessSync'][0]) is not None")" True
check 'details in XML' same "$(xml GET "$eas/$allowed" 'local-name(/*)') $(xml GET "$eas/$allowed" 'count(/easDevice/details/entry/key)')" 'easDevice 22'
check 'upper case finds it' same "$(get "$eas/${allowed^^}" "d['uuid']")" "$allowed"
check 'details of a stranger' same "$(get "$eas/$stranger" "d['uuid']")" "$stranger"
try 'an unknown ActiveSync device' 404 'read | none' GET "$eas/$nobody" 'No devices found.'
try 'the uuid of the device itself' 404 'read | none' GET "$eas/$device" 'No devices found.'
try 'the CSV is not supported' 404 'read | none' GET "$eas.csv"
try 'block' 200 "destroy | eas-block $allowed" PUT "$eas?action=BLOCK_DEVICE&uuids=$allowed&uuids=$allowed&uuids=$nobody" '"1 device(s) modified to BLOCK_DEVICE status"'
check 'blocked' same "$(group "$allowed")" registeredBlockedDevices
check 'blocked by hand' same "$(get $eas "[x['actionSource'] for g, x in $flat if x['uuid'] == '$allowed'][0]")" MANUAL
check 'the record shows it' same "$(get "$v1/dm/devices/$device" "d['device']['blockReason'] & 512")" 512
check 'the details show it' same "$(get "$eas/$allowed" "[e['value'] for e in d['details'][0]['entry'] if e['key'] in ('ActionSource', 'DeviceAccessState')]")" "['Manual', 'Blocked']"
try 'reinstate' 200 "change | eas-reinstate $allowed" PUT "$eas?action=REINSTATE_DEVICE&uuids=$allowed" 'REINSTATE_DEVICE'
check 'reinstated' same "$(group "$allowed") $(get "$v1/dm/devices/$device" "d['device']['blockReason']")" 'registeredAllowedDevices 0'
ask PUT "$eas?action=REINSTATE_DEVICE&uuids=$stranger,$allowed"
check 'two at once, divided by a comma' says '2 device(s) modified'
check 'the stranger is allowed' same "$(group "$stranger")" unregisteredAllowedDevices
check 'block in XML' same "$(xml PUT "$eas?action=BLOCK_DEVICE&uuids=$stranger" 'concat(local-name(/*), " ", //message)')" 'easWebServiceResponse 1 device(s) modified to BLOCK_DEVICE status'
try 'ActiveSync wipe' 200 "destroy | eas-wipe $allowed" PUT "$eas?action=WIPE&uuids=$allowed" '1 device(s) modified to WIPE status'
check 'wiped' same "$(group "$allowed")" wipedDevices
try 'nothing brings a wiped device back' 400 'probe-write | none' PUT "$eas?action=REINSTATE_DEVICE&uuids=$wiped" 'The device is wiped.'
try 'an action on unknown devices' 404 'probe-write | none' PUT "$eas?action=WIPE&uuids=$nobody" 'No devices found.'
for query in '' '?action=WIPE' "?uuids=$allowed" '?action=WIPE&uuids='; do
  try "action '$query'" 400 'probe-write | none' PUT "$eas$query" 'uuids and action are required'
done
for action in block_device ALLOW_DEVICE ''; do
  try "the action '$action'" 400 'probe-write | none' PUT "$eas?uuids=$allowed&action=$action" 'BLOCK_DEVICE, REINSTATE_DEVICE or WIPE'
done
check 'DELETE is not allowed' same "$(ask DELETE $eas; echo "$status")" 405
reset
check 'a reset undoes all' same "$(group "$allowed")" registeredAllowedDevices
ask PUT "$v1/dm/devices/retire/$device?Reason=x"
check 'a retired device is no longer registered' same "$(group "$allowed")" unregisteredAllowedDevices
reset

# --- policies ---
policies=$v1/policies
list="d['policies']['policy']"
check 'the message counts the policies' same "$(get $policies "d['messages']['message'], len($list)")" "('23 policies returned.', 23)"
check 'elements of a policy' same "$(get $policies "list(${list}[0])")" \
  "['@id', 'policyName', 'policyType', 'profileType', 'status', 'active', 'defaultPolicy', 'description', 'deviceCount', 'pendingCount', 'priority', 'rules']"
check 'active means Active' same "$(get $policies "sorted({(x['status'], x['active']) for x in $list})")" "[('Active', True), ('Inactive', False)]"
check 'types' same "$(get $policies "sorted({x['policyType'] for x in $list}), sorted({x['profileType'] for x in $list})")" \
  "(['DEFAULT', 'ENTERPRISE'], ['LOCKDOWN', 'PRIVACY', 'SECURITY', 'SYNC'])"
check 'negative ids are default policies' same "$(get $policies "all((int(x['@id']) < 0) == (x['policyType'] == 'DEFAULT') for x in $list)")" True
check 'rule types' same "$(get $policies "len({r['type'] for x in $list for r in x['rules']['rule']})")" 78
check 'one rule of a type' same "$(get $policies "all(len({r['type'] for r in x['rules']['rule']}) == len(x['rules']['rule']) for x in $list)")" True
values() { get $policies "sorted({str(r.get('value', 'none')) for x in $list for r in x['rules']['rule'] if r['type'] == '$1'})"; }
check 'values of LOCKDOWN_BLUETOOTH' same "$(values LOCKDOWN_BLUETOOTH)" "['audio', 'off', 'on']"
check 'values of SYNC_BLOCK_WHEN_ROAMING' same "$(values SYNC_BLOCK_WHEN_ROAMING)" "['mai', 'off', 'on', 'roamingStatus']"
check 'values of PRIVACY_SYNC_OTHER_MEDIA' same "$(values PRIVACY_SYNC_OTHER_MEDIA)" "['none', 'ram,wav']"
check 'values of SECURITY_PWD_TYPE' same "$(values SECURITY_PWD_TYPE)" "['alphanumeric', 'nc', 'simple', 'simple,alphanumeric']"
check 'values of SECURITY_INACTIVITY_TIMEOUT' same "$(get $policies "len({r['value'] for x in $list for r in x['rules']['rule'] if r['type'] == 'SECURITY_INACTIVITY_TIMEOUT'})")" 13
check 'passwords that are optional have no rules' same "$(get $policies "[x['@id'] for x in $list for r in x['rules']['rule'] if (r['type'], r.get('value')) == ('SECURITY_REQUIRE_PWD', 'off') and any(s['type'] == 'SECURITY_PWD_LENGTH' for s in x['rules']['rule'])]")" '[]'
check 'a grace period only without a limit' same "$(get $policies "{r['value'] for x in $list for r in x['rules']['rule'] if r['type'] == 'SECURITY_INACTIVITY_TIMEOUT' and any(s['type'] == 'SECURITY_GRACE_PERIOD' for s in x['rules']['rule'])}")" "{'0 minute'}"
check 'resources' same "$(get $policies "sorted({r['type'] for x in $list for r in x['rules']['rule'] if 'resourceDTOs' in r})")" \
  "['PRIVACY_EXCLUDE_DIR', 'SECURITY_ENCRYPT_DATA_TYPE', 'SECURITY_ENCRYPT_FILE_TYPE']"
check 'policies in XML' same "$(xml GET $policies 'concat(local-name(/*), " ", count(//policy[@id="-3"]//resourceDTOs), " ", //policy[@id="-2"]//resourceDTOs[1]/name)')" 'policyWebServiceResponse 9 /Windows'
android=$(get "$v1/dm/labels/Android" "[x['uuid'] for x in d['devices']['device'] if not x['employeeOwned'] and not x['quarantinedStatus']][0]")
of_device() { get "$policies/devices/$android" "sorted((int(x['@id']) for x in $list), reverse=True)"; }
counts() { get $policies "[(x['deviceCount'], x['pendingCount']) for x in $list if x['@id'] == '$1'][0]"; }
check 'policies of a device' contains "$(of_device)" '22'
check 'the default policies are among them' contains "$(of_device)" '-2, -3, -4, -5]'
check 'counts do not apply to a device' same "$(get "$policies/devices/$android" "{(x['deviceCount'], x['pendingCount']) for x in $list}")" '{(0, 0)}'
check 'the same policy as in the list' same "$(get "$policies/devices/$android" "[x['rules'] for x in $list if x['@id'] == '22']")" "$(get $policies "[x['rules'] for x in $list if x['@id'] == '22']")"
check 'each device is counted once' same "$(get $policies "[x['deviceCount'] + x['pendingCount'] for x in $list if x['@id'] == '22'][0]")" "$(get $v1/dm/labels/Android "d['totalCount']")"
try 'policies of an unknown device' 404 'read | none' GET "$policies/devices/$nobody" 'No devices found.'
pending=$(get "$v1/dm/devices?status=VERIFICATION_PENDING" "(lambda a: a if isinstance(a, list) else [a])(d['devices']['device'])[0]['uuid']")
try 'a device that is not registered yet has none' 404 'read | none' GET "$policies/devices/$pending" 'No policies found.'
check 'no device has it' same "$(counts 26)" '(0, 0)'
try 'apply' 200 'change | apply-policy 26 Android' PUT "$policies/26?action=apply_label&label=Android" 'Policy applied to label Android successfully.'
check 'its devices have it' contains "$(of_device)" '26, '
check 'and are counted' same "$(counts 26)" "$(counts 22)"
check 'the state tells' same "$(state "d['policies']")" "{'26': {'Android': 'applied'}}"
check 'one policy, one label, twice' same "$(ask PUT "$policies/26?action=apply_label&label=android"; echo "$status $(state "d['policies']")")" "200 {'26': {'Android': 'applied'}}"
try 'remove' 200 'change | remove-policy 26 Android' PUT "$policies/26?action=remove_label&label=Android" 'Policy removed from label Android successfully.'
check 'its devices have lost it' same "$(counts 26) $(state d)" "(0, 0) {'devices': {}}"
try 'a policy that is on a label at the start' 200 'change | remove-policy 22 Android' PUT "$policies/22?action=remove_label&label=Android" 'removed'
check 'it is gone' same "$(counts 22)" '(0, 0)'
check 'apply in XML' same "$(xml PUT "$policies/-2?action=apply_label&label=C%2B%2B%20Team" '/policyWebServiceResponse/messages/message')" 'Policy applied to label C++ Team successfully.'
for query in '' '?action=apply_label' '?label=Android' '?action=apply_label&label='; do
  try "policy '$query'" 400 'probe-write | none' PUT "$policies/22$query" 'action and label are required'
done
for action in APPLY_LABEL apply ''; do
  try "the action '$action'" 400 'probe-write | none' PUT "$policies/22?label=Android&action=$action" 'apply_label or remove_label'
done
try 'an unknown policy' 404 'probe-write | none' PUT "$policies/9999?action=apply_label&label=Android" 'No policies found.'
try 'an unknown label' 404 'probe-write | none' PUT "$policies/22?action=apply_label&label=nothing" 'No labels found.'
reset

# --- application settings ---
settings=$v1/appsettings
types='EXCHANGE WIFI BOOKMARK EMAIL VPN GENERAL CALDAV SUBCAL WEBCLIP SCEP APN RESTRICTION CERTIFICATE MDM PROVISIONING CARDDAV CONFIGURATION OTHER'
entries="(lambda a: a if isinstance(a, list) else [a])(d['appsettings']['appsetting'])"
check 'the message counts the settings' same "$(get $settings "d['messages']['message'], len($entries)")" "('20 application settting(s) returned.', 20)"
sum=0
for type in $types; do
  check "type $type" same "$(get "$settings?type=$type" "{x['appType'] for x in $entries}")" "{'$type'}"
  sum=$((sum + $(get "$settings?type=$type" "len($entries)")))
done
check 'the types make up all' same "$sum" 20
check 'elements of a setting' same "$(get $settings "sorted({k for x in $entries for k in x})")" \
  "['@id', 'appType', 'clearCertificateCacheForScepSetting', 'description', 'deviceCount', 'labelNames', 'labels', 'name', 'pendingCount', 'properties', 'quarantinedCount', 'type']"
check 'who made it' same "$(get $settings "sorted({(int(x['@id']) < 0, x['type']) for x in $entries})")" "[(False, 'ADMIN'), (True, 'SYSTEM')]"
check 'labels by id and name' same "$(get "$settings?type=EXCHANGE" "${entries}[0]['labels'], ${entries}[0]['labelNames']")" "([-3, -4, -7], ['iOS', 'Android', 'Windows Phone'])"
check 'counts are of its labels' same "$(get "$settings?type=CALDAV" "sum(${entries}[0][k] for k in ('deviceCount', 'pendingCount', 'quarantinedCount'))")" "$(get $v1/dm/labels/iOS "d['totalCount']")"
check 'documented properties' same "$(get $settings "sorted({e['key'] for x in $entries if x['properties'] for e in (lambda a: a if isinstance(a, list) else [a])(x['properties']['entry'])} & {'CERT_SERIAL_NUMBER0', 'CERTPATH0', 'ENABLE_MIRRORING', 'SUPPORT_MULTIPLE_CONSUMERS', 'CACHE_KEYS'})")" \
  "['CACHE_KEYS', 'CERTPATH0', 'CERT_SERIAL_NUMBER0', 'ENABLE_MIRRORING', 'SUPPORT_MULTIPLE_CONSUMERS']"
check 'settings in XML' same "$(xml GET $settings 'concat(local-name(/*), " ", //appsetting[@id="-4"]/name, ", ", count(//appsetting[@id="103"]/labels))')" \
  'appSettingsWebServiceResponse  System - iOS MDM CA Certificate, 3'
for type in exchange NOTHING ''; do
  try "the type '$type'" 400 'read | none' GET "$settings?type=$type" 'not one of the documented values'
done
check 'settings of a device' same "$(get "$settings/devices/$android" "sorted({k for x in $entries for k in x})")" \
  "['@id', 'appType', 'clearCertificateCacheForScepSetting', 'description', 'deviceCount', 'name', 'pendingCount', 'properties', 'state', 'type']"
check 'counts do not apply to a setting of a device' same "$(get "$settings/devices/$android" "{(x['deviceCount'], x['pendingCount']) for x in $entries}")" '{(0, 0)}'
check 'both states occur' same "$(for uuid in $(get $v1/dm/labels/iOS "' '.join(x['uuid'] for x in d['devices']['device'][:6])"); do
  get "$settings/devices/$uuid" "'\n'.join(str(x['state']) for x in $entries)"; done | sort -u | tr '\n' ' ')" '67 68 '
check 'settings of a device are in the list' same "$(get "$settings/devices/$android" "sorted({x['@id'] for x in $entries} - set('$(get $settings "' '.join(x['@id'] for x in $entries)")'.split()))")" '[]'
try 'settings of an unknown device' 404 'read | none' GET "$settings/devices/$nobody" 'No devices found.'
try 'a pending device has none' 404 'read | none' GET "$settings/devices/$pending" 'No application settings found.'

# --- the inventory of applications ---
start_emulator large --devices 400
log=$room/large/log
printf 'user = "miadmin:%s"\nsilent\nshow-error\n' "$(<"$room/large/target.yaml.password")" >"$room/curlrc"
app="$v1/apps/inventory/app?appname=LinkedIn"
ids="[x['uuid'] for x in (lambda a: a if isinstance(a, list) else [a])(d['devices']['device'])]"
whole=$(get "$app&limit=-1" "$ids")
size=$(get "$app&limit=-1" "len($ids)")
check 'more than a page' same "$((size > 200))" 1
check 'the message counts the devices' same "$(get "$app&limit=-1" "d['messages']['message'], d['totalCount']")" "('$size Device(s) returned', $size)"
check 'the default limit' same "$(get "$app" "len($ids)") $(get "$app&offset=0" "$ids == $(get "$app" "$ids")")" '100 True'
check 'pages make up the whole' same "$(for ((at = 0; at < size; at += 90)); do get "$app&limit=90&offset=$at" "'\n'.join($ids)"; done)" "$(get "$app&limit=-1" "'\n'.join($ids)")"
check 'all from an offset on' same "$(get "$app&limit=-1&offset=7" "$ids == ${whole}[7:]")" True
check 'platforms' same "$(get "$app&limit=-1&platform=A" "all(x['platform'].startswith('Android') for x in d['devices']['device'])") $(($(get "$app&limit=-1&platform=a" "len($ids)") + $(get "$app&limit=-1&platform=I" "len($ids)")))" "True $size"
check 'the inventory in XML' same "$(xml GET "$app&limit=3" 'concat(local-name(/*), " ", count(/*/devices/device))')" 'deviceManagementWebServiceResponse 3'
check 'another name' same "$(get "$v1/apps/inventory/app?appname=Frog%20Toss!%201.0&limit=2" "len($ids)")" 2
for query in limit=0 limit=-2 limit=x limit= limit=99999999999; do try "$query" 400 'read | none' GET "$app&$query" 'The limit must be'; done
for query in offset=-1 offset=x offset=; do try "$query" 400 'read | none' GET "$app&$query" 'The offset must be'; done
for query in platform=Q platform=; do try "$query" 400 'read | none' GET "$app&$query" 'The platform must be A or I.'; done
try 'beyond the end' 404 'read | none' GET "$app&offset=100000" 'No devices found.'
try 'nobody has it' 404 'read | none' GET "$v1/apps/inventory/app?appname=Nothing" 'No devices found.'
for query in '' '?appname='; do try "inventory '$query'" 400 'read | none' GET "$v1/apps/inventory/app$query" 'appname is required'; done

# --- the description ---
wadl='/api/?_wadl&_type=xml'
ask GET "$wadl"
check 'the WADL' same "$status $(xmllint --nonet --xpath 'local-name(/*)' "$room/body")" '200 application'
check 'its media type' contains "$(curl -K "$room/curlrc" -I "$url$wadl" | tr "[:upper:]" "[:lower:]")" 'content-type: application/xml'
check 'its methods' same "$(xmllint --nonet --xpath 'count(//*[local-name()="method"])' "$room/body")" 49
check 'its placeholders' same "$(xmllint --nonet --xpath 'count(//*[local-name()="resource"][@path="/v1/alerts/users/{name}/phones/{number}"]/*[local-name()="param"])' "$room/body")" 2
check 'it leaves out what is not supported' lacks "$body" eas/devices.csv
check 'and what is not of the API' lacks "$body" _emulator
check 'without a slash' same "$(ask GET '/api?_wadl&_type=xml'; echo "$status")" 200
check 'nothing else is there' same "$(ask GET /api; echo "$status")" 404

# --- what was removed ---
for path in dm/labels/Android/x dm/labels/devices/x sm/certificates sm/certificates/list sm/certificates/upload sm/certificates/x; do
  ask GET "$v1/$path" -H 'Accept: application/json'
  check "$path does not exist" same "$status ${body:0:15}" '404 <!DOCTYPE html>'
done
finish
