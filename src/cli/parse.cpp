#include "cli/parse.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <deque>
#include <memory>

namespace robson::cli {
namespace {

constexpr std::string_view no_value = "\x01";  // what a value option reads when it was given without one

// CLI11's parser built from the table, and what it read.
class Grammar {
 public:
  Grammar() : app_("robson") {
    app_.set_help_flag();
    app_.fallthrough();
    app_.require_subcommand(0, 1);  // else "explain status" would be taken for two commands
    app_.add_flag("--help,-h", help_);
    app_.add_flag("--version", version_);
    for (const Option& option : global_options()) add(app_, option);
    for (const Command& command : commands()) add(command);
  }

  Result<Invocation, UsageError> parse(std::vector<std::string> words) {
    std::reverse(words.begin(), words.end());  // as CLI11 takes them
    try {
      app_.parse(std::move(words));
    } catch (const CLI::ParseError& error) {
      return Unexpected(usage(error));
    }
    return invocation();
  }

 private:
  struct Slot {
    const Command* command = nullptr;  // nullptr: global
    std::string_view name{};
    std::string value{};
    CLI::Option* option = nullptr;
  };

  Slot& slot(const Command* command, std::string_view name) {
    slots_.push_back({.command = command, .name = name, .value = {}, .option = nullptr});
    return slots_.back();
  }

  void add(CLI::App& app, const Option& option, const Command* command = nullptr) {
    Slot& made = slot(command, option.name);
    std::string names(option.name);
    if (!option.letter.empty()) names += fmt::format(",{}", option.letter);
    if (option.value.empty()) {
      made.option = app.add_flag(names, made.value);
      made.option->disable_flag_override();
    } else if (option.value_optional) {
      // As a flag with a value it never swallows the word behind it: "--watch BTCUSDC".
      made.option =
          app.add_flag(fmt::format("{0}{{{2}}},{1}{{{2}}}", option.name, option.letter, no_value), made.value);
    } else {
      made.option = app.add_option(names, made.value);
    }
    if (option.repeatable) {
      made.option->join();  // by line ends
    } else {
      made.option->take_last();
    }
  }

  void add(const Command& command) {
    CLI::App* parent = &app_;
    const auto blank = command.path.rfind(' ');
    if (blank != std::string_view::npos) parent = apps_.at(command.path.substr(0, blank));
    CLI::App* app = parent->add_subcommand(std::string(last_word(command.path)));
    app->set_help_flag();
    app->fallthrough();
    app->require_subcommand(0, 1);
    apps_[command.path] = app;
    for (const Argument& argument : command.arguments) {
      Slot& made = slot(&command, argument.name);
      made.option = app->add_option(std::string(argument.name), made.value);
    }
    for (const Option& option : command.options) add(*app, option, &command);
  }

  const Command* named() const {
    const CLI::App* app = &app_;
    const Command* found = nullptr;
    while (!app->get_subcommands().empty()) {
      app = app->get_subcommands().front();
      for (const auto& [path, known] : apps_) {
        if (known == app) found = find_command(path);
      }
    }
    return found;
  }

  Result<Invocation, UsageError> invocation() {
    Invocation made{.command = named(), .globals = {}, .help = help_, .version = version_, .values = {}};
    for (const Slot& slot : slots_) {
      if (slot.option->count() == 0) continue;
      std::string value = slot.value == no_value ? std::string{} : slot.value;
      if (slot.command == nullptr) {
        set_global(made.globals, slot.name, value);
      } else if (slot.command == made.command) {
        made.values.emplace(slot.name, std::move(value));
      }
    }
    if (made.help || made.version || made.command == nullptr) return made;
    for (const Argument& argument : made.command->arguments) {
      if (!argument.required || made.has(argument.name)) continue;
      return Unexpected(UsageError{fmt::format("{} is missing", argument.name), std::string(made.command->path)});
    }
    return made;
  }

  static void set_global(Globals& globals, std::string_view name, const std::string& value) {
    if (name == "--json") globals.json = true;
    if (name == "--no-headers") globals.no_headers = true;
    if (name == "--quiet") globals.quiet = true;
    if (name == "--output") globals.output = value;
    if (name == "--watch") globals.watch = value;
    if (name == "--timeout") globals.timeout = value;
    if (name == "--profile") globals.profile = value;
    if (name == "--url") globals.url = value;
    if (name == "--color") globals.color = value;
    if (name == "--columns") globals.columns = value;
    if (name == "--sort-by") globals.sort_by = value;
    if (name == "--template") globals.row_template = value;
  }

  UsageError usage(const CLI::ParseError& error) {
    const Command* command = named();
    const std::string path(command == nullptr ? "" : command->path);
    const auto extras = app_.remaining(true);
    if (!extras.empty()) return {unknown_word(extras.front(), command) + watch_hint(extras.front()), path};
    return {std::string(error.what()), path};
  }

  // "--watch 5" reads as a word too many.
  std::string watch_hint(const std::string& word) const {
    const bool is_number = word.find_first_not_of("0123456789.") == std::string::npos;
    const bool watching = std::ranges::any_of(
        slots_, [](const Slot& each) { return each.name == "--watch" && each.option->count() != 0; });
    return is_number && watching ? fmt::format("; did you mean --watch={}?", word) : std::string{};
  }

  static std::string unknown_word(const std::string& word, const Command* command) {
    const bool is_option = word.starts_with('-');
    std::vector<std::string_view> known;
    if (is_option) {
      for (const Option& option : global_options()) known.push_back(option.name);
      if (command != nullptr) {
        for (const Option& option : command->options) known.push_back(option.name);
      }
    } else {
      for (const Command* each : below(command == nullptr ? "" : command->path)) known.push_back(last_word(each->path));
    }
    const std::string meant = nearest(word.substr(0, word.find('=')), known);
    const std::string_view kind = is_option                                   ? "option"
                                  : command == nullptr || command->is_group() ? "command"
                                                                              : "argument";
    return fmt::format("unknown {} \"{}\"{}", kind, clean(word),
                       meant.empty() ? "" : fmt::format("; did you mean {}?", meant));
  }

  CLI::App app_;
  std::deque<Slot> slots_{};  // its elements stay where CLI11 writes to
  std::map<std::string_view, CLI::App*> apps_{};
  bool help_ = false;
  bool version_ = false;
};

}  // namespace

Result<Invocation, UsageError> parse(const std::vector<std::string>& words) {
  // "robson help positions" is "robson positions --help".
  std::vector<std::string> asked = words;
  if (!asked.empty() && asked.front() == "help") {
    asked.erase(asked.begin());
    asked.emplace_back("--help");
  }
  return Grammar().parse(std::move(asked));
}

}  // namespace robson::cli
