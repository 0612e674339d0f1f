#pragma once
// A desk, its clients, their accounts at the exchange, and a clock that only the scenario moves. Everything that goes
// into the engine and comes out of it passes through here, so that some rules are held in every scenario unasked:
// no order is sent twice, an operation has one request out at most, no exit is larger than the position, no fill is
// booked twice.
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "engine/engine.hpp"
#include "scenario/exchange.hpp"
#include "scenario/fault.hpp"
#include "scenario/store.hpp"

namespace robson::scenario {

struct World {
  World();

  // Tells the engine, keeps what it did.
  void apply(const engine::Input& input);
  // A command; its answer becomes `reply`.
  void command(const engine::Command& command);
  void pass(Duration time);
  void restart();
  void restart_with(const engine::Restored& found);
  // Takes an order out of storage and puts it into the emergency journal.
  void forget_order(const OwnId& own);
  void see_price(const std::string& symbol, Price bid, Price ask);
  void read_account(TenantId tenant);
  void open_account(TenantId tenant);
  void list_instruments();

  // The oldest request that is still out.
  engine::Effect take_request();
  void answer(const engine::Effect& effect, Exchange::Outcome outcome);
  // What the exchange says unasked: delivered, held back, or lost, as the scenario has it.
  void tell(TenantId tenant, const Exchange::Messages& messages);
  void deliver_held(bool reversed);

  Exchange& exchange() { return exchanges[tenant]; }
  const engine::Followed& followed() const;
  const Operation& op() const { return followed().operation; }
  const engine::TenantState& state() const;
  // "the second stop" -> its client id.
  std::string order_named(const std::string& words) const;

  engine::Rules rules{};
  std::optional<engine::Engine> engine{};
  Store store{};
  Timestamp now{};
  TenantId tenant{1};
  OperationId operation{};  // that "the operation" means
  PlanId plan{};
  std::string symbol = "BTCUSDC";
  std::map<TenantId, Exchange> exchanges{};
  std::map<TenantId, engine::AccountOpened> rights{};
  std::map<Symbol, Instrument> instruments{};
  std::map<Symbol, std::vector<Candle>> charts{};
  engine::Reply reply{};
  Report report{};                      // of the last validation
  std::deque<engine::Effect> out{};     // requests without an answer
  std::deque<engine::Effect> unseen{};  // requests that the scenario has not spoken of yet
  std::deque<engine::Effect> late{};    // requests that the exchange has yet to see, and Robson gave up on
  std::set<std::string> sent_ids{};
  int books_asked = 0;     // RefreshQuote
  int readings_asked = 0;  // ReadAccount
  bool prices_live = true;
  bool losing = false;   // messages are lost
  bool holding = false;  // messages are held back
  std::vector<std::pair<TenantId, VenueOrder>> held{};
  std::vector<std::pair<TenantId, VenueOrder>> told{};  // all that were delivered
  bool ledger_may_differ = false;

 private:
  void keep(const engine::Effect& effect);
  std::vector<engine::EmergencyOrder> emergency_{};
};

Decimal number(const std::string& text);
// "a market sell of 0.1 BTCUSDC": a request in a trader's words.
std::string in_words(const World& world, const engine::Effect& effect);
// What must hold when a scenario is over.
void check_end(const World& world);

}  // namespace robson::scenario
