#include "engine/portfolio.hpp"

#include "engine/conversion.hpp"

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
    } else if (const auto one = convert(engine, Money{Decimal::integer(1)}, name, currency, now)) {
      asset.price = Price{one->amount.value};
      into.prices_stale = into.prices_stale || one->stale;
    }
    if (asset.price) {
      asset.value = notional(*asset.price, Quantity{asset.total().value});
      into.total += *asset.value;
    }
    into.assets.push_back(std::move(asset));
  }
}

// In the currency; what cannot be converted makes the sums unknown, and what is at stake marked as not fresh.
void add_positions(Portfolio& into, const Engine& engine, TenantId tenant, const std::string& currency, Timestamp now) {
  into.positions_value.emplace();
  into.unrealized.emplace();
  for (const Operation* operation : engine.open_operations(tenant)) {
    ++into.positions;
    const Instrument* instrument = engine.instrument(operation->symbol);
    const Quote* quote = engine.quote(operation->symbol);
    const auto in_currency = [&](Money amount) -> std::optional<Money> {
      const auto made = convert(engine, amount, instrument->quote, currency, now);
      into.prices_stale = into.prices_stale || !made || made->stale;
      return made ? std::optional(made->amount) : std::nullopt;
    };
    if (instrument != nullptr) {
      into.worst_case += in_currency(prospect_of(*operation, *instrument).loss_at_stop).value_or(Money{});
    }
    std::optional<Money> value;
    std::optional<Money> pnl;
    if (instrument != nullptr && quote != nullptr) {
      const Valuation worth = value_of(*operation, *instrument, *quote);
      value = in_currency(worth.value);
      pnl = in_currency(worth.pnl);
    }
    if (!value || !pnl) {
      into.positions_value.reset();
      into.unrealized.reset();
    } else if (into.positions_value) {
      *into.positions_value += *value;
      *into.unrealized += *pnl;
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
  add_positions(made, engine, tenant, currency, now);
  return made;
}

}  // namespace robson::engine
