#include "engine/portfolio.hpp"

namespace robson::engine {
namespace {

constexpr auto account_stale_after = std::chrono::seconds(60);

// Adds the account's assets. A held asset whose price is old makes the whole view stale; one that no market prices
// does not: it is listed as unpriced.
void add_assets(Portfolio& into, const Engine& engine, const Account& account, const std::string& currency,
                Timestamp now) {
  for (const auto& [name, held] : account.balances) {
    Asset asset{.name = name, .held = held};
    if (asset.total().is_zero()) continue;
    if (name == currency) {
      asset.price = Price{Decimal::integer(1)};
      into.available = held.free;
    } else if (const Quote* quote = engine.quote({name + currency})) {
      asset.price = quote->bid;
      into.prices_stale = into.prices_stale || is_stale(*quote, now);
    }
    if (asset.price) {
      asset.value = notional(*asset.price, Quantity{asset.total().value});
      into.total += *asset.value;
    }
    into.assets.push_back(std::move(asset));
  }
}

void add_positions(Portfolio& into, const Engine& engine, TenantId tenant, Timestamp now) {
  into.positions_value.emplace();
  into.unrealized.emplace();
  for (const Operation* operation : engine.open_operations(tenant)) {
    ++into.positions;
    const Instrument* instrument = engine.instrument(operation->symbol);
    const Quote* quote = engine.quote(operation->symbol);
    if (instrument != nullptr) into.worst_case += prospect_of(*operation, *instrument).loss_at_stop;
    if (instrument == nullptr || quote == nullptr) {
      into.positions_value.reset();
      into.unrealized.reset();
    } else if (into.positions_value) {
      const Valuation worth = value_of(*operation, *instrument, *quote);
      *into.positions_value += worth.value;
      *into.unrealized += worth.pnl;
    }
    into.prices_stale = into.prices_stale || quote == nullptr || is_stale(*quote, now);
  }
}

}  // namespace

Portfolio portfolio_of(const Engine& engine, TenantId tenant, const std::string& currency, Timestamp now) {
  Portfolio made;
  made.realized = engine.realized_pnl(tenant);
  if (const Account* account = engine.account(tenant); account != nullptr && account->known) {
    made.account_known = true;
    made.as_of = account->as_of;
    made.account_stale = account->stream != StreamState::live || now - account->as_of > account_stale_after;
    add_assets(made, engine, *account, currency, now);
  }
  add_positions(made, engine, tenant, now);
  return made;
}

}  // namespace robson::engine
