#include "routes/log_completion.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/log.hpp"

namespace robson::routes {
namespace {

constexpr auto longest_wait = std::chrono::minutes(1);
using Bell = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                               boost::asio::wait_traits<std::chrono::steady_clock>, net::Executor>;

}  // namespace

struct LogCompletion::Loading {
  explicit Loading(net::Context& context) : bell(context.get_executor()) { bell.expires_after(longest_wait); }
  Bell bell;  // rings when it is done
};

LogCompletion::LogCompletion(net::Context& context, feed::Log& log, Load load)
    : context_(context), log_(log), load_(std::move(load)) {}

net::Task<bool> LogCompletion::complete(TenantId tenant) {
  if (log_.is_complete(tenant)) co_return true;
  if (const auto running = loading_->find(tenant); running != loading_->end()) {
    const std::shared_ptr<Loading> loading = running->second;
    co_await loading->bell.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable_t<net::Executor>{}));
    co_return log_.is_complete(tenant);
  }
  // However it ends, those who wait go on.
  struct Done {
    std::shared_ptr<Loadings> all;
    TenantId tenant{};
    ~Done() {
      const auto at = all->find(tenant);
      at->second->bell.cancel();
      all->erase(at);
    }
  };
  loading_->emplace(tenant, std::make_shared<Loading>(context_));
  const Done done{loading_, tenant};
  const auto earlier = co_await load_(tenant);
  if (!earlier) {
    log::error("the event log cannot be read", {{"client_id", tenant.value}, {"why", earlier.error()}});
    co_return false;
  }
  log_.prepend(tenant, earlier->entries, earlier->all);
  co_return true;
}

}  // namespace robson::routes
