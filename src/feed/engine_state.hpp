#pragma once
// The state of a tenant as the engine has it now. Loop thread; reads only.
#include <functional>

#include "engine/engine.hpp"
#include "feed/state.hpp"
#include "wire/feed.hpp"

namespace robson::feed {

class EngineState final : public State {
 public:
  // `takes_commands` is the runtime's: false once the journal has failed, which is an alarm.
  using TakesCommands = std::function<bool()>;
  EngineState(const engine::Engine& engine, wire::VenueLabel venue, TakesCommands takes_commands);

  std::vector<Member> snapshot(TenantId tenant, Channel channel, Timestamp now) const override;
  std::optional<std::string> data(TenantId tenant, StateKey key, Timestamp now) const override;
  std::vector<StateKey> keys(TenantId tenant) const override;

 private:
  std::vector<Member> positions(TenantId tenant, Timestamp now) const;
  std::vector<Member> orders(TenantId tenant) const;
  std::vector<Member> operations(TenantId tenant, Timestamp now) const;
  std::string external_orders(TenantId tenant) const;
  std::string pause_state(TenantId tenant) const;
  std::string stats(TenantId tenant, Timestamp now) const;
  std::string equity(TenantId tenant, Timestamp now) const;
  std::string alarms(TenantId tenant, Timestamp now) const;
  std::string position(const engine::Followed& followed, Timestamp now) const;
  std::string position_value(const engine::Followed& followed, Timestamp now) const;

  const engine::Engine& engine_;
  wire::VenueLabel venue_;
  TakesCommands takes_commands_;
};

}  // namespace robson::feed
