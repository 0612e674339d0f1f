#include "engine/engine.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/ensure.hpp"
#include "base/overloaded.hpp"
#include "engine/desk.hpp"
#include "trading/watch.hpp"

namespace robson::engine {
namespace {

TenantId tenant_of(const AdoptOperation& command) {
  return command.operation.tenant;
}
TenantId tenant_of(const CreatePlan& command) {
  return command.wanted.tenant;
}
TenantId tenant_of(const SaveStrategy& command) {
  return command.strategy.tenant;
}
template <class Named>
TenantId tenant_of(const Named& input) {
  return input.tenant;
}

// For tests and tools only: the real server gives a cryptographic one.
std::string weak_hash(std::string_view text) {
  return fmt::format("{:016x}", std::hash<std::string_view>{}(text));
}

}  // namespace

Engine::Engine(Rules rules) : rules_(std::move(rules)) {
  if (!rules_.hash) rules_.hash = weak_hash;
}

Output Engine::apply(const Input& input, Timestamp now) {
  Output output;
  const auto desk = [&](const auto& one) {
    Desk work(*this, state_of(tenant_of(one)), now, output);
    work.handle(one);
    work.finish();
  };
  std::visit(overloaded{
                 [&](const Restored& restored) { restore(restored, now, output); },
                 [&](const TenantOpened& opened) {
                   Desk work(*this, state_of(opened.tenant), now, output);
                   work.seed_strategies();
                   work.finish();
                 },
                 [&](const InstrumentsListed& listed) { list(listed); },
                 [&](const QuoteSeen& seen) { on_quote(seen, now, output); },
                 [&](const TradeSeen& seen) { on_trade(seen, output); },
                 [&](const StreamConfirmed& confirmed) {
                   for (const Symbol& symbol : confirmed.symbols) quotes_.confirm(symbol, confirmed.at);
                 },
                 [&](const StreamChanged& changed) { on_stream(changed, output); },
                 [&](const TimePassed&) { on_time(now, output); },
                 desk,
             },
             input);
  return output;
}

TenantState& Engine::state_of(TenantId tenant) {
  TenantState& state = tenants_[tenant];
  state.desk.tenant = tenant;
  return state;
}

void Engine::restore(const Restored& restored, Timestamp now, Output& output) {
  if (!restored.installation.empty()) installation_ = restored.installation;
  last_operation_ = restored.last_operation;
  last_order_ = restored.last_order;
  last_plan_ = restored.last_plan;
  last_strategy_ = restored.last_strategy;
  for (const TenantId tenant : restored.tenants) state_of(tenant);
  for (const TenantDesk& desk : restored.desks) state_of(desk.tenant).desk = desk;
  for (const Strategy& strategy : restored.strategies) {
    state_of(strategy.tenant).strategies.insert_or_assign(strategy.id, strategy);
  }
  for (const Plan& plan : restored.plans) state_of(plan.tenant).plans.insert_or_assign(plan.id, plan);
  for (const auto& [tenant, sums] : restored.ledger) {
    for (const auto& [asset, held] : sums) state_of(tenant).ledger[asset] = held.free;
  }
  for (const Operation& operation : restored.operations) {
    state_of(operation.tenant).operations[operation.id].operation = operation;
    last_operation_ = std::max(last_operation_, operation.id);
  }
  const auto followed_of = [&](TenantId tenant, OperationId operation) -> Followed* {
    auto& operations = state_of(tenant).operations;
    const auto found = operations.find(operation);
    return found == operations.end() ? nullptr : &found->second;
  };
  for (const Order& order : restored.orders) {
    if (Followed* followed = followed_of(order.tenant, order.operation)) followed->orders.push_back(order);
  }
  for (const Fill& fill : restored.fills) {
    if (Followed* followed = followed_of(fill.tenant, fill.operation)) followed->fills.push_back(fill);
  }
  for (const Proof& proof : restored.proofs) {
    if (Followed* followed = followed_of(proof.tenant, proof.operation)) followed->proofs.push_back(proof);
  }
  for (const EmergencyOrder& note : restored.emergency) {
    const auto own = parse_client_id(installation_, note.client_id);
    Followed* followed = own ? followed_of(note.tenant, own->operation) : nullptr;
    if (followed == nullptr || followed->find(note.client_id) != nullptr) continue;
    const Operation& operation = followed->operation;
    Order order{.id = {++last_order_.value},
                .tenant = note.tenant,
                .operation = operation.id,
                .purpose = own->purpose,
                .attempt = own->attempt,
                .client_id = note.client_id,
                .symbol = operation.symbol,
                .side = operation.side == Side::BUY ? Side::SELL : Side::BUY,
                .quantity = operation.held.value.is_positive() ? operation.held : operation.quantity,
                .created_at = note.at,
                .updated_at = now};
    if (own->purpose == OrderPurpose::STOP) {
      order.type = OrderType::STOP_LOSS;
      order.stop_price = operation.stop;
    } else if (own->purpose == OrderPurpose::TARGET) {
      order.type = OrderType::LIMIT_MAKER;
      order.price = operation.target.value_or(operation.entry);
    }
    followed->orders.push_back(std::move(order));
  }
  for (auto& [id, state] : tenants_) {
    for (auto& [operation_id, followed] : state.operations) watch(state, followed);
    Desk work(*this, state, now, output);
    work.seed_strategies();
    work.recover();
    work.finish();
  }
}

void Engine::list(const InstrumentsListed& listed) {
  instruments_complete_ = instruments_complete_ || listed.complete;
  for (const Instrument& instrument : listed.instruments) {
    instruments_.insert_or_assign(instrument.symbol, instrument);
  }
}

void Engine::on_quote(const QuoteSeen& seen, Timestamp now, Output& output) {
  const Symbol& symbol = seen.quote.symbol;
  if (!quotes_.see(seen.quote)) return;
  output.notices.emplace_back(PriceChanged{symbol});
  const auto watched = watched_.find(symbol);
  if (watched == watched_.end()) return;
  const Quote* quote = quotes_.find(symbol);
  if (is_stale(*quote, now)) return;
  // What is done may end operations, which takes them off this list.
  const std::vector<Watched> some = watched->second;
  for (const Watched& one : some) {
    const Operation& operation = one.followed->operation;
    if (!operation.trailing && !crossed(operation, *quote)) continue;
    Desk work(*this, *one.tenant, now, output);
    work.on_price(*one.followed, *quote);
    work.finish();
  }
}

void Engine::on_trade(const TradeSeen& seen, Output& output) {
  if (quotes_.see(seen.trade)) output.notices.emplace_back(PriceChanged{seen.trade.symbol});
}

void Engine::on_stream(const StreamChanged& changed, Output& output) {
  const bool moved = stream_ != changed.state;
  stream_ = changed.state;
  stream_reason_ = changed.why;
  if (moved) output.notices.emplace_back(VenueStreamChanged{});
}

void Engine::on_time(Timestamp now, Output& output) {
  for (auto& [id, state] : tenants_) {
    Desk work(*this, state, now, output);
    work.on_time();
    work.finish();
  }
}

void Engine::watch(TenantState& tenant, Followed& followed) {
  const OperationStatus status = followed.operation.status;
  if (status != OperationStatus::ACTIVE && status != OperationStatus::PLANNED) return;
  watched_[followed.operation.symbol].push_back({&tenant, &followed});
}

void Engine::unwatch(const Followed& followed) {
  const auto watched = watched_.find(followed.operation.symbol);
  if (watched == watched_.end()) return;
  std::erase_if(watched->second, [&](const Watched& one) { return one.followed == &followed; });
}

const Instrument* Engine::instrument(const Symbol& symbol) const {
  const auto found = instruments_.find(symbol);
  return found == instruments_.end() ? nullptr : &found->second;
}

const TenantState* Engine::tenant(TenantId tenant) const {
  const auto found = tenants_.find(tenant);
  return found == tenants_.end() ? nullptr : &found->second;
}

std::vector<const Operation*> Engine::open_operations(TenantId id) const {
  std::vector<const Operation*> open;
  const TenantState* state = tenant(id);
  if (state == nullptr) return open;
  for (const auto& [operation_id, followed] : state->operations) {
    if (followed.operation.status == OperationStatus::ACTIVE) open.push_back(&followed.operation);
  }
  return open;
}

const Followed* Engine::followed(TenantId id, OperationId operation) const {
  const TenantState* state = tenant(id);
  if (state == nullptr) return nullptr;
  const auto found = state->operations.find(operation);
  return found == state->operations.end() ? nullptr : &found->second;
}

const Operation* Engine::operation(TenantId tenant, OperationId id) const {
  const Followed* found = followed(tenant, id);
  return found == nullptr ? nullptr : &found->operation;
}

Money Engine::realized_pnl(TenantId id) const {
  const TenantState* state = tenant(id);
  return state == nullptr ? Money{} : state->desk.realized;
}

const Account* Engine::account(TenantId id) const {
  const TenantState* state = tenant(id);
  return state == nullptr || !state->has_account ? nullptr : &state->account;
}

std::vector<Symbol> Engine::symbols_at_risk() const {
  std::vector<Symbol> symbols;
  for (const auto& [symbol, watched] : watched_) {
    if (watched.empty()) continue;
    symbols.push_back(symbol);
    // What they earn in another asset is counted by the market between the two.
    const Instrument* traded = instrument(symbol);
    if (traded == nullptr || traded->quote == rules_.currency) continue;
    for (const Symbol& between : {Symbol{traded->quote + rules_.currency}, Symbol{rules_.currency + traded->quote}}) {
      if (instruments_.contains(between)) symbols.push_back(between);
    }
  }
  std::ranges::sort(symbols);
  symbols.erase(std::unique(symbols.begin(), symbols.end()), symbols.end());
  return symbols;
}

}  // namespace robson::engine
