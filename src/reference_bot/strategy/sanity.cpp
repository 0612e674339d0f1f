#include "reference_bot/strategy/sanity.hpp"

#include <algorithm>

namespace robson::reference_bot {
namespace {

constexpr Decimal highest_price = Decimal::integer(1'000'000'000);
constexpr Decimal most_coins = Decimal::integer(1'000'000'000'000);
constexpr Decimal most_usd = Decimal::integer(1'000'000'000'000);
constexpr Decimal highest_rate = Decimal::integer(100);  // a year, and more than any hour's
constexpr std::size_t longest_text = 200;

bool is_within(Decimal value, Decimal most) {
  return -most <= value && value <= most;
}

bool is_price(Decimal price) {
  return price.is_positive() && price <= highest_price;
}

bool is_rate(Decimal rate) {
  return is_within(rate, highest_rate);
}

}  // namespace

bool is_sane_amount(Decimal usd) {
  return is_within(usd, most_usd);
}

bool is_sane(const PerpMarket& market) {
  return is_price(market.mark_price) && is_price(market.oracle_price) && is_price(market.bid) && is_price(market.ask) &&
         is_rate(market.funding_rate) && market.size_step.is_positive() && market.size_step <= most_coins &&
         market.price_tick.is_positive() && market.price_tick <= highest_price && is_rate(market.max_leverage) &&
         is_rate(market.maintenance_margin);
}

bool is_sane(const LendingMarket& market) {
  return is_price(market.oracle_price) && is_price(market.token_market_price) && is_price(market.pool_rate) &&
         market.pool_rate <= Decimal::integer(1000) && is_rate(market.borrow_rate) && is_rate(market.supply_rate) &&
         is_rate(market.staking_rate) && market.liquidation_threshold.is_positive() &&
         market.liquidation_threshold <= Decimal::integer(1) && is_sane_amount(market.available_usd) &&
         is_rate(market.max_leverage);
}

bool is_sane(const PerpAccount& account) {
  return is_sane_amount(account.free) && std::ranges::all_of(account.positions, [](const PerpPosition& position) {
           return is_within(position.size, most_coins) && is_sane_amount(position.margin) &&
                  is_price(position.entry_price);
         });
}

bool is_sane(const LendingPosition& position) {
  return is_within(position.token_amount, most_coins) && !position.token_amount.is_negative() &&
         is_within(position.entry_price, highest_price) && is_sane_amount(position.collateral_usd) &&
         is_sane_amount(position.debt_usd) && is_sane_amount(position.value_usd) && is_sane_amount(position.fee) &&
         is_sane_amount(position.interest_paid) && is_sane_amount(position.proceeds_usd.value_or(Decimal{})) &&
         is_within(position.exit_price.value_or(Decimal{}), highest_price);
}

bool is_sane(const PerpPayment& payment) {
  return payment.id > 0 && is_sane_amount(payment.amount) && is_within(payment.size, most_coins) &&
         is_within(payment.mark_price, highest_price) && is_rate(payment.rate);
}

bool is_sane(const PerpLiquidation& liquidation) {
  return liquidation.id > 0 && is_price(liquidation.mark_price) && is_within(liquidation.size, most_coins) &&
         is_sane_amount(liquidation.margin_lost);
}

bool answers(const PerpOrder& order, const Intent& intent) {
  if (!intent.order || order.coin != intent.order->coin || order.side != intent.order->side) return false;
  if (order.filled_size.is_negative() || order.filled_size > intent.order->size) return false;
  if (!is_sane_amount(order.fee)) return false;
  return order.filled_size.is_zero() || (order.average_price && is_price(*order.average_price));
}

bool answers(const LendingPosition& position, const Book& book) {
  if (position.client_id != book.asgard.client_id || position.token != book.token || !is_sane(position)) return false;
  const bool holds = position.token_amount.is_positive() && is_price(position.entry_price);
  return position.status != LendingStatus::OPEN || holds;
}

std::string shortened(std::string text) {
  if (text.size() <= longest_text) return text;
  std::size_t end = longest_text;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  text.resize(end);
  return text;
}

}  // namespace robson::reference_bot
