#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Commands about single cases or files read only what these need; what they say is what they said before.
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

data=$room/data
mkdir "$data"
cp -r "$root/cases" "$root/schemas" "$root/suites" "$data"
at=(--data-dir "$data")

exits() { # CODE COMMAND... : ends with that code
  local code=0
  "${@:2}" || code=$?
  [[ $code == "$1" ]]
}
says() { # TEXT COMMAND... : fails with a message that holds the text
  local said
  if said=$("${@:2}" 2>&1); then return 1; fi
  echo "$said"
  [[ $said == *"$1"* ]]
}

check "a case is listed" exits 0 "$conform" list --select dm/list-countries:ok.json "${at[@]}"
check "an unknown case of a known operation matches nothing" \
  exits 5 "$conform" list --select dm/list-countries:no-such "${at[@]}"
check "so does an unknown operation" exits 5 "$conform" list --select dm/no-such:ok.json "${at[@]}"
check "an unknown suite is told" says "did you mean \`readonly\`" "$conform" list --suite readnly \
  --select dm/list-countries:ok.json "${at[@]}"

# a file that the case does not need is broken
echo 'endpoint: [' >"$data/cases/eas/list-eas-devices.yaml"
check "a broken file is told by list" says list-eas-devices.yaml "$conform" list "${at[@]}"
check "by lint" says list-eas-devices.yaml "$conform" lint "${at[@]}"
check "by a pattern" says list-eas-devices.yaml "$conform" list --select 'dm/list-countries:ok.*' "${at[@]}"
check "but a case that does not need it goes on" exits 0 "$conform" list --select dm/list-countries:ok.json "${at[@]}"
check "a plan for an emulator does, too" \
  exits 0 "$conform" plan --kind emulator --select dm/list-countries:ok.json "${at[@]}"
check "a plan for another target reads all" \
  says list-eas-devices.yaml "$conform" plan --kind lab --select dm/list-countries:ok.json "${at[@]}"
check "privacy reads all" says list-eas-devices.yaml "$conform" run --kind emulator --target http://127.0.0.1:1 --privacy \
  --report-dir "$room/reports" --select dm/list-countries:ok.json "${at[@]}"
check "a file that does not need it is checked" exits 0 "$conform" lint "$data/cases/dm/list-countries.yaml" "${at[@]}"
cp "$root/cases/eas/list-eas-devices.yaml" "$data/cases/eas/"

# a file that the case needs is broken
sed -i 's/schema: country-list/schema: country-lst/' "$data/cases/dm/list-countries.yaml"
check "an unknown schema is told" says "did you mean \`country-list\`" \
  "$conform" list --select dm/list-countries:ok.json "${at[@]}"
check "by lint of the file" says "did you mean \`country-list\`" "$conform" lint "$data/cases/dm/list-countries.yaml" "${at[@]}"
cp "$root/cases/dm/list-countries.yaml" "$data/cases/dm/"

# a name that another file defines
printf 'schema: country-list\nfields:\n  - { name: a, type: text }\n' >"$room/twice.yaml"
check "a schema of another file cannot be defined again" says 'defined twice' "$conform" lint "$room/twice.yaml" "${at[@]}"
sed 's/page: [0-9]*/page: 7/' "$data/cases/dm/list-countries.yaml" >"$room/list-countries.yaml"
check "nor an operation" says 'defined twice' "$conform" lint "$room/list-countries.yaml" "${at[@]}"

# links are not followed
mv "$data/cases/dm/list-countries.yaml" "$room/elsewhere.yaml"
ln -s "$room/elsewhere.yaml" "$data/cases/dm/list-countries.yaml"
check "a link is refused" says 'symbolic link' "$conform" list --select dm/list-countries:ok.json "${at[@]}"

# what is not needed is not loaded either
is_linked() { # LIBRARY
  readelf -d "$conform" | grep -F NEEDED | grep -F "$1"
}
check "libcurl is loaded only by what sends" exits 1 is_linked libcurl
finish
