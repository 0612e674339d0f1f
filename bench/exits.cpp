// From a price to the order that leaves the position: robson_exit_bench [EXITS]
//
//   text of a stream message -> venues/binance -> VenueWatch -> Runtime, Engine -> journal -> AccountClient, HttpClient
//   -> loopback -> the venue of this program has the order
//
// The venue refuses every stop order, so the position is without a live list there and the exit is the server's own.
// It runs on the same loop, so no other thread has to wake up for it to take its time; its own reading of the request
// is in the figures. CPU time, of the loop's thread, knows no waiting, but other programs still cool its caches. Four
// rounds of EXITS (2,000): with a journal that keeps nothing, one exit behind the other; the same after a pause each,
// as prices come; among 2,000 other operations; and, a quarter of them, with the real journal. A line of JSON a figure.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <thread>

#include "base/log.hpp"
#include "net/server.hpp"
#include "runtime/venue_watch.hpp"
#include "storage/clients.hpp"
#include "storage/journal.hpp"
#include "storage/load.hpp"
#include "venues/binance/account_client.hpp"
#include "venues/binance/market_client.hpp"
#include "venues/binance/quote_keeper.hpp"

namespace robson {
namespace {
using namespace literals;
using Moment = std::chrono::steady_clock::time_point;

const Symbol symbol{"BTCUSDC"};
constexpr std::string_view quantity = "0.00100000";

double us_between(Moment from, Moment to) {
  return std::chrono::duration<double, std::micro>(to - from).count();
}

double cpu_us() {
  timespec used{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) * 1e6 + static_cast<double>(used.tv_nsec) / 1e3;
}

// Refuses stop orders, fills market orders at once, and notes when one of these came.
class Venue {
 public:
  explicit Venue(net::Context& context) : server_(context, {}, handlers()) {
    if (const auto started = server_.start(); !started) throw std::runtime_error(started.error().text);
  }
  std::string url() const { return fmt::format("http://127.0.0.1:{}", server_.port()); }

  struct Order {
    Moment at{};
    double cpu_us = 0;
  };
  std::optional<Order> order{};  // the last exit that came

 private:
  net::Handlers handlers() {
    net::Handlers made;
    made.on_request = [this](const net::Request& request, net::Respond respond) {
      const Order came{std::chrono::steady_clock::now(), cpu_us()};
      const bool exit = request.parameter("type") == "MARKET";
      if (exit) order = came;
      respond(request.path == "/api/v3/time" ? time() : exit ? filled(request) : refused());
    };
    return made;
  }
  static net::Response time() { return {.body = fmt::format(R"({{"serverTime":{}}})", SystemClock{}.now().ms())}; }
  static net::Response refused() {
    return {.status = 400, .body = R"({"code":-1013,"msg":"Filter failure: MAX_NUM_ALGO_ORDERS"})"};
  }
  net::Response filled(const net::Request& request) {
    ++trades_;
    return {.body = fmt::format(
                R"({{"symbol":"BTCUSDC","orderId":{0},"orderListId":-1,"clientOrderId":"{1}","transactTime":{2},)"
                R"("price":"0.00","origQty":"{3}","executedQty":"{3}","cummulativeQuoteQty":"88.00","status":"FILLED",)"
                R"("timeInForce":"GTC","type":"MARKET","side":"SELL","fills":[{{"price":"88000.00","qty":"{3}",)"
                R"("commission":"0.08","commissionAsset":"USDC","tradeId":{0}}}]}})",
                trades_, *request.parameter("newClientOrderId"), SystemClock{}.now().ms(), quantity)};
  }

  net::Server server_;
  std::int64_t trades_ = 0;
};

// Times each commit of the journal behind it; without one nothing is kept.
class TimedJournal final : public runtime::Journal {
 public:
  explicit TimedJournal(runtime::Journal* real) : real_(real) {}
  net::Task<Result<void, runtime::JournalError>> commit(std::vector<engine::Event> events,
                                                        std::vector<runtime::LogEntry> entries) override {
    if (real_ == nullptr) co_return Result<void, runtime::JournalError>{};
    ++running_;
    const Moment start = std::chrono::steady_clock::now();
    auto done = co_await real_->commit(std::move(events), std::move(entries));
    last_us_ = us_between(start, std::chrono::steady_clock::now());
    --running_;
    co_return done;
  }
  bool is_quiet() const { return running_ == 0; }
  double last_us() const { return last_us_; }

 private:
  runtime::Journal* real_;
  int running_ = 0;
  double last_us_ = 0;
};

Instrument btcusdc() {
  return {.symbol = symbol,
          .base = "BTC",
          .quote = "USDC",
          .tick = "0.01"_d,
          .step = "0.00001"_d,
          .min_quantity = "0.00001"_d,
          .max_quantity = "9000"_d,
          .min_notional = "5"_d};
}

Operation bought(TenantId tenant) {
  return {.tenant = tenant,
          .symbol = symbol,
          .side = Side::BUY,
          .quantity = {"0.001"_d},
          .held = {"0.001"_d},
          .entry = {"88500"_d},
          .initial_stop = {"88000"_d},
          .stop = {"88000"_d},
          .status = OperationStatus::ACTIVE};
}

// Those of 100 other clients, far from their stops.
std::vector<Operation> others(int count) {
  std::vector<Operation> made;
  for (int i = 0; i < count; ++i) {
    made.push_back(bought({1'000 + i % 100}));
    made.back().id = {1'000'000 + i};
    made.back().initial_stop = made.back().stop = {"50000"_d};
  }
  return made;
}

class Desk {
 public:
  Desk(TenantId tenant, engine::Restored state, runtime::Journal* real) : tenant_(tenant), journal_(real) {
    runtime_.tell(state);
    runtime_.tell(engine::InstrumentsListed{{btcusdc()}, true});
    runtime_.set_account(tenant_, &account_);
    runtime_.tell(engine::AccountOpened{.tenant = tenant_});
    until([&] { return journal_.is_quiet(); });
  }

  struct Exit {
    double us = 0;
    double cpu_us = 0;
    double commit_us = 0;
  };
  // `pause` goes by before the price comes.
  Exit one(std::chrono::microseconds pause) {
    tick("89000.00");
    std::optional<OperationId> opened;
    net::spawn(context_, "adopt", adopt(opened));
    until([&] { return opened && is_idle(*opened); });
    venue_.order.reset();
    std::this_thread::sleep_for(pause);
    const double cpu_before = cpu_us();
    const Moment before = std::chrono::steady_clock::now();
    tick("87999.99");
    until([&] { return venue_.order.has_value(); });
    const Exit made{us_between(before, venue_.order->at), venue_.order->cpu_us - cpu_before, journal_.last_us()};
    until([&] { return is_idle(*opened) && has_ended(*opened); });
    return made;
  }

 private:
  void tick(std::string_view bid) {
    const std::string message = fmt::format(
        R"({{"stream":"btcusdc@bookTicker","data":{{"u":{},"s":"BTCUSDC","b":"{}","B":"1.25000","a":"89001.00",)"
        R"("A":"0.50000"}}}})",
        ++ticks_, bid);
    const auto read = venues::binance::parse_stream(message).value();
    const auto quote = keeper_.on_top(std::get<venues::binance::BookTop>(read.event), clock_.now());
    watch_.on_quote(quote.value());
  }
  net::Task<void> adopt(std::optional<OperationId>& into) {
    engine::Command command = engine::AdoptOperation{bought(tenant_)};
    const engine::Reply reply = co_await runtime_.submit(std::move(command));
    into = std::get<OperationId>(reply);
  }
  bool is_idle(OperationId id) const {
    return runtime_.engine().followed(tenant_, id)->request == 0 && journal_.is_quiet();
  }
  bool has_ended(OperationId id) const {
    return runtime_.engine().operation(tenant_, id)->status == OperationStatus::CLOSED;
  }
  template <class Done>
  void until(Done done) {
    const Moment deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!done()) {
      context_.run_one_for(std::chrono::seconds(1));
      if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("an exit did not end");
    }
  }

  TenantId tenant_;
  net::Context context_{1};
  SystemClock clock_;
  Venue venue_{context_};
  TimedJournal journal_;
  runtime::Runtime runtime_{context_, clock_, journal_};
  std::shared_ptr<venues::binance::Rest> rest_ =
      venues::binance::make_rest(context_, {.venue_url = venue_.url()}, clock_).value();
  venues::binance::MarketClient market_{rest_};
  runtime::MarketDesk desk_{context_, clock_, runtime_, market_};
  runtime::VenueWatch watch_{context_, runtime_, desk_, market_, [](const auto&) {}};
  venues::binance::QuoteKeeper keeper_{{symbol}};
  venues::binance::AccountClient account_{rest_, {Secret("bench-key"), Secret("bench-secret")}};
  std::int64_t ticks_ = 0;
};

void tell(const std::string& name, std::vector<double> values) {
  std::ranges::sort(values);
  const auto line = [&](const char* which, double value) {
    fmt::print("{{\"name\":\"{}, {}\",\"value\":{:.2f},\"unit\":\"us\"}}\n", name, which, value);
  };
  line("p50", values[values.size() / 2]);
  line("p99", values[values.size() * 99 / 100]);
}

struct Measured {
  std::vector<double> us{}, cpu_us{}, commit_us{}, rest_us{};
};

Measured measure(Desk& desk, int exits, std::chrono::microseconds pause = {}) {
  Measured all;
  for (int i = -exits / 10; i < exits; ++i) {
    const Desk::Exit one = desk.one(pause);
    if (i < 0) continue;  // to warm up
    all.us.push_back(one.us);
    all.cpu_us.push_back(one.cpu_us);
    all.commit_us.push_back(one.commit_us);
    all.rest_us.push_back(one.us - one.commit_us);
  }
  return all;
}

void in_memory(int exits, int watched, std::chrono::microseconds pause, const std::string& name) {
  const TenantId tenant{1};
  Desk desk(tenant, {.installation = "bench0", .tenants = {tenant}, .operations = others(watched)}, nullptr);
  const Measured all = measure(desk, exits, pause);
  tell(name, all.us);
  tell(name + ", CPU", all.cpu_us);
}

void on_disk(int exits, const std::filesystem::path& directory) {
  const SystemClock clock;
  const auto database = storage::Database::open(directory, clock).value();
  TenantId tenant{};
  auto state = database->write_now([&](storage::Session& session) {
    tenant = storage::insert_client(session, storage::Installation{}, "bench", clock.now());
    return storage::load_state(session, storage::Installation{}, clock.now());
  });
  storage::DatabaseJournal journal(*database, clock, 1);
  Desk desk(tenant, std::move(state).value(), &journal);
  const Measured all = measure(desk, exits);
  tell("tick to exit order, with the journal's commit", all.us);
  tell("tick to exit order, less that commit", all.rest_us);
  tell("tick to exit order, less that commit, CPU", all.cpu_us);
  tell("commit of the exit's order", all.commit_us);
}

void run(int exits, const std::filesystem::path& directory) {
  constexpr std::chrono::milliseconds none{0};
  constexpr std::chrono::milliseconds pause{3};
  in_memory(exits, 0, none, "tick to exit order");
  in_memory(exits, 0, pause, "tick to exit order after a pause");
  in_memory(exits, 2'000, none, "tick to exit order among 2,000 operations");
  on_disk(exits / 4, directory);  // it waits for the disk
}

}  // namespace
}  // namespace robson

int main(int argc, char** argv) {
  const int exits = argc > 1 ? std::atoi(argv[1]) : 2'000;
  if (exits < 100) {
    fmt::print(stderr, "robson_exit_bench [EXITS]: 100 or more\n");
    return 2;
  }
  robson::log::start("bench", robson::log::Level::error);
  std::string pattern = (std::filesystem::temp_directory_path() / "robson-exits-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) return 1;
  int code = 0;
  try {
    robson::run(exits, pattern);
  } catch (const std::exception& failed) {
    fmt::print(stderr, "{}\n", failed.what());
    code = 1;
  }
  std::filesystem::remove_all(pattern);
  return code;
}
