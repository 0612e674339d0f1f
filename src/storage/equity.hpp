#pragma once
// Table equity: what a tenant owned, about once a minute, with what came and went in between.
//
// A flow is a line of the ledger with cause `external`: a deposit, a withdrawal, or a trade by other hands. Lines of
// one moment are one flow, so that a trade by other hands, whose two sides cancel, is almost none. It is valued at the
// prices of the measurement that first has it in, and stands in that row: so a change of equity and its flow can never
// be told apart by a day, and what no market prices counts neither here nor there.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "storage/scope.hpp"
#include "trading/fill.hpp"

namespace robson::storage {

class Session;

struct EquityRow {
  Timestamp at{};
  Money equity{};
  Money deposits{};     // since the row before; not negative
  Money withdrawals{};  // the same

  friend bool operator==(const EquityRow&, const EquityRow&) = default;
};

struct EquityMeasurement {
  Timestamp at{};
  Money equity{};
  std::map<std::string, Money> held{};    // free and locked, by asset
  std::map<std::string, Price> prices{};  // of what can be priced
};
// Adds the row. False, and nothing is added, when the ledger does not explain what is held (something is on its way, or
// came and is no line yet), or when there is a row of that moment or a later one.
bool measure_equity(Session& session, Tenant tenant, const EquityMeasurement& measured);

// Rows of before the first one, as they are known from elsewhere. Nothing is added when one of them is not.
void put_earlier_equity(Session& session, Tenant tenant, const std::vector<EquityRow>& rows);

// The first that was known.
std::optional<EquityRow> first_equity(Session& session, Tenant tenant);
// The last one before that moment.
std::optional<EquityRow> equity_before(Session& session, Tenant tenant, Timestamp moment);
// Those with a flow in [from, to), oldest first; a day has 1440 at most.
std::vector<EquityRow> equity_flows(Session& session, Tenant tenant, Timestamp from, Timestamp to, int limit);
// The newest of those from `from` on, oldest first.
std::vector<EquityRow> newest_equity(Session& session, Tenant tenant, Timestamp from, int limit);

inline constexpr Duration equity_minutes_kept = std::chrono::hours(24) * 30;
// Deletes the rows of [from, to) that are not the last of their quarter of an hour and have no flow; how many.
long long thin_equity(Session& session, Tenant tenant, Timestamp from, Timestamp to);

}  // namespace robson::storage
