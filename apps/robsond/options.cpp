#include "options.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

namespace robson {
namespace {

constexpr int usage_error = 2;

std::optional<std::string> environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return {};
  return std::string(value);
}

struct Flags {
  std::string config{};
  std::map<std::string, std::string> settings{};
  bool demo = false;
  bool password_stdin = false;
  bool print_routes = false;
  bool print_config = false;
  bool print_env_example = false;
  bool print_settings_table = false;
  AddClient client{};
  AddUser user{};
};

void add_flags(CLI::App& app, Flags& flags) {
  const auto setting = [&](const std::string& flag, const std::string& name, const std::string& help) {
    app.add_option_function<std::string>(
        flag, [&flags, name](const std::string& text) { flags.settings[name] = text; }, help);
  };
  app.add_option("--config", flags.config, "Read settings from this file (robson.toml)");
  setting("--listen", "server.listen", "Listen on HOST:PORT (default 127.0.0.1:8080)");
  setting("--data-dir", "server.data_dir", "Keep everything in this directory (default ./robson-data)");
  setting("--venue-url", "venue.url", "REST address of the exchange (default https://api.binance.com)");
  setting("--log-level", "server.log_level", "debug, info, warning, error or critical (default info)");
  app.add_flag("--demo", flags.demo, "Start with client 1, user admin and Operation #1");
  app.add_flag("--print-config", flags.print_config, "Show every setting with its origin, secrets masked, and end");
  app.add_flag("--print-routes", flags.print_routes, "Print every route of the API and end");
  app.add_flag("--print-env-example", flags.print_env_example, "Print the content of .env.example and end");
  app.add_flag("--print-settings-table", flags.print_settings_table, "Print the guide's table of settings and end");
  app.set_version_flag("--version", std::string("robsond ") + ROBSON_VERSION);
}

void add_commands(CLI::App& app, Flags& flags, CLI::App*& add_client, CLI::App*& list_clients, CLI::App*& add_user) {
  CLI::App* client = app.add_subcommand("client", "Clients (tenants) of this installation")->require_subcommand(1);
  add_client = client->add_subcommand("add", "Add a client and print its number");
  add_client->add_option("NAME", flags.client.name, "Its name")->required();
  list_clients = client->add_subcommand("list", "List the clients");
  CLI::App* user = app.add_subcommand("user", "Users of this installation")->require_subcommand(1);
  add_user = user->add_subcommand("add", "Add a user; the password is read from standard input");
  add_user->add_option("NAME", flags.user.name, "Its name")->required();
  add_user->add_option("--client", flags.user.client, "Number of its client")->required();
  add_user->add_option("--role", flags.user.role, "viewer, operator or admin")->required();
  add_user->add_flag("--password-stdin", flags.password_stdin, "Read the password from standard input")->required();
}

}  // namespace

std::variant<Options, int> parse_options(int argc, char** argv) {
  CLI::App app{"Robson's server: positions, prices and orders of its clients, with the web dashboard inside.",
               "robsond"};
  Flags flags;
  CLI::App* add_client = nullptr;
  CLI::App* list_clients = nullptr;
  CLI::App* add_user = nullptr;
  add_flags(app, flags);
  add_commands(app, flags, add_client, list_clients, add_user);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& asked) {
    const bool is_question = asked.get_exit_code() == 0;
    app.exit(asked);
    return is_question ? 0 : usage_error;
  }
  if (flags.print_env_example) return Options{.task = Print{settings::env_example()}};
  if (flags.print_settings_table) return Options{.task = Print{settings::guide_table()}};
  settings::Sources sources{.environment = environment, .flags = flags.settings};
  if (!flags.config.empty()) sources.file = flags.config;
  auto loaded = settings::load(sources);
  if (!loaded) {
    std::cerr << "robsond: " << loaded.error().text << '\n';
    return usage_error;
  }
  if (flags.print_config) return Options{.task = Print{settings::print(*loaded)}};
  Options options{.task = Serve{flags.demo, flags.print_routes}, .settings = std::move(loaded->settings)};
  if (add_client->parsed()) options.task = flags.client;
  if (list_clients->parsed()) options.task = ListClients{};
  if (add_user->parsed()) options.task = flags.user;
  return options;
}

}  // namespace robson
