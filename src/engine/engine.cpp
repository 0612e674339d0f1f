#include "engine/engine.hpp"

#include <algorithm>

#include "base/overloaded.hpp"

namespace robson::engine {
namespace {

Output refuse(std::string code, std::string text, std::string field) {
  return {.reply = Rejection{std::move(code), std::move(text), std::move(field)}};
}

Output refuse(OperationFault fault) {
  switch (fault) {
    case OperationFault::quantity_not_positive:
      return refuse("INVALID_QUANTITY", "The quantity must be above zero.", "quantity");
    case OperationFault::entry_not_positive:
      return refuse("INVALID_ENTRY", "The entry price must be above zero.", "entry_price");
    case OperationFault::stop_not_positive:
      return refuse("STOP_MISSING", "An operation needs a stop above zero.", "stop_loss");
    case OperationFault::stop_on_wrong_side:
      return refuse("STOP_ON_WRONG_SIDE", "The stop must be below the entry of a BUY and above that of a SELL.",
                    "stop_loss");
    case OperationFault::target_on_wrong_side:
      return refuse("TARGET_ON_WRONG_SIDE", "The target must be above the entry of a BUY and below that of a SELL.",
                    "take_profit");
    case OperationFault::off_tick:
      return refuse("OFF_TICK", "Prices must be multiples of the symbol's tick, the quantity of its step.", "");
  }
  return refuse("INVALID_OPERATION", "The operation is not valid.", "");
}

}  // namespace

Output Engine::apply(const Input& input, Timestamp now) {
  return std::visit(overloaded{
                        [&](const AdoptOperation& command) { return adopt(command, now); },
                        [&](const Restored& restored) { return restore(restored); },
                        [&](const InstrumentsListed& listed) { return list(listed); },
                        [&](const QuoteSeen& seen) { return on_quote(seen); },
                        [&](const TradeSeen& seen) { return on_trade(seen); },
                        [&](const StreamConfirmed& confirmed) { return on_confirmed(confirmed); },
                        [&](const StreamChanged& changed) { return on_stream(changed); },
                        [&](const BalancesSeen& seen) { return on_balances(seen, now); },
                        [&](const AccountStreamChanged& changed) { return on_account_stream(changed); },
                    },
                    input);
}

Output Engine::adopt(const AdoptOperation& command, Timestamp now) {
  const Instrument* traded = instrument(command.operation.symbol);
  if (traded == nullptr) return refuse("UNKNOWN_SYMBOL", "The venue does not list that symbol.", "symbol");
  if (const auto checked = check_new(command.operation, *traded); !checked) return refuse(checked.error());
  Operation adopted = command.operation;
  adopted.id = {last_operation_.value + 1};
  adopted.status = OperationStatus::ACTIVE;
  adopted.source = OperationSource::adopted;
  if (adopted.opened_at == Timestamp{}) adopted.opened_at = now;
  last_operation_ = adopted.id;
  operations_[adopted.tenant].emplace(adopted.id, adopted);
  return {.events = {OperationAdopted{adopted}}, .reply = adopted.id};
}

Output Engine::restore(const Restored& restored) {
  for (const Operation& operation : restored.operations) {
    operations_[operation.tenant].insert_or_assign(operation.id, operation);
    last_operation_ = std::max(last_operation_, operation.id);
  }
  return {};
}

Output Engine::list(const InstrumentsListed& listed) {
  instruments_complete_ = instruments_complete_ || listed.complete;
  for (const Instrument& instrument : listed.instruments) {
    instruments_.insert_or_assign(instrument.symbol, instrument);
  }
  return {};
}

Output Engine::on_quote(const QuoteSeen& seen) {
  if (!quotes_.see(seen.quote)) return {};
  return {.notices = {PriceChanged{seen.quote.symbol}}};
}

Output Engine::on_trade(const TradeSeen& seen) {
  if (!quotes_.see(seen.trade)) return {};
  return {.notices = {PriceChanged{seen.trade.symbol}}};
}

Output Engine::on_confirmed(const StreamConfirmed& confirmed) {
  for (const Symbol& symbol : confirmed.symbols) quotes_.confirm(symbol, confirmed.at);
  return {};
}

Output Engine::on_stream(const StreamChanged& changed) {
  const bool moved = stream_ != changed.state;
  stream_ = changed.state;
  stream_reason_ = changed.why;
  if (!moved) return {};
  return {.notices = {VenueStreamChanged{}}};
}

Output Engine::on_balances(const BalancesSeen& seen, Timestamp now) {
  Account& account = accounts_[seen.tenant];
  if (seen.complete) {
    account.balances = seen.balances;
    account.known = true;
  } else {
    for (const auto& [asset, balance] : seen.balances) account.balances[asset] = balance;
  }
  account.as_of = now;
  return {};
}

Output Engine::on_account_stream(const AccountStreamChanged& changed) {
  accounts_[changed.tenant].stream = changed.state;
  return {};
}

const Instrument* Engine::instrument(const Symbol& symbol) const {
  const auto found = instruments_.find(symbol);
  return found == instruments_.end() ? nullptr : &found->second;
}

std::vector<const Operation*> Engine::open_operations(TenantId tenant) const {
  std::vector<const Operation*> open;
  const auto owned = operations_.find(tenant);
  if (owned == operations_.end()) return open;
  for (const auto& [id, operation] : owned->second) {
    if (operation.status == OperationStatus::ACTIVE) open.push_back(&operation);
  }
  return open;
}

const Operation* Engine::operation(TenantId tenant, OperationId id) const {
  const auto owned = operations_.find(tenant);
  if (owned == operations_.end()) return nullptr;
  const auto found = owned->second.find(id);
  return found == owned->second.end() ? nullptr : &found->second;
}

Money Engine::realized_pnl(TenantId tenant) const {
  Money sum;
  const auto owned = operations_.find(tenant);
  if (owned == operations_.end()) return sum;
  for (const auto& [id, operation] : owned->second) {
    if (operation.status == OperationStatus::CLOSED) sum += operation.realized_pnl;
  }
  return sum;
}

const Account* Engine::account(TenantId tenant) const {
  const auto found = accounts_.find(tenant);
  return found == accounts_.end() ? nullptr : &found->second;
}

std::vector<Symbol> Engine::symbols_at_risk() const {
  std::vector<Symbol> symbols;
  for (const auto& [tenant, owned] : operations_) {
    for (const auto& [id, operation] : owned) {
      if (operation.status == OperationStatus::ACTIVE) symbols.push_back(operation.symbol);
    }
  }
  std::ranges::sort(symbols);
  symbols.erase(std::unique(symbols.begin(), symbols.end()), symbols.end());
  return symbols;
}

}  // namespace robson::engine
