#pragma once
// What the questions of analytics share: a window of days in a time zone, and how a curve is read.
#include "engine/engine.hpp"
#include "routes/gate.hpp"
#include "storage/closed_trades.hpp"
#include "storage/database.hpp"
#include "storage/equity_curve.hpp"

namespace robson::routes {

// `tz`, an IANA name; UTC without it. 422 for one that nobody knows.
Result<analytics::TimeZone, Failure> time_zone_from(const net::Request& request);

struct Window {
  std::string name{};
  analytics::TimeZone zone{};
  analytics::Day first{};
  analytics::Day last{};            // today
  std::optional<Timestamp> from{};  // where the first day begins; none: from the beginning
  Timestamp to{};                   // now
};
// `window`: so many days, the running one among them, or `all`; 30 days without it.
Result<Window, Failure> window_from(const net::Request& request, Timestamp now);
// The newest so many days.
Window window_of(std::string name, int days, analytics::TimeZone zone, Timestamp now);

// The equity of those days, read to its end.
net::Task<Result<storage::DayCurve, Failure>> read_curve(storage::Database& database, TenantId tenant, Window window);

// Of the markets that are listed, at what their quote assets bring now.
storage::AllTerms market_terms(const engine::Engine& engine, const std::string& currency, Timestamp now);

}  // namespace robson::routes
