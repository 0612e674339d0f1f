#include "venues/binance/rate_budget.hpp"

#include <algorithm>

namespace robson::venues::binance {

Duration RateBudget::take(std::int64_t weight, Timestamp now, Use use) {
  if (now < blocked_until_) return blocked_until_ - now;
  if (minute_of(now) != minute_) {
    minute_ = minute_of(now);
    used_ = 0;
  }
  const std::int64_t most = use == Use::acting ? limit_ : allowed();
  if (used_ + weight > most) return Timestamp::from_seconds((minute_ + 1) * 60) - now;
  used_ += weight;
  return {};
}

void RateBudget::note_used(std::int64_t used, Timestamp now) {
  if (minute_of(now) != minute_) {
    minute_ = minute_of(now);
    used_ = 0;
  }
  // Answers arrive out of order and requests under way are counted here already, so that the sum only grows.
  used_ = std::max(used_, used);
}

void RateBudget::note_refused(Duration retry_after, Timestamp now) {
  blocked_until_ = std::max(blocked_until_, now + (retry_after > Duration{} ? retry_after : unsaid_retry));
}

void RateBudget::set_limit(std::int64_t per_minute) {
  if (per_minute > 0) limit_ = per_minute;
}

}  // namespace robson::venues::binance
