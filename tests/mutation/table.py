# SPDX-License-Identifier: Apache-2.0
"""What the two tables are made of: the row, and small functions that find and change things in an answer."""

import random
from dataclasses import dataclass
from typing import Callable, Optional

import wire
from wire import Node

DEVICE = ("get-devices-by-status", "get-device-by-uuid", "get-devices-by-phone", "get-devices-by-user",
          "get-devices-by-label", "get-device-by-mac")
DEVICE_LISTS = ("get-devices-by-status", "get-devices-by-phone", "get-devices-by-user", "get-devices-by-label")
BY_STATUS, BY_UUID, BY_PHONE, BY_USER, BY_LABEL, BY_MAC = DEVICE
LABELS, OPERATORS, COUNTRIES, PROFILES = "get-all-labels", "list-operators", "list-countries", "get-device-profiles"
LOCATE = ("locate-device-by-uuid", "locate-device-by-mac")
CSV, EAS_CSV = "export-devices-csv", "export-eas-devices-csv-unsupported"
READS = DEVICE + (LABELS, OPERATORS, COUNTRIES, PROFILES) + LOCATE
CODES = {"ACTIVE": "97", "BLOCKED": "98", "IENROLL_VERIFIED": "100", "IENROLL_INPROGRESS": "101",
         "IENROLL_COMPLETE": "102", "INFECTED": "105", "LOST": "108", "VERIFICATION_PENDING": "112", "RETIRED": "114",
         "RETIRE_PENDING": "117", "VERIFIED": "118", "WIPED": "119", "EXPIRED": "120"}


@dataclass
class Row:
    name: str
    about: str
    bend: Optional[Callable] = None  # of the answer
    request: Optional[Callable] = None  # before it is passed on
    needs: tuple = ()  # of a mutant: one of these requirements must be in a finding
    ops: tuple = ()  # the operations that it may touch, all if empty
    level: str = "failure"  # of the finding: failure, warning, or any of both


def as_tuple(value):
    return value if isinstance(value, tuple) else (value,)


# --- which records ---


def every(_x, records):
    return records


def last(_x, records):
    return records[-1:]


def where(**texts):
    """The last record whose fields begin with these texts."""

    def select(_x, records):
        fitting = [r for r in records if all(r.get(k).lower().startswith(v.lower()) for k, v in texts.items())]
        return fitting[-1:]

    return select


def each_with(**texts):
    """All records whose fields begin with these texts."""

    def select(_x, records):
        return [r for r in records if all(r.get(k).lower().startswith(v.lower()) for k, v in texts.items())]

    return select


def victim(key=None, **texts):
    """One device, the same in every answer: the last one of the fleet with these fields and this detail key."""
    texts = {"status": "ACTIVE", **texts}

    def fits(device):
        return all(device.get(k).lower().startswith(v.lower()) for k, v in texts.items()) and (
            key is None or detail(device, key) is not None)

    def select(x, records):
        fitting = [d for d in x.upstream.devices() if fits(d)]
        if not fitting and key is not None:
            return victim(**texts)(x, records)
        chosen = fitting[-1].get("uuid") if fitting else None
        return [r for r in records if r.get("uuid") == chosen]

    return select


ANDROID, IOS = {"platform": "Android"}, {"platform": "i"}


# --- details ---


def plain(key):
    return key.replace(" ", "").replace("_", "").lower()


def entries(device):
    details = device.find("details")
    return details.all("entry") if details else []


def detail(device, key):
    return next((e.find("value") for e in entries(device) if plain(e.get("key")) == plain(key)), None)


def set_detail(device, key, text):
    value = detail(device, key)
    if value is None:
        device.find("details").text = ""
        device.find("details").kids.append(entry(key, text))
    else:
        value.text, value.kind = text, wire.guess(text)


def drop_detail(device, key):
    details = device.find("details")
    details.kids = [e for e in details.kids if plain(e.get("key")) != plain(key)]


def entry(key, text):
    return Node("entry", kids=[Node("key", key), Node("value", text, kind=wire.guess(text))])


# --- bends: functions of an exchange ---


def records(ops, select, *actions):
    """Does something to chosen records of these operations."""
    ops = as_tuple(ops)

    def bend(x):
        if x.op in ops and x.ok:
            for record in select(x, x.shared_records):
                record = x.own(record)
                for action in actions:
                    action(record)

    return bend


def answers(ops, action, status=200):
    """Does something to whole answers of these operations that have this status."""
    ops = as_tuple(ops)

    def bend(x):
        if x.op in ops and x.status == status and x.method == "GET":
            action(x)

    return bend


def only(kind, bend):
    """In one format only."""

    def narrowed(x):
        if x.format == kind:
            bend(x)

    return narrowed


def both(*bends):
    def bend(x):
        for one in bends:
            one(x)

    return bend


def style(**style_):
    def bend(x):
        x.style.update(style_)

    return bend


# --- actions: functions of a record ---


def put(**texts):
    def action(record):
        for name, text in texts.items():
            record.set(name, text)

    return action


def put_detail(key, text):
    return lambda device: set_detail(device, key, text)


def missing(name):
    return lambda record: record.drop(name)


def empty(name):
    return lambda record: record.set(name, "", "text")


def renamed(old, new):
    def action(record):
        if old in record.attrs:
            record.attrs[new] = record.attrs.pop(old)
        for kid in record.all(old):
            kid.name = new

    return action


def misplaced(name):
    """Into an element of its own."""

    def action(record):
        if name in record.attrs:
            record.kids.append(Node("header", kids=[Node(name, record.attrs.pop(name))]))
            return
        kids = record.all(name)
        record.kids = [kid for kid in record.kids if kid.name != name]
        record.kids.append(Node("header", kids=kids))

    return action


def repeated(name):
    def action(record):
        kid = record.find(name)
        if kid is not None:
            record.kids.insert(record.kids.index(kid), kid.copy())

    return action


def shuffled(items, seed=1):
    items = list(items)
    random.Random(seed).shuffle(items)
    return items
