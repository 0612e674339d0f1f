#pragma once
// What the state of a tenant is now, for snapshots and state messages. Implementations: EngineState over the engine,
// a small model in the tests.
#include <compare>
#include <optional>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "base/timestamp.hpp"
#include "feed/channel.hpp"

namespace robson::feed {

enum class StateKind : std::uint8_t {
  position_row,
  position_value,
  external_orders,
  stats,
  equity,
  alarms,
  bot_position,
  bot
};

// Names a state message: the newest of a key makes the older ones worthless.
struct StateKey {
  StateKind kind{};
  std::int64_t id = 0;  // of the position; 0 for the others
  std::string name{};   // of what bots have (bots_state.hpp)
  friend auto operator<=>(const StateKey&, const StateKey&) = default;
};
Channel channel_of(StateKind kind);
std::string_view type_of(StateKind kind);  // "position_update"

// A member of a channel's object in a snapshot. An empty key: `json` is the channel's whole object.
struct Member {
  std::string key{};
  std::string json{};
};

class State {
 public:
  virtual ~State() = default;
  virtual std::vector<Member> snapshot(TenantId tenant, Channel channel, Timestamp now) const = 0;
  // The data of that message now; none when there is no such thing any more.
  virtual std::optional<std::string> data(TenantId tenant, StateKey key, Timestamp now) const = 0;
  // Every key that there is now.
  virtual std::vector<StateKey> keys(TenantId tenant) const = 0;
};

}  // namespace robson::feed
