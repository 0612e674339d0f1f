#include "analytics/curve.hpp"

#include <algorithm>

namespace robson::analytics {
namespace {

constexpr Decimal one = Decimal::integer(1);

// start x now / before, to 12 places; the product first, so that nothing is lost that comes back.
Decimal grown(Decimal start, Money now, Money before) {
  const Decimal product = multiply(start, now.value, Rounding::half_away_from_zero);
  return divide(product, before.value, Rounding::half_away_from_zero);
}

}  // namespace

void Curve::measure(const Measured& measured) {
  const Money flow = measured.deposits - measured.withdrawals;
  const Money before_flow = measured.equity - flow;
  if (last_.value.is_positive()) {
    factor_ = grown(factor_, before_flow, last_);
    point_has_return_ = has_return_ = true;
  }
  if (base_equity_.value.is_positive()) {
    value_ = std::max(grown(base_value_, before_flow, base_equity_), Decimal{});
  }
  if (!flow.is_zero() || !measured.equity.value.is_positive() || !base_equity_.value.is_positive()) {
    base_value_ = value_;
    base_equity_ = measured.equity;
  }
  profit_ += before_flow - last_;
  deposits_ += measured.deposits;
  withdrawals_ += measured.withdrawals;
  flow_ += flow;
  last_ = measured.equity;
  point_measured_ = true;
}

void Curve::end_point(std::int64_t at) {
  CurvePoint point{.at = at, .equity = last_, .flow = flow_};
  if (point_has_return_) point.change = factor_ - one;
  if (!point_measured_ && last_.value.is_positive()) point.change = Decimal{};
  points_.push_back(point);
  follow_value();
  flow_ = {};
  factor_ = one;
  point_has_return_ = point_measured_ = false;
}

void Curve::follow_value() {
  const auto now = static_cast<std::int64_t>(points_.size());
  const bool was_below = points_.size() > 1 && points_[points_.size() - 2].drawdown.is_positive();
  if (value_ < peak_ || was_below) longest_ = std::max(longest_, now - peak_point_);
  if (value_ >= peak_) {
    peak_ = value_;
    peak_point_ = now;
  }
  if (peak_.is_positive()) {
    points_.back().drawdown = divide(peak_ - value_, peak_, Rounding::toward_zero);
  }
  max_drawdown_ = std::max(max_drawdown_, points_.back().drawdown);
  peak_profit_ = std::max(peak_profit_, profit_);
  max_drawdown_money_ = std::max(max_drawdown_money_, peak_profit_ - profit_);
}

std::optional<Decimal> Curve::total_return() const {
  if (!has_return_) return {};
  return value_ - one;
}

std::vector<double> Curve::returns() const {
  std::vector<double> found;
  for (const CurvePoint& point : points_) {
    if (point.change) found.push_back(point.change->to_double());
  }
  return found;
}

}  // namespace robson::analytics
