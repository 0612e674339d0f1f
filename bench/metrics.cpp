// How long a chart takes when a year of figures is kept: robson_metrics_bench [POSITIONS]
//
// Fills a database of its own with what is kept of a bot with that many positions (50) after a year: ten figures of the
// bot and of each position in buckets of four widths, and a payment an hour of each position; then asks 2,000 times
// each for the chart of a figure, for profit and loss and for funding, of random positions, periods and resolutions,
// the text of the answer included (time and CPU), and puts in the samples of a round. One line of JSON a figure.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <random>

#include "routes/bot_history_views.hpp"
#include "storage/bucket_rows.hpp"
#include "storage/clients.hpp"
#include "storage/database.hpp"

namespace robson::storage {
namespace {
using namespace literals;

constexpr Timestamp now = Timestamp::from_seconds(1'767'000'000);
constexpr Duration day = std::chrono::hours(24);
constexpr int metrics = 10;
const std::string bot = "main";

class Dice {
 public:
  std::int64_t below(std::int64_t bound) { return std::uniform_int_distribution<std::int64_t>(0, bound - 1)(chance_); }
  Decimal figure() { return Decimal::from_units(Int128{below(2'000'000'000) - 1'000'000'000} * 1'000'000); }

 private:
  std::mt19937_64 chance_{42};
};

// Of all threads: what an answer costs, however busy the machine is with other things.
double cpu_ms() {
  timespec used{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6;
}

double ms_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

void tell(const char* name, double value, const char* unit) {
  fmt::print("{{\"name\":\"{}\",\"value\":{:.3f},\"unit\":\"{}\"}}\n", name, value, unit);
}

std::string position_name(std::int64_t number) {
  return number == 0 ? std::string{} : fmt::format("pos-{:04}", number);
}

template <class Job>
void write(Database& database, Job job) {
  const auto widened = [&](Session& session) {
    session.run_text("pragma cache_size = -400000");  // for the filling alone: the readers keep what the server has
    job(session);
  };
  if (const auto done = database.write_now(widened); !done) throw std::runtime_error(done.error().text);
}

Bucket bucket(Timestamp at, Resolution resolution, Dice& dice) {
  const Decimal figure = dice.figure();
  return {.at = at,
          .first_at = at,
          .last_at = at + width_of(resolution) - Duration(1),
          .first = figure,
          .last = figure + "0.0123"_d,
          .lowest = figure - "1.5"_d,
          .highest = figure + "2.25"_d,
          .total = figure + figure,
          .samples = width_of(resolution) / std::chrono::seconds(5)};
}

// Day by day, each series its part, so that the rows come to lie as they do when time passes.
std::int64_t fill_buckets(Database& database, const std::vector<std::int64_t>& series, Dice& dice) {
  std::int64_t rows = 0;
  for (const Resolution resolution : all_resolutions) {
    const Duration width = width_of(resolution);
    for (Timestamp from = bucket_start(now - kept_for(resolution), day); from < now; from = from + day) {
      write(database, [&](Session& session) {
        for (const std::int64_t one : series) {
          for (Timestamp at = from; at < from + day && at < now; at = at + width, ++rows) {
            keep_fuller(session, one, resolution, bucket(at, resolution, dice));
          }
        }
      });
    }
  }
  return rows;
}

std::vector<std::int64_t> fill_series(Database& database, Tenant tenant, int positions) {
  std::vector<std::int64_t> series;
  write(database, [&](Session& session) {
    for (int position = 0; position <= positions; ++position) {
      for (int metric = 0; metric < metrics; ++metric) {
        session.run("insert into metric_series (client_id, bot, position_id, metric) values (:c, :b, :p, :m)",
                    tenant.id(), bot, position_name(position), static_cast<Metric>(metric));
      }
    }
    std::int64_t id = 0;
    session.each("select id from metric_series order by id", into(id), [&] { series.push_back(id); });
  });
  return series;
}

void fill_payments(Database& database, Tenant tenant, int positions, Dice& dice) {
  const std::array assets = {"SOL", "ETH", "BTC", "JUP"};
  std::int64_t id = 0;
  for (Timestamp from = now - 365 * day; from < now; from = from + day) {
    write(database, [&](Session& session) {
      std::vector<bot_api::Payment> payments;
      std::vector<bot_api::Trade> trades;
      for (Timestamp at = from; at < from + day; at = at + std::chrono::hours(1)) {
        for (int position = 1; position <= positions; ++position) {
          payments.push_back({.id = ++id,
                              .position_id = position_name(position),
                              .asset = assets.at(static_cast<std::size_t>(position) % assets.size()),
                              .at = at,
                              .funding_rate = "0.0000125"_d,
                              .funding_received_rate = "0.0000125"_d,
                              .notional_usd = "1500.25"_d,
                              .amount_usd = dice.figure()});
        }
      }
      for (int position = 1; position <= positions; ++position) {
        trades.push_back({.id = id + position,
                          .position_id = position_name(position),
                          .asset = "SOL",
                          .action = hedge::TradeAction::close,
                          .quantity = "12.5"_d,
                          .price = "101.25"_d,
                          .value_usd = "1265.625"_d,
                          .fee_usd = "0.44"_d,
                          .at = from,
                          .realized_pnl_usd = dice.figure()});
      }
      put_payments(session, tenant, bot, payments);
      put_trades(session, tenant, bot, trades);
    });
  }
}

struct Question {
  std::string position{};
  Timestamp from{};
  Resolution resolution{};
};
// Half of them at the automatic resolution.
Question random_question(Dice& dice, int positions) {
  constexpr std::array periods = {1, 7, 30, 90, 365};
  const Duration period = day * periods.at(static_cast<std::size_t>(dice.below(periods.size())));
  return {.position = position_name(dice.below(positions + 1)),
          .from = now - period,
          .resolution = dice.below(2) == 0 ? resolution_for(period) : static_cast<Resolution>(dice.below(4))};
}
std::optional<std::string> filter_of(const Question& asked) {
  return asked.position.empty() ? std::nullopt : std::optional(asked.position);
}
ChartQuery chart_query(const Question& asked, Metric metric) {
  return {.bot = bot, .position = asked.position, .metric = metric, .resolution = asked.resolution, .from = asked.from};
}

template <class Ask>
void measure(const char* name, Dice& dice, int positions, Ask ask) {
  std::vector<double> times;
  std::vector<double> costs;
  while (times.size() < 2'000) {
    const Question question = random_question(dice, positions);
    const double cpu_before = cpu_ms();
    const auto start = std::chrono::steady_clock::now();
    if (ask(question).size() < 20) throw std::runtime_error("an answer is empty");
    times.push_back(ms_since(start));
    costs.push_back(cpu_ms() - cpu_before);
  }
  std::ranges::sort(times);
  std::ranges::sort(costs);
  tell(fmt::format("{}, CPU, p99", name).c_str(), costs[costs.size() * 99 / 100], "ms");
  tell(fmt::format("{} p50", name).c_str(), times[times.size() / 2], "ms");
  tell(fmt::format("{} p99", name).c_str(), times[times.size() * 99 / 100], "ms");
  tell(fmt::format("{} longest", name).c_str(), times.back(), "ms");
}

void measure_all(Database& database, Tenant tenant, Dice& dice, int positions) {
  const auto read = [&](auto job) { return database.read_now(job).value(); };
  measure("chart of a figure", dice, positions, [&](const Question& asked) {
    const auto metric = static_cast<Metric>(dice.below(metrics));
    const Chart chart = read([&](Session& s) { return metric_chart(s, tenant, chart_query(asked, metric)); });
    return json::text_of<json::Decimals::as_numbers>(routes::metric_points(chart.points));
  });
  measure("chart of profit and loss", dice, positions, [&](const Question& asked) {
    const auto history = read([&](Session& s) {
      const auto line = [&](Metric metric) { return metric_line(s, tenant, chart_query(asked, metric)); };
      return routes::pnl_history({.realized = line(Metric::realized_pnl),
                                  .unrealized = line(Metric::unrealized_pnl),
                                  .total = line(Metric::total_pnl),
                                  .funding = line(Metric::funding_pnl),
                                  .position = line(Metric::position_pnl)},
                                 closings(s, tenant, bot, filter_of(asked), asked.from));
    });
    return json::text_of<json::Decimals::as_numbers>(history);
  });
  measure("funding", dice, positions, [&](const Question& asked) {
    const auto rates = read([&](Session& s) {
      const auto sums = funding_sums(s, tenant, bot, filter_of(asked), asked.from);
      const auto page = payments(s, tenant, {.bot = bot, .position = filter_of(asked), .from = asked.from});
      if (sums.payments < static_cast<std::int64_t>(page.rows.size())) throw std::runtime_error("a sum lacks payments");
      return funding_rates(s, tenant, bot, filter_of(asked), asked.from);
    });
    return fmt::format("{:>20}", rates.size());
  });
}

// A round of samples of the bot and all its positions, in jobs of 50.
void measure_samples(Database& database, Tenant tenant, Dice& dice, int positions) {
  std::vector<double> times;
  for (int round = 0; round < 20; ++round) {
    std::vector<MetricSample> samples;
    for (int position = 0; position <= positions; ++position) {
      for (int metric = 0; metric < metrics; ++metric) {
        samples.push_back({bot, position_name(position), static_cast<Metric>(metric),
                           now + std::chrono::seconds(5 * round), dice.figure()});
      }
    }
    for (std::size_t from = 0; from < samples.size(); from += 50) {
      const auto end = std::min(from + 50, samples.size());
      const std::vector<MetricSample> some(samples.begin() + static_cast<std::ptrdiff_t>(from),
                                           samples.begin() + static_cast<std::ptrdiff_t>(end));
      const auto start = std::chrono::steady_clock::now();
      if (!database.write_now([&](Session& session) { put_samples(session, tenant, some); })) {
        throw std::runtime_error("samples were not taken");
      }
      times.push_back(ms_since(start));
    }
  }
  std::ranges::sort(times);
  tell("50 samples, committed p50", times[times.size() / 2], "ms");
  tell("50 samples, committed p99", times[times.size() * 99 / 100], "ms");
}

void run(const std::filesystem::path& directory, int positions) {
  const SystemClock clock;
  const auto database = Database::open(directory, clock).value();
  const Tenant tenant(
      database->write_now([](Session& session) { return insert_client(session, Installation{}, "bench", now); })
          .value());
  Dice dice;
  const std::int64_t rows = fill_buckets(*database, fill_series(*database, tenant, positions), dice);
  fill_payments(*database, tenant, positions, dice);
  tell("buckets", static_cast<double>(rows), "rows");
  tell("database", static_cast<double>(std::filesystem::file_size(directory / "robson.db")) / 1e6, "MB");
  measure_all(*database, tenant, dice, positions);
  measure_samples(*database, tenant, dice, positions);
}

}  // namespace
}  // namespace robson::storage

int main(int argc, char** argv) {
  const int positions = argc > 1 ? std::atoi(argv[1]) : 50;
  if (positions < 1 || positions > 1000) {
    fmt::print(stderr, "robson_metrics_bench [POSITIONS]: 1 to 1000\n");
    return 2;
  }
  std::string pattern = (std::filesystem::temp_directory_path() / "robson-metrics-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) return 1;
  int code = 0;
  try {
    robson::storage::run(pattern, positions);
  } catch (const std::exception& failed) {
    fmt::print(stderr, "{}\n", failed.what());
    code = 1;
  }
  std::filesystem::remove_all(pattern);
  return code;
}
