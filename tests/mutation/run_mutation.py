#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the suite from outside: a proxy bends the answers of the emulator, one row at a time, and the suite judges.

    run_mutation.py [--conform FILE] [--emulator FILE] [--only PATTERN] [--whole] [--keep DIR] [--json FILE]

A variation is a correct server: any failure is a false alarm. A mutant breaks one promise: a run without a failure is a
survivor, a failure that names none of the requirements of the row is a kill for the wrong reason, a failure in an operation
that the row cannot touch is collateral. Exit code 1 on a false alarm, a survivor or a wrong reason that excused.txt does not
list, and on an excuse that is no longer needed.

A mutant is first judged by the cases of the operations that it touches, and by the whole suite if that finds nothing.
"""

import argparse
import concurrent.futures
import fnmatch
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import mutants
import variations
from proxy import Proxy, Upstream, basic

HERE = pathlib.Path(__file__).resolve().parent
ROWS = {row.name: row for row in mutants.ROWS + variations.ROWS}
KNOWN = ["--select=area:dm", "--select=eas/export-*"]  # what the rows know: the reads of devices
DEADLINE = 60  # seconds for one run of the suite
DEVICES = 60  # the smallest fleet that holds everything
FIRST = {op: ["get-devices-by-status"] for op in mutants.DEVICE}  # of faults in the data of devices the list tells most


class Emulator:
    def __init__(self, program, room):
        self.ready, self.target = room / "ready", room / "target.yaml"
        self.process = subprocess.Popen(
            [program, "--port", "0", "--devices", str(DEVICES), "--ready-file", self.ready, "--target-file", self.target],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        until = time.monotonic() + 20
        while not self.ready.exists():
            if self.process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise SystemExit("the emulator does not start")
            time.sleep(0.02)
        self.url = self.ready.read_text(encoding="utf-8").splitlines()[0]
        self.password_file = pathlib.Path(f"{self.target}.password")
        self.password = self.password_file.read_text(encoding="utf-8").splitlines()[0]

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


# --- in the workers ---

world = {}


def set_up(options, url, password_file, password):
    world.update(options=options, password_file=password_file, upstream=Upstream(url, basic("miadmin", password)))


def judge(row, room, *more):
    """One run of the suite: exit code, requirement → gravest level, failing findings."""
    with Proxy(world["upstream"], row) as proxy:
        target = room / "target.yaml"
        target.write_text(f"url: '{proxy.url}'\nkind: emulator\nuser: 'miadmin'\npassword-file: '{world['password_file']}'\n"
                          "permits: [read, probe, sense, probe-write]\n", encoding="utf-8")
        record = room / "run.jsonl"
        record.unlink(missing_ok=True)
        command = [world["options"].conform, "run", "--target", target, "--report", f"json={record}",
                   "--report-dir", room / "reports", *more]
        try:
            done = subprocess.run(command, cwd=room, stdin=subprocess.DEVNULL, capture_output=True, timeout=DEADLINE)
        except subprocess.TimeoutExpired:
            return {"code": "timeout", "findings": [], "cases": 0, "err": ""}
    found = {"code": done.returncode, "findings": [], "cases": 0, "err": done.stderr.decode(errors="replace")[-800:]}
    if record.exists():
        for line in record.read_text(encoding="utf-8", errors="replace").splitlines():
            case = json.loads(line)
            if case.get("record") != "case":
                continue
            found["cases"] += case["verdict"] in ("pass", "fail")
            if case["verdict"] == "error":
                found["findings"].append({"case": case["id"], "op": case["operation"], "level": "error", "requirement": "",
                                          "message": case.get("reason", "error")})
            for finding in case.get("findings", []):
                if finding["level"] != "note":
                    found["findings"].append({"case": case["id"], "op": case["operation"], **finding})
    return found


def run_row(name, suite=None):
    row = ROWS[name]
    more = ["--suite", suite] if suite else []
    with tempfile.TemporaryDirectory(prefix="mutation-") as room:
        room = pathlib.Path(room)
        began = time.monotonic()
        found = None
        if row.needs and row.ops and not world["options"].whole:
            ops = dict.fromkeys(op for touched in row.ops for op in FIRST.get(touched, [touched]) if op in row.ops)
            narrow = [f"--select=operation:{op}" for op in (ops or dict.fromkeys(row.ops))]
            found = judge(row, room, *narrow)
            if not killed(row, found):
                found = None
        if found is None:
            found = judge(row, room, *KNOWN, *more)
        keep = world["options"].keep
        if keep and (room / "run.jsonl").exists():
            (pathlib.Path(keep) / f"{name}.jsonl").write_bytes((room / "run.jsonl").read_bytes())
        found.update(name=name, suite=suite or "", seconds=time.monotonic() - began)
        return found


# --- the verdict on the suite ---


def levels(row):
    return {"failure": ("failure", "error"), "warning": ("warning",), "any": ("failure", "warning", "error")}[row.level]


def killed(row, found):
    return any(f.get("requirement") in row.needs and f["level"] in levels(row) for f in found["findings"])


def verdict(row, found):
    """One word, and the findings that prove it."""
    failures = [f for f in found["findings"] if f["level"] in ("failure", "error")]
    if found["code"] == "timeout":
        return "timeout", failures
    if not row.needs:
        bad = found["code"] != 0 or failures
        return ("false alarm" if bad else "accepted"), failures
    if killed(row, found):
        return "killed", failures
    if row.level == "warning" and any(f.get("requirement") in row.needs for f in failures):
        return "too strict", failures
    if row.level == "failure" and any(f.get("requirement") in row.needs for f in found["findings"]):
        return "too soft", [f for f in found["findings"] if f.get("requirement") in row.needs]
    if found["code"] == 3:
        return "refused", failures
    return ("wrong requirement" if failures else "survivor"), failures or found["findings"]


def collateral(row, failures):
    if not row.ops:
        return []
    return sorted({f["op"] for f in failures if f["op"] not in row.ops and f.get("requirement") not in row.needs})


def excuses():
    """What is known and why: lines `NAME: reason`."""
    known = {}
    path = HERE / "excused.txt"
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                name, _, reason = line.partition(":")
                known[name.strip()] = reason.strip()
    return known


def show(found, word, proof, limit=3):
    label = f" ({found['suite']})" if found["suite"] else ""
    row = ROWS[found["name"]]
    print(f"{word}: {row.name}{label}" + (f", needs {' or '.join(row.needs)} as {row.level}" if row.needs else ""))
    if not proof and found["err"]:
        print("    " + found["err"].strip().splitlines()[-1])
    for finding in proof[:limit]:
        values = f" expected {str(finding.get('expected'))[:60]!r} actual {str(finding.get('actual'))[:60]!r}"
        print(f"    {finding['level']} {finding.get('requirement')} {finding['case']} {finding.get('check', '')} "
              f"{finding.get('path', '')}: {str(finding.get('message'))[:110]}{values}")
    if len(proof) > limit:
        print(f"    and {len(proof) - limit} more")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--conform", default=os.environ.get("EPMM_CONFORM"))
    parser.add_argument("--emulator", default=os.environ.get("EPMM_EMULATOR"))
    parser.add_argument("--only", action="append", help="rows whose name matches, or mutants or variations")
    parser.add_argument("--whole", action="store_true", help="the whole suite for every mutant; shows all collateral")
    parser.add_argument("--suite", action="append", default=[], help="for variations; default: the default suite, and emulator if it plans other cases")
    parser.add_argument("--keep", help="a directory for the run records")
    parser.add_argument("--json", help="a file for the figures")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--progress", action="store_true", help="tell of each row on stderr")
    parser.add_argument("--every", type=int, default=1, help="only every Nth row")
    parser.add_argument("--limit", type=int, default=3, help="findings shown for a row")
    options = parser.parse_args()
    if not options.conform or not options.emulator:
        parser.error("EPMM_CONFORM and EPMM_EMULATOR, or --conform and --emulator, name the programs")
    options.conform, options.emulator = os.path.realpath(options.conform), os.path.realpath(options.emulator)
    if options.keep:
        os.makedirs(options.keep, exist_ok=True)
    only = options.only or ["*"]
    groups = {"mutants": mutants.ROWS, "variations": variations.ROWS}
    chosen = [row for group, rows in groups.items() for row in rows
              if any(pattern == group or fnmatch.fnmatch(row.name, pattern) for pattern in only)][:: options.every]
    jobs = [(row.name, None) for row in chosen if row.needs]
    suites = options.suite or ([None] if same_plan(options.conform) else [None, "emulator"])
    jobs += [(row.name, suite) for row in chosen if not row.needs for suite in suites]
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutation-") as room:
        emulator = Emulator(options.emulator, pathlib.Path(room))
        try:
            with concurrent.futures.ProcessPoolExecutor(
                    options.jobs, initializer=set_up,
                    initargs=(options, emulator.url, emulator.password_file, emulator.password)) as pool:
                plain = pool.submit(run_row_plain).result()
                results = []
                for found in pool.map(run_row, *zip(*jobs), chunksize=4) if jobs else []:
                    results.append(found)
                    word = verdict(ROWS[found["name"]], found)[0]
                    if options.progress or word not in ("killed", "accepted"):
                        print(f"{len(results)}/{len(jobs)} {word} {found['name']} {found['seconds']:.1f} s", file=sys.stderr, flush=True)
        finally:
            emulator.stop()
    sys.exit(tell(options, plain, results, time.monotonic() - began, complete=only == ["*"] and options.every == 1))


def same_plan(conform):
    """On an emulator the default suite and the suite emulator hold the same cases."""
    listed = [subprocess.run([conform, "list", "--kind", "emulator", *more], capture_output=True, timeout=DEADLINE, check=True).stdout
              for more in (KNOWN, [*KNOWN, "--suite", "emulator"])]
    return sorted(listed[0].splitlines()) == sorted(listed[1].splitlines())


def run_row_plain():
    """The emulator behind a proxy that changes nothing."""
    with tempfile.TemporaryDirectory(prefix="mutation-") as room:
        return judge(None, pathlib.Path(room), *KNOWN)


def tell(options, plain, results, seconds, complete):
    bad = [f for f in plain["findings"] if f["level"] in ("failure", "error")]
    if plain["code"] != 0 or bad:
        print(f"the emulator itself: exit code {plain['code']}, {len(bad)} failures; nothing below counts {plain['err']}")
        for finding in bad[:5]:
            print("   ", finding["case"], finding.get("message"))
        return 1
    known, used, counts, unexcused = excuses(), set(), {}, 0
    spill = {}
    for found in results:
        row = ROWS[found["name"]]
        word, proof = verdict(row, found)
        group = "mutants" if row.needs else "variations"
        counts.setdefault(group, {}).setdefault(word, []).append(found["name"])
        for op in collateral(row, proof if word == "killed" else []):
            spill.setdefault(found["name"], []).append(op)
        if word in ("killed", "accepted"):
            continue
        if row.name in known:
            used.add(row.name)
            continue
        unexcused += 1
        show(found, word, proof, options.limit)
    for name in sorted(set(known) - used) if complete else []:
        print(f"no longer needed in excused.txt: {name}")
        unexcused += 1
    if spill:
        print("\nfailures in operations that the row does not touch:")
        for name, ops in sorted(spill.items()):
            print(f"    {name}: {', '.join(ops)}")
    print()
    for group, words in sorted(counts.items()):
        told = ", ".join(f"{len(names)} {word}" for word, names in sorted(words.items()))
        print(f"{group}: {sum(map(len, words.values()))} runs: {told}")
    print(f"{len(used)} excused, {len(spill)} with collateral, {seconds:.0f} s, the suite ran {plain['cases']} cases")
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(
            {"seconds": seconds, "counts": counts, "collateral": spill}, indent=1) + "\n", encoding="utf-8")
    return 1 if unexcused else 0


if __name__ == "__main__":
    main()
