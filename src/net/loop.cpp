#include "net/loop.hpp"

#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>

#include "base/log.hpp"

namespace robson::net {
namespace {
namespace asio = boost::asio;

std::atomic<std::uint64_t> failed_task_count{0};

void report(const char* name, const std::exception_ptr& failure) {
  if (!failure) return;
  try {
    std::rethrow_exception(failure);
  } catch (const boost::system::system_error& e) {
    // A task that was cancelled has done what it was told to.
    if (e.code() == asio::error::operation_aborted) return;
    log::error("task failed", {{"task", name}, {"error", e.what()}});
  } catch (const std::exception& e) {
    log::error("task failed", {{"task", name}, {"error", e.what()}});
  } catch (...) {
    log::error("task failed", {{"task", name}, {"error", "unknown"}});
  }
  ++failed_task_count;
}
}  // namespace

Task<void> sleep_for(Duration pause) {
  using Timer =
      asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
  const Executor executor = co_await asio::this_coro::executor;
  Timer timer(executor, pause);
  co_await timer.async_wait(asio::as_tuple(asio::use_awaitable_t<Executor>{}));
}

void spawn(Context& context, const char* name, Task<void> task) {
  asio::co_spawn(context.get_executor(), std::move(task),
                 [name](const std::exception_ptr& failure) { report(name, failure); });
}

std::uint64_t failed_tasks() {
  return failed_task_count;
}

}  // namespace robson::net
