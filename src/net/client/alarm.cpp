#include "net/client/alarm.hpp"

namespace robson::net {

Alarm::Alarm(const Executor& executor, std::chrono::steady_clock::time_point deadline, std::function<void()> ring) {
  if (deadline == std::chrono::steady_clock::time_point::max()) return;
  state_ = std::make_shared<State>(State{.timer = Timer(executor, deadline), .ring = std::move(ring)});
  state_->timer.async_wait([state = state_](const boost::system::error_code& cancelled) {
    if (cancelled || !state->ring) return;
    state->rang = true;
    state->ring();
  });
}

// A ring that is queued already finds nothing to call.
Alarm::~Alarm() {
  if (!state_) return;
  state_->ring = nullptr;
  state_->timer.cancel();
}

}  // namespace robson::net
