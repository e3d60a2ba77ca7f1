# SPDX-License-Identifier: Apache-2.0
"""What the measurements stand on: the targets (nginx with static bodies, epmm-emulator) and multiplied case files."""
import base64
import http.client
import json
import os
import pathlib
import shutil
import socket
import subprocess
import time

CASES_PER_FILE = 500
HEAD = """endpoint: GET /api/v1/dm/devices/{{deviceuuid}}
summary: One device by its uuid
guide: {{ section: Get Devices by Status }}
formats: [xml, json]
parameters:
  - {{ name: deviceuuid, in: path, type: uuid, value: {uuid}, requirement: R122 }}
responses:
  200: {{ schema: single-device, requirement: R017 }}
rules:
  - {{ one-record: {{ counts: device }}, requirement: R122 }}
  - equals-parameter: {{ field: device/uuid, parameter: deviceuuid, as: nocase }}
    requirement: R122
  - {{ empty-message: {{}}, requirement: R123 }}
cases:
"""
CASE = """  - id: c{number}
    because: read {number} of the measurement
    parameters: {{ deviceuuid: {uuid} }}
    expect: [200]
    requirement: R017
"""
NGINX = """{user}worker_processes 1;
daemon off;
pid {room}/nginx.pid;
error_log stderr error;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  keepalive_requests 4294967295;
  keepalive_timeout 1h;
  open_file_cache max=30000;
  client_body_temp_path {room}/tmp;
  proxy_temp_path {room}/tmp;
  fastcgi_temp_path {room}/tmp;
  uwsgi_temp_path {room}/tmp;
  scgi_temp_path {room}/tmp;
  types {{ application/xml xml; application/json json; }}
  map $http_accept $form {{ default xml; ~json json; }}
  server {{
    listen 127.0.0.1:{port};
    listen 127.0.0.1:{tls_port} ssl;
    ssl_certificate {room}/cert.pem;
    ssl_certificate_key {room}/key.pem;
    root {room}/static;
    if ($http_authorization = "") {{ return 401; }}
    location = /api/v1/dm/devices {{ open_file_cache off; sendfile on; try_files $uri.$form =404; }}
    location / {{ try_files $uri.$form =404; }}
  }}
}}
"""


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Target:
    """A server: its base URL, the target file for epmm-conform, and the arguments for the bare loops."""

    def __init__(self, name, url, file, user, cacert=None):
        self.name, self.url, self.file, self.user, self.cacert = name, url, file, user, cacert

    def login(self):
        return [self.user] + ([str(self.cacert)] if self.cacert else [])

    def run(self):
        return ["--target", str(self.file)] + (["--cacert", str(self.cacert)] if self.cacert else [])


class Lab:
    def __init__(self, room, source, build):
        self.room, self.source, self.build = pathlib.Path(room), pathlib.Path(source), pathlib.Path(build)
        self.servers = []
        self.static = self.room / "static" / "api" / "v1" / "dm"
        self.static.mkdir(parents=True)

    def close(self):
        for server in self.servers:
            server.terminate()
        for server in self.servers:
            server.wait()

    def emulator(self, devices):
        """Starts an emulator; gives the target and the process."""
        room = self.room / f"emulator-{devices}"
        room.mkdir()
        ready, file = room / "ready", room / "target.yaml"
        server = subprocess.Popen([self.build / "epmm-emulator", "--port", "0", "--devices", str(devices),
                                   "--ready-file", ready, "--target-file", file], stdout=subprocess.DEVNULL)
        self.servers.append(server)
        while not ready.exists():
            if server.poll() is not None:
                raise SystemExit("bench: the emulator does not start")
            time.sleep(0.01)
        password = (room / "target.yaml.password").read_text().splitlines()[0]
        return Target("epmm-emulator", ready.read_text().splitlines()[0], file, f"miadmin:{password}"), server

    def nginx(self):
        """Starts nginx over the saved bodies; gives its target over http and the one over https."""
        port, tls_port = free_port(), free_port()
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
                        "-keyout", self.room / "key.pem", "-out", self.room / "cert.pem"],
                       check=True, stderr=subprocess.DEVNULL)
        conf = self.room / "nginx.conf"
        conf.write_text(NGINX.format(room=self.room, port=port, tls_port=tls_port,
                                     user="user root;\n" if os.geteuid() == 0 else ""))
        server = subprocess.Popen(["nginx", "-p", str(self.room), "-e", "stderr", "-c", str(conf)])
        self.servers.append(server)
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                if server.poll() is not None:
                    raise SystemExit("bench: nginx does not start")
                time.sleep(0.01)
        (self.room / "password").write_text("secret\n")
        (self.room / "password").chmod(0o600)
        return (self.static_target("nginx", f"http://127.0.0.1:{port}", None),
                self.static_target("nginx-tls", f"https://127.0.0.1:{tls_port}", self.room / "cert.pem"))

    def static_target(self, name, url, cacert):
        file = self.room / f"{name}.yaml"
        file.write_text(f"url: '{url}'\nkind: emulator\nuser: 'miadmin'\npassword-file: '{self.room}/password'\n"
                        "permits: [read]\n")
        return Target(name, url, file, "miadmin:secret", cacert)

    def save(self, target, path, name=None):
        """Saves a body of the target in both formats, for nginx to serve under the same path or another name."""
        connection = http.client.HTTPConnection(target.url.removeprefix("http://"))
        for form in "xml", "json":
            self.save_one(connection, target, path, form, self.static / f"{name or path}.{form}")
        connection.close()

    def save_one(self, connection, target, path, form, file):
        login = base64.b64encode(target.user.encode()).decode()
        connection.request("GET", f"/api/v1/dm/{path}",
                           headers={"Accept": f"application/{form}", "Authorization": f"Basic {login}"})
        answer = connection.getresponse()
        if answer.status != 200:
            raise SystemExit(f"bench: {path} is answered {answer.status}")
        file.parent.mkdir(parents=True, exist_ok=True)
        with open(file, "wb") as out:
            shutil.copyfileobj(answer, out, 1 << 16)

    def save_devices(self, target, uuids):
        connection = http.client.HTTPConnection(target.url.removeprefix("http://"))
        for uuid in uuids:
            for form in "xml", "json":
                self.save_one(connection, target, f"devices/{uuid}", form, self.static / "devices" / f"{uuid}.{form}")
        connection.close()

    def serve_fleet(self, size):
        """Makes the saved list of a fleet the list of devices."""
        for form in "xml", "json":
            shown = self.static / f"devices.{form}"
            shown.unlink(missing_ok=True)
            shown.hardlink_to(self.static / f"fleet-{size}.{form}")

    def uuids(self, name, count):
        """The uuids of the first devices of a saved list."""
        found = [device["uuid"] for device in json.loads((self.static / f"{name}.json").read_bytes())["devices"]["device"]]
        if len(found) < count:
            raise SystemExit(f"bench: {count} devices are needed, the list has {len(found)}")
        return found[:count]

    def case_files(self, name, uuids, per_file=CASES_PER_FILE):
        """A copy of the shipped case set with a read in XML and one in JSON of each uuid added; a data directory."""
        room = self.room / f"cases-{name}"
        for part in "cases", "schemas", "suites":
            shutil.copytree(self.source / part, room / part)
        for start in range(0, len(uuids), per_file):
            chunk = uuids[start:start + per_file]
            text = HEAD.format(uuid=chunk[0]) + "".join(
                CASE.format(number=start + i, uuid=uuid) for i, uuid in enumerate(chunk))
            (room / "cases" / "dm" / f"bench-{start // per_file:04}.yaml").write_text(text)
        return room

    def request_list(self, name, uuids):
        """The same reads for the bare loop."""
        file = self.room / f"requests-{name}"
        file.write_text("".join(f"/api/v1/dm/devices/{uuid}\tapplication/{form}\n"
                                for uuid in uuids for form in ("xml", "json")))
        return file
