#include "simulator/hedge/lending_pool.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace robson::simulator {
namespace {

constexpr Rounding rounding = Rounding::half_away_from_zero;
constexpr std::int64_t year_us = 365LL * 24 * 3600 * 1'000'000;

std::string pool_key(std::string_view asset, std::string_view token) {
  return fmt::format("{}/{}", asset, token);
}

Money part_of(Money amount, Decimal fraction) {
  return {multiply(amount.value, fraction, rounding)};
}

std::optional<LendingReason> fault_of(const LendingRequest& request, const LendingMarket& market) {
  if (request.leverage < Decimal::integer(1) || request.leverage > market.max_leverage) {
    return LendingReason::LEVERAGE_OUT_OF_RANGE;
  }
  if (request.collateral.value < market.min_collateral) return LendingReason::BELOW_MIN_COLLATERAL;
  return {};
}

}  // namespace

std::string_view name(LendingStatus status) {
  switch (status) {
    case LendingStatus::OPEN: return "OPEN";
    case LendingStatus::CLOSED: return "CLOSED";
    case LendingStatus::LIQUIDATED: return "LIQUIDATED";
    case LendingStatus::REJECTED: return "REJECTED";
  }
  return "";
}

std::string_view name(LendingReason reason) {
  switch (reason) {
    case LendingReason::INSUFFICIENT_FUNDS: return "INSUFFICIENT_FUNDS";
    case LendingReason::LEVERAGE_OUT_OF_RANGE: return "LEVERAGE_OUT_OF_RANGE";
    case LendingReason::BELOW_MIN_COLLATERAL: return "BELOW_MIN_COLLATERAL";
    case LendingReason::NOTHING_TO_BORROW: return "NOTHING_TO_BORROW";
    case LendingReason::LIQUIDATION: return "LIQUIDATION";
    case LendingReason::ON_REQUEST: return "ON_REQUEST";
  }
  return "";
}

Money interest_on(Money principal, RateTime since) {
  const Decimal rate_us = multiply(principal.value, Decimal::from_units(since), rounding);
  return {divide(rate_us, Decimal::integer(year_us), rounding)};
}

Decimal health_factor(Money debt, Money value, Decimal threshold) {
  if (debt.is_zero()) return Decimal::integer(1);
  return Decimal::integer(1) - divide(debt.value, multiply(value.value, threshold, rounding), rounding);
}

LendingPool::LendingPool(std::vector<LendingMarket> markets, LendingState kept)
    : markets_(std::move(markets)), state_(std::move(kept)) {
  for (const LendingMarket& each : markets_) state_.pools[pool_key(each.asset, each.token)];
}

void LendingPool::add_account(const std::string& key, Money usd) {
  const auto [entry, is_new] = state_.accounts.try_emplace(key);
  if (!is_new) return;
  entry->second.deposited = entry->second.usd = usd;
  ++state_.changes;
}

void LendingPool::advance(Timestamp now, const std::vector<LendingRates>& rates) {
  now = std::max(now, state_.now.value_or(now));
  const Duration passed = now - state_.now.value_or(now);
  for (auto& entry : state_.pools) {
    LendingState::Pool& pool = entry.second;
    if (pool.rates) pool.lent_time += pool.rates->borrow_rate.units() * passed.count();
  }
  for (const LendingRates& each : rates) {
    const auto pool = state_.pools.find(pool_key(each.asset, each.token));
    if (pool != state_.pools.end()) pool->second.rates = each;
  }
  state_.now = now;
  liquidate_where_due();
}

void LendingPool::liquidate_where_due() {
  for (auto& entry : state_.accounts) {
    LendingAccount& account = entry.second;
    for (LendingPosition& position : account.positions) {
      if (position.status != LendingStatus::OPEN || position.principal.is_zero()) continue;
      const LendingMarket* of = market(position.request.asset, position.request.token);
      if (of == nullptr || rates(of->asset, of->token) == nullptr) continue;
      const LendingValue worth = value_of(position);
      if (worth.debt >= part_of(worth.value, of->liquidation_threshold)) {
        sell(account, position, LendingStatus::LIQUIDATED);
      }
    }
  }
}

Result<LendingPosition, VenueRefusal> LendingPool::open(std::string_view account, const LendingRequest& request) {
  return once(account, request, false);
}

Result<LendingPosition, VenueRefusal> LendingPool::reject(std::string_view account, const LendingRequest& request) {
  return once(account, request, true);
}

Result<LendingPosition, VenueRefusal> LendingPool::once(std::string_view account, const LendingRequest& request,
                                                        bool refused) {
  const auto known = state_.accounts.find(std::string(account));
  if (known == state_.accounts.end()) return refusal(RefusalCode::UNAUTHORIZED, "no account has this key");
  if (!is_client_id(request.client_id)) {
    return refusal(RefusalCode::INVALID_REQUEST, "client_id: 1 to 64 letters, digits and - _ . : are allowed");
  }
  if (const auto earlier = position_of(account, request.client_id)) {
    if (earlier->request == request) return *earlier;
    return refusal(RefusalCode::CLIENT_ID_IN_USE, "client_id: a position with other content has it");
  }
  const LendingMarket* of = market(request.asset, request.token);
  if (of == nullptr) return refusal(RefusalCode::UNKNOWN_MARKET, "asset, token: there is no such market");
  if (request.collateral <= Money{}) return refusal(RefusalCode::INVALID_REQUEST, "collateral_usd: must be above 0");
  const LendingRates* now = rates(request.asset, request.token);
  if (now == nullptr) return refusal(RefusalCode::UNAVAILABLE, "there is no price yet");
  LendingPosition made{
      .request = request, .entry_price = now->token_market, .reason = LendingReason::ON_REQUEST, .opened = *state_.now};
  if (!refused) made = bought(known->second, *of, *now, request);
  auto& positions = known->second.positions;
  positions.push_back(made);
  if (positions.size() > most_positions) {
    const auto over = std::find_if(positions.begin(), positions.end(),
                                   [](const LendingPosition& each) { return each.status != LendingStatus::OPEN; });
    if (over != positions.end()) positions.erase(over);
  }
  ++state_.changes;
  return made;
}

LendingPosition LendingPool::bought(LendingAccount& account, const LendingMarket& market, const LendingRates& rates,
                                    const LendingRequest& request) {
  LendingPosition position{.request = request, .entry_price = rates.token_market, .opened = *state_.now};
  const auto refused = [&](LendingReason reason) {
    position.reason = reason;
    return position;
  };
  if (const auto fault = fault_of(request, market)) return refused(*fault);
  if (request.collateral > account.usd) return refused(LendingReason::INSUFFICIENT_FUNDS);
  const Money borrowed = part_of(request.collateral, request.leverage - Decimal::integer(1));
  if (borrowed > available(market)) return refused(LendingReason::NOTHING_TO_BORROW);
  const Money all = request.collateral + borrowed;
  position.fee = part_of(all, market.swap_fee);
  const Money spent = all - position.fee;
  position.tokens = {round_to_places(divide(spent.value, rates.token_market.value, Rounding::floor),
                                     market.token_places, Rounding::floor)};
  position.principal = borrowed;
  position.entered = state_.pools.at(pool_key(market.asset, market.token)).lent_time;
  position.pda = fmt::format("SIM{:09}", ++state_.opened);
  position.status = LendingStatus::OPEN;
  account.usd -= request.collateral;
  state_.books.lent += borrowed;
  state_.books.fees += position.fee;
  state_.books.market += spent;
  return position;
}

Result<LendingPosition, VenueRefusal> LendingPool::close(std::string_view account, std::string_view client_id,
                                                         const std::string& close_id) {
  if (!is_client_id(close_id)) {
    return refusal(RefusalCode::INVALID_REQUEST, "close_id: 1 to 64 letters, digits and - _ . : are allowed");
  }
  const auto asked = position_of(account, client_id);
  if (!asked) return Unexpected(asked.error());
  LendingAccount& of = state_.accounts.at(std::string(account));
  LendingPosition& position = *std::find_if(of.positions.begin(), of.positions.end(), [&](const LendingPosition& each) {
    return each.request.client_id == client_id;
  });
  if (position.close_id == close_id) return position;
  if (position.status != LendingStatus::OPEN) {
    return refusal(RefusalCode::POSITION_CLOSED, fmt::format("the position is {} already", name(position.status)));
  }
  if (rates(position.request.asset, position.request.token) == nullptr) {
    return refusal(RefusalCode::UNAVAILABLE, "there is no price yet");
  }
  position.close_id = close_id;
  sell(of, position, LendingStatus::CLOSED);
  return position;
}

void LendingPool::sell(LendingAccount& account, LendingPosition& position, LendingStatus into) {
  const LendingMarket& of = *market(position.request.asset, position.request.token);
  const LendingRates& now = *rates(of.asset, of.token);
  const bool forced = into == LendingStatus::LIQUIDATED;
  const Money gross = notional(now.token_market, position.tokens);
  const Money kept = part_of(gross, forced ? of.liquidation_penalty : of.swap_fee);
  const Money interest = debt_of(position) - position.principal;
  const Money left = gross - kept - position.principal - interest;
  const Money proceeds = std::max(left, Money{});
  position.status = into;
  if (forced) position.reason = LendingReason::LIQUIDATION;
  position.closed = *state_.now;
  position.interest = interest;
  position.proceeds = proceeds;
  position.exit_price = now.token_market;
  if (!forced) position.fee += kept;
  account.usd += proceeds;
  LendingBooks& books = state_.books;
  (forced ? books.penalties : books.fees) += kept;
  books.market -= gross;
  books.interest += interest;
  books.lent -= position.principal;
  books.bad_debt += proceeds - left;
  ++state_.changes;
}

Result<LendingPosition, VenueRefusal> LendingPool::position_of(std::string_view account,
                                                               std::string_view client_id) const {
  const LendingAccount* known = this->account(account);
  if (known == nullptr) return refusal(RefusalCode::UNAUTHORIZED, "no account has this key");
  const auto found = std::find_if(known->positions.begin(), known->positions.end(),
                                  [&](const LendingPosition& each) { return each.request.client_id == client_id; });
  if (found == known->positions.end()) {
    return refusal(RefusalCode::UNKNOWN_POSITION, "no position has this client_id");
  }
  return *found;
}

Money LendingPool::debt_of(const LendingPosition& position) const {
  const auto pool = state_.pools.find(pool_key(position.request.asset, position.request.token));
  if (pool == state_.pools.end()) return position.principal;
  return position.principal + interest_on(position.principal, pool->second.lent_time - position.entered);
}

LendingValue LendingPool::value_of(const LendingPosition& position) const {
  LendingValue worth;
  const LendingMarket* of = market(position.request.asset, position.request.token);
  const LendingRates* now = rates(position.request.asset, position.request.token);
  if (position.status != LendingStatus::OPEN || of == nullptr || now == nullptr) return worth;
  worth.debt = debt_of(position);
  worth.value = notional(now->token_market, position.tokens);
  worth.health = health_factor(worth.debt, worth.value, of->liquidation_threshold);
  if (worth.debt.is_zero()) return worth;
  // The token moves with its asset, its discount unchanged: HF = 0 where the value is debt / threshold.
  const Decimal least = divide(worth.debt.value, of->liquidation_threshold, rounding);
  worth.liquidation_price = Price{divide(multiply(now->oracle.value, least, rounding), worth.value.value, rounding)};
  return worth;
}

const LendingAccount* LendingPool::account(std::string_view key) const {
  const auto found = state_.accounts.find(std::string(key));
  return found == state_.accounts.end() ? nullptr : &found->second;
}

const LendingMarket* LendingPool::market(std::string_view asset, std::string_view token) const {
  const auto found = std::find_if(markets_.begin(), markets_.end(), [&](const LendingMarket& each) {
    return each.asset == asset && each.token == token;
  });
  return found == markets_.end() ? nullptr : &*found;
}

const LendingRates* LendingPool::rates(std::string_view asset, std::string_view token) const {
  const auto found = state_.pools.find(pool_key(asset, token));
  return found == state_.pools.end() || !found->second.rates ? nullptr : &*found->second.rates;
}

Money LendingPool::available(const LendingMarket& of) const {
  Money left = of.available;
  for (const auto& entry : state_.accounts) {
    for (const LendingPosition& each : entry.second.positions) {
      const bool is_out =
          each.status == LendingStatus::OPEN && each.request.asset == of.asset && each.request.token == of.token;
      if (is_out) left -= each.principal;
    }
  }
  return std::max(left, Money{});
}

}  // namespace robson::simulator
