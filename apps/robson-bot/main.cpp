// robson-bot: wiring of the reference bot. Exit codes: 0 ended by a signal, 1 could not start, 2 wrong flags, keys or
// files.
#include <fmt/core.h>

#include <algorithm>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <exception>

#include "base/log.hpp"
#include "command_line.hpp"
#include "json/read.hpp"
#include "reference_bot/shell/admin_key.hpp"
#include "reference_bot/shell/bot.hpp"

namespace {
using namespace robson;

constexpr json::Limits state_limits{.bytes = std::size_t{64} << 20U, .depth = 16, .values = 2'000'000};

net::Task<void> stop_and_leave(reference_bot::Bot& running, net::Context& context) {
  co_await running.stop();
  context.stop();
}

reference_bot::Rules rules_of(const bot::Options& options) {
  reference_bot::Rules rules;
  rules.version = ROBSON_VERSION;
  rules.market_poll = options.poll;
  rules.open_deadline = options.open_deadline;
  rules.market_stale = std::clamp<Duration>(3 * options.poll, std::chrono::seconds(5), std::chrono::seconds(30));
  return rules;
}

// Goes on from what is kept, or begins for the first time.
Result<reference_bot::Strategy, std::string> strategy_of(const bot::Options& options, const reference_bot::Store& store,
                                                         const Clock& clock) {
  const Timestamp now = Timestamp::from_ms(clock.now().ms());
  if (!store.kept().state()) return reference_bot::Strategy(rules_of(options), reference_bot::random_hex(4), now);
  auto state = json::read<reference_bot::State>(*store.kept().state(), json::Unknown::refused, state_limits);
  if (!state) {
    return Unexpected(fmt::format("the state in {} is of another version: {}", options.data_dir, state.error().text()));
  }
  return reference_bot::Strategy(rules_of(options), std::move(*state), now);
}

int run(const bot::Options& options) {
  const SystemClock clock;
  const auto refuse = [](const std::string& why) {
    fmt::print(stderr, "robson-bot: {}\n", why);
    return 2;
  };
  auto store = reference_bot::Store::open(options.data_dir);
  if (!store) return refuse(store.error());
  if (store->damaged() > 0) {
    log::error("damaged lines of the state were passed over", {{"lines", store->damaged()}});
  }
  auto admin_key = reference_bot::admin_key_in(options.admin_key_file);
  if (!admin_key) return refuse(admin_key.error());
  auto venue_key = options.venue_key_file.empty() ? Result<Secret, std::string>(Secret("demo-hedge-key"))
                                                  : reference_bot::key_in_file(options.venue_key_file);
  if (!venue_key) return refuse(venue_key.error());
  auto strategy = strategy_of(options, *store, clock);
  if (!strategy) return refuse(strategy.error());

  net::Context context(1);
  reference_bot::venue::Client client(context, options.venue, std::move(*venue_key), clock);
  reference_bot::BotSetup setup{
      .host = options.host, .port = options.port, .poll = options.poll, .admin_key = std::move(*admin_key)};
  reference_bot::Bot running(context, std::move(setup), std::move(*strategy), std::move(*store), std::move(client),
                             clock);
  if (const auto started = running.start(); !started) {
    fmt::print(stderr, "robson-bot: {}\n", started.error());
    return 1;
  }
  boost::asio::signal_set signals(context, SIGINT, SIGTERM);
  signals.async_wait([&](const boost::system::error_code& failed, int) {
    if (!failed) net::spawn(context, "stop", stop_and_leave(running, context));
  });
  fmt::print("robson-bot listening on http://{}:{}\n", options.host, running.port());
  std::fflush(stdout);
  context.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const auto command = bot::read_command_line(argc, argv);
    if (command.exit_code) return *command.exit_code;
    return run(command.options);
  } catch (const std::exception& e) {
    fmt::print(stderr, "robson-bot: {}\n", e.what());
    return 1;
  }
}
