// robsond: opens the data directory, does the owner's command or serves until SIGINT or SIGTERM.
#include <fmt/format.h>
#include <malloc.h>
#include <sys/resource.h>

#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <iostream>

#include "base/log.hpp"
#include "base/overloaded.hpp"
#include "demo.hpp"
#include "demo_equity.hpp"
#include "house.hpp"
#include "owner.hpp"

namespace robson {
namespace {

constexpr int failed = 1;

int fail(const std::string& why) {
  std::cerr << "robsond: " << why << '\n';
  return failed;
}

// As many open files as the system lets us have: one for each connection.
void raise_file_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

// Memory that a burst needed stays with the process. The C library gives back whatever lies free beyond 128 KiB, and
// the next burst has the kernel clear it and map it anew, which took a fifth of the time of a server under load.
void keep_memory() {
  constexpr int kept_free = 32 << 20;
  constexpr int mapped_apart = 1 << 20;  // larger blocks go back at once
  mallopt(M_TRIM_THRESHOLD, kept_free);
  mallopt(M_MMAP_THRESHOLD, mapped_apart);
}

// The simulator's own account, so that the demo has balances without any configuration.
void use_demo_account(settings::Settings& settings) {
  if (!settings.api_key.empty() || settings.venue_kind != "SIM") return;
  settings.api_key = Secret("demo-key");
  settings.api_secret = Secret("demo-secret");
}

void print_welcome(const settings::Settings& settings, std::uint16_t port, const std::optional<Demo>& demo) {
  const std::string scheme = settings.tls_certificate.empty() ? "http" : "https";
  fmt::print("robsond listening on {}://{}:{}\n", scheme, settings.listen_host, port);
  if (demo && demo->is_new) fmt::print("Sign in as admin with password {}\n", demo->password.reveal());
  if (demo && !demo->is_new)
    fmt::print("Sign in as admin with the password that was set when the demo was first made\n");
  std::fflush(stdout);
}

int serve(storage::Database& database, const Clock& clock, settings::Settings settings, const Serve& task) {
  std::optional<Demo> demo;
  if (task.demo) {
    use_demo_account(settings);
    if (settings.venue_kind != "LIVE") settings.trading_enabled = true;
    auto prepared = prepare_demo(database, clock, settings.demo_password);
    if (!prepared) return fail(prepared.error());
    demo = std::move(*prepared);
  }
  net::Context context(1);
  auto house = House::build(context, clock, database, settings);
  if (!house) return fail(house.error());
  if (task.only_print_routes) {
    for (const std::string& route : (*house)->routes()) fmt::print("{}\n", route);
    return 0;
  }
  if (auto started = (*house)->start(); !started) return fail(started.error());
  print_welcome(settings, (*house)->port(), demo);
  if (demo) net::spawn(context, "draw demo equity", draw_demo_equity(database));
  boost::asio::basic_signal_set<net::Executor> signals(context.get_executor(), SIGINT, SIGTERM);
  signals.async_wait([&](const boost::system::error_code&, int signal) {
    log::info("stopping", {{"signal", signal}});
    net::spawn(context, "stop", [](House& running, net::Context& loop) -> net::Task<void> {
      co_await running.stop();
      loop.stop();
    }(**house, context));
  });
  context.run();
  return 0;
}

int run(int argc, char** argv) {
  auto parsed = parse_options(argc, argv);
  if (const int* code = std::get_if<int>(&parsed)) return *code;
  Options& options = std::get<Options>(parsed);
  if (const Print* print = std::get_if<Print>(&options.task)) {
    std::cout << print->text;
    return 0;
  }
  log::start("robsond", options.settings.log_level);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is a full disk, and told as one
  raise_file_limit();
  keep_memory();
  const SystemClock clock;
  auto database = storage::Database::open(options.settings.data_dir, clock);
  if (!database) return fail(database.error().text);
  return std::visit(
      overloaded{[&](const Serve& task) { return serve(**database, clock, std::move(options.settings), task); },
                 [&](const OwnerTask& task) { return carry_out(**database, clock, task); },
                 [](const Print&) { return 0; }},
      options.task);
}

}  // namespace
}  // namespace robson

int main(int argc, char** argv) {
  try {
    return robson::run(argc, argv);
  } catch (const std::exception& broken) {
    std::cerr << "robsond: " << broken.what() << '\n';
    return 1;
  }
}
