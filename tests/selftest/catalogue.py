# SPDX-License-Identifier: Apache-2.0
"""The rows that are proven: faults and variations, as the programs list them."""

import csv
import dataclasses
import subprocess


@dataclasses.dataclass(frozen=True)
class Row:
    """A fault or a variation. A variation has neither requirements nor cases."""

    name: str
    area: str
    about: str
    server: str  # "emulator" or "transport"
    level: str = ""  # of a fault: the gravity that its finding must have, "fail" or "warn"
    requirements: tuple = ()  # of a fault: a finding must name one of them; the first is the one that is broken
    cases: tuple = ()  # of a fault: patterns of the cases that may fail, the first of which must

    @property
    def is_fault(self):
        return bool(self.cases)


def read_rows(lines, server):
    """The rows of a table with tabs and a line of headings."""
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        if "cases" in row:
            yield Row(row["name"], row["area"], row["about"], server, row["level"], tuple(row["requirements"].split()),
                      tuple(row["cases"].split()))
        else:
            yield Row(row["name"], row["area"], row["about"], server)


def listed(program, option):
    return subprocess.run([program, option], check=True, capture_output=True, text=True).stdout.splitlines()


# Scripts of the server of transport faults that are correct HTTP; they serve other tests.
CORRECT = {"ok", "ok-close", "ok-chunked", "ok-until-close", "ok-204", "echo", "crowd", "landing", "length-same-twice",
           "interim-ok", "bare-lf"}


def transport(lines):
    """The scripts of the server of transport faults: name, tab, what it does."""
    for name, about in (line.split("\t", 1) for line in lines):
        if name not in CORRECT:
            yield Row(name, "transport", about, "transport", "fail", (), ("*",))


def catalogue(programs):
    """All rows; names are unique."""
    rows = list(read_rows(listed(programs.emulator, "--list-faults"), "emulator"))
    rows += read_rows(listed(programs.emulator, "--list-variations"), "emulator")
    rows += transport(listed(programs.fault_server, "--list"))
    names = [row.name for row in rows]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise SystemExit(f"selftest: names used twice: {' '.join(sorted(twice))}")
    return rows
