#pragma once
// What the event log says of the engine's durable events: for each the entries that readers get, in order.
//
//   OperationSaved   operation_update, and position_closed when a position has ended
//   OrderSaved       order_update              FillBooked      fill
//   MovementBooked   movement                  ProofSaved      proof_recorded
//   PlanSaved        plan_update               StrategySaved   strategy_update
//   DeskSaved        pause_state_change, when the answer to "may entries be made?" is another one now
//   DifferenceFound  alert                     AnswerKept      nothing
//   BotNoted         what the bridge says that it is      SignalNoted  what the desk of the signals says that it is
//   and last protection_change, of each operation whose protection is another one now
//
// The last two and position_closed tell a difference to what readers know, so that is kept here. Loop thread.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "feed/channel.hpp"
#include "runtime/ports.hpp"
#include "wire/feed.hpp"

namespace robson::feed {

class Entries {
 public:
  explicit Entries(const engine::Engine& engine) : engine_(engine) {}

  // Takes what the engine knows now as told: once, after it was given what storage holds. Before that an operation's
  // first protection is no news; after it, it is a change from NONE.
  void begin();
  // Entries without numbers, as Log::Describe wants them. Call it for every commit, in order.
  std::vector<runtime::LogEntry> of(const std::vector<engine::Event>& events, Timestamp now);

 private:
  using Key = std::pair<TenantId, OperationId>;
  class Writer;

  void note(const engine::OperationSaved& event, Writer& to);
  void note(const engine::OrderSaved& event, Writer& to);
  void note(const engine::FillBooked& event, Writer& to);
  void note(const engine::MovementBooked& event, Writer& to);
  void note(const engine::PlanSaved& event, Writer& to);
  void note(const engine::StrategySaved& event, Writer& to);
  void note(const engine::DeskSaved& event, Writer& to);
  void note(const engine::ProofSaved& event, Writer& to);
  void note(const engine::DifferenceFound& event, Writer& to);
  void note(const engine::AnswerKept&, Writer&) {}
  void note(const engine::BotNoted& event, Writer& to);
  void note(const engine::SignalNoted& event, Writer& to);
  void compare_protection(const Key& operation, Writer& to);

  const engine::Engine& engine_;
  bool begun_ = false;
  std::map<Key, engine::Protection> protection_;  // as told, of operations that have not ended
  std::map<TenantId, std::string> pauses_;        // as told: the data of pause_state
};

}  // namespace robson::feed
