#include "client/feed_members.hpp"

#include <algorithm>
#include <array>

namespace robson::client {
namespace {

using json::Kind;
using json::Value;
using Key = std::optional<std::string>;

constexpr std::array<std::string_view, 4> whole_channels = {"pause_state", "stats", "alerts", "equity"};
constexpr std::array<std::string_view, 4> whole_types = {"pause_state_change", "stats_update", "alarms_update",
                                                         "equity_update"};

// The name that a member goes by: a number or a text of its own.
Key key_of(const Value& data, std::string_view name) {
  const Value* found = data.find(name);
  if (found == nullptr || (found->kind != Kind::number && found->kind != Kind::text)) return std::nullopt;
  return found->text.empty() ? Key{} : Key{found->text};
}

bool is_text(const Value& data, std::string_view name, std::string_view text) {
  const Value* found = data.find(name);
  return found != nullptr && found->kind == Kind::text && found->text == text;
}

void set(Value& object, const Value& member) {
  for (Value& child : object.children) {
    if (child.key != member.key) continue;
    child = member;
    return;
  }
  object.children.push_back(member);
}

Key put(FeedMembers& members, Key key, const Value& value) {
  if (!key) return key;
  const auto found = members.find(*key);
  if (found == members.end() && members.size() >= feed_members_max) return std::nullopt;
  Value& member = found == members.end() ? members[*key] : found->second;
  member = value;
  member.key.clear();
  return key;
}

Key remove(FeedMembers& members, Key key) {
  if (key) members.erase(*key);
  return key;
}

// The figures of a position that follow its price. Of a position that is not held (it was closed) nothing is kept.
Key revalue(FeedMembers& members, const Value& data) {
  Key key = key_of(data, "position_id");
  const auto found = key ? members.find(*key) : members.end();
  if (found == members.end()) return key;
  for (const Value& figure : data.children) {
    if (figure.key != "position_id" && figure.key != "symbol") set(found->second, figure);
  }
  return key;
}

Key protect(FeedMembers& members, const Value& data) {
  Key key = key_of(data, "operation_id");
  const Value* protection = data.find("protection");
  if (protection == nullptr) return std::nullopt;
  const auto found = key ? members.find(*key) : members.end();
  if (found != members.end()) set(found->second, *protection);
  return key;
}

Key put_order(FeedMembers& members, const Value& data) {
  constexpr std::array<std::string_view, 4> ended = {"FILLED", "CANCELLED", "REJECTED", "EXPIRED"};
  const bool has_ended = std::ranges::any_of(ended, [&](std::string_view one) { return is_text(data, "status", one); });
  const Key key = key_of(data, "client_order_id");
  return has_ended ? remove(members, key) : put(members, key, data);
}

// All orders of other hands: those that are not among them have gone.
Key put_external_orders(FeedMembers& members, const Value& data) {
  const Value* orders = data.find("orders");
  if (orders == nullptr || orders->kind != Kind::array) return std::nullopt;
  std::erase_if(members, [](const auto& member) { return is_text(member.second, "origin", "external"); });
  for (const Value& order : orders->children) {
    if (!put(members, key_of(order, "client_order_id"), order)) return std::nullopt;
  }
  return "";
}

Key put_operation(FeedMembers& members, const Value& data) {
  const Value* operation = data.find("operation");
  if (operation == nullptr) return std::nullopt;
  const Key key = key_of(*operation, "id");
  const bool has_ended = is_text(*operation, "status", "CLOSED") || is_text(*operation, "status", "CANCELLED");
  return has_ended ? remove(members, key) : put(members, key, *operation);
}

// Those that wait; a decided one is over.
Key put_signal(FeedMembers& members, const Value& data) {
  const Key key = key_of(data, "id");
  return is_text(data, "status", "NEW") ? put(members, key, data) : remove(members, key);
}

}  // namespace

bool is_whole(std::string_view channel) {
  return std::ranges::find(whole_channels, channel) != whole_channels.end();
}

std::optional<std::string> merge(FeedMembers& members, std::string_view type, const Value& data) {
  if (data.kind != Kind::object) return std::nullopt;
  if (type == "position_changed") {
    const Key key = key_of(data, "id");
    return is_text(data, "status", "CLOSED") ? remove(members, key) : put(members, key, data);
  }
  if (type == "pause_state_change" && data.find("bot") != nullptr) return "";  // a bot's, not ours
  if (type == "position_update") return revalue(members, data);
  if (type == "position_closed") return remove(members, key_of(data, "position_id"));
  if (type == "order_update") return put_order(members, data);
  if (type == "external_orders_update") return put_external_orders(members, data);
  if (type == "operation_update") return put_operation(members, data);
  if (type == "protection_change") return protect(members, data);
  if (type == "signal_update") return put_signal(members, data);
  if (type == "price_update") return put(members, key_of(data, "symbol"), data);
  if (type == "venue_status") return put(members, "venue_status", data);
  if (std::ranges::find(whole_types, type) != whole_types.end()) return put(members, "", data);
  return "";
}

}  // namespace robson::client
