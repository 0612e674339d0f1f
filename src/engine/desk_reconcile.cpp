// The account as the venue has it against the account as we have it. What cannot be explained is shown as external:
// never invented away, never sold. A difference of balances is believed when two comparisons in a row see the same.
#include <fmt/format.h>

#include <algorithm>

#include "engine/awaited_prices.hpp"
#include "engine/conversion.hpp"
#include "engine/desk.hpp"
#include "market/contract.hpp"

namespace robson::engine {
namespace {

constexpr std::size_t most_differences = 100;
constexpr auto account_every = std::chrono::seconds(30);
constexpr auto refresh_after = std::chrono::seconds(2);
constexpr auto kept_after_end = std::chrono::hours(48);
constexpr auto plan_kept_after_expiry = std::chrono::hours(1);  // so that a late execution is told why

Money total(const Balance& balance) {
  return balance.free + balance.locked;
}

}  // namespace

void Desk::handle(const BalancesSeen& seen) {
  Account& account = tenant_.account;
  tenant_.has_account = true;
  if (seen.complete) {
    account.balances = seen.balances;
    if (!account.known) account.known_since = now_;
    account.known = true;
  } else {
    for (const auto& [asset, balance] : seen.balances) account.balances[asset] = balance;
  }
  account.as_of = now_;
  note_equity();
}

void Desk::handle(const AccountStreamChanged& changed) {
  Account& account = tenant_.account;
  tenant_.has_account = true;
  const bool came = changed.state == StreamState::live && account.stream != StreamState::live;
  account.stream = changed.state;
  if (came) output_.effects.emplace_back(ReadAccount{tenant_.desk.tenant});  // what happened while it was away
  output_.notices.emplace_back(DeskChanged{tenant_.desk.tenant});
}

void Desk::handle(const AccountOpened& opened) {
  Account& account = tenant_.account;
  tenant_.has_account = opened.open;
  account.open = opened.open;
  account.can_short = opened.can_short;
  account.offers_entry_lists = opened.offers_entry_lists;
  account.trouble = opened.trouble;
  if (!opened.open) account.known = false;
  output_.notices.emplace_back(DeskChanged{tenant_.desk.tenant});
  if (opened.open) output_.effects.emplace_back(ReadAccount{tenant_.desk.tenant});
}

void Desk::handle(const AccountRead& read) {
  handle(BalancesSeen{read.tenant, read.balances, true});
  compare_orders(read);
  compare_balances(read);
  note_equity();
  compare_positions(read);
  for (auto& [id, followed] : tenant_.operations) attend(followed);
}

// Orders that we think stand and the venue does not list are asked for; those that it lists and we do not know are
// external.
void Desk::compare_orders(const AccountRead& read) {
  tenant_.account.external_orders.clear();
  for (const VenueOrder& told : read.open_orders) {
    const auto own = parse_client_id(engine_.installation_, told.client_id);
    const auto found = own ? tenant_.operations.find(own->operation) : tenant_.operations.end();
    if (found == tenant_.operations.end() || found->second.find(told.client_id) == nullptr) {
      tenant_.account.external_orders.push_back(told);
    } else {
      absorb(found->second, told);
    }
  }
  for (auto& [id, followed] : tenant_.operations) {
    if (followed.request != 0) continue;
    std::vector<std::string> missing;
    for (const Order& order : followed.orders) {
      const bool listed =
          std::ranges::find(read.open_orders, order.client_id, &VenueOrder::client_id) != read.open_orders.end();
      if (order.is_open() && order.live && !listed && order.updated_at < read.began) missing.push_back(order.client_id);
    }
    for (const std::string& client_id : missing) doubt(followed, client_id);
  }
}

// Whether something is under way that moves balances.
bool Desk::is_busy() const {
  for (const auto& [id, followed] : tenant_.operations) {
    if (followed.request != 0) return true;
    for (const Order& order : followed.orders) {
      if (order.status == OrderStatus::UNKNOWN || order.filled > followed.booked(order)) return true;
    }
  }
  return false;
}

// Every balance is what its movements add up to.
bool Desk::balances_are_explained() const {
  std::map<std::string, Money> open = tenant_.ledger;
  for (const auto& [asset, held] : tenant_.account.balances) open[asset] -= total(held);
  return std::ranges::all_of(open, [](const auto& line) { return line.second.is_zero(); });
}

// What came or went is neither gain nor loss: the peak keeps its ratio to equity.
void Desk::follow_flow(Money flow) {
  const auto equity = equity_of(engine_, tenant_.desk.tenant, now_);
  if (!equity || flow.is_zero()) return;
  const Money before = *equity - flow;
  const bool goes_on = before.value.is_positive() && equity->value.is_positive();
  const Decimal grown = goes_on ? divide(equity->value, before.value, Rounding::half_away_from_zero) : Decimal{};
  tenant_.desk.peak_equity = {multiply(tenant_.desk.peak_equity.value, grown, Rounding::half_away_from_zero)};
  save_desk("peak_equity");
}

void Desk::compare_balances(const AccountRead& read) {
  Account& account = tenant_.account;
  if (tenant_.ledger.empty()) {
    for (const auto& [asset, held] : read.balances) {
      if (!total(held).is_zero())
        move(asset, total(held), MovementCause::opening, nullptr, "held at the first reading");
    }
    return;
  }
  if (is_busy() || account.last_booked >= read.began) return;  // the next reading will do
  std::map<std::string, Money> unexplained;
  for (const auto& [asset, held] : read.balances) unexplained[asset] += total(held);
  for (const auto& [asset, sum] : tenant_.ledger) unexplained[asset] -= sum;
  std::erase_if(unexplained, [](const auto& line) { return line.second.is_zero(); });
  Money flow;
  for (const auto& [asset, amount] : unexplained) {
    const auto seen = account.unexplained.find(asset);
    if (seen == account.unexplained.end() || seen->second != amount) continue;
    move(asset, amount, MovementCause::external, nullptr, "found by comparison with the exchange");
    if (const auto worth = convert(engine_, amount, asset, engine_.rules_.currency, now_)) flow += worth->amount;
    differ("balance", fmt::format("{} {} came or went without Robson: a deposit, a withdrawal, or a trade elsewhere.",
                                  amount.value.text(), asset));
  }
  std::erase_if(unexplained, [&](const auto& line) {
    const auto seen = account.unexplained.find(line.first);
    return seen != account.unexplained.end() && seen->second == line.second;
  });
  account.unexplained = std::move(unexplained);
  follow_flow(flow);
}

// The account must hold what its long operations hold.
void Desk::compare_positions(const AccountRead& read) {
  if (is_busy() || tenant_.account.last_booked >= read.began) return;
  std::map<std::string, Quantity> needed;
  for (const auto& [id, followed] : tenant_.operations) {
    const Operation& operation = followed.operation;
    const Instrument* instrument = engine_.instrument(operation.symbol);
    if (operation.status != OperationStatus::ACTIVE || operation.side != Side::BUY || instrument == nullptr) continue;
    needed[instrument->base] += base_units(*instrument, operation.held);
  }
  for (const auto& [asset, quantity] : needed) {
    const auto held = read.balances.find(asset);
    const Money there = held == read.balances.end() ? Money{} : total(held->second);
    if (there.value >= quantity.value) continue;
    const std::string text = fmt::format("The operations hold {} {}, the account only {}.", quantity.value.text(),
                                         asset, there.value.text());
    const auto told = [&](const DifferenceFound& earlier) {
      return earlier.kind == "position" && earlier.text == text;
    };
    if (std::ranges::none_of(tenant_.differences, told)) differ("position", text);
  }
}

void Desk::move(const std::string& asset, Money amount, MovementCause cause, const Fill* fill, std::string note) {
  Movement line{.tenant = tenant_.desk.tenant,
                .asset = asset,
                .amount = amount,
                .cause = cause,
                .note = std::move(note),
                .at = now_};
  if (fill != nullptr) {
    line.operation = fill->operation;
    line.order = fill->order;
    line.trade_id = fill->trade_id;
  }
  tenant_.ledger[asset] += amount;
  output_.events.emplace_back(MovementBooked{std::move(line)});
}

void Desk::differ(std::string kind, std::string text, OperationId operation) {
  DifferenceFound found{tenant_.desk.tenant, std::move(kind), std::move(text), operation, now_};
  tenant_.differences.push_back(found);
  if (tenant_.differences.size() > most_differences) tenant_.differences.pop_front();
  output_.events.emplace_back(std::move(found));
  output_.notices.emplace_back(DeskChanged{tenant_.desk.tenant});
}

// A new month begins with a new base and nothing realised, a new day with no trades.
void Desk::roll_calendar() {
  TenantDesk& desk = tenant_.desk;
  const int month = month_of(now_);
  const int day = day_of(now_);
  if (desk.month == month && desk.day == day) return;
  if (desk.month != month) {
    desk.month = month;
    desk.month_base.reset();
    desk.month_realized = {};
    desk.loss_pause.reset();
  }
  desk.day = day;
  desk.trades_today = 0;
  save_desk("day_began");
}

// The month's base is the first equity known in it; the peak is what drawdown is measured from. What is not explained
// yet may be a deposit, which is no peak.
void Desk::note_equity() {
  roll_calendar();
  const Portfolio portfolio = portfolio_of(engine_, tenant_.desk.tenant, engine_.rules_.currency, now_);
  if (!portfolio.account_known || portfolio.prices_stale) return;
  if (awaits_prices(portfolio, engine_, tenant_.account, now_)) return;
  TenantDesk& desk = tenant_.desk;
  if (!desk.month_base && portfolio.total.value.is_positive()) {
    desk.month_base = portfolio.total;
    save_desk("month_began");
  }
  if (portfolio.total > desk.peak_equity && balances_are_explained()) {
    desk.peak_equity = portfolio.total;
    save_desk("peak_equity");
  }
}

void Desk::on_time() {
  roll_calendar();
  Account& account = tenant_.account;
  if (account.open && now_ - account.read_asked >= account_every) {
    account.read_asked = now_;
    output_.effects.emplace_back(ReadAccount{tenant_.desk.tenant});
  }
  for (auto& [id, plan] : tenant_.plans) {
    const bool waits = plan.status == PlanStatus::DRAFT || plan.status == PlanStatus::VALIDATED;
    if (!waits || now_ < plan.expires_at) continue;
    plan.status = PlanStatus::EXPIRED;
    output_.events.emplace_back(PlanSaved{plan});
  }
  std::erase_if(tenant_.plans,
                [&](const auto& held) { return now_ - held.second.expires_at > plan_kept_after_expiry; });
  for (auto& [id, followed] : tenant_.operations) {
    attend(followed);
    const Operation& operation = followed.operation;
    const Quote* quote = engine_.quote(operation.symbol);
    const bool blind = operation.unprotected_since && (quote == nullptr || is_stale(*quote, now_));
    Timestamp& asked = engine_.refresh_asked_[operation.symbol];
    if (!blind || now_ - asked < refresh_after) continue;
    asked = now_;
    output_.effects.emplace_back(RefreshQuote{operation.symbol});
  }
  std::erase_if(tenant_.operations, [&](const auto& held) {
    const Followed& followed = held.second;
    return followed.operation.closed_at && now_ - *followed.operation.closed_at > kept_after_end &&
           followed.request == 0 && std::ranges::none_of(followed.orders, &Order::is_open);
  });
}

// The last run may have ended between any two steps: every order that is not over is asked for.
void Desk::recover() {
  for (auto& [id, followed] : tenant_.operations) {
    std::vector<std::string> open;
    for (const Order& order : followed.orders) {
      if (order.is_open()) open.push_back(order.client_id);
    }
    for (const std::string& client_id : open) doubt(followed, client_id);
    account_protection(followed);
  }
}

void Desk::touch(Followed& followed, std::string_view what) {
  std::string_view& named = touched_[followed.operation.id];
  if (named.empty() || what != "operation_changed") named = what;
}

void Desk::save(const Order& order) {
  saved_orders_.insert(order.id);
  touched_.emplace(order.operation, "operation_changed");
}

void Desk::save(const Proof& proof) {
  saved_proofs_.emplace(proof.operation, proof.client_id);
  touched_.emplace(proof.operation, "operation_changed");
}

void Desk::save_desk(std::string_view what) {
  if (desk_change_.empty() || what != "realized") desk_change_ = what;
}

void Desk::finish() {
  for (const auto& [id, what] : touched_) {
    const auto found = tenant_.operations.find(id);
    if (found == tenant_.operations.end()) continue;
    const Followed& followed = found->second;
    output_.events.emplace_back(OperationSaved{followed.operation, what});
    output_.notices.emplace_back(OperationChanged{tenant_.desk.tenant, id});
    for (const Order& order : followed.orders) {
      if (saved_orders_.contains(order.id)) output_.events.emplace_back(OrderSaved{order});
    }
    for (const Proof& proof : followed.proofs) {
      if (saved_proofs_.contains({id, proof.client_id})) output_.events.emplace_back(ProofSaved{proof});
    }
  }
  if (desk_change_.empty()) return;
  output_.events.emplace_back(DeskSaved{tenant_.desk, desk_change_});
  output_.notices.emplace_back(DeskChanged{tenant_.desk.tenant});
}

}  // namespace robson::engine
