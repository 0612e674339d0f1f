#include "storage/metric_keeper.hpp"

#include "base/log.hpp"

namespace robson::storage {
namespace {

// With 2,000 moments a turn, 400 samples a second are kept up with.
constexpr auto between_turns = std::chrono::seconds(5);

}  // namespace

void MetricKeeper::start() {
  net::spawn(context_, "keep metrics", keep());
}

net::Task<void> MetricKeeper::keep() {
  while (!stopping_) {
    co_await turn();
    co_await net::sleep_for(between_turns);
  }
}

net::Task<void> MetricKeeper::turn() {
  if (!database_.is_writable()) co_return;  // said elsewhere, once
  next_.now = clock_.now();
  auto slice = [sweep = next_](Session& session) { return sweep_metrics(session, Installation{}, sweep); };
  const auto swept = co_await database_.write(std::move(slice));
  if (!swept) {
    log::warning("metrics not swept", {{"why", swept.error().text}});
    co_return;
  }
  next_.after_series = swept->last_series;
}

}  // namespace robson::storage
