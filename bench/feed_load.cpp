// A load of WebSocket clients on loopback: robson_feed_load --port N --clients 1000 --subscribe TEXT --pid SERVER
//
// Opens the clients, waits, measures, and writes one line of JSON. The token stands in ROBSON_BENCH_TOKEN. {"open":N}
// comes first, once all are open. With --resume it then waits until every client has been cut off and has come back.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>

#include "load/clock.hpp"
#include "load/fleet.hpp"

namespace robson::bench {
namespace {

std::string codes_of(const Tally& tally) {
  std::string text;
  for (const auto& [code, count] : tally.codes)
    text += fmt::format("{}\"{}\":{}", text.empty() ? "" : ",", code, count);
  return "{" + text + "}";
}

template <class T>
std::string or_null(const std::optional<T>& value) {
  return value ? fmt::format("{}", *value) : "null";
}

void report(const FleetOptions& options, Fleet& fleet) {
  const Tally& all = fleet.tally();
  const Return& back = fleet.returned();
  const double cpu = all.server_cpu_s.value_or(0);
  const auto messages = static_cast<double>(all.messages);
  fmt::print(R"({{"opened":{},"failed":{},"opening_s":{:.3f},"seconds":{:.3f},"messages":{},"per_second":{:.0f},)",
             all.opened, all.failed, all.opening_s, all.seconds, all.messages, messages / all.seconds);
  fmt::print(
      R"("bytes":{},"per_read":{:.3f},"fewest":{},"most":{},"disconnects":{},"codes":{},"lost":{},"back":{},"ordered":{},)",
      all.bytes, messages / static_cast<double>(std::max<std::uint64_t>(all.reads, 1)), all.fewest, all.most,
      all.disconnects, codes_of(all), all.lost, all.back, all.ordered);
  fmt::print(R"("p50_us":{:.1f},"p90_us":{:.1f},"p99_us":{:.1f},"longest_us":{:.1f},"timed":{},"clock_back":{},)",
             all.latencies.quantile_us(0.5), all.latencies.quantile_us(0.9), all.latencies.quantile_us(0.99),
             all.latencies.longest_us(), all.latencies.count(), all.latencies.negative());
  fmt::print(R"("server_cpu_s":{},"per_cpu_second":{:.0f},"own_load":{:.3f},"own_sleeps":{},)",
             or_null(all.server_cpu_s), cpu > 0 ? messages / cpu : 0.0, all.own_cpu_s / all.seconds, all.own_sleeps);
  fmt::print(R"("memory_before_kib":{},"memory_kib":{},"memory_most_kib":{})", or_null(all.memory_before_kib),
             or_null(all.memory_kib), all.memory_most_kib);
  if (options.resume_s > 0) {
    fmt::print(R"(,"caught_up":{},"snapshots":{},"first_open_ms":{:.1f},"half_back_ms":{:.1f},"all_back_ms":{:.1f})",
               back.caught_up, back.snapshots, back.first_open_ms, back.half_back_ms, back.all_back_ms);
  }
  fmt::print("}}\n");
}

void run(const FleetOptions& options) {
  open_files_to_the_limit();
  Fleet fleet(options);
  fleet.open_all();
  fmt::print("{{\"open\":{}}}\n", fleet.tally().opened);
  std::fflush(stdout);
  fleet.measure();
  if (options.resume_s > 0) {
    fmt::print("{{\"measured\":true}}\n");
    std::fflush(stdout);
    fleet.watch_return();
  }
  report(options, fleet);
}

}  // namespace
}  // namespace robson::bench

int main(int argc, char** argv) {
  using namespace robson::bench;
  FleetOptions options;
  bool by_protocol = false;
  bool monotonic = false;
  CLI::App app("WebSocket clients that read a feed");
  app.add_option("--port", options.port, "of the server, on loopback")->required();
  app.add_option("--path", options.path, "of the feed");
  app.add_option("--clients", options.clients, "how many")->check(CLI::Range(1, 19'900));
  app.add_option("--stalled", options.stalled, "how many of them stop reading once they have subscribed");
  app.add_option("--subscribe", options.subscribe, "what each says first");
  app.add_flag("--token-by-protocol", by_protocol, "the token goes as subprotocol bearer.TOKEN, not as a header");
  app.add_option("--protocol", options.protocol, "subprotocol to ask for");
  app.add_option("--time-key", options.time_key, "member with the time of a message; its end is the unit");
  app.add_flag("--monotonic", monotonic, "that time is of the monotonic clock");
  app.add_option("--warm-up", options.warm_up_s, "seconds between opening and measuring")->check(CLI::Range(0.0, 60.0));
  app.add_option("--seconds", options.seconds, "of measuring")->check(CLI::Range(0.1, 900.0));
  app.add_option("--resume", options.resume_s, "seconds to wait for a restart")->check(CLI::Range(0.0, 120.0));
  app.add_option("--pid", options.server, "of the server");
  CLI11_PARSE(app, argc, argv);
  options.stalled = std::min(options.stalled, options.clients);
  options.token_by = by_protocol ? TokenBy::protocol : TokenBy::header;
  if (monotonic) options.clock = CLOCK_MONOTONIC;
  if (const char* token = std::getenv("ROBSON_BENCH_TOKEN"); token != nullptr) options.token = token;
  try {
    run(options);
  } catch (const std::exception& error) {
    fmt::print(stderr, "robson_feed_load: {}\n", error.what());
    return 1;
  }
  return 0;
}
