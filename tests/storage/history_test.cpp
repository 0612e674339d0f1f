// Each filter, sort and page against the same question asked of a plain vector.
#include "storage/history.hpp"

#include <algorithm>
#include <random>

#include "storage/desk_samples.hpp"
#include "storage/session.hpp"
#include "storage/show.hpp"

namespace robson::storage {
namespace {

constexpr std::array all_sorts = {HistorySort::opened_at, HistorySort::closed_at,    HistorySort::symbol,
                                  HistorySort::quantity,  HistorySort::realized_pnl, HistorySort::fees,
                                  HistorySort::id};

bool fits(const Operation& row, const HistoryFilter& filter) {
  return (!filter.from || row.opened_at >= *filter.from) && (!filter.to || row.opened_at < *filter.to) &&
         (!filter.symbol || row.symbol == *filter.symbol) && (!filter.side || row.side == *filter.side) &&
         (!filter.status || row.status == *filter.status) &&
         (!filter.strategy_id || row.strategy_id == *filter.strategy_id) &&
         (!filter.strategy || row.strategy == *filter.strategy);
}

template <class T>
int order_of(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}
int compare(const Operation& a, const Operation& b, HistorySort sort) {
  constexpr Timestamp never{std::numeric_limits<std::int64_t>::max()};
  switch (sort) {
    case HistorySort::opened_at: return order_of(a.opened_at, b.opened_at);
    case HistorySort::closed_at: return order_of(a.closed_at.value_or(never), b.closed_at.value_or(never));
    case HistorySort::symbol: return order_of(a.symbol, b.symbol);
    case HistorySort::quantity: return order_of(a.quantity, b.quantity);
    case HistorySort::realized_pnl: return order_of(a.realized_pnl, b.realized_pnl);
    case HistorySort::fees: return order_of(a.fees, b.fees);
    case HistorySort::id: return 0;
  }
  return 0;
}

struct HistoryTest : StorageTest {
  Tenant one = new_client("one");
  Tenant two = new_client("two");
  std::mt19937_64 chance{20'251'229};
  std::vector<Operation> rows;  // of client one

  std::size_t any(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(chance); }

  // Few different values of each, so that sorts have ties and filters meet.
  Operation random_operation(std::int64_t id) {
    const std::array quantities = {"9"_d, "10"_d, "0.5"_d, "100"_d};
    const std::array results = {"-20.25"_d, "-3"_d, "0"_d, "9.5"_d, "10"_d};
    const std::array symbols = {"BTCUSDC", "ETHUSDC", "ADA-X_1.2"};
    Operation row = operation_one();
    row.id = {id};
    row.target.reset();
    row.symbol = {symbols.at(any(3))};
    row.quantity = {quantities.at(any(4))};
    row.opened_at = {static_cast<std::int64_t>(1000 + any(40))};
    row.status = static_cast<OperationStatus>(any(4));
    if (row.status == OperationStatus::CLOSED || row.status == OperationStatus::CANCELLED) {
      row.closed_at = row.opened_at + Duration(static_cast<std::int64_t>(any(20)));
      row.realized_pnl = {results.at(any(5))};
      row.fees = {quantities.at(any(4))};
    }
    row.strategy_id = {static_cast<std::int64_t>(any(3))};
    row.strategy = "S" + std::to_string(any(2));
    if (any(2) == 0) {
      row.side = Side::SELL;
      row.initial_stop = row.stop = {"90000"_d};
    }
    return row;
  }
  void fill(std::int64_t count) {
    ASSERT_TRUE(write([&](Session& s) {
      for (std::int64_t id = 1; id <= count; ++id) {
        Operation row = random_operation(id);
        const Tenant owner = id % 4 == 0 ? two : one;
        row.tenant = owner.id();
        save_operation(s, owner, row);
        if (owner.id() == one.id()) rows.push_back(row);
      }
    }));
  }
  HistoryFilter random_filter() {
    HistoryFilter filter;
    if (any(3) == 0) filter.from = Timestamp{static_cast<std::int64_t>(995 + any(30))};
    if (any(3) == 0) filter.to = Timestamp{static_cast<std::int64_t>(1010 + any(40))};
    if (any(3) == 0) filter.symbol = Symbol{any(2) == 0 ? "BTCUSDC" : "ETHUSDC"};
    if (any(4) == 0) filter.side = any(2) == 0 ? Side::BUY : Side::SELL;
    if (any(3) == 0) filter.status = static_cast<OperationStatus>(any(4));
    if (any(5) == 0) filter.strategy_id = StrategyId{static_cast<std::int64_t>(1 + any(3))};
    if (any(5) == 0) filter.strategy = "S" + std::to_string(any(2));
    return filter;
  }
  std::vector<std::int64_t> expected(const HistoryQuery& query) const {
    std::vector<Operation> some;
    for (const auto& row : rows) {
      if (fits(row, query.filter)) some.push_back(row);
    }
    std::ranges::sort(some, [&](const Operation& a, const Operation& b) {
      const int order = compare(a, b, query.sort);
      const int both = order != 0 ? order : order_of(a.id, b.id);
      return query.descending ? both > 0 : both < 0;
    });
    std::vector<std::int64_t> ids;
    for (const auto& row : some) ids.push_back(row.id.value);
    return ids;
  }
  // Page by page, each cursor through its text.
  std::vector<std::int64_t> asked(HistoryQuery query) {
    std::vector<std::int64_t> ids;
    while (true) {
      const auto page = read([&](Session& s) { return history(s, one, query); }).value();
      EXPECT_LE(page.rows.size(), static_cast<std::size_t>(query.limit));
      for (const auto& row : page.rows) {
        EXPECT_EQ(row.tenant, one.id());
        ids.push_back(row.id.value);
      }
      if (!page.next) return ids;
      const auto after = read_cursor(query, *page.next);
      EXPECT_TRUE(after) << *page.next;
      query.after = after.value();
    }
  }
};

TEST_F(HistoryTest, every_sort_in_pages_is_what_sorting_a_vector_gives) {
  fill(400);
  for (const auto sort : all_sorts) {
    for (const bool descending : {false, true}) {
      for (const int limit : {7, 1000}) {
        const HistoryQuery query{.sort = sort, .descending = descending, .limit = limit};
        EXPECT_EQ(asked(query), expected(query)) << static_cast<int>(sort) << descending << limit;
      }
    }
  }
}

TEST_F(HistoryTest, random_filters_sorts_and_pages_are_what_a_vector_gives) {
  fill(300);
  for (int i = 0; i < 80; ++i) {
    const HistoryQuery query{.filter = random_filter(),
                             .sort = all_sorts.at(any(all_sorts.size())),
                             .descending = any(2) == 0,
                             .limit = static_cast<int>(1 + any(30))};
    ASSERT_EQ(asked(query), expected(query)) << i;
  }
}

// More rows than the way of the few takes and than one step of a walk looks at.
TEST_F(HistoryTest, so_they_are_when_a_filter_leaves_very_many) {
  fill(1'000);
  for (int i = 0; i < 80; ++i) {
    HistoryQuery query{.filter = random_filter(),
                       .sort = all_sorts.at(any(all_sorts.size())),
                       .descending = any(2) == 0,
                       .limit = static_cast<int>(1 + any(30)),
                       .step = static_cast<int>(20 + any(60))};
    const auto all = expected(query);
    std::vector<std::int64_t> found;
    while (true) {
      const auto page = read([&](Session& s) { return history(s, one, query); }).value();
      for (const auto& row : page.rows) found.push_back(row.id.value);
      if (!page.next) break;
      query.after = read_cursor(query, *page.next).value();
    }
    ASSERT_EQ(found, all) << i;
  }
}

TEST_F(HistoryTest, a_question_that_almost_nothing_answers_is_asked_in_steps) {
  fill(1'000);
  // Each part leaves many, both together none: no operation has this name and this number.
  ASSERT_TRUE(write([](Session& s) { s.run("update operations set strategy = 'S9' where strategy_id = 1"); }));
  HistoryQuery query{
      .filter = {.strategy_id = StrategyId{1}, .strategy = "S0"}, .sort = HistorySort::fees, .step = 200};
  int steps = 1;
  while (true) {
    const auto page = read([&](Session& s) { return history(s, one, query); }).value();
    EXPECT_TRUE(page.rows.empty());
    if (!page.next) break;
    ++steps;
    query.after = read_cursor(query, *page.next).value();
  }
  EXPECT_EQ(steps, 4);  // 750 rows, 200 at a time
}

TEST_F(HistoryTest, an_export_walks_all_pages_and_stops_when_told) {
  fill(3'000);
  const HistoryQuery query{.filter = {.symbol = Symbol{"BTCUSDC"}}, .sort = HistorySort::realized_pnl};
  std::vector<std::int64_t> ids;
  ASSERT_TRUE(read([&](Session& s) {
    walk_history(s, one, query, [&](const Operation& row) {
      ids.push_back(row.id.value);
      return true;
    });
  }));
  EXPECT_EQ(ids, expected(query));
  int seen = 0;
  ASSERT_TRUE(read([&](Session& s) { walk_history(s, one, {}, [&](const Operation&) { return ++seen < 5; }); }));
  EXPECT_EQ(seen, 5);
}

TEST_F(HistoryTest, a_cursor_of_another_question_is_refused) {
  fill(50);
  const HistoryQuery query{.filter = {.side = Side::BUY}, .sort = HistorySort::fees, .limit = 3};
  const auto next = read([&](Session& s) { return history(s, one, query); })->next.value();
  EXPECT_TRUE(read_cursor(query, next));
  auto other = query;
  other.limit = 5;  // the page's size is no part of the question
  EXPECT_TRUE(read_cursor(other, next));
  const auto fault_of = [&](const HistoryQuery& changed) { return read_cursor(changed, next).error(); };
  other = query;
  other.filter.side = Side::SELL;
  EXPECT_EQ(fault_of(other), CursorFault::of_another_question);
  other = query;
  other.filter.strategy = "S1";
  EXPECT_EQ(fault_of(other), CursorFault::of_another_question);
  other = query;
  other.descending = !query.descending;
  EXPECT_EQ(fault_of(other), CursorFault::of_another_question);
  other = query;
  other.sort = HistorySort::symbol;
  EXPECT_EQ(fault_of(other), CursorFault::of_another_question);
}

TEST_F(HistoryTest, a_cursor_that_is_none_is_refused) {
  fill(50);
  const HistoryQuery query{.sort = HistorySort::fees, .limit = 3};
  const auto next = read([&](Session& s) { return history(s, one, query); })->next.value();
  const auto print = next.substr(0, 17);
  for (const std::string& text : {std::string(), std::string("x"), print, print + "5", print + "5~", print + "5~1e5",
                                  print + "0~1", print + "-5~1", print + "99999999999999999999~1", print + "5~1~2",
                                  print + "5~1 or 1=1", std::string(5000, '~')}) {
    EXPECT_FALSE(read_cursor(query, text)) << text;
  }
  EXPECT_TRUE(read_cursor(query, print + "5~1.5"));
  EXPECT_EQ(next.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_~"),
            std::string::npos);
}

TEST_F(HistoryTest, days_sum_what_ended_in_them) {
  const auto add = [&](Tenant tenant, const char* end, Decimal realized, Decimal fees, OperationStatus status) {
    auto row = operation_one();
    row.status = status;
    row.closed_at = parse_time(end);
    row.realized_pnl = {realized};
    row.fees = {fees};
    ASSERT_TRUE(write([&](Session& s) { return insert_operation(s, tenant, row); }));
  };
  add(one, "2025-12-28T23:59:59.999Z", "1"_d, "0.1"_d, OperationStatus::CLOSED);
  add(one, "2025-12-29T00:00:00Z", "-2.5"_d, "0.2"_d, OperationStatus::CLOSED);
  add(one, "2025-12-29T12:00:00Z", "4"_d, "0.3"_d, OperationStatus::CLOSED);
  add(one, "2025-12-29T13:00:00Z", "0"_d, "0"_d, OperationStatus::CANCELLED);
  add(two, "2025-12-29T12:00:00Z", "7"_d, "0.3"_d, OperationStatus::CLOSED);
  add(one, "2025-12-31T00:00:00Z", "9"_d, "0.3"_d, OperationStatus::CLOSED);
  const auto days = read([&](Session& s) {
                      return daily_results(s, one, *parse_time("2025-12-28"), *parse_time("2025-12-31"));
                    }).value();
  ASSERT_EQ(days.size(), 2U);
  EXPECT_EQ(days[0].day, 20'251'228);
  EXPECT_EQ(days[1].day, 20'251'229);
  EXPECT_EQ(days[1].realized.value, "1.5"_d);
  EXPECT_EQ(days[1].fees.value, "0.5"_d);
  EXPECT_EQ(days[1].operations, 2);
}

}  // namespace
}  // namespace robson::storage
