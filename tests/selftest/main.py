#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the suite against every fault and every variation of the bundled servers, and tells what it did not find.

A fault must be found, in a case that its row names first, by a finding that names its requirement; nothing outside of the cases
that it names may fail. A variation must raise nothing. Exit code 1 on a survivor, a wrong reason, a false alarm, a failure
elsewhere, or a finding that differs from tests/golden/faults.
"""

import argparse
import collections
import concurrent.futures
import fnmatch
import os
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import bench
import catalogue
import golden
import telling
import verdict


SAMPLE = 40  # each so many runs of a fault is of the whole suite, to see whether anything else fails


def options():
    parser = argparse.ArgumentParser(prog="ci/selftest", description=__doc__.splitlines()[0])
    parser.add_argument("--only", metavar="PATTERN", action="append", help="only rows whose name or area fits; repeatable")
    parser.add_argument("--whole", action="store_true", help="run the whole suite for each fault, not just the cases it names")
    parser.add_argument("--update", action="store_true", help="write the golden findings and docs/proof.md anew")
    parser.add_argument("--json", metavar="FILE", help="write the verdicts as JSON")
    parser.add_argument("--jobs", metavar="N", type=int, default=os.cpu_count(), help="runs at once; as many as processors")
    parser.add_argument("--verbose", action="store_true", help="tell each row")
    return parser.parse_args()


def chosen(rows, patterns):
    if not patterns:
        return rows
    return [row for row in rows if any(fnmatch.fnmatchcase(text, one) for one in patterns for text in (row.name, row.area))]


def judge_fault(tools, row, whole):
    """A fault is looked for where it must be found, and only if it is not found there in the whole suite."""
    judged = None if whole else verdict.judge_fault(row, bench.run_emulator(tools, [row], row.cases[:1]))
    if judged is None or judged.verdict != verdict.KILLED:
        judged = verdict.judge_fault(row, bench.run_emulator(tools, [row], []))
    return judged


def judge_variations(tools, rows):
    """Variations of different areas are run together; only if that raises something, each alone."""
    outcome = bench.run_emulator(tools, rows, [])
    judged = [verdict.judge_variation(outcome, row) for row in rows]
    if len(rows) == 1 or all(one.verdict == verdict.QUIET for one in judged):
        return judged
    return [verdict.judge_variation(bench.run_emulator(tools, [row], []), row) for row in rows]


def judge(tools, rows, whole):
    """Rows that are run together: their judgements, and the seconds that each took."""
    started = time.monotonic()
    try:
        if rows[0].server == "transport":
            judged = [verdict.judge_transport(bench.run_transport(tools, rows[0]))]
        elif rows[0].is_fault:
            judged = [judge_fault(tools, rows[0], whole)]
        else:
            judged = judge_variations(tools, rows)
    except RuntimeError as error:
        judged = [verdict.Judgement(verdict.BROKEN, str(error).strip()[-300:])] * len(rows)
    return judged, (time.monotonic() - started) / len(rows)


def together(rows):
    """What is run at once: each fault alone, variations by threes of different areas, those of the form last."""
    areas = collections.OrderedDict()
    for row in rows:
        if row.is_fault:
            yield [row]
        else:
            areas.setdefault(row.area, []).append(row)
    order = sorted(areas, key=lambda area: area == "form")
    for number in range(max(map(len, areas.values()), default=0)):
        yield [areas[area][number] for area in order if number < len(areas[area])]


def clean(tools):
    """The clean emulator: the suite must find nothing."""
    judged = verdict.judge_variation(bench.run_emulator(tools, [], []))
    return judged


def main():
    wanted = options()
    tools = bench.programs()
    rows = catalogue.catalogue(tools)
    picked = chosen(rows, wanted.only)
    started = time.monotonic()
    quiet = clean(tools)
    judged, seconds = collections.OrderedDict((row, None) for row in picked), {}
    with concurrent.futures.ThreadPoolExecutor(max_workers=wanted.jobs) as pool:
        groups = ([row] for row in picked) if wanted.whole else together(picked)
        running = {pool.submit(judge, tools, rows, wanted.whole or not number % SAMPLE): rows for number, rows in enumerate(groups)}
        for done in concurrent.futures.as_completed(running):
            results, each = done.result()
            for row, result in zip(running[done], results):
                judged[row], seconds[row] = result, each
                telling.progress(row, result, wanted.verbose)
    whole = not wanted.only
    stale = golden.compare(judged, wanted.update, whole)
    good = telling.summary(quiet, judged, seconds, stale, time.monotonic() - started)
    if whole:
        good = telling.publish(judged, wanted.update) and good
    if wanted.json:
        telling.write_json(judged, seconds, wanted.json)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
