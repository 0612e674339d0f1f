#pragma once
// Questions about operations, open and ended: filtered, sorted, in pages.
//
// A page is found in one of two ways: when some part of the filter leaves few rows (`step`), by taking those and
// sorting them; else by walking along the index of the sort from where the last page ended. A walk looks at `step`
// rows at most, however long the history is: when the filter leaves almost none of them, the page has fewer rows than
// its limit, or none, and `next` all the same. Whoever asks goes on until there is no `next`.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "storage/cursor.hpp"
#include "storage/scope.hpp"
#include "trading/operation.hpp"

namespace robson::storage {

class Session;

enum class HistorySort { opened_at, closed_at, symbol, quantity, realized_pnl, fees, id };

struct HistoryFilter {
  std::optional<Timestamp> from{};  // opened at or after
  std::optional<Timestamp> to{};    // opened before
  std::optional<Symbol> symbol{};
  std::optional<Side> side{};
  std::optional<OperationStatus> status{};
  std::optional<StrategyId> strategy_id{};
  std::optional<std::string> strategy{};  // its name as the operation remembers it
};
// Equal sort values go by id. Operations that have not ended count as ended after all others.
struct HistoryQuery {
  HistoryFilter filter{};
  HistorySort sort = HistorySort::opened_at;
  bool descending = true;
  std::optional<Cursor> after{};  // out of read_cursor; none: from the first
  int limit = 50;                 // 1 to longest_page
  // Rows that one step looks at. About the square root of a million operations times a hundred rows on a page: there
  // both ways look at as many. Tests have shorter steps.
  int step = 10'000;
};

Result<Cursor, CursorFault> read_cursor(const HistoryQuery& query, std::string_view text);
Page<Operation> history(Session& session, Tenant tenant, const HistoryQuery& query);

// For an export that must not hold a reader for long: call it with `next` of the last step (by way of read_cursor)
// until there is none. Each step looks up longest_page rows at most. `query.after` and `limit` go with it.
//   HistoryQuery query{.filter = ...};  for (;;) { page = co_await database.read(step); write rows; ... }
// Or within one job, for the command line and tests: all rows, in pages; false from `on_row` ends it.
void walk_history(Session& session, Tenant tenant, HistoryQuery query,
                  const std::function<bool(const Operation&)>& on_row);

// What was earned each day (UTC) by operations that ended in [from, to), oldest first; days without are left out.
struct DayResult {
  int day = 0;  // 20251222
  Money realized{};
  Money fees{};
  int operations = 0;
};
std::vector<DayResult> daily_results(Session& session, Tenant tenant, Timestamp from, Timestamp to);

}  // namespace robson::storage
