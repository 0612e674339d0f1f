#include "demo.hpp"

#include <random>

#include "accounts/accounts.hpp"
#include "demo_history.hpp"
#include "storage/clients.hpp"
#include "storage/instruments.hpp"
#include "storage/journal.hpp"

namespace robson {
namespace {
using namespace literals;

std::string made_up_password() {
  constexpr std::string_view letters = "abcdefghijkmnpqrstuvwxyz23456789";
  std::random_device random;
  std::string password;
  for (int i = 0; i < 16; ++i) password.push_back(letters[random() % letters.size()]);
  return password;
}

// Operation #1 of the requirements, entered outside of Robson and adopted.
Operation operation_one(TenantId tenant) {
  return {.id = {1},
          .tenant = tenant,
          .symbol = {"BTCUSDC"},
          .side = Side::BUY,
          .quantity = {"0.00033"_d},
          .held = {"0.00033"_d},
          .entry = {"88837.92"_d},
          .initial_stop = {"87061.16"_d},
          .stop = {"87061.16"_d},
          .target = Price{"92391.44"_d},
          .status = OperationStatus::ACTIVE,
          .opened_at = *parse_time("2025-12-22T09:00:00Z"),
          .source = OperationSource::adopted,
          .strategy_id = demo_strategy,
          .strategy = "BTC Spot Manual",
          .note = "its entry was filled outside of Robson"};
}

// The templates, as every desk begins with them; the first one is what the demo has traded.
std::vector<engine::Event> strategies(TenantId tenant, Timestamp now) {
  std::vector<engine::Event> events;
  StrategyId id{};
  for (Strategy& strategy : strategy_templates()) {
    strategy.id = {++id.value};
    strategy.tenant = tenant;
    strategy.changed_at = now;
    strategy.changed_by = "robson";
    events.emplace_back(engine::StrategySaved{std::move(strategy)});
  }
  return events;
}

Instrument btcusdc() {
  return {.symbol = {"BTCUSDC"},
          .base = "BTC",
          .quote = "USDC",
          .tick = "0.01"_d,
          .step = "0.00001"_d,
          .min_quantity = "0.00001"_d,
          .max_quantity = "9000"_d,
          .min_notional = "5"_d};
}

}  // namespace

Result<Demo, std::string> prepare_demo(storage::Database& database, const Clock& clock, const Secret& wanted_password) {
  const auto count = [](storage::Session& session) {
    return storage::clients_after(session, storage::Installation{}, TenantId{}, 1).size();
  };
  const auto clients = database.read_now(count);
  if (!clients) return Unexpected(clients.error().text);
  if (*clients > 0) return Demo{};
  const Secret password = wanted_password.empty() ? Secret(made_up_password()) : wanted_password;
  const auto client = accounts::create_client(database, clock, "Demo");
  if (!client) return Unexpected(client.error());
  const auto user = accounts::create_user(database, clock, *client, "admin", password, accounts::Role::admin);
  if (!user) return Unexpected(user.error());
  const auto fill = [tenant = *client, now = clock.now()](storage::Session& session) {
    storage::put_instrument(session, storage::Installation{}, btcusdc());
    std::vector<engine::Event> events = strategies(tenant, now);
    events.emplace_back(engine::OperationSaved{operation_one(tenant), "operation_adopted"});
    for (engine::Event& event : demo_history(tenant, {2})) events.push_back(std::move(event));
    storage::write_events(session, events, {}, 0, now);
  };
  if (const auto filled = database.write_now(fill); !filled) return Unexpected(filled.error().text);
  return Demo{password, true};
}

}  // namespace robson
