#include "storage/equity_keeper.hpp"

#include "base/log.hpp"
#include "engine/awaited_prices.hpp"

namespace robson::storage {
namespace {

constexpr auto between_turns = std::chrono::seconds(2);  // an answer to what was asked for is still young then
constexpr auto between_questions = std::chrono::seconds(10);
constexpr auto between_thinnings = std::chrono::hours(6);
// How far back a thinning looks: a server that was off for longer keeps some minutes for good.
constexpr auto thinned_again = std::chrono::hours(24) * 3;

std::int64_t minute_of(Timestamp at) {
  return at.seconds() / 60;
}

}  // namespace

void EquityKeeper::start() {
  net::spawn(context_, "keep equity", keep());
}

net::Task<void> EquityKeeper::keep() {
  while (!stopping_) {
    co_await turn();
    co_await thin();
    co_await net::sleep_for(between_turns);
  }
}

void EquityKeeper::ask_for_old_prices(const engine::Portfolio& portfolio) {
  const Timestamp now = runtime_.now();
  for (const engine::Asset& asset : portfolio.assets) {
    const Symbol symbol{asset.name + currency_};
    const Quote* quote = runtime_.engine().quote(symbol);
    if (quote == nullptr || !engine::is_stale(*quote, now)) continue;
    Timestamp& asked = asked_[symbol];
    if (now - asked < between_questions) continue;
    asked = now;
    refresh_(symbol);
  }
}

std::optional<EquityMeasurement> EquityKeeper::measurement_of(TenantId tenant) {
  const engine::Engine& engine = runtime_.engine();
  const Timestamp now = runtime_.now();
  const engine::Account* account = engine.account(tenant);
  if (account == nullptr) return {};
  const auto portfolio = engine::portfolio_of(engine, tenant, currency_, now);
  if (!portfolio.account_known || portfolio.account_stale) return {};
  if (portfolio.prices_stale) {
    ask_for_old_prices(portfolio);
    return {};
  }
  if (engine::awaits_prices(portfolio, engine, *account, now)) return {};
  EquityMeasurement measured{.at = now, .equity = portfolio.total, .prices = {{currency_, Price{Decimal::integer(1)}}}};
  for (const engine::Asset& asset : portfolio.assets) {
    measured.held[asset.name] = asset.total();
    if (asset.price) measured.prices[asset.name] = *asset.price;
  }
  return measured;
}

net::Task<void> EquityKeeper::turn() {
  if (!database_.is_writable()) co_return;  // said elsewhere, once
  const std::int64_t minute = minute_of(runtime_.now());
  std::vector<TenantId> waiting;
  for (const auto& [tenant, state] : runtime_.engine().tenants()) {
    if (measured_[tenant] != minute) waiting.push_back(tenant);
  }
  for (const TenantId tenant : waiting) {
    auto measured = measurement_of(tenant);
    if (!measured) continue;
    auto add = [scope = Tenant(tenant), measured = std::move(*measured)](Session& session) {
      return measure_equity(session, scope, measured);
    };
    const auto added = co_await database_.write(std::move(add));
    if (!added) {
      log::warning("equity not kept", {{"client_id", tenant.value}, {"why", added.error().text}});
    } else if (*added) {
      measured_[tenant] = minute;
    }
  }
}

net::Task<void> EquityKeeper::thin() {
  const Timestamp now = runtime_.now();
  if (!database_.is_writable() || now - thinned_ < between_thinnings) co_return;
  thinned_ = now;
  const Timestamp to = now - equity_minutes_kept;
  std::vector<TenantId> tenants;
  for (const auto& [tenant, state] : runtime_.engine().tenants()) tenants.push_back(tenant);
  for (const TenantId tenant : tenants) {
    auto some = [scope = Tenant(tenant), to](Session& session) {
      return thin_equity(session, scope, to - thinned_again, to);
    };
    const auto done = co_await database_.write(std::move(some));
    if (!done) log::warning("equity not thinned", {{"client_id", tenant.value}, {"why", done.error().text}});
  }
}

}  // namespace robson::storage
