#include "storage/history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "storage/operation_row.hpp"
#include "trading/tenant_desk.hpp"

namespace robson::storage {
namespace {

// A part of the filter that leaves at most this many rows is taken whole and sorted. About the square root of a million
// operations times a hundred rows on a page: there both ways look at as many rows.
constexpr int few = 10'000;

// The statements. All take the same values in the same order, so that they differ in their way only: a part of the
// filter that no index is to be used for stands as ANY_..., one that an index answers as THE_...; a plus keeps the
// planner from an index that is not the sort's.
#define ANY_SYMBOL "(:any_symbol = 1 or symbol = :symbol) "
#define THE_SYMBOL ":any_symbol = 0 and symbol = :symbol "
#define ANY_SIDE "and (:any_side = 1 or side = :side) "
#define ANY_STATUS "and (:any_status = 1 or status = :status) "
#define THE_STATUS "and :any_status = 0 and status = :status "
#define ANY_STRATEGY "and (:any_strategy = 1 or strategy_id = :strategy_id) "
#define THE_STRATEGY "and :any_strategy = 0 and strategy_id = :strategy_id "
#define ANY_NAME "and (:any_name = 1 or strategy = :name) "
#define THE_NAME "and :any_name = 0 and strategy = :name "
#define OPENED "and opened_at >= :from and opened_at < :to "
#define OPENED_ASIDE "and +opened_at >= :from and +opened_at < :to "
#define ANY ANY_SYMBOL ANY_SIDE ANY_STATUS ANY_STRATEGY ANY_NAME

#define ENDED "coalesce(closed_at, 9223372036854775807)"
#define FROM_HERE(key, order, beyond) \
  "and (" key ", id) " beyond " (:at, :at_id) order by " key " " order ", id " order " limit :limit"

// Along the index of the sort.
#define WALK(filter, ...) \
  "select " OPERATION_COLUMNS "from operations where client_id = :client_id and " filter __VA_ARGS__
// Only of those few that `part` leaves.
#define OF_FEW(part, ...)                                       \
  "select " OPERATION_COLUMNS "from (select " OPERATION_COLUMNS \
  "from operations where client_id = :client_id and " part "limit 10001) as few where " ANY OPENED __VA_ARGS__
#define COUNT_FEW(part) \
  "select count(*) from (select 1 from operations where client_id = :client_id and " part "limit 10001) as few"

#define PART_STATUS "status = :part_status "
#define PART_SYMBOL "symbol = :part_symbol and opened_at >= :part_from and opened_at < :part_to "
#define PART_STRATEGY "strategy_id = :part_strategy and opened_at >= :part_from and opened_at < :part_to "
#define PART_NAME "strategy = :part_name and opened_at >= :part_from and opened_at < :part_to "
#define PART_TIME "opened_at >= :part_from and opened_at < :part_to "

struct Statements {
  Sql walk;
  Sql of_status;
  Sql of_symbol;
  Sql of_strategy;
  Sql of_name;
  Sql of_time;
};
#define STATEMENTS(opened, ...)                                                                     \
  {                                                                                                 \
    WALK(ANY opened, FROM_HERE(__VA_ARGS__)), OF_FEW(PART_STATUS, FROM_HERE(__VA_ARGS__)),          \
        OF_FEW(PART_SYMBOL, FROM_HERE(__VA_ARGS__)), OF_FEW(PART_STRATEGY, FROM_HERE(__VA_ARGS__)), \
        OF_FEW(PART_NAME, FROM_HERE(__VA_ARGS__)), OF_FEW(PART_TIME, FROM_HERE(__VA_ARGS__))        \
  }
#define BOTH_WAYS(opened, key) \
  { STATEMENTS(opened, key, "asc", ">"), STATEMENTS(opened, key, "desc", "<") }

// By HistorySort, then ascending and descending.
constexpr std::array<std::array<Statements, 2>, 7> statements = {{
    {BOTH_WAYS(OPENED, "opened_at")},
    {BOTH_WAYS(OPENED_ASIDE, ENDED)},
    {BOTH_WAYS(OPENED_ASIDE, "symbol")},
    {BOTH_WAYS(OPENED_ASIDE, "quantity")},
    {BOTH_WAYS(OPENED_ASIDE, "realized_pnl")},
    {BOTH_WAYS(OPENED_ASIDE, "fees")},
    {BOTH_WAYS(OPENED_ASIDE, "id")},
}};

// Where an index has the filter's part in front of the sort, the walk passes no row in vain.
#define EXACT(filter, key) \
  { WALK(filter, FROM_HERE(key, "asc", ">")), WALK(filter, FROM_HERE(key, "desc", "<")) }
using Exact = std::array<Sql, 2>;
constexpr Exact opened_of_symbol = EXACT(THE_SYMBOL ANY_SIDE ANY_STATUS ANY_STRATEGY ANY_NAME OPENED, "opened_at");
constexpr Exact opened_of_strategy = EXACT(ANY_SYMBOL ANY_SIDE ANY_STATUS THE_STRATEGY ANY_NAME OPENED, "opened_at");
constexpr Exact opened_of_name = EXACT(ANY_SYMBOL ANY_SIDE ANY_STATUS ANY_STRATEGY THE_NAME OPENED, "opened_at");
constexpr Exact result_of_status =
    EXACT(ANY_SYMBOL ANY_SIDE THE_STATUS ANY_STRATEGY ANY_NAME OPENED_ASIDE, "realized_pnl");
constexpr Exact fees_of_status = EXACT(ANY_SYMBOL ANY_SIDE THE_STATUS ANY_STRATEGY ANY_NAME OPENED_ASIDE, "fees");
constexpr Exact id_of_status = EXACT(ANY_SYMBOL ANY_SIDE THE_STATUS ANY_STRATEGY ANY_NAME OPENED_ASIDE, "id");

constexpr Sql count_status = COUNT_FEW(PART_STATUS);
constexpr Sql count_symbol = COUNT_FEW(PART_SYMBOL);
constexpr Sql count_strategy = COUNT_FEW(PART_STRATEGY);
constexpr Sql count_name = COUNT_FEW(PART_NAME);
constexpr Sql count_time = COUNT_FEW(PART_TIME);

constexpr Sql select_results =
    "select " ENDED ", realized_pnl, fees from operations where client_id = :client_id and " ENDED
    " >= :from and " ENDED " < :to and status = 'CLOSED' order by " ENDED " limit 1000000";

constexpr std::int64_t earliest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t latest = std::numeric_limits<std::int64_t>::max();

CursorValue value_of(HistorySort sort) {
  switch (sort) {
    case HistorySort::symbol: return CursorValue::symbol;
    case HistorySort::quantity:
    case HistorySort::realized_pnl:
    case HistorySort::fees: return CursorValue::decimal;
    case HistorySort::opened_at:
    case HistorySort::closed_at:
    case HistorySort::id: break;
  }
  return CursorValue::whole_number;
}

std::string sort_value(const Operation& row, HistorySort sort) {
  switch (sort) {
    case HistorySort::opened_at: return std::to_string(row.opened_at.us);
    case HistorySort::closed_at: return std::to_string(row.closed_at.value_or(Timestamp{latest}).us);
    case HistorySort::symbol: return row.symbol.text;
    case HistorySort::quantity: return row.quantity.value.text();
    case HistorySort::realized_pnl: return row.realized_pnl.value.text();
    case HistorySort::fees: return row.fees.value.text();
    case HistorySort::id: break;
  }
  return std::to_string(row.id.value);
}

// In front of all rows.
Cursor start_of(const HistoryQuery& query) {
  const bool down = query.descending;
  const std::int64_t id = down ? latest : 0;
  switch (value_of(query.sort)) {
    case CursorValue::symbol: return {down ? "~" : "", id};  // no symbol has a character as high as that
    case CursorValue::decimal: {
      const auto farthest = Decimal::from_units(~(UInt128{1} << 127U));
      return {(down ? farthest : -farthest).text(), id};
    }
    case CursorValue::whole_number:
    case CursorValue::none: break;
  }
  return {std::to_string(down ? latest : earliest), id};
}

std::string question_of(const HistoryQuery& query) {
  const HistoryFilter& filter = query.filter;
  std::string text = fmt::format("history {} {}", static_cast<int>(query.sort), query.descending);
  if (filter.from) text += fmt::format(" from {}", filter.from->us);
  if (filter.to) text += fmt::format(" to {}", filter.to->us);
  if (filter.symbol) text += " symbol " + filter.symbol->text;
  if (filter.side) text += fmt::format(" side {}", spelled<SideSpellings>(*filter.side));
  if (filter.status) text += fmt::format(" status {}", spelled<OperationStatusSpellings>(*filter.status));
  if (filter.strategy_id) text += fmt::format(" strategy {}", filter.strategy_id->value);
  if (filter.strategy) text += " name " + *filter.strategy;
  return text;
}

struct Window {
  std::int64_t from = earliest;
  std::int64_t to = latest;
};
Window window_of(const HistoryFilter& filter) {
  return {filter.from ? filter.from->us : earliest, filter.to ? filter.to->us : latest};
}

// Reads a page by one of the statements; `part` are the values of OF_FEW's part, if it is one.
template <class... Part>
std::vector<Operation> read_page(Session& session, Tenant tenant, Sql statement, const HistoryQuery& query,
                                 const Part&... part) {
  const HistoryFilter& filter = query.filter;
  const Window window = window_of(filter);
  const Cursor at = query.after.value_or(start_of(query));
  const int limit = query.limit + 1;  // one more, to see whether there is a next page
  std::vector<Operation> found;
  OperationRow row;
  const auto read_from = [&](const auto& value) {
    session.each(
        statement, row.columns(), [&] { found.push_back(row.operation()); }, tenant.id(), part...,
        !filter.symbol.has_value(), filter.symbol.value_or(Symbol{}), !filter.side.has_value(),
        filter.side.value_or(Side{}), !filter.status.has_value(), filter.status.value_or(OperationStatus{}),
        !filter.strategy_id.has_value(), filter.strategy_id.value_or(StrategyId{}), !filter.strategy.has_value(),
        filter.strategy.value_or(""), window.from, window.to, value, at.id, limit);
  };
  if (value_of(query.sort) == CursorValue::whole_number) {
    read_from(std::int64_t{std::stoll(at.value)});
  } else {
    read_from(at.value);
  }
  return found;
}

// The part of the filter that leaves the fewest rows.
enum class Part { none, status, symbol, strategy, name, time };
struct Share {
  Part part = Part::none;
  int rows = few + 1;
};

Share smallest_share(Session& session, Tenant tenant, const HistoryFilter& filter) {
  const Window window = window_of(filter);
  Share smallest;
  const auto consider = [&](Part part, Sql count, const auto&... values) {
    int rows = 0;
    session.first(count, into(rows), tenant.id(), values...);
    if (rows < smallest.rows) smallest = {part, rows};
  };
  if (filter.status) consider(Part::status, count_status, *filter.status);
  if (filter.symbol) consider(Part::symbol, count_symbol, *filter.symbol, window.from, window.to);
  if (filter.strategy_id) consider(Part::strategy, count_strategy, *filter.strategy_id, window.from, window.to);
  if (filter.strategy) consider(Part::name, count_name, *filter.strategy, window.from, window.to);
  if (filter.from || filter.to) consider(Part::time, count_time, window.from, window.to);
  return smallest;
}

std::vector<Operation> read_few(Session& session, Tenant tenant, const HistoryQuery& query, Part part) {
  const Statements& ways = statements[static_cast<std::size_t>(query.sort)][query.descending ? 1 : 0];
  const HistoryFilter& filter = query.filter;
  const Window window = window_of(filter);
  switch (part) {
    case Part::status: return read_page(session, tenant, ways.of_status, query, *filter.status);
    case Part::symbol: return read_page(session, tenant, ways.of_symbol, query, *filter.symbol, window.from, window.to);
    case Part::strategy:
      return read_page(session, tenant, ways.of_strategy, query, *filter.strategy_id, window.from, window.to);
    case Part::name: return read_page(session, tenant, ways.of_name, query, *filter.strategy, window.from, window.to);
    case Part::time: return read_page(session, tenant, ways.of_time, query, window.from, window.to);
    case Part::none: break;
  }
  return read_page(session, tenant, ways.walk, query);
}

const Exact* exact_walk(const HistoryQuery& query) {
  const HistoryFilter& filter = query.filter;
  if (query.sort == HistorySort::opened_at) {
    if (filter.symbol) return &opened_of_symbol;
    if (filter.strategy_id) return &opened_of_strategy;
    if (filter.strategy) return &opened_of_name;
  }
  if (!filter.status) return nullptr;
  if (query.sort == HistorySort::realized_pnl) return &result_of_status;
  if (query.sort == HistorySort::fees) return &fees_of_status;
  if (query.sort == HistorySort::id) return &id_of_status;
  return nullptr;
}

std::vector<Operation> read_history(Session& session, Tenant tenant, const HistoryQuery& query) {
  const Share share = smallest_share(session, tenant, query.filter);
  if (share.part != Part::none) return read_few(session, tenant, query, share.part);
  if (const Exact* exact = exact_walk(query)) {
    return read_page(session, tenant, (*exact)[query.descending ? 1 : 0], query);
  }
  return read_few(session, tenant, query, Part::none);
}

}  // namespace

Result<Cursor, CursorFault> read_cursor(const HistoryQuery& query, std::string_view text) {
  return cursor_of(question_of(query), value_of(query.sort), text);
}

Page<Operation> history(Session& session, Tenant tenant, const HistoryQuery& query) {
  ensure(query.limit >= 1 && query.limit <= longest_page, "a page has 1 to 1000 rows");
  Page<Operation> page{.rows = read_history(session, tenant, query)};
  if (page.rows.size() > static_cast<std::size_t>(query.limit)) {
    page.rows.pop_back();
    const Operation& last = page.rows.back();
    page.next = cursor_text(question_of(query), {sort_value(last, query.sort), last.id.value});
  }
  return page;
}

void walk_history(Session& session, Tenant tenant, HistoryQuery query,
                  const std::function<bool(const Operation&)>& on_row) {
  query.limit = longest_page;
  while (true) {
    const auto page = history(session, tenant, query);
    for (const Operation& row : page.rows) {
      if (!on_row(row)) return;
    }
    if (!page.next) return;
    query.after = Cursor{sort_value(page.rows.back(), query.sort), page.rows.back().id.value};
  }
}

std::vector<DayResult> daily_results(Session& session, Tenant tenant, Timestamp from, Timestamp to) {
  std::vector<DayResult> days;
  Timestamp at;
  Money realized;
  Money fees;
  const auto add = [&] {
    const int day = day_of(at);
    if (days.empty() || days.back().day != day) days.push_back({.day = day});
    days.back().realized += realized;
    days.back().fees += fees;
    ++days.back().operations;
  };
  session.each(select_results, into(at, realized, fees), add, tenant.id(), from, to);
  return days;
}

}  // namespace robson::storage
