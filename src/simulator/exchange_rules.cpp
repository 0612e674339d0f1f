#include "simulator/exchange_rules.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "market/contract.hpp"

namespace robson::simulator {
namespace {

using Refusal = std::optional<Rejection>;

constexpr std::int64_t largest_amount = 1'000'000'000'000'000;  // 10^15

Rejection missing(std::string_view parameter) {
  return {-1102, fmt::format("Mandatory parameter '{}' was not sent, was empty/null, or malformed.", parameter)};
}
Rejection neither(std::string_view a, std::string_view b) {
  return {-1102, fmt::format("Param '{}' or '{}' must be sent, but both were empty/null!", a, b)};
}
Rejection not_required(std::string_view parameter) {
  return {-1106, fmt::format("Parameter '{}' sent when not required.", parameter)};
}
Rejection filter_failure(std::string_view filter) {
  return {-1013, fmt::format("Filter failure: {}", filter)};
}

// "price" of the leg "above" is abovePrice.
std::string parameter(std::string_view leg, std::string_view name) {
  std::string full{leg};
  full += name;
  if (!leg.empty()) full[leg.size()] = static_cast<char>(full[leg.size()] - 'a' + 'A');
  return full;
}

// An OCO has one quantity, the orders of an OTO have their own.
std::string_view quantity_parameter(std::string_view leg) {
  return leg == "working" ? "workingQuantity" : leg.starts_with("pending") ? "pendingQuantity" : "quantity";
}

enum class Need { forbidden, mandatory };

Refusal check_presence(bool there, Need need, const std::string& name) {
  if (there == (need == Need::mandatory)) return {};
  return there ? not_required(name) : missing(name);
}

Refusal check_amount(const std::optional<Decimal>& value, const std::string& name, std::string_view invalid) {
  if (!value) return {};
  if (!value->is_positive()) return Rejection{-1013, fmt::format("Invalid {}.", invalid)};
  if (*value > Decimal::integer(largest_amount))
    return Rejection{-1108, fmt::format("Parameter '{}' overflowed.", name)};
  if (value->places() > SymbolRules::precision) {
    return Rejection{-1111, fmt::format("Parameter '{}' has too much precision.", name)};
  }
  return {};
}

template <class Amount>
std::optional<Decimal> decimal(const std::optional<Amount>& amount) {
  return amount ? std::optional<Decimal>{amount->value} : std::nullopt;
}

Refusal check_unserved(const NewOrder& order) {
  if (order.trailing_delta) return Rejection{-2010, "Trailing stop orders are not supported for this symbol."};
  if (order.iceberg_quantity && !order.iceberg_quantity->is_zero()) {
    return Rejection{-2010, "Iceberg orders are not supported for this symbol."};
  }
  if (order.strategy_type && *order.strategy_type < 1'000'000) {
    return Rejection{-1134, "`strategyType` was less than 1000000."};
  }
  return {};
}

Refusal check_quantities(const NewOrder& order) {
  if (order.type != OrderType::MARKET) {
    if (order.quote_quantity) return not_required("quoteOrderQty");
    return check_presence(order.quantity.has_value(), Need::mandatory, "quantity");
  }
  if (!order.quantity && !order.quote_quantity) return neither("quantity", "quoteOrderQty");
  if (order.quantity && order.quote_quantity) return not_required("quoteOrderQty");
  return {};
}

bool outside(Decimal value, Decimal low, Decimal high) {
  return (low.is_positive() && value < low) || (high.is_positive() && value > high);
}

Refusal check_price_filter(const SymbolRules& rules, const std::optional<Price>& price) {
  if (!price) return {};
  const bool bad = outside(price->value, rules.min_price.value, rules.max_price.value) ||
                   !is_multiple_of(price->value, rules.instrument.tick);
  return bad ? Refusal{filter_failure("PRICE_FILTER")} : Refusal{};
}

Refusal check_percent_price(const SymbolRules& rules, const NewOrder& order, std::optional<Price> average) {
  if (!order.price || !average) return {};
  const Decimal up = order.side == Side::BUY ? rules.bid_multiplier_up : rules.ask_multiplier_up;
  const Decimal down = order.side == Side::BUY ? rules.bid_multiplier_down : rules.ask_multiplier_down;
  const auto bound = [&](Decimal multiplier) { return multiply(average->value, multiplier, Rounding::half_even); };
  if (outside(order.price->value, bound(down), bound(up))) return filter_failure("PERCENT_PRICE_BY_SIDE");
  return {};
}

Refusal check_lot_size(const SymbolRules& rules, const NewOrder& order) {
  if (!order.quantity) return {};
  const Decimal quantity = order.quantity->value;
  const Instrument& instrument = rules.instrument;
  if (outside(quantity, instrument.min_quantity, instrument.max_quantity) ||
      !is_multiple_of(quantity, instrument.step)) {
    return filter_failure("LOT_SIZE");
  }
  if (order.type != OrderType::MARKET) return {};
  if (outside(quantity, rules.market_min_quantity.value, rules.market_max_quantity.value) ||
      (rules.market_step.is_positive() && !is_multiple_of(quantity, rules.market_step))) {
    return filter_failure("MARKET_LOT_SIZE");
  }
  return {};
}

Refusal check_notional(const SymbolRules& rules, const NewOrder& order, std::optional<Price> average) {
  const bool market = is_priceless(order.type);
  std::optional<Money> value = order.quote_quantity;
  const std::optional<Price> price = market ? average : order.price;
  if (!value && price && order.quantity) value = quote_amount(rules.instrument, *price, *order.quantity);
  if (!value) return {};
  const Decimal low = !market || rules.apply_min_to_market ? rules.instrument.min_notional : Decimal{};
  const Decimal high = !market || rules.apply_max_to_market ? rules.max_notional.value : Decimal{};
  return outside(value->value, low, high) ? Refusal{filter_failure("NOTIONAL")} : Refusal{};
}

bool is_client_id_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == ':' ||
         c == '/' || c == '_' || c == '-';
}

}  // namespace

SymbolRules standard_rules(Instrument instrument) {
  SymbolRules rules;
  const Decimal tick = instrument.tick;
  rules.min_price = {tick};
  rules.max_price = {Decimal::integer(1'000'000)};
  rules.market_max_quantity = {instrument.max_quantity};
  rules.max_notional = {Decimal::integer(9'000'000)};
  rules.bid_multiplier_up = rules.ask_multiplier_up = Decimal::integer(5);
  rules.bid_multiplier_down = rules.ask_multiplier_down = *Decimal::parse("0.2");
  rules.instrument = std::move(instrument);
  return rules;
}

Refusal check_client_id(std::string_view id, std::string_view name) {
  if (!id.empty() && id.size() <= 36 && std::ranges::all_of(id, is_client_id_letter)) return {};
  return Rejection{-1100, fmt::format("Illegal characters found in parameter '{}'; legal range is "
                                      "'^[\\.A-Z\\:/a-z0-9_-]{{1,36}}$'.",
                                      name)};
}

Refusal check_parameters(const NewOrder& order, std::string_view leg) {
  const auto name = [leg](std::string_view plain) { return parameter(leg, plain); };
  const bool limit = !is_priceless(order.type);
  const bool timed = limit && order.type != OrderType::LIMIT_MAKER;
  const auto need = [](bool wanted) { return wanted ? Need::mandatory : Need::forbidden; };
  if (auto bad = check_presence(order.time_in_force.has_value(), need(timed), name("timeInForce"))) return bad;
  if (auto bad = check_quantities(order)) return bad;
  if (auto bad = check_presence(order.price.has_value(), need(limit), name("price"))) return bad;
  if (is_conditional(order.type) && !order.stop_price && !order.trailing_delta) {
    return neither(name("stopPrice"), name("trailingDelta"));
  }
  if (!is_conditional(order.type) && order.stop_price) return not_required(name("stopPrice"));
  if (!is_conditional(order.type) && order.trailing_delta) return not_required(name("trailingDelta"));
  if (auto bad = check_amount(decimal(order.quantity), std::string{quantity_parameter(leg)}, "quantity")) return bad;
  if (auto bad = check_amount(decimal(order.quote_quantity), "quoteOrderQty", "quoteOrderQty")) return bad;
  if (auto bad = check_amount(decimal(order.price), name("price"), "price")) return bad;
  if (auto bad = check_amount(decimal(order.stop_price), name("stopPrice"), "stopPrice")) return bad;
  if (!order.client_id.empty()) {
    if (auto bad = check_client_id(order.client_id, leg.empty() ? "newClientOrderId" : name("clientOrderId"))) {
      return bad;
    }
  }
  return check_unserved(order);
}

Refusal check_filters(const SymbolRules& rules, const NewOrder& order, std::optional<Price> average) {
  if (auto bad = check_price_filter(rules, order.price)) return bad;
  if (auto bad = check_price_filter(rules, order.stop_price)) return bad;
  if (auto bad = check_percent_price(rules, order, average)) return bad;
  if (auto bad = check_lot_size(rules, order)) return bad;
  return check_notional(rules, order, average);
}

}  // namespace robson::simulator
