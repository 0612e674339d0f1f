// How long a page of a history takes when the history is long: robson_history_bench [OPERATIONS]
//
// Fills a database of its own with that many operations of one client (1,000,000), through the functions that the
// server uses, then asks 4,000 times for pages of 50 by random filters, sorts and directions, the first page or one
// further on, and how long a start takes to load its state. One line of JSON a figure.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "storage/clients.hpp"
#include "storage/database.hpp"
#include "storage/history.hpp"
#include "storage/load.hpp"
#include "storage/operations.hpp"
#include "storage/session.hpp"

namespace robson::storage {
namespace {
using namespace literals;

constexpr Timestamp first_opening = Timestamp::from_seconds(1'700'000'000);
constexpr Timestamp now = Timestamp::from_seconds(1'767'000'000);
constexpr std::array symbols = {"BTCUSDC", "ETHUSDC", "SOLUSDC",  "BNBUSDC",
                                "XRPUSDC", "ADAUSDC", "LINKUSDC", "DOGEUSDC"};
constexpr std::array strategies = {"Mean Reversion", "Breakout", "Trend", "Range"};

class Dice {
 public:
  std::int64_t below(std::int64_t bound) { return std::uniform_int_distribution<std::int64_t>(0, bound - 1)(chance_); }
  bool one_in(int n) { return below(n) == 0; }

 private:
  std::mt19937_64 chance_{42};
};

double ms_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

void tell(const char* name, double value, const char* unit) {
  fmt::print("{{\"name\":\"{}\",\"value\":{:.3f},\"unit\":\"{}\"}}\n", name, value, unit);
}

// Nine of ten are closed, the others cancelled, and the newest 50 are open.
Operation operation_number(std::int64_t id, std::int64_t count, Dice& dice) {
  const auto strategy = static_cast<std::size_t>(dice.below(strategies.size()));
  Operation row{.id = {id},
                .symbol = {symbols.at(static_cast<std::size_t>(std::min(dice.below(8), dice.below(8))))},
                .quantity = {Decimal::from_units(Int128{dice.below(5'000'000) + 1} * 10'000)},
                .entry = {"88837.92"_d},
                .initial_stop = {"87061.16"_d},
                .stop = {"87061.16"_d},
                .opened_at = first_opening + Duration((now - first_opening).count() / count * id),
                .source = OperationSource::executed,
                .strategy_id = {static_cast<std::int64_t>(strategy) + 1},
                .strategy = strategies.at(strategy)};
  if (dice.one_in(3)) {
    row.side = Side::SELL;
    row.initial_stop = row.stop = {"90000"_d};
  }
  row.status = id > count - 50   ? OperationStatus::ACTIVE
               : dice.one_in(10) ? OperationStatus::CANCELLED
                                 : OperationStatus::CLOSED;
  if (row.status == OperationStatus::ACTIVE) row.held = row.quantity;
  if (row.status != OperationStatus::ACTIVE) row.closed_at = row.opened_at + Duration(dice.below(86'400'000'000));
  if (row.status == OperationStatus::CLOSED) {
    row.exit = Price{"89000"_d};
    row.realized_pnl = {Decimal::from_units((Int128{dice.below(20'000'000)} - 9'000'000) * 1'000'000)};
    row.fees = {Decimal::from_units(Int128{dice.below(1'000'000)} * 1'000'000)};
  }
  return row;
}

void fill(Database& database, Tenant tenant, std::int64_t count) {
  constexpr std::int64_t at_once = 20'000;
  Dice dice;
  for (std::int64_t first = 1; first <= count; first += at_once) {
    const auto some = [&](Session& session) {
      session.run_text("pragma cache_size = -400000");  // for the filling alone: the readers keep what the server has
      for (std::int64_t id = first; id < first + at_once && id <= count; ++id) {
        save_operation(session, tenant, operation_number(id, count, dice));
      }
    };
    if (const auto done = database.write_now(some); !done) throw std::runtime_error(done.error().text);
  }
}

HistoryQuery random_query(Dice& dice) {
  HistoryQuery query{.sort = static_cast<HistorySort>(dice.below(7)), .descending = !dice.one_in(3), .limit = 50};
  HistoryFilter& filter = query.filter;
  if (dice.one_in(3)) filter.symbol = Symbol{symbols.at(static_cast<std::size_t>(dice.below(8)))};
  if (dice.one_in(4)) filter.side = dice.one_in(2) ? Side::BUY : Side::SELL;
  if (dice.one_in(3)) filter.status = static_cast<OperationStatus>(dice.below(4));
  if (dice.one_in(4)) filter.strategy_id = StrategyId{dice.below(4) + 1};
  if (dice.one_in(8)) filter.strategy = strategies.at(static_cast<std::size_t>(dice.below(4)));
  if (dice.one_in(2)) {
    const Duration length = std::chrono::hours(24) * (1 << dice.below(10));
    filter.from = now - Duration(dice.below((now - first_opening).count()));
    if (dice.one_in(2)) filter.to = *filter.from + length;
  }
  return query;
}

// One page, and now and then those behind it; the time of each.
void ask(Database& database, Tenant tenant, Dice& dice, std::vector<double>& times) {
  HistoryQuery query = random_query(dice);
  for (std::int64_t more = dice.one_in(2) ? dice.below(5) : 0; more >= 0; --more) {
    const auto start = std::chrono::steady_clock::now();
    const auto page = database.read_now([&](Session& session) { return history(session, tenant, query); }).value();
    times.push_back(ms_since(start));
    if (times.back() > 50 && std::getenv("HISTORY_BENCH_SLOW") != nullptr) {
      fmt::print(stderr, "{:.1f} ms: sort {} {} symbol {} side {} status {} strategy {} name {} from {} to {}\n",
                 times.back(), static_cast<int>(query.sort), query.descending,
                 query.filter.symbol ? query.filter.symbol->text : "-", query.filter.side.has_value(),
                 query.filter.status ? static_cast<int>(*query.filter.status) : -1,
                 query.filter.strategy_id.has_value(), query.filter.strategy.has_value(), query.filter.from.has_value(),
                 query.filter.to.has_value());
    }
    if (!page.next) return;
    query.after = read_cursor(query, *page.next).value();
  }
}

void measure(Database& database, Tenant tenant) {
  Dice dice;
  std::vector<double> times;
  while (times.size() < 4'000) ask(database, tenant, dice, times);
  std::ranges::sort(times);
  tell("history page p50", times[times.size() / 2], "ms");
  tell("history page p99", times[times.size() * 99 / 100], "ms");
  tell("history page longest", times.back(), "ms");
  const auto start = std::chrono::steady_clock::now();
  const auto loaded = database.write_now([](Session& session) { return load_state(session, Installation{}, now); });
  tell("load state with this history", ms_since(start), "ms");
  if (loaded.value().operations.size() < 50) throw std::runtime_error("not all open operations were loaded");
}

void run(const std::filesystem::path& directory, std::int64_t count) {
  const SystemClock clock;
  const auto database = Database::open(directory, clock).value();
  const Tenant tenant(
      database->write_now([](Session& session) { return insert_client(session, Installation{}, "bench", now); })
          .value());
  const auto start = std::chrono::steady_clock::now();
  fill(*database, tenant, count);
  tell("save an operation", ms_since(start) * 1000 / static_cast<double>(count), "us");
  measure(*database, tenant);
}

}  // namespace
}  // namespace robson::storage

int main(int argc, char** argv) {
  const std::int64_t count = argc > 1 ? std::atoll(argv[1]) : 1'000'000;
  if (count < 1'000) {
    fmt::print(stderr, "robson_history_bench [OPERATIONS]: 1,000 or more\n");
    return 2;
  }
  std::string pattern = (std::filesystem::temp_directory_path() / "robson-history-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) return 1;
  int code = 0;
  try {
    robson::storage::run(pattern, count);
  } catch (const std::exception& failed) {
    fmt::print(stderr, "{}\n", failed.what());
    code = 1;
  }
  std::filesystem::remove_all(pattern);
  return code;
}
