# SPDX-License-Identifier: Apache-2.0
"""What is printed and published."""

import collections
import json
import pathlib

import verdict

PROOF = pathlib.Path("docs/proof.md")
README = pathlib.Path("README.md")
BEGIN, END = "<!-- proof -->", "<!-- /proof -->"
SHOWN = 20  # golden findings that are printed when they differ


def progress(row, judged, verbose):
    if verbose or judged.verdict not in verdict.GOOD:
        print(f"{judged.verdict:12}  {row.name}  {judged.why}", flush=True)


def counts(judged):
    """By area: (rows, good) of faults, in the order of the catalogue; and of variations."""
    faults, variations = collections.OrderedDict(), [0, 0]
    for row, one in judged.items():
        place = faults.setdefault(row.area, [0, 0]) if row.is_fault else variations
        place[0] += 1
        place[1] += one.verdict in verdict.GOOD
    return faults, variations


def summary(quiet, judged, seconds, stale, took):
    """Prints what was found; true if all is well."""
    faults, variations = counts(judged)
    every, killed = sum(a for a, _ in faults.values()), sum(b for _, b in faults.values())
    print()
    if quiet.verdict != verdict.QUIET:
        print(f"the clean emulator is not quiet: {quiet.why}")
    for area, (rows, good) in faults.items():
        print(f"{area:12} {good:5} of {rows:5} faults killed")
    print(f"{'together':12} {killed:5} of {every:5} faults killed", f"({100 * killed / every:.1f} %)" if every else "")
    print(f"{variations[0]} variations, {variations[0] - variations[1]} false alarms")
    elsewhere = [(row, one) for row, one in judged.items() if one.collateral]
    for row, one in elsewhere:
        print(f"collateral    {row.name}: {' '.join(one.collateral[:4])}{' …' if len(one.collateral) > 4 else ''}")
    for name, difference in stale[:SHOWN]:
        print(f"golden        {name}\n{difference}")
    if len(stale) > SHOWN:
        print(f"golden        … and {len(stale) - SHOWN} more; ci/selftest --update writes them, git diff shows them")
    for row in sorted(seconds, key=seconds.get, reverse=True)[:5]:
        if seconds[row] > 10:
            print(f"slow          {row.name} {seconds[row]:.0f} s")
    print(f"{took:.0f} s")
    bad = [row for row, one in judged.items() if one.verdict not in verdict.GOOD]
    return not bad and not elsewhere and not stale and quiet.verdict == verdict.QUIET


def proof(judged):
    """docs/proof.md."""
    faults, variations = counts(judged)
    every, killed = sum(a for a, _ in faults.values()), sum(b for _, b in faults.values())
    rows = "\n".join(f"| {area} | {rows} | {good} |" for area, (rows, good) in faults.items())
    return f"""# How the checks are proven

<!-- Written by `ci/selftest --update`; do not edit. -->

A check that has never failed proves nothing. The emulator therefore has a table of faults: each breaks one statement of the
guide, in one way that a real server might. `ci/selftest` runs the suite against each of them. A fault counts as killed when
the suite finds it in the case where it must be found, and the finding names the requirement that is broken. The emulator has
variations as well: differences that the guide allows. They must raise no failure.

A fault is looked for in the cases that its row names, each fortieth in the whole suite (`--whole`: all of them), to see whether
anything fails that has nothing to do with it. Variations of different areas are switched on together, and one at a time only
if that raises something.

| area | faults | killed |
|---|---|---|
{rows}
| **together** | **{every}** | **{killed}** |

{variations[0]} variations, {variations[0] - variations[1]} false alarms.

- `epmm-emulator --list-faults` and `--list-variations` print the tables, `--fault NAME` switches a row on.
- `fault-server --list` prints the faults of the area `transport`: answers that break off, lie about their length, never end.
- [tests/golden/faults](../tests/golden/faults) keeps the finding of every fault, so that a change of its words is seen.
- The column `faults` of [cases/requirements.csv](../cases/requirements.csv) names the faults that prove each requirement.
"""


def line(judged):
    faults, variations = counts(judged)
    every, killed = sum(a for a, _ in faults.values()), sum(b for _, b in faults.values())
    return (f"{BEGIN}\n`ci/selftest` ran the suite against {every} faulty servers and {variations[0]} correct ones that differ: "
            f"{killed} of the faults were found, {variations[0] - variations[1]} of the others raised a false alarm "
            f"([how](docs/proof.md)).\n{END}")


def put_line(text, new):
    """The README with a new line between the marks."""
    return text[:text.index(BEGIN)] + new + text[text.index(END) + len(END):]


def publish(judged, update):
    """Writes the figures, or says that those written are not those measured."""
    wanted = {PROOF: proof(judged)}
    readme = README.read_text(encoding="utf-8")
    if BEGIN in readme:
        wanted[README] = put_line(readme, line(judged))
    good = True
    for file, text in wanted.items():
        if update:
            file.write_text(text, encoding="utf-8")
        elif not file.exists() or file.read_text(encoding="utf-8") != text:
            print(f"{file} does not say what was measured; ci/selftest --update writes it")
            good = False
    return good


def write_json(judged, seconds, file):
    rows = [{"name": row.name, "area": row.area, "verdict": one.verdict, "why": one.why, "collateral": list(one.collateral),
             "case": one.best.case if one.best else None, "requirement": one.best.requirement if one.best else None,
             "finding": one.best.finding if one.best else None, "seconds": round(seconds[row], 2)}
            for row, one in judged.items()]
    pathlib.Path(file).write_text(json.dumps(rows, indent=1, ensure_ascii=False), encoding="utf-8")
