#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Counts the instructions of fixed workloads with callgrind and compares them with bench/instructions.csv.

    bench/instructions.py [--update] --build DIR

No clock is involved, so a busy machine changes nothing. What is judged was recorded from the emulator just before, by
a run that is not counted. Other versions of the libraries count differently: --update after a change of them.
"""
import argparse
import csv
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

from lab import Lab

SOURCE = pathlib.Path(__file__).resolve().parent.parent
COMMITTED = SOURCE / "bench" / "instructions.csv"
MARGIN = 0.05
DEVICES = 1000


def count(command):
    """The instructions of a program; it must end with 0."""
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *map(str, command)],
                          capture_output=True, text=True, check=False)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode != 0 or not found:
        raise SystemExit(f"bench: exit code {done.returncode}: {' '.join(map(str, command))}\n{done.stderr[-2000:]}")
    return int(found[1])


def record(lab, tool, target, name, selection):
    file = lab.room / f"{name}.recording"
    command = [tool, "run", *target.run(), *selection, "--data-dir", SOURCE, "--jobs", "1", "--quiet",
               "--record", file, "--report-dir", lab.room / "recorded"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return file


def measure(lab):
    tool = lab.build / "epmm-conform"
    target, _ = lab.emulator(DEVICES)
    quiet = ["--data-dir", SOURCE, "--quiet", "--report-dir", lab.room / "judged"]
    lists = ["--select", "dm/get-devices-by-status:ok.xml", "--select", "dm/get-devices-by-status:ok.json"]
    return {
        "judge a list of devices in XML and JSON": count(
            [tool, "judge", record(lab, tool, target, "list", lists), *lists, *quiet]),
        "lint of the case set": count([tool, "lint", "--data-dir", SOURCE]),
        "judge a small recording": count(
            [tool, "judge", record(lab, tool, target, "smoke", ["--suite", "smoke"]), "--suite", "smoke", *quiet]),
    }


def compare(found):
    """Prints each workload beside its committed figure; true when none is above it by more than the margin."""
    with open(COMMITTED, newline="", encoding="utf-8") as file:
        committed = {row["workload"]: int(row["instructions"]) for row in csv.DictReader(file)}
    good = committed.keys() == found.keys()
    if not good:
        print("bench/instructions.csv has other workloads; ci/bench --update")
    for name in found.keys() & committed.keys():
        change = found[name] / committed[name] - 1
        word = "ok" if abs(change) <= MARGIN else "FAIL: slower" if change > 0 else "better; ci/bench --update"
        print(f"{name}: {found[name]:,} instructions, {committed[name]:,} committed, {change:+.1%}: {word}")
        good = good and change <= MARGIN
    return good


def update(found):
    with open(COMMITTED, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["workload", "instructions"])
        writer.writerows(found.items())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="write the counts instead of comparing them")
    parser.add_argument("--build", required=True, type=pathlib.Path, help="folder with the programs")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the servers end with us
    if not shutil.which("valgrind"):
        raise SystemExit("bench: there is no valgrind")
    with tempfile.TemporaryDirectory(prefix="epmm-bench-") as room:
        lab = Lab(room, SOURCE, options.build.resolve())
        try:
            found = measure(lab)
        finally:
            lab.close()
    if options.update:
        update(found)
    return 0 if options.update or compare(found) else 1


if __name__ == "__main__":
    sys.exit(main())
