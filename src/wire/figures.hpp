#pragma once
// How figures are rounded for output: DECISIONS section 2, in one place.
#include <algorithm>

#include "engine/quotes.hpp"
#include "engine/tenant_state.hpp"
#include "json/describe.hpp"
#include "market/instrument.hpp"
#include "trading/position.hpp"

namespace robson::wire {
using json::Fixed;

inline constexpr int money_places = 2;
inline constexpr int percent_places = 2;

inline Fixed usd(Money amount) {
  return {amount.value, money_places};
}
inline Fixed percent(Decimal value) {
  return {value, percent_places};
}
// `part` of `whole` in percent; `whole` is not zero.
inline Fixed percent_of(Decimal part, Decimal whole, int places = percent_places) {
  const Decimal hundredfold = multiply(part, Decimal::integer(100), Rounding::half_away_from_zero);
  return {divide(hundredfold, whole, Rounding::toward_zero), places};
}
inline Fixed at_tick(robson::Price price, Decimal tick) {
  return {price.value, tick.places()};
}
inline std::optional<Fixed> at_tick(const std::optional<robson::Price>& price, Decimal tick) {
  return price ? std::optional(at_tick(*price, tick)) : std::nullopt;
}
// An average is no multiple of the tick: it keeps what it has beyond it, up to 8 places.
inline Fixed average_at(robson::Price price, Decimal tick) {
  return {price.value, std::max(tick.places(), std::min(price.value.places(), 8))};
}
inline std::optional<Fixed> average_at(const std::optional<robson::Price>& price, Decimal tick) {
  return price ? std::optional(average_at(*price, tick)) : std::nullopt;
}
// Seconds to the millisecond.
inline Fixed seconds(Duration span) {
  return {Decimal::from_units(static_cast<Int128>(span.count()) * 1'000'000), 3};
}
inline std::int64_t age_ms(const Quote& quote, Timestamp now) {
  return std::max<std::int64_t>(0, engine::age_of(quote, now).count() / 1000);
}
template <class Tag>
std::optional<std::int64_t> id_of(Id<Tag> id) {
  return id ? std::optional(id.value) : std::nullopt;
}
inline std::optional<std::string> text_or_none(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}
template <class T, class View>
auto if_known(const std::optional<T>& value, View view) {
  return value ? std::optional(view(*value)) : std::nullopt;
}

// The instrument, or, while neither the venue nor storage has told it, one whose units are read off the operation.
Instrument units_of(const robson::Operation& operation, const Instrument* instrument);
// Time without a confirmed stop at the venue, the running time included.
Duration unprotected_for(const robson::Operation& operation, Timestamp now);

// The confirmed stop order's price.
std::optional<Fixed> stop_at_venue(const engine::Followed& followed, Decimal tick);

// What a position's resource and its message share.
template <class View>
void add_valuation(View& into, const Valuation& worth, Decimal tick) {
  into.current_price = at_tick(worth.current, tick);
  into.unrealized_pnl = usd(worth.pnl);
  into.unrealized_pnl_percent = percent(worth.pnl_percent);
  into.unrealized_pnl_exact = worth.pnl.value;
  into.distance_to_stop_percent = percent(worth.distance_to_stop);
  into.distance_to_target_percent = if_known(worth.distance_to_target, percent);
  into.value = usd(worth.value);
}

}  // namespace robson::wire
