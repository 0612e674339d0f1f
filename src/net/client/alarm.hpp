#pragma once
// Calls something when a deadline passes (never, for time_point::max()), unless the Alarm is gone by then. It lives on
// the stack of a coroutine around one co_await; what it calls must outlive that.
#include <boost/asio/basic_waitable_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>

#include "net/loop.hpp"

namespace robson::net {

class Alarm {
 public:
  using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                  boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;
  Alarm(const Executor& executor, std::chrono::steady_clock::time_point deadline, std::function<void()> ring);
  ~Alarm();
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;
  bool rang() const { return state_ && state_->rang; }

 private:
  struct State {
    Timer timer;
    std::function<void()> ring;
    bool rang = false;
  };
  std::shared_ptr<State> state_;
};

}  // namespace robson::net
