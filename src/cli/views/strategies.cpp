#include <fmt/format.h>

#include "cli/box.hpp"
#include "cli/figures.hpp"
#include "cli/table.hpp"
#include "cli/views/trading.hpp"

namespace robson::cli {
namespace {

// The rules as they are set: "risk_fraction=0.01", one for each member of the document.
template <class Add>
void each_rule(const wire::RiskRules& rules, Add add) {
  boost::mp11::mp_for_each<json::members_of<wire::RiskRules>>([&](auto d) {
    const auto& value = rules.*d.pointer;
    using Member = std::remove_cv_t<std::remove_reference_t<decltype(value)>>;
    if constexpr (std::is_same_v<Member, Decimal>) {
      add(d.name, value.text());
    } else if constexpr (std::is_same_v<Member, bool>) {
      add(d.name, value ? "true" : "false");
    } else {
      add(d.name, std::to_string(value));
    }
  });
}

// Rules of `now` that are not as in `before`.
std::string changes(const wire::Strategy& before, const wire::Strategy& now) {
  std::vector<std::string> old;
  each_rule(before.rules, [&](std::string_view, const std::string& value) { old.push_back(value); });
  std::string text;
  std::size_t i = 0;
  const auto say = [&text](const std::string& what) { text += (text.empty() ? "" : ", ") + what; };
  each_rule(now.rules, [&](std::string_view name, const std::string& value) {
    if (old[i] != value) say(fmt::format("{} {} -> {}", name, old[i], value));
    ++i;
  });
  if (before.name != now.name) say(fmt::format("name {} -> {}", clean(before.name), clean(now.name)));
  if (before.active != now.active) say(now.active ? "switched on" : "switched off");
  if (before.description != now.description) say("description");
  return text.empty() ? "no rule" : text;
}

std::string share_of_capital(Decimal fraction) {
  return multiply(fraction, Decimal::integer(100), Rounding::half_away_from_zero).text() + '%';
}

}  // namespace

std::string strategies_table(const wire::Strategies& strategies, const Look& look) {
  const Style& style = look.style;
  std::string text;
  if (strategies.strategies.empty()) text = "No strategies. Make one with: robson strategies create NAME\n";
  Table table({{"ID", Align::right},
               {"NAME"},
               {"ACTIVE"},
               {"VERSION", Align::right, true},
               {"RISK", Align::right},
               {"CAP", Align::right},
               {"LEVEL", Align::right},
               {"REWARD:RISK", Align::right},
               {"TRAILING"},
               {"CHANGED (UTC)", Align::left, true},
               {"DESCRIPTION", Align::left, true}});
  for (const wire::Strategy& each : strategies.strategies) {
    table.add({std::to_string(each.id), clean(each.name), each.active ? "yes" : "no", std::to_string(each.version),
               share_of_capital(each.rules.risk_fraction), share_of_capital(each.rules.max_notional_fraction),
               std::to_string(each.rules.level), each.rules.reward_risk.text(), each.rules.trailing ? "yes" : "no",
               moment(each.changed_at).substr(0, 16), clean(each.description)});
  }
  if (!table.is_empty()) text = table.text(style, look.headings);
  if (!look.headings || strategies.templates.empty()) return text;
  text += "\nTemplates to begin from:\n";
  for (const wire::StrategyTemplate& each : strategies.templates) {
    for (const auto& line : wrap(fmt::format("  {}: {}", clean(each.name), clean(each.description)), style.columns, 4))
      text += line + '\n';
  }
  return text;
}

std::string strategy_card(const wire::Strategy& strategy, const Look& look) {
  Box box(look.style, fmt::format("STRATEGY {}: {}", strategy.id, clean(strategy.name)));
  if (!strategy.description.empty()) box.line(clean(strategy.description));
  box.line(strategy.active ? "In use" : look.style.paint(Tone::warning, "Switched off: no plan can be made with it"));
  box.rule();
  each_rule(strategy.rules,
            [&](std::string_view name, const std::string& value) { box.line(fmt::format("{}: {}", name, value)); });
  box.rule();
  box.line(
      fmt::format("Version {}, {} by {}", strategy.version, moment(strategy.changed_at), clean(strategy.changed_by)));
  box.line(fmt::format("To change a rule: robson strategies edit {} --set level=3", strategy.id));
  return box.text();
}

std::string strategy_history_view(const wire::StrategyHistory& history, const Look& look) {
  const Style& style = look.style;
  Table table({{"VERSION", Align::right}, {"CHANGED (UTC)"}, {"BY"}, {"WHAT"}});
  const auto& versions = history.versions;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const std::string what = i + 1 < versions.size() ? changes(versions[i + 1], versions[i]) : std::string("made");
    table.add({std::to_string(versions[i].version), moment(versions[i].changed_at).substr(0, 19),
               clean(versions[i].changed_by), what});
  }
  return table.is_empty() ? "No versions.\n" : table.text(style, look.headings);
}

}  // namespace robson::cli
