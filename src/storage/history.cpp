#include "storage/history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "storage/operation_row.hpp"
#include "trading/tenant_desk.hpp"

namespace robson::storage {
namespace {

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

#define FROM_HERE(key, order, beyond, up_to)                                                                     \
  "and (" key ", number) " beyond " (:at, :at_id) and (" key ", number) " up_to " (:end, :end_id) order by " key \
  " " order ", number " order " limit :limit"

// Along the index of the sort.
#define WALK(filter, ...) \
  "select " OPERATION_COLUMNS "from operations where client_id = :client_id and " filter __VA_ARGS__
// Only of those few that `part` leaves.
#define OF_FEW(part, ...)                                                    \
  "select " OPERATION_COLUMNS "from (select " OPERATION_COLUMNS              \
  ", ends_at, number from operations where client_id = :client_id and " part \
  "limit :few) as few where " ANY OPENED __VA_ARGS__
#define COUNT_FEW(part) \
  "select count(*) from (select 1 from operations where client_id = :client_id and " part "limit :few) as few"

#define PART_STATUS "status = :part_status "
#define PART_SYMBOL "symbol = :part_symbol and opened_at >= :part_from and opened_at < :part_to "
#define PART_STRATEGY "strategy_id = :part_strategy and opened_at >= :part_from and opened_at < :part_to "
#define PART_NAME "strategy = :part_name and opened_at >= :part_from and opened_at < :part_to "
#define PART_TIME "opened_at >= :part_from and opened_at < :part_to "

// Where a walk ends for now: behind as many rows as one step may look at.
#define EDGE(part, key, order, beyond, up_to)                                                                 \
  "select " key ", number from operations where client_id = :client_id " part "and (" key ", number) " beyond \
  " (:at, :at_id) order by " key " " order ", number " order " limit 1 offset :offset"

struct Walk {
  Sql page;
  Sql edge;
};
struct Statements {
  Walk walk;
  Sql of_status;
  Sql of_symbol;
  Sql of_strategy;
  Sql of_name;
  Sql of_time;
};
#define STATEMENTS(opened, ...)                                                                                     \
  {                                                                                                                 \
    {WALK(ANY opened, FROM_HERE(__VA_ARGS__)), EDGE("", __VA_ARGS__)}, OF_FEW(PART_STATUS, FROM_HERE(__VA_ARGS__)), \
        OF_FEW(PART_SYMBOL, FROM_HERE(__VA_ARGS__)), OF_FEW(PART_STRATEGY, FROM_HERE(__VA_ARGS__)),                 \
        OF_FEW(PART_NAME, FROM_HERE(__VA_ARGS__)), OF_FEW(PART_TIME, FROM_HERE(__VA_ARGS__))                        \
  }
#define BOTH_WAYS(opened, key) \
  { STATEMENTS(opened, key, "asc", ">", "<="), STATEMENTS(opened, key, "desc", "<", ">=") }

// By HistorySort, then ascending and descending.
constexpr std::array<std::array<Statements, 2>, 7> statements = {{
    {BOTH_WAYS(OPENED, "opened_at")},
    {BOTH_WAYS(OPENED_ASIDE, "ends_at")},
    {BOTH_WAYS(OPENED_ASIDE, "symbol")},
    {BOTH_WAYS(OPENED_ASIDE, "quantity")},
    {BOTH_WAYS(OPENED_ASIDE, "realized_pnl")},
    {BOTH_WAYS(OPENED_ASIDE, "fees")},
    {BOTH_WAYS(OPENED_ASIDE, "number")},
}};

// Where an index has the filter's part in front of the sort, the walk looks at that part only.
#define EXACT(filter, part, key)                                                                  \
  {                                                                                               \
    {WALK(filter, FROM_HERE(key, "asc", ">", "<=")), EDGE("and " part, key, "asc", ">", "<=")}, { \
      WALK(filter, FROM_HERE(key, "desc", "<", ">=")), EDGE("and " part, key, "desc", "<", ">=")  \
    }                                                                                             \
  }
using Exact = std::array<Walk, 2>;
constexpr Exact opened_of_symbol = {
    EXACT(THE_SYMBOL ANY_SIDE ANY_STATUS ANY_STRATEGY ANY_NAME OPENED, "symbol = :part ", "opened_at")};
constexpr Exact opened_of_strategy = {
    EXACT(ANY_SYMBOL ANY_SIDE ANY_STATUS THE_STRATEGY ANY_NAME OPENED, "strategy_id = :part ", "opened_at")};
constexpr Exact opened_of_name = {
    EXACT(ANY_SYMBOL ANY_SIDE ANY_STATUS ANY_STRATEGY THE_NAME OPENED, "strategy = :part ", "opened_at")};
constexpr Exact result_of_status = {
    EXACT(ANY_SYMBOL ANY_SIDE THE_STATUS ANY_STRATEGY ANY_NAME OPENED_ASIDE, "status = :part ", "realized_pnl")};
constexpr Exact fees_of_status = {
    EXACT(ANY_SYMBOL ANY_SIDE THE_STATUS ANY_STRATEGY ANY_NAME OPENED_ASIDE, "status = :part ", "fees")};
constexpr Exact id_of_status = {
    EXACT(ANY_SYMBOL ANY_SIDE THE_STATUS ANY_STRATEGY ANY_NAME OPENED_ASIDE, "status = :part ", "number")};

constexpr Sql count_status = COUNT_FEW(PART_STATUS);
constexpr Sql count_symbol = COUNT_FEW(PART_SYMBOL);
constexpr Sql count_strategy = COUNT_FEW(PART_STRATEGY);
constexpr Sql count_name = COUNT_FEW(PART_NAME);
constexpr Sql count_time = COUNT_FEW(PART_TIME);

constexpr Sql select_results =
    "select ends_at, realized_pnl, fees from operations where client_id = :client_id and ends_at >= :from "
    "and ends_at < :to and status = 'CLOSED' order by ends_at limit 1000000";

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

// In front of all rows in this direction.
Cursor before_all(HistorySort sort, bool descending) {
  const std::int64_t id = descending ? latest : 0;
  switch (value_of(sort)) {
    case CursorValue::symbol: return {descending ? "~" : "", id};  // no symbol has a character as high as that
    case CursorValue::decimal: {
      const auto farthest = Decimal::from_units(static_cast<Int128>(~(UInt128{1} << 127U)));
      return {(descending ? farthest : -farthest).text(), id};
    }
    case CursorValue::whole_number:
    case CursorValue::none: break;
  }
  return {std::to_string(descending ? latest : earliest), id};
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

// The rows that a page may come from: behind `after`, up to and including `end`.
struct Stretch {
  Cursor after{};
  Cursor end{};
};
Stretch whole_stretch(const HistoryQuery& query) {
  const HistoryFilter& filter = query.filter;
  Stretch stretch{before_all(query.sort, query.descending), before_all(query.sort, !query.descending)};
  if (query.sort == HistorySort::opened_at) {
    Cursor& young_end = query.descending ? stretch.after : stretch.end;
    Cursor& old_end = query.descending ? stretch.end : stretch.after;
    if (filter.to) young_end = Cursor{std::to_string(filter.to->us), 0};
    if (filter.from) old_end = Cursor{std::to_string(filter.from->us), 0};
  }
  if (query.after) stretch.after = *query.after;
  return stretch;
}

// Calls `act` with the sort values as the type that their column has.
template <class Act>
void with_values(HistorySort sort, const Stretch& stretch, Act act) {
  if (value_of(sort) == CursorValue::whole_number) {
    act(std::int64_t{std::stoll(stretch.after.value)}, std::int64_t{std::stoll(stretch.end.value)});
  } else {
    act(stretch.after.value, stretch.end.value);
  }
}

// Reads a page by one of the statements; `part` are the values of OF_FEW's part, if it is one.
template <class... Part>
std::vector<Operation> read_page(Session& session, Tenant tenant, Sql statement, const HistoryQuery& query,
                                 const Stretch& stretch, const Part&... part) {
  const HistoryFilter& filter = query.filter;
  const Window window = window_of(filter);
  const int limit = query.limit + 1;  // one more, to see whether there is a next page
  std::vector<Operation> found;
  OperationRow row;
  with_values(query.sort, stretch, [&](const auto& after, const auto& end) {
    session.each(
        statement, row.columns(), [&] { found.push_back(row.operation()); }, tenant.id(), part...,
        !filter.symbol.has_value(), filter.symbol.value_or(Symbol{}), !filter.side.has_value(),
        filter.side.value_or(Side{}), !filter.status.has_value(), filter.status.value_or(OperationStatus{}),
        !filter.strategy_id.has_value(), filter.strategy_id.value_or(StrategyId{}), !filter.strategy.has_value(),
        filter.strategy.value_or(""), window.from, window.to, after, stretch.after.id, end, stretch.end.id, limit);
  });
  return found;
}

// The last row that one step of a walk looks at; nothing when it looks at all that are left. `part` is the value of an
// exact walk's part, if it is one.
template <class... Part>
std::optional<Cursor> edge_of(Session& session, Tenant tenant, Sql edge, const HistoryQuery& query,
                              const Stretch& stretch, const Part&... part) {
  const int step = query.step;
  std::optional<Cursor> found;
  with_values(query.sort, stretch, [&](auto after, const auto&) {
    Cursor last;
    if (!session.first(edge, into(after, last.id), tenant.id(), part..., std::decay_t<decltype(after)>(after),
                       stretch.after.id, step - 1)) {
      return;
    }
    last.value = fmt::format("{}", after);
    found = last;
  });
  return found;
}

// Whether a walk comes to `edge` before it comes to `end`; only a window of opening times ends before the last row.
bool is_before(const Cursor& edge, const Cursor& end, const HistoryQuery& query) {
  if (query.sort != HistorySort::opened_at) return true;
  const auto at = std::stoll(edge.value);
  const auto last = std::stoll(end.value);
  return query.descending ? at >= last : at < last;
}

// A page's rows, one more if there is a next page, and where the step ended if it did not look at all that are left.
struct Step {
  std::vector<Operation> rows{};
  std::optional<Cursor> edge{};
};

template <class... Part>
Step walk(Session& session, Tenant tenant, const Walk& statement, const HistoryQuery& query, const Part&... part) {
  Stretch stretch = whole_stretch(query);
  Step step{.edge = edge_of(session, tenant, statement.edge, query, stretch, part...)};
  if (step.edge && is_before(*step.edge, stretch.end, query)) {
    stretch.end = *step.edge;
  } else {
    step.edge.reset();
  }
  step.rows = read_page(session, tenant, statement.page, query, stretch);
  return step;
}

// The part of the filter that leaves the fewest rows.
enum class Part { none, status, symbol, strategy, name, time };
struct Share {
  Part part = Part::none;
  int rows = 0;
};

Share smallest_share(Session& session, Tenant tenant, const HistoryQuery& query) {
  const HistoryFilter& filter = query.filter;
  const int too_many = query.step + 1;
  const Window window = window_of(filter);
  Share smallest{.rows = too_many};
  const auto consider = [&](Part part, Sql count, const auto&... values) {
    int rows = 0;
    session.first(count, into(rows), tenant.id(), values..., too_many);
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
  const Stretch all = whole_stretch(query);
  switch (part) {
    case Part::status: return read_page(session, tenant, ways.of_status, query, all, *filter.status, query.step);
    case Part::symbol:
      return read_page(session, tenant, ways.of_symbol, query, all, *filter.symbol, window.from, window.to, query.step);
    case Part::strategy:
      return read_page(session, tenant, ways.of_strategy, query, all, *filter.strategy_id, window.from, window.to,
                       query.step);
    case Part::name:
      return read_page(session, tenant, ways.of_name, query, all, *filter.strategy, window.from, window.to, query.step);
    case Part::time: return read_page(session, tenant, ways.of_time, query, all, window.from, window.to, query.step);
    case Part::none: break;
  }
  return {};
}

Step walk_by_sort(Session& session, Tenant tenant, const HistoryQuery& query) {
  const HistoryFilter& filter = query.filter;
  const std::size_t way = query.descending ? 1 : 0;
  if (query.sort == HistorySort::opened_at) {
    if (filter.symbol) return walk(session, tenant, opened_of_symbol[way], query, *filter.symbol);
    if (filter.strategy_id) return walk(session, tenant, opened_of_strategy[way], query, *filter.strategy_id);
    if (filter.strategy) return walk(session, tenant, opened_of_name[way], query, *filter.strategy);
  }
  if (filter.status) {
    if (query.sort == HistorySort::realized_pnl) {
      return walk(session, tenant, result_of_status[way], query, *filter.status);
    }
    if (query.sort == HistorySort::fees) return walk(session, tenant, fees_of_status[way], query, *filter.status);
    if (query.sort == HistorySort::id) return walk(session, tenant, id_of_status[way], query, *filter.status);
  }
  return walk(session, tenant, statements[static_cast<std::size_t>(query.sort)][way].walk, query);
}

Step read_history(Session& session, Tenant tenant, const HistoryQuery& query) {
  const Share share = smallest_share(session, tenant, query);
  if (share.part != Part::none) return {.rows = read_few(session, tenant, query, share.part)};
  return walk_by_sort(session, tenant, query);
}

}  // namespace

Result<Cursor, CursorFault> read_cursor(const HistoryQuery& query, std::string_view text) {
  return cursor_of(question_of(query), value_of(query.sort), text);
}

Page<Operation> history(Session& session, Tenant tenant, const HistoryQuery& query) {
  ensure(query.limit >= 1 && query.limit <= longest_page, "a page has 1 to 1000 rows");
  Step step = read_history(session, tenant, query);
  Page<Operation> page{.rows = std::move(step.rows)};
  if (page.rows.size() > static_cast<std::size_t>(query.limit)) {
    page.rows.pop_back();
    const Operation& last = page.rows.back();
    page.next = cursor_text(question_of(query), {sort_value(last, query.sort), last.id.value});
  } else if (step.edge) {
    page.next = cursor_text(question_of(query), *step.edge);
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
    query.after = read_cursor(query, *page.next).value();
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
