#include "cli/reference.hpp"

#include <fmt/format.h>

#include "cli/commands/all.hpp"
#include "cli/desk.hpp"
#include "cli/help.hpp"

namespace robson::cli {
namespace {

// A cell of a Markdown table.
std::string cell(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '|') made += '\\';
    made += c;
  }
  return made;
}

std::string row(std::string_view name, std::string_view text) {
  return fmt::format("| `{}` | {} |\n", cell(name), cell(text));
}

std::string section(const Command& command) {
  std::string made = fmt::format("\n### robson {}\n\n{}.", command.path, command.summary);
  if (!command.details.empty()) made += fmt::format(" {}", command.details);
  made += fmt::format("\n\n```\n{}\n```\n", synopsis(command));
  if (!command.arguments.empty() || !command.options.empty()) {
    made += "\n| | |\n| --- | --- |\n";
    for (const Argument& argument : command.arguments) made += row(argument.name, argument.help);
    for (const Option& option : command.options) made += row(spelling(option), option.help);
  }
  if (!command.examples.empty()) made += "\n```sh\n";
  for (const Example& example : command.examples) {
    made += example.what.empty() ? fmt::format("{}\n", example.line)
                                 : fmt::format("{:<52} # {}\n", example.line, example.what);
  }
  if (!command.examples.empty()) made += "```\n";
  return made;
}

constexpr std::string_view opening = R"(# The command line

`robson` shows what you own, what it is worth and whether it is protected, from any terminal. This page is printed by the
program itself (`robson reference`), and a test keeps it so.

On a terminal, lists are tables and `--watch` redraws in place; into a pipe, lists are TSV and `--watch` writes one JSON
document a line. `--json` always gives the server's own document, with exact decimals as strings. Data goes to standard
output, everything else to standard error. A figure that is not known reads "—" and never 0; a price that the exchange has
not confirmed for 5 seconds is marked STALE. While the server is away, a watch on a terminal shows the last answer with its
growing age and goes on by itself; into a pipe it says so once on standard error.

`--watch` follows the live feed: a change shows as it happens. While the feed is silent for the interval (2 s, or what was
given), or broken, the server is asked. Of commands that the feed knows nothing of (candles, books, analyses) the server is
asked at every interval.
)";

constexpr std::string_view configuration = R"(
## Configuration

A flag wins over the environment, the environment over the file, the file over the default. The file is
`$XDG_CONFIG_HOME/robson/config.toml` (`~/.config/robson/config.toml`):

```toml
profile = "desk"                  # used when neither --profile nor ROBSON_PROFILE names one

[profiles.desk]
url = "https://desk.example"      # of the server
timeout_s = 10                    # of one request, 1 to 600
output = "table"                  # table, wide, json, jsonl, yaml, csv or tsv
color = "auto"                    # auto, always or never
ca_file = "/etc/ssl/desk.pem"     # certificates to trust instead of the system's
```

Sessions lie beside it in `credentials`, readable by you only; a file that others can read is refused. A token is only ever
sent to the server that gave it. It is renewed by itself, once, even when several commands run at the same time.
)";

}  // namespace

std::string reference() {
  std::string made(opening);
  made += "\n## Options of every command\n\n| | |\n| --- | --- |\n";
  for (const Option& option : global_options()) made += row(spelling(option), option.help);
  made += row("-h, --help", "help; with a command, its own");
  made += row("--version", "this program's version");
  made += "\n## Exit codes\n\n| Code | Meaning |\n| --- | --- |\n";
  for (const ExitMeaning& meaning : exit_meanings) {
    made += fmt::format("| {} | {} |\n", static_cast<int>(meaning.code), meaning.text);
  }
  made += "\n## Environment\n\n| | |\n| --- | --- |\n";
  for (const Variable& variable : variables()) made += row(variable.name, variable.help);
  made += configuration;
  made += "\n## Commands\n";
  for (const Command& command : commands()) {
    if (!command.hidden && !command.is_group()) made += section(command);
  }
  return made;
}

net::Task<Exit> print_reference(Desk& desk) {
  desk.print(reference());
  co_return Exit::ok;
}

}  // namespace robson::cli
