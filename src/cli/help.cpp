#include "cli/help.hpp"

#include <fmt/format.h>

namespace robson::cli {
namespace {

constexpr int name_columns = 26;

// "  name   text", the text wrapped under itself.
std::string entry(std::string_view name, std::string_view text, const Style& style) {
  const std::string line = "  " + pad_right(style.paint(Tone::strong, name), name_columns - 2) + std::string(text);
  std::string made;
  for (const auto& part : wrap(line, style.columns, name_columns)) made += part + '\n';
  return made;
}

std::string heading(std::string_view text, const Style& style) {
  return '\n' + style.paint(Tone::strong, text) + '\n';
}

std::string options(const std::vector<Option>& list, const Style& style) {
  std::string made;
  for (const Option& option : list) made += entry(spelling(option), option.help, style);
  return made;
}

std::string examples(const Command& command, const Style& style) {
  std::string made;
  for (const Example& example : command.examples) {
    made += "  " + std::string(example.line) + '\n';
    if (!example.what.empty()) made += style.paint(Tone::dim, fmt::format("      {}", example.what)) + '\n';
  }
  return made;
}

std::string commands_below(std::string_view path, const Style& style) {
  std::string made;
  for (const Command* command : below(path)) {
    made += entry(command->path, command->summary, style);
    if (!path.empty()) continue;
    for (const Command* child : below(command->path)) made += entry(child->path, child->summary, style);
  }
  return made;
}

}  // namespace

std::string spelling(const Option& option) {
  std::string made = option.letter.empty() ? "" : fmt::format("{}, ", option.letter);
  made += option.name;
  if (option.value_optional) return made + fmt::format("[={}]", option.value);
  return option.value.empty() ? made : fmt::format("{} {}", made, option.value);
}

std::string synopsis(const Command& command) {
  std::string made = fmt::format("robson {}", command.path);
  if (command.is_group()) made += " COMMAND";
  for (const Argument& argument : command.arguments) {
    made += argument.required ? fmt::format(" {}", argument.name) : fmt::format(" [{}]", argument.name);
  }
  for (const Option& option : command.options) made += fmt::format(" [{}]", spelling(option));
  return made;
}

std::string general_help(const Style& style) {
  std::string made = "Robson: your positions, their profit and their protection, in the terminal.\n";
  made += heading("Usage", style) + "  robson COMMAND [OPTIONS]\n";
  made += heading("Commands", style) + commands_below("", style);
  made += heading("Options of every command", style) + options(global_options(), style);
  made += entry("-h, --help", "help; with a command, its own", style);
  made += entry("--version", "this program's version", style);
  made += heading("Environment", style);
  for (const Variable& variable : variables()) made += entry(variable.name, variable.help, style);
  made += heading("Exit codes", style);
  for (const ExitMeaning& meaning : exit_meanings) {
    made += entry(std::to_string(static_cast<int>(meaning.code)), meaning.text, style);
  }
  made += heading("Examples", style);
  for (const char* line : {"robson login --username admin", "robson positions", "robson price BTCUSDC --watch",
                           "robson positions list -o csv > positions.csv"}) {
    made += fmt::format("  {}\n", line);
  }
  return made;
}

std::string command_help(const Command& command, const Style& style) {
  std::string made = fmt::format("{}\n", command.summary);
  made += heading("Usage", style) + fmt::format("  {}\n", synopsis(command));
  if (!command.details.empty()) {
    made += '\n';
    for (const auto& line : wrap(command.details, style.columns, 0)) made += line + '\n';
  }
  const std::string children = commands_below(command.path, style);
  if (!children.empty()) made += heading("Commands", style) + children;
  if (!command.arguments.empty()) made += heading("Arguments", style);
  for (const Argument& argument : command.arguments) made += entry(argument.name, argument.help, style);
  if (!command.options.empty()) made += heading("Options", style) + options(command.options, style);
  if (!command.examples.empty()) made += heading("Examples", style) + examples(command, style);
  made += heading("Options of every command", style) + options(global_options(), style);
  made += "\nExit codes:";
  for (const ExitMeaning& meaning : exit_meanings) {
    made += fmt::format("{} {} {}", meaning.code == Exit::ok ? "" : ",", static_cast<int>(meaning.code), meaning.name);
  }
  const auto last_line = made.rfind('\n') + 1;
  std::string wrapped;
  for (const auto& line : wrap(std::string_view(made).substr(last_line), style.columns, 2)) wrapped += line + '\n';
  return made.substr(0, last_line) + wrapped;
}

}  // namespace robson::cli
