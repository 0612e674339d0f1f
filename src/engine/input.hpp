#pragma once
// Everything that can happen to the engine. Commands come from people and are answered; facts come from the venue,
// from the clock, and, at start, from storage.
#include <string>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "market/candle.hpp"
#include "market/instrument.hpp"
#include "market/quote.hpp"
#include "market/stream_state.hpp"
#include "trading/balance.hpp"
#include "trading/fill.hpp"
#include "trading/operation.hpp"
#include "trading/plan.hpp"
#include "trading/tenant_desk.hpp"
#include "trading/venue_order.hpp"

namespace robson::engine {

// Commands. Each names its tenant, and who gave it.

// Takes a position that was entered outside of Robson into its care. `operation.id` is given by the engine.
struct AdoptOperation {
  Operation operation{};
};
// What a plan or a preview is made of. `candles`: the last 200 or more of 15m, oldest first.
struct Wanted {
  TenantId tenant{};
  Symbol symbol{};
  Side side{};
  StrategyId strategy{};           // none: the tenant's first active one
  std::optional<Money> capital{};  // none: the tenant's equity at the venue
  bool within_balance = false;     // as much less capital as a BUY needs to be paid from what is free
  std::optional<Price> entry{};    // a limit; none: the quote
  std::optional<Price> stop{};     // by hand: can be looked at, never executed
  std::optional<Price> target{};   // by hand; none: by the strategy
  std::optional<Quantity> quantity{};
  std::vector<Candle> candles{};
};
struct CreatePlan {
  Wanted wanted{};
  std::string by{};
};
struct ValidatePlan {
  TenantId tenant{};
  PlanId plan{};
};
struct ExecutePlan {
  TenantId tenant{};
  PlanId plan{};
  bool live = false;  // false: a dry run, which says what would be sent
  bool acknowledge_risk = false;
  bool acknowledge_warnings = false;
  std::optional<std::string> hash{};  // that the caller saw; must be the plan's
  std::string by{};
};
struct ClosePosition {
  TenantId tenant{};
  OperationId operation{};
  std::optional<Quantity> quantity{};
  std::optional<Price> limit{};
  std::string by{};
};
// Lets a position go: its orders are cancelled and its coins are the tenant's own business from then on.
struct DetachPosition {
  TenantId tenant{};
  OperationId operation{};
  std::string reason{};
  std::string by{};
};
struct MoveStop {
  TenantId tenant{};
  OperationId operation{};
  Price stop{};
  std::string by{};
};
struct MoveTarget {
  TenantId tenant{};
  OperationId operation{};
  std::optional<Price> target{};  // none: no target any more
  std::string by{};
};
struct CancelOwnOrder {  // an entry, or an exit by limit; a protective order is refused
  TenantId tenant{};
  OrderId order{};
  std::string by{};
};
struct SetKillSwitch {
  TenantId tenant{};
  bool on = false;
  std::string reason{};
  std::string by{};
};
struct ResumeTrading {  // after the month's loss limit
  TenantId tenant{};
  std::string reason{};
  std::string by{};
};
struct EnableTrading {
  TenantId tenant{};
  bool on = false;
  std::string by{};
};
// id 0: a new one. The version is the engine's to count; `strategy.version` must be the one that was edited.
struct SaveStrategy {
  Strategy strategy{};
};

using Command =
    std::variant<AdoptOperation, CreatePlan, ValidatePlan, ExecutePlan, ClosePosition, DetachPosition, MoveStop,
                 MoveTarget, CancelOwnOrder, SetKillSwitch, ResumeTrading, EnableTrading, SaveStrategy>;

// Facts.

// A protective order that went out while the journal could not be written; whether it arrived is to be asked.
struct EmergencyOrder {
  TenantId tenant{};
  std::string client_id{};
  Timestamp at{};
};
struct Restored {              // once, at start, before anything else: what storage holds
  std::string installation{};  // part of every client order id
  std::vector<TenantId> tenants{};
  std::vector<TenantDesk> desks{};
  std::vector<Strategy> strategies{};                   // the newest version of each
  std::vector<Operation> operations{};                  // PLANNED and ACTIVE, and those that ended in the last two days
  std::vector<Order> orders{};                          // of these operations
  std::vector<Fill> fills{};                            // of these operations
  std::vector<Plan> plans{};                            // that have not expired
  std::vector<Proof> proofs{};                          // of these operations
  std::vector<std::pair<TenantId, Balances>> ledger{};  // sums of the movements, in `free`
  std::vector<EmergencyOrder> emergency{};
  OperationId last_operation{};  // highest number ever given, of each kind
  OrderId last_order{};
  PlanId last_plan{};
  StrategyId last_strategy{};
};
struct TenantOpened {  // a client made while the server runs
  TenantId tenant{};
};
struct InstrumentsListed {
  std::vector<Instrument> instruments{};
  bool complete = true;  // false: only those that storage remembers, until the venue has answered
};
struct QuoteSeen {
  Quote quote{};
};
struct TradeSeen {
  Trade trade{};
};
// A sign of life of the stream that carries these symbols.
struct StreamConfirmed {
  std::vector<Symbol> symbols{};
  Timestamp at{};
};
struct StreamChanged {
  StreamState state{};
  std::string why{};
};
struct BalancesSeen {
  TenantId tenant{};
  Balances balances{};
  bool complete = false;  // false: only the assets that changed
};
struct AccountStreamChanged {
  TenantId tenant{};
  StreamState state{};
};
// A venue account was opened for the tenant, or taken away.
struct AccountOpened {
  TenantId tenant{};
  bool open = true;
  bool can_short = false;           // paper
  bool offers_entry_lists = false;  // PlaceEntryWithPair
  std::string trouble{};            // why it cannot trade: a read-only key, say; empty: it can
};
// The outcome of a request (Effect). Its orders as the venue sees them after it, or why there are none.
struct VenueAnswered {
  TenantId tenant{};
  std::int64_t request = 0;
  Timestamp committed_at{};
  Timestamp sent_at{};
  Timestamp answered_at{};
  Result<std::vector<VenueOrder>, VenueRefusal> outcome{std::vector<VenueOrder>{}};
};
// The venue says something about an order, unasked.
struct OrderSeen {
  TenantId tenant{};
  VenueOrder order{};
};
// The whole account as the venue has it: at start, every minute, after a gap in the user stream. Everything in it was
// read between the two times.
struct AccountRead {
  TenantId tenant{};
  Timestamp began{};
  Timestamp ended{};
  Balances balances{};
  std::vector<VenueOrder> open_orders{};
};
// Time goes by; told a few times a second.
struct TimePassed {};

using Input =
    std::variant<AdoptOperation, CreatePlan, ValidatePlan, ExecutePlan, ClosePosition, DetachPosition, MoveStop,
                 MoveTarget, CancelOwnOrder, SetKillSwitch, ResumeTrading, EnableTrading, SaveStrategy, Restored,
                 TenantOpened, InstrumentsListed, QuoteSeen, TradeSeen, StreamConfirmed, StreamChanged, BalancesSeen,
                 AccountStreamChanged, AccountOpened, VenueAnswered, OrderSeen, AccountRead, TimePassed>;

}  // namespace robson::engine
