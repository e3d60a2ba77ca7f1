# SPDX-License-Identifier: Apache-2.0
"""Takes the script that judges out of each file of ci/templates and writes it to FOLDER/NAME.sh."""

import pathlib
import re
import sys

from ruamel.yaml import YAML

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "ci" / "templates"


def texts(value):
    """All strings of a YAML document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)


def jenkins(text):
    """The shell scripts of a Jenkinsfile, whose braces and brackets must close each other."""
    scripts = re.findall(r"sh '''(.*?)'''", text, re.DOTALL)
    bare = re.sub(r"'''.*?'''|'[^']*'|//[^\n]*", "", text, flags=re.DOTALL)
    open_ones = []
    for sign in re.findall(r"[{}()\[\]]", bare):
        if sign in "{([":
            open_ones.append(sign)
        elif not open_ones or "{([".index(open_ones.pop()) != "})]".index(sign):
            sys.exit(f"Jenkinsfile: {sign} closes nothing")
    if open_ones:
        sys.exit(f"Jenkinsfile: {open_ones} are left open")
    return scripts


def main():
    for file in sorted(FOLDER.iterdir()):
        text = file.read_text(encoding="utf-8")
        scripts = jenkins(text) if file.name == "Jenkinsfile" else texts(YAML(typ="safe").load(text))
        runs = [one for one in scripts if "epmm-conform run" in one]
        if len(runs) != 1:
            sys.exit(f"{file.name}: {len(runs)} scripts that judge")
        pathlib.Path(sys.argv[1], f"{file.name}.sh").write_text(runs[0] + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
