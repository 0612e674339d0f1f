#include "command_line.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <functional>

#include "base/log.hpp"

namespace robson::sim {
namespace {
using simulator::Options;

// CLI11 calls the reader with the flag's value; its sentence ends the program.
template <class Read>
std::function<void(const std::string&)> reader(Options& options, Read read) {
  return [&options, read](const std::string& value) {
    if (const auto done = read(value, options); !done) throw CLI::ValidationError(done.error());
  };
}

// A whole number within bounds.
std::function<void(const std::string&)> number(const char* flag, std::int64_t low, std::int64_t high,
                                               const std::function<void(std::int64_t)>& set) {
  return [=](const std::string& value) {
    const auto parsed = Decimal::parse(value);
    const bool sound =
        parsed && parsed->places() == 0 && *parsed >= Decimal::integer(low) && *parsed <= Decimal::integer(high);
    if (!sound) {
      throw CLI::ValidationError(fmt::format("{} \"{}\" is not allowed: expected a whole number from {} to {}", flag,
                                             value.substr(0, 80), low, high));
    }
    set(static_cast<std::int64_t>(parsed->units() / Decimal::integer(1).units()));
  };
}

void add_hedge_flags(CLI::App& app, Options& options) {
  const auto repeated = [&](Result<void, simulator::OptionError> (*read)(const std::string&, Options&)) {
    return std::function<void(const std::vector<std::string>&)>([&options, read](const auto& all) {
      for (const auto& one : all) reader(options, read)(one);
    });
  };
  app.add_option_function(
      "--hedge-account", repeated(simulator::read_hedge_account),
      "KEY:USD opens an account at the perpetuals' venue and one at the lending venue, with so much "
      "at each; may be repeated [none]");
  app.add_option_function("--perp-replay", repeated(simulator::read_perp_replay),
                          "COIN=FILE.csv plays a perpetual's candles from a file, its first bar now; SOL or BTC");
  app.add_option_function(
      "--funding-replay", repeated(simulator::read_funding_replay),
      "COIN=FILE.csv pays the hourly rates of a file (time_ms,funding_rate) in place of the formula");
  app.add_option_function("--hedge-speed",
                          number("--hedge-speed", 1, 100'000, [&](auto n) { options.hedge_speed = n; }),
                          "seconds of funding, interest and their prices in a second [1]");
}

void add_flags(CLI::App& app, Options& options, std::string& level) {
  constexpr std::int64_t most = 1'000'000'000'000;
  app.add_option_function("--listen", reader(options, simulator::read_listen),
                          "address and port to serve on; port 0: any free one [127.0.0.1:9443]");
  app.add_option_function("--symbols", reader(options, simulator::read_symbols),
                          "markets, with commas between [BTCUSDC,ETHUSDC,SOLUSDC,BNBUSDC,XRPUSDC,XAUUSD]");
  app.add_option_function(
      "--account", std::function<void(const std::vector<std::string>&)>([&](const std::vector<std::string>& all) {
        for (const auto& one : all) reader(options, simulator::read_account)(one);
      }),
      "KEY:SECRET:10000USDC,0.5BTC adds an account or replaces the one of that key; :read or :withdraw behind it makes "
      "a key that may not trade or may withdraw; =OTHERKEY in place of balances opens that key's account; may be "
      "repeated [demo-key:demo-secret:10000USDC,1BTC,10ETH]");
  app.add_option_function(
      "--replay", std::function<void(const std::vector<std::string>&)>([&](const std::vector<std::string>& all) {
        for (const auto& one : all) reader(options, simulator::read_replay_flag)(one);
      }),
      "SYMBOL=FILE.csv plays candles from a file; may be repeated");
  app.add_option_function("--start", reader(options, simulator::read_start),
                          "where the present of replays begins, such as 2025-12-30T03:30:00Z "
                          "[1,000 15-minute candles after the file's first]");
  app.add_flag("--historical-times", options.historical_times, "keep the file's times instead of moving them to now");
  app.add_option_function("--speed", number("--speed", 1, 100'000, [&](auto n) { options.speed = n; }),
                          "market seconds in a second [1]");
  app.add_option_function("--ticks-per-second",
                          number("--ticks-per-second", 1, 10'000, [&](auto n) { options.ticks_per_second = n; }),
                          "how often each symbol trades [5]");
  app.add_option_function("--seed",
                          number("--seed", 0, most, [&](auto n) { options.seed = static_cast<std::uint64_t>(n); }),
                          "same seed, same market [7]");
  app.add_option_function("--weight-limit",
                          number("--weight-limit", 1, most, [&](auto n) { options.limits.weight_minute = n; }),
                          "request weight an address may use in a minute [6000]");
  app.add_option_function("--order-limit",
                          number("--order-limit", 1, most, [&](auto n) { options.limits.orders_ten_seconds = n; }),
                          "orders an account may place in ten seconds [100]");
  add_hedge_flags(app, options);
  app.add_option("--data-dir", options.data_dir,
                 "directory in which accounts, keys, orders and prices outlive the program; made when it is not there "
                 "[none: all is forgotten at the end]")
      ->check([](const std::string& value) { return value.empty() ? std::string("--data-dir is empty") : ""; });
  app.add_option("--log-level", level, "debug, info, warning, error or off [info]");
  app.set_version_flag("--version", "robson-sim " ROBSON_VERSION);
}

}  // namespace

CommandLine read_command_line(int argc, char** argv) {
  CommandLine command;
  Options& options = command.options;
  options.accounts.push_back(simulator::demo_account());
  static_cast<void>(simulator::read_symbols("BTCUSDC,ETHUSDC,SOLUSDC,BNBUSDC,XRPUSDC,XAUUSD", options));
  std::string level = "info";
  CLI::App app("robson-sim: an exchange that speaks Binance's spot protocol, with a replayed or synthetic market.",
               "robson-sim");
  add_flags(app, options, level);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    fmt::print("{}", app.help());
    command.exit_code = 0;
  } catch (const CLI::CallForVersion&) {
    fmt::print("robson-sim {}\n", ROBSON_VERSION);
    command.exit_code = 0;
  } catch (const CLI::ParseError& e) {
    fmt::print(stderr, "robson-sim: {}\n", e.what());
    command.exit_code = 2;
  }
  if (command.exit_code) return command;
  log::Level lowest{};
  if (!log::parse(level, lowest)) {
    fmt::print(stderr, "robson-sim: --log-level \"{}\" is not allowed: expected debug, info, warning, error or off\n",
               level.substr(0, 80));
    command.exit_code = 2;
    return command;
  }
  log::start("robson-sim", lowest);
  return command;
}

}  // namespace robson::sim
