#!/usr/bin/env bash
# run.sh [NAME...]: each measurement in its turn, one line a figure, and the table of docs/performance.md with them.
# ROBSON_BIN names the programs to measure (build/bin), BENCH_SECONDS the length of each round of load (5), FEED_HOLD_S
# how long `feed` holds 10,000 readers (30).
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
all=(positions tick signals feed exits tenants cli cold rebuild browser history metrics simulation micro)
longest=$((900 + ${FEED_HOLD_S:-0})) # seconds that a measurement may take

if (($# == 0)); then set -- "${all[@]}"; fi
for name in "$@"; do
  [[ " ${all[*]} " == *" $name "* ]] || { echo "no measurement is called $name: ${all[*]}" >&2; exit 2; }
done

# build_program NAME TARGET...: what only its measurement needs.
build_program() {
  mkdir -p build/bench
  { cmake --preset release -DROBSON_BENCH=ON && cmake --build --preset release --target "${@:2}" -j "$(nproc)"; } \
    >"build/bench/$1.build.log" 2>&1 || { tail -n 40 "build/bench/$1.build.log" >&2; return 1; }
}
export ROBSON_BENCH_PROGRAM=$PWD/build/bin/robson_bench ROBSON_HISTORY_PROGRAM=$PWD/build/bin/robson_history_bench
export ROBSON_METRICS_PROGRAM=$PWD/build/bin/robson_metrics_bench
export ROBSON_EXIT_PROGRAM=$PWD/build/bin/robson_exit_bench ROBSON_SIMULATION_PROGRAM=$PWD/build/bin/robson_simulation

running=
trap '[ -z "$running" ] || kill -TERM "$running"; exit 1' INT TERM

failed=()
for name in "$@"; do
  case $name in
    micro) build_program micro robson_bench || { failed+=(micro); continue; } ;;
    feed) build_program feed robson_feed_load robson_fanout_floor || { failed+=(feed); continue; } ;;
    exits) build_program exits robson_exit_bench || { failed+=(exits); continue; } ;;
    history) build_program history robson_history_bench || { failed+=(history); continue; } ;;
    metrics) build_program metrics robson_metrics_bench || { failed+=(metrics); continue; } ;;
    simulation) build_program simulation robson_simulation || { failed+=(simulation); continue; } ;;
  esac
  timeout --kill-after=10 "$longest" node "bench/$name.mjs" &
  running=$!
  wait "$running" || failed+=("$name")
  running=
done
node bench/table.mjs
((${#failed[@]} == 0)) || { echo "not measured: ${failed[*]}" >&2; exit 1; }
