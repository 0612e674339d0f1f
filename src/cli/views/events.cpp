// The feed's events in words. Figures stay as the server wrote them.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/figures.hpp"
#include "cli/views/views.hpp"

namespace robson::cli {
namespace {

using json::Kind;
using json::Value;

const Value& member(const Value& object, std::string_view name) {
  static const Value none{};
  const Value* found = object.find(name);
  return found == nullptr ? none : *found;
}

// A text or number as it came; empty when there is none.
std::string word(const Value& object, std::string_view name) {
  const Value& found = member(object, name);
  return found.kind == Kind::text || found.kind == Kind::number ? clean(found.text) : std::string{};
}

bool truth(const Value& object, std::string_view name) {
  return member(object, name).truth;
}

std::string spaced(std::string text) {
  std::ranges::replace(text, '_', ' ');
  return text;
}

// `text` behind `before`, when there is a text.
std::string with(std::string_view before, const std::string& text) {
  return text.empty() ? std::string{} : std::string(before) + text;
}

std::string position_closed(const Value& data) {
  return fmt::format("Position {} {} closed{}", word(data, "position_id"), word(data, "symbol"),
                     with(": ", word(data, "reason")));
}

std::string pause_state_change(const Value& data) {
  return fmt::format("{}{}{}", truth(data, "paused") ? "New entries are paused" : "New entries are allowed again",
                     with(" by ", word(data, "by")), with(": ", word(data, "reason")));
}

std::string order_update(const Value& data) {
  return fmt::format("Order {} {} {} {} {}: {}", word(data, "client_order_id"), word(data, "purpose"),
                     word(data, "side"), word(data, "quantity"), word(data, "symbol"), word(data, "status"));
}

std::string fill(const Value& data) {
  return fmt::format("{} {} {} at {}{}", word(data, "side"), word(data, "quantity"), word(data, "symbol"),
                     word(data, "price"), with(", operation ", word(data, "operation_id")));
}

std::string operation_update(const Value& data) {
  const Value& operation = member(data, "operation");
  constexpr std::string_view prefix = "operation_";
  std::string what = word(data, "what");
  if (what.starts_with(prefix)) what.erase(0, prefix.size());
  return fmt::format("Operation {} {} {}: {}{}", word(operation, "id"), word(operation, "side"),
                     word(operation, "symbol"), spaced(std::move(what)), with(", ", word(operation, "exit_reason")));
}

std::string protection_change(const Value& data) {
  return fmt::format("Operation {}: protection {}{}{}", word(data, "operation_id"), word(data, "protection"),
                     with(" at ", word(data, "stop_price_at_venue")), with(", was ", word(data, "previous")));
}

std::string plan_update(const Value& data) {
  return fmt::format("Plan {} {} {}: {}", word(data, "plan_id"), word(data, "side"), word(data, "symbol"),
                     word(data, "status"));
}

std::string strategy_update(const Value& data) {
  return fmt::format("Strategy {} \"{}\", version {}, {}", word(data, "strategy_id"), word(data, "name"),
                     word(data, "version"), truth(data, "active") ? "active" : "not active");
}

std::string movement(const Value& data) {
  return fmt::format("{} {}: {}{}{}", word(data, "amount"), word(data, "asset"), word(data, "cause"),
                     with(", operation ", word(data, "operation_id")), with(", ", word(data, "note")));
}

std::string proof_recorded(const Value& data) {
  return fmt::format("The exit of operation {} is on record{}{}", word(data, "operation_id"),
                     with(": ", word(data, "reason")), with(", order ", word(data, "client_order_id")));
}

std::string signal_update(const Value& data) {
  return fmt::format("Signal {} {} {} {} at {}: {}{}{}", word(data, "id"), word(data, "side"), word(data, "volume"),
                     word(data, "instrument"), word(data, "price"), word(data, "status"),
                     with(" by ", word(data, "decided_by")), with(": ", word(data, "reason")));
}

std::string alert(const Value& data) {
  return word(data, "text") + with(", operation ", word(data, "operation_id"));
}

struct Words {
  std::string_view type{};
  std::string (*of)(const Value& data) = nullptr;
};
constexpr std::array<Words, 11> all_words = {{
    {"position_closed", position_closed},
    {"pause_state_change", pause_state_change},
    {"order_update", order_update},
    {"fill", fill},
    {"operation_update", operation_update},
    {"protection_change", protection_change},
    {"plan_update", plan_update},
    {"strategy_update", strategy_update},
    {"movement", movement},
    {"proof_recorded", proof_recorded},
    {"signal_update", signal_update},
}};

// What is bad news, and what is good.
Tone tone_of(std::string_view type, const Value& data) {
  const std::string protection = word(data, "protection");
  if (type == "alert" || (type == "protection_change" && protection == "NONE")) return Tone::bad;
  if (type == "pause_state_change") return truth(data, "paused") ? Tone::warning : Tone::good;
  if (type == "fill" || type == "position_closed") return Tone::strong;
  return Tone::plain;
}

}  // namespace

std::string event_words(const Value& event) {
  const std::string type = word(event, "type");
  const Value& data = member(event, "data");
  if (type == "alert") return alert(data);
  const auto found = std::ranges::find(all_words, type, &Words::type);
  return found == all_words.end() ? spaced(type) : found->of(data);
}

std::string event_line(const Value& event, const Look& look) {
  constexpr int seq_columns = 7;
  constexpr int type_columns = 18;
  const auto time = parse_time(word(event, "timestamp"));
  const std::string type = word(event, "type");
  return fmt::format("{}  {}  {}  {}\n", look.style.paint(Tone::dim, time ? moment(*time) : word(event, "timestamp")),
                     look.style.paint(Tone::dim, pad_left(word(event, "seq"), seq_columns)),
                     pad_right(type, type_columns),
                     look.style.paint(tone_of(type, member(event, "data")), event_words(event)));
}

}  // namespace robson::cli
