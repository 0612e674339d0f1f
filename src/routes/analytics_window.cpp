#include "routes/analytics_window.hpp"

#include <algorithm>

#include "engine/conversion.hpp"
#include "routes/failures.hpp"

namespace robson::routes {
namespace {

struct Length {
  std::string_view name{};
  int days = 0;
};
constexpr std::array lengths = {Length{"7d", 7}, Length{"30d", 30}, Length{"90d", 90}, Length{"365d", 365}};

}  // namespace

Result<analytics::TimeZone, Failure> time_zone_from(const net::Request& request) {
  auto zone = analytics::TimeZone::find(request.parameter("tz").value_or("UTC"));
  if (!zone) return Unexpected(unprocessable("tz", "tz must be the name of a time zone, such as Europe/Berlin."));
  return std::move(*zone);
}

Window window_of(std::string name, int days, analytics::TimeZone zone, Timestamp now) {
  const analytics::Day today = zone.day_of(now);
  const analytics::Day first = today - (days - 1);
  const Timestamp from = zone.start_of(first);
  return {.name = std::move(name), .zone = std::move(zone), .first = first, .last = today, .from = from, .to = now};
}

Result<Window, Failure> window_from(const net::Request& request, Timestamp now) {
  auto zone = time_zone_from(request);
  if (!zone) return Unexpected(zone.error());
  std::string name = request.parameter("window").value_or("30d");
  if (name == "all") {
    const analytics::Day today = zone->day_of(now);
    return Window{.name = std::move(name), .zone = std::move(*zone), .last = today, .to = now};
  }
  const auto found = std::ranges::find(lengths, name, &Length::name);
  if (found == lengths.end()) return Unexpected(unprocessable("window", "window must be 7d, 30d, 90d, 365d or all."));
  return window_of(std::move(name), found->days, std::move(*zone), now);
}

net::Task<Result<storage::DayCurve, Failure>> read_curve(storage::Database& database, TenantId tenant, Window window) {
  // Shared with the step, which may outlive a task that is cancelled.
  const auto days = std::make_shared<storage::DayCurve>();
  days->zone = std::move(window.zone);
  days->next = window.first;
  days->last = window.last;
  for (bool more = true; more;) {
    auto step = [scope = storage::Tenant(tenant), days](storage::Session& session) {
      return storage::read_on(session, scope, *days);
    };
    const auto read = co_await database.read(std::move(step));
    if (!read) co_return Unexpected(failure_of(read.error()));
    more = *read;
  }
  co_return std::move(*days);
}

storage::AllTerms market_terms(const engine::Engine& engine, const std::string& currency, Timestamp now) {
  storage::AllTerms terms{.currency = currency};
  std::map<std::string, std::optional<Decimal>> rates;  // by quote asset: a venue lists thousands of markets
  for (const auto& [symbol, instrument] : engine.instruments()) {
    const auto [known, is_new] = rates.try_emplace(instrument.quote);
    if (is_new) {
      const auto rate = engine::convert(engine, {Decimal::integer(1)}, instrument.quote, currency, now);
      if (rate) known->second = rate->amount.value;
    }
    terms.markets[symbol] = {.contract_size = instrument.contract_size, .rate = known->second};
  }
  return terms;
}

}  // namespace robson::routes
