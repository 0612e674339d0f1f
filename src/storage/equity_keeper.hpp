#pragma once
// Measures what each tenant owns, once in every minute, and thins out what is old. Nothing is measured while the
// account is not known, a price that goes into it is stale or still to come, or the ledger does not explain the
// account: then it is tried again some seconds later, and a minute may stay without a figure. Loop thread.
#include <functional>
#include <map>

#include "engine/portfolio.hpp"
#include "net/loop.hpp"
#include "runtime/runtime.hpp"
#include "storage/database.hpp"
#include "storage/equity.hpp"

namespace robson::storage {

class EquityKeeper {
 public:
  using Refresh = std::function<void(const Symbol&)>;

  // All of them outlive it. Amounts are counted in `currency`.
  EquityKeeper(net::Context& context, runtime::Runtime& runtime, Database& database, std::string currency,
               Refresh refresh)
      : context_(context),
        runtime_(runtime),
        database_(database),
        currency_(std::move(currency)),
        refresh_(std::move(refresh)) {}

  void start();
  void stop() { stopping_ = true; }
  // Measures the tenants that have no figure of this minute yet. A failure is logged, and the next turn tries again.
  net::Task<void> turn();

 private:
  net::Task<void> keep();
  std::optional<EquityMeasurement> measurement_of(TenantId tenant);
  void ask_for_old_prices(const engine::Portfolio& portfolio);
  net::Task<void> thin();

  net::Context& context_;
  runtime::Runtime& runtime_;
  Database& database_;
  std::string currency_;
  Refresh refresh_;
  std::map<TenantId, std::int64_t> measured_{};  // the last minute with a figure
  std::map<Symbol, Timestamp> asked_{};          // for a price
  Timestamp thinned_{};
  bool stopping_ = false;
};

}  // namespace robson::storage
