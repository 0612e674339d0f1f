#pragma once
// What the strategy answers. When `durable` is true the shell writes State, events, trades and payments (all of one
// output together) before it sends the reply and carries out the effects; when it is false nothing needs to be
// written. An effect whose output was never written must not go out.
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "reference_bot/strategy/venue.hpp"

namespace robson::reference_bot {

// Acts. The outcome comes back as LongAnswered or ShortAnswered; each is safe to send twice under its id.
struct OpenLong {
  std::string position_id{};
  LendingOpenRequest request{};  // POST /lending/v1/positions
};
struct OpenShort {
  std::string position_id{};
  PerpOrderRequest request{};  // POST /perp/v1/orders
};
struct CloseShort {
  std::string position_id{};
  PerpOrderRequest request{};  // reduce only
};
struct CloseLong {
  std::string position_id{};
  std::string client_id{};  // POST /lending/v1/positions/{client_id}/close
  std::string close_id{};
};
struct AskLeg {
  std::string position_id{};
  hedge::Leg leg{};
  std::string client_id{};                // GET /perp/v1/orders/{} or /lending/v1/positions/{}
  std::optional<std::string> close_id{};  // when it is the fate of a CloseLong: goes into the answer
};
using Effect = std::variant<OpenLong, OpenShort, CloseShort, CloseLong, AskLeg>;

// The answer to a command: one member is there. A struct and not a variant, because it is kept in the state.
struct Refused {
  int status = 0;  // HTTP: 404, 409 or 422
  std::string code{};
  std::string detail{};
  std::optional<std::string> field{};
};
BOOST_DESCRIBE_STRUCT(Refused, (), (status, code, detail, field))
struct Commanded {
  bool success = true;
  std::string position_id{};
  hedge::PositionStatus status{};
  std::string message{};
};
BOOST_DESCRIBE_STRUCT(Commanded, (), (success, position_id, status, message))
struct Paused {
  bool success = true;
  Timestamp paused_at{};
  hedge::PauseScope scope{};
  std::string reason{};
  std::int64_t pause_id = 0;
};
BOOST_DESCRIBE_STRUCT(Paused, (), (success, paused_at, scope, reason, pause_id))
struct Resumed {
  bool success = true;
  Timestamp resumed_at{};
  std::vector<std::int64_t> cleared{};
};
BOOST_DESCRIBE_STRUCT(Resumed, (), (success, resumed_at, cleared))
struct Stopped {
  bool success = true;
  Timestamp accepted_at{};
  hedge::StopMode mode{};
  std::vector<std::string> closing{};
};
BOOST_DESCRIBE_STRUCT(Stopped, (), (success, accepted_at, mode, closing))
struct Resolved {
  std::vector<bot_api::Breaker> circuit_breakers{};  // what stays open
};
BOOST_DESCRIBE_STRUCT(Resolved, (), (circuit_breakers))

struct Reply {
  std::optional<Refused> refused{};
  std::optional<Commanded> commanded{};
  std::optional<Paused> paused{};
  std::optional<Resumed> resumed{};
  std::optional<Stopped> stopped{};
  std::optional<Resolved> resolved{};
  std::optional<bot_api::Config> config{};
};
BOOST_DESCRIBE_STRUCT(Reply, (), (refused, commanded, paused, resumed, stopped, resolved, config))

struct Output {
  bool durable = false;
  std::vector<bot_api::Event> events{};
  std::vector<bot_api::Trade> trades{};
  std::vector<bot_api::Payment> payments{};
  std::vector<Effect> effects{};
  Reply reply{};  // of a command; empty for a fact
};

}  // namespace robson::reference_bot
