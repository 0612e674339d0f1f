#!/usr/bin/env bash
# Everything, as `./dev test` runs it: one line a step with its time, the details in build/logs/STEP.log, and at the end
# how many tests passed and failed. A step that fails does not stop the others; the exit code tells.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
logs=$root/build/logs
mkdir -p "$logs"
rm -f "$logs"/*.log
jobs=$(nproc)
export PATH=$root/.tools/node_modules/node/bin:$PATH PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
export ROBSON_SHARED=${ROBSON_SHARED:-$(cd .. && pwd)/shared}
[ -d "$ROBSON_SHARED" ] || echo "The folder shared/ is not beside this checkout: tests that need its recorded data say so and are skipped."
# What the instrumented programs count of their lines; tools/coverage.sh reads it.
export GCOV_PREFIX=$root/build/coverage/counters GCOV_PREFIX_STRIP=2
passed=0 failed=0 skipped=0 broken=()

# The lines of a log that say what failed and why, the first of them, so that a cut report still has them.
failures() {
  grep -nE -A12 '^ +[0-9]+\) |✖|^not ok|\[  FAILED  \]|\(Failed\)|(^|[^a-z])[Ee]rror: |warning: .*\[.*\]$|AssertionError' "$1" | head -n 60
}

# step NAME COMMAND...: runs it into its log; shows the end of the log when it fails.
step() {
  local name=$1 began=$SECONDS
  shift
  if "$@" >"$logs/$name.log" 2>&1; then
    printf '   ok  %-22s %4d s\n' "$name" $((SECONDS - began))
  else
    printf 'FAILED  %-22s %4d s   (build/logs/%s.log)\n' "$name" $((SECONDS - began)) "$name"
    failures "$logs/$name.log" | sed 's/^/        /'
    echo '        ... the end of the log:'
    tail -n "${TAIL:-40}" "$logs/$name.log" | sed 's/^/        /'
    broken+=("$name")
  fi
}

# Adds what a runner counted. count LOG 'regex for passed' 'regex for failed' 'regex for skipped'; each captures a number.
count() {
  local log=$logs/$1.log
  [ -f "$log" ] || return
  local sum
  for kind in passed failed skipped; do
    shift
    [ -n "${1:-}" ] || continue
    sum=$(sed -E 's/\x1b\[[0-9;]*m//g' "$log" | grep -oP "$1" | awk '{s += $1} END {print s + 0}')
    case $kind in
      passed) passed=$((passed + sum)) ;;
      failed) failed=$((failed + sum)) ;;
      skipped) skipped=$((skipped + sum)) ;;
    esac
  done
}

# Setting up is not a test: without it there is nothing to run.
TAIL=60 step setup ./dev setup
((${#broken[@]})) && { echo "The packages could not be installed; nothing was tested."; exit 1; }

step build ./dev build release
step build-checked ./dev build coverage
step lint ./dev lint

unit() {
  rm -rf "$GCOV_PREFIX"
  find build/coverage -name '*.gcda' -delete
  # The same random cases in each run; another seed, or none, finds others.
  RC_PARAMS=${RC_PARAMS:-seed=20261127} ROBSON_SEEDS=200 ctest --test-dir build/coverage -j "$jobs" --output-on-failure --no-tests=error
}
export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1 UBSAN_OPTIONS=print_stacktrace=1
step unit unit

# The seeded simulations with all of their seeds, at the speed of a release.
seeds() {
  ./dev build seeds --target simulation_test hedge_simulation_test feed_model_test &&
    ctest --test-dir build/seeds -j "$jobs" --output-on-failure --no-tests=error
}
step seeds seeds

# Real programs, instrumented, against each other and against clients that we did not write.
acceptance() (
  cd tests/acceptance && ROBSON_BIN=$root/build/coverage/bin node --test --test-concurrency=2 --test-reporter=spec */*.test.mjs
)
step acceptance acceptance
step coverage tools/coverage.sh

web_unit() ( cd web && npm run --silent test )
step web-unit web_unit
browser() ( cd web && ROBSON_BIN=$root/build/bin npx playwright test --reporter=list )
step browser browser

threads() {
  ./dev build tsan --target storage_test accounts_test runtime_test &&
    for room in storage accounts runtime; do TSAN_OPTIONS=halt_on_error=1 build/tsan/bin/${room}_test || return 1; done
}
step threads threads

count_all() {
  local log total bad away
  for log in unit seeds; do
    total=$(grep -oP '(?<=tests failed out of )\d+' "$logs/$log.log" | tail -1)
    bad=$(grep -oP '\d+(?= tests? failed out of)' "$logs/$log.log" | tail -1)
    away=$(grep -c '\*\*\*Skipped' "$logs/$log.log")
    passed=$((passed + ${total:-0} - ${bad:-0} - ${away:-0})) failed=$((failed + ${bad:-0})) skipped=$((skipped + ${away:-0}))
  done
  count acceptance '(?<=ℹ pass )\d+' '(?<=ℹ fail )\d+' '(?<=ℹ skipped )\d+'
  count web-unit '(?<=Tests  )(?:\d+ failed \| )?\K\d+(?= passed)' '(?<=Tests  )\d+(?= failed)' '\d+(?= skipped)'
  count browser '\d+(?= passed)' '\d+(?= failed)' '\d+(?= skipped)'
  count threads '(?<=\[  PASSED  \] )\d+' '(?<=\[  FAILED  \] )\d+' ''
}
count_all
echo
if ((${#broken[@]})); then
  echo "Failed steps: ${broken[*]}"
  ((failed == 0)) && failed=${#broken[@]}
fi
echo "$passed passed, $failed failed, $skipped skipped"
((${#broken[@]} == 0 && failed == 0))
