#pragma once
// The engine decides; it knows no sockets, no clock and no database. One thread owns it.
//   apply(input, now) -> {events to commit, effects to carry out, notices to tell, reply}
// All live trading state is here and is read through the const members.
#include <functional>
#include <map>
#include <unordered_map>

#include "engine/input.hpp"
#include "engine/output.hpp"
#include "engine/quotes.hpp"
#include "engine/tenant_state.hpp"
#include "trading/position.hpp"

namespace robson::engine {

struct Rules {
  std::string currency = "USDC";  // that equity and capital are counted in
  VenueKind venue_kind = VenueKind::SIM;
  bool trading_enabled = true;  // on this server
  Duration plan_lifetime = std::chrono::minutes(5);
  BudgetRules budget{};
  // How long after an order was sent the venue may still accept it, and the wait beyond it, before an id that the
  // venue denies counts as never sent (recvWindow + 10 s).
  Duration denial_after = std::chrono::seconds(15);
  std::function<std::string(std::string_view)> hash{};  // of a plan's content; cryptographic in the real server
};

class Desk;

class Engine {
 public:
  explicit Engine(Rules rules = {});

  Output apply(const Input& input, Timestamp now);

  const Rules& rules() const { return rules_; }
  const Instrument* instrument(const Symbol& symbol) const;
  const std::unordered_map<Symbol, Instrument>& instruments() const { return instruments_; }
  // False until the venue's list is complete: until then a symbol that is not found may still exist.
  bool lists_instruments() const { return instruments_complete_; }
  const Quote* quote(const Symbol& symbol) const { return quotes_.find(symbol); }
  StreamState venue_stream() const { return stream_; }
  const std::string& venue_stream_reason() const { return stream_reason_; }

  // nullptr for a tenant that nothing is known of.
  const TenantState* tenant(TenantId tenant) const;
  const std::map<TenantId, TenantState>& tenants() const { return tenants_; }
  // ACTIVE operations of the tenant, oldest first.
  std::vector<const Operation*> open_operations(TenantId tenant) const;
  // Of that tenant; a foreign one is not found. Ended ones are here for a while, then only in storage.
  const Operation* operation(TenantId tenant, OperationId id) const;
  const Followed* followed(TenantId tenant, OperationId id) const;
  Money realized_pnl(TenantId tenant) const;
  const Account* account(TenantId tenant) const;
  // Symbols of all open operations, of any tenant: they have to be watched.
  std::vector<Symbol> symbols_at_risk() const;
  // Whose PLANNED and ACTIVE operations a price of that symbol moves: f(TenantId, OperationId) for each.
  template <class F>
  void each_watched(const Symbol& symbol, F&& f) const {
    const auto found = watched_.find(symbol);
    if (found == watched_.end()) return;
    for (const Watched& one : found->second) f(one.tenant->desk.tenant, one.followed->operation.id);
  }
  // Every figure of a trade, without making a plan of it.
  Result<Proposal, Rejection> propose(const Wanted& wanted, Timestamp now) const;
  // What validation would say of this plan now.
  Report check(const Plan& plan, Timestamp now) const;
  Budget budget(TenantId tenant) const;

 private:
  friend class Desk;  // the work on one tenant within one apply

  TenantState& state_of(TenantId tenant);
  void restore(const Restored& restored, Timestamp now, Output& output);
  void list(const InstrumentsListed& listed);
  void on_quote(const QuoteSeen& seen, Timestamp now, Output& output);
  void on_trade(const TradeSeen& seen, Output& output);
  void on_stream(const StreamChanged& changed, Output& output);
  void on_time(Timestamp now, Output& output);
  void watch(TenantState& tenant, Followed& followed);
  void unwatch(const Followed& followed);

  Rules rules_;
  std::string installation_ = "000000";
  std::unordered_map<Symbol, Instrument> instruments_;
  bool instruments_complete_ = false;
  Quotes quotes_;
  StreamState stream_ = StreamState::connecting;
  std::string stream_reason_ = "not connected yet";
  std::map<TenantId, TenantState> tenants_;
  // ACTIVE and PLANNED operations by symbol, for the path of a price. The maps' nodes stay where they are.
  struct Watched {
    TenantState* tenant = nullptr;
    Followed* followed = nullptr;
  };
  std::unordered_map<Symbol, std::vector<Watched>> watched_;
  std::unordered_map<std::int64_t, OperationId> requests_;  // out at the venue
  std::unordered_map<Symbol, Timestamp> refresh_asked_;
  OperationId last_operation_{};
  OrderId last_order_{};
  PlanId last_plan_{};
  StrategyId last_strategy_{};
  std::int64_t last_request_ = 0;
};

}  // namespace robson::engine
