#pragma once
// The equity of the last 30 days of each tenant whose dashboard is open, read anew once a minute: it is told every
// second and changes with the measurements. Loop thread.
#include <functional>
#include <map>

#include "routes/analytics_window.hpp"

namespace robson::routes {

class EquityBoard {
 public:
  static constexpr int days = 30;
  using Changed = std::function<void(TenantId)>;

  // Both outlive it.
  EquityBoard(net::Context& context, const Clock& clock, storage::Database& database)
      : context_(context), clock_(clock), database_(database) {}
  EquityBoard(const EquityBoard&) = delete;
  EquityBoard& operator=(const EquityBoard&) = delete;

  void on_change(Changed changed) { changed_ = std::move(changed); }
  // As last read; nullptr when that has not been, or nothing was measured. An old one is read anew, and told when it
  // came.
  const analytics::Curve* of(TenantId tenant);
  void forget(TenantId tenant) { kept_.erase(tenant); }

 private:
  struct Kept {
    std::optional<analytics::Curve> curve{};
    Timestamp asked{};
  };
  net::Task<void> read(TenantId tenant);

  net::Context& context_;
  const Clock& clock_;
  storage::Database& database_;
  Changed changed_;
  std::map<TenantId, Kept> kept_;
};

}  // namespace robson::routes
