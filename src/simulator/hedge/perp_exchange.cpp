#include "simulator/hedge/perp_exchange.hpp"

#include <algorithm>

#include "base/ensure.hpp"

namespace robson::simulator {
namespace {

const PerpPrices* priced_in(const std::vector<PerpPrices>& all, const std::string& coin) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const PerpPrices& each) { return each.coin == coin; });
  return found == all.end() ? nullptr : &*found;
}

// The rate of an hour whose average premium that is; none: no payment is recorded for it.
std::optional<Decimal> rate_of(const PerpPrices& prices, Decimal average_premium) {
  if (prices.recorded) return prices.recorded->rate;
  return hourly_funding_rate(average_premium);
}

// Those whose id is above `after`, the first `limit` of them; ids ascend.
template <class Row>
std::vector<Row> page(const std::vector<Row>& rows, std::int64_t after, std::size_t limit) {
  auto from = std::upper_bound(rows.begin(), rows.end(), after,
                               [](std::int64_t wanted, const Row& row) { return wanted < row.id; });
  const auto count = std::min(limit, static_cast<std::size_t>(rows.end() - from));
  return {from, from + static_cast<std::ptrdiff_t>(count)};
}

template <class Row>
void trim(std::vector<Row>& rows, std::size_t most) {
  if (rows.size() > most) rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(most));
}

}  // namespace

PerpExchange::PerpExchange(std::vector<PerpContract> contracts, PerpState kept) : state_(std::move(kept)) {
  for (PerpContract& each : contracts) {
    ensure(each.size_step.is_positive() && each.price_tick.is_positive(), "steps are above zero");
    ensure(each.max_leverage >= Decimal::integer(1), "nobody has less leverage than 1");
    state_.contracts[each.coin];
    contracts_.emplace(each.coin, std::move(each));
  }
  std::erase_if(state_.contracts, [&](const auto& entry) { return !contracts_.contains(entry.first); });
}

void PerpExchange::add_account(const std::string& key, Money usd) {
  const auto [entry, is_new] = state_.accounts.try_emplace(key);
  if (!is_new) return;
  entry->second.deposited = entry->second.free = usd;
  ++state_.changes;
}

void PerpExchange::advance(Timestamp now, const std::vector<PerpPrices>& prices) {
  if (!state_.now) state_.now = now;
  now = std::max(now, *state_.now);
  for (Timestamp hour = next_hour(*state_.now); hour <= now; hour = hour + funding_period) {
    for (auto& [coin, contract] : state_.contracts) {
      if (!contract.prices) continue;
      const PerpPrices* fresh = hour == now ? priced_in(prices, coin) : nullptr;
      contract.premium.hold(premium_of(contract.prices->mark, contract.prices->oracle), hour - *state_.now);
      pay_funding(hour, coin, contract, fresh == nullptr ? contract.prices->oracle : fresh->oracle);
    }
    state_.now = hour;
    if (hour < now) liquidate_where_due();
  }
  for (auto& [coin, contract] : state_.contracts) {
    if (contract.prices) {
      contract.premium.hold(premium_of(contract.prices->mark, contract.prices->oracle), now - *state_.now);
    }
    if (const PerpPrices* fresh = priced_in(prices, coin)) contract.prices = *fresh;
  }
  state_.now = now;
  liquidate_where_due();
}

void PerpExchange::pay_funding(Timestamp hour, const std::string& coin, PerpState::Contract& contract, Price oracle) {
  const Decimal average = contract.premium.value({});
  contract.premium = {};
  const auto rate = rate_of(*contract.prices, average);
  if (!rate) return;
  contract.rates.push_back({coin, hour, *rate, average});
  trim(contract.rates, most_rates);
  for (auto& entry : state_.accounts) {
    PerpAccount& account = entry.second;
    const auto position = account.positions.find(coin);
    if (position == account.positions.end()) continue;
    const Money amount = funding_received(position->second.size, oracle, *rate);
    position->second.margin += amount;
    position->second.funding += amount;
    state_.books.market -= amount;
    account.payments.push_back({++account.payment_ids, coin, hour, position->second.size, oracle, *rate, amount});
    trim(account.payments, most_payments);
    ++state_.changes;
  }
}

void PerpExchange::liquidate_where_due() {
  for (auto& entry : state_.accounts) {
    PerpAccount& account = entry.second;
    for (auto each = account.positions.begin(); each != account.positions.end();) {
      const PerpPosition position = (each++)->second;  // liquidate() erases it
      const auto contract = contracts_.find(position.coin);
      const PerpPrices* now = prices(position.coin);
      if (contract == contracts_.end() || now == nullptr) continue;
      const Money equity = position.margin + unrealized_at(position, now->mark);
      const Decimal least = multiply(contract->second.maintenance_margin, abs(notional(now->mark, position.size).value),
                                     Rounding::half_away_from_zero);
      if (equity.value <= least) liquidate(account, position, now->mark);
    }
  }
}

void PerpExchange::liquidate(PerpAccount& account, const PerpPosition& position, Price mark) {
  const Money realized = unrealized_at(position, mark);
  const Money lost = position.margin + realized;
  state_.books.market -= realized;
  state_.books.insurance += lost;
  account.positions.erase(position.coin);
  const std::int64_t id = ++account.liquidation_ids;
  account.liquidations.push_back({id, position.coin, *state_.now, position.size, mark, lost});
  trim(account.liquidations, most_orders);
  PerpOrder order;
  order.request.client_id = "liquidation-" + std::to_string(id);
  order.request.coin = position.coin;
  order.request.side = position.size < Quantity{} ? Side::BUY : Side::SELL;
  order.request.size = order.filled = {abs(position.size.value)};
  order.request.reduce_only = true;
  order.average_price = mark;
  order.status = PerpOrderStatus::FILLED;
  order.reason = PerpReason::LIQUIDATION;
  order.time = *state_.now;
  remember(account, std::move(order));
}

void PerpExchange::remember(PerpAccount& account, PerpOrder order) {
  account.orders.push_back(std::move(order));
  trim(account.orders, most_orders);
  ++state_.changes;
}

const PerpAccount* PerpExchange::find(std::string_view key) const {
  const auto found = state_.accounts.find(std::string(key));
  return found == state_.accounts.end() ? nullptr : &found->second;
}

const PerpContract* PerpExchange::contract(std::string_view coin) const {
  const auto found = contracts_.find(std::string(coin));
  return found == contracts_.end() ? nullptr : &found->second;
}

const PerpPrices* PerpExchange::prices(std::string_view coin) const {
  const auto found = state_.contracts.find(std::string(coin));
  return found == state_.contracts.end() || !found->second.prices ? nullptr : &*found->second.prices;
}

Money PerpExchange::account_value(const PerpAccount& account) const {
  Money value = account.free;
  for (const auto& [coin, position] : account.positions) {
    value += position.margin;
    if (const PerpPrices* now = prices(coin)) value += unrealized_at(position, now->mark);
  }
  return value;
}

std::vector<FundingPayment> PerpExchange::payments(const PerpAccount& account, std::int64_t after,
                                                   std::size_t limit) const {
  return page(account.payments, after, limit);
}

std::vector<Liquidation> PerpExchange::liquidations(const PerpAccount& account, std::int64_t after,
                                                    std::size_t limit) const {
  return page(account.liquidations, after, limit);
}

Decimal PerpExchange::premium(std::string_view coin) const {
  const PerpPrices* now = prices(coin);
  return now == nullptr ? Decimal{} : premium_of(now->mark, now->oracle);
}

Decimal PerpExchange::predicted_rate(std::string_view coin) const {
  const PerpPrices* now = prices(coin);
  if (now == nullptr) return {};
  const Decimal average = state_.contracts.at(std::string(coin)).premium.value(premium_of(now->mark, now->oracle));
  return rate_of(*now, average).value_or(Decimal{});
}

Quantity PerpExchange::open_interest(std::string_view coin) const {
  const PerpContract* known = contract(coin);
  Quantity sum = known == nullptr ? Quantity{} : known->others;
  for (const auto& entry : state_.accounts) {
    const auto position = entry.second.positions.find(std::string(coin));
    if (position != entry.second.positions.end()) sum += {abs(position->second.size.value)};
  }
  return sum;
}

std::vector<FundingRate> PerpExchange::rates(std::string_view coin, Timestamp from, Timestamp to,
                                             std::size_t limit) const {
  std::vector<FundingRate> found;
  const auto contract = state_.contracts.find(std::string(coin));
  if (contract == state_.contracts.end()) return found;
  for (const FundingRate& each : contract->second.rates) {
    if (found.size() == limit) break;
    if (each.time >= from && each.time <= to) found.push_back(each);
  }
  return found;
}

bool PerpExchange::set_depth(std::string_view coin, Quantity depth) {
  const auto found = contracts_.find(std::string(coin));
  if (found == contracts_.end()) return false;
  found->second.depth = depth;
  return true;
}

}  // namespace robson::simulator
