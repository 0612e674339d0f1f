#pragma once
// The routes of the bots: watch them, pause them, stop them, configure them.
#include "bots/bots.hpp"
#include "routes/idempotency.hpp"
#include "routes/request.hpp"
#include "wire/health.hpp"

namespace robson::routes {

struct BotParts {
  runtime::Runtime& runtime;
  storage::Database& database;
  bots::Bots& bots;
  std::string version{};
};
// All of the routes below.
void add_bot_routes(Gate& gate, const BotParts& parts);

// What these routes share. Lives as long as the gate that holds them.
struct BotDesk {
  explicit BotDesk(const BotParts& given) : parts(given), idempotency(given.runtime, given.database) {}
  BotParts parts;
  Idempotency idempotency;

  Timestamp now() const { return parts.runtime.now(); }
  // The bot that `?bot=` names, or the client's default; 404 when there is none.
  Result<bots::Bot*, Failure> bot_of(const Exchange& exchange) const;
  // A request that changes something and may carry an Idempotency-Key.
  void action(Gate& gate, net::Method method, std::string pattern, Access access, SlowHandler handler);
};
using BotDeskPtr = std::shared_ptr<BotDesk>;

void add_bot_reading_routes(Gate& gate, const BotDeskPtr& desk);  // /api/v1/bots, status, stats, positions ...
void add_bot_control_routes(Gate& gate, const BotDeskPtr& desk);  // /api/v1/control/pause, resume; positions; breakers
void add_bot_stop_routes(Gate& gate, const BotDeskPtr& desk);     // /api/v1/control/emergency-stop
void add_bot_config_routes(Gate& gate, const BotDeskPtr& desk);   // /api/v1/config

// 503 or 502 for a bot that cannot be had or makes no sense, its own words for what it refuses.
Failure failure_of(const bots::BotError& error, const bots::Bot& bot);

// 503 with what the 200 would have been, as last known (`cached_data`: JSON; empty: nothing ever was).
net::Response bot_away(const Exchange& exchange, bots::Bot& bot, std::string cached_data,
                       std::optional<Timestamp> cached_at);

// Of a command to a bot: the same for every repetition under one Idempotency-Key.
std::string request_id_of(const Exchange& exchange);

}  // namespace robson::routes
