// What the market does to the account's orders.
#include <algorithm>

#include "market/contract.hpp"
#include "venues/paper/paper_book.hpp"

namespace robson::venues::paper {
namespace {

using enum VenueOrderStatus;

constexpr int money_places = 8;

Money part_of(Decimal amount, Decimal rate) {
  return {round_to_places(multiply(amount, rate, Rounding::toward_zero), money_places, Rounding::toward_zero)};
}

}  // namespace

void PaperBook::on_quote(const Quote& quote, Timestamp now, Happened& happened) {
  Market* at = market(quote.symbol.text);
  if (at == nullptr) return;
  at->quote = quote;
  if (quote.last) at->last = quote.last;
  Turn turn{Timestamp::from_ms(now.ms()), happened};
  settle(quote.symbol, turn);
}

void PaperBook::on_trade(const Trade& trade, Timestamp now, Happened& happened) {
  Market* at = market(trade.symbol.text);
  if (at == nullptr) return;
  at->last = trade.price;
  Turn turn{Timestamp::from_ms(now.ms()), happened};
  settle(trade.symbol, turn);
}

void PaperBook::on_confirmed(const std::vector<Symbol>& symbols, Timestamp at) {
  for (const Symbol& symbol : symbols) {
    Market* known = market(symbol.text);
    if (known != nullptr && known->quote) known->quote->confirmed = std::max(known->quote->confirmed, at);
  }
}

// Of a pair the stop comes first: it stands before its target. The vector does not grow in here.
void PaperBook::settle(const Symbol& symbol, Turn& turn) {
  const Market& at = *market(symbol.text);
  if (!at.quote) return;
  const bool any = std::ranges::any_of(
      state_.orders, [&](const PaperOrder& order) { return order.is_live() && order.symbol == symbol.text; });
  if (!any) return;
  const Balances before = balances();
  for (PaperOrder& order : state_.orders) {
    if (!order.is_live() || order.symbol != symbol.text) continue;
    if (order.type == OrderType::STOP_LOSS) {
      if (order.triggered || is_reached(at, order.side, *order.stop_price)) trigger(order, turn);
    } else if (is_fresh(at, turn.now)) {
      const Price other = *opposite(at, order.side);
      const bool met = order.side == Side::BUY ? other <= *order.price : other >= *order.price;
      if (met) fill(order, *order.price, true, turn);
    }
  }
  note_changes(before, turn.happened);
}

void PaperBook::begin(std::size_t index, Turn& turn) {
  PaperOrder& order = state_.orders[index];
  if (order.type == OrderType::MARKET) return fill_at_market(order, turn);
  if (order.type != OrderType::LIMIT) return;
  const Price other = *opposite(*market(order.symbol), order.side);
  const bool marketable = order.side == Side::BUY ? *order.price >= other : *order.price <= other;
  if (marketable) return fill(order, other, false, turn);
  if (order.time_in_force == TimeInForce::GTC) return;
  end(order, EXPIRED, {}, turn);
  end_others(order, turn);
}

void PaperBook::trigger(PaperOrder& order, Turn& turn) {
  end_others(order, turn);
  order.triggered = true;
  if (is_fresh(*market(order.symbol), turn.now)) fill_at_market(order, turn);
}

void PaperBook::fill_at_market(PaperOrder& order, Turn& turn) {
  const Market& at = *market(order.symbol);
  const Price price = *opposite(at, order.side);
  if (order.side == Side::BUY) {
    const Money held_back = order.type == OrderType::MARKET ? Money{} : needed(order);
    if (quote_amount(at.instrument, price, order.quantity) > free(at.instrument.quote) + held_back) {
      return end(order, EXPIRED, "INSUFFICIENT_BALANCES", turn);
    }
  }
  fill(order, price, false, turn);
}

// In full. The fee is taken from what is received; contracts cost their spread alone, see the simulator's ledger.
void PaperBook::fill(PaperOrder& order, Price price, bool is_maker, Turn& turn) {
  const Instrument& instrument = market(order.symbol)->instrument;
  const bool buys = order.side == Side::BUY;
  const Money base{base_units(instrument, order.quantity).value};
  const Money quote = quote_amount(instrument, price, order.quantity);
  const Decimal rate = counts_contracts(instrument) ? Decimal{} : is_maker ? rules_.maker_fee : rules_.taker_fee;
  const Money fee = part_of((buys ? base : quote).value, rate);
  state_.add(instrument.base, buys ? base - fee : -base);
  state_.add(instrument.quote, buys ? -quote : quote - fee);
  order.filled = order.quantity;
  order.filled_quote = quote;
  order.status = FILLED;
  order.time = turn.now;
  order.fills.push_back({.trade_id = state_.next_trade++,
                         .price = price,
                         .quantity = order.quantity,
                         .fee = fee,
                         .fee_asset = buys ? instrument.base : instrument.quote,
                         .time = turn.now,
                         .is_maker = is_maker});
  tell(order, turn, true);
  const bool has_pair = std::ranges::any_of(state_.orders, [&](const PaperOrder& other) {
    return order.list != 0 && other.list == order.list && other.is_waiting();
  });
  if (has_pair) return begin_pair(order, turn);
  end_others(order, turn);
}

// For what the entry brought, net of fees. A pair that the price has passed meanwhile, or that cannot be paid, ends.
void PaperBook::begin_pair(const PaperOrder& entry, Turn& turn) {
  const Instrument& instrument = market(entry.symbol)->instrument;
  Decimal brought = entry.filled.value;
  for (const PaperFill& fill : entry.fills) {
    if (fill.fee_asset == instrument.base) brought -= quantity_of(instrument, fill.fee, Rounding::away_from_zero).value;
  }
  const Quantity quantity{round_to_step(brought, instrument.step, Rounding::floor)};
  std::vector<NewOrder> legs;
  for (const PaperOrder& leg : state_.orders) {
    if (leg.list != entry.list || !leg.is_waiting()) continue;
    legs.push_back({.client_id = leg.client_id,
                    .symbol = {leg.symbol},
                    .side = leg.side,
                    .type = leg.type,
                    .quantity = quantity,
                    .price = leg.price,
                    .stop_price = leg.stop_price});
  }
  Check bad;
  for (const NewOrder& leg : legs) {
    if (!bad) bad = check_order(leg);
    if (!bad) bad = check_price(leg);
  }
  if (!bad) bad = check_money(legs);
  for (PaperOrder& leg : state_.orders) {
    if (leg.list != entry.list || !leg.is_waiting()) continue;
    leg.quantity = quantity;
    if (bad) {
      end(leg, EXPIRED, bad->text, turn);
      continue;
    }
    leg.status = NEW;
    leg.time = turn.now;
    tell(leg, turn);
  }
}

void PaperBook::end(PaperOrder& order, VenueOrderStatus status, std::string reason, Turn& turn) {
  order.status = status;
  order.reason = std::move(reason);
  order.time = turn.now;
  tell(order, turn);
}

void PaperBook::end_others(const PaperOrder& order, Turn& turn) {
  if (order.list == 0) return;
  for (PaperOrder& other : state_.orders) {
    if (other.list == order.list && other.id != order.id && other.is_open()) end(other, EXPIRED, {}, turn);
  }
}

void PaperBook::tell(const PaperOrder& order, Turn& turn, bool with_fills) {
  turn.happened.orders.push_back(told(order, with_fills));
}

PaperBook::Market* PaperBook::market(const std::string& symbol) {
  const auto found = markets_.find(symbol);
  return found == markets_.end() ? nullptr : &found->second;
}

const PaperBook::Market* PaperBook::market(const std::string& symbol) const {
  const auto found = markets_.find(symbol);
  return found == markets_.end() ? nullptr : &found->second;
}

Instrument PaperBook::units_of(const std::string& symbol) const {
  const Market* known = market(symbol);
  return known == nullptr ? Instrument{} : known->instrument;
}

bool PaperBook::is_fresh(const Market& market, Timestamp now) const {
  return market.quote && now - std::max(market.quote->confirmed, market.quote->received) <= rules_.price_life;
}

// At which one can trade at once.
std::optional<Price> PaperBook::opposite(const Market& market, Side side) {
  if (!market.quote) return {};
  return side == Side::BUY ? market.quote->ask : market.quote->bid;
}

// Without a trade the price at which the stop would sell or buy counts.
bool PaperBook::is_reached(const Market& market, Side side, Price stop) {
  const auto price = market.last ? market.last : opposite(market, side);
  if (!price) return false;
  return side == Side::SELL ? *price <= stop : *price >= stop;
}

}  // namespace robson::venues::paper
