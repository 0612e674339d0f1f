#pragma once
// The equity curve: from the initial equity on, a point for each day (or minute), and what follows from it.
//
// Deposits and withdrawals are nobody's gain or loss. Where one happened the stretch before it ends just before it and
// the next one begins with it in:
//   return of a stretch   (equity at its end - flow at its end) / equity at its start
//   return of a point     product over its stretches - 1
//   value                 1 at the start, multiplied along all stretches; total return = value - 1
//   profit                equity - initial equity - all flows so far
//   drawdown              of the value from its running peak, (peak - value) / peak; in money, of the profit from its
//                         running peak
// A stretch that begins with nothing (or less) has no return, and the value goes on behind it unchanged. A value that
// has fallen to 0 stays there: what was lost is not won back by a deposit.
#include <vector>

#include "analytics/ratios.hpp"

namespace robson::analytics {

// What was measured, and what came and went since the measurement before.
struct Measured {
  Money equity{};
  Money deposits{};
  Money withdrawals{};  // not negative
};

struct CurvePoint {
  std::int64_t at = 0;  // as the caller counts: a day's number, or microseconds
  Money equity{};
  Money flow{};                     // deposits less withdrawals since the point before
  std::optional<Decimal> change{};  // the point's return, a fraction; none where it began with nothing
  Decimal drawdown{};               // a fraction, not negative
};

class Curve {
 public:
  explicit Curve(Money initial) : initial_(initial), last_(initial), base_equity_(initial) {}

  // In the order of time. Only the last measurement of a point and those with a flow matter.
  void measure(const Measured& measured);
  // The point is over. Without a measurement it is where it was before.
  void end_point(std::int64_t at);

  Money initial() const { return initial_; }
  Money final() const { return last_; }
  Money deposits() const { return deposits_; }
  Money withdrawals() const { return withdrawals_; }
  Money profit() const { return profit_; }
  const std::vector<CurvePoint>& points() const { return points_; }
  // None while nothing had a return.
  std::optional<Decimal> total_return() const;
  Money max_drawdown() const { return max_drawdown_money_; }
  Decimal max_drawdown_fraction() const { return max_drawdown_; }
  // Points from a peak to where it is reached again, or to the end: the most.
  std::int64_t longest_drawdown() const { return longest_; }
  Decimal current_drawdown() const { return points_.empty() ? Decimal{} : points_.back().drawdown; }
  // The returns of the points that have one.
  std::vector<double> returns() const;

 private:
  void follow_value();

  Money initial_{};
  Money last_{};
  Money deposits_{};
  Money withdrawals_{};
  Money profit_{};
  Money peak_profit_{};
  Money max_drawdown_money_{};
  // value = base_value x equity / base_equity: the base is where the last flow was, so that the same equity without a
  // flow between is the same value to the last digit.
  Decimal base_value_ = Decimal::integer(1);
  Money base_equity_{};
  Decimal value_ = Decimal::integer(1);
  bool has_return_ = false;
  Decimal peak_ = Decimal::integer(1);
  std::int64_t peak_point_ = 0;  // points that were over when it was reached
  Decimal max_drawdown_{};
  std::int64_t longest_ = 0;
  // Of the point that is not over.
  Money flow_{};
  Decimal factor_ = Decimal::integer(1);
  bool point_has_return_ = false;
  bool point_measured_ = false;
  std::vector<CurvePoint> points_;
};

}  // namespace robson::analytics
