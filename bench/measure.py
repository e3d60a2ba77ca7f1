# SPDX-License-Identifier: Apache-2.0
"""Runs programs in turn and keeps what the kernel accounts for each: wall time, processor time and peak memory."""
import dataclasses
import statistics
import subprocess


@dataclasses.dataclass
class Sample:
    wall: float  # seconds
    cpu: float  # seconds, user and system
    peak: float  # bytes


def run_once(launcher, arguments):
    """Runs a program to its end; what it says goes nowhere. Anything but exit code 0 ends the measurement."""
    command = [str(a) for a in (launcher, *arguments)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"bench: exit code {done.returncode}: {' '.join(command)}\n{done.stderr}")
    wall, cpu, peak = done.stderr.split()[-3:]
    return Sample(int(wall) / 1e6, int(cpu) / 1e6, int(peak) * 1024)


def alternate(launcher, left, right, rounds):
    """Both programs once uncounted, then in turn; gives the samples of each."""
    run_once(launcher, left)
    run_once(launcher, right)
    pairs = []
    for number in range(rounds):
        if number % 2:
            second = run_once(launcher, right)
            first = run_once(launcher, left)
        else:
            first = run_once(launcher, left)
            second = run_once(launcher, right)
        pairs.append((first, second))
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def median(samples, what):
    return statistics.median(getattr(sample, what) for sample in samples)


@dataclasses.dataclass
class Row:
    name: str
    target: str
    values: list  # one a round
    goal: float | None  # at most; None where it is only told
    detail: str  # the medians that the value is made of
    unit: str = "×"

    def value(self):
        return statistics.median(self.values)

    def cells(self):
        met = "" if self.goal is None else "yes" if self.value() <= self.goal else "**no**"
        goal = "" if self.goal is None else f"≤ {self.goal:g} {self.unit}"
        spread = f"{min(self.values):.2f} … {max(self.values):.2f}" if len(self.values) > 1 else ""
        return [self.name, self.target, goal, f"{self.value():.2f} {self.unit}", spread, met, self.detail]


def ratio(name, target, mine, bare, what, goal):
    """A row: what one program needs over what the other needs, round by round."""
    values = [getattr(m, what) / max(getattr(b, what), 1e-4) for m, b in zip(mine, bare)]
    detail = f"{median(mine, what) * 1000:.1f} / {median(bare, what) * 1000:.1f} ms"
    return Row(name, target, values, goal, detail)


def fixed(name, target, value, goal, unit, detail=""):
    return Row(name, target, [value], goal, detail, unit)
