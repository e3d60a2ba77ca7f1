# SPDX-License-Identifier: Apache-2.0
"""One model for the bodies of both formats: a tree of nodes, read from and written as XML, JSON or CSV."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

ROOT = "deviceManagementWebServiceResponse"
ROOTS = {"eas": "easWebServiceResponse", "sm": "securityManagementWebServiceResponse", "alerts": "alertWebServiceResponse",
         "policies": "policyWebServiceResponse", "appsettings": "appSettingsWebServiceResponse"}  # others have ROOT


class Number(str):
    """The digits of a JSON number."""


class Node:
    """An element or member. `kind` is the JSON type of the text; `listed` says that it stood in a JSON array."""

    # `written` holds what a shared record looks like in each format; such a node is not to be changed, see thaw().
    __slots__ = ("name", "attrs", "kids", "text", "kind", "listed", "written")

    def __init__(self, name, text=None, kids=None, attrs=None, kind="text", listed=False):
        self.name, self.text, self.kids = name, text, kids if kids is not None else []
        self.attrs, self.kind, self.listed, self.written = attrs or {}, kind, listed, None

    def copy(self):
        return Node(self.name, self.text, [kid.copy() for kid in self.kids], dict(self.attrs), self.kind, self.listed)

    def share(self):
        """A copy that shares its records."""
        if self.written is not None:
            return self
        return Node(self.name, self.text, [kid.share() for kid in self.kids], dict(self.attrs), self.kind, self.listed)

    def thaw(self):
        """Shared records become copies."""
        self.kids = [kid.copy() if kid.written is not None else kid for kid in self.kids]
        for kid in self.kids:
            kid.thaw()

    def is_empty(self):
        return not self.kids and not self.text and not self.attrs

    def find(self, name):
        return next((kid for kid in self.kids if kid.name == name), None)

    def all(self, name):
        return [kid for kid in self.kids if kid.name == name]

    def at(self, path):
        """The first node below `path`, names separated by slashes."""
        node = self
        for name in path.split("/"):
            node = node.find(name) if node else None
        return node

    def get(self, name, default=""):
        """The text of a child, or an attribute."""
        if name in self.attrs:
            return self.attrs[name]
        kid = self.find(name)
        return default if kid is None or kid.text is None else kid.text

    def set(self, name, text, kind=None):
        """Sets or adds a child with a text; the attribute if there is one of that name."""
        if name in self.attrs:
            self.attrs[name] = text
            return
        kid = self.find(name)
        if kid is None:
            kid = Node(name)
            self.kids.append(kid)
        kid.text, kid.kids, kid.kind = text, [], kind or guess(text)

    def drop(self, name):
        self.attrs.pop(name, None)
        self.kids = [kid for kid in self.kids if kid.name != name]

    def walk(self):
        yield self
        for kid in self.kids:
            yield from kid.walk()


# --- reading ---


def read_xml(body):
    def convert(element):
        node = Node(element.tag, element.text or "", attrs=dict(element.attrib))
        node.kids = [convert(child) for child in element]
        return node

    return convert(ET.fromstring(body))


def read_json(body):
    def convert(parent, name, value, listed=False):
        if isinstance(value, list):
            for item in value:
                convert(parent, name, item, True)
            return
        node = Node(name, listed=listed)
        parent.kids.append(node)
        if isinstance(value, dict):
            for key, item in value.items():
                if key.startswith("@"):
                    node.attrs[key[1:]] = str(item)
                else:
                    convert(node, key, item)
        elif isinstance(value, Number):
            node.text, node.kind = str(value), "number"
        elif isinstance(value, bool):
            node.text, node.kind = "true" if value else "false", "boolean"
        else:
            node.text = value or ""

    root = Node(ROOT)
    for key, item in json.loads(body, parse_int=Number, parse_float=Number).items():
        convert(root, key, item)
    return root


# --- writing ---


def write_xml(root, style):
    """Styles: declaration, namespace (prefix or ""), cdata, pretty, encoding, id-element."""
    prefix = style.get("namespace")
    tag = f"{prefix}:" if prefix else ""
    cdata, pretty = style.get("cdata"), style.get("pretty")
    out = []
    encoding = style.get("encoding", "UTF-8")
    if style.get("declaration", True):
        out.append(f'<?xml version="1.0" encoding="{encoding}" standalone="yes"?>')
    if "doctype" in style:
        out.append(style["doctype"])

    def text_of(text):
        return f"<![CDATA[{text}]]>" if cdata and text and "]]>" not in text else escape(text)

    def write(node, depth, extra=""):
        if node.written is not None and not style:
            if "xml" not in node.written:
                before, node.written, kept = len(out), None, node.written
                write(node, depth)
                node.written = kept
                kept["xml"] = "".join(out[before:])
            else:
                out.append(node.written["xml"])
            return
        start = f"\n{'  ' * depth}" if pretty and depth else ""
        attrs = "".join(f" {name}={quoteattr(value)}" for name, value in node.attrs.items())
        head = f"{start}<{tag}{node.name}{extra}{attrs}"
        if node.kids:
            out.append(head + ">")
            for kid in node.kids:
                write(kid, depth + 1)
            out.append(f"\n{'  ' * depth}" if pretty else "")
            out.append(f"</{tag}{node.name}>")
        elif node.text:
            out.append(f"{head}>{text_of(node.text)}</{tag}{node.name}>")
        else:
            out.append(head + "/>")

    extra = ""
    if prefix is not None:
        extra = f' xmlns:{prefix}="urn:example:epmm"' if prefix else ' xmlns="urn:example:epmm"'
    write(root, 0, extra)
    return "".join(out).encode(encoding, "xmlcharrefreplace")


EMPTY = {"text": '""', "null": "null", "object": "{}", "array": "[]", "array-of-text": '[""]'}
NUMBER = re.compile(r"^-?(0|[1-9][0-9]{0,17})(\.[0-9]*[1-9])?$")


def guess(text):
    """The JSON type that a mapping by value gives a text."""
    if text in ("true", "false"):
        return "boolean"
    return "number" if NUMBER.match(text) else "text"


def write_json(root, style):
    """Styles: root, id-key, id-number, numbers, booleans, arrays, details, empty, pretty, guess."""
    all_text = style.get("numbers") == "text"
    booleans = style.get("booleans")
    always, empty = style.get("arrays") == "always", style.get("empty", "text")
    details_as_object = style.get("details") == "object"
    id_key, id_number = style.get("id-key", "@id"), style.get("id-number")
    quote = json.dumps
    plain = style.get("ascii", False)

    def scalar(node):
        text = node.text or ""
        kind = guess(text) if style.get("guess") else node.kind
        if kind == "number" and not all_text:
            return text
        if kind == "boolean" and booleans != "text":
            return quote(text.capitalize()) if booleans == "capital" else text
        return quote(text, ensure_ascii=plain)

    def value(node):
        if node.written is not None and not style:
            if "json" not in node.written:
                node.written["json"] = members(node)
            return node.written["json"]
        if node.kids or node.attrs:
            return members(node)
        if not node.text:
            return EMPTY.get(empty, '""')
        return scalar(node)

    def members(node):
        groups = {}
        for kid in node.kids:
            if empty == "absent" and kid.is_empty():
                continue
            groups.setdefault(kid.name, []).append(kid)
        parts = []
        for name, text in node.attrs.items():
            key = id_key if name == "id" else "@" + name
            number = id_number and re.fullmatch("-?[0-9]+", text)
            parts.append(f"{quote(key)}:{text if number else quote(text)}")
        for name, kids in groups.items():
            listed = kids[0].listed and name == "details"
            if listed and details_as_object:
                listed = False
            if len(kids) > 1 or listed or (always and repeatable(kids[0])):
                body = "[" + ",".join(value(kid) for kid in kids) + "]"
                if body in ("[[]]", '[[""]]', "[null]", "[{}]"):
                    body = EMPTY.get(empty)
            else:
                body = value(kids[0])
            parts.append(f"{quote(name, ensure_ascii=plain)}:{body}")
        return "{" + ",".join(parts) + "}"

    text = members(root)
    if style.get("root"):
        text = f"{{{quote(root.name)}:{text}}}"
    if style.get("pretty"):
        text = json.dumps(json.loads(text, parse_int=int, parse_float=RawFloat), indent=2, ensure_ascii=False)
    return text.encode()


class RawFloat(float):
    """A decimal that prints as it was read."""

    def __new__(cls, text):
        made = super().__new__(cls, text)
        made.raw = text
        return made

    def __repr__(self):
        return self.raw


def repeatable(node):
    return node.name in ("device", "label", "operator", "country", "profile", "location", "message", "entry", "details")


# --- CSV ---


def read_csv(body):
    return list(csv.reader(io.StringIO(body.decode("utf-8"), newline="")))


def write_csv(rows, style):
    """Styles: quoting, newline, bom."""
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if style.get("quoting") == "all" else csv.QUOTE_MINIMAL
    csv.writer(out, quoting=quoting, lineterminator=style.get("newline", "\r\n")).writerows(rows)
    return (b"\xef\xbb\xbf" if style.get("bom") else b"") + out.getvalue().encode()
