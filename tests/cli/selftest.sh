#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The driver of ci/selftest: what it says of a fault that nothing finds, that is found for another reason or elsewhere, that
# makes others fail, and of a variation that is none. The emulator is given rows that are wrong on purpose.
set -euo pipefail
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

fake=$room/emulator
cat >"$fake" <<FAKE
#!/usr/bin/env bash
# The emulator with a table of its own: the names after the first hyphen are those of real rows, \`nothing\` is none.
list() { printf '%s\t' "\${@:1:\$#-1}"; printf '%s\n' "\${!#}"; }
words=()
for word; do
  case \$word in
    --list-faults)
      list name area level requirements cases about
      list good-eas-root-wrong one fail R016 'eas/list-eas-devices:* *' 'found as it must be'
      list survivor-nothing one fail R016 'wadl/get-wadl:* *' 'is no fault'
      list reason-eas-root-wrong two fail R019 'eas/list-eas-devices:* *' 'found, but not for this reason'
      list elsewhere-eas-root-wrong two fail R016 'wadl/get-wadl:* *' 'found elsewhere'
      list collateral-eas-root-wrong three fail R016 'eas/list-eas-devices:ok.*' 'makes others fail'
      exit ;;
    --list-variations)
      list name area allowed-by about
      list quiet-form-xml-bom four E029 'a variation'
      list idle-nothing four E029 'changes nothing'
      list alarm-eas-root-wrong four E029 'is a fault'
      exit ;;
    --fault | --variation) kind=\$word; continue ;;
    idle-nothing) echo "epmm-emulator: idle-nothing changed nothing" >&2; kind=; continue ;;
    *-nothing) [[ -z \${kind-} ]] || { kind=; continue; } ;;
    alarm-*) words+=(--fault "\${word#*-}"); kind=; continue ;;
    quiet-*) words+=(--variation "\${word#*-}"); kind=; continue ;;
    *) [[ -z \${kind-} ]] || { words+=("\$kind" "\${word#*-}"); kind=; continue; } ;;
  esac
  words+=("\$word")
done
exec '$emulator' "\${words[@]}"
FAKE
chmod +x "$fake"

try() { # PATTERN... : runs the driver; its exit code in $code, what it prints in $out
  local options=() one
  for one; do options+=(--only "$one"); done
  code=0
  out=$(EPMM_CONFORM=$conform EPMM_EMULATOR=$fake EPMM_FAULT_SERVER=$fault_server "$root/ci/selftest" --whole "${options[@]}" 2>&1) || code=$?
}

try good-eas-root-wrong
check 'a fault that is found' contains "$out" '1 of     1 faults killed'
check 'its finding is new' contains "$out" 'told      failure R016 by root'
check 'a finding that nobody kept fails' same "$code" 1
try survivor-nothing
check 'a survivor' contains "$out" 'survived      survivor-nothing'
check 'a survivor is counted' contains "$out" '0 of     1 faults killed'
try reason-eas-root-wrong
check 'another reason' contains "$out" 'wrong reason  reason-eas-root-wrong  named R016'
try elsewhere-eas-root-wrong
check 'elsewhere' contains "$out" 'elsewhere     elsewhere-eas-root-wrong  only in eas/list-eas-devices:'
try collateral-eas-root-wrong
check 'others fail, too' contains "$out" 'collateral    collateral-eas-root-wrong: '
try quiet-form-xml-bom
check 'a variation' contains "$out" '1 variations, 0 false alarms'
check 'a variation: exit code' same "$code" 0
try idle-nothing
check 'a variation that changes nothing' contains "$out" 'idle          idle-nothing  changed nothing'
check 'a variation that changes nothing: exit code' same "$code" 1
try alarm-eas-root-wrong
check 'a false alarm' contains "$out" 'false alarm   alarm-eas-root-wrong  eas/list-eas-devices:'
check 'a false alarm: exit code' same "$code" 1
finish
