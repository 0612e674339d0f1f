// What is asked of the account: checks, then the change.
#include "venues/paper/paper_book.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "market/contract.hpp"

namespace robson::venues::paper {
namespace {

using enum VenueOrderStatus;
using runtime::OrderOutcome;

constexpr std::size_t most_open = 200;  // MAX_NUM_ORDERS
constexpr std::size_t kept_closed = 500;
constexpr std::size_t longest_client_id = 36;

VenueRefusal refuse(int code, std::string text) {
  return {.kind = VenueRefusalKind::refused, .code = code, .text = std::move(text)};
}
VenueRefusal filter_failure(std::string_view filter) {
  return refuse(-1013, fmt::format("Filter failure: {}", filter));
}
VenueRefusal unknown_order() {
  return {.kind = VenueRefusalKind::not_found, .code = -2011, .text = "Unknown order sent."};
}

// A target that would be taken at once: of a pair Binance tells it in the words of a passed stop.
VenueRefusal passed_pair() {
  return {.kind = VenueRefusalKind::would_trigger,
          .code = -2010,
          .text = "The relationship of the prices for the orders is not correct."};
}

bool is_off_grid(Decimal value, Decimal step) {
  return !value.is_positive() || (step.is_positive() && !is_multiple_of(value, step));
}

std::optional<VenueRefusal> check_quantity(const Instrument& instrument, Quantity quantity) {
  const Decimal value = quantity.value;
  const bool over = instrument.max_quantity.is_positive() && value > instrument.max_quantity;
  if (is_off_grid(value, instrument.step) || value < instrument.min_quantity || over) return filter_failure("LOT_SIZE");
  return {};
}

// Which prices a type has to bring, and may.
std::optional<VenueRefusal> check_shape(const NewOrder& order) {
  const bool limit = order.type == OrderType::LIMIT || order.type == OrderType::LIMIT_MAKER;
  const bool stop = order.type == OrderType::STOP_LOSS;
  if (order.price.has_value() != limit) return refuse(limit ? -1102 : -1106, "price: mandatory with a LIMIT only.");
  if (order.stop_price.has_value() != stop) {
    return refuse(stop ? -1102 : -1106, "stopPrice: mandatory with a STOP_LOSS only.");
  }
  const bool named = !order.client_id.empty() && order.client_id.size() <= longest_client_id;
  if (!named) return refuse(-1100, "newClientOrderId: 1 to 36 characters.");
  return {};
}

bool is_below(const NewOrder& lower, const NewOrder& upper) {
  return lower.stop_price.value_or(lower.price.value_or(Price{})) <
         upper.stop_price.value_or(upper.price.value_or(Price{}));
}

// A stop and a target on their sides of each other, of one symbol, side and size.
std::optional<VenueRefusal> check_pair(const NewOrder& stop, const NewOrder& target) {
  const bool types = stop.type == OrderType::STOP_LOSS && target.type == OrderType::LIMIT_MAKER;
  if (!types || stop.side != target.side || stop.symbol != target.symbol) {
    return refuse(-1158, "A pair is a STOP_LOSS and a LIMIT_MAKER of one symbol and side.");
  }
  const bool ordered = stop.side == Side::SELL ? is_below(stop, target) : is_below(target, stop);
  if (!ordered) return refuse(-2010, "The relationship of the prices for the orders is not correct.");
  return {};
}

}  // namespace

void PaperBook::set_instruments(const std::vector<Instrument>& instruments) {
  for (const Instrument& each : instruments) markets_[each.symbol.text].instrument = each;
}

runtime::OrderOutcome PaperBook::carry_out(const VenueRequest& request, Timestamp now, Happened& happened) {
  const PaperState before = state_;
  const Balances held = balances();
  try {
    Turn turn{Timestamp::from_ms(now.ms()), happened};
    OrderOutcome outcome = std::visit([&](const auto& one) { return perform(one, turn); }, request);
    forget_old();
    note_changes(held, happened);
    return outcome;
  } catch (const DecimalOverflow&) {
    state_ = before;
    happened = {};
    return Unexpected(refuse(-1108, "A parameter overflowed."));
  }
}

OrderOutcome PaperBook::perform(const PlaceOrder& request, Turn& turn) {
  if (auto bad = check_orders({request.order}, turn.now)) return Unexpected(std::move(*bad));
  if (auto bad = check_price(request.order)) return Unexpected(std::move(*bad));
  if (auto bad = check_money({request.order})) return Unexpected(std::move(*bad));
  const std::size_t placed = add(request.order, 0, NEW, turn);
  begin(placed, turn);
  return std::vector{told(state_.orders[placed], true)};
}

OrderOutcome PaperBook::perform(const PlacePair& request, Turn& turn) {
  const NewOrder& stop = request.stop;
  const NewOrder& target = request.target;
  if (auto bad = check_orders({stop, target}, turn.now)) return Unexpected(std::move(*bad));
  if (auto bad = check_pair(stop, target)) return Unexpected(std::move(*bad));
  if (auto bad = check_price(stop)) return Unexpected(std::move(*bad));
  if (check_price(target)) return Unexpected(passed_pair());
  if (auto bad = check_money({stop, target})) return Unexpected(std::move(*bad));
  const std::int64_t list = state_.next_list++;
  const std::size_t first = add(stop, list, NEW, turn);
  const std::size_t second = add(target, list, NEW, turn);
  return std::vector{told(state_.orders[first], true), told(state_.orders[second], true)};
}

OrderOutcome PaperBook::perform(const PlaceEntryWithPair& request, Turn& turn) {
  const NewOrder& entry = request.entry;
  NewOrder stop = request.stop;
  NewOrder target = request.target;
  stop.quantity = target.quantity = entry.quantity;  // until it is known what the entry brought
  if (auto bad = check_orders({entry, stop, target}, turn.now)) return Unexpected(std::move(*bad));
  if (auto bad = check_pair(stop, target)) return Unexpected(std::move(*bad));
  const bool fits = entry.type == OrderType::LIMIT && entry.side != stop.side && entry.symbol == stop.symbol;
  if (!fits) return Unexpected(refuse(-1158, "An entry with a pair is a LIMIT of the other side."));
  if (auto bad = check_money({entry})) return Unexpected(std::move(*bad));
  const std::int64_t list = state_.next_list++;
  const std::size_t first = add(entry, list, NEW, turn);
  add(stop, list, PENDING_NEW, turn);
  add(target, list, PENDING_NEW, turn);
  begin(first, turn);
  std::vector<VenueOrder> orders;
  for (std::size_t i = first; i < first + 3; ++i) orders.push_back(told(state_.orders[i], true));
  return orders;
}

OrderOutcome PaperBook::perform(const ReplaceOrder& request, Turn& turn) {
  if (auto bad = check_order(request.order)) return Unexpected(std::move(*bad));
  const PaperOrder* old = find_open(request.order.symbol, request.cancel);
  if (old == nullptr) return Unexpected(unknown_order());
  std::vector<VenueOrder> orders = cancel(*old, turn);
  PlaceOrder next{.order = request.order};
  auto placed = perform(next, turn);
  if (!placed) {
    placed.error().cancelled_old = true;
    return placed;
  }
  orders.push_back(std::move(placed->front()));
  return orders;
}

OrderOutcome PaperBook::perform(const CancelOrder& request, Turn& turn) {
  const PaperOrder* order = find_open(request.symbol, request.client_id);
  if (order == nullptr) return Unexpected(unknown_order());
  return cancel(*order, turn);
}

OrderOutcome PaperBook::perform(const AskOrder& request, Turn&) {
  for (auto order = state_.orders.rbegin(); order != state_.orders.rend(); ++order) {
    if (order->client_id == request.client_id && order->symbol == request.symbol.text) {
      return std::vector{told(*order, true)};
    }
  }
  return Unexpected(VenueRefusal{.kind = VenueRefusalKind::not_found, .code = -2013, .text = "Order does not exist."});
}

PaperBook::Check PaperBook::check_order(const NewOrder& order) const {
  const Market* at = market(order.symbol.text);
  if (at == nullptr) return refuse(-1121, "Invalid symbol.");
  if (auto bad = check_shape(order)) return bad;
  const Instrument& instrument = at->instrument;
  for (const auto& price : {order.price, order.stop_price}) {
    if (price && is_off_grid(price->value, instrument.tick)) return filter_failure("PRICE_FILTER");
  }
  if (auto bad = check_quantity(instrument, order.quantity)) return bad;
  const auto price = order.price ? order.price : order.stop_price ? order.stop_price : opposite(*at, order.side);
  if (price && quote_amount(instrument, *price, order.quantity).value < instrument.min_notional) {
    return filter_failure("NOTIONAL");
  }
  return {};
}

PaperBook::Check PaperBook::check_orders(const std::vector<NewOrder>& together, Timestamp now) const {
  for (const NewOrder& order : together) {
    if (auto bad = check_order(order)) return bad;
  }
  const Symbol& symbol = together.front().symbol;
  const Market& at = *market(symbol.text);
  if (!at.quote) return refuse(0, fmt::format("no price of {} is known yet", symbol.text));
  if (!is_fresh(at, now)) {
    return refuse(0, fmt::format("the price of {} is older than {} s: the paper account does not trade on it",
                                 symbol.text, rules_.price_life.count() / 1'000'000));
  }
  std::size_t open = 0;
  int stops = 0;
  for (const PaperOrder& other : state_.orders) {
    if (!other.is_open()) continue;
    ++open;
    if (other.type == OrderType::STOP_LOSS && other.symbol == symbol.text) ++stops;
    for (const NewOrder& order : together) {
      if (order.client_id != other.client_id) continue;
      return VenueRefusal{.kind = VenueRefusalKind::unknown, .code = -2010, .text = "Duplicate order sent."};
    }
  }
  if (open + together.size() > most_open) return filter_failure("MAX_NUM_ORDERS");
  for (const NewOrder& order : together) stops += order.type == OrderType::STOP_LOSS ? 1 : 0;
  const bool more_stops = std::ranges::any_of(together, [](const auto& o) { return o.type == OrderType::STOP_LOSS; });
  if (more_stops && at.instrument.max_algo_orders > 0 && stops > at.instrument.max_algo_orders) {
    return filter_failure("MAX_NUM_ALGO_ORDERS");
  }
  return {};
}

PaperBook::Check PaperBook::check_price(const NewOrder& order) const {
  const Market& at = *market(order.symbol.text);
  if (order.type == OrderType::STOP_LOSS && is_reached(at, order.side, *order.stop_price)) {
    return VenueRefusal{
        .kind = VenueRefusalKind::would_trigger, .code = -2010, .text = "Stop price would trigger immediately."};
  }
  if (order.type != OrderType::LIMIT_MAKER) return {};
  const auto other = opposite(at, order.side);
  const bool crosses = other && (order.side == Side::BUY ? *order.price >= *other : *order.price <= *other);
  return crosses ? Check{refuse(-2010, "Order would immediately match and take.")} : Check{};
}

std::size_t PaperBook::add(const NewOrder& order, std::int64_t list, VenueOrderStatus status, Turn& turn) {
  const Instrument& instrument = market(order.symbol.text)->instrument;
  state_.orders.push_back({.id = state_.next_order++,
                           .list = list,
                           .client_id = order.client_id,
                           .symbol = order.symbol.text,
                           .base = instrument.base,
                           .quote = instrument.quote,
                           .side = order.side,
                           .type = order.type,
                           .time_in_force = order.time_in_force,
                           .quantity = order.quantity,
                           .price = order.price,
                           .stop_price = order.stop_price,
                           .status = status,
                           .time = turn.now});
  tell(state_.orders.back(), turn);
  return state_.orders.size() - 1;
}

PaperOrder* PaperBook::find_open(const Symbol& symbol, const std::string& client_id) {
  const auto found = std::ranges::find_if(state_.orders, [&](const PaperOrder& order) {
    return order.is_open() && order.client_id == client_id && order.symbol == symbol.text;
  });
  return found == state_.orders.end() ? nullptr : &*found;
}

std::vector<VenueOrder> PaperBook::cancel(const PaperOrder& order, Turn& turn) {
  const std::int64_t id = order.id;
  const std::int64_t list = order.list;
  std::vector<VenueOrder> cancelled;
  for (PaperOrder& each : state_.orders) {
    const bool goes = each.is_open() && (each.id == id || (list != 0 && each.list == list));
    if (!goes) continue;
    end(each, CANCELED, {}, turn);
    cancelled.push_back(told(each, true));
  }
  return cancelled;
}

// Closed orders beyond the latest few hundred are forgotten, oldest first.
void PaperBook::forget_old() {
  const auto closed = static_cast<std::size_t>(
      std::ranges::count_if(state_.orders, [](const PaperOrder& order) { return !order.is_open(); }));
  if (closed <= kept_closed) return;
  std::size_t surplus = closed - kept_closed;
  std::erase_if(state_.orders, [&](const PaperOrder& order) {
    if (order.is_open() || surplus == 0) return false;
    --surplus;
    return true;
  });
}

std::vector<VenueOrder> PaperBook::open_orders() const {
  std::vector<VenueOrder> open;
  for (const PaperOrder& order : state_.orders) {
    if (order.is_open()) open.push_back(told(order, false));
  }
  return open;
}

}  // namespace robson::venues::paper
