# SPDX-License-Identifier: Apache-2.0
"""The finding that each fault gets, kept as text: a stranger must be able to mend the server from it."""

import difflib
import pathlib
import re

FOLDER = pathlib.Path("tests/golden/faults")

# What differs from run to run.
MASKS = (
    (re.compile(r"http://127\.0\.0\.1:\d+"), "http://SERVER"),
    (re.compile(r"\bconform(-|%20| )[0-9a-f]{8}(-[a-z]{2}\b)?"), "conform-RUN"),
    (re.compile(r"\b555\d{7}\b"), "PHONE"),
    (re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"), "TIME"),
    (re.compile(r"\b1[789]\d{11}\b"), "MILLISECONDS"),
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"), "UUID"),
)
FIELDS = ("path", "record", "expected", "actual", "message")


def masked(text):
    for pattern, word in MASKS:
        text = pattern.sub(word, text)
    return text.replace("\n", " ")


def entry(row, judged):
    """What is kept of a row."""
    lines = [row.name]
    if judged.best:
        finding = judged.best.finding
        lines.append(f"  case      {judged.best.case}")
        lines.append(f"  told      {finding['level']} {finding.get('requirement', '')} by {finding['check']}")
        lines += [f"  {field:9} {masked(str(finding[field]))}" for field in FIELDS if finding.get(field)]
        exchanges = judged.best.case_entry.get("exchanges") or [{}]
        if exchanges[-1].get("curl"):
            lines.append(f"  again     {masked(exchanges[-1]['curl'])}")
    return "\n".join(lines) + "\n"


def split(text):
    """The entries of a file by name."""
    return {part.split("\n", 1)[0]: part.rstrip("\n") + "\n" for part in re.split(r"\n(?=\S)", text) if part.strip()}


def compare(judged, update, whole):
    """Compares the findings with the files, or writes these anew; the names of those that differ."""
    stale, areas = [], {}
    for row, one in judged.items():
        if row.is_fault and row.server == "emulator":
            areas.setdefault(row.area, {})[row.name] = entry(row, one)
    for area, now in areas.items():
        file = FOLDER / f"{area}.txt"
        kept = split(file.read_text(encoding="utf-8")) if file.exists() else {}
        if update:
            FOLDER.mkdir(parents=True, exist_ok=True)
            merged = now if whole else {**kept, **now}
            file.write_text("\n".join(merged.values()), encoding="utf-8")
            continue
        for name, text in now.items():
            if kept.get(name) != text:
                stale.append((name, "\n".join(difflib.unified_diff(kept.get(name, "").splitlines(), text.splitlines(),
                                                                   "kept", "now", lineterm="", n=0))))
        if whole:
            stale += [(name, "has no row any more") for name in kept if name not in now]
    return stale
