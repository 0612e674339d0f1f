#pragma once
// The command tree as data. Parsing, help, completion, the reference and the tests all read this one table
// (commands.cpp); a command is added by adding a row.
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/exit.hpp"
#include "cli/page.hpp"
#include "cli/settings.hpp"
#include "net/loop.hpp"

namespace robson::cli {

class Desk;
class Live;

// A reading command: asks the server once; showing, --watch and the output formats are done for it.
using Fetch = net::Task<Result<Page, client::Error>> (*)(Desk& desk);
// Any other command: does it all and says how it ended.
using Act = net::Task<Exit> (*)(Desk& desk);

// How --watch follows a page: these channels of the live feed say when it changes.
struct Following {
  std::vector<std::string> channels{};  // empty: asked for again and again
  bool of_symbol = false;               // channel prices, of the SYMBOL that was asked for
  // Makes the page out of the feed; without it the server is asked for it anew.
  std::unique_ptr<Live> (*live)(Desk& desk) = nullptr;
};

struct Argument {
  std::string_view name{};  // "SYMBOL"
  std::string_view help{};
  bool required = true;
  std::vector<std::string_view> choices{};  // for completion; the command itself checks
  std::string_view known_by{};              // for completion: the kind of ids that the server is asked for
};
struct Option {
  std::string_view name{};   // "--limit"
  std::string_view value{};  // "N"; empty: a flag
  std::string_view help{};
  std::vector<std::string_view> choices{};
  std::string_view letter{};    // "-o"
  bool value_optional = false;  // --watch or --watch=SECONDS
  bool repeatable = false;      // its values come joined by line ends
};
struct Example {
  std::string_view line{};
  std::string_view what{};
};

struct Command {
  std::string_view path{};  // "market price"
  std::string_view summary{};
  std::string_view details{};
  std::vector<Argument> arguments{};
  std::vector<Option> options{};
  std::vector<Example> examples{};
  Fetch fetch = nullptr;
  Act act = nullptr;
  Following following{};
  bool hidden = false;
  // The command can do without a readable configuration: help, completion and the like.
  bool needs_settings = true;

  bool is_group() const { return fetch == nullptr && act == nullptr; }
};

const std::vector<Command>& commands();
const std::vector<Option>& global_options();
const Command* find_command(std::string_view path);
// The commands directly below `path` ("" for the first words), in the table's order, without the hidden ones.
std::vector<const Command*> below(std::string_view path);
// "price" of "market price".
std::string_view last_word(std::string_view path);

struct Variable {
  std::string_view name{};
  std::string_view help{};
};
// The environment variables that the program reads.
std::span<const Variable> variables();

// A command line that fits the table.
struct Invocation {
  const Command* command = nullptr;  // nullptr: none was named
  Globals globals{};
  bool help = false;
  bool version = false;
  std::map<std::string, std::string, std::less<>> values{};  // of arguments and options by name; "1" for a flag

  bool has(std::string_view name) const { return values.find(name) != values.end(); }
  // Empty when it was not given.
  std::string value(std::string_view name) const {
    const auto found = values.find(name);
    return found == values.end() ? std::string{} : found->second;
  }
};

}  // namespace robson::cli
