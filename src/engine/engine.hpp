#pragma once
// The engine decides; it knows no sockets, no clock and no database. One thread owns it.
//   apply(input, now) -> {events to commit, notices to tell, reply}
// All live trading state is here and is read through the const members.
#include <map>
#include <unordered_map>

#include "engine/input.hpp"
#include "engine/output.hpp"
#include "engine/quotes.hpp"
#include "trading/position.hpp"

namespace robson::engine {

// The tenant's account at its venue, as last told.
struct Account {
  Balances balances{};
  Timestamp as_of{};
  StreamState stream = StreamState::connecting;
  bool known = false;  // false until the first complete answer
};

class Engine {
 public:
  Output apply(const Input& input, Timestamp now);

  const Instrument* instrument(const Symbol& symbol) const;
  // False until the venue's list is complete: until then a symbol that is not found may still exist.
  bool lists_instruments() const { return instruments_complete_; }
  const Quote* quote(const Symbol& symbol) const { return quotes_.find(symbol); }
  StreamState venue_stream() const { return stream_; }
  const std::string& venue_stream_reason() const { return stream_reason_; }

  // ACTIVE operations of the tenant, oldest first.
  std::vector<const Operation*> open_operations(TenantId tenant) const;
  // Of that tenant; a foreign one is not found.
  const Operation* operation(TenantId tenant, OperationId id) const;
  Money realized_pnl(TenantId tenant) const;
  const Account* account(TenantId tenant) const;
  // Symbols of all open operations, of any tenant: they have to be watched.
  std::vector<Symbol> symbols_at_risk() const;

 private:
  using Operations = std::map<OperationId, Operation>;

  Output adopt(const AdoptOperation& command, Timestamp now);
  Output restore(const Restored& restored);
  Output list(const InstrumentsListed& listed);
  Output on_quote(const QuoteSeen& seen);
  Output on_trade(const TradeSeen& seen);
  Output on_confirmed(const StreamConfirmed& confirmed);
  Output on_stream(const StreamChanged& changed);
  Output on_balances(const BalancesSeen& seen, Timestamp now);
  Output on_account_stream(const AccountStreamChanged& changed);

  std::unordered_map<Symbol, Instrument> instruments_;
  bool instruments_complete_ = false;
  Quotes quotes_;
  StreamState stream_ = StreamState::connecting;
  std::string stream_reason_ = "not connected yet";
  std::map<TenantId, Operations> operations_;
  std::map<TenantId, Account> accounts_;
  OperationId last_operation_{};
};

}  // namespace robson::engine
