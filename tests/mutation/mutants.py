# SPDX-License-Identifier: Apache-2.0
"""Faults: each row bends one thing that the guide promises, and names the requirements that a run has to name."""

import copy
import json
import os
import re

import wire
from table import (ANDROID, BY_LABEL, BY_MAC, BY_PHONE, BY_STATUS, BY_USER, BY_UUID, CODES, COUNTRIES, CSV, DEVICE,
                   EAS_CSV, IOS, LABELS, LOCATE, OPERATORS, PROFILES, READS, Row, answers, as_tuple, both,
                   drop_detail, each_with, empty, entries, entry, every, last, misplaced, missing, only, put,
                   put_detail, records, renamed, repeated, set_detail, victim, where)
from wire import Node

ROWS = []
OTHER_UUID = "11111111-2222-4333-8444-555555555555"
SHORT = {"get-devices-by-status": "by-status", "get-device-by-uuid": "by-uuid", "get-devices-by-phone": "by-phone",
         "get-devices-by-user": "by-user", "get-devices-by-label": "by-label", "get-device-by-mac": "by-mac",
         "get-all-labels": "labels", "list-operators": "operators", "list-countries": "countries",
         "get-device-profiles": "profiles", "locate-device-by-uuid": "locate", "locate-device-by-mac": "locate-mac"}


def fault(name, needs, ops, bend, level="failure", about="", request=None):
    ROWS.append(Row(name, about or name.replace("-", " "), bend, request, tuple(needs.split()), as_tuple(ops), level))


# --- fields of a device: presence, name, place, type -------------------------------------------------------------------

KEY_FIELDS = ("id", "uuid", "principal", "status", "statusCode", "compliance", "quarantinedStatus", "blockReason")
for field in KEY_FIELDS:
    fault(f"device-without-{field}", "R377", DEVICE, records(DEVICE, victim(), missing(field)))
    fault(f"device-{field}-renamed", "R377 R379", DEVICE, records(DEVICE, victim(), renamed(field, f"the{field}")))
    if field != "principal":  # a text may be empty (R377)
        fault(f"device-{field}-empty", "R377 R380 R063 R064 R083", DEVICE, records(DEVICE, victim(), empty(field)))
for field in ("uuid", "status", "statusCode", "compliance"):
    fault(f"device-{field}-misplaced", "R377 R378", DEVICE, records(DEVICE, victim(), misplaced(field)))
    fault(f"device-{field}-twice", "R377 R378 R379 R380 R063 R064 R083", DEVICE, records(DEVICE, victim(), repeated(field)))
for op in DEVICE:  # each operation has a schema of its own
    fault(f"{SHORT[op]}-without-status", "R377", op, records(op, last, missing("status")))
    fault(f"{SHORT[op]}-without-compliance", "R377", op, records(op, last, missing("compliance")))
    fault(f"{SHORT[op]}-uuid-is-no-uuid", "R380", op, records(op, last, put(uuid="device-7")))
    fault(f"{SHORT[op]}-wrong-code", "R065 R063 R064", op, records(op, last, put(statusCode="98")))
    fault(f"{SHORT[op]}-hex-bitmap", "R083", op, records(op, last, put(compliance="0x1")))
    fault(f"{SHORT[op]}-mdmManaged-is-1", "R116 R380", op, records(op, last, put(mdmManaged="1")))
    fault(f"{SHORT[op]}-lastConnectedAt-us-form", "R038", op, records(op, last, put(lastConnectedAt="07/08/2011 01:52")))
    fault(f"{SHORT[op]}-detail-key-twice", "R119", op,
          records(op, each_with(status="ACTIVE"), lambda d: d.find("details").kids.append(entries(d)[-1].copy())))
    fault(f"{SHORT[op]}-without-record-fields", "R377", op, records(op, last, lambda d: setattr(d, "kids", d.kids[:2])))

# Printed without a condition, but neither identifying nor carrying a rule: a warning (E047).
for field in ("name", "platform", "model", "manufacturer", "emailAddress", "clientId", "languageId", "languageCountryId",
              "operator", "operatorId", "countryCode", "userUUID", "userDisplayName", "userFirstName", "userLastName",
              "regType", "regCount", "deviceCount", "employeeOwned", "mdmManaged", "notifyUser", "details",
              "lastConnectedAt"):
    fault(f"devices-without-{field}", "R377", DEVICE, records(DEVICE, every, missing(field)), "any")
for field in ("comment", "countryId", "countryName", "emailDomain", "homeOperator", "phoneNumber", "userSource"):
    fault(f"by-status-without-{field}", "R377", BY_STATUS, records(BY_STATUS, every, missing(field)), "any")
fault("by-uuid-without-currentPhoneNumber", "R377", BY_UUID, records(BY_UUID, every, missing("currentPhoneNumber")), "any")
fault("by-user-without-registeredAt", "R377 R137", BY_USER, records(BY_USER, every, missing("registeredAt")), "any")
fault("by-label-without-homeOperator", "R377", BY_LABEL, records(BY_LABEL, every, missing("homeOperator")), "any")

WRONG_TYPES = {"id": ("two", "R380"), "clientId": ("client", "R380"), "languageId": ("en", "R127 R380"),
               "languageCountryId": ("US", "R127 R380"), "operatorId": ("AT&T", "R380"), "countryCode": ("US", "R380"),
               "regCount": ("none", "R380"), "deviceCount": ("few", "R380 R110"), "employeeOwned": ("yes", "R116 R380"),
               "notifyUser": ("Y", "R116 R380"), "mdmManaged": ("no", "R116 R380"), "regType": ("MDM", "R115"),
               "compliance": ("compliant", "R083"), "blockReason": ("-1", "R083"), "quarantinedStatus": ("1.5", "R083"),
               "statusCode": ("a", "R064 R380"), "status": ("ONLINE", "R063"), "lastConnectedAt": ("yesterday", "R038"),
               "mdmProfileUrlId": ("profile", "R380")}
for field, (text, needs) in WRONG_TYPES.items():
    fault(f"device-{field}-is-{text}", needs, DEVICE, records(DEVICE, victim(), put(**{field: text})))
fault("by-status-userSource-unknown", "R111", (BY_STATUS, BY_UUID), records((BY_STATUS, BY_UUID), victim(), put(userSource="77")))
fault("by-status-countryId-is-text", "R380", BY_STATUS, records(BY_STATUS, last, put(countryId="US")))

# --- status, bitmaps ---------------------------------------------------------------------------------------------------

PAIRS = dict(zip(CODES, "R065 R066 R067 R068 R069 R070 R071 R075 R072 R073 R074 R077 R076".split()))
for word, code in CODES.items():
    if word in ("BLOCKED", "RETIRE_PENDING"):  # lists by status do not hold them
        fault(f"code-of-{word}", PAIRS[word], DEVICE, records(DEVICE, victim(), put(status=word, statusCode="101")))
        continue
    wrong = CODES["LOST"] if word != "LOST" else CODES["ACTIVE"]
    fault(f"code-of-{word}", PAIRS[word], DEVICE, records(DEVICE, each_with(status=word), put(statusCode=wrong)))
fault("code-unknown", "R064", DEVICE, records(DEVICE, victim(), put(statusCode="99")))
fault("code-upper-case-letter", "R064", DEVICE, records(DEVICE, victim(), put(statusCode="65")))
fault("status-unknown-everywhere", "R063", DEVICE, records(DEVICE, victim(status="LOST"), put(status="MISSING", statusCode="109")))
fault("status-in-words", "R063", DEVICE, records(DEVICE, victim(), put(status="Device is active")))
fault("status-ienroll-on-android", "R340", BY_USER,
      records(BY_USER, where(**ANDROID), put(status="IENROLL_COMPLETE", statusCode="102")), "warning")
for field in ("compliance", "quarantinedStatus", "blockReason"):
    for text, why in (("0x40", "hexadecimal"), ("-64", "negative"), ("64.5", "fraction"), ("true", "word")):
        fault(f"{field}-{why}", "R083", DEVICE, records(DEVICE, victim(compliance="0"), put(**{"compliance": "64", field: text})))
    fault(f"{field}-list", "R104 R083", DEVICE, records(DEVICE, victim(compliance="0"), put(**{"compliance": "3", field: "1,2"})))
    fault(f"{field}-unknown-bit", "R084", DEVICE,
          records(DEVICE, victim(compliance="0"), put(**{"compliance": "64", field: "131136"})), "any")
    fault(f"{field}-of-64-bits", "R083 R084", DEVICE,
          records(DEVICE, victim(compliance="0"), put(**{"compliance": "64", field: "99999999999999999999"})), "any")
fault("quarantined-but-compliant", "R105 R106", DEVICE, records(DEVICE, victim(compliance="0"), put(quarantinedStatus="64")))
fault("blocked-without-reason", "R107", DEVICE, records(DEVICE, victim(compliance="0"), put(blockReason="64")), "any")

# --- other rules of a device -------------------------------------------------------------------------------------------

fault("mdm-on-android", "R112", DEVICE, records(DEVICE, victim(**ANDROID), put(mdmManaged="true")))
fault("mdm-on-blackberry", "R112", DEVICE, records(DEVICE, victim(platform="BlackBerry"), put(mdmManaged="true")))
fault("pin-on-android", "R113", BY_STATUS, records(BY_STATUS, victim(**ANDROID), put(pin="2100000A")))
fault("pin-on-iphone", "R113", BY_STATUS, records(BY_STATUS, victim(**IOS), put(pin="2100000A")))
fault("operator-empty", "R114", DEVICE, records(DEVICE, victim(), empty("operator")))
fault("regType-unknown", "R115", DEVICE, records(DEVICE, victim(), put(regType="BESX")))
fault("display-name-of-somebody-else", "R117", DEVICE, records(DEVICE, victim(), put(userDisplayName="Zaphod")), "any")
fault("device-count-7", "R110", DEVICE, records(DEVICE, every, put(deviceCount="7")), "any")
fault("connected-in-the-future", "R344", DEVICE, records(DEVICE, victim(), put(lastConnectedAt="2031-01-01T00:00:00+00:00")))
fault("eas-sync-in-the-future", "R344", BY_STATUS, records(BY_STATUS, last, put(easLastSyncAttempt="2031-01-01T00:00:00+00:00")))
fault("eas-sync-no-date", "R039", BY_STATUS, records(BY_STATUS, last, put(easLastSyncAttempt="1317600000000")))
fault("registered-no-date", "R040", BY_USER, records(BY_USER, last, put(registeredAt="soon")), "any")
fault("connected-month-13", "R038", DEVICE, records(DEVICE, victim(), put(lastConnectedAt="2011-13-08T01:52:33+00:00")))
fault("connected-without-zone", "R038", DEVICE, records(DEVICE, victim(), put(lastConnectedAt="2011-07-08T01:52:33")))
fault("connected-without-time", "R038", DEVICE, records(DEVICE, victim(), put(lastConnectedAt="2011-07-08")))
fault("connected-epoch", "R038", DEVICE, records(DEVICE, victim(), put(lastConnectedAt="1310089953000")))


def pending_with_details(device):
    device.find("details").text = ""
    device.find("details").kids = [entry("platform_name", "4.4"), entry("client_name", "com.mobileiron")]


fault("pending-with-details", "R118", DEVICE, records(DEVICE, victim(status="VERIFICATION_PENDING"), pending_with_details))

# --- ids of devices and users ------------------------------------------------------------------------------------------


def second_like_first(*fields):
    def bend(x):
        if x.op == BY_STATUS and len(x.records) > 3:
            for field in fields:
                x.records[-1].set(field, x.records[-2].get(field))

    return bend


fault("uuid-twice", "R052", BY_STATUS, second_like_first("uuid"))
fault("id-twice", "R054", BY_STATUS, second_like_first("id"))
fault("record-twice", "R052", BY_STATUS, lambda x: x.op == BY_STATUS and x.records and x.keep(x.records + [x.records[-1].copy()]))
fault("id-differs-by-uuid", "R054 R121", BY_UUID, records(BY_UUID, every, put(id="99999")))
fault("id-differs-by-user", "R054", BY_USER, records(BY_USER, last, put(id="99999")))
fault("id-differs-by-label", "R054", BY_LABEL, records(BY_LABEL, last, put(id="99999")))
fault("id-differs-by-phone", "R054", BY_PHONE, records(BY_PHONE, last, put(id="99999")))
fault("id-differs-by-mac", "R054", BY_MAC, records(BY_MAC, last, put(id="99999")))


def own_user_uuid(device):
    device.set("userUUID", "0000" + device.get("uuid")[4:])


def user_is_device(device):
    device.set("userUUID", device.get("uuid"))


fault("userUUID-per-device", "R053", DEVICE, records(DEVICE, every, own_user_uuid))
fault("userUUID-is-device-uuid", "R053", DEVICE, records(DEVICE, victim(), user_is_device))

# --- lists by status ---------------------------------------------------------------------------------------------------


def list_bend(action, ops=BY_STATUS, least=1):
    def bend(x):
        if x.op in as_tuple(ops) and x.ok and len(x.records) >= least:
            action(x)

    return bend


def all_active(x):
    if x.op == BY_STATUS and "status" in x.query:
        x.target = "/api/v1/dm/devices"


def one_from(status):
    def bend(x):
        if x.op == BY_STATUS and x.ok and x.query.get("status", "ACTIVE") != status:
            stranger = x.other(f"/api/v1/dm/devices?status={status}").find("devices").all("device")[0]
            x.keep(x.records + [stranger])

    return bend


def drop_victim(select, ops):
    def bend(x):
        if x.op in as_tuple(ops) and x.ok and len(x.records) > 1:
            gone = select(x, x.records)
            x.keep([r for r in x.records if r not in gone])

    return bend


def without_status(x):
    return x.op == BY_STATUS and "status" not in x.query


fault("filter-ignored", "R079", BY_STATUS, None, request=all_active)
fault("filter-leaks-one", "R079 R082", BY_STATUS, one_from("LOST"))
fault("filter-drops-one", "R080", BY_STATUS, drop_victim(victim(principal="jdoe"), BY_STATUS))
fault("filter-drops-all-but-ten", "R080 R061", BY_STATUS, list_bend(lambda x: x.keep(x.records[:10]), least=11))
fault("list-cut-but-counted", "R128 R061", BY_STATUS,
      list_bend(lambda x: setattr(x.doc.find("devices"), "kids", x.records[:10]), least=11))
fault("default-drops-one", "R081", BY_STATUS, lambda x: without_status(x) and x.ok and x.keep(x.records[:-1]))


def default_is_lost(x):
    if without_status(x):
        x.target = "/api/v1/dm/devices?status=LOST"


fault("default-is-lost", "R081", BY_STATUS, None, request=default_is_lost)
fault("default-is-400", "R081 R017", BY_STATUS, lambda x: without_status(x) and x.status == 200 and x.say(
    400, b'{"messages":{"message":"status is missing"}}', "application/json"))


def overlapping(x):
    if x.op == BY_STATUS and x.ok and x.query.get("status") == "LOST":
        twin = x.other("/api/v1/dm/devices?status=ACTIVE").find("devices").all("device")[-1]
        twin.set("status", "LOST")
        twin.set("statusCode", "108")
        x.keep(x.records + [twin])


fault("statuses-overlap", "R082", BY_STATUS, overlapping)
fault("unknown-status-lists-active", "R341", BY_STATUS, None, "any",
      request=lambda x: x.op == BY_STATUS and x.query.get("status", "ACTIVE") not in CODES and setattr(x, "target", "/api/v1/dm/devices"))
fault("country-name-of-another", "R125", (BY_STATUS,), records(BY_STATUS, victim(), put(countryName="Atlantis")))
fault("country-code-of-another", "R125", (BY_STATUS,), records(BY_STATUS, victim(), put(countryCode="999")))
fault("operator-unknown", "R126", (BY_STATUS,), records(BY_STATUS, victim(operator="Verizon"), put(operator="Nobody Mobile")))
fault("operator-id-unknown", "R126", (BY_STATUS,), records(BY_STATUS, victim(operator="Verizon"), put(operatorId="77777")))

# --- counts and messages -----------------------------------------------------------------------------------------------


def count_off(x):
    message = x.doc.at("messages/message")
    if message is not None:
        message.text = re.sub("[0-9]+", lambda m: str(int(m.group()) + 1), message.text)


def no_message(x):
    x.doc.find("messages").kids = []
    x.doc.find("messages").text = ""


def add_message(text):
    def action(x):
        x.doc.find("messages").kids = [Node("message", text)]

    return action


COUNTS = {BY_STATUS: "R128", BY_USER: "R128", BY_LABEL: "R128", LABELS: "R196", OPERATORS: "R203", COUNTRIES: "R207"}
for op, needs in COUNTS.items():
    fault(f"{SHORT[op]}-count-off-by-one", needs, op, answers(op, count_off))
    fault(f"{SHORT[op]}-without-message", "R027", op, answers(op, no_message))
fault("two-phones-count-off-by-one", "R128", BY_PHONE, answers(BY_PHONE, count_off))
fault("by-uuid-with-message", "R123", BY_UUID, answers(BY_UUID, add_message("1 Device(s) returned")))
fault("by-phone-with-message", "R136", BY_PHONE,
      answers(BY_PHONE, lambda x: "," not in x.id and add_message("1 Device(s) returned")(x)))

# --- containers and roots ----------------------------------------------------------------------------------------------

BOXES = {BY_STATUS: "devices", BY_USER: "devices", BY_PHONE: "devices", BY_LABEL: "devices", LABELS: "labels",
         OPERATORS: "operators", COUNTRIES: "countries", PROFILES: "profiles", LOCATE: "locations"}


def rename_box(box):
    return lambda x: x.doc.find(box) is not None and setattr(x.doc.find(box), "name", "result")


def flatten(box):
    def action(x):
        found = x.doc.find(box)
        if found is not None:
            x.doc.kids.remove(found)
            x.doc.kids += found.kids

    return action


def rename_records(x):
    for record in x.records:
        record.name = "item"


for op, box in BOXES.items():
    short = SHORT[as_tuple(op)[0]]
    fault(f"{short}-container-renamed", "R378 R379 R377", op, answers(op, rename_box(box)))
    soft = "any" if op == LOCATE else "failure"  # no location at all may be meant
    fault(f"{short}-records-renamed", "R378 R379 R377 R019 R183 R051", op, answers(op, rename_records), soft)
    fault(f"{short}-without-container", "R378 R377", op, answers(op, flatten(box)))
for op in (BY_STATUS, BY_UUID, LABELS, PROFILES):
    fault(f"{SHORT[op]}-root-renamed", "R016", op, only("xml", answers(op, lambda x: setattr(x.doc, "name", "response"))))
    fault(f"{SHORT[op]}-root-of-eas", "R016", op,
          only("xml", answers(op, lambda x: setattr(x.doc, "name", "easWebServiceResponse"))))


def device_in_devices(x):
    devices = Node("devices", kids=x.doc.all("device"))
    x.doc.kids = [kid for kid in x.doc.kids if kid.name != "device"] + [devices]


fault("by-uuid-in-a-list", "R122 R378 R377", BY_UUID, answers(BY_UUID, device_in_devices))
fault("by-uuid-without-device", "R122 R377 R378", BY_UUID, answers(BY_UUID, lambda x: x.doc.drop("device")))
fault("by-uuid-two-devices", "R122", BY_UUID, answers(BY_UUID, lambda x: x.doc.kids.append(x.doc.find("device").copy())))

# --- one uuid at a time ------------------------------------------------------------------------------------------------


def two_uuids(x):
    if x.op == BY_UUID and "," in x.id and x.status == 404:
        first, second = x.id.split(",")[:2]
        x._doc = None
        x.status, _, x.body = x.upstream.ask("GET", f"/api/v1/dm/devices/{first}", x.accept, x.authorization)
        if x.status == 200:
            x.doc.kids.append(x.other(f"/api/v1/dm/devices/{second}").find("device"))


def other_device(x):
    if x.op == BY_UUID and x.ok:
        other = next(d for d in x.upstream.devices() if d.get("uuid") != x.id)
        x.doc.kids = [kid for kid in x.doc.kids if kid.name != "device"]
        x.doc.kids.append(x.other(f"/api/v1/dm/devices/{other.get('uuid')}").find("device"))


fault("two-uuids-two-devices", "R124", BY_UUID, two_uuids)
fault("by-uuid-another-device", "R122 R121", BY_UUID, other_device)

# --- list and single device disagree -----------------------------------------------------------------------------------

SHARED = {"principal": "somebody", "status": "LOST", "compliance": "64", "blockReason": "512", "platform": "Android 99",
          "model": "Other Model", "name": "another name", "operator": "Other", "employeeOwned": None,
          "userUUID": OTHER_UUID, "emailAddress": "other@example.com", "countryCode": "49", "languageId": "99",
          "clientId": "1", "manufacturer": "Other Inc.", "notifyUser": None, "userDisplayName": "Jane Roe", "regCount": "9"}


def differ(field, text):
    def action(device):
        if text is None:
            device.set(field, "false" if device.get(field) == "true" else "true")
        elif field == "status":
            device.set("status", "LOST")
            device.set("statusCode", "108")
        else:
            device.set(field, text)

    return action


for field, text in SHARED.items():
    fault(f"by-uuid-{field}-differs", "R121", BY_UUID, records(BY_UUID, every, differ(field, text)))
fault("by-uuid-detail-differs", "R121", BY_UUID, records(BY_UUID, every, lambda d: entries(d) and set_detail(d, "device_model", "Other")))

# --- XML and JSON disagree ---------------------------------------------------------------------------------------------


def in_json(bend):
    return only("json", bend)


TWINS = {BY_STATUS: put(model="Other"), BY_UUID: put(model="Other"), BY_PHONE: put(model="Other"), BY_USER: put(model="Other"),
         BY_LABEL: put(model="Other"), BY_MAC: put(model="Other"), LABELS: put(description="Other"),
         OPERATORS: put(carrierShortName="Other"), COUNTRIES: put(countryName="Other"), PROFILES: put(name="Other"),
         "locate-device-by-uuid": put(lookupResult="Cell"), "locate-device-by-mac": put(lookupResult="Cell")}
for op, action in TWINS.items():
    fault(f"{SHORT[op]}-differs-in-json", "R013", op, in_json(records(op, last, action)))
fault("by-status-name-differs-in-json", "R013", BY_STATUS, in_json(records(BY_STATUS, victim(), put(name="other"))))
fault("by-status-detail-differs-in-json", "R013", BY_STATUS, in_json(records(BY_STATUS, victim(**ANDROID), put_detail("brand", "other"))))
fault("by-status-detail-missing-in-json", "R013", BY_STATUS,
      in_json(records(BY_STATUS, victim(**ANDROID), lambda d: drop_detail(d, "device_model"))))
fault("by-status-field-missing-in-json", "R013", BY_STATUS, in_json(records(BY_STATUS, victim(), missing("name"))))
fault("number-rounded-in-json", "R013", DEVICE, in_json(records(DEVICE, victim(), put(clientId="1.0737e9"))))
for op in (BY_STATUS, BY_USER, BY_LABEL, LABELS, OPERATORS, COUNTRIES, PROFILES):
    fault(f"{SHORT[op]}-record-missing-in-json", "R013", op, in_json(list_bend(lambda x: x.keep(x.records[:-1]), op, 2)))
fault("only-ten-in-xml", "R013 R080", BY_STATUS, only("xml", list_bend(lambda x: x.keep(x.records[:10]), BY_STATUS, 11)))

# --- details -----------------------------------------------------------------------------------------------------------


def last_entry(action):
    return lambda device: entries(device) and action(entries(device)[-1])


fault("entry-without-key", "R119", DEVICE, records(DEVICE, victim(), last_entry(missing("key"))))
fault("entry-with-empty-key", "R119", DEVICE, records(DEVICE, victim(), last_entry(empty("key"))))
fault("entry-without-value", "R119", DEVICE, records(DEVICE, victim(), last_entry(missing("value"))))
fault("entry-with-two-values", "R119", DEVICE, records(DEVICE, victim(), last_entry(repeated("value"))))
fault("entry-with-two-keys", "R119", DEVICE, records(DEVICE, victim(), last_entry(repeated("key"))))
fault("entries-renamed", "R119", DEVICE, records(DEVICE, victim(), lambda d: [setattr(e, "name", "pair") for e in entries(d)]))
fault("detail-key-twice-other-value", "R119", DEVICE,
      records(DEVICE, victim(), lambda d: d.find("details").kids.append(entry(entries(d)[0].get("key"), "other"))))


def details_as_members(device):
    details = device.find("details")
    details.kids = [Node(re.sub("[^A-Za-z0-9_]", "_", e.get("key")), e.get("value")) for e in entries(device)]


fault("details-as-members", "R119", DEVICE, records(DEVICE, victim(), details_as_members))
fault("details-as-text", "R119 R378", DEVICE, records(DEVICE, victim(), put(details="battery_life=5")))

IS_ANDROID, IS_IOS = victim(**ANDROID), victim(**IOS)


def detail_fault(name, needs, platform, texts, level="failure", gone=()):
    """Sets several details of one device."""

    def action(device):
        for key in gone:
            drop_detail(device, key)
        for key, text in texts.items():
            set_detail(device, key, text)

    fault(name, needs, DEVICE, records(DEVICE, victim(**platform, compliance="0"), action), level)


detail_fault("ios-compromised-twice-told", "R348", IOS, {"security_state": "0", "DeviceCompromised": "false"})
detail_fault("ios-sound-but-compromised", "R348", IOS, {"security_state": "1", "DeviceCompromised": "true"})
detail_fault("ios-compromised-without-bit", "R349", IOS, {"security_state": "0", "DeviceCompromised": "true"}, "warning")
detail_fault("password-on-but-optional", "R350", ANDROID, {"prv_password": "ON", "prv_password_type": "-1",
             "prv_password_expiration_timeout": "unsupported", "prv_password_history_length": "unsupported"})
detail_fault("password-optional-but-expires", "R351", ANDROID, {"prv_password": "OFF", "prv_password_type": "-1",
             "prv_password_expiration_timeout": "30", "prv_password_history_length": "unsupported"})
detail_fault("password-optional-but-history", "R351", ANDROID, {"prv_password": "OFF", "prv_password_type": "-1",
             "prv_password_expiration_timeout": "unsupported", "prv_password_history_length": "5"})
EXCHANGE = {"prv_exchange_Domain": "MOBILEIRON", "prv_exchange_Server": "mail.example.com",
            "prv_exchange_UserName": "jdoe@example.com", "prv_exchange_UseSSL": "ON"}
detail_fault("exchange-partly-na", "R352", ANDROID, {**EXCHANGE, "prv_exchange_Server": "na"})
detail_fault("exchange-partly-absent", "R352", ANDROID, {"prv_exchange_Domain": "MOBILEIRON"}, gone=list(EXCHANGE)[1:])
detail_fault("more-ram-free-than-there-is", "R353", ANDROID, {"free_ram_size_bytes": "900", "total_ram_size_bytes": "800"})
detail_fault("more-ram-free-in-mb", "R353", ANDROID, {"free_ram_size": "900.5M", "total_ram_size": "800.5M"})
detail_fault("more-card-free", "R353", ANDROID, {"free_media_card_size_bytes": "900", "total_media_card_size_bytes": "800"})
detail_fault("more-storage-free", "R353", ANDROID, {"free_storage_size_bytes": "900", "total_storage_size_bytes": "800"})
detail_fault("more-storage-free-ios", "R353", IOS, {"free_storage_size_byte": "900.0", "total_storage_size_bytes": "800.0"})
detail_fault("more-capacity-free", "R353", IOS, {"AvailableDeviceCapacity": "15.5", "DeviceCapacity": "14.5"})
detail_fault("networks-differ-at-home", "R354", IOS, {"Current MNC": "99", "SIM MNC": "01", "Current MCC": "310", "SIM MCC": "310",
             "DataRoamingEnabled": "false", "Voice Roaming Enabled": "false"}, "warning")
detail_fault("apple-android", "R355", ANDROID, {"device_manufacturer": "Apple"})
detail_fault("ios-of-samsung", "R355 R455", IOS, {"device_manufacturer": "Samsung"})
detail_fault("two-mac-addresses", "R356", IOS, {"WiFiMAC": "B8FF617F7926", "iPhone MAC_ADDRESS_EN0": "b8:ff:61:7f:79:27"}, "warning")
detail_fault("ios-keys-on-android", "R357", ANDROID, {"apnsToken": "ab" * 32, "iPhone UDID": "81a3379d884f1bd9"}, "warning")
detail_fault("android-keys-on-ios", "R357", IOS, {"c2dmToken": "APA91", "prv_camera": "ON"}, "warning")
detail_fault("checked-out-but-compliant", "R358", IOS, {"CheckOut Received": "true"}, "warning")

# --- each detail key out of its domain, from the tables of the ledger -----------------------------------------------------

# What shows that the value is outside: by key where the table says it in words, else by type.
BAD_BY_KEY = {"free_media_card_size": ["lots"], "free_storage_size": ["lots"], "lat_long_last_captured_at": ["yesterday"],
              "os_version": ["2.3.3"], "prv_password_length": ["0", "11"], "signal_strength": ["strong"],
              "HardwareEncryptionCaps": ["4"], "display_size": ["854x", "854*480"], "home_operator": ["Verizon", "Verizon::31"],
              "prv_max_idle_time": ["-5", "soon"], "prv_bluetooth": ["AUTO"], "prv_password_type": ["3"]}
SOFT = ("R480", "R481")  # E099
UNTOLD = ("prv_vpn_servers", "prv_wlan_ssids", "mobile_number", "registration_operator_name", "device_id", "Current MNC", "SIM MNC",
          "prv_exchange_Domain", "prv_exchange_Server", "prv_exchange_UserName", "Samsung_DM", "CellularTechnology", "imei",
          "ImeiOrMeid", "ip_address", "Subscriber Carrier Network")  # any text will do


def bad_values(row):
    if row["key"] in BAD_BY_KEY and not (row["key"] == "os_version" and row["type"] == "string"):
        return BAD_BY_KEY[row["key"]]
    if row.get("range"):
        low, high = row["range"]
        return ["much", str(low - 1)] + ([str(high + 1)] if high is not None else [])
    if row.get("enum"):
        return ["maybe"]
    if row.get("pattern"):
        return ["?"]
    return {"integer": ["many"], "epoch": ["yesterday"], "decimal": ["many"]}.get(row["type"], [])


def detail_rows():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "detail-keys.json")
    with open(path, encoding="utf-8") as file:
        return json.load(file)


for row in detail_rows():
    for number, text in enumerate([] if row["key"] in UNTOLD else bad_values(row)):
        platform = ANDROID if row["platform"] == "Android" else IOS
        fault(f"{row['platform'].lower()}-{row['key'].replace(' ', '_')}-{number}", row["requirement"], DEVICE,
              records(DEVICE, victim(row["key"], **platform), put_detail(row["key"], text)),
              "any" if row["strength"] == "inferred" or row["requirement"] in SOFT else "failure", f"{row['key']} is {text}")

# --- by phone, user, label, MAC ----------------------------------------------------------------------------------------


def stranger(ops):
    """One more device, which does not belong there."""

    def bend(x):
        if x.op in as_tuple(ops) and x.ok:
            known = {r.get("uuid") for r in x.records}
            extra = [d for d in x.other("/api/v1/dm/labels/All-Smartphones").find("devices").all("device")
                     if d.get("uuid") not in known]
            x.keep(x.records + extra[-1:])

    return bend


def swapped(ops):
    """Another device instead."""

    def bend(x):
        if x.op in as_tuple(ops) and x.ok:
            known = {r.get("uuid") for r in x.records}
            other = [d for d in x.other("/api/v1/dm/labels/All-Smartphones").find("devices").all("device")
                     if d.get("uuid") not in known][-1]
            if x.op == BY_MAC:
                x.doc.kids = [kid for kid in x.doc.kids if kid.name != "device"] + [other]
            else:
                x.keep(x.records[:-1] + [other])

    return bend


fault("by-phone-another-device", "R131", BY_PHONE, swapped(BY_PHONE))
fault("by-phone-one-more-device", "R131 R136", BY_PHONE,
      lambda x: x.op == BY_PHONE and "," not in x.id and stranger(BY_PHONE)(x))
fault("by-user-another-device", "R129", BY_USER, swapped(BY_USER))
fault("by-user-one-more-device", "R129", BY_USER, stranger(BY_USER))
fault("by-user-one-device-missing", "R129 R345", BY_USER, list_bend(lambda x: x.keep(x.records[:-1]), BY_USER, 2))
fault("by-user-only-one-device", "R129 R345", BY_USER, list_bend(lambda x: x.keep(x.records[:1]), BY_USER, 2))
fault("by-label-one-device-missing", "R130 R195", BY_LABEL, list_bend(lambda x: x.keep(x.records[:-1]), BY_LABEL, 2), "any")
fault("by-label-one-device-twice", "R130", BY_LABEL,
      list_bend(lambda x: x.keep(x.records + [x.records[-1].copy()]), BY_LABEL, 2))
fault("by-mac-another-device", "R132", BY_MAC, swapped(BY_MAC))
fault("by-mac-two-devices", "R132 R377 R378 R122", BY_MAC,
      answers(BY_MAC, lambda x: x.doc.kids.append(x.doc.find("device").copy())), "any")
fault("by-phone-without-echo", "R134", BY_PHONE, answers(BY_PHONE, lambda x: x.doc.drop("phoneNumber")))
fault("by-phone-echo-of-another", "R131 R134", BY_PHONE,
      answers(BY_PHONE, lambda x: "," not in x.id and x.doc.set("phoneNumber", "2025550100")))
fault("two-phones-with-echo", "R134", BY_PHONE,
      answers(BY_PHONE, lambda x: "," in x.id and x.doc.kids.insert(0, Node("phoneNumber", x.id))))
fault("two-phones-one-device", "R051", BY_PHONE, lambda x: x.op == BY_PHONE and "," in x.id and x.ok and x.keep(x.records[:1]))
fault("two-phones-refused", "R051", BY_PHONE, lambda x: x.op == BY_PHONE and "," in x.id and x.say(
    404, b'{"messages":{"message":"No devices found."}}', "application/json"))


def digits_only(x):
    if x.op == BY_PHONE and "(" in x.id:
        x.target = "/api/v1/dm/phones/" + re.sub("[^0-9]", "", x.id)


fault("phone-with-parentheses-found", "R050", BY_PHONE, None, request=digits_only)
fault("by-user-echo", "R135", BY_USER, answers(BY_USER, lambda x: x.doc.kids.insert(0, Node("userName", x.id))))
fault("by-label-echo", "R135", BY_LABEL, answers(BY_LABEL, lambda x: x.doc.kids.insert(0, Node("labelName", x.id))))


def undecoded(ops, sign):
    """A path that is not decoded finds nothing."""

    def bend(x):
        if x.op in as_tuple(ops) and sign in x.path and x.status == 200:
            no_data(x)

    return bend


fault("blank-in-label-not-decoded", "R005", BY_LABEL, undecoded(BY_LABEL, "%20"))
fault("plus-in-user-not-decoded", "R005", BY_USER, undecoded(BY_USER, "%2B"))

# --- no data, bad requests, methods, credentials -----------------------------------------------------------------------

BY_SOMETHING = (BY_UUID, BY_PHONE, BY_USER, BY_LABEL, BY_MAC, PROFILES) + LOCATE
UNKNOWN = {BY_UUID: "R018 R123 R015", BY_PHONE: "R346 R018", BY_USER: "R346 R018", BY_LABEL: "R346 R018",
           BY_MAC: "R346 R347 R018", PROFILES: "R374 R018", "locate-device-by-uuid": "R018",
           "locate-device-by-mac": "R018 R347"}


def empty_answer(x):
    """200 with no records."""
    x.status = 200
    doc = x.doc
    doc.drop("totalCount")
    doc.at("messages").kids = [Node("message", "0 Device(s) returned")]
    box = BOXES.get(x.op) or ("locations" if x.op in LOCATE else "devices")
    if x.op != BY_UUID:
        doc.kids.append(Node(box))


def no_data(x):
    """404 as for an id that nobody has."""
    _, headers, body = x.upstream.ask("GET", "/api/v1/dm/users/nobody-at-all", x.accept, x.authorization)
    x.say(404, body, dict(headers).get("Content-Type"))


def whole_fleet(x):
    x.status = 200
    x._doc = x.other("/api/v1/dm/labels/Windows%20Phone")


for op, needs in UNKNOWN.items():
    short = SHORT[op]
    if op != BY_UUID:  # left open there (E014)
        fault(f"{short}-unknown-is-200", needs, op, answers(op, empty_answer, 404))
    fault(f"{short}-unknown-without-message", "R015 R027 R018 R123", op, answers(op, no_message, 404))
    fault(f"{short}-unknown-is-html", "R015 R011 R012 R014 R016 R018 R346 R347 R374", op, answers(
        op, lambda x: x.say(404, b"<!DOCTYPE html><html><body>Not Found</body></html>"), 404))
    fault(f"{short}-unknown-is-500", "R023 R018 R346 R347 R374", op, answers(op, lambda x: setattr(x, "status", 500), 404))
    fault(f"{short}-unknown-body-empty", "R015 R018", op, answers(op, lambda x: x.say(404, b"", ""), 404))
for op in (BY_USER, BY_LABEL, BY_PHONE):
    fault(f"{SHORT[op]}-unknown-finds-others", UNKNOWN[op], op, answers(op, whole_fleet, 404))
def another_device(x):
    x.status = 200
    x._doc = x.other("/api/v1/dm/devices/" + x.upstream.devices()[3].get("uuid"))


fault("by-uuid-unknown-finds-another", "R122 R123 R018", BY_UUID, answers(BY_UUID, another_device, 404))


def list_200_empty(op):
    return lambda x: x.op == op and x.ok and x.keep([])


for op in (BY_STATUS, LABELS, OPERATORS, COUNTRIES):
    fault(f"{SHORT[op]}-200-without-records", "R019 R018", op, list_200_empty(op), "failure")
fault("bad-status-is-500", "R020 R023", BY_STATUS, answers(BY_STATUS, lambda x: setattr(x, "status", 500), 400))
fault("bad-status-without-message", "R015 R020 R027", BY_STATUS, answers(BY_STATUS, no_message, 400))
fault("bad-status-is-401", "R020 R341", BY_STATUS, answers(BY_STATUS, lambda x: setattr(x, "status", 401), 400), "any")


def bad_id_is_500(x):
    if x.op in (BY_UUID, PROFILES, BY_MAC) + LOCATE and x.id.startswith("not-a"):
        x.status = 500


fault("bad-id-is-500", "R023 R020", (BY_UUID, PROFILES, BY_MAC) + LOCATE, bad_id_is_500)


def method(status):
    def bend(x):
        if x.status == 405:
            x.say(status, b'{"messages":{"message":"done"}}', "application/json")

    return bend


for status in (200, 404, 501, 500):
    fault(f"wrong-method-is-{status}", "R009 R023" if status == 500 else "R009", (), method(status))
fault("put-taken-for-get", "R009", (), None,
      request=lambda x: x.method == "PUT" and setattr(x, "method", "GET"))
fault("post-taken-for-get-on-labels", "R009", (LABELS,), None,
      request=lambda x: x.method == "POST" and x.op == LABELS and setattr(x, "method", "GET"))


def let_in(ops, when):
    def request(x):
        if x.op in ops and when(x):
            x.authorization = x.upstream.authorization

    return request


def no_credentials(x):
    return not x.authorization


def stranger_s(x):
    return x.authorization not in ("", x.upstream.authorization)


for op in READS:
    fault(f"{SHORT[op]}-without-credentials", "R021 R028", op, None, request=let_in((op,), no_credentials))
fault("csv-without-credentials", "R360 R021 R028", CSV, None, request=let_in((CSV,), no_credentials))
fault("unknown-user-let-in", "R022", (), None, request=let_in(READS + (CSV,), stranger_s))
fault("labels-unknown-user-let-in", "R022", (LABELS,), None, request=let_in((LABELS,), stranger_s))


def data_with_401(x):
    if x.status == 401 and x.op in READS:
        _, headers, body = x.upstream.ask("GET", x.target, "application/json", x.upstream.authorization)
        x.body = body
        x.header("Content-Type", "application/json")


fault("401-with-data", "R034", (), data_with_401)
fault("401-without-challenge", "R021 R022 R028", (), lambda x: x.status == 401 and x.drop_header("WWW-Authenticate"))
fault("401-with-bearer-challenge", "R021 R022 R028", (), lambda x: x.status == 401 and x.header("WWW-Authenticate", "Bearer"))
fault("no-credentials-403", "R021", (), lambda x: x.status == 401 and not x.authorization and setattr(x, "status", 403))
fault("no-credentials-404", "R021", (), lambda x: x.status == 401 and not x.authorization and setattr(x, "status", 404))
fault("no-credentials-login-page", "R021 R034", (), lambda x: x.status == 401 and not x.authorization and x.say(
    200, b"<!DOCTYPE html><html><body><form>Sign in</form></body></html>"))
fault("no-credentials-redirect", "R021", (), lambda x: x.status == 401 and not x.authorization and (
    x.say(302, b""), x.header("Location", "/mifs/login")))

# --- formats and bodies ------------------------------------------------------------------------------------------------

TYPICAL = (BY_STATUS, BY_UUID, LABELS, PROFILES)
for op in TYPICAL:
    short = SHORT[op]
    xml, js = (lambda bend: only("xml", bend)), (lambda bend: only("json", bend))

    def body_change(change, ops=op):
        return answers(ops, lambda x: setattr(x, "body", change(x.body)))

    fault(f"{short}-xml-as-text-plain", "R014 R011", op, xml(answers(op, lambda x: x.header("Content-Type", "text/plain"))))
    fault(f"{short}-xml-as-html", "R014 R011", op, xml(answers(op, lambda x: x.header("Content-Type", "text/html"))))
    fault(f"{short}-json-as-html", "R014 R012", op, js(answers(op, lambda x: x.header("Content-Type", "text/html"))))
    fault(f"{short}-xml-called-json", "R014 R011", op, xml(answers(op, lambda x: x.header("Content-Type", "application/json"))))
    fault(f"{short}-json-for-xml", "R011", op, xml(answers(op, lambda x: (
        x.doc, x.style.update({"as": "json", "guess": True}), x.header("Content-Type", "application/json")))))
    fault(f"{short}-xml-for-json", "R012", op, js(answers(op, lambda x: (
        x.accept == "application/json" and (x.doc, x.style.update({"as": "xml"}), x.header("Content-Type", "application/xml"))))))
    fault(f"{short}-without-content-type", "R014 R011 R012", op, answers(op, lambda x: x.drop_header("Content-Type")), "any")
    fault(f"{short}-xml-cut", "R011 R014 R016", op, xml(body_change(lambda body: body[: len(body) * 2 // 3])))
    fault(f"{short}-json-cut", "R012 R014 R016", op, js(body_change(lambda body: body[: len(body) * 2 // 3])))
    fault(f"{short}-connection-cut", "R017 R011 R012 R014", op, answers(op, lambda x: setattr(x, "cut", len(x.body) // 3)), "any")
    fault(f"{short}-xml-trailing", "R011 R014 R016", op, xml(body_change(lambda body: body + b"<more/>")))
    fault(f"{short}-json-trailing", "R012 R014 R016", op, js(body_change(lambda body: body + b"{}")))
    fault(f"{short}-json-duplicate-key", "R012 R014", op, js(body_change(
        lambda body: body[:1] + b'"messages":"",' + body[1:])))
    fault(f"{short}-doctype", "R011 R014", op, xml(answers(op, lambda x: x.style.update(doctype="<!DOCTYPE x [<!ENTITY a 'b'>]>"))))
    fault(f"{short}-xml-invalid-utf8", "R011 R014", op, xml(body_change(
        lambda body: body.replace(b"</name>", b"\xff\xfe</name>", 1))))
    fault(f"{short}-json-invalid-utf8", "R012 R014", op, js(body_change(
        lambda body: body.replace(b'"name":"', b'"name":"\xff\xfe', 1))))
    fault(f"{short}-empty-body", "R017 R011 R012 R014 R016 R377 R378", op, answers(op, lambda x: setattr(x, "body", b"")))
    fault(f"{short}-204", "R017", op, answers(op, lambda x: (x.say(204, b"", ""))), "any")
    fault(f"{short}-500", "R017 R023", op, answers(op, lambda x: setattr(x, "status", 500)))
    if op in (BY_UUID, LABELS):  # the others may have no data
        fault(f"{short}-404", "R017 R197", op, answers(op, no_data), "any")
fault("json-as-array", "R012 R016 R377 R378", LABELS, only("json", answers(LABELS, lambda x: setattr(x, "body", b"[" + x.body + b"]"))))
fault("json-with-comments", "R012", LABELS, only("json", answers(LABELS, lambda x: setattr(x, "body", b"/* labels */" + x.body))))
fault("json-with-nan", "R012", LABELS, only("json", answers(
    LABELS, lambda x: setattr(x, "body", re.sub(rb'"deviceCount":\d+', b'"deviceCount":NaN', x.body)))))
fault("accept-ignored-always-json", "R011", READS, None,
      request=lambda x: x.op in READS and setattr(x, "accept", "application/json"))
fault("accept-ignored-always-xml", "R012", READS, None,
      request=lambda x: x.op in READS and setattr(x, "accept", "application/xml"))

# --- labels, operators, countries --------------------------------------------------------------------------------------

REQUIRED = {LABELS: ("id", "name", "staticLabel", "deviceCount"),
            OPERATORS: ("id", "carrierShortName", "carrierType", "countryCode", "countryName", "enabled"),
            COUNTRIES: ("countryName", "countryCode", "isoAlpha2Code", "enabledForRegistration"),
            PROFILES: ("id", "name", "profileType"),
            LOCATE: ("uuid", "lookupResult")}
for op, fields in REQUIRED.items():
    for field in fields:
        short = SHORT[as_tuple(op)[0]]
        fault(f"{short}-without-{field}", "R377", op, records(op, last, missing(field)))
        fault(f"{short}-{field}-renamed", "R377 R379", op, records(op, last, renamed(field, field + "X")))
SOFTER = {LABELS: ("isEsSearch",), OPERATORS: ("countryId",), PROFILES: ("policyType", "status", "lastUpdatedAt")}
for op, fields in SOFTER.items():
    for field in fields:
        fault(f"{SHORT[op]}-without-{field}", "R377", op, records(op, every, missing(field)), "any")

STATIC, DYNAMIC = each_with(staticLabel="true"), each_with(staticLabel="false")
fault("label-id-0", "R193", LABELS, records(LABELS, last, put(id="0")))
fault("label-id-text", "R193 R380", LABELS, records(LABELS, last, put(id="seven")))
fault("label-id-twice", "R193", LABELS, lambda x: x.op == LABELS and x.ok and x.records[-1].set("id", x.records[-2].get("id")))
fault("label-name-twice", "R198", LABELS, lambda x: x.op == LABELS and x.ok and x.records[-1].set("name", x.records[-2].get("name")))
fault("label-static-with-query", "R194", LABELS, records(LABELS, STATIC, put(query='"common.platform"="iOS"')))
fault("label-dynamic-without-query", "R194", LABELS, records(LABELS, DYNAMIC, missing("query")))
fault("label-dynamic-with-empty-query", "R194", LABELS, records(LABELS, DYNAMIC, empty("query")))
fault("label-staticLabel-1", "R380", LABELS, records(LABELS, last, put(staticLabel="1")))
fault("label-deviceCount-negative", "R380", LABELS, records(LABELS, last, put(deviceCount="-1")), "any")
fault("label-deviceCount-text", "R380", LABELS, records(LABELS, last, put(deviceCount="many")))
fault("label-isEsSearch-1", "R199", LABELS, records(LABELS, last, put(isEsSearch="1")), "warning")
fault("label-counts-one-less", "R195 R130", LABELS,
      records(LABELS, every, lambda label: label.set("deviceCount", str(max(0, int(label.get("deviceCount")) - 1)))), "any")

fault("carrierType-unknown", "R200", OPERATORS, records(OPERATORS, last, put(carrierType="Satellite")))
fault("operator-id-twice", "R201", OPERATORS,
      lambda x: x.op == OPERATORS and x.ok and x.records[-1].set("id", x.records[-2].get("id")))
fault("operator-enabled-yes", "R202", OPERATORS, records(OPERATORS, last, put(enabled="yes")))
fault("operator-countryCode-text", "R206", OPERATORS, records(OPERATORS, last, put(countryCode="DE")))
fault("operator-of-unknown-country", "R125 R208", OPERATORS, records(OPERATORS, last, put(countryName="Atlantis")))
fault("operator-country-code-of-another", "R125", OPERATORS, records(OPERATORS, last, put(countryCode="999")))
fault("operator-id-text", "R380", OPERATORS, records(OPERATORS, last, put(id="o2")))

fault("iso-code-small", "R205", COUNTRIES, records(COUNTRIES, last, put(isoAlpha2Code="us")))
fault("iso-code-of-three", "R205", COUNTRIES, records(COUNTRIES, last, put(isoAlpha2Code="USA")))
fault("registration-true", "R204", COUNTRIES, records(COUNTRIES, last, put(enabledForRegistration="true")))
fault("registration-1", "R204", COUNTRIES, records(COUNTRIES, last, put(enabledForRegistration="1")))
fault("country-code-text", "R206", COUNTRIES, records(COUNTRIES, last, put(countryCode="+one")))
fault("used-country-missing", "R208 R125", COUNTRIES,
      lambda x: x.op == COUNTRIES and x.ok and x.keep([r for r in x.records if r.get("countryName") != "Germany"]))
fault("disabled-country-missing", "R208 R125", COUNTRIES,
      lambda x: x.op == COUNTRIES and x.ok and x.keep([r for r in x.records if r.get("countryName") != "United States"]))

# --- profiles, locations -----------------------------------------------------------------------------------------------

fault("profile-twice", "R229", PROFILES,
      lambda x: x.op == PROFILES and x.ok and x.records[-1].set("id", x.records[-2].get("id")))
fault("profileType-unknown", "R228", PROFILES, records(PROFILES, last, put(profileType="CONFIG")))
fault("profileType-of-policies", "R228", PROFILES, records(PROFILES, last, put(profileType="SECURITY")))
fault("profile-id-text", "R380", PROFILES, records(PROFILES, last, put(id="docs")))
fault("profile-updated-seconds", "R046", PROFILES, records(PROFILES, every, put(lastUpdatedAt="1732059525")), "any")
fault("profile-updated-iso", "R046", PROFILES, records(PROFILES, every, put(lastUpdatedAt="2024-11-20T00:00:00+00:00")))
fault("profile-updated-in-the-future", "R344 R046", PROFILES, records(PROFILES, every, put(lastUpdatedAt="1932059525211")))

fault("lookupResult-unknown", "R179", LOCATE, records(LOCATE, last, put(lookupResult="WiFi")))
fault("latitude-91", "R180", LOCATE, records(LOCATE, last, put(latitude="91.5")))
fault("longitude-181", "R180", LOCATE, records(LOCATE, last, put(longitude="-181")))
fault("latitude-text", "R180 R380", LOCATE, records(LOCATE, last, put(latitude="north")))
fault("location-of-another", "R181", LOCATE, records(LOCATE, last, put(uuid=OTHER_UUID)))
fault("located-device-is-another", "R181", LOCATE, answers(LOCATE, lambda x: x.doc.set("deviceUuid", OTHER_UUID)))
fault("locate-without-deviceUuid", "R377 R181", LOCATE, answers(LOCATE, lambda x: x.doc.drop("deviceUuid")))
fault("locateNow-true", "R182", LOCATE, answers(LOCATE, lambda x: x.doc.set("locateNow", "true")))
fault("locateNow-text", "R182 R380", LOCATE, answers(LOCATE, lambda x: x.doc.set("locateNow", "no")))
fault("captured-seconds", "R045", LOCATE, records(LOCATE, last, put(capturedAt="1758453336")), "any")
fault("captured-iso", "R045", LOCATE, records(LOCATE, last, put(capturedAt="2025-09-21T11:15:28+00:00")))
fault("captured-in-the-future", "R344 R045", LOCATE, records(LOCATE, last, put(capturedAt="1932059525211")))
fault("locate-by-mac-another-device", "R191 R181", "locate-device-by-mac", both(
    answers("locate-device-by-mac", lambda x: x.doc.set("deviceUuid", OTHER_UUID)),
    records("locate-device-by-mac", last, put(uuid=OTHER_UUID))))

# --- CSV ---------------------------------------------------------------------------------------------------------------


def table(change):
    def bend(x):
        if x.op == CSV and x.status == 200:
            rows = change(copy.deepcopy(wire.read_csv(x.body)))
            x.body = wire.write_csv(rows, {})

    return bend


def column(title, change):
    """Changes the cells of a column in all rows."""

    def act(rows):
        at = rows[0].index(title)
        for row in rows[1:]:
            row[at] = change(row[at])
        return rows

    return table(act)


def without_column(title):
    def act(rows):
        at = rows[0].index(title)
        return [row[:at] + row[at + 1 :] for row in rows]

    return table(act)


def swap_columns(rows):
    return [[row[1], row[0]] + row[2:] for row in rows]


def short_row(rows):
    rows[5] = rows[5][:-1]
    return rows


def long_row(rows):
    rows[5].append("more")
    return rows


fault("csv-without-column", "R138", CSV, without_column("IMEI"))
fault("csv-columns-swapped", "R138", CSV, table(swap_columns))
fault("csv-column-more", "R138", CSV, table(lambda rows: [row + ["X"] for row in rows]))
fault("csv-column-renamed", "R138", CSV, table(lambda rows: [["Carrier"] + rows[0][1:]] + rows[1:]))
fault("csv-without-header", "R138", CSV, table(lambda rows: rows[1:]))
fault("csv-short-row", "R139", CSV, table(short_row))
fault("csv-long-row", "R139", CSV, table(long_row))
fault("csv-unterminated-quote", "R139 R359 R014", CSV, lambda x: x.op == CSV and x.status == 200 and setattr(
    x, "body", x.body.rstrip() + b'\r\n"unterminated'))
fault("csv-is-json", "R359", CSV, lambda x: x.op == CSV and x.status == 200 and x.say(
    200, b'{"devices":{"device":[]}}', "application/json"))
fault("csv-is-xml", "R359", CSV, lambda x: x.op == CSV and x.status == 200 and x.say(
    200, b"<deviceManagementWebServiceResponse/>", "application/xml"))
fault("csv-is-html", "R359", CSV, lambda x: x.op == CSV and x.status == 200 and x.say(200, b"<html><body>no</body></html>"))
fault("csv-json-called-csv", "R359 R138", CSV, lambda x: x.op == CSV and x.status == 200 and setattr(
    x, "body", b'{"devices":{"device":[]}}'))
fault("csv-is-404", "R017", CSV, lambda x: x.op == CSV and x.status == 200 and x.say(404, b"", ""), "any")
fault("csv-semicolons", "R138", CSV, lambda x: x.op == CSV and x.status == 200 and setattr(x, "body", x.body.replace(b",", b";")))
fault("csv-uuid-twice", "R052", CSV, table(lambda rows: rows + [rows[-1]]))
fault("csv-uuid-no-uuid", "R380", CSV, column("Device UUID", lambda cell: "device-" + cell[:4]))
fault("csv-uuid-empty", "R377 R380", CSV, column("Device UUID", lambda cell: ""))
fault("csv-principal-differs", "R140", CSV, column("Principal", lambda cell: cell + "x"))
fault("csv-status-differs", "R140", CSV, column("Status Code", lambda cell: "108" if cell == "97" else cell))
fault("csv-compliance-differs", "R140", CSV, column("Compliance", lambda cell: "64" if cell == "0" else cell))
fault("csv-quarantine-differs", "R140", CSV, column("Quarantine Status", lambda cell: "64" if cell == "0" else cell))
fault("csv-owner-differs", "R140", CSV, column("Employee Owned", lambda cell: "false" if cell == "true" else "true"))
fault("csv-status-code-unknown", "R141", CSV, column("Status Code", lambda cell: "99"))
fault("csv-compliance-hex", "R141", CSV, column("Compliance", lambda cell: "0x40"))
fault("csv-quarantine-negative", "R141", CSV, column("Quarantine Status", lambda cell: "-1"))
fault("csv-active-device-missing", "R140", CSV, table(lambda rows: rows[:1] + rows[2:]), "any")
fault("eas-csv-is-served", "R142", EAS_CSV, lambda x: x.op == EAS_CSV and x.status == 404 and x.say(
    200, b"uuid,domain\r\n1,example\r\n", "text/csv"))
fault("eas-csv-is-500", "R142 R023", EAS_CSV, lambda x: x.op == EAS_CSV and x.status == 404 and setattr(x, "status", 500))
