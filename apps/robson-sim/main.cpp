// robson-sim: wiring of the simulated exchange. Exit codes: 0 ended by a signal, 1 could not start, 2 wrong flags or
// files.
#include <fmt/core.h>

#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <exception>

#include "base/log.hpp"
#include "command_line.hpp"
#include "simulator/simulator.hpp"

namespace {
using namespace robson;

net::Task<void> stop_and_leave(simulator::Simulator& running, net::Context& context) {
  co_await running.stop();
  context.stop();
}

int run(const simulator::Options& options) {
  const SystemClock clock;
  const auto refuse = [](const std::string& why) {
    fmt::print(stderr, "robson-sim: {}\n", why);
    return 2;
  };
  std::optional<simulator::StateFolder> folder;
  std::optional<simulator::KeptState> kept;
  if (!options.data_dir.empty()) {
    auto opened = simulator::StateFolder::open(options.data_dir);
    if (!opened) return refuse(opened.error());
    auto read = opened->read();
    if (!read) return refuse(read.error());
    kept = std::move(*read);
    folder.emplace(std::move(*opened));
  }
  auto market = simulator::set_up_market(options, clock.now(), std::move(kept));
  if (!market) return refuse(market.error());
  for (const std::string& note : market->notes) log::info(note);
  net::Context context(1);
  simulator::Simulator running(context, options, std::move(*market), clock, std::move(folder));
  if (const auto started = running.start(); !started) {
    fmt::print(stderr, "robson-sim: {}\n", started.error().text);
    return 1;
  }
  boost::asio::signal_set signals(context, SIGINT, SIGTERM);
  signals.async_wait([&](const boost::system::error_code& failed, int) {
    if (!failed) net::spawn(context, "stop", stop_and_leave(running, context));
  });
  fmt::print("robson-sim listening on http://{}:{}\n", options.host, running.port());
  std::fflush(stdout);
  context.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const auto command = sim::read_command_line(argc, argv);
    if (command.exit_code) return *command.exit_code;
    return run(command.options);
  } catch (const std::exception& e) {
    fmt::print(stderr, "robson-sim: {}\n", e.what());
    return 1;
  }
}
