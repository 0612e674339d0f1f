#!/usr/bin/env bash
# Line coverage from what the unit and acceptance tests have run of the `coverage` build, held to the floors:
# server and engine 80 %, command line 70 %.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# A counter's name is the path of its object where that was compiled, with # for /: each goes beside its object here.
shopt -s nullglob
for counter in build/coverage/counters/*; do
  object=${counter##*build#coverage#}
  mv "$counter" "build/coverage/${object//#//}"
done
gcovr --root . --object-directory build/coverage --filter "$PWD/src/" --filter "$PWD/apps/" -j "$(nproc)" \
  --exclude-throw-branches --gcov-ignore-parse-errors --json build/coverage.json build/coverage
report() {
  local floor=$1 name=$2
  shift 2
  local filters=()
  for path in "$@"; do filters+=(--filter "$PWD/$path/"); done
  echo "== $name (floor $floor %)"
  gcovr --root . --add-tracefile build/coverage.json "${filters[@]}" --fail-under-line "$floor" --sort-percentage
}
report 80 "server and engine" src/base src/json src/market src/trading src/analytics src/matching src/hedge src/engine src/net src/runtime \
  src/wire src/storage src/venues src/bot_api src/bots src/accounts src/settings src/routes apps/robsond
report 80 "reference bot" src/reference_bot apps/robson-bot
report 80 "simulator" src/simulator apps/robson-sim
report 70 "command line" src/cli src/client apps/robson
