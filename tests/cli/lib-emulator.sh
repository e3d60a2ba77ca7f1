# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the tests of the emulator share: requests, what the log says about them, and the state. Sourced after lib.sh, with
# an emulator `main` started by start_emulator.
# shellcheck disable=SC2154 # room is set by lib.sh
log=$room/main/log
printf 'user = "miadmin:%s"\nsilent\nshow-error\nmax-time = 120\n' "$(<"$room/main/target.yaml.password")" >"$room/curlrc"

echo 0 >"$room/asked" # a file, because `ask` is used in subshells, too
ask() { # METHOD PATH CURL-OPTION... : sets $status and $body
  local method=$1 path=$2 asked
  shift 2
  asked=$(($(<"$room/asked") + 1))
  echo "$asked" >"$room/asked"
  # shellcheck disable=SC2154 # url is set by start_emulator
  status=$(curl -K "$room/curlrc" -X "$method" -H "X-Conformance-Case: ask-$asked" -o "$room/body" -w '%{http_code}' "$@" \
    "$url$path") || status=none
  body=$(<"$room/body")
}
logged() { # class and effect of the last `ask`; the line may be written after the answer has arrived
  local i asked
  asked=$(<"$room/asked")
  for ((i = 0; i < 400; i++)); do
    ! grep -q "\"case\":\"ask-$asked\"" "$log" || break
    sleep 0.05
  done
  grep "\"case\":\"ask-$asked\"" "$log" | python3 -c 'import json, sys
line = json.loads(sys.stdin.readline())
print(line["class"], "|", line["effect"])'
}
try() { # NAME STATUS LOG METHOD PATH TEXT... : the answer has the texts, the log says "class | effect"
  local name=$1 want=$2 effect=$3 method=$4 path=$5 text
  shift 5
  ask "$method" "$path"
  check "$name: $want" same "$status" "$want"
  for text; do check "$name: $text" contains "$body" "$text"; done
  check "$name: the log" same "$(logged)" "$effect"
}
get() { # PATH EXPRESSION : the value of a Python expression over the JSON body d
  curl -K "$room/curlrc" "$url$1" | python3 -c 'import json, sys
d = json.load(sys.stdin)
print(eval(sys.argv[1]))' "$2"
}
state() { get /_emulator/state "$1"; }
reset() { ask POST /_emulator/reset; }
xml() { # METHOD PATH XPATH : of the answer in XML
  ask "$1" "$2" -H 'Accept: application/xml'
  xmllint --nonet --xpath "string($3)" "$room/body"
}
