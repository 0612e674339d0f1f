#pragma once
// How much the venue still lets us ask. Every request has a weight; the venue counts the weights of an address per
// minute of its own clock and tells the sum in X-MBX-USED-WEIGHT-1M. Over the limit it answers 429 with Retry-After,
// and 418 (a ban of minutes to days) to who goes on. So: nothing is sent while a Retry-After runs, and our own
// requests stop short of the limit, because other programs may share the address. What is left then is for orders:
// they may use the whole limit, so that no reading of prices ever keeps a protective order waiting.
#include <cstdint>
#include <optional>

#include "base/timestamp.hpp"

namespace robson::venues::binance {

enum class Use { reading, acting };

// Loop thread; pure (it is told the time).
class RateBudget {
 public:
  static constexpr std::int64_t default_limit = 6'000;  // the venue's, per minute
  static constexpr Duration unsaid_retry = std::chrono::seconds(60);

  // `share` of the venue's limit in percent (1 to 100) is ours to use.
  explicit RateBudget(int share_percent) : share_percent_(share_percent) {}

  // How long a request of that weight has to wait; 0: it may go now, and is counted. `now` by the venue's clock.
  Duration take(std::int64_t weight, Timestamp now, Use use = Use::reading);
  // What an answer said: the used weight of this minute, if it named it.
  void note_used(std::int64_t used, Timestamp now);
  // A 429 or 418; `retry_after` 0 means that the venue did not say, then a minute is waited.
  void note_refused(Duration retry_after, Timestamp now);
  void set_limit(std::int64_t per_minute);

  std::int64_t used(Timestamp now) const { return minute_of(now) == minute_ ? used_ : 0; }
  std::int64_t allowed() const { return limit_ * share_percent_ / 100; }
  Timestamp blocked_until() const { return blocked_until_; }

 private:
  static std::int64_t minute_of(Timestamp now) { return now.seconds() / 60; }

  int share_percent_;
  std::int64_t limit_ = default_limit;
  std::int64_t minute_ = 0;
  std::int64_t used_ = 0;
  Timestamp blocked_until_{};
};

}  // namespace robson::venues::binance
