#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The JSON Schema of the case language and the loader give the same verdict on the same files.

usage: schema_twin.py PROGRAM

PROGRAM is epmm-conform. Files under tests/data/load/good and bad, and the real cases, schemas and suites, are judged by
`PROGRAM lint` and by cases/*.schema.json through a YAML 1.2 reader. tests/data/load/beyond-schema.txt names the bad
files whose mistake a JSON Schema cannot express; each of them must pass the schema, so that the list cannot rot.
"""
import json
import pathlib
import subprocess
import sys

try:
    import jsonschema
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError
except ImportError as error:
    print(f"schema_twin: {error}; install python3-jsonschema and python3-ruamel.yaml")
    sys.exit(77)

TOP = pathlib.Path(__file__).resolve().parent.parent
DATA = TOP / "tests/data/load"
KINDS = {
    "endpoint": "case",
    "url": "target",
    "suite": "suite",
    "schema": "schema",
    "schemas": "schema",
    "tables": "values",
    "fixtures": "fixtures",
    "scenario": "scenario",
    "contract": "scenario",
    "known": "known",
}


def text_keys(value):
    """Keys as the text they are in a file: JSON knows no others."""
    if isinstance(value, dict):
        return {str(key): text_keys(item) for key, item in value.items()}
    if isinstance(value, list):
        return [text_keys(item) for item in value]
    return value


def read(path):
    """The document, or None when the reader refuses it."""
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 2)
    # YAML 1.2 knows no dates: `2026-11-23` is a text.
    for resolvers in reader.resolver.versioned_resolver.values():
        resolvers[:] = [pair for pair in resolvers if pair[0] != "tag:yaml.org,2002:timestamp"]
    try:
        return text_keys(reader.load(path.read_bytes()))
    except (YAMLError, UnicodeDecodeError, ValueError):
        return None


def validators():
    store = {}
    for path in sorted((TOP / "cases").glob("*.schema.json")):
        schema = json.loads(path.read_text())
        jsonschema.Draft7Validator.check_schema(schema)
        store[path.name] = schema
    found = {}
    for name, schema in store.items():
        resolver = jsonschema.RefResolver(base_uri=name, referrer=schema, store=store)
        found[name.split(".")[0]] = jsonschema.Draft7Validator(schema, resolver=resolver)
    return found


def schema_complaint(document, found):
    """What the JSON Schema says, or None when it accepts the document."""
    if not isinstance(document, dict):
        return "not a mapping"
    kind = next((KINDS[key] for key in KINDS if key in document), None)
    if kind is None:
        return "no kind"
    error = jsonschema.exceptions.best_match(found[kind].iter_errors(document))
    return f"{'/'.join(map(str, error.absolute_path))}: {error.message}"[:200] if error else None


def loader_accepts(program, data, path):
    """Exit code 0 or 2 of `lint`; anything else is a bug of its own."""
    run = subprocess.run([program, "lint", "--data-dir", data, path], capture_output=True, timeout=60)
    if run.returncode not in (0, 2):
        sys.exit(f"{path}: lint ended with {run.returncode}\n{run.stderr.decode(errors='replace')}")
    return run.returncode == 0


def main():
    program = sys.argv[1]
    found = validators()
    beyond = {line for line in (DATA / "beyond-schema.txt").read_text().split("\n") if line and not line.startswith("#")}
    wrong = []
    files = 0
    own = [*sorted(DATA.glob("good/*.yaml")), *sorted(DATA.glob("bad/*.yaml"))]
    real = sorted([*TOP.glob("cases/*.yaml"), *TOP.glob("cases/*/*.yaml"), *TOP.glob("schemas/*.yaml"),
                   *TOP.glob("suites/*.yaml")])
    for path in own + real:
        files += 1
        document = read(path)
        complaint = "the YAML reader refuses it" if document is None else schema_complaint(document, found)
        data = DATA / "base" if path in own else TOP
        accepted = loader_accepts(program, data, path)
        if path.parent.name == "good" and not accepted:
            wrong.append(f"{path}: the loader refuses it")
        if path.parent.name == "bad" and accepted:
            wrong.append(f"{path}: the loader accepts it")
        if path in own and path.stem in beyond:
            if complaint:
                wrong.append(f"{path}: named in beyond-schema.txt, but the schema sees it: {complaint}")
        elif accepted != (complaint is None):
            wrong.append(f"{path}: the loader {'accepts' if accepted else 'refuses'} it, the schema says: {complaint}")
    wrong.extend(f"beyond-schema.txt names {name}, which is no file" for name in sorted(beyond)
                 if not (DATA / "bad" / f"{name}.yaml").exists())
    for line in wrong:
        print(line)
    print(f"{files} files, {len(wrong)} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
