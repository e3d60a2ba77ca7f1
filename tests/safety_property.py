#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Random runs of epmm-conform against an emulator; what the server saw must be within what was allowed.

Arguments: program, source folder, folder of the emulator (ready, target.yaml, log), a folder to work in, seed, rounds.
"""
import base64
import json
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import urllib.request

import yaml

program, source, server, room = sys.argv[1], *map(pathlib.Path, sys.argv[2:5])
seed, rounds = int(sys.argv[5]), int(sys.argv[6])
rng = random.Random(seed)
url = (server / "ready").read_text().split()[0]
target = yaml.safe_load((server / "target.yaml").read_text())
password = pathlib.Path(target["password-file"]).read_text().strip()
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
OPEN = {"notify", "change", "secure", "destroy"}
BY_KIND = {"production": {"read", "probe"}, "lab": {"read", "probe", "sense"},
           "emulator": {"read", "probe", "sense", "probe-write"}}
SUITES = sorted(p.stem for p in (source / "suites").glob("*.yaml"))
SELECT = sorted({"operation:" + p.stem for p in (source / "cases").glob("*/*.yaml") if p.parent.name not in
                 ("scenarios", "contracts")} | {"scenario:" + p.stem for p in (source / "cases").glob("scenarios/*.yaml")})
RESIDUE = ("lastConnectedAt", "locatedAt", "comments", "updateBy", "updatedAt")  # as the scenarios declare it
HISTORY = ("actions", "messages", "passcodes")  # what was done stays written there, whatever is taken back


def ask(method, path):
    request = urllib.request.Request(url + path, method=method)
    request.add_header("Authorization", "Basic " + base64.b64encode(f"{target['user']}:{password}".encode()).decode())
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def state(gone):
    """What differs from the seed, without histories, times of contact, users the run made, and devices that are gone."""
    whole = json.loads(ask("GET", "/_emulator/state"))
    for name in HISTORY:
        whole.pop(name, None)
    for name, facts in list(whole.items()):
        if not isinstance(facts, dict):
            continue
        for key, fact in list(facts.items()):
            if key.startswith("conform-") or key in gone:
                del facts[key]
                continue
            if isinstance(fact, dict):
                for part in RESIDUE:
                    fact.pop(part, None)
                if fact.get("blockReason") == 0:  # as before: no phone that may be acted on is blocked at the start
                    del fact["blockReason"]
                if fact.get("isRead") == "false":  # runs take unread alerts only
                    del fact["isRead"]
                details = fact.get("details", {})
                for key_off in ("Voice Roaming Enabled", "DataRoamingEnabled", "PasscodePresent"):
                    if details.get(key_off) == "false":  # roaming is off at the start; unlocking clears the passcode
                        del details[key_off]
                for part in [p for p, inner in fact.items() if inner == {}]:
                    del fact[part]
                if not fact:
                    del facts[key]
        if not facts:
            del whole[name]
    return whole


def lowered(folder):
    """Case files that call their writes reads and have no way back."""
    data = folder / "data"
    shutil.rmtree(data, ignore_errors=True)
    for name in ("cases", "schemas", "suites"):
        shutil.copytree(source / name, data / name)
    for file in (data / "cases").glob("*/*.yaml"):
        text = re.sub(r"(?m)^class: .*$", "class: read", file.read_text())
        file.write_text(text)
    return data


def choose(folder):
    kind = rng.choice([None, "production", "lab", "emulator", "emulator", "emulator"])
    permits = set(rng.sample(sorted(OPEN | {"sense", "probe-write"}), rng.randint(0, 6)))
    allow = set(rng.sample(sorted(OPEN | {"sense", "probe-write"}), rng.randint(0, 6)))
    devices = rng.sample(target["devices"], rng.randint(0, len(target["devices"])))
    own = {name: rng.sample(target.get(name, []), rng.randint(0, len(target.get(name, []))))
           for name in ("users", "labels", "policies")}
    mine = dict(target, permits=sorted(permits), devices=devices, **own)
    mine.pop("kind", None)
    file = folder / "target.yaml"
    file.write_text(yaml.safe_dump(mine))
    words = ["--target", str(file), "--suite", rng.choice(SUITES + ["full", "full"]), "--timeout", "20"]
    words += ["--kind", kind] if kind else []
    words += ["--allow", ",".join(sorted(allow))] if allow else []
    words += ["--format", rng.choice(["xml", "json", "xml,json"])]
    words += sum((["--select", rng.choice(SELECT)] for _ in range(rng.randint(0, 4))), [])
    if rng.random() < 0.15:
        words += ["--data-dir", str(lowered(folder))]
    return kind or "production", permits, allow, set(devices), words


def run(command, words, folder, interrupt=None):
    process = subprocess.Popen([program, *command, *words], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if interrupt:
        try:
            process.wait(interrupt[1])
        except subprocess.TimeoutExpired:
            process.send_signal(interrupt[0])
    output = process.communicate(timeout=120)[0].decode(errors="replace")
    return process.returncode, output


def judge(log, kind, permits, allow, devices):
    """Complaints about what the server saw, and the devices that are gone by what was allowed."""
    may = BY_KIND[kind] | {c for c in allow if kind == "emulator" or c in permits}
    made, gone, bad = set(), set(), []
    for entry in log:
        effect = entry["effect"]
        if effect in ("", "none"):
            if kind == "production" and not permits & allow and entry["method"] != "GET":
                bad.append(f"not a GET: {entry}")
            continue
        if entry["class"] not in may:
            bad.append(f"class {entry['class']} is not in {sorted(may)}: {entry}")
        ids = set(UUID.findall(effect))
        if "register " in effect:
            made |= ids
        if entry["class"] == "destroy":
            gone |= ids
        if "eas" not in entry["path"] and ids - devices - made:
            bad.append(f"foreign {sorted(ids - devices - made)}: {entry}")
    return bad, gone | made


def one_round(number):
    folder = room / f"round-{number}"
    folder.mkdir()
    ask("POST", "/_emulator/reset")
    log = server / "log"
    seen = log.stat().st_size if log.exists() else 0
    kind, permits, allow, devices, words = choose(folder)
    interrupt = None
    if rng.random() < 0.4:
        interrupt = (rng.choice([signal.SIGINT, signal.SIGTERM, signal.SIGKILL, signal.SIGKILL]), rng.uniform(0.02, 1.5))
    code, output = run(["run"], words + ["--report-dir", "reports"], folder, interrupt)
    told = [f"{output[-1500:]}"]
    bad = [] if code in (0, 1, 2, 3, 5, 6, 130, -signal.SIGKILL, -signal.SIGINT, -signal.SIGTERM) else [f"exit code {code}"]
    if code == -signal.SIGKILL:
        kept = [w for i, w in enumerate(words) if w not in ("--suite", "--format", "--select") and
                (i == 0 or words[i - 1] not in ("--suite", "--format", "--select"))]
        for journal in sorted(folder.glob("reports/journal-*.jsonl")):
            text = journal.read_text()
            code, output = run(["cleanup", str(journal)], kept, folder)
            told.append(output[-1500:])
            # What nothing takes back (a message) and what may be taken back only with other keys stays, and is told.
            if code not in (0, 1) and "sending" in text:
                bad.append(f"cleanup: exit code {code}")
            elif code == 1 and "nothing takes it back" not in output:
                bad.append("cleanup left something behind")
    with open(log, encoding="utf-8") as lines:
        lines.seek(seen)
        entries = [json.loads(line) for line in lines if '"path":"/_emulator' not in line]
    worse, gone = judge(entries, kind, permits, allow, devices)
    bad += worse
    after = state(gone)
    if after:
        bad.append(f"left behind: {json.dumps(after)[:1000]}")
    if bad:
        print(f"round {number} of seed {seed}: {' '.join(words)}", f"signal {interrupt}", *bad[:8], *told, sep="\n  ")
    return not bad


good = [one_round(number) for number in range(rounds)]
sys.exit(0 if all(good) else 1)
