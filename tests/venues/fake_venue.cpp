#include "venues/fake_venue.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/log.hpp"
#include "json/read.hpp"

namespace robson::venues::binance {
namespace {

// Notes what a client says, and answers it where the socket is one of the WebSocket API.
class FakeListener final : public net::Listener {
 public:
  FakeListener(std::shared_ptr<FakeVenue::Client> client, std::function<std::string(const std::string&)> answer)
      : client_(std::move(client)), answer_(std::move(answer)) {}
  void opened(const std::shared_ptr<net::Socket>& socket) override { client_->socket = socket; }
  void message(std::string_view payload, bool) override {
    client_->heard.emplace_back(payload);
    const std::string reply = answer_(client_->heard.back());
    if (!reply.empty()) client_->socket->send(net::text_frame(reply));
  }
  void closed(std::uint16_t) override {
    client_->open = false;
    client_->socket.reset();
  }

 private:
  std::shared_ptr<FakeVenue::Client> client_;
  std::function<std::string(const std::string&)> answer_;
};

std::string answer_to_everybody(const std::string& request) {
  const auto tree = json::parse(request);
  EXPECT_TRUE(tree) << request;
  return fmt::format(R"({{"id":"{}","status":200,"result":{{"subscriptionId":0}}}})", tree->find("id")->text);
}

}  // namespace

bool Loop::until(const std::function<bool()>& done, Duration limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (!done()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    if (context.stopped()) context.restart();
    if (context.poll() == 0) context.run_one_for(2ms);
  }
  return true;
}

void Loop::turn_for(Duration time) {
  static_cast<void>(until([] { return false; }, time));
}

FakeVenue::FakeVenue(Loop& loop) : loop_(loop) {
  log::start("test", log::Level::off);
  api_answer = answer_to_everybody;
  answer("time", [this](const net::Request&) {
    return net::Response{.body = fmt::format(R"({{"serverTime":{}}})", clock().ms())};
  });
  answer("ticker/bookTicker", [this](const net::Request& request) { return book_tickers(request); });
  answer("ticker/price", [](const net::Request& request) {
    return net::Response{.body = fmt::format(R"({{"symbol":"{}","price":"100.5"}})", *request.parameter("symbol"))};
  });
  set_price("BTCUSDC", "100", "101");
  set_price("ETHUSDC", "10", "11");
  open();
}

void FakeVenue::open() {
  net::Handlers handlers;
  handlers.on_request = [this](net::Request request, net::Respond answer_it) {
    requests_.push_back(request);
    answer_it(respond(request));
  };
  handlers.on_upgrade = [this](const net::Request& request) -> std::variant<net::AcceptSocket, net::Response> {
    if (refuses_upgrades) return net::Response{.status = 503};
    const bool market = request.path == "/stream";
    auto client = std::make_shared<Client>();
    client->target = request.path + '?' + request.query;
    (market ? market_clients : api_clients).push_back(client);
    auto reply = [this, market](const std::string& heard) { return market ? std::string{} : api_answer(heard); };
    return net::AcceptSocket{.listener = std::make_unique<FakeListener>(client, reply)};
  };
  server_ = std::make_unique<net::Server>(loop_.context, net::ServerOptions{.port = port_}, std::move(handlers));
  const auto started = server_->start();
  if (!started) throw std::runtime_error(started.error().text);
  port_ = server_->port();
}

void FakeVenue::close() {
  cut_sockets();
  loop_.turn_for(5ms);
  server_.reset();
}

void FakeVenue::answer(const std::string& what, std::string body, int status) {
  answer(what, [body = std::move(body), status](const net::Request&) {
    return net::Response{.status = status, .body = body};
  });
}

void FakeVenue::set_price(const std::string& symbol, const std::string& bid, const std::string& ask) {
  prices_[symbol] = {bid, ask};
}

net::Response FakeVenue::respond(const net::Request& request) {
  constexpr std::string_view prefix = "/api/v3/";
  const bool usual = request.path.starts_with(prefix);
  const auto found = answers_.find(usual ? request.path.substr(prefix.size()) : request.path);
  if (found == answers_.end()) return {.status = 404, .body = "nothing here"};
  return found->second(request);
}

std::string FakeVenue::top_of(const std::string& symbol) const {
  const auto& [bid, ask] = prices_.at(symbol);
  return fmt::format(R"({{"symbol":"{}","bidPrice":"{}","bidQty":"1","askPrice":"{}","askQty":"2"}})", symbol, bid,
                     ask);
}

net::Response FakeVenue::book_tickers(const net::Request& request) const {
  const net::Response unknown{.status = 400, .body = R"({"code":-1121,"msg":"Invalid symbol."})"};
  if (const auto one = request.parameter("symbol")) {
    return prices_.contains(*one) ? net::Response{.body = top_of(*one)} : unknown;
  }
  const auto names = json::read<std::vector<std::string>>(*request.parameter("symbols"));
  std::string body = "[";
  for (const std::string& name : *names) {
    if (!prices_.contains(name)) return unknown;
    body += (body.size() > 1 ? "," : "") + top_of(name);
  }
  return {.body = body + "]"};
}

int FakeVenue::asked(const std::string& what) const {
  int count = 0;
  for (const auto& request : requests_) count += request.path == "/api/v3/" + what ? 1 : 0;
  return count;
}

std::size_t FakeVenue::open_market_clients() const {
  std::size_t count = 0;
  for (const auto& client : market_clients) count += client->open && client->socket ? 1U : 0U;
  return count;
}

void FakeVenue::say(const std::string& event) {
  for (const auto& client : market_clients) {
    if (client->socket) client->socket->send(net::text_frame(event));
  }
}

void FakeVenue::say_to_accounts(const std::string& event) {
  for (const auto& client : api_clients) {
    if (client->socket) client->socket->send(net::text_frame(event));
  }
}

void FakeVenue::cut_sockets() {
  for (const auto* clients : {&market_clients, &api_clients}) {
    for (const auto& client : *clients) {
      if (client->socket) client->socket->abort();
    }
  }
}

std::string book_event(const std::string& symbol, int id, const std::string& bid, const std::string& ask) {
  return fmt::format(R"({{"stream":"x@bookTicker","data":{{"u":{},"s":"{}","b":"{}","B":"1","a":"{}","A":"2"}}}})", id,
                     symbol, bid, ask);
}

std::string trade_event(const std::string& symbol, int id, const std::string& price) {
  return fmt::format(
      R"({{"stream":"x@trade","data":{{"e":"trade","E":1767065400000,"s":"{}","t":{},"p":"{}","q":"0.5",)"
      R"("T":1767065400000,"m":true,"M":true}}}})",
      symbol, id, price);
}

bool Heard::has(runtime::StreamState state) const {
  for (const auto& [told, why] : states) {
    if (told == state) return true;
  }
  return false;
}

}  // namespace robson::venues::binance
