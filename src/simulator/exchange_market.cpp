#include "simulator/exchange_market.hpp"

#include <algorithm>

#include "base/ensure.hpp"

namespace robson::simulator {
namespace {

// A bijection of 64 bits (splitmix64's finaliser), so that a counter gives ids that look random and never repeat.
std::uint64_t scatter(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15U;
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31U);
}

}  // namespace

void RollingAverage::add(Price price, Quantity quantity, Timestamp now) {
  const std::int64_t second = now.seconds();
  if (buckets_.empty() || buckets_.back().second < second) buckets_.push_back({second, {}, {}});
  buckets_.back().value += notional(price, quantity);
  buckets_.back().volume += quantity;
  while (buckets_.front().second <= second - span_seconds) buckets_.pop_front();
}

std::optional<Price> RollingAverage::over(int minutes, Timestamp now) const {
  const std::int64_t from = now.seconds() - std::min<std::int64_t>(span_seconds, std::int64_t{minutes} * 60);
  Money value{};
  Quantity volume{};
  for (auto bucket = buckets_.rbegin(); bucket != buckets_.rend() && bucket->second > from; ++bucket) {
    value += bucket->value;
    volume += bucket->volume;
  }
  if (volume.is_zero()) return {};
  return Price{divide(value.value, volume.value, Rounding::half_even)};
}

void Triggers::add(const Order& order) {
  if (is_rising(order.side, order.type)) {
    rising_.insert({order.stop_price, order.id});
  } else {
    falling_.insert({order.stop_price, order.id});
  }
}

void Triggers::remove(const Order& order) {
  rising_.erase({order.stop_price, order.id});
  falling_.erase({order.stop_price, order.id});
}

void Triggers::see(Price print) {
  low_ = low_ ? std::min(*low_, print) : print;
  high_ = high_ ? std::max(*high_, print) : print;
}

std::optional<OrderId> Triggers::next() {
  if (high_ && !rising_.empty() && rising_.begin()->stop <= *high_) {
    return rising_.extract(rising_.begin()).value().id;
  }
  if (low_ && !falling_.empty() && falling_.begin()->stop >= *low_) {
    return falling_.extract(falling_.begin()).value().id;
  }
  return {};
}

void Triggers::forget() {
  low_.reset();
  high_.reset();
}

bool Triggers::is_met(const Order& order, Price print) {
  return is_rising(order.side, order.type) ? print >= order.stop_price : print <= order.stop_price;
}

std::optional<Price> Market::reference_price(int minutes, Timestamp now) const {
  const auto weighted = minutes > 0 ? average.over(minutes, now) : std::nullopt;
  return weighted ? weighted : last;
}

Market* Exchange::State::market(const Symbol& symbol) {
  const auto found = markets.find(symbol);
  return found == markets.end() ? nullptr : &found->second;
}

Market& Exchange::State::known_market(const Symbol& symbol) {
  const auto found = markets.find(symbol);
  ensure(found != markets.end(), "a price path moves a known symbol");
  return found->second;
}

std::string Exchange::State::generate_client_id() {
  static constexpr std::string_view letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  const std::uint64_t count = ++generated_ids;
  std::string made;
  for (std::uint64_t word : {scatter(count), scatter(scatter(count))}) {
    for (int i = 0; i < 11; ++i) {
      made.push_back(letters[word % letters.size()]);
      word /= letters.size();
    }
  }
  return made;
}

Rejection invalid_symbol() {
  return {-1121, "Invalid symbol."};
}
Rejection unknown_order() {
  return {-2011, "Unknown order sent."};
}

}  // namespace robson::simulator
