#pragma once
// The state of a tenant with its bots in it: what the engine has, the bots' positions beside its own, their pauses
// beside its own, and the bots themselves. Loop thread; reads only.
#include <functional>

#include "bot_api/knowledge.hpp"
#include "feed/state.hpp"

namespace robson::feed {

// Of one position: {StateKind::bot_position, 0, "BOT/ID"}; of a bot: {StateKind::bot, 0, "BOT"}.
StateKey bot_position_key(const std::string& bot, const std::string& position);
StateKey bot_key(const std::string& bot);

class BotsState final : public State {
 public:
  // The bots of a tenant as they are known now, the default first.
  using Book = std::function<std::vector<const bot_api::Knowledge*>(TenantId)>;
  BotsState(const State& engine, Book book) : engine_(engine), book_(std::move(book)) {}

  std::vector<Member> snapshot(TenantId tenant, Channel channel, Timestamp now) const override;
  std::optional<std::string> data(TenantId tenant, StateKey key, Timestamp now) const override;
  std::vector<StateKey> keys(TenantId tenant) const override;

 private:
  void add_positions(TenantId tenant, std::vector<Member>& members) const;
  std::string pauses(TenantId tenant) const;
  const bot_api::Knowledge* find(TenantId tenant, std::string_view name) const;

  const State& engine_;
  Book book_;
};

}  // namespace robson::feed
