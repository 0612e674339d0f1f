#include "runtime/handoff.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>

namespace robson::runtime {
namespace {
namespace asio = boost::asio;
using Token = asio::use_awaitable_t<net::Executor>;

// The stopped task and the promise that its loop stays alive for it.
template <class Handler>
struct Waiting {
  explicit Waiting(Handler&& stopped) : handler(std::move(stopped)), work(asio::get_associated_executor(handler)) {}
  Handler handler;
  asio::executor_work_guard<asio::associated_executor_t<Handler>> work;
};
}  // namespace

net::Task<void> hand_off(std::function<void(Resume)> begin) {
  auto initiation = [begin = std::move(begin)](auto handler) {
    auto waiting = std::make_shared<Waiting<decltype(handler)>>(std::move(handler));
    begin([waiting] {
      // The handler moves into the loop's queue, so that the last reference here never owns the task.
      asio::post(waiting->work.get_executor(), std::move(waiting->handler));
      waiting->work.reset();  // the Resume may be kept for long after its call
    });
  };
  Token token;
  co_await asio::async_initiate<const Token, void()>(std::move(initiation), token);
}

}  // namespace robson::runtime
