#include "analytics/tally.hpp"

#include <algorithm>

namespace robson::analytics {
namespace {

// Quotients are cut, so that rounding half away from zero for output decides on the true value.
constexpr Rounding cut = Rounding::toward_zero;

std::optional<Decimal> mean(Decimal sum, std::int64_t count) {
  if (count == 0) return {};
  return divide(sum, Decimal::integer(count), cut);
}
std::optional<Money> mean(Money sum, std::int64_t count) {
  const auto found = mean(sum.value, count);
  if (!found) return {};
  return Money{*found};
}

// Compared by multiplication, so that nothing is rounded: net / risk < edge / 2.
std::size_t bucket_of(const Trade& trade) {
  const Decimal twice = trade.net.value + trade.net.value;
  const auto below = [&](int edge) {
    return twice < multiply(Decimal::integer(edge), trade.risk->value, Rounding::half_away_from_zero);
  };
  return static_cast<std::size_t>(std::ranges::find_if(r_edges, below) - r_edges.begin());
}

}  // namespace

void Tally::add(const Trade& trade) {
  fees_ += trade.fees;
  held_us_ += (trade.closed_at - trade.opened_at).count();
  if (trade.net.value.is_positive()) {
    ++wins_;
    gross_profit_ += trade.net;
    largest_win_ = std::max(largest_win_.value_or(trade.net), trade.net);
  } else if (trade.net.value.is_negative()) {
    ++losses_;
    gross_loss_ += trade.net;
    largest_loss_ = std::min(largest_loss_.value_or(trade.net), trade.net);
  } else {
    ++break_even_;
  }
  if (const auto r = r_multiple(trade)) {
    ++with_r_;
    sum_of_r_ += *r;
    ++r_counts_[bucket_of(trade)];
  }
}

std::optional<Decimal> Tally::win_rate() const {
  return mean(Decimal::integer(wins_), trades());
}

std::optional<Decimal> Tally::profit_factor() const {
  if (gross_loss_.is_zero()) return {};
  return divide(gross_profit_.value, -gross_loss_.value, cut);
}

std::optional<Money> Tally::expectancy() const {
  return mean(net(), trades());
}
std::optional<Money> Tally::average_win() const {
  return mean(gross_profit_, wins_);
}
std::optional<Money> Tally::average_loss() const {
  return mean(gross_loss_, losses_);
}
std::optional<Decimal> Tally::average_r() const {
  return mean(sum_of_r_, with_r_);
}

std::optional<Decimal> Tally::average_holding_minutes() const {
  if (trades() == 0) return {};
  constexpr std::int64_t minute = 60'000'000;
  constexpr Int128 one = 1'000'000'000'000;
  return divide(Decimal::from_units(held_us_ * one), Decimal::integer(trades() * minute), cut);
}

}  // namespace robson::analytics
