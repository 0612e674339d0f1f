#include "cli/commands/asking.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "cli/commands/all.hpp"
#include "market/symbol.hpp"

namespace robson::cli {
namespace {

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return text;
}

bool is_yes(std::string answer) {
  while (!answer.empty() && answer.back() == ' ') answer.pop_back();
  const std::string typed = upper(std::move(answer));
  return typed == "Y" || typed == "YES";
}

}  // namespace

const Option yes_option{.name = "--yes", .value = "", .help = "do not ask; for scripts"};
const Option key_option{.name = "--idempotency-key",
                        .value = "KEY",
                        .help = "with the same key it is done once, however often it is called (default: a new one)"};
const Option wait_option{
    .name = "--wait",
    .value = "TIME",
    .help = "how long the server may take to tell the outcome: 3s, 500ms, at most 10s (default 3s)"};

Read<std::optional<Decimal>> positive_of(const Invocation& asked, std::string_view name) {
  if (!asked.has(name)) return std::optional<Decimal>{};
  const std::string typed = asked.value(name);
  const auto value = Decimal::parse(typed);
  if (value && value->is_positive()) return value;
  return invalid(fmt::format("{}: expected a number above 0 such as 1250.50, got \"{}\"", name, clean(typed)));
}

Read<std::optional<std::string>> choice_of(const Invocation& asked, std::string_view name) {
  if (!asked.has(name)) return std::optional<std::string>{};
  const std::string typed = asked.value(name);
  const auto option = std::ranges::find(asked.command->options, name, &Option::name);
  if (option == asked.command->options.end()) return std::optional<std::string>(typed);
  for (const std::string_view choice : option->choices) {
    if (upper(std::string(choice)) == upper(typed)) return std::optional<std::string>(choice);
  }
  return invalid(
      fmt::format("{}: expected one of {}, got \"{}\"", name, fmt::join(option->choices, ", "), clean(typed)));
}

Read<std::int64_t> wait_of(const Desk& desk) {
  constexpr std::int64_t longest_ms = 10'000;
  const std::int64_t timeout_ms = desk.settings.timeout / std::chrono::milliseconds(1);
  if (!desk.asked.has("--wait")) return std::min<std::int64_t>(3000, timeout_ms / 2);
  const std::string typed = desk.asked.value("--wait");
  std::int64_t number = -1;
  const auto parsed = std::from_chars(typed.data(), typed.data() + typed.size(), number);
  const std::string unit(parsed.ptr, typed.data() + typed.size());
  const bool is_time = parsed.ec == std::errc{} && number >= 0 && (unit == "ms" || unit == "s" || unit.empty());
  if (!is_time || number > longest_ms || number * (unit == "ms" ? 1 : 1000) > longest_ms) {
    return invalid(fmt::format("--wait: expected a time such as 3s or 500ms, at most 10s, got \"{}\"", clean(typed)));
  }
  const std::int64_t wait_ms = number * (unit == "ms" ? 1 : 1000);
  if (wait_ms < timeout_ms) return wait_ms;
  return invalid("--wait: the answer would come after --timeout; give a longer --timeout too");
}

Read<std::string> text_of_option(const Invocation& asked, std::string_view name, std::size_t longest) {
  if (!asked.has(name)) return invalid(fmt::format("{} is missing", name));
  std::string typed = asked.value(name);
  if (!typed.empty() && typed.size() <= longest && typed.find_first_not_of(' ') != std::string::npos) return typed;
  return invalid(fmt::format("{}: expected a text of 1 to {} characters", name, longest));
}

Read<std::optional<std::string>> symbol_option(const Invocation& asked, std::string_view name) {
  if (!asked.has(name)) return std::optional<std::string>{};
  std::string typed = asked.value(name);
  const auto slash = typed.find('/');
  if (slash != std::string::npos) typed.erase(slash, 1);
  const auto symbol = Symbol::parse(typed);
  if (symbol) return std::optional(symbol->text);
  return invalid(fmt::format("{}: expected a market's name such as BTCUSDC, got \"{}\"", name, clean(typed)));
}

Read<std::int64_t> id_of(const Invocation& asked, std::string_view name) {
  return number_of(asked, name, 1, std::numeric_limits<std::int64_t>::max(), 0);
}

net::Task<Read<std::optional<std::int64_t>>> strategy_of(Desk& desk, std::string_view name) {
  if (!desk.asked.has(name)) co_return std::optional<std::int64_t>{};
  const std::string typed = desk.asked.value(name);
  const bool is_number =
      !typed.empty() && typed.size() < 19 && typed.find_first_not_of("0123456789") == std::string::npos;
  if (is_number) co_return std::optional<std::int64_t>(std::stoll(typed));
  const auto known = co_await desk.server().strategies();
  if (!known) co_return Unexpected(known.error());
  std::vector<std::string> names;
  for (const wire::Strategy& each : known->value.strategies) {
    if (each.name == typed) co_return std::optional<std::int64_t>(each.id);
    names.push_back(clean(each.name));
  }
  co_return Unexpected(client::Error{
      .cause = client::Cause::not_found,
      .text = fmt::format("{}: none is called \"{}\"; there are: {}", name, clean(typed), fmt::join(names, ", ")),
      .code = "UNKNOWN_STRATEGY"});
}

Read<std::string> key_of(const Desk& desk) {
  if (!desk.asked.has("--idempotency-key")) return desk.world.fresh_key();
  std::string typed = desk.asked.value("--idempotency-key");
  const bool printable = std::ranges::all_of(typed, [](char c) { return c > ' ' && c <= '~'; });
  if (printable && !typed.empty() && typed.size() <= 200) return typed;
  return invalid("--idempotency-key: expected 1 to 200 letters, digits and signs without blanks");
}

std::optional<Exit> refused_consent(Desk& desk, const std::string& effect) {
  if (desk.asked.has("--yes")) return std::nullopt;
  if (!desk.world.input_is_terminal) {
    return desk.usage(fmt::format("{} is not done without a yes, and there is no terminal to ask at; say --yes",
                                  desk.asked.command->path));
  }
  (void)desk.world.err.write(effect);
  (void)desk.world.err.write("Go on? [y/N] ");
  const auto answer = desk.world.read_line();
  if (!answer) return Exit::interrupted;
  if (is_yes(*answer)) return std::nullopt;
  (void)desk.world.err.write("Nothing was done.\n");
  return Exit::usage;
}

}  // namespace robson::cli
