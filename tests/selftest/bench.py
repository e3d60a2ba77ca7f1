# SPDX-License-Identifier: Apache-2.0
"""One run of the suite against one bent server."""

import dataclasses
import json
import os
import pathlib
import re
import subprocess
import tempfile
import time

DEVICES = 100  # the smallest round fleet that has every fixture
DEADLINE = 150  # seconds for one run
SETTLE = {"fault": "0", "variation": "20"}  # a fault is not waited for, a server that acts late is
START = 20  # seconds in which a server must be up
IDLE = re.compile(r"^epmm-emulator: (\S+) changed nothing$", re.MULTILINE)


@dataclasses.dataclass(frozen=True)
class Programs:
    conform: str
    emulator: str
    fault_server: str


def programs():
    def at(variable, name, preset="release"):
        path = pathlib.Path(os.environ.get(variable) or f"build/{preset}/{name}").resolve()
        if not path.is_file():
            raise SystemExit(f"selftest: {path} is missing; 'ci/build {preset}' makes it")
        return str(path)

    return Programs(at("EPMM_CONFORM", "epmm-conform"), at("EPMM_EMULATOR", "epmm-emulator"),
                    at("EPMM_FAULT_SERVER", "fault-server", "debug"))


@dataclasses.dataclass
class Outcome:
    """What a run said."""

    code: int = 4  # exit code of the suite, or minus the number of the signal that ended it
    error: str = ""  # what it printed to standard error, shortened
    idle: tuple = ()  # names of rows that changed nothing
    cases: list = dataclasses.field(default_factory=list)  # those of the record
    seconds: float = 0.0


class Server:
    """A server while it runs."""

    def __init__(self, arguments, room):
        self.ready = room / "ready"
        self.log = (room / "server.log").open("wb")
        self.process = subprocess.Popen([*arguments, "--ready-file", self.ready], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=self.log)
        until = time.monotonic() + START
        while not (self.ready.exists() and self.ready.read_text(encoding="utf-8").endswith("\n")):
            if self.process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise RuntimeError((room / "server.log").read_text(encoding="utf-8", errors="replace"))
            time.sleep(0.01)
        self.url = self.ready.read_text(encoding="utf-8").strip()

    def stop(self):
        """Ends it; its exit code, or minus the signal that it died of before."""
        died = self.process.poll()
        if died is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()
        return died


def read_record(path):
    """The cases of a record that have findings."""
    cases = []
    if path.exists():
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            entry = json.loads(line)
            if entry.get("record") == "case" and (entry["findings"] or entry["verdict"] in ("fail", "error")):
                cases.append(entry)
    return cases


def conform(arguments, room):
    """Runs the suite; an Outcome."""
    record = room / "run.jsonl"
    record.unlink(missing_ok=True)
    started = time.monotonic()
    try:
        done = subprocess.run([*arguments, "--report-dir", room, "--quiet"], stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=DEADLINE, check=False)
        outcome = Outcome(done.returncode, done.stderr.decode("utf-8", "replace")[-2000:])
    except subprocess.TimeoutExpired:
        outcome = Outcome(-9, f"did not end within {DEADLINE} s")
    outcome.seconds = time.monotonic() - started
    outcome.cases = read_record(record)
    return outcome


def run_emulator(tools, rows, select):
    """The suite against the emulator with these rows switched on, all faults or all variations; none for the clean one."""
    with tempfile.TemporaryDirectory(prefix="selftest.") as folder:
        room = pathlib.Path(folder)
        target = room / "target.yaml"
        bend = [word for row in rows for word in ("--fault" if row.is_fault else "--variation", row.name)]
        server = Server([tools.emulator, "--port", "0", "--devices", str(DEVICES), "--target-file", target, *bend], room)
        settle = SETTLE["fault" if rows and rows[0].is_fault else "variation"]
        outcome = conform([tools.conform, "run", "--target", target, "--suite", "emulator", "--allow",
                           "notify,change,secure,destroy", "--settle", settle, *(f"--select={one}" for one in select)], room)
        died = server.stop()
        outcome.idle = tuple(IDLE.findall((room / "server.log").read_text(errors="replace")))
        if died is not None:
            outcome.code, outcome.error = died, "the emulator died: " + (room / "server.log").read_text(errors="replace")[-500:]
        return outcome


def run_transport(tools, row):
    """The first reads against a script of the server of transport faults."""
    with tempfile.TemporaryDirectory(prefix="selftest.") as folder:
        room = pathlib.Path(folder)
        server = Server([tools.fault_server, "--port", "0"], room)
        outcome = conform([tools.conform, "run", "--target", f"{server.url}/{row.name}", "--suite", "smoke", "--timeout", "2"],
                          room)
        server.stop()
        return outcome
