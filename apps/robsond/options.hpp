#pragma once
// The command line of robsond. Secrets never come this way.
#include <optional>
#include <string>
#include <variant>

#include "settings/settings.hpp"

namespace robson {

struct Serve {
  bool demo = false;
  bool only_print_routes = false;  // "METHOD pattern" of every route, for the check against the document
};
// The owner's commands: work on the data directory while no server runs on it.
struct AddClient {
  std::string name{};
};
struct ListClients {};
struct SetClientActive {
  std::int64_t client = 0;
  bool active = false;
};
struct AddUser {
  std::string name{};
  std::int64_t client = 0;
  std::string role{};
};
struct ListUsers {
  std::optional<std::int64_t> client{};  // none: of all
};
struct SetUserRole {
  std::string name{};
  std::string role{};
};
struct SetUserActive {
  std::string name{};
  bool active = false;
};
struct SetUserPassword {
  std::string name{};
};
struct VerifyAudit {
  std::optional<std::int64_t> client{};  // none: all chains
};
using OwnerTask = std::variant<AddClient, ListClients, SetClientActive, AddUser, ListUsers, SetUserRole, SetUserActive,
                               SetUserPassword, VerifyAudit>;
struct Print {
  std::string text{};
};
using Task = std::variant<Serve, OwnerTask, Print>;

struct Options {
  Task task{};
  settings::Settings settings{};
};

// What the command line asks for, or the exit code with which the program ends now (usage and faults are printed).
std::variant<Options, int> parse_options(int argc, char** argv);

}  // namespace robson
