#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "cli/commands/all.hpp"
#include "cli/commands/asking.hpp"
#include "cli/parse.hpp"
#include "cli/views/trading.hpp"

namespace robson::cli {
namespace {

struct Changes {
  std::optional<std::string> name{};
  std::optional<std::string> description{};
  std::optional<bool> active{};
  std::optional<wire::RiskRulesChange> rules{};
};

Read<bool> truth_of(std::string_view name, const std::string& typed) {
  if (typed == "true" || typed == "yes") return true;
  if (typed == "false" || typed == "no") return false;
  return invalid(fmt::format("--set {}: expected true or false, got \"{}\"", name, clean(typed)));
}

Read<void> set_value(std::string_view name, const std::string& typed, std::optional<Decimal>& into) {
  into = Decimal::parse(typed);
  if (into) return {};
  return invalid(fmt::format("--set {}: expected a number such as 0.01, got \"{}\"", name, clean(typed)));
}
Read<void> set_value(std::string_view name, const std::string& typed, std::optional<bool>& into) {
  const auto truth = truth_of(name, typed);
  if (!truth) return Unexpected(truth.error());
  into = *truth;
  return {};
}
Read<void> set_value(std::string_view name, const std::string& typed, std::optional<int>& into) {
  int number = 0;
  const char* end = typed.data() + typed.size();
  const auto parsed = std::from_chars(typed.data(), end, number);
  if (parsed.ec != std::errc{} || parsed.ptr != end) {
    return invalid(fmt::format("--set {}: expected a whole number, got \"{}\"", name, clean(typed)));
  }
  into = number;
  return {};
}

std::vector<std::string_view> known_names() {
  std::vector<std::string_view> names = {"name", "description", "active"};
  boost::mp11::mp_for_each<json::members_of<wire::RiskRulesChange>>([&](auto d) { names.emplace_back(d.name); });
  return names;
}

Read<void> set_rule(const std::string& name, const std::string& typed, Changes& into) {
  bool found = false;
  Read<void> done;
  wire::RiskRulesChange rules = into.rules.value_or(wire::RiskRulesChange{});
  boost::mp11::mp_for_each<json::members_of<wire::RiskRulesChange>>([&](auto d) {
    if (found || name != d.name) return;
    found = true;
    done = set_value(d.name, typed, rules.*d.pointer);
  });
  if (found) into.rules = rules;
  if (found) return done;
  const std::string meant = nearest(name, known_names());
  return invalid(
      fmt::format("--set: no rule is called \"{}\"{}", clean(name),
                  meant.empty() ? "; see robson strategies show 1" : fmt::format("; did you mean {}?", meant)));
}

Read<void> set_one(const std::string& pair, Changes& into) {
  const auto equals = pair.find('=');
  if (equals == std::string::npos || equals == 0)
    return invalid(fmt::format("--set: expected name=value such as level=3, got \"{}\"", clean(pair)));
  const std::string name = pair.substr(0, equals);
  const std::string typed = pair.substr(equals + 1);
  if (name == "name") {
    into.name = typed;
  } else if (name == "description") {
    into.description = typed;
  } else if (name == "active") {
    const auto truth = truth_of(name, typed);
    if (!truth) return Unexpected(truth.error());
    into.active = *truth;
  } else {
    return set_rule(name, typed, into);
  }
  return {};
}

Read<Changes> changes_of(const Invocation& asked) {
  Changes made;
  const std::string all = asked.value("--set");
  for (std::size_t from = 0; asked.has("--set") && from <= all.size();) {
    const auto end = std::min(all.find('\n', from), all.size());
    if (auto done = set_one(all.substr(from, end - from), made); !done) return Unexpected(done.error());
    from = end + 1;
  }
  return made;
}

Page strategy_page(client::Answer<wire::Strategy> answer) {
  Page page = page_of(answer.body);
  page.view = [strategy = std::move(answer.value)](const Look& look) { return strategy_card(strategy, look); };
  return page;
}

}  // namespace

PageAsked fetch_strategies(Desk& desk) {
  auto answer = co_await desk.server().strategies();
  if (!answer) co_return Unexpected(std::move(answer).error());
  Page page = page_of(answer->body, "strategies");
  page.tabular = true;
  page.view = [strategies = std::move(answer->value)](const Look& look) { return strategies_table(strategies, look); };
  co_return page;
}

PageAsked fetch_strategy(Desk& desk) {
  const auto id = id_of(desk.asked);
  if (!id) co_return Unexpected(id.error());
  auto answer = co_await desk.server().strategy(*id);
  if (!answer) co_return Unexpected(std::move(answer).error());
  co_return strategy_page(std::move(*answer));
}

PageAsked fetch_strategy_history(Desk& desk) {
  const auto id = id_of(desk.asked);
  if (!id) co_return Unexpected(id.error());
  auto answer = co_await desk.server().strategy_history(*id);
  if (!answer) co_return Unexpected(std::move(answer).error());
  Page page = page_of(answer->body, "versions");
  page.view = [history = std::move(answer->value)](const Look& look) { return strategy_history_view(history, look); };
  co_return page;
}

net::Task<Exit> create_strategy(Desk& desk) {
  auto changes = changes_of(desk.asked);
  if (!changes) co_return desk.fail(changes.error());
  const auto key = key_of(desk);
  if (!key) co_return desk.fail(key.error());
  wire::StrategyRequest request;
  request.name = desk.asked.value("NAME");
  request.description =
      desk.asked.has("--description") ? std::optional(desk.asked.value("--description")) : changes->description;
  request.active = changes->active;
  if (desk.asked.has("--from")) request.from_template = desk.asked.value("--from");
  request.rules = changes->rules;
  auto answer = co_await desk.server().create_strategy(request, *key);
  if (!answer) co_return desk.fail(answer.error());
  const Page page = strategy_page(std::move(*answer));
  co_return show(desk, page);
}

net::Task<Exit> edit_strategy(Desk& desk) {
  const auto id = id_of(desk.asked);
  if (!id) co_return desk.fail(id.error());
  auto changes = changes_of(desk.asked);
  if (!changes) co_return desk.fail(changes.error());
  if (!desk.asked.has("--set")) co_return desk.usage("say what to change: --set level=3");
  const auto now = co_await desk.server().strategy(*id);
  if (!now) co_return desk.fail(now.error());
  wire::StrategyEdit edit;
  edit.version = now->value.version;
  edit.name = changes->name;
  edit.description = changes->description;
  edit.active = changes->active;
  edit.rules = changes->rules;
  auto answer = co_await desk.server().edit_strategy(*id, edit);
  if (!answer) co_return desk.fail(answer.error());
  const Page page = strategy_page(std::move(*answer));
  co_return show(desk, page);
}

}  // namespace robson::cli
