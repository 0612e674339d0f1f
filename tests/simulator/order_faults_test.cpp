// What a venue may do to orders and their events, by count and by a seeded draw.
#include "simulator/faults.hpp"
#include "support.hpp"

namespace robson::simulator {
namespace {

class OrderFaults : public VenueTest {
 protected:
  void set(const std::string& fault) {
    ASSERT_EQ(call(net::Method::POST, "/sim/faults", fault).status, 200) << last.body;
  }
  void run_waiting() {
    auto due = std::exchange(waiting, {});
    for (auto& act : due) act();
  }
  int buy() { return signed_call(net::Method::POST, "/api/v3/order", resting).status; }
  std::size_t open() { return parsed(signed_call(net::Method::GET, "/api/v3/openOrders", "").body).children.size(); }
  static constexpr const char* resting = "symbol=BTCUSDC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=80000";
};

TEST_F(OrderFaults, a_lost_request_is_not_done) {
  set(R"({"kind":"lose_request","scope":"rest","count":1})");
  EXPECT_EQ(get("/api/v3/ping").status, 200) << "what only reads is spared";
  EXPECT_EQ(buy(), 0);
  EXPECT_EQ(open(), 0U);
  EXPECT_EQ(buy(), 200);
}

TEST_F(OrderFaults, a_delayed_request_is_done_later) {
  set(R"({"kind":"delay_request","scope":"rest","delay_ms":500,"count":1})");
  EXPECT_EQ(buy(), -1);
  EXPECT_EQ(open(), 0U) << "asked for meanwhile, it is not there";
  run_waiting();
  EXPECT_EQ(open(), 1U);
}

TEST_F(OrderFaults, a_method_and_a_path_with_a_star_hold_a_fault_to_placing) {
  set(R"({"kind":"rate_limit","scope":"rest","method":"POST","path":"/api/v3/order*","retry_after":3})");
  EXPECT_EQ(open(), 0U);
  EXPECT_EQ(buy(), 429);
  EXPECT_EQ(last.headers.get("Retry-After"), "3");
  EXPECT_EQ(signed_call(net::Method::POST, "/api/v3/orderList/opo", "").status, 429);
  EXPECT_EQ(signed_call(net::Method::DELETE, "/api/v3/order", "symbol=BTCUSDC&orderId=1").status, 400);
}

TEST_F(OrderFaults, the_same_seed_draws_the_same_calls) {
  const auto drawn = [&](const std::string& seed) {
    call(net::Method::DELETE, "/sim/faults");
    set(R"({"kind":"status","scope":"rest","status":502,"probability":"0.3","seed":)" + seed + "}");
    std::string out;
    for (int i = 0; i < 200; ++i) out += get("/api/v3/ping").status == 502 ? 'x' : '.';
    return out;
  };
  const std::string first = drawn("5");
  EXPECT_EQ(drawn("5"), first);
  EXPECT_NE(drawn("6"), first);
  const auto hits = std::count(first.begin(), first.end(), 'x');
  EXPECT_GT(hits, 30);
  EXPECT_LT(hits, 90);
}

TEST_F(OrderFaults, count_ends_a_drawn_fault_after_its_uses) {
  set(R"({"kind":"status","scope":"rest","probability":0.5,"count":2})");
  int hits = 0;
  for (int i = 0; i < 50; ++i) hits += get("/api/v3/ping").status == 503 ? 1 : 0;
  EXPECT_EQ(hits, 2);
}

TEST_F(OrderFaults, wrong_draws_and_methods_are_named) {
  const auto error = [&](const std::string& fault) {
    EXPECT_EQ(call(net::Method::POST, "/sim/faults", fault).status, 400);
    return at(parsed(last.body), "error");
  };
  EXPECT_EQ(error(R"({"kind":"cut","probability":1.5})"), "probability: expected above 0 to 1 with at most 6 places");
  EXPECT_EQ(error(R"({"kind":"freeze","probability":0.5})"), "probability: freeze and clock_skew have none");
  EXPECT_EQ(error(R"({"kind":"cut","method":"LOOK"})"), "method: expected GET, POST, PUT or DELETE");
}

TEST_F(OrderFaults, events_are_doubled_and_sockets_cut_while_answers_pass) {
  const auto socket = std::make_shared<MemorySocket>();
  Outlet outlet(venue->outlets, FaultScope::user);
  outlet.open(socket);
  set(R"({"kind":"duplicate","scope":"user","count":1})");
  outlet.answer("answer");
  outlet.send("event");
  outlet.send("other");
  set(R"({"kind":"cut","scope":"user","count":1})");
  outlet.send("never");
  EXPECT_EQ(socket->sent, (std::vector<std::string>{"answer", "event", "event", "other"}));
  EXPECT_TRUE(socket->aborted);
}

class FillAfterCancel : public OrderFaults {
 protected:
  FillAfterCancel() {
    outlet.open(socket);
    venue->users.subscribe(*venue->keys.account_of("demo-key"), outlet, {});
  }
  // x/X of the execution reports since the last call.
  std::string told() {
    std::string out;
    for (const std::string& text : std::exchange(socket->sent, {})) {
      const auto event = parsed(text);
      if (at(event, "e") == "executionReport") out += at(event, "x") + "/" + at(event, "X") + " ";
    }
    return out;
  }
  std::shared_ptr<MemorySocket> socket = std::make_shared<MemorySocket>();
  Outlet outlet{venue->outlets, FaultScope::user};
};

TEST_F(FillAfterCancel, a_part_filled_just_before_the_cancel_is_told_after_it) {
  buy();
  told();
  set(R"({"kind":"fill_after_cancel","quantity":"0.004","count":1})");
  const auto cancelled = parsed(signed_call(net::Method::DELETE, "/api/v3/order", "symbol=BTCUSDC&orderId=1").body);
  EXPECT_EQ(at(cancelled, "status"), "CANCELED");
  EXPECT_EQ(at(cancelled, "executedQty"), "0.00400000");
  EXPECT_EQ(told(), "CANCELED/CANCELED ");
  run_waiting();
  EXPECT_EQ(told(), "TRADE/PARTIALLY_FILLED ");
  EXPECT_EQ(parsed(signed_call(net::Method::GET, "/api/v3/myTrades", "symbol=BTCUSDC").body).children.size(), 1U);
}

TEST_F(FillAfterCancel, an_order_filled_whole_cannot_be_cancelled_and_the_fill_comes_late) {
  buy();
  told();
  set(R"({"kind":"fill_after_cancel","count":1})");
  EXPECT_EQ(signed_call(net::Method::DELETE, "/api/v3/order", "symbol=BTCUSDC&orderId=1").status, 400);
  EXPECT_EQ(at(parsed(last.body), "code"), "-2011");
  EXPECT_EQ(told(), "");
  run_waiting();
  EXPECT_EQ(told(), "TRADE/FILLED ");
}

TEST_F(FillAfterCancel, a_list_whose_target_fills_is_gone_when_its_cancel_comes) {
  const auto list = parsed(signed_call(net::Method::POST, "/api/v3/orderList/oco",
                                       "symbol=BTCUSDC&side=SELL&quantity=0.001&aboveType=LIMIT_MAKER&abovePrice=95000"
                                       "&belowType=STOP_LOSS&belowStopPrice=80000&listClientOrderId=l")
                               .body);
  told();
  set(R"({"kind":"fill_after_cancel","count":1})");
  signed_call(net::Method::DELETE, "/api/v3/orderList", "symbol=BTCUSDC&listClientOrderId=l");
  EXPECT_EQ(at(parsed(last.body), "code"), "-2011");
  run_waiting();
  EXPECT_EQ(told(), "EXPIRED/EXPIRED TRADE/FILLED ");
}

}  // namespace
}  // namespace robson::simulator
