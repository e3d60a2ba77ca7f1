#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads a run record and the JUnit report made from it with other people's libraries and compares the two.

    tests/reports_twin.py RUN.jsonl JUNIT.xml

Each line of the record must fit reports/run-record.schema.json (python3-jsonschema), the report must fit
reports/junit.xsd (xmllint), and python3-junitparser must find in it the cases, verdicts and counts of the record.
Exit code 0: all agree; 1: they do not, with one line for each difference; 77: a library is missing.
"""
import collections
import json
import pathlib
import subprocess
import sys

try:
    import jsonschema
    import junitparser
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

REPORTS = pathlib.Path(__file__).resolve().parent.parent / "reports"
VERDICTS = {"failure": "fail", "error": "error", "skipped": "skip"}


def read_record(path):
    """The lines of the record, each checked against the schema of its kind."""
    schema = json.loads((REPORTS / "run-record.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    checks = {
        kind: jsonschema.Draft7Validator({"$ref": f"#/definitions/{kind}", "definitions": schema["definitions"]})
        for kind in ("header", "requirements", "case", "shape", "summary")
    }
    whole = jsonschema.Draft7Validator(schema)
    lines, problems = [], []
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = json.loads(text)
        lines.append(line)
        problems += [f"{path}:{number}: {error.message}" for error in checks[line["record"]].iter_errors(line)]
        known = set(schema["definitions"][line["record"]]["properties"])
        problems += [f"{path}:{number}: '{name}' is not in the schema" for name in line if name not in known]
        if not whole.is_valid(line):
            problems.append(f"{path}:{number}: fits none or several kinds of lines")
    return lines, problems


def verdict_of(case):
    """The verdict that a reader sees; more than one result child is an error of the report."""
    kinds = [VERDICTS[type(result).__name__.lower()] for result in case.result]
    if len(kinds) > 1:
        raise ValueError(f"{case.classname} {case.name}: {len(kinds)} results")
    for result in case.result:
        if not result.message or not result.type or not (result.text or "").strip():
            raise ValueError(f"{case.classname} {case.name}: message, type or text is empty")
    return kinds[0] if kinds else "pass"


def compare_suite(suite):
    """The counts of a suite against its children, and no name twice."""
    counts = collections.Counter(verdict_of(case) for case in suite)
    announced = {"fail": suite.failures, "error": suite.errors, "skip": suite.skipped}
    for verdict, number in announced.items():
        if counts[verdict] != number:
            yield f"{suite.name}: announces {number} {verdict}, holds {counts[verdict]}"
    if sum(counts.values()) != suite.tests:
        yield f"{suite.name}: announces {suite.tests} tests, holds {sum(counts.values())}"
    milliseconds = sum(round(float(case.time) * 1000) for case in suite)
    if milliseconds != round(float(suite.time) * 1000):
        yield f"{suite.name}: time {suite.time} is not the sum of its cases, {milliseconds} ms"
    for name, number in collections.Counter((case.classname, case.name) for case in suite).items():
        if number > 1:
            yield f"{suite.name}: {name} stands there {number} times"


def compare(lines, report):
    """Cases and verdicts of the record against those of the report."""
    wanted = collections.Counter(
        (f"epmm.{case['area']}.{case['operation']}", case["name"], case["verdict"])
        for case in lines
        if case["record"] == "case"
    )
    found = collections.Counter((case.classname, case.name, verdict_of(case)) for suite in report for case in suite)
    for what in wanted - found:
        yield f"in the record but not in the report: {what}"
    for what in found - wanted:
        yield f"in the report but not in the record: {what}"
    for suite in report:
        yield from compare_suite(suite)
    if report.tests != sum(wanted.values()):
        yield f"the report announces {report.tests} tests, the record has {sum(wanted.values())}"
    summary = lines[-1]
    if summary["record"] != "summary":
        return
    for verdict, key in {"pass": "passed", "fail": "failed", "error": "errors", "skip": "skipped"}.items():
        number = sum(count for (_, _, name), count in wanted.items() if name == verdict)
        if number != summary[key]:
            yield f"the summary says {summary[key]} {key}, the record has {number}"


def compare_requirements(lines, report):
    """The requirements of each case, as a property that trackers read."""
    sets = {line["name"]: line["requirements"] for line in lines if line["record"] == "requirements"}
    wanted = {
        (f"epmm.{case['area']}.{case['operation']}", case["name"]): case["requirements"] + sets.get(case.get("shared"), [])
        for case in lines
        if case["record"] == "case"
    }
    for suite in report:
        for case in suite:
            values = [p.value for ps in case.iterchildren(junitparser.Properties) for p in ps if p.name == "requirements"]
            found = values[0].split(",") if values else []
            if found != wanted.get((case.classname, case.name), found):
                yield f"{case.classname} {case.name}: requirements {found}"


def main():
    record, junit = map(pathlib.Path, sys.argv[1:3])
    lines, problems = read_record(record)
    lint = subprocess.run(
        ["xmllint", "--noout", "--nonet", "--schema", REPORTS / "junit.xsd", junit],
        capture_output=True, text=True, check=False,
    )
    if lint.returncode != 0:
        problems.append(lint.stderr.strip())
    report = junitparser.JUnitXml.fromfile(str(junit))
    problems += compare(lines, report)
    problems += compare_requirements(lines, report)
    print("\n".join(problems) or f"{record} and {junit} agree: {report.tests} cases")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
