// Completion scripts, made from the command table. Each shell's script is a list of cases: which words may follow the
// words that stand on the line already.
#include <fmt/format.h>

#include "cli/commands/all.hpp"
#include "cli/desk.hpp"

namespace robson::cli {
namespace {

std::string joined(const std::vector<std::string_view>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

std::vector<std::string_view> option_names(const Command& command) {
  std::vector<std::string_view> names;
  for (const Option& option : command.options) names.push_back(option.name);
  for (const Option& option : global_options()) names.push_back(option.name);
  names.emplace_back("--help");
  return names;
}

// Words that may follow a command: its subcommands and the choices of its arguments.
std::vector<std::string_view> followers(std::string_view path) {
  std::vector<std::string_view> words;
  for (const Command* child : below(path)) words.push_back(last_word(child->path));
  if (const Command* command = find_command(path)) {
    for (const Argument& argument : command->arguments) {
      words.insert(words.end(), argument.choices.begin(), argument.choices.end());
    }
  }
  return words;
}

// The kind of ids that the server is asked for where the command wants one; empty when it wants none.
std::string_view ids_of(const Command& command) {
  for (const Argument& argument : command.arguments) {
    if (!argument.known_by.empty()) return argument.known_by;
  }
  return {};
}

// Options whose value is one of a few words, of all commands.
std::vector<const Option*> options_with_choices() {
  std::vector<const Option*> found;
  for (const Option& option : global_options()) {
    if (!option.choices.empty()) found.push_back(&option);
  }
  for (const Command& command : commands()) {
    for (const Option& option : command.options) {
      if (!option.choices.empty()) found.push_back(&option);
    }
  }
  return found;
}

std::string bash_script() {
  std::string script = R"(# robson completion for bash; made by: robson completion bash
_robson() {
  local current="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" path="" word
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path $word" in
)";
  for (const Command& command : commands()) {
    if (!command.hidden) script += fmt::format("      \" {0}\"|\"{0}\") path=\"{0}\" ;;\n", command.path);
  }
  script += "    esac\n  done\n  case \"$before\" in\n";
  for (const Option* option : options_with_choices()) {
    const std::string names =
        option->letter.empty() ? std::string(option->name) : fmt::format("{}|{}", option->name, option->letter);
    script += fmt::format("    {}) COMPREPLY=($(compgen -W \"{}\" -- \"$current\")); return ;;\n", names,
                          joined(option->choices));
  }
  script += "  esac\n  local words=\"\" options=\"\" ids=\"\"\n  case \"$path\" in\n";
  script += fmt::format("    \"\") words=\"{}\" ;;\n", joined(followers("")));
  for (const Command& command : commands()) {
    if (command.hidden) continue;
    const std::string_view kind = ids_of(command);
    script +=
        fmt::format("    \"{}\") words=\"{}\" options=\"{}\"{} ;;\n", command.path, joined(followers(command.path)),
                    joined(option_names(command)), kind.empty() ? "" : fmt::format(" ids=\"{}\"", kind));
  }
  script += R"sh(  esac
  if [[ "$current" == -* ]]; then
    words="$options"
  elif [[ -n "$ids" ]]; then
    words="$words $(robson ids "$ids" --timeout 2 2>/dev/null)"
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _robson robson
)sh";
  return script;
}

// A text inside single quotes of zsh's "word:description".
std::string zsh_text(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '\'') {
      made += "'\\''";
    } else if (c == ':') {
      made += "\\:";
    } else {
      made += c;
    }
  }
  return made;
}

std::string zsh_described(std::string_view path) {
  std::string made;
  for (const Command* child : below(path)) {
    made += fmt::format(" '{}:{}'", last_word(child->path), zsh_text(child->summary));
  }
  if (const Command* command = find_command(path)) {
    for (const Argument& argument : command->arguments) {
      for (const auto choice : argument.choices) made += fmt::format(" '{}:{}'", choice, zsh_text(argument.help));
    }
  }
  return made;
}

std::string zsh_script() {
  std::string script = R"(#compdef robson
# robson completion for zsh; made by: robson completion zsh
_robson() {
  local path="" word ids=""
  local -a entries options
  for word in "${words[@]:1:$((CURRENT-2))}"; do
    case "$path $word" in
)";
  for (const Command& command : commands()) {
    if (!command.hidden) script += fmt::format("      ' {0}'|'{0}') path='{0}' ;;\n", command.path);
  }
  script += "    esac\n  done\n  case \"${words[CURRENT-1]}\" in\n";
  for (const Option* option : options_with_choices()) {
    const std::string names =
        option->letter.empty() ? std::string(option->name) : fmt::format("{}|{}", option->name, option->letter);
    script += fmt::format("    {}) compadd -- {}; return ;;\n", names, joined(option->choices));
  }
  script += "  esac\n  case \"$path\" in\n";
  script += fmt::format("    '') entries=({}) ;;\n", zsh_described(""));
  for (const Command& command : commands()) {
    if (command.hidden) continue;
    std::string options;
    const auto describe = [&options](const Option& option) {
      options += fmt::format(" '{}:{}'", option.name, zsh_text(option.help));
    };
    for (const Option& option : command.options) describe(option);
    for (const Option& option : global_options()) describe(option);
    const std::string_view kind = ids_of(command);
    script += fmt::format("    '{}') entries=({}) options=({}){} ;;\n", command.path, zsh_described(command.path),
                          options, kind.empty() ? "" : fmt::format(" ids='{}'", kind));
  }
  script += R"sh(  esac
  if [[ "${words[CURRENT]}" == -* ]]; then
    _describe 'option' options
  else
    _describe 'word' entries
    [[ -n "$ids" ]] && compadd -- ${(f)" $(robson ids $ids-- timeout 2 2 > / dev / null) "}
      fi
}
if
  [["$funcstack[1]" == "_robson"]];
then _robson "$@";
else compdef _robson robson; fi
)sh";
  return script;
}

std::string fish_text(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '\'' || c == '\\') made += '\\';
    made += c;
  }
  return made;
}

// Whether the line's first words are exactly those of `path`.
std::string fish_condition(std::string_view path) {
  return path.empty() ? std::string("__fish_use_subcommand") : fmt::format("__robson_at {}", path);
}

std::string fish_option(const Option& option, std::string_view condition) {
  std::string line = fmt::format("complete -c robson {} -l {}", condition, option.name.substr(2));
  if (!option.letter.empty()) line += fmt::format(" -s {}", option.letter.substr(1));
  if (!option.value.empty() && !option.value_optional) line += " -x";
  if (!option.choices.empty()) line += fmt::format(" -a '{}'", joined(option.choices));
  return line + fmt::format(" -d '{}'\n", fish_text(option.help));
}

std::string fish_script() {
  std::string script = R"(# robson completion for fish; made by: robson completion fish
function __robson_at
    set -l typed
    for word in (commandline -opc)[2..-1]
        string match -q -- '-*' $word; or set -a typed $word
    end
    test (count $typed) -ge (count $argv); and test "$typed[1..$(count $argv)]" = "$argv"
end
complete -c robson -f
)";
  const auto add_words = [&script](std::string_view path) {
    for (const Command* child : below(path)) {
      script += fmt::format("complete -c robson -n '{}' -a {} -d '{}'\n", fish_condition(path), last_word(child->path),
                            fish_text(child->summary));
    }
  };
  add_words("");
  for (const Command& command : commands()) {
    if (command.hidden) continue;
    add_words(command.path);
    const std::string condition = fmt::format("-n '{}'", fish_condition(command.path));
    for (const Argument& argument : command.arguments) {
      if (!argument.choices.empty()) {
        script += fmt::format("complete -c robson {} -a '{}'\n", condition, joined(argument.choices));
      }
    }
    if (const auto kind = ids_of(command); !kind.empty()) {
      script += fmt::format("complete -c robson {} -a '(robson ids {} --timeout 2 2>/dev/null)'\n", condition, kind);
    }
    for (const Option& option : command.options) script += fish_option(option, condition);
  }
  for (const Option& option : global_options()) script += fish_option(option, "");
  return script;
}

}  // namespace

net::Task<Exit> print_completion(Desk& desk) {
  const std::string shell = desk.asked.value("SHELL");
  if (shell == "bash") {
    desk.print(bash_script());
  } else if (shell == "zsh") {
    desk.print(zsh_script());
  } else if (shell == "fish") {
    desk.print(fish_script());
  } else {
    co_return desk.usage(fmt::format("SHELL: expected one of bash, zsh, fish, got \"{}\"", clean(shell)));
  }
  co_return Exit::ok;
}

}  // namespace robson::cli
