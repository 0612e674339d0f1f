#include "simulation/exchange.hpp"

#include <algorithm>

namespace robson::simulation {
namespace {
using namespace literals;
using enum VenueOrderStatus;

constexpr std::size_t most_open = 200;

VenueRefusal refuse(int code, std::string text) {
  return {.kind = VenueRefusalKind::refused, .code = code, .text = std::move(text)};
}
VenueRefusal unknown_order(int code) {
  return {.kind = VenueRefusalKind::not_found, .code = code, .text = "Unknown order sent."};
}

std::string spelled(OrderType type) {
  switch (type) {
    case OrderType::MARKET: return "MARKET";
    case OrderType::LIMIT: return "LIMIT";
    case OrderType::LIMIT_MAKER: return "LIMIT_MAKER";
    case OrderType::STOP_LOSS: return "STOP_LOSS";
  }
  return "";
}

bool is_over(VenueOrderStatus status) {
  return status == FILLED || status == CANCELED || status == REJECTED || status == EXPIRED;
}

Price half_spread(const Instrument& instrument) {
  return {multiply(instrument.tick, Decimal::integer(50), Rounding::floor)};
}

}  // namespace

std::string operation_prefix(const std::string& client_id) {
  if (!client_id.starts_with("rb")) return {};
  const auto dash = client_id.rfind('-');
  return dash == std::string::npos ? std::string() : client_id.substr(0, dash);
}

bool Exchange::Held::is_open() const {
  return !is_over(view.status);
}
bool Exchange::Held::is_live() const {
  return is_open() && view.status != PENDING_NEW;
}

Exchange::Exchange(World& world, Listener& listener) : world_(world), listener_(listener) {}

void Exchange::list(const Instrument& instrument, Price price) {
  const Decimal worth = Decimal::integer(world_.chance.between(200, 5000));
  const Quantity level{round_to_step(divide(worth, price.value, Rounding::floor), instrument.step, Rounding::ceiling)};
  markets_.insert_or_assign(instrument.symbol, Market{instrument, price, level});
}

void Exchange::open_account(TenantId tenant, Balances balances, std::string fee_asset) {
  Account& account = accounts_[tenant];
  for (const auto& [asset, held] : balances) account.total[asset] = held.free;
  account.fee_asset = std::move(fee_asset);
}

OrderOutcome Exchange::carry_out(TenantId tenant, const VenueRequest& request) {
  return std::visit([&](const auto& one) { return perform(tenant, one); }, request);
}

OrderOutcome Exchange::perform(TenantId tenant, const PlaceOrder& request) {
  if (auto bad = check(tenant, {request.order})) return Unexpected(std::move(*bad));
  if (auto bad = check_price(request.order)) return Unexpected(std::move(*bad));
  if (auto bad = check_funds(tenant, request.order)) return Unexpected(std::move(*bad));
  const std::size_t placed = add(tenant, request.order, 0, NEW);
  begin(placed);
  return std::vector{told(orders_[placed], true)};
}

OrderOutcome Exchange::perform(TenantId tenant, const PlacePair& request) {
  if (auto bad = check(tenant, {request.stop, request.target})) return Unexpected(std::move(*bad));
  if (auto bad = check_price(request.stop)) return Unexpected(std::move(*bad));
  if (auto bad = check_price(request.target)) return Unexpected(std::move(*bad));
  if (auto bad = check_funds(tenant, request.stop)) return Unexpected(std::move(*bad));
  const std::int64_t list = next_list_++;
  const std::size_t stop = add(tenant, request.stop, list, NEW);
  const std::size_t target = add(tenant, request.target, list, NEW);
  tell_balances(tenant);
  return std::vector{told(orders_[stop], true), told(orders_[target], true)};
}

OrderOutcome Exchange::perform(TenantId tenant, const PlaceEntryWithPair& request) {
  NewOrder stop = request.stop;
  NewOrder target = request.target;
  stop.quantity = target.quantity = request.entry.quantity;
  if (auto bad = check(tenant, {request.entry, stop, target})) return Unexpected(std::move(*bad));
  if (auto bad = check_funds(tenant, request.entry)) return Unexpected(std::move(*bad));
  const std::int64_t list = next_list_++;
  const std::size_t first = add(tenant, request.entry, list, NEW);
  orders_[first].is_entry_of_list = true;
  add(tenant, stop, list, PENDING_NEW);
  add(tenant, target, list, PENDING_NEW);
  begin(first);
  std::vector<VenueOrder> orders;
  for (std::size_t i = first; i < first + 3; ++i) orders.push_back(told(orders_[i], true));
  return orders;
}

OrderOutcome Exchange::perform(TenantId tenant, const ReplaceOrder& request) {
  const auto old = find_open(tenant, request.cancel);
  if (!old) return Unexpected(unknown_order(-2011));
  auto cancelled = perform(tenant, CancelOrder{request.order.symbol, request.cancel});
  auto placed = perform(tenant, PlaceOrder{request.order});
  if (!placed) {
    placed.error().cancelled_old = true;
    return placed;
  }
  cancelled->push_back(std::move(placed->front()));
  return cancelled;
}

OrderOutcome Exchange::perform(TenantId tenant, const CancelOrder& request) {
  const auto index = find_open(tenant, request.client_id);
  if (!index) return Unexpected(unknown_order(-2011));
  const std::int64_t list = orders_[*index].list;
  std::vector<VenueOrder> cancelled;
  const std::set<std::size_t> open = open_;
  for (const std::size_t i : open) {
    const Held& other = orders_[i];
    if (other.tenant != tenant || (i != *index && (list == 0 || other.list != list))) continue;
    end(i, CANCELED, {});
    cancelled.push_back(told(orders_[i], true));
  }
  tell_balances(tenant);
  return cancelled;
}

OrderOutcome Exchange::perform(TenantId tenant, const AskOrder& request) {
  for (auto order = orders_.rbegin(); order != orders_.rend(); ++order) {
    if (order->tenant == tenant && order->view.client_id == request.client_id) return std::vector{told(*order, true)};
  }
  return Unexpected(unknown_order(-2013));
}

Exchange::Refused Exchange::check(TenantId tenant, const std::vector<NewOrder>& together) const {
  std::size_t open = 0;
  int stops = 0;
  for (const std::size_t i : open_) {
    const Held& other = orders_[i];
    if (other.tenant != tenant) continue;
    ++open;
    if (other.type == OrderType::STOP_LOSS && other.view.symbol == together.front().symbol) ++stops;
    for (const NewOrder& order : together) {
      if (order.client_id != other.view.client_id) continue;
      return VenueRefusal{.kind = VenueRefusalKind::unknown, .code = -2010, .text = "Duplicate order sent."};
    }
  }
  if (open + together.size() > most_open) return refuse(-1013, "Filter failure: MAX_NUM_ORDERS");
  for (const NewOrder& order : together) {
    const Instrument& instrument = markets_.at(order.symbol).instrument;
    const Price price = order.price ? *order.price : order.stop_price.value_or(markets_.at(order.symbol).last);
    const bool fits = is_multiple_of(price.value, instrument.tick) && price.value.is_positive();
    if (!fits) return refuse(-1013, "Filter failure: PRICE_FILTER");
    if (!is_multiple_of(order.quantity.value, instrument.step) || order.quantity.value < instrument.min_quantity) {
      return refuse(-1013, "Filter failure: LOT_SIZE");
    }
    if (notional(price, order.quantity).value < instrument.min_notional) {
      return refuse(-1013, "Filter failure: NOTIONAL");
    }
    if (order.type != OrderType::STOP_LOSS) continue;
    if (instrument.max_algo_orders > 0 && ++stops > instrument.max_algo_orders) {
      return refuse(-1013, "Filter failure: MAX_NUM_ALGO_ORDERS");
    }
  }
  return {};
}

Exchange::Refused Exchange::check_price(const NewOrder& order) const {
  const Quote now = quote(order.symbol);
  if (order.type == OrderType::STOP_LOSS && is_reached(order.side, *order.stop_price, *now.last)) {
    return VenueRefusal{
        .kind = VenueRefusalKind::would_trigger, .code = -2010, .text = "Stop price would trigger immediately."};
  }
  if (order.type != OrderType::LIMIT_MAKER) return {};
  const bool crosses = order.side == Side::BUY ? *order.price >= now.ask : *order.price <= now.bid;
  if (!crosses) return {};
  return refuse(-2010, "Order would immediately match and take.");
}

Exchange::Refused Exchange::check_funds(TenantId tenant, const NewOrder& order) const {
  const Instrument& instrument = markets_.at(order.symbol).instrument;
  const bool sells = order.side == Side::SELL;
  const Price price = order.price.value_or(quote(order.symbol).ask);
  const Money needed = sells ? Money{order.quantity.value} : notional(price, order.quantity);
  if (free(tenant, sells ? instrument.base : instrument.quote) >= needed) return {};
  return refuse(-2010, "Account has insufficient balance for requested action.");
}

std::size_t Exchange::add(TenantId tenant, const NewOrder& order, std::int64_t list, VenueOrderStatus status) {
  if (!order.client_id.empty() && !accepted_.emplace(tenant, order.client_id).second) {
    world_.broke("order sent twice: the venue took " + order.client_id + " before");
  }
  Held held{.tenant = tenant, .type = order.type, .time_in_force = order.time_in_force, .list = list};
  held.view = {.client_id = order.client_id,
               .venue_id = static_cast<std::int64_t>(orders_.size()) + 1,
               .in_list = list != 0,
               .symbol = order.symbol,
               .side = order.side,
               .type = spelled(order.type),
               .status = status,
               .quantity = order.quantity,
               .price = order.price,
               .stop_price = order.stop_price,
               .time = world_.now()};
  orders_.push_back(std::move(held));
  open_.insert(orders_.size() - 1);
  tell(orders_.back());
  check_operation(order.client_id);
  return orders_.size() - 1;
}

void Exchange::begin(std::size_t index) {
  const Held& order = orders_[index];
  const TenantId tenant = order.tenant;
  if (order.type == OrderType::MARKET) {
    take(index, {});
    if (orders_[index].is_open()) end(index, EXPIRED, "no liquidity");
  } else if (order.type == OrderType::LIMIT) {
    take(index, order.view.price);
    if (orders_[index].is_open() && orders_[index].time_in_force == TimeInForce::IOC) {
      end(index, EXPIRED, {});
      end_others(index, EXPIRED);
    }
  }
  tell_balances(tenant);
}

void Exchange::tell(const Held& order, const VenueFill* fill) {
  VenueOrder message = told(order, false);
  if (fill != nullptr) message.fills.push_back(*fill);
  listener_.on_order(order.tenant, message);
}

void Exchange::tell_balances(TenantId tenant) {
  listener_.on_balances(tenant, balances(tenant));
}

// Open orders that would leave an operation may never add up to more than it holds.
void Exchange::check_operation(const std::string& client_id) {
  const std::string prefix = operation_prefix(client_id);
  if (prefix.empty()) return;
  std::map<std::int64_t, Quantity> lists;
  Quantity leaving;
  for (const std::size_t i : open_) {
    const Held& order = orders_[i];
    if (order.view.side != Side::SELL || order.view.status == PENDING_NEW) continue;
    if (operation_prefix(order.view.client_id) != prefix) continue;
    if (order.list == 0) {
      leaving += order.left();
    } else {
      lists[order.list] = std::max(lists[order.list], order.left());
    }
  }
  for (const auto& [list, quantity] : lists) leaving += quantity;
  if (leaving <= flows_[prefix].held) return;
  world_.broke(fmt::format("orders of {} would sell {}, it holds {}", prefix, leaving.value.text(),
                           flows_[prefix].held.value.text()));
}

Money Exchange::locked(TenantId tenant, const std::string& asset) const {
  Money sum;
  std::set<std::int64_t> lists;
  for (const std::size_t i : open_) {
    const Held& order = orders_[i];
    if (order.tenant != tenant || !order.is_live()) continue;
    const Instrument& instrument = markets_.at(order.view.symbol).instrument;
    const bool sells = order.view.side == Side::SELL;
    if ((sells ? instrument.base : instrument.quote) != asset) continue;
    if (sells && order.list != 0 && !lists.insert(order.list).second) continue;  // a pair shares its funds
    sum += sells ? Money{order.left().value} : notional(order.view.price.value_or(Price{}), order.left());
  }
  return sum;
}

Money Exchange::free(TenantId tenant, const std::string& asset) const {
  const auto& totals = accounts_.at(tenant).total;
  const auto found = totals.find(asset);
  return (found == totals.end() ? Money{} : found->second) - locked(tenant, asset);
}

void Exchange::pay(TenantId tenant, const std::string& asset, Money amount) {
  Money& total = accounts_.at(tenant).total[asset];
  total += amount;
  if (total.value.is_negative()) world_.broke("the venue's account went below zero: " + asset);
}

VenueOrder Exchange::told(const Held& order, bool with_fills) {
  VenueOrder view = order.view;
  if (with_fills) view.fills = order.fills;
  return view;
}

std::optional<std::size_t> Exchange::find_open(TenantId tenant, const std::string& client_id) const {
  for (const std::size_t i : open_) {
    if (orders_[i].tenant == tenant && orders_[i].view.client_id == client_id) return i;
  }
  return {};
}

Balances Exchange::balances(TenantId tenant) const {
  Balances made;
  for (const auto& [asset, total] : accounts_.at(tenant).total) {
    const Money bound = locked(tenant, asset);
    made[asset] = {total - bound, bound};
  }
  return made;
}

std::vector<VenueOrder> Exchange::open_orders(TenantId tenant) const {
  std::vector<VenueOrder> made;
  for (const std::size_t i : open_) {
    if (orders_[i].tenant == tenant) made.push_back(told(orders_[i], false));
  }
  return made;
}

Quote Exchange::quote(const Symbol& symbol) const {
  const Market& at = markets_.at(symbol);
  const Price half = half_spread(at.instrument);
  const Timestamp now = world_.now();
  return {.symbol = symbol,
          .bid = at.last - half,
          .bid_quantity = at.level,
          .ask = at.last + half,
          .ask_quantity = at.level,
          .last = at.last,
          .venue_time = now,
          .received = now,
          .confirmed = now};
}

std::vector<Instrument> Exchange::instruments() const {
  std::vector<Instrument> made;
  for (const auto& [symbol, market] : markets_) made.push_back(market.instrument);
  return made;
}

Exchange::Flow Exchange::flow_of(const std::string& prefix) const {
  const auto found = flows_.find(prefix);
  return found == flows_.end() ? Flow{} : found->second;
}

void Exchange::deposit(TenantId tenant, const std::string& asset, Money amount) {
  pay(tenant, asset, amount);
  tell_balances(tenant);
}

void Exchange::buy_elsewhere(TenantId tenant, const Symbol& symbol, Quantity quantity) {
  const NewOrder order{.client_id = fmt::format("web_{}", orders_.size()),
                       .symbol = symbol,
                       .side = Side::BUY,
                       .type = OrderType::MARKET,
                       .quantity = quantity};
  static_cast<void>(carry_out(tenant, PlaceOrder{order}));
}

void Exchange::sell_free(TenantId tenant, const Symbol& symbol) {
  const Instrument& instrument = markets_.at(symbol).instrument;
  const Quantity quantity{round_to_step(free(tenant, instrument.base).value, instrument.step, Rounding::floor)};
  const NewOrder order{.client_id = fmt::format("web_{}", orders_.size()),
                       .symbol = symbol,
                       .side = Side::SELL,
                       .type = OrderType::MARKET,
                       .quantity = quantity};
  static_cast<void>(carry_out(tenant, PlaceOrder{order}));
}

void Exchange::cancel_somewhere(TenantId tenant) {
  const auto open = open_orders(tenant);
  if (open.empty()) return;
  const VenueOrder& one = open[world_.chance.below(open.size())];
  static_cast<void>(carry_out(tenant, CancelOrder{one.symbol, one.client_id}));
}

}  // namespace robson::simulation
