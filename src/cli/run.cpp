#include "cli/run.hpp"

#include <fmt/format.h>

#include <boost/asio/signal_set.hpp>
#include <csignal>

#include "cli/desk.hpp"
#include "cli/help.hpp"
#include "cli/parse.hpp"
#include "cli/watch.hpp"

namespace robson::cli {
namespace {

// One call of a watch waits no longer, so that the figures' age goes on counting while a server hangs.
constexpr Duration watch_patience = std::chrono::seconds(3);

net::Task<Exit> perform(Desk& desk) {
  const Command& command = *desk.asked.command;
  const Settings& settings = desk.settings;
  if (settings.watching && command.fetch != nullptr) co_return co_await watch(desk);
  if (settings.watching) co_return desk.usage(fmt::format("{} has nothing to watch", command.path));
  if (command.act != nullptr) co_return co_await command.act(desk);
  const auto page = co_await command.fetch(desk);
  if (!page) co_return desk.fail(page.error());
  co_return show(desk, *page);
}

// Where the command's end and its exceptions are brought out of the loop.
struct Ending {
  std::optional<Exit> exit{};
  bool terminated = false;
};

net::Task<void> guarded(Desk& desk, net::Context& context, Ending& ending) {
  try {
    ending.exit = co_await perform(desk);
  } catch (const std::exception& broken) {
    ending.exit = desk.fail({.cause = client::Cause::failed,
                             .text = fmt::format("something went wrong inside robson: {}", broken.what()),
                             .code = "INTERNAL"});
  }
  context.stop();
}

// Asio's handlers restart what they interrupt; Ctrl-C while a person is asked for a name has to end the asking.
void let_interrupt_end_reading() {
  for (const int signal : {SIGINT, SIGTERM}) {
    struct sigaction action {};
    if (::sigaction(signal, nullptr, &action) != 0) continue;
    action.sa_flags &= ~SA_RESTART;
    ::sigaction(signal, &action, nullptr);
  }
}

int run_command(World& world, Settings settings, const Invocation& asked) {
  if (settings.watching && settings.timeout_source == Source::built_in) settings.timeout = watch_patience;
  Ending ending;
  net::Context context(1);
  boost::asio::signal_set signals(context, SIGINT, SIGTERM);
  let_interrupt_end_reading();
  signals.async_wait([&](const boost::system::error_code& failed, int signal) {
    if (failed) return;
    ending.terminated = signal == SIGTERM;
    context.stop();
  });
  Desk desk(world, context, settings, asked);
  net::spawn(context, "command", guarded(desk, context, ending));
  context.run();
  if (!ending.exit) return ending.terminated ? 143 : static_cast<int>(Exit::interrupted);
  if (!desk.output_failed()) return static_cast<int>(*ending.exit);
  (void)world.err.write("robson: cannot write the output\n");
  return static_cast<int>(Exit::failure);
}

Style help_style(const World& world) {
  const Style plain;
  return {.color = wants_color({.choice = ColorChoice::automatic,
                                .no_color = !world.variable("NO_COLOR").value_or("").empty(),
                                .clicolor_force = false,
                                .terminal = world.out.is_terminal(),
                                .dumb = world.variable("TERM") == "dumb"}),
          .unicode = false,
          .columns = world.out.is_terminal() ? world.size().columns : plain.columns};
}

int usage_error(World& world, const std::string& text, const std::string& command) {
  const std::string topic = command.empty() ? "" : ' ' + command;
  (void)world.err.write(
      fmt::format("robson: {}{} See: robson{} --help\n", text, text.ends_with('?') ? "" : ".", topic));
  return static_cast<int>(Exit::usage);
}

}  // namespace

int run(World& world, const std::vector<std::string>& words) {
  const auto asked = parse(words);
  if (!asked) return usage_error(world, asked.error().text, asked.error().command);
  if (asked->version) {
    (void)world.out.write(fmt::format("robson {}\n", world.version));
    return 0;
  }
  if (asked->help || asked->command == nullptr) {
    const Style style = help_style(world);
    (void)world.out.write(asked->command == nullptr ? general_help(style) : command_help(*asked->command, style));
    return 0;
  }
  const Command& command = *asked->command;
  if (command.is_group())
    return usage_error(world, fmt::format("{} needs a command", command.path), std::string(command.path));
  auto settings = resolve(world, asked->globals);
  if (!settings && command.needs_settings) return usage_error(world, settings.error(), std::string(command.path));
  return run_command(world, settings ? *settings : Settings{}, *asked);
}

}  // namespace robson::cli
