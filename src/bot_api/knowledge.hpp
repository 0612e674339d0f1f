#pragma once
// What robsond knows of a bot, and since when: the newest documents that it served, and how it is reached. Kept by
// bots::Bot, shown by wire/bots.hpp.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot_api/documents.hpp"

namespace robson::bot_api {

enum class Circuit { closed, open, half_open };
BOOST_DESCRIBE_ENUM(Circuit, closed, open, half_open)
enum class Transport { stream, polling, none };
BOOST_DESCRIBE_ENUM(Transport, stream, polling, none)

template <class T>
struct Known {
  T document{};
  Timestamp at{};  // when it was received
};

using Positions = std::map<std::string, Position>;  // by id
using Chains = std::map<std::string, Chain>;        // by name

struct Knowledge {
  std::string name{};
  bool is_default = false;
  bool answers = false;     // its last /health was an answer, and it is not too long ago
  bool is_current = false;  // and so was its last /internal/positions: what is shown is what it shows now
  std::string trouble{};    // why not, one sentence; empty: nothing is wrong
  std::optional<Duration> latency{};
  std::optional<Duration> skew{};  // its clock less ours
  Circuit circuit = Circuit::closed;
  Transport transport = Transport::none;
  std::optional<Timestamp> last_seen{};
  std::optional<Known<Health>> health{};  // of this run only
  std::optional<Known<Stats>> stats{};
  std::optional<Known<Positions>> positions{};
  std::optional<Known<PauseState>> pause_state{};
  std::optional<Known<std::vector<Breaker>>> breakers{};
  std::optional<Known<Chains>> chains{};
  std::optional<Known<Config>> config{};
  std::optional<Decimal> pnl_24h{};  // total P&L less what it was a day ago; none while less than that is known
};

}  // namespace robson::bot_api
