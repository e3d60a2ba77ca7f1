# SPDX-License-Identifier: Apache-2.0
"""Differences that the guide leaves open: servers of other makers, other versions, and servers that live. Each row is a
correct server, so a run against it must end with exit code 0. They follow the notes on the wire and the errata."""

import re
import zlib

import wire
from mutants import column, table
from table import (ANDROID, BY_LABEL, BY_MAC, BY_PHONE, BY_STATUS, BY_USER, BY_UUID, CODES, COUNTRIES, CSV, DEVICE, EAS_CSV, IOS,
                   LABELS, LOCATE, OPERATORS, PROFILES, Row, answers, both, detail, drop_detail, each_with, empty, entries,
                   every, missing, only, plain, put, records, renamed, set_detail, shuffled, style, victim, where)
from wire import Node

ROWS = []


def benign(name, about, bend=None, request=None):
    ROWS.append(Row(name, about, bend, request))


def trees(action):
    """Every XML and JSON body."""

    def bend(x):
        if x.doc is not None:
            action(x)

    return bend


def nodes(action):
    return trees(lambda x: [action(node) for node in list(x.doc.walk())])


def xml(bend):
    return only("xml", bend)


def js(bend):
    return only("json", bend)


# --- the shape of JSON -------------------------------------------------------------------------------------------------

benign("json-root", "the JSON root is there", style(root=True))
benign("json-id-without-at", "the attribute is the member id", style(**{"id-key": "id"}))
benign("json-id-number", "@id is a number", style(**{"id-number": True}))
benign("json-numbers-as-text", "all numbers are strings", style(numbers="text"))
benign("json-scalars-as-text", "all scalars are strings", style(numbers="text", booleans="text"))
benign("json-booleans-capital", "booleans are the strings True and False", style(booleans="capital"))
benign("booleans-capital", "booleans are True and False in both formats (E118)", nodes(
    lambda n: n.text in ("true", "false") and (setattr(n, "text", n.text.capitalize()), setattr(n, "kind", "text"))))
benign("json-arrays-always", "what can repeat is an array even for one", style(arrays="always"))
benign("json-details-object", "details is an object, not an array of one", style(details="object"))
benign("json-empty-null", "empty is null", style(empty="null"))
benign("json-empty-object", "empty is {}", style(empty="object"))
benign("json-empty-array", "empty is []", style(empty="array"))
benign("json-empty-absent", "empty is not there", style(empty="absent"))
benign("json-empty-array-of-text", 'empty is [""]', style(empty="array-of-text"))
benign("json-pretty", "JSON with indentation", style(pretty=True))
benign("json-ascii", "other letters are escaped", style(ascii=True))
benign("json-new-library", "the shapes of a newer library together",
       style(root=True, arrays="always", details="object", empty="null", **{"id-key": "id", "id-number": True}))


def type_by_value(x):
    x.doc
    x.style["guess"] = True


benign("json-type-by-value", "a text that prints as a number becomes one", js(trees(type_by_value)))


def quoted_texts(node):
    if plain(node.name) in ("model", "phonenumber", "currentphonenumber", "value", "principal"):
        node.kind = "text"


benign("json-free-text-quoted", "free text is quoted even if it is made of digits", js(nodes(quoted_texts)))

# --- names, order, more elements ---------------------------------------------------------------------------------------


def rename(change):
    def action(node):
        node.name = change(node.name)

    return nodes(action)


benign("xml-names-lower", "element names in lower case", xml(rename(str.lower)))
benign("json-names-lower", "member names in lower case", js(rename(str.lower)))
benign("names-lower", "all names in lower case", rename(str.lower))
benign("names-upper-first", "names begin with a capital", rename(lambda name: name[:1].upper() + name[1:]))
benign("names-easUUID", "abbreviations in capitals", rename(lambda name: name.replace("Uuid", "UUID").replace("Id", "ID")))
benign("order-reversed", "elements in reverse order", nodes(lambda n: n.kids.reverse()))


def shuffle_kids(node):
    node.kids = shuffled(node.kids, 7)


benign("order-shuffled", "elements in another order", nodes(shuffle_kids))
benign("order-differs-by-format", "the order of elements differs between XML and JSON", js(nodes(shuffle_kids)))


def more_elements(node):
    if node.kids and node.name not in ("messages", "entry") and node.name not in (
            "devices", "labels", "operators", "countries", "profiles", "locations"):
        node.kids.append(Node("newInVersion12", "yes"))
        node.kids.append(Node("futureThing", kids=[Node("part", "1", kind="number"), Node("part", "2", kind="number")]))
    # The labels of an application setting are texts, not records, and what stands there is one more label.
    if node.name in ("devices", "labels", "operators", "countries", "profiles", "locations") and any(
            kid.kids for kid in node.kids):
        node.kids.append(Node("pageInfo", "all"))


benign("more-elements", "unknown elements at every level", nodes(more_elements))
benign("more-elements-in-xml", "unknown elements in XML only", xml(nodes(more_elements)))
benign("more-attributes", "unknown attributes", xml(nodes(lambda n: n.kids and n.attrs.setdefault("rev", "3"))))

# --- the shape of XML --------------------------------------------------------------------------------------------------

benign("xml-namespace-prefix", "a namespace with a prefix", style(namespace="ns2"))
benign("xml-namespace-default", "a default namespace", style(namespace=""))
benign("xml-without-declaration", "no XML declaration", style(declaration=False))
benign("xml-pretty", "XML with indentation", style(pretty=True))
benign("xml-cdata", "texts in CDATA sections", style(cdata=True))


def media(kind, text):
    return only(kind, lambda x: x.body and x.header("Content-Type", text))


benign("xml-charset", "a charset parameter", media("xml", "application/xml;charset=UTF-8"))
benign("json-charset", "a charset parameter", media("json", "application/json; charset=utf-8"))
benign("content-type-capitals", "content types in capitals, with a quoted parameter", both(
    media("json", 'Application/JSON;Charset="utf-8"'), media("xml", 'Application/XML; Charset="UTF-8"')))
benign("text-xml", "text/xml", media("xml", "text/xml;charset=UTF-8"))


def in_encoding(name):
    def bend(x):
        if x.format == "xml":
            x.style["encoding"] = name
            x.doc
            x.header("Content-Type", f"application/xml;charset={name}")

    return bend


benign("xml-latin-1", "XML in ISO-8859-1", in_encoding("ISO-8859-1"))
benign("xml-utf-16", "XML in UTF-16", in_encoding("UTF-16"))


def latin_by_declaration(x):
    if x.format == "xml":
        x.style["encoding"] = "ISO-8859-1"
        x.doc


benign("xml-latin-1-declared", "ISO-8859-1 by the XML declaration alone", latin_by_declaration)
benign("xml-bom", "a byte order mark", only("xml", lambda x: x.status == 200 and setattr(x, "body", b"\xef\xbb\xbf" + x.body)))
benign("xml-newline-at-end", "a line break at the end of the body", both(
    only("xml", lambda x: setattr(x, "body", x.body + b"\n")), only("json", lambda x: setattr(x, "body", x.body + b"\r\n"))))
benign("xml-comment", "comments in XML", only("xml", lambda x: setattr(
    x, "body", x.body.replace(b"<messages", b"<!-- made by another server --><messages", 1))))

# --- texts -------------------------------------------------------------------------------------------------------------

FREE = ("name", "model", "manufacturer", "comment", "description", "message", "countryName", "carrierShortName",
        "userDisplayName", "operator", "homeOperator", "platform", "policyType", "value")


def pad(names, text=" {} "):
    def action(node):
        if node.text and not node.kids and (names is None or node.name in names) and node.kind == "text":
            node.text = text.format(node.text)

    return nodes(action)


def strip_path(x):
    """What a client read with blanks, it may send with blanks."""
    trimmed = re.sub("(/|^)(%20|%0A|%09)+|(%20|%0A|%09)+(?=/|$)", r"\1", x.target)
    x.target = trimmed


benign("blanks-in-xml", "blanks around free texts in XML", xml(pad(FREE)), request=strip_path)
benign("blanks-around", "blanks around free texts in both formats", pad(FREE), request=strip_path)
benign("blanks-around-all-xml", "line breaks around all texts in XML", xml(pad(None, "\n      {}\n    ")), request=strip_path)


def decimal_values(device):
    for key in ("battery_life", "Battery Level", "latitude", "longitude", "AvailableDeviceCapacity", "DeviceCapacity",
                "platform_name", "client_version", "free_storage_size_byte", "total_storage_size_bytes"):
        value = detail(device, key)
        if value is not None and re.fullmatch("-?[0-9]+", value.text or "") and not device.get("platform").startswith("BlackB"):
            value.text += ".0"


benign("numbers-with-point-zero", "numbers like 5.0 in XML where JSON has 5", xml(records(DEVICE, every, decimal_values)))


def dates(change):
    def action(node):
        if node.text and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", node.text):
            node.text = change(node.text)

    return nodes(action)


benign("dates-z", "dates end with Z", dates(lambda text: text.replace("+00:00", "Z")))
benign("dates-without-colon", "zones without a colon", dates(lambda text: text.replace("+00:00", "+0000")))
benign("dates-with-fraction", "dates with milliseconds", dates(lambda text: text.replace("+00:00", ".000+00:00")))
benign("dates-differ-by-format", "Z in JSON, +00:00 in XML", js(dates(lambda text: text.replace("+00:00", "Z"))))

WORDS = {"returned": "gefunden", "Device(s)": "Geräte", "Label (s)": "Etiketten", "Operator (s)": "Betreiber",
         "Countries": "Länder", "found": "gefunden", "No": "Keine", "devices": "Geräte"}


def messages(change):
    def action(node):
        if node.name == "message" and node.text:
            node.text = change(node.text)

    return nodes(action)


benign("messages-other-words", "messages in other words", messages(lambda text: re.sub(r"^([0-9]+) .*", r"Found \1.", text)))
benign("messages-without-count", "messages without a count", messages(lambda text: "Success" if text[0].isdigit() else text))
benign("messages-lower-case", "messages in lower case", messages(str.lower))
benign("messages-german", "messages in another language",
       messages(lambda text: " ".join(WORDS.get(word, word) for word in text.split(" "))))
benign("messages-without-blank", "Label(s) for Label (s)", messages(lambda text: text.replace(" (s)", "(s)")))
benign("messages-two-numbers", "a message with two numbers", messages(lambda text: re.sub(r"^([0-9]+) .*", r"\1 of 9999 returned", text)))


def second_message(x):
    box = x.doc.find("messages")
    if box is not None and box.kids:
        box.kids.append(Node("message", "This interface will be removed some day."))


benign("messages-two", "a second message", trees(second_message))
benign("error-word", "errors without a full stop", messages(lambda text: text.rstrip(".")))

# --- what errors look like ---------------------------------------------------------------------------------------------


def status_for(old, new):
    def bend(x):
        if x.status == old:
            x.status = new

    return bend


def page(status, body=b"<!DOCTYPE html><html><head><title>Error</title></head><body><h1>Error</h1></body></html>", media_="text/html"):
    def bend(x):
        if x.status == status:
            kept = x.header("Allow"), x.header("WWW-Authenticate")
            x.say(status, body, media_)
            for name, text in zip(("Allow", "WWW-Authenticate"), kept):
                if text:
                    x.header(name, text)

    return bend


benign("404-for-bad-status", "404 instead of 400 for an unknown status", status_for(400, 404))
benign("400-for-bad-ids", "400 for ids that cannot be", lambda x: x.op in DEVICE + LOCATE + (PROFILES,) and x.status == 404
       and x.id.startswith("not-a") and setattr(x, "status", 400))
benign("401-html", "a page of the container for 401", page(401))
benign("401-empty", "no body for 401", page(401, b"", ""))
benign("401-json", "a message in JSON for 401", page(401, b'{"messages":{"message":"Please log in"}}', "application/json"))
benign("405-html", "a page of the container for 405", page(405))
benign("405-empty", "no body for 405", page(405, b"", ""))
benign("405-without-allow", "no Allow header", lambda x: x.status == 405 and x.drop_header("Allow"))
benign("realm", "another realm", lambda x: x.status == 401 and x.header(
    "WWW-Authenticate", 'Basic realm="Mobile \\"Admin\\", please", charset="UTF-8"'))
benign("realm-small", "the scheme in small letters", lambda x: x.status == 401 and x.header("WWW-Authenticate", 'basic realm=x'))


def two_challenges(x):
    if x.status == 401:
        x.drop_header("WWW-Authenticate")
        x.headers += [("WWW-Authenticate", 'Bearer realm="api"'), ("WWW-Authenticate", 'Basic realm="api"')]


benign("two-challenges", "another scheme is offered, too", two_challenges)
benign("one-header-two-challenges", "two schemes in one header", lambda x: x.status == 401 and x.header(
    "WWW-Authenticate", 'Digest realm="api", nonce="n", qop="auth", Basic realm="api"'))


def not_found_is_200(x):
    if x.op == BY_UUID and x.status == 404:
        x.status = 200
        x.doc.drop("totalCount")


benign("by-uuid-200-with-message", "200 with a message and no device for an unknown uuid (E014)", not_found_is_200)
benign("eas-csv-400", "400 for the export that does not exist", lambda x: x.op == EAS_CSV and x.status == 404 and setattr(x, "status", 400))
benign("eas-csv-html", "an HTML page for the export that does not exist", lambda x: x.op == EAS_CSV and x.status == 404 and x.say(
    404, b"<html><body>Not Found</body></html>"))
benign("eas-csv-405", "405 for the export that does not exist", lambda x: x.op == EAS_CSV and x.status == 404 and x.say(405, b"", ""))

# --- fields that may be missing, empty or different --------------------------------------------------------------------

OPTIONAL = ("pin", "iPhoneVersion", "easUuid", "easLastSyncAttempt", "mdmProfileUrlId", "regType", "comment")
for field in OPTIONAL:
    benign(f"without-{field}", f"{field} is not there", records(DEVICE, every, missing(field)))
    if field != "easUuid":
        benign(f"empty-{field}", f"{field} is empty", records(DEVICE, every, lambda d, f=field: d.find(f) is not None and d.set(f, "", "text")))
TEXTS = ("name", "manufacturer", "model", "emailAddress", "comment", "phoneNumber", "currentPhoneNumber", "countryName",
         "homeOperator", "emailDomain", "iPhoneVersion", "pin", "userDisplayName", "userFirstName", "userLastName")
EXPECTED = TEXTS + ("clientId", "languageId", "languageCountryId", "countryCode", "countryId", "operator", "operatorId",
                    "regType", "regCount", "deviceCount", "notifyUser", "employeeOwned", "userSource", "userUUID",
                    "registeredAt", "easUuid", "easLastSyncAttempt", "lastConnectedAt", "mdmProfileUrlId")


def texts_empty(device):
    for field in TEXTS:
        if device.find(field) is not None and field not in ("name",):
            device.set(field, "", "text")


def numbers_empty(device):
    for field in ("clientId", "languageId", "languageCountryId", "countryCode", "countryId", "operatorId", "regCount",
                  "mdmProfileUrlId", "lastConnectedAt", "easLastSyncAttempt", "registeredAt"):
        if device.find(field) is not None:
            device.set(field, "", "text")


def only_identity(device):
    for field in EXPECTED:
        device.drop(field)


benign("texts-empty", "descriptive texts are empty for some devices", records(DEVICE, each_with(status="LOST"), texts_empty))
benign("numbers-empty", "descriptive numbers and dates are empty for pending devices",
       records(DEVICE, each_with(status="VERIFICATION_PENDING"), numbers_empty))
benign("expected-absent", "only what identifies a device or has a rule is there", records(DEVICE, every, only_identity))
benign("without-undocumented", "the four fields beyond the guide are not there", both(
    records(DEVICE, every, lambda d: [d.drop(f) for f in ("createdAt", "platformType", "userId", "wipeReason")]),
    trees(lambda x: x.doc.drop("totalCount"))))
benign("totalCount-everywhere", "totalCount beside the records", trees(
    lambda x: x.status == 200 and x.doc.set("totalCount", str(len(x.records)))))
benign("totalCount-absent", "no totalCount", trees(lambda x: x.doc.drop("totalCount")))
benign("messages-absent", "no messages element where it is empty", trees(
    lambda x: x.doc.find("messages") is not None and x.doc.find("messages").is_empty() and x.doc.drop("messages")))
benign("messages-with-empty-message", "an empty message in messages", trees(
    lambda x: x.doc.find("messages") is not None and x.doc.find("messages").is_empty()
    and setattr(x.doc.find("messages"), "kids", [Node("message", "")])))
benign("device-count-1", "deviceCount is 1 as in the example", records(DEVICE, every, put(deviceCount="1")))
benign("phone-with-country-code", "numbers in records have the country code",
       records(DEVICE, every, lambda d: [d.set(f, d.get("countryCode") + d.get(f)) for f in ("phoneNumber", "currentPhoneNumber")
                                         if d.get(f).isdigit() and len(d.get(f)) == 10]))
benign("phone-echo-with-country-code", "the number that is repeated has the country code", answers(
    BY_PHONE, lambda x: x.doc.find("phoneNumber") is not None and x.doc.set("phoneNumber", "1" + x.doc.get("phoneNumber"))))
benign("phone-echo-plus", "the number that is repeated is international", answers(
    BY_PHONE, lambda x: x.doc.find("phoneNumber") is not None and x.doc.set("phoneNumber", "+1" + x.doc.get("phoneNumber"))))
benign("display-name-ldap", 'display names like "Doe, Joe"',
       records(DEVICE, every, lambda d: d.set("userDisplayName", f"{d.get('userLastName')}, {d.get('userFirstName')}")))
benign("display-name-together", "display names without a blank",
       records(DEVICE, every, lambda d: d.set("userDisplayName", d.get("userFirstName") + d.get("userLastName"))))
benign("display-name-other", "display names that the directory chose", records(DEVICE, every, put(userDisplayName="Team 7 / Ops")))
benign("names-with-unit", "device names of another form", records(DEVICE, every, put(name="fleet handset")))
benign("email-domain-empty", "emailDomain is not used", records(DEVICE, every, lambda d: d.find("emailDomain") is not None and d.set("emailDomain", "", "text")))
benign("userUUID-no-hex", "user ids that are no uuids (E229)",
       records(DEVICE, every, lambda d: d.set("userUUID", "asdasd-34sd-%08x" % zlib.crc32(d.get("principal").encode()))))
benign("easUuid-no-hex", "ActiveSync ids that are no uuids (E186)",
       records(DEVICE, every, lambda d: d.get("easUuid") and d.set("easUuid", "hdgd-" + d.get("easUuid")[:8])))
benign("uuid-upper-case", "uuids in capitals", records(DEVICE, every, lambda d: d.set("uuid", d.get("uuid").upper())),
       request=lambda x: setattr(x, "target", re.sub("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", lambda m: m.group().lower(), x.target)))
benign("status-blocked", "a device that is BLOCKED", records((BY_USER, BY_LABEL, BY_MAC, BY_PHONE), where(status="LOST"), put(status="BLOCKED", statusCode="98")))
benign("status-retire-pending", "devices that are RETIRE_PENDING",
       records((BY_USER, BY_LABEL), each_with(status="RETIRED"), put(status="RETIRE_PENDING", statusCode="117")))


def state(**texts):
    """Another state of one compliant device, in the export, too."""
    columns = {"compliance": 12, "quarantinedStatus": 13}

    def bend(x):
        records(DEVICE, COMPLIANT, put(**texts))(x)
        if x.op == CSV and x.status == 200:
            uuid = next(d for d in reversed(x.upstream.devices()) if d.get("status") == "ACTIVE" and d.get("compliance") == "0").get("uuid")
            rows = wire.read_csv(x.body)
            for row in rows:
                if row[2] == uuid:
                    for field, text in texts.items():
                        if field in columns:
                            row[columns[field]] = text
            x.body = wire.write_csv(rows, {})

    return bend


COMPLIANT = victim(compliance="0")
for text, why in (("8256", "8192 and 64"), ("8272", "8192, 64 and 16"), ("8192", "8192 alone"), ("16", "16 alone"), ("4194304", "unknown reason")):
    benign(f"bitmap-{text}", why, state(compliance=text, quarantinedStatus=text, blockReason=text))
benign("blocked-by-hand", "blocked by hand, compliant", state(blockReason="512"))
benign("blocked-by-mailbox-limit", "beyond the mailbox limit, compliant", state(blockReason="128"))
benign("bitmap-unknown-bit", "a reason of a later version (E041)", state(compliance="131072"))
benign("operator-spelled", "operator PDA where there is none", records(DEVICE, victim(), put(operator="PDA", operatorId="0")))
benign("webos-enrolling", "an enrolling device that is no iPhone (E036)", records(DEVICE, each_with(status="IENROLL"), put(
    platform="webOS 3.0", mdmManaged="false")))
benign("enrolling-without-details", "enrolling devices have no details yet (E053)", records(
    DEVICE, each_with(status="IENROLL"), lambda d: (setattr(d.find("details"), "kids", []))))
benign("pending-without-details", "details absent for pending devices", records(DEVICE, each_with(status="VERIFICATION_PENDING"), missing("details")))
benign("by-mac-in-a-list", "by MAC address as devices/device, as printed (E048)", answers(
    BY_MAC, lambda x: setattr(x.doc, "kids", [kid for kid in x.doc.kids if kid.name != "device"] + [
        Node("devices", kids=x.doc.all("device"))])))


def mac_count(x):
    x.doc.find("messages").kids = [Node("message", "1 Device(s) returned")]


benign("by-mac-with-count", "by MAC address with a count", answers(BY_MAC, mac_count))

# --- details -----------------------------------------------------------------------------------------------------------


def keys(change):
    return records(DEVICE, every, lambda d: [e.find("key").__setattr__("text", change(e.get("key"))) for e in entries(d)])


benign("detail-keys-lower", "detail keys in lower case", keys(str.lower))
benign("detail-keys-without-blanks", "detail keys without blanks", keys(lambda key: key.replace(" ", "")))
benign("detail-keys-underscores", "blanks in detail keys are underscores", keys(lambda key: key.replace(" ", "_")))
benign("detail-keys-spaced", "underscores in detail keys are blanks", keys(lambda key: key.replace("_", " ")))
benign("details-sorted-otherwise", "details in another order", records(
    DEVICE, every, lambda d: d.find("details") is not None and setattr(d.find("details"), "kids", shuffled(d.find("details").kids))))
benign("details-more-keys", "keys that the guide does not list", records(DEVICE, every, lambda d: entries(d) and [
    set_detail(d, "wp_phone", "x"), set_detail(d, "knox_version", "3.9"), set_detail(d, "security_patch", "2026-10-05")]))
benign("details-fewer-in-single-read", "a key of the list is missing where one device is read (E104)", records(
    BY_UUID, every, lambda d: drop_detail(d, "device_model")))
benign("details-few", "hardly any details", records(DEVICE, each_with(status="LOST"), lambda d: setattr(
    d.find("details"), "kids", d.find("details").kids[:1])))


def word_case(change):
    words = ("on", "off", "true", "false", "ok", "compromised", "audio", "unsupported", "na", "gsm", "cdma")
    return records(DEVICE, every, lambda d: [
        e.set("value", change(e.get("value")), "text") for e in entries(d) if e.get("value").lower() in words])


benign("detail-words-upper", "ON, TRUE, OK", word_case(str.upper))
benign("detail-words-lower", "on, true, ok", word_case(str.lower))
benign("detail-words-capital", "On, True, Ok", word_case(str.capitalize))


def details_put(platform, **texts):
    def action(device):
        for key, text in texts.items():
            value = detail(device, key.replace("__", " "))
            if value is not None:
                value.text, value.kind = text, wire.guess(text)

    return records(DEVICE, each_with(**platform), action)


benign("detail-sizes-in-bytes", "free sizes in bytes (E090)", details_put(ANDROID, free_media_card_size="104857", free_storage_size="104857000"))
benign("detail-captured-in-seconds", "ten digits (E091)", both(details_put(ANDROID, lat_long_last_captured_at="1324421860"),
       details_put(IOS, lat_long_last_captured_at="1325108114")))
benign("detail-long-decimals", "bytes with decimals (E095)", details_put(
    IOS, free_storage_size_byte="14780170240.0000000000000000", total_storage_size_bytes="15053996032.000000536870912"))
benign("detail-bytes-plural", "free_storage_size_bytes on iOS (E096)", records(DEVICE, each_with(**IOS), lambda d: [
    e.find("key").__setattr__("text", "free_storage_size_bytes") for e in entries(d) if e.get("key") == "free_storage_size_byte"]))
benign("detail-null-texts", "(null) and na (E102)", details_put(
    IOS, registration_imsi="(null)", mobile_number="(null)", registration_operator_name="(null)", imsi="na"))
benign("detail-empty-texts", "empty instead of (null) (E102)", details_put(
    IOS, registration_imsi="", mobile_number="", registration_operator_name=""))
benign("detail-no-encryption", "no bit of HardwareEncryptionCaps (E106)", details_put(IOS, HardwareEncryptionCaps="0"))
benign("detail-ipod", "iPods (E099)", details_put(IOS, platform_name="iPod", platform_type="iPod"))
benign("detail-ipad-name", "platform_name iPad (E099)", details_put(IOS, platform_name="iPad"))
benign("detail-battery-unknown", "Battery Level -1.0", details_put(IOS, Battery__Level="-1.0"))
benign("detail-imei-hex", "an MEID (E092)", details_put(ANDROID, imei="A00000226EBF9F"))
benign("detail-exchange-na", "all prv_exchange_ na", details_put(
    ANDROID, prv_exchange_Domain="na", prv_exchange_Server="na", prv_exchange_UserName="na", prv_exchange_UseSSL="na"))


def all_detail_values(text):
    skip = ("wifi_mac_addr", "WiFiMAC", "security_state", "DeviceCompromised", "latitude", "longitude", "prv_password_type",
            "prv_exchange_Domain", "prv_exchange_Server", "prv_exchange_UserName", "prv_exchange_UseSSL")
    return records(DEVICE, each_with(status="LOST"), lambda d: [
        e.set("value", text) for e in entries(d) if e.get("key") not in skip])


benign("detail-values-na", "values that are na", all_detail_values("na"))
benign("detail-values-null", "values that are (null)", all_detail_values("(null)"))
benign("detail-values-unsupported", "values that are unsupported", all_detail_values("unsupported"))
benign("mac-lower-case", "MAC addresses in lower case", records(DEVICE, every, lambda d: [
    e.set("value", e.get("value").lower(), "text") for e in entries(d) if "mac" in e.get("key").lower()]))
benign("mac-with-colons", "MAC addresses with colons", records(DEVICE, every, lambda d: [
    e.set("value", ":".join(re.findall("..", e.get("value"))), "text") for e in entries(d)
    if e.get("key") in ("wifi_mac_addr", "WiFiMAC")]))


def upper_case_only(x):
    if x.op in (BY_MAC, "locate-device-by-mac") and x.id != x.id.upper() and not x.id.startswith("not"):
        x.target = "/api/v1/dm/devices/mac/000000000001"


benign("mac-upper-case-only", "only capitals are understood in addresses", None, request=upper_case_only)

# --- labels, operators, countries, profiles, locations -----------------------------------------------------------------

benign("label-searchCriteria", "searchCriteria instead of query (E156)", records(LABELS, every, renamed("query", "searchCriteria")))
benign("label-default-static", "a default label that is static (E155)", records(LABELS, each_with(name="macOS"), put(staticLabel="true"), missing("query")))
benign("label-without-description", "no description", records(LABELS, every, missing("description")))
benign("label-without-isEsSearch", "no isEsSearch", records(LABELS, every, missing("isEsSearch")))
benign("label-isEsSearch-102", "isEsSearch 102", records(LABELS, every, put(isEsSearch="102")))
benign("label-isEsSearch-empty", "isEsSearch is empty", records(LABELS, every, empty("isEsSearch")))
benign("label-empty-query", "static labels have an empty query", records(LABELS, each_with(staticLabel="true"), empty("query")))
benign("label-count-drift", "deviceCount differs from the devices of the label (E078)", records(
    LABELS, every, lambda label: label.get("deviceCount") != "0" and label.set("deviceCount", str(int(label.get("deviceCount")) + 3))))
benign("label-count-lags", "deviceCount changes between two requests", lambda x: x.op == LABELS and x.ok and [
    label.set("deviceCount", str(int(label.get("deviceCount")) + x.number % 2)) for label in x.records if label.get("deviceCount") != "0"])
benign("operator-id-attribute", "the id of an operator is an attribute (E159)", records(
    OPERATORS, every, lambda o: (o.attrs.__setitem__("id", o.get("id")), setattr(o, "kids", [k for k in o.kids if k.name != "id"]))))
benign("operator-country-id-empty", "countryId of operators is empty (E160)", records(OPERATORS, every, empty("countryId")))
benign("country-isoAplha2Code", "isoAplha2Code (E161)", records(COUNTRIES, every, renamed("isoAlpha2Code", "isoAplha2Code")))
benign("country-isoalpha2code", "isoalpha2code", records(COUNTRIES, every, renamed("isoAlpha2Code", "isoalpha2code")))
benign("country-mixed-spelling", "both spellings in one answer", records(
    COUNTRIES, lambda x, r: r[1::2], renamed("isoAlpha2Code", "isoaplha2code")))
benign("countries-all-disabled", "no country is enabled (E163)", records(COUNTRIES, every, put(enabledForRegistration="102")))
benign("country-code-na", "country codes with an area code", records(COUNTRIES, each_with(countryName="Puerto Rico"), put(countryCode="1-787")))
benign("profile-without-uuid", "profiles without uuid (E180)", records(PROFILES, every, missing("uuid")))
benign("profile-status-pending", "other words for status and policyType (E178)", records(
    PROFILES, every, put(status="Pending", policyType="APPCONNECT")))


def app_profile(x):
    if x.op == PROFILES and x.ok:
        twin = x.records[-1].copy()
        twin.drop("uuid")
        twin.set("profileType", "APP")
        x.keep(x.records + [twin])


benign("profile-app-same-id", "a configuration with the id of a policy (E179)", app_profile)


def no_profiles(x):
    if x.op == PROFILES and x.status == 200:
        found = x.upstream.ask("GET", "/api/v1/dm/devices/00000000-0000-4000-8000-00000000000f", x.accept, x.authorization)
        x.say(404, found[2], dict(found[1]).get("Content-Type"))


benign("profile-none", "a device without profiles: 404", no_profiles)


def inside(x):
    now = x.doc.find("locateNow")
    if now is not None and x.records:
        x.doc.drop("locateNow")
        x.records[0].kids.append(now)


def in_locations(x):
    now = x.doc.find("locateNow")
    if now is not None:
        x.doc.drop("locateNow")
        x.doc.find("locations").kids.append(now)


benign("locateNow-in-location", "locateNow in the location (E146)", answers(LOCATE, inside))
benign("locateNow-in-locations", "locateNow beside the location (E146)", answers(LOCATE, in_locations))
benign("locateNow-absent", "no locateNow", answers(LOCATE, lambda x: x.doc.drop("locateNow")))


def failure_without(*fields):
    def action(location):
        location.set("lookupResult", "LookupFailure")
        for field in fields:
            location.drop(field)

    return action


benign("locate-failure", "a failed look-up without coordinates (E148)", records(LOCATE, every, failure_without(
    "latitude", "longitude", "radius", "capturedAt")))
benign("locate-failure-zero", "a failed look-up at 0, 0", records(LOCATE, every, put(
    lookupResult="LookupFailure", latitude="0.0", longitude="0.0", radius="0")))
benign("locate-failure-empty", "a failed look-up with empty coordinates", records(LOCATE, every, put(lookupResult="LookupFailure"),
       empty("latitude"), empty("longitude"), empty("radius"), empty("capturedAt")))
benign("locate-cell", "found by cell", records(LOCATE, every, put(lookupResult="Cell", radius="1500.75")))
benign("locate-integers", "whole degrees", records(LOCATE, every, put(latitude="50", longitude="-8")))

# --- CSV ---------------------------------------------------------------------------------------------------------------


def csv_style(**how):
    def bend(x):
        if x.op == CSV and x.status == 200:
            x.body = wire.write_csv(wire.read_csv(x.body), how)

    return bend


def header(change):
    return table(lambda rows: [[change(cell) for cell in rows[0]]] + rows[1:])


benign("csv-all-quoted", "every cell in quotes", csv_style(quoting="all"))
benign("csv-lf", "lines end with LF", csv_style(newline="\n"))
benign("csv-no-last-newline", "no line break at the end", lambda x: x.op == CSV and x.status == 200 and setattr(x, "body", x.body.rstrip()))
benign("csv-bom", "a byte order mark", csv_style(bom=True))
benign("csv-latin-1", "the export in ISO-8859-1 (E107)", lambda x: x.op == CSV and x.status == 200 and setattr(
    x, "body", x.body.decode().encode("latin-1", "replace")))
benign("csv-header-lower", "the header in lower case", header(str.lower))
benign("csv-header-underscores", "the header with underscores", header(lambda cell: cell.replace(" ", "_").replace("-", "_").upper()))
benign("csv-header-camel", "the header in camel case", header(lambda cell: re.sub("[^A-Za-z]", "", cell[:1].lower() + cell[1:])))
benign("csv-owner-yes", "yes and no", column("Employee Owned", lambda cell: "Yes" if cell == "true" else "No"))
benign("csv-owner-1", "1 and 0", column("Employee Owned", lambda cell: "1" if cell == "true" else "0"))
benign("csv-owner-capital", "TRUE and FALSE", column("Employee Owned", str.upper))
WORD_OF = {code: word for word, code in CODES.items()}
benign("csv-status-words", "status as a word (E108)", column("Status Code", lambda cell: WORD_OF.get(cell, cell)))
benign("csv-compliance-words", "compliance in words (E108)", both(
    column("Compliance", lambda cell: "Compliant" if cell == "0" else "Out of compliance"),
    column("Quarantine Status", lambda cell: "No" if cell == "0" else "Quarantined")))
benign("csv-dates-otherwise", "dates of another form", column("Last Connected At", lambda cell: cell[:10]))
benign("csv-sorted-otherwise", "rows in another order", table(lambda rows: rows[:1] + shuffled(rows[1:])))
benign("csv-media-application", "application/csv", lambda x: x.op == CSV and x.status == 200 and x.header("Content-Type", "application/csv"))
benign("csv-media-charset", "text/csv with parameters and a file name", lambda x: x.op == CSV and x.status == 200 and (
    x.header("Content-Type", "text/csv; charset=UTF-8; header=present"), x.header("Content-Disposition", 'attachment; filename="devices.csv"')))
benign("csv-media-octets", "application/octet-stream", lambda x: x.op == CSV and x.status == 200 and x.header("Content-Type", "application/octet-stream"))
benign("csv-media-excel", "application/vnd.ms-excel", lambda x: x.op == CSV and x.status == 200 and x.header("Content-Type", "application/vnd.ms-excel"))
benign("csv-only-active", "only active devices are exported (E109)", table(lambda rows: rows[:1] + [
    row for row in rows[1:] if row[10] == "97"]))
benign("csv-with-line-breaks", "cells with line breaks", column("Model", lambda cell: cell + "\r\nsecond line"))

# --- lists and connections ---------------------------------------------------------------------------------------------


def reorder(pick):
    def bend(x):
        if x.records and x.op not in (BY_UUID, BY_MAC):
            order = pick(x)
            box = next(kid for kid in x.doc.kids if order[0] in kid.kids)
            box.kids = order + [kid for kid in box.kids if kid not in order]

    return bend


benign("lists-reversed", "lists in reverse order", reorder(lambda x: x.records[::-1]))
benign("lists-never-same", "lists in another order each time", reorder(lambda x: shuffled(x.records, x.number)))
benign("chunked", "every body in chunks", lambda x: setattr(x, "chunked", True))
benign("connection-close", "no connection is kept", lambda x: setattr(x, "close", True))
benign("set-cookie", "session cookies", lambda x: x.headers.append(("Set-Cookie", f"JSESSIONID={x.number}; Path=/; Secure; HttpOnly")))
benign("more-headers", "many headers", lambda x: x.headers.extend([
    ("Server", "Apache"), ("Strict-Transport-Security", "max-age=31536000"), ("Cache-Control", "no-cache, no-store"),
    ("Expires", "Thu, 01 Jan 1970 00:00:00 GMT"), ("X-Frame-Options", "DENY"), ("Vary", "Accept"), ("Vary", "Origin")]))
benign("default-is-xml", "XML unless JSON is asked for (E013)", None,
       request=lambda x: "json" not in x.accept and setattr(x, "accept", "application/xml"))


def paging(x):
    if x.op == BY_STATUS and x.ok and ("limit" in x.query or "offset" in x.query):
        start = int(x.query.get("offset", 0))
        x.keep(x.records[start : start + int(x.query.get("limit", 100))])


benign("limit-honoured", "limit and offset are honoured where they are sent (E017)", paging)
benign("registered-only", "by user and label no retired or wiped devices (E077)", lambda x: x.op in (BY_USER, BY_LABEL) and x.ok
       and x.keep([r for r in x.records if r.get("status") not in ("RETIRED", "WIPED")]))

# --- a server that lives -----------------------------------------------------------------------------------------------


def clock(number, uuid):
    return "2025-10-%02dT%02d:%02d:%02d+00:00" % (1 + number % 20, zlib.crc32(uuid.encode()) % 24, number // 60 % 60, number % 60)


def check_in(x):
    if x.op in DEVICE:
        for device in x.records:
            if device.find("lastConnectedAt") is not None:
                device.set("lastConnectedAt", clock(x.number, device.get("uuid")))
            if detail(device, "battery_life") is not None:
                set_detail(device, "battery_life", str(1 + (x.number + zlib.crc32(device.get("uuid").encode())) % 99))


benign("living-check-ins", "devices check in between any two requests", check_in)


def moved(x, uuid):
    """One device in ten changes from ACTIVE to LOST, each at a moment of its own, and stays there."""
    mark = zlib.crc32(uuid.encode())
    return mark % 10 == 3 and x.number > mark // 10 % 150


def lose(x, device):
    if device.get("status") == "ACTIVE" and moved(x, device.get("uuid")):
        device.set("status", "LOST")
        device.set("statusCode", "108")


def living_status(x):
    if x.op == CSV and x.status == 200:
        rows = wire.read_csv(x.body)
        for row in rows[1:]:
            if row[10] == "97" and moved(x, row[2]):
                row[10] = "108"
        x.body = wire.write_csv(rows, {})
    if x.op not in DEVICE or not x.ok:
        return
    for device in x.records:
        lose(x, device)
    wanted = x.query.get("status", "ACTIVE")
    if x.op == BY_STATUS:
        found = x.records
        if wanted == "LOST":
            found = found + x.other("/api/v1/dm/devices?status=ACTIVE").find("devices").all("device")
            for device in found:
                lose(x, device)
        x.keep([device for device in found if device.get("status") == wanted])


benign("living-status", "one device in ten changes its status during the run", living_status)


def living_model(x):
    """A user renames devices while we look."""
    if x.op in DEVICE:
        for device in x.records:
            mark = zlib.crc32(device.get("uuid").encode())
            if mark % 5 == 1 and x.number > mark // 10 % 150:
                device.set("name", "renamed " + device.get("uuid")[:8])


benign("living-names", "names of devices change during the run", living_model)


def newcomer(x):
    """Devices that register in the middle of the run."""

    def hidden(uuid):
        return x.number < 60 and zlib.crc32(uuid.encode()) % 25 == 7

    if x.op in (BY_STATUS, BY_USER, BY_LABEL) and x.ok:
        x.keep([d for d in x.records if not hidden(d.get("uuid"))])
    if x.op == CSV and x.status == 200:
        x.body = wire.write_csv([row for row in wire.read_csv(x.body) if not hidden(row[2])], {})


benign("living-newcomers", "devices are registered during the run", newcomer)
