# SPDX-License-Identifier: Apache-2.0
"""What the outcome of a run says of a row."""

import dataclasses
import fnmatch

# Verdicts on a row.
KILLED = "killed"  # a fault was found where it must be, and named
QUIET = "quiet"  # a variation raised nothing
SURVIVED = "survived"  # a fault was not found at all, or not as gravely as it must be
WRONG_REASON = "wrong reason"  # it was found, but only other requirements were named
ELSEWHERE = "elsewhere"  # it was found and named, but not in a case that must find it
FALSE_ALARM = "false alarm"  # a variation raised a failure or an error
IDLE = "idle"  # a variation changed nothing, and proves nothing
BROKEN = "broken"  # the suite or the emulator crashed, hung or could not do its work
GOOD = (KILLED, QUIET)

GRAVITY = {"failure": 2, "error": 2, "warning": 1}
NEEDED = {"fail": 2, "warn": 1}


@dataclasses.dataclass(frozen=True)
class Found:
    """A finding of a case."""

    case: str
    gravity: int
    requirement: str
    finding: dict
    case_entry: dict


@dataclasses.dataclass
class Judgement:
    verdict: str
    why: str = ""
    best: Found | None = None  # of a fault: the finding that shows it best
    collateral: tuple = ()  # cases that fail although the row does not allow it


def fits(case, patterns):
    return any(fnmatch.fnmatchcase(case, pattern) for pattern in patterns)


def findings(outcome):
    for entry in outcome.cases:
        for finding in entry["findings"]:
            gravity = GRAVITY.get(finding["level"], 0)
            if gravity:
                yield Found(entry["id"], gravity, finding.get("requirement", ""), finding, entry)


def failing(outcome):
    return [entry["id"] for entry in outcome.cases if entry["verdict"] in ("fail", "error")]


def judge_fault(row, outcome):
    if outcome.code not in (0, 1):
        return Judgement(BROKEN, f"exit code {outcome.code}: {outcome.error.strip()[-300:]}")
    found = [one for one in findings(outcome) if one.gravity >= NEEDED[row.level]]
    named = [one for one in found if one.requirement in row.requirements]
    here = [one for one in named if fits(one.case, row.cases[:1])]
    collateral = tuple(case for case in failing(outcome) if not fits(case, row.cases))
    if here:
        # The broken requirement before others, then the order of the run.
        best = min(here, key=lambda one: (-one.gravity, row.requirements.index(one.requirement)))
        return Judgement(KILLED, best=best, collateral=collateral)
    if named:
        return Judgement(ELSEWHERE, f"only in {named[0].case}", named[0], collateral)
    if found:
        told = sorted({one.requirement for one in found})
        return Judgement(WRONG_REASON, f"named {' '.join(told)}", found[0], collateral)
    return Judgement(SURVIVED, f"exit code {outcome.code}", collateral=collateral)


def judge_variation(outcome, row=None):
    if outcome.code not in (0, 1):
        return Judgement(BROKEN, f"exit code {outcome.code}: {outcome.error.strip()[-300:]}")
    grave = [one for one in findings(outcome) if one.gravity == 2]
    failed = failing(outcome)
    if grave:
        first = grave[0]
        return Judgement(FALSE_ALARM, f"{first.case}: {first.requirement} {first.finding.get('message', '')}", first)
    if failed or outcome.code:
        return Judgement(FALSE_ALARM, f"{failed[0] if failed else ''} exit code {outcome.code}")
    if row and row.name in outcome.idle:
        return Judgement(IDLE, "changed nothing in the whole suite")
    return Judgement(QUIET)


def judge_transport(outcome):
    """A transport fault is found when a case fails or cannot be judged, and the suite ends as it should."""
    if outcome.code not in (1, 3):
        verdict = SURVIVED if outcome.code == 0 else BROKEN
        return Judgement(verdict, f"exit code {outcome.code}: {outcome.error.strip()[-300:]}")
    return Judgement(KILLED) if failing(outcome) else Judgement(SURVIVED, "no case fails")
