#include "routes/plan_market.hpp"

namespace robson::routes {
namespace {

constexpr int fewest_candles = 201;  // 200 closed ones and the forming one

int candles_needed(const TradingDesk& desk, TenantId tenant, StrategyId wanted) {
  const engine::TenantState* state = desk.engine().tenant(tenant);
  int most = fewest_candles;
  if (state == nullptr) return most;
  for (const auto& [id, strategy] : state->strategies) {
    if (!wanted || id == wanted) most = std::max(most, strategy.rules.stop.candles + 1);
  }
  return most;
}

Failure with_symbol(Failure failure) {
  if (failure.status == 404) failure.field = "symbol";
  return failure;
}

}  // namespace

net::Task<Result<engine::Wanted, Failure>> with_market(const TradingDesk& desk, engine::Wanted wanted) {
  const Symbol symbol = wanted.symbol;
  const auto quote = co_await desk.parts.desk.quote(symbol);
  if (!quote) co_return Unexpected(with_symbol(failure_of(quote.error())));
  const int count = candles_needed(desk, wanted.tenant, wanted.strategy);
  auto candles = co_await desk.parts.desk.candles(symbol, Interval::m15, count, std::nullopt);
  if (!candles) co_return Unexpected(with_symbol(failure_of(candles.error())));
  wanted.candles = std::move(*candles);
  co_return std::move(wanted);
}

}  // namespace robson::routes
