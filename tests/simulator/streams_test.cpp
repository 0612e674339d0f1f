#include "support.hpp"

namespace robson::simulator {
namespace {

class Sockets : public VenueTest {
 protected:
  struct Client {
    std::unique_ptr<net::Listener> listener{};
    std::shared_ptr<MemorySocket> socket = std::make_shared<MemorySocket>();
    ~Client() {
      if (listener) listener->closed(1000);
    }
    void say(const std::string& text) { listener->message(text, false); }
    json::Value last() const { return parsed(socket->sent.back()); }
    // Messages whose event type it is.
    std::vector<json::Value> events(const std::string& type) const {
      std::vector<json::Value> found;
      for (const auto& text : socket->sent) {
        auto value = parsed(text);
        if (at(value, "e") == type) found.push_back(std::move(value));
      }
      return found;
    }
  };

  std::unique_ptr<Client> connect(const std::string& target) {
    net::Request request{.remote = "127.0.0.1"};
    const std::size_t mark = target.find('?');
    request.path = target.substr(0, mark);
    if (mark != std::string::npos) request.query = target.substr(mark + 1);
    auto accepted = accept_socket(*venue, request);
    auto client = std::make_unique<Client>();
    if (auto* socket = std::get_if<net::AcceptSocket>(&accepted)) {
      client->listener = std::move(socket->listener);
      client->listener->opened(client->socket);
    }
    return client;
  }
  std::string signed_params(std::vector<std::pair<std::string, std::string>> values) {
    values.emplace_back("apiKey", "demo-key");
    values.emplace_back("timestamp", std::to_string(clock.now().ms()));
    std::sort(values.begin(), values.end());
    std::string payload;
    std::string out;
    for (const auto& [name, value] : values) {
      payload += (payload.empty() ? "" : "&") + name + "=" + value;
      out += "\"" + name + "\":\"" + value + "\",";
    }
    return "{" + out + "\"signature\":\"" + hmac_sha256_hex(Secret("demo-secret"), payload) + "\"}";
  }
};

TEST_F(Sockets, trades_of_a_bare_stream_come_as_they_fall) {
  const auto client = connect("/ws/btcusdc@trade");
  pass(std::chrono::seconds(1));
  const auto trades = client->events("trade");
  ASSERT_EQ(trades.size(), 5U);
  EXPECT_EQ(at(trades[0], "s"), "BTCUSDC");
  EXPECT_EQ(std::stoll(at(trades[1], "t")), std::stoll(at(trades[0], "t")) + 1);
}

TEST_F(Sockets, a_combined_stream_wraps_and_shares_one_message) {
  const auto bare = connect("/ws/btcusdc@trade");
  const auto combined = connect("/stream?streams=btcusdc@trade/ethusdc@trade");
  pass(std::chrono::milliseconds(300));
  ASSERT_FALSE(bare->socket->sent.empty());
  bool found = false;
  for (const auto& text : combined->socket->sent) {
    found = found || text == R"({"stream":"btcusdc@trade","data":)" + bare->socket->sent.front() + "}";
  }
  EXPECT_TRUE(found);
}

TEST_F(Sockets, subscriptions_change_are_listed_and_mistakes_named) {
  const auto client = connect("/ws");
  client->say(R"({"method":"SUBSCRIBE","params":["btcusdc@trade","btcusdc@depth"],"id":1})");
  EXPECT_EQ(client->socket->sent.back(), R"({"result":null,"id":1})");
  client->say(R"({"method":"LIST_SUBSCRIPTIONS","id":"x"})");
  EXPECT_EQ(client->socket->sent.back(), R"({"result":["btcusdc@depth","btcusdc@trade"],"id":"x"})");
  client->say(R"({"method":"UNSUBSCRIBE","params":["btcusdc@trade"],"id":3})");
  client->say(R"({"method":"GET_PROPERTY","params":["combined"],"id":4})");
  EXPECT_EQ(client->socket->sent.back(), R"({"result":false,"id":4})");
  pass(std::chrono::seconds(1));
  EXPECT_TRUE(client->events("trade").empty());
  client->say(R"({"method":"SET_PROPERTY","params":["combined",true],"id":5})");
  client->say(R"({"method":"DANCE","id":6})");
  EXPECT_EQ(at(*client->last().find("error"), "code"), "2");
  client->say("nonsense");
  EXPECT_EQ(at(*client->last().find("error"), "code"), "3");
  client->say(R"({"method":"SUBSCRIBE","params":"all","id":7})");
  EXPECT_EQ(at(*client->last().find("error"), "code"), "2");
}

TEST_F(Sockets, the_sixth_message_in_a_second_ends_the_connection) {
  const auto client = connect("/ws");
  for (int i = 0; i < 5; ++i) client->say(R"({"method":"LIST_SUBSCRIPTIONS","id":1})");
  EXPECT_EQ(client->socket->closed_with, 0);
  client->say(R"({"method":"LIST_SUBSCRIPTIONS","id":1})");
  EXPECT_EQ(client->socket->closed_with, 1008);
}

TEST_F(Sockets, no_more_than_1024_streams_on_a_connection) {
  const auto client = connect("/ws");
  std::string list;
  for (int i = 0; i < 1024; ++i) list += "\"s" + std::to_string(i) + "@trade\",";
  client->say(R"({"method":"SUBSCRIBE","params":[)" + list.substr(0, list.size() - 1) + R"(],"id":1})");
  EXPECT_EQ(client->socket->sent.back(), R"({"result":null,"id":1})");
  client->say(R"({"method":"SUBSCRIBE","params":["one@more"],"id":2})");
  EXPECT_EQ(at(*client->last().find("error"), "msg"), "Invalid request: invalid stream");
}

TEST_F(Sockets, depth_differences_on_a_snapshot_give_the_book) {
  const auto client = connect("/ws/btcusdc@depth@100ms");
  pass(std::chrono::seconds(1));
  const auto snapshot = parsed(get("/api/v3/depth?symbol=BTCUSDC&limit=5000").body);
  pass(std::chrono::seconds(20));
  std::map<std::string, std::map<Decimal, Decimal>> sides;
  const auto take = [&](const char* side, const json::Value& levels) {
    for (const auto& level : levels.children) {
      const Decimal price = *Decimal::parse(level.children[0].text);
      const Decimal quantity = *Decimal::parse(level.children[1].text);
      if (quantity.is_zero()) {
        sides[side].erase(price);
      } else {
        sides[side][price] = quantity;
      }
    }
  };
  take("bids", *snapshot.find("bids"));
  take("asks", *snapshot.find("asks"));
  std::int64_t known = std::stoll(at(snapshot, "lastUpdateId"));
  std::size_t used = 0;
  for (const auto& event : client->events("depthUpdate")) {
    if (std::stoll(at(event, "u")) <= known) continue;
    ASSERT_LE(std::stoll(at(event, "U")), known + 1);
    take("bids", *event.find("b"));
    take("asks", *event.find("a"));
    known = std::stoll(at(event, "u"));
    ++used;
  }
  EXPECT_GT(used, 5U);
  const Depth book = venue->market.exchange().depth(*Symbol::parse("BTCUSDC"), 5000);
  EXPECT_EQ(known, book.last_update_id);
  ASSERT_EQ(sides["bids"].size(), book.bids.size());
  ASSERT_EQ(sides["asks"].size(), book.asks.size());
  for (const Level& level : book.bids) EXPECT_EQ(sides["bids"][level.price.value], level.quantity.value);
  for (const Level& level : book.asks) EXPECT_EQ(sides["asks"][level.price.value], level.quantity.value);
}

TEST_F(Sockets, a_candle_is_closed_once_and_equals_the_one_of_klines) {
  const auto client = connect("/ws/btcusdc@kline_1m");
  pass(std::chrono::seconds(130));
  std::vector<json::Value> closed;
  for (const auto& event : client->events("kline")) {
    if (at(*event.find("k"), "x") == "true") closed.push_back(*event.find("k"));
  }
  ASSERT_EQ(closed.size(), 2U);
  const auto rows =
      parsed(get("/api/v3/klines?symbol=BTCUSDC&interval=1m&limit=1&startTime=" + at(closed[1], "t")).body);
  const auto& row = rows.children.at(0).children;
  EXPECT_EQ(row[1].text, at(closed[1], "o"));
  EXPECT_EQ(row[2].text, at(closed[1], "h"));
  EXPECT_EQ(row[3].text, at(closed[1], "l"));
  EXPECT_EQ(row[4].text, at(closed[1], "c"));
  EXPECT_EQ(row[5].text, at(closed[1], "v"));
  EXPECT_EQ(row[8].text, at(closed[1], "n"));
  EXPECT_EQ(at(closed[1], "n"), "300");
}

TEST_F(Sockets, tickers_books_and_averages_come_every_second) {
  const auto client = connect(
      "/stream?streams=btcusdc@ticker/btcusdc@miniTicker/btcusdc@depth5/btcusdc@avgPrice/!ticker@arr/"
      "btcusdc@bookTicker/btcusdc@aggTrade");
  pass(std::chrono::seconds(5));
  std::map<std::string, int> counts;
  for (const auto& text : client->socket->sent) ++counts[at(parsed(text), "stream")];
  for (const char* name :
       {"btcusdc@ticker", "btcusdc@miniTicker", "btcusdc@depth5", "btcusdc@avgPrice", "!ticker@arr"}) {
    EXPECT_EQ(counts[name], 5) << name;
  }
  EXPECT_EQ(counts["btcusdc@aggTrade"], 25);
  EXPECT_GT(counts["btcusdc@bookTicker"], 0);
}

TEST_F(Sockets, the_websocket_api_answers_in_its_envelope) {
  const auto client = connect("/ws-api/v3");
  client->say(R"({"id":"a","method":"ping"})");
  EXPECT_EQ(client->socket->sent.back(),
            R"({"id":"a","status":200,"result":{},"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE",)"
            R"("intervalNum":1,"limit":6000,"count":1}]})");
  client->say(R"({"id":7,"method":"ticker.book","params":{"symbol":"NOPE"}})");
  EXPECT_EQ(at(client->last(), "status"), "400");
  EXPECT_EQ(at(*client->last().find("error"), "code"), "-1121");
  client->say(R"({"id":8,"method":"account.status","params":{"apiKey":"demo-key","timestamp":1,"signature":"x"}})");
  EXPECT_EQ(at(*client->last().find("error"), "code"), "-1021");
  client->say(R"({"id":9,"method":"no.such"})");
  EXPECT_EQ(at(client->last(), "status"), "400");
  client->say("[]");
  EXPECT_EQ(at(client->last(), "status"), "400");
}

TEST_F(Sockets, the_user_data_stream_tells_an_orders_life_wrapped_and_bare) {
  const auto api = connect("/ws-api/v3");
  api->say(R"({"id":1,"method":"userDataStream.subscribe.signature","params":)" + signed_params({}) + "}");
  EXPECT_EQ(at(*api->last().find("result"), "subscriptionId"), "0");
  const auto key = parsed(call(net::Method::POST, "/api/v3/userDataStream", {}, "demo-key").body);
  const auto older = connect("/ws/" + at(key, "listenKey"));
  api->say(R"({"id":2,"method":"order.place","params":)" +
           signed_params({{"symbol", "BTCUSDC"}, {"side", "BUY"}, {"type", "MARKET"}, {"quantity", "0.001"}}) + "}");
  const auto& sent = older->socket->sent;
  ASSERT_EQ(sent.size(), 3U);  // NEW, TRADE, position
  const auto trade = parsed(sent[1]);
  EXPECT_EQ(at(trade, "x"), "TRADE");
  EXPECT_EQ(at(trade, "X"), "FILLED");
  EXPECT_EQ(at(trade, "N"), "BTC");
  EXPECT_EQ(at(trade, "n"), "0.00000100");
  EXPECT_EQ(at(parsed(sent[2]), "e"), "outboundAccountPosition");
  bool wrapped = false;
  for (const auto& text : api->socket->sent) wrapped |= text == R"({"subscriptionId":0,"event":)" + sent[1] + "}";
  EXPECT_TRUE(wrapped);
  call(net::Method::POST, "/sim/deposit", R"({"key":"demo-key","asset":"USDC","amount":"1"})");
  EXPECT_EQ(older->events("balanceUpdate").size(), 1U);
  api->say(R"({"id":3,"method":"userDataStream.unsubscribe"})");
  const std::size_t count = api->socket->sent.size();
  call(net::Method::POST, "/sim/deposit", R"({"key":"demo-key","asset":"USDC","amount":"1"})");
  EXPECT_EQ(api->socket->sent.size(), count);
}

TEST_F(Sockets, an_oco_tells_its_list_status) {
  const auto key = parsed(call(net::Method::POST, "/api/v3/userDataStream", {}, "demo-key").body);
  const auto user = connect("/ws/" + at(key, "listenKey"));
  const auto placed = signed_call(net::Method::POST, "/api/v3/orderList/oco",
                                  "symbol=BTCUSDC&side=SELL&quantity=0.01&aboveType=LIMIT_MAKER&abovePrice=99000&"
                                  "belowType=STOP_LOSS&belowStopPrice=80000");
  ASSERT_EQ(placed.status, 200) << placed.body;
  const auto list = user->events("listStatus");
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(at(list[0], "c"), "OCO");
  EXPECT_EQ(at(list[0], "l"), "EXEC_STARTED");
  EXPECT_EQ(list[0].find("O")->children.size(), 2U);
}

TEST_F(Sockets, listen_keys_are_renewed_ended_and_forgotten_after_an_hour) {
  const auto open = [&] {
    return at(parsed(call(net::Method::POST, "/api/v3/userDataStream", {}, "demo-key").body), "listenKey");
  };
  const std::string key = open();
  EXPECT_EQ(key.size(), 64U);
  EXPECT_EQ(open(), key);
  EXPECT_EQ(call(net::Method::PUT, "/api/v3/userDataStream?listenKey=" + key, {}, "demo-key").body, "{}");
  EXPECT_EQ(call(net::Method::PUT, "/api/v3/userDataStream?listenKey=x", {}, "demo-key").status, 400);
  EXPECT_EQ(at(parsed(last.body), "code"), "-1125");
  clock.moment = clock.moment + std::chrono::minutes(61);
  EXPECT_NE(open(), key);
}

TEST_F(Sockets, other_paths_are_not_found) {
  EXPECT_EQ(std::get<net::Response>(accept_socket(*venue, {.path = "/elsewhere"})).status, 404);
}

}  // namespace
}  // namespace robson::simulator
