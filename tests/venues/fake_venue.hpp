#pragma once
// A venue that a test scripts: REST answers by path, market sockets and WebSocket API sockets that the test writes
// to, cuts and freezes. It speaks real HTTP and WebSocket on a free port of the test's own loop.
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/timestamp.hpp"
#include "net/server.hpp"
#include "runtime/ports.hpp"
#include "venues/binance/rest.hpp"

namespace robson::venues::binance {

using namespace std::chrono_literals;

// A loop that the test turns while it waits.
class Loop {
 public:
  net::Context context{1};
  // False when `done` did not come true within `limit`.
  bool until(const std::function<bool()>& done, Duration limit = 5s);
  void turn_for(Duration time);
  template <class T>
  T run(net::Task<T> task) {
    auto result = std::make_shared<std::optional<T>>();
    net::spawn(context, "test", keep(std::move(task), result));
    if (!until([&] { return result->has_value(); }, 20s)) throw std::runtime_error("the task did not end");
    return std::move(**result);
  }

 private:
  template <class T>
  static net::Task<void> keep(net::Task<T> task, std::shared_ptr<std::optional<T>> into) {
    into->emplace(co_await std::move(task));
  }
};

class FakeVenue {
 public:
  using Answer = std::function<net::Response(const net::Request&)>;

  explicit FakeVenue(Loop& loop);
  void open();   // on the same port each time
  void close();  // cuts everybody off
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  // What /api/v3/<what> answers from now on, whatever the method; other paths are named whole ("/sapi/v1/...").
  void answer(const std::string& what, Answer answer) { answers_[what] = std::move(answer); }
  void answer(const std::string& what, std::string body, int status = 200);
  void set_price(const std::string& symbol, const std::string& bid, const std::string& ask);
  int asked(const std::string& what) const;  // how often
  const net::Request& last_request() const { return requests_.back(); }
  Timestamp clock() const { return SystemClock{}.now() + skew; }

  // Market sockets, in the order of their opening; gone ones included.
  struct Client {
    std::shared_ptr<net::Socket> socket{};
    std::string target{};
    std::vector<std::string> heard{};
    bool open = true;
  };
  std::vector<std::shared_ptr<Client>> market_clients{};
  std::vector<std::shared_ptr<Client>> api_clients{};
  std::size_t open_market_clients() const;
  void say(const std::string& event);  // to every open market socket
  void say_to_accounts(const std::string& event);
  void cut_sockets();

  Duration skew{};  // of its clock against ours
  bool refuses_upgrades = false;
  // Answers a request over the WebSocket API; the default subscribes anybody and answers pings.
  std::function<std::string(const std::string& request)> api_answer{};

 private:
  net::Response respond(const net::Request& request);
  std::string top_of(const std::string& symbol) const;
  net::Response book_tickers(const net::Request& request) const;

  Loop& loop_;
  std::uint16_t port_ = 0;
  std::unique_ptr<net::Server> server_{};
  std::map<std::string, Answer> answers_{};
  std::map<std::string, std::pair<std::string, std::string>> prices_{};
  std::vector<net::Request> requests_{};
};

std::string book_event(const std::string& symbol, int id, const std::string& bid, const std::string& ask);
std::string trade_event(const std::string& symbol, int id, const std::string& price);

// What a client told, in order.
struct Heard final : runtime::MarketListener, runtime::AccountListener {
  std::vector<Quote> quotes{};
  std::vector<Trade> trades{};
  std::vector<std::pair<std::vector<Symbol>, Timestamp>> confirmations{};
  std::vector<std::pair<runtime::StreamState, std::string>> states{};
  std::vector<runtime::Balances> balances{};
  std::vector<VenueOrder> orders{};
  void on_quote(const Quote& quote) override { quotes.push_back(quote); }
  void on_trade(const Trade& trade) override { trades.push_back(trade); }
  void on_confirmed(const std::vector<Symbol>& symbols, Timestamp at) override {
    confirmations.emplace_back(symbols, at);
  }
  void on_stream_state(runtime::StreamState state, std::string_view why) override { states.emplace_back(state, why); }
  void on_balances(const runtime::Balances& changed) override { balances.push_back(changed); }
  void on_order(const VenueOrder& order) override { orders.push_back(order); }
  bool has(runtime::StreamState state) const;
  bool is(runtime::StreamState state) const { return !states.empty() && states.back().first == state; }
};

}  // namespace robson::venues::binance
