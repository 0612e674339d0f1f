#include "routes/equity_board.hpp"

#include "base/log.hpp"

namespace robson::routes {
namespace {
constexpr auto read_anew_after = std::chrono::seconds(60);
}

const analytics::Curve* EquityBoard::of(TenantId tenant) {
  Kept& kept = kept_[tenant];
  const Timestamp now = clock_.now();
  if (now - kept.asked >= read_anew_after) {
    kept.asked = now;
    net::spawn(context_, "read equity", read(tenant));
  }
  return kept.curve ? &*kept.curve : nullptr;
}

net::Task<void> EquityBoard::read(TenantId tenant) {
  Window window = window_of("30d", days, {}, clock_.now());
  auto days_read = co_await read_curve(database_, tenant, std::move(window));
  if (!days_read) {
    log::warning("equity not read", {{"client_id", tenant.value}, {"why", days_read.error().detail}});
    co_return;
  }
  const auto kept = kept_.find(tenant);
  if (kept == kept_.end()) co_return;  // nobody looks any more
  kept->second.curve = std::move(days_read->curve);
  if (changed_) changed_(tenant);
}

}  // namespace robson::routes
