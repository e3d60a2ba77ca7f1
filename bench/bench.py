#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures epmm-conform beside bare loops over the same libraries, in turn and on the same target, and writes a page.

    bench/bench.py [--quick] --build DIR --out FILE
"""
import argparse
import dataclasses
import math
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

from lab import Lab
from measure import Row, alternate, fixed, median, ratio, run_once

SOURCE = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(SOURCE / "tests"))
from browser import Browser  # the tests of the HTML report drive it, too
WIDTH = 8  # requests at once: what epmm-conform does on an emulator unless told otherwise
MIB = 1 << 20


@dataclasses.dataclass
class Sizes:
    rounds: int
    long_rounds: int
    reads: tuple
    fleets: tuple
    files: int


# Of ten devices of a fleet about seven are active, which is what the list without a status holds.
FULL = Sizes(7, 5, (1000, 10000), (140, 14000, 140000), 1000)
QUICK = Sizes(2, 1, (100, 1000), (100, 1000), 100)


class Bench:
    def __init__(self, lab, sizes):
        self.lab, self.sizes, self.rows = lab, sizes, []
        self.start = self.start_of_report = 0.0  # processor seconds of one case, and of --help

    def add(self, row):
        self.rows.append(row)
        print(" | ".join(row.cells()), flush=True)

    def run_once(self, command):
        return run_once(self.lab.build / "launch", command)

    def alternate(self, left, right, rounds):
        return alternate(self.lab.build / "launch", left, right, rounds)

    def tool(self, *arguments):
        return [self.lab.build / "epmm-conform", *arguments]

    def limit(self, name, *arguments):
        return [self.lab.build / f"limit-{name}", *arguments]

    def run(self, target, select, data_dir=None):
        return self.tool("run", *target.run(), "--select", select, "--data-dir", data_dir or SOURCE, "--quiet",
                         "--report-dir", self.lab.room / "reports")

    def bare(self, target, requests, count, width):
        return self.limit("http", target.url, requests, count, width, *target.login())

    def prepare(self):
        """The targets, the saved bodies and the multiplied cases."""
        lab, sizes = self.lab, self.sizes
        for fleet in sizes.fleets:
            self.emulator, self.emulator_process = lab.emulator(fleet)
            lab.save(self.emulator, "devices", f"fleet-{fleet}")
            if fleet == sizes.fleets[0]:
                self.small_process = self.emulator_process
        uuids = lab.uuids(f"fleet-{sizes.fleets[-1]}", min(sizes.reads[-1] // 2, 5000))
        lab.save_devices(self.emulator, uuids)
        lab.save(self.emulator, "countries")
        self.nginx, self.nginx_tls = lab.nginx()
        self.data = {n: lab.case_files(n, uuids[:n // 2]) for n in sizes.reads}
        self.lists = {n: lab.request_list(n, uuids[:n // 2]) for n in sizes.reads}
        self.many_files = lab.case_files("many", (uuids * (10 * sizes.files // len(uuids) + 1))[:10 * sizes.files], 10)

    def start_up(self):
        rounds = self.sizes.rounds * 3
        requests = self.lab.room / "one"
        requests.write_text("/api/v1/dm/countries\tapplication/json\n")
        mine, bare = self.alternate(self.run(self.nginx, "dm/list-countries:ok.json"), self.bare(self.nginx, requests, 1, 2),
                               rounds)
        self.start = median(mine, "cpu")
        self.add(ratio("one case / multi loop, wall", "nginx", mine, bare, "wall", 1.5))
        one_file = SOURCE / "cases" / "dm" / "get-device-by-uuid.yaml"
        for name, arguments in ("--help", ["--help"]), ("list", ["list"]), ("lint of one file", ["lint", one_file]):
            mine, bare = self.alternate(self.tool(*arguments, *([] if name == "--help" else ["--data-dir", SOURCE])),
                                   [shutil.which("true")], rounds)
            self.start_of_report = self.start_of_report or median(mine, "cpu")
            self.add(ratio(f"{name} / true, wall", "none", mine, bare, "wall", 15))

    def reads(self):
        """Many small reads; and how time and memory grow with their number."""
        samples = {}
        for target in self.nginx, self.nginx_tls:
            for count in self.sizes.reads:
                mine, bare = self.alternate(self.run(target, "dm/bench-*:c*", self.data[count]),
                                       self.bare(target, self.lists[count], count, WIDTH), self.sizes.long_rounds)
                goals = (2.5, 3) if count >= 10000 else (None, None)
                for what, goal in zip(("wall", "cpu"), goals):
                    self.add(ratio(f"{count:,} read cases / multi loop, {what}", target.name, mine, bare, what, goal))
                samples[target, count] = mine
        small, large = self.sizes.reads
        few, many = samples[self.nginx, small], samples[self.nginx, large]
        growth = (median(many, "peak") - median(few, "peak")) / (large - small) / 1024
        self.add(fixed("memory for each further case", "nginx", growth, 1, "KiB",
                       f"{median(few, 'peak') / MIB:.1f} and {median(many, 'peak') / MIB:.1f} MiB"))
        self.add(self.exponent("time over cases, exponent", "nginx", few, many, large / small, self.start))

    def exponent(self, name, target, few, many, factor, start):
        """e in time ~ N^e, 1 is linear; of the processor time beyond start, which does not grow."""
        less, more = (max(median(samples, "cpu") - start, 1e-4) for samples in (few, many))
        value = math.log(more / less) / math.log(factor)
        return fixed(name, target, value, 1.1, "", f"{median(few, 'cpu'):.3f} and {median(many, 'cpu'):.3f} s")

    def large_lists(self):
        for form in "xml", "json":
            samples = {}
            for fleet in self.sizes.fleets:
                self.lab.serve_fleet(fleet)
                samples[fleet] = self.large_list(self.nginx, form, fleet)
            small, large = self.sizes.fleets[-2:]
            self.add(self.exponent(f"time over devices, {form}, exponent", "nginx", samples[small], samples[large],
                                   large / small, self.start))
            self.large_list(self.emulator, form, large)

    def large_list(self, target, form, fleet):
        parse = self.limit("parse", form, f"{target.url}/api/v1/dm/devices", *target.login())
        records, size = self.count_records(form, parse)
        mine, bare = self.alternate(self.run(target, f"dm/get-devices-by-status:ok.{form}"), parse, self.sizes.long_rounds)
        name = f"list of {records:,} devices, {size / 1e6:.1f} MB {form}"
        goal = 1.5 if fleet >= 100000 else None
        for what in "wall", "cpu":
            self.add(ratio(f"{name} / bare parser, {what}", target.name, mine, bare, what, goal if what == "wall" else None))
        ceiling = 24 + 40 * records / MIB
        self.add(fixed(f"{name}, peak memory", target.name, median(mine, "peak") / MIB, round(ceiling, 1), "MiB",
                       f"bare parser {median(bare, 'peak') / MIB:.1f} MiB"))
        return mine

    def count_records(self, form, parse):
        size = int(re.search(r"(\d+) bytes", subprocess.run(parse, check=True, capture_output=True, text=True).stdout)[1])
        mark = b"<device id=" if form == "xml" else b'"principal"'
        with open(self.lab.static / f"devices.{form}", "rb") as file:
            return sum(chunk.count(mark) for chunk in self.chunks(file, mark)), size

    @staticmethod
    def chunks(file, mark):
        """The file in pieces, none of which ends within a mark."""
        tail = b""
        while data := file.read(MIB):
            data = tail + data
            end = data.rfind(mark[:1], len(data) - len(mark))
            cut = end if end >= 0 else len(data)
            yield data[:cut]
            tail = data[cut:]
        yield tail

    def loading(self):
        files = sorted(self.many_files.rglob("*.yaml"))
        mine, bare = self.alternate(self.tool("lint", "--data-dir", self.many_files), self.limit("yaml", *files),
                               self.sizes.rounds)
        self.add(ratio(f"loading {len(files):,} files / libyaml events, wall", "none", mine, bare, "wall", 2))

    def reports(self):
        """Reports from the records of small and large runs; there is no bare loop for them, so only growth is judged."""
        for form in "junit", "json", "html":
            few, many = [], []
            for count, samples in zip(self.sizes.reads, (few, many)):
                self.run_once(self.run(self.nginx, "dm/bench-*:c*", self.data[count]))
                command = self.tool("report", "--from", self.lab.room / "reports" / "run.jsonl",
                                    "--to", f"{form}={self.lab.room / 'report'}")
                samples.extend(self.run_once(command) for _ in range(self.sizes.long_rounds))
            small, large = self.sizes.reads
            self.add(fixed(f"{form} report of {large:,} cases, wall", "none", median(many, "wall"), None, "s",
                           f"{median(many, 'peak') / MIB:.1f} MiB"))
            self.add(self.exponent(f"{form} report, time over cases, exponent", "none", few, many, large / small,
                                   self.start_of_report))

    def opening(self):
        """A browser, running already, opens the HTML report of many cases and paints it."""
        count = self.sizes.reads[-1] // 2
        page = self.lab.room / "report.html"
        self.run_once(self.run(self.nginx, "dm/bench-*:c*.json", self.data[self.sizes.reads[-1]]))
        self.run_once(self.tool("report", "--from", self.lab.room / "reports" / "run.jsonl", "--to", f"html={page}"))
        painted = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"
        browser, seconds = Browser(), []
        try:
            browser.look()
            for _ in range(self.sizes.long_rounds):
                browser.open(page.as_uri())
                seconds.append(browser.run(painted) / 1000)
        finally:
            browser.close()
        self.add(Row(f"html report of {count:,} cases opened and painted", "Chromium", seconds, 2,
                     f"{page.stat().st_size / 1e6:.1f} MB", "s"))

    def emulator_rate(self):
        fleet, count = self.sizes.fleets[-1], self.sizes.reads[-1]
        self.lab.serve_fleet(fleet)
        pair = [self.limit("parse", "none", f"{t.url}/api/v1/dm/devices", *t.login()) for t in (self.emulator, self.nginx)]
        mine, bare = self.alternate(*pair, self.sizes.long_rounds)
        self.add(ratio("emulator / nginx, large list, xml, wall", "both", mine, bare, "wall", 2))
        pair = [self.bare(t, self.lists[count], count, WIDTH) for t in (self.emulator, self.nginx)]
        mine, bare = self.alternate(*pair, self.sizes.long_rounds)
        self.add(ratio(f"emulator / nginx, {count:,} small requests, wall", "both", mine, bare, "wall", 3))
        small, large = (self.peak_of(p) for p in (self.small_process, self.emulator_process))
        self.add(fixed(f"emulator, memory of {fleet:,} devices over {self.sizes.fleets[0]:,}", "epmm-emulator",
                       (large - small) / MIB, 16, "MiB", f"{small / MIB:.1f} and {large / MIB:.1f} MiB"))

    @staticmethod
    def peak_of(process):
        status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) * 1024

    def all(self):
        self.prepare()
        for part in self.start_up, self.reads, self.large_lists, self.loading, self.reports, self.opening,
                     self.emulator_rate:
            part()


def said(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (done.stdout or done.stderr).strip()


def machine():
    cpu = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text())
    packages = ["libcurl4", "libxml2", "libyajl2", "libyaml-0-2", "gcc", "nginx"]
    versions = said("dpkg-query", "-W", "-f=${Package} ${Version}, ", *packages).rstrip(", ")
    return [f"machine: {os.cpu_count()} cores, {cpu[1] if cpu else 'unknown processor'}, "
            f"{int(memory[1]) / MIB:.0f} GiB, Linux {os.uname().release}",
            f"commit: {said('git', '-C', str(SOURCE), 'describe', '--always', '--dirty')}",
            f"versions: {versions}",
            f"load before the run: {os.getloadavg()[0]:.1f}"]


def page(facts, rows, sizes):
    head = ["case", "target", "goal", "measured", "spread", "met", "medians"]
    lines = ["# Performance", "", "<!-- Written by ci/bench; do not edit. -->", "",
             "Each row compares `epmm-conform`, with all checks and its usual reports, with a bare loop over the same",
             "libraries (`bench/limit_*.c`) that checks nothing. Both run in turn on the same target; a ratio is taken in",
             f"each round, the table shows the median and the smallest and largest of {sizes.long_rounds} or more rounds.",
             "nginx serves saved answers of the emulator with one worker and endless keep-alive. Case files are loaded",
             "within the measured time. Processor time (cpu) is user and system time of the client alone.",
             "[What profiles showed](profiles.md).", ""]
    lines += [f"- {fact}" for fact in facts]
    lines += ["", "| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(row.cells()) + " |" for row in rows]
    judged = [row for row in rows if row.goal is not None]
    met = sum(row.value() <= row.goal for row in judged)
    return "\n".join(lines + ["", f"{met} of {len(judged)} goals are met.", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small numbers: does it work?")
    parser.add_argument("--build", required=True, type=pathlib.Path, help="folder with the programs")
    parser.add_argument("--out", required=True, type=pathlib.Path, help="the page to write")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the servers end with us
    sizes = QUICK if options.quick else FULL
    facts = machine()
    with tempfile.TemporaryDirectory(prefix="epmm-bench-") as room:
        lab = Lab(room, SOURCE, options.build.resolve())
        bench = Bench(lab, sizes)
        try:
            bench.all()
        finally:
            lab.close()
    options.out.write_text(page(facts, bench.rows, sizes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
