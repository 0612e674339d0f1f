#pragma once
// What the bridge makes durable about bots. The engine knows none of them: the runtime commits a BotNoted for the
// bridge (Runtime::note), so that rows and the feed's entries stand in one transaction.
#include <optional>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "base/timestamp.hpp"
#include "hedge/words.hpp"

namespace robson::engine {

// An event as the bot told it; `id` is the bot's and grows.
struct BotEvent {
  std::string bot{};
  std::int64_t id = 0;
  Timestamp at{};
  hedge::BotEventType type{};
  hedge::Severity severity{};
  std::optional<std::string> position{};
  std::optional<std::string> asset{};
  std::string text{};
  std::string data{"{}"};  // a JSON object
};

// What one bot has said to an emergency stop. Until it has confirmed it is asked again.
struct BotStop {
  std::string bot{};
  int attempts = 0;
  std::optional<Timestamp> confirmed_at{};
  std::optional<int> positions_left{};  // flatten: still to be closed
  std::optional<std::string> detail{};  // why it has not confirmed
};
struct EmergencyStop {
  std::int64_t id = 0;
  TenantId tenant{};
  hedge::StopMode mode{};
  std::string reason{};
  Timestamp requested_at{};
  std::string requested_by{};
  std::vector<BotStop> bots{};
  std::optional<bool> kill_switch{};  // none: not asked for
  std::optional<Timestamp> acknowledged_at{};
  std::optional<std::string> acknowledged_by{};
};

// An entry of the event log (feed::Log numbers it). `data` is JSON.
struct Told {
  std::string channel{};  // "bots"
  std::string type{};     // "bot_event"
  std::string data{};
  bool urgent = false;
};

struct BotNoted {
  TenantId tenant{};
  std::vector<BotEvent> events{};      // one whose id is there already changes nothing
  std::vector<EmergencyStop> stops{};  // whole rows, new or changed
  std::vector<Told> told{};
};

}  // namespace robson::engine
