#include <fmt/format.h>

#include "base/log.hpp"
#include "net/http_client.hpp"
#include "simulator/simulator.hpp"
#include "support/fake_clock.hpp"
#include "venue_contract/contract.hpp"
#include "venues/binance/account_client.hpp"
#include "venues/binance/market_client.hpp"
#include "venues/paper/paper_account.hpp"

namespace robson::contract {
namespace {
using namespace literals;

class SimulatedVenue final : public Venue {
 public:
  SimulatedVenue() {
    log::start("test", log::Level::off);
    simulator::Options options;
    options.port = 0;
    options.past_days = 1;
    static_cast<void>(simulator::read_symbols("BTCUSDC", options));
    static_cast<void>(simulator::read_account("trader:secret:10000USDC", options));
    auto setup = simulator::set_up_market(options, clock_.now());
    if (!setup) throw std::runtime_error(setup.error());
    simulator_ = std::make_unique<simulator::Simulator>(loop.context, options, std::move(*setup), clock_);
    if (const auto started = simulator_->start(); !started) throw std::runtime_error(started.error().text);
    const std::string url = fmt::format("http://127.0.0.1:{}", simulator_->port());
    controls_ = std::make_unique<net::HttpClient>(loop.context, *net::parse_url(url));
    venues::binance::Config config;
    config.venue_url = url;
    rest_ = venues::binance::make_rest(loop.context, config, clock_).value();
    account_ = std::make_unique<venues::binance::AccountClient>(
        rest_, venues::binance::Credentials{Secret("trader"), Secret("secret")});
  }
  ~SimulatedVenue() override {
    account_.reset();
    rest_.reset();
    controls_.reset();
    loop.run(stopped(*simulator_));
    simulator_.reset();
  }
  runtime::VenueAccount& account() override { return *account_; }
  void move_to(const char* last) override {
    control("/sim/market", fmt::format(R"({{"symbol":"BTCUSDC","price":"{}","still":true}})", last));
  }
  bool cap_next_fill(const char* quantity) override {
    control("/sim/faults", fmt::format(R"({{"kind":"partial_fill","count":1,"quantity":"{}"}})", quantity));
    return true;
  }

 private:
  static net::Task<bool> stopped(simulator::Simulator& simulator) {
    co_await simulator.stop();
    co_return true;
  }
  void control(const std::string& path, std::string body) {
    net::Call call{
        .method = net::Method::POST, .target = path, .body = std::move(body), .content_type = "application/json"};
    const auto reply = loop.run(controls_->send(std::move(call)));
    ASSERT_TRUE(reply) << reply.error().text;
    ASSERT_EQ(reply->status, 200) << reply->body;
  }

  SystemClock clock_{};
  std::unique_ptr<simulator::Simulator> simulator_{};
  std::unique_ptr<net::HttpClient> controls_{};
  std::shared_ptr<venues::binance::Rest> rest_{};
  std::unique_ptr<venues::binance::AccountClient> account_{};
};

struct MemoryStore final : venues::paper::PaperStore {
  std::optional<std::string> text{};
  std::optional<std::string> load() override { return text; }
  net::Task<Result<void, std::string>> save(std::string saved) override {
    text = std::move(saved);
    co_return Result<void, std::string>{};
  }
};

class PaperVenue final : public Venue {
 public:
  PaperVenue() {
    log::start("test", log::Level::off);
    account_.set_instruments({{.symbol = symbol,
                               .base = "BTC",
                               .quote = "USDC",
                               .tick = "0.01"_d,
                               .step = "0.00001"_d,
                               .min_quantity = "0.00001"_d,
                               .max_quantity = "9000"_d,
                               .min_notional = "5"_d,
                               .max_algo_orders = 5}});
  }
  ~PaperVenue() override {
    loop.until([] { return false; }, 5ms);
  }
  runtime::VenueAccount& account() override { return account_; }
  void move_to(const char* last) override {
    clock_.advance(1s);
    const Decimal price = *Decimal::parse(last);
    account_.on_quote({.symbol = symbol,
                       .bid = {price},
                       .bid_quantity = {"1"_d},
                       .ask = {price + "1"_d},
                       .ask_quantity = {"1"_d},
                       .last = Price{price},
                       .received = clock_.now(),
                       .confirmed = clock_.now()});
  }
  bool cap_next_fill(const char*) override { return false; }

 private:
  support::FakeClock clock_{};
  MemoryStore store_{};
  venues::paper::PaperAccount account_{loop.context, clock_, TenantId{1}, {}, store_};
};

}  // namespace

std::unique_ptr<Venue> make_simulated_venue() {
  return std::make_unique<SimulatedVenue>();
}
std::unique_ptr<Venue> make_paper_venue() {
  return std::make_unique<PaperVenue>();
}

}  // namespace robson::contract
