#pragma once
// Tasks in tests, on a loop that the test runs itself.
#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

#include "net/loop.hpp"

namespace robson::support {
namespace detail {
template <class T, class OnResult>
net::Task<void> hand_over(net::Task<T> task, OnResult on_result) {
  on_result(co_await std::move(task));
}
}  // namespace detail

// Starts `task`; `on_result` gets what it returns. What the task throws leaves context.run().
template <class T, class OnResult>
void start_task(net::Context& context, net::Task<T> task, OnResult on_result) {
  boost::asio::co_spawn(context, detail::hand_over(std::move(task), std::move(on_result)),
                        [](std::exception_ptr thrown) {
                          if (thrown) std::rethrow_exception(thrown);
                        });
}

// Runs `task`, and whatever else the loop has to do, to the end, and gives back what it returned.
template <class T>
T run_task(net::Context& context, net::Task<T> task) {
  std::optional<T> value;
  start_task(context, std::move(task), [&](T result) { value.emplace(std::move(result)); });
  context.restart();
  context.run();
  if (!value) throw std::runtime_error("the loop had nothing left to do, and the task had not ended");
  return std::move(*value);
}

}  // namespace robson::support
