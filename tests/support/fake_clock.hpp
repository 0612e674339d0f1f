#pragma once
// A clock that stands still until the test moves it. Any thread may read it.
#include <atomic>

#include "base/timestamp.hpp"

namespace robson::support {

class FakeClock final : public Clock {
 public:
  // 2026-01-02T03:04:05Z unless said otherwise.
  explicit FakeClock(Timestamp start = Timestamp::from_seconds(1'767'323'045)) : us_(start.us) {}

  Timestamp now() const override { return {us_.load(std::memory_order_relaxed)}; }
  void set(Timestamp moment) { us_.store(moment.us, std::memory_order_relaxed); }
  void advance(Duration by) { us_.fetch_add(by.count(), std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> us_;
};

}  // namespace robson::support
