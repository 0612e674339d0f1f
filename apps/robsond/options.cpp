#include "options.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <memory>

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
  std::optional<OwnerTask> owner{};  // that was asked for
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
  app.add_option_function<std::vector<std::string>>(
         "--bot",
         [&flags](const std::vector<std::string>& bots) {
           std::string& all = flags.settings["bots.attach"];
           for (const std::string& bot : bots) all += (all.empty() ? "" : ",") + bot;
         },
         "Attach a bot: NAME=URL, or NAME@CLIENT=URL (may be repeated)")
      ->allow_extra_args(false);
  setting("--bot-key-file", "bots.key_file", "Admin keys of the bots: a file with lines NAME KEY, or one key for all");
  app.add_flag("--demo", flags.demo, "Start with client 1, user admin and Operation #1");
  app.add_flag("--print-config", flags.print_config, "Show every setting with its origin, secrets masked, and end");
  app.add_flag("--print-routes", flags.print_routes, "Print every route of the API and end");
  app.add_flag("--print-env-example", flags.print_env_example, "Print the content of .env.example and end");
  app.add_flag("--print-settings-table", flags.print_settings_table, "Print the guide's table of settings and end");
  app.set_version_flag("--version", std::string("robsond ") + ROBSON_VERSION);
}

constexpr const char* roles = "viewer, operator or admin";

// What a subcommand has read becomes the task when it was the one that was given.
template <class T>
std::shared_ptr<T> owner_task(CLI::App* command, Flags& flags) {
  auto task = std::make_shared<T>();
  command->callback([task, &flags] { flags.owner = *task; });
  return task;
}

void add_client_commands(CLI::App& app, Flags& flags) {
  CLI::App* client = app.add_subcommand("client", "Clients (tenants) of this installation")->require_subcommand(1);
  CLI::App* add = client->add_subcommand("add", "Add a client and print its number");
  add->add_option("NAME", owner_task<AddClient>(add, flags)->name, "Its name")->required();
  owner_task<ListClients>(client->add_subcommand("list", "List the clients"), flags);
  for (const bool active : {false, true}) {
    CLI::App* change = client->add_subcommand(
        active ? "enable" : "disable",
        active ? "Let a client's users in again" : "Let nobody of a client in; its keys are worth nothing");
    const auto task = owner_task<SetClientActive>(change, flags);
    task->active = active;
    change->add_option("NUMBER", task->client, "Its number")->required();
  }
}

void add_user_commands(CLI::App& app, Flags& flags) {
  CLI::App* user = app.add_subcommand("user", "Users of this installation")->require_subcommand(1);
  CLI::App* add = user->add_subcommand("add", "Add a user; the password is read from standard input");
  const auto added = owner_task<AddUser>(add, flags);
  add->add_option("NAME", added->name, "Its name")->required();
  add->add_option("--client", added->client, "Number of its client")->required();
  add->add_option("--role", added->role, roles)->required();
  add->add_flag("--password-stdin", flags.password_stdin, "Read the password from standard input")->required();
  CLI::App* list = user->add_subcommand("list", "List the users");
  list->add_option("--client", owner_task<ListUsers>(list, flags)->client, "Of that client alone");
  CLI::App* role = user->add_subcommand("role", "Give a user another role");
  const auto changed = owner_task<SetUserRole>(role, flags);
  role->add_option("NAME", changed->name, "Its name")->required();
  role->add_option("ROLE", changed->role, roles)->required();
  for (const bool active : {false, true}) {
    CLI::App* change = user->add_subcommand(active ? "enable" : "disable",
                                            active ? "Let a user in again" : "Let a user in no more; sessions end");
    const auto task = owner_task<SetUserActive>(change, flags);
    task->active = active;
    change->add_option("NAME", task->name, "Its name")->required();
  }
  CLI::App* password = user->add_subcommand("password", "Set a user's password; it is read from standard input");
  password->add_option("NAME", owner_task<SetUserPassword>(password, flags)->name, "Its name")->required();
  password->add_flag("--password-stdin", flags.password_stdin, "Read the password from standard input")->required();
}

void add_audit_commands(CLI::App& app, Flags& flags) {
  CLI::App* audit = app.add_subcommand("audit", "The record of who did what")->require_subcommand(1);
  CLI::App* verify = audit->add_subcommand("verify", "Recompute the chains; ends with 1 when one is broken");
  verify->add_option("--client", owner_task<VerifyAudit>(verify, flags)->client, "Of that client alone");
}

}  // namespace

std::variant<Options, int> parse_options(int argc, char** argv) {
  CLI::App app{"Robson's server: positions, prices and orders of its clients, with the web dashboard inside.",
               "robsond"};
  Flags flags;
  add_flags(app, flags);
  add_client_commands(app, flags);
  add_user_commands(app, flags);
  add_audit_commands(app, flags);
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
  if (flags.owner) options.task = *flags.owner;
  return options;
}

}  // namespace robson
