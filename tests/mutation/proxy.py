#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A proxy on 127.0.0.1 that passes requests on to a server of the API and bends the answers as one row of a table says.

    proxy.py --upstream URL --row NAME [--port N] [--ready-file FILE]

The rows are those of mutants.py and variations.py. A row gets an Exchange and changes it; what it does not touch is
passed on byte for byte.
"""

import argparse
import base64
import http.client
import re
import signal
import sys
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

import wire

TIMEOUT = 30

OPERATIONS = [  # first match counts
    (r"dm/devices\.csv", "export-devices-csv"),
    (r"eas/devices\.csv", "export-eas-devices-csv-unsupported"),
    (r"dm/devices", "get-devices-by-status"),
    (r"dm/devices/mac/([^/]*)", "get-device-by-mac"),
    (r"dm/devices/profiles/([^/]*)", "get-device-profiles"),
    (r"dm/devices/locate/mac/([^/]*)", "locate-device-by-mac"),
    (r"dm/devices/locate/([^/]*)", "locate-device-by-uuid"),
    (r"dm/devices/([^/]*)", "get-device-by-uuid"),
    (r"dm/phones/([^/]*)", "get-devices-by-phone"),
    (r"dm/users/([^/]*)", "get-devices-by-user"),
    (r"dm/labels/([^/]*)", "get-devices-by-label"),
    (r"dm/labels", "get-all-labels"),
    (r"dm/operators", "list-operators"),
    (r"dm/countries", "list-countries"),
]
OPERATIONS = [(re.compile(f"/api/v1/{pattern}/?"), name) for pattern, name in OPERATIONS]
RECORDS = {
    "get-all-labels": ("labels", "label"),
    "list-operators": ("operators", "operator"),
    "list-countries": ("countries", "country"),
    "get-device-profiles": ("profiles", "profile"),
    "locate-device-by-uuid": ("locations", "location"),
    "locate-device-by-mac": ("locations", "location"),
}


def operation_of(path):
    for pattern, name in OPERATIONS:
        match = pattern.fullmatch(path)
        if match:
            return name, unquote(match.group(1)) if match.groups() else ""
    return "", ""


class Upstream:
    """Asks the server behind; a GET that was asked before is answered from memory, for that server stands still."""

    def __init__(self, url, authorization=""):
        self.netloc = urlsplit(url).netloc
        self.authorization = authorization
        self.known = {}
        self.trees = {}
        self.local = threading.local()
        self.fleet = None

    def ask(self, method, target, accept, authorization, body=b"", media=""):
        key = (method, target, accept, authorization, body, media)
        if key in self.known:
            return self.known[key]
        headers = {"Accept": accept} if accept else {}
        if authorization:
            headers["Authorization"] = authorization
        if media:
            headers["Content-Type"] = media
        connection = http.client.HTTPConnection(self.netloc, timeout=TIMEOUT)
        try:
            connection.request(method, target, body=body or None, headers=headers)
            answer = connection.getresponse()
            found = (answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()
        self.known[key] = found
        return found

    def tree(self, body, kind):
        """A fresh tree of a body that may have been read before."""
        key = zlib.crc32(body), len(body), kind
        if key not in self.trees:
            root = wire.read_xml(body) if kind == "xml" else wire.read_json(body)
            for record in root.all("device") + (root.find("devices").all("device") if root.find("devices") else []):
                record.written = {}
            self.trees[key] = root
        return self.trees[key].share()

    def devices(self):
        """All devices of the fleet, as the lists by status know them."""
        if self.fleet is None:
            words = "ACTIVE IENROLL_VERIFIED IENROLL_INPROGRESS IENROLL_COMPLETE INFECTED LOST RETIRED VERIFIED " \
                    "VERIFICATION_PENDING EXPIRED WIPED"
            self.fleet = []
            for word in words.split():
                status, _, body = self.ask("GET", f"/api/v1/dm/devices?status={word}", "application/xml",
                                           self.authorization)
                if status == 200:
                    self.fleet += wire.read_xml(body).find("devices").all("device")
        return self.fleet


class Exchange:
    """One request and its answer, for a row to bend."""

    def __init__(self, upstream, number, method, target, headers, sent=b""):
        parts = urlsplit(target)
        self.upstream, self.number = upstream, number
        self.method, self.target, self.path = method, target, parts.path
        self.op, self.id = operation_of(parts.path)
        self.query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        self.accept = headers.get("Accept", "")
        self.authorization = headers.get("Authorization", "")
        self.sent, self.sent_as = sent, headers.get("Content-Type", "")  # the request's body
        self.status, self.headers, self.body = 0, [], b""
        self.style = {}
        self.cut = 0  # bytes to leave out at the end, with the length that was promised
        self.chunked = self.close = self.kept_alive = False
        self._doc, self._shared = None, False

    def ask(self):
        self.status, headers, self.body = self.upstream.ask(self.method, self.target, self.accept, self.authorization,
                                                               self.sent, self.sent_as)
        skip = ("content-length", "transfer-encoding", "connection", "date")
        self.headers = [(name, value) for name, value in headers if name.lower() not in skip]

    def other(self, target):
        """The tree of another answer, in the same format."""
        accept = "application/xml" if self.format == "xml" else "application/json"
        status, _, body = self.upstream.ask("GET", target, accept, self.upstream.authorization)
        if status != 200:
            return None
        tree = self.upstream.tree(body, self.format)
        tree.thaw()
        return tree

    def header(self, name, value=None):
        """Reads a header, or replaces it."""
        if value is None:
            return next((text for key, text in self.headers if key.lower() == name.lower()), "")
        self.drop_header(name)
        self.headers.append((name, value))
        return value

    def drop_header(self, name):
        self.headers = [(key, text) for key, text in self.headers if key.lower() != name.lower()]

    @property
    def format(self):
        media = self.header("Content-Type").split(";")[0].strip()
        return {"application/xml": "xml", "text/xml": "xml", "application/json": "json", "text/csv": "csv"}.get(media, "")

    @property
    def doc(self):
        """The tree of the body, None if it is neither XML nor JSON; it is written anew once somebody looked."""
        if self.shared_doc is not None and self._shared:
            self._doc.thaw()
            self._shared = False
        return self._doc

    @property
    def shared_doc(self):
        """The same with records that are not to be changed."""
        if self._doc is None and self.format in ("xml", "json"):
            self._doc, self._shared = self.upstream.tree(self.body, self.format), True
        return self._doc

    @property
    def ok(self):
        """A 200 in XML or JSON."""
        return self.status == 200 and self.format in ("xml", "json")

    @property
    def records(self):
        """The records of the answer: devices, labels, ..."""
        if self.ok:
            self.doc
        return self.shared_records

    @property
    def shared_records(self):
        """The same, not to be changed."""
        if not self.ok:
            return []
        box, name = RECORDS.get(self.op, ("devices", "device"))
        if self.shared_doc.find("device") is not None:
            return self.shared_doc.all("device")
        box = self.shared_doc.find(box)
        return box.all(name) if box else []

    def own(self, record):
        """Replaces a shared record by a copy that may be changed."""
        if record.written is None:
            return record
        made = record.copy()
        for box in [self._doc] + self._doc.kids:
            box.kids = [made if kid is record else kid for kid in box.kids]
        return made

    def keep(self, records):
        """Sets the records of a list, and the count in its message."""
        box, name = RECORDS.get(self.op, ("devices", "device"))
        box = self.doc.find(box)
        box.kids = list(records)
        message = self.doc.at("messages/message")
        if message is not None and message.text:
            message.text = re.sub("[0-9]+", str(len(records)), message.text)

    def say(self, status, body=b"", media="text/html;charset=utf-8"):
        """Answers something else altogether."""
        self.status, self.body, self._doc = status, body, None
        self.drop_header("Content-Type")
        if media:
            self.header("Content-Type", media)

    def write(self):
        if self._doc is None and self.style and self.format in ("xml", "json"):
            self.doc  # read it, so that it is written in another style
        if self._doc is not None:
            kind = self.style.get("as", self.format)
            write = wire.write_xml if kind == "xml" else wire.write_json
            if self.format == "json":  # a JSON answer does not name its root
                self._doc.name = wire.ROOTS.get((self.path.split("/") + [""] * 4)[3], wire.ROOT)
            self.body, self._doc = write(self._doc, self.style), None


class Proxy:
    """A server with one row; `url` once it runs. Use it as a context manager."""

    def __init__(self, upstream, row, port=0):
        proxy = self
        self.upstream, self.row = upstream, row
        self.number, self.lock = 0, threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = TIMEOUT
            disable_nagle_algorithm = True

            def handle_one(self):
                length = int(self.headers.get("Content-Length") or 0)
                proxy.serve(self, self.rfile.read(length) if length else b"")

            do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = do_PATCH = handle_one

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False
            request_queue_size = 64

            def handle_error(self, request, client_address):
                if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
                    super().handle_error(request, client_address)

        self.server = Server(("127.0.0.1", port), Handler)
        self.url = "http://127.0.0.1:%d" % self.server.server_address[1]

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def bend(self, method, target, headers, sent):
        with self.lock:
            self.number += 1
            number = self.number
        x = Exchange(self.upstream, number, method, target, headers, sent)
        if self.row is not None and self.row.request:
            self.row.request(x)
        if not x.status:
            x.ask()
        if self.row is not None and self.row.bend:
            self.row.bend(x)
        return x

    def serve(self, handler, sent):
        x = self.bend(handler.command, handler.path, handler.headers, sent)
        x.write()
        reason = http.client.responses.get(x.status, "Other")
        lines = [f"HTTP/1.1 {x.status} {reason}"] + [f"{name}: {value}" for name, value in x.headers]
        body = x.body
        if x.chunked:
            lines.append("Transfer-Encoding: chunked")
            step = 1000
            pieces = [body[i : i + step] for i in range(0, len(body), step)]
            body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
        else:
            lines.append(f"Content-Length: {len(body)}")
        if x.close or x.cut:
            lines.append("Connection: close")
            handler.close_connection = True
        if handler.command == "HEAD":
            body = b""
        if x.cut:
            body = body[: max(0, len(body) - x.cut)]
        handler.wfile.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body)


def basic(user, password):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def rows():
    import mutants
    import variations

    return {row.name: row for row in mutants.ROWS + variations.ROWS}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--upstream", required=True)
    parser.add_argument("--row", help="a row of mutants.py or variations.py; none: nothing is changed")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--ready-file")
    parser.add_argument("--user", default="miadmin", help="for requests of the proxy's own")
    parser.add_argument("--password-file")
    options = parser.parse_args()
    authorization = ""
    if options.password_file:
        with open(options.password_file, encoding="utf-8") as file:
            authorization = basic(options.user, file.readline().rstrip("\n"))
    row = rows()[options.row] if options.row else None
    proxy = Proxy(Upstream(options.upstream, authorization), row, options.port)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    if options.ready_file:
        with open(options.ready_file, "w", encoding="utf-8") as file:
            print(proxy.url, file=file)
    print(proxy.url, flush=True)
    proxy.server.serve_forever()


if __name__ == "__main__":
    main()
