#include "simulator/faults.hpp"

#include "support.hpp"

namespace robson::simulator {
namespace {

class FaultsOnRequest : public VenueTest {
 protected:
  void set(const std::string& fault) {
    ASSERT_EQ(call(net::Method::POST, "/sim/faults", fault).status, 200) << last.body;
  }
  std::string error_of(const std::string& fault) {
    EXPECT_EQ(call(net::Method::POST, "/sim/faults", fault).status, 400);
    return at(parsed(last.body), "error");
  }
  void run_waiting() {
    auto due = std::exchange(waiting, {});
    for (auto& act : due) act();
  }
  static constexpr const char* buy = "symbol=BTCUSDC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=80000";
};

TEST_F(FaultsOnRequest, a_wrong_fault_is_named_with_its_field) {
  EXPECT_EQ(error_of(R"({"kind":"delay"})"), "delay_ms: expected present, got missing");
  EXPECT_EQ(error_of(R"({"kind":"status","status":200})"), "status: expected 400 to 599");
  EXPECT_EQ(error_of(R"({"kind":"drop","count":0})"), "count: expected 1 to 1000000");
  EXPECT_NE(error_of(R"({"kind":"drop","colour":"red"})").find("colour"), std::string::npos);
  EXPECT_NE(error_of(R"({"kind":"explode"})").find("kind: expected one of drop, freeze"), std::string::npos);
  EXPECT_NE(error_of("nonsense"), "");
}

TEST_F(FaultsOnRequest, they_are_listed_end_by_count_or_time_and_can_be_cleared) {
  set(R"({"kind":"status","scope":"rest","count":2,"status":500})");
  set(R"({"kind":"rate_limit","scope":"rest","duration_ms":1000,"retry_after":7})");
  EXPECT_EQ(parsed(get("/sim/faults").body).children.size(), 2U);
  EXPECT_EQ(get("/api/v3/ping").status, 500);
  EXPECT_EQ(at(parsed(last.body), "code"), "-1007");
  EXPECT_EQ(get("/api/v3/ping").status, 500);
  EXPECT_EQ(get("/api/v3/ping").status, 429);
  EXPECT_EQ(last.headers.get("Retry-After"), "7");
  clock.moment = clock.moment + std::chrono::milliseconds(1000);
  EXPECT_EQ(get("/api/v3/ping").status, 200);
  set(R"({"kind":"status"})");
  EXPECT_EQ(get("/api/v3/ping").status, 503);
  EXPECT_EQ(call(net::Method::DELETE, "/sim/faults").body, "[]");
  EXPECT_EQ(get("/api/v3/ping").status, 200);
}

TEST_F(FaultsOnRequest, a_path_limits_a_fault_to_it) {
  set(R"({"kind":"status","scope":"rest","path":"/api/v3/time"})");
  EXPECT_EQ(get("/api/v3/ping").status, 200);
  EXPECT_EQ(get("/api/v3/time").status, 503);
}

TEST_F(FaultsOnRequest, refuse_and_drop_cut_the_connection_without_doing_the_call) {
  set(R"({"kind":"refuse","scope":"rest","count":1})");
  EXPECT_EQ(signed_call(net::Method::POST, "/api/v3/order", buy).status, 0);
  set(R"({"kind":"drop","scope":"rest"})");
  EXPECT_EQ(signed_call(net::Method::POST, "/api/v3/order", buy).status, 0);
  EXPECT_EQ(signed_call(net::Method::GET, "/api/v3/openOrders", "").body, "[]");
}

TEST_F(FaultsOnRequest, a_lost_answer_leaves_the_order_done) {
  set(R"({"kind":"lose_answer","scope":"rest","count":1})");
  EXPECT_EQ(get("/api/v3/ping").status, 200);
  EXPECT_EQ(signed_call(net::Method::POST, "/api/v3/order", buy).status, 0);
  EXPECT_EQ(parsed(signed_call(net::Method::GET, "/api/v3/openOrders", "").body).children.size(), 1U);
  set(R"({"kind":"lose_answer","scope":"rest","count":1,"status":504})");
  EXPECT_EQ(signed_call(net::Method::POST, "/api/v3/order", buy).status, 504);
  EXPECT_EQ(at(parsed(last.body), "code"), "-1007");
  EXPECT_EQ(parsed(signed_call(net::Method::GET, "/api/v3/openOrders", "").body).children.size(), 2U);
}

TEST_F(FaultsOnRequest, a_delayed_answer_comes_later_and_a_frozen_one_when_it_thaws) {
  set(R"({"kind":"delay","scope":"rest","count":1,"delay_ms":200})");
  EXPECT_EQ(get("/api/v3/ping").status, -1);
  run_waiting();
  EXPECT_EQ(last.status, 200);
  set(R"({"kind":"freeze","scope":"rest","duration_ms":1000})");
  last = {.status = -1};
  EXPECT_EQ(get("/api/v3/ping").status, -1);
  run_waiting();
  EXPECT_EQ(last.status, -1);
  clock.moment = clock.moment + std::chrono::seconds(2);
  run_waiting();
  EXPECT_EQ(last.status, 200);
  EXPECT_TRUE(waiting.empty());
}

TEST_F(FaultsOnRequest, a_partial_fill_caps_the_next_order_that_takes) {
  set(R"({"kind":"partial_fill","quantity":"0.0004","count":1})");
  const auto order = parsed(
      signed_call(net::Method::POST, "/api/v3/order", "symbol=BTCUSDC&side=BUY&type=MARKET&quantity=0.001").body);
  EXPECT_EQ(at(order, "executedQty"), "0.00040000");
  EXPECT_EQ(at(order, "status"), "EXPIRED");
}

TEST_F(FaultsOnRequest, sockets_are_dropped_frozen_delayed_and_reordered) {
  const auto socket = std::make_shared<MemorySocket>();
  Outlet outlet(venue->outlets, FaultScope::stream);
  outlet.open(socket);
  outlet.send("a");
  set(R"({"kind":"freeze","scope":"stream","duration_ms":1000})");
  outlet.send("lost");
  clock.moment = clock.moment + std::chrono::seconds(1);
  set(R"({"kind":"reorder","scope":"stream","count":1})");
  outlet.send("c");
  outlet.send("b");
  set(R"({"kind":"lose_event","scope":"stream","count":1})");
  outlet.send("lost too");
  set(R"({"kind":"delay","scope":"stream","count":1,"delay_ms":50})");
  outlet.send("e");
  outlet.send("d");
  run_waiting();
  set(R"({"kind":"freeze","scope":"user"})");
  outlet.send("f");
  EXPECT_EQ(socket->sent, (std::vector<std::string>{"a", "b", "c", "d", "e", "f"}));
  set(R"({"kind":"drop","scope":"user"})");
  EXPECT_FALSE(socket->aborted);
  set(R"({"kind":"drop","scope":"stream"})");
  EXPECT_EQ(at(parsed(last.body), "dropped"), "1");
  EXPECT_TRUE(socket->aborted);
}

TEST_F(FaultsOnRequest, a_refused_upgrade_is_cut) {
  set(R"({"kind":"refuse","scope":"stream","count":1})");
  const net::Request upgrade{.path = "/ws/btcusdc@trade"};
  EXPECT_EQ(std::get<net::Response>(accept_socket(*venue, upgrade)).status, 0);
  EXPECT_TRUE(std::holds_alternative<net::AcceptSocket>(accept_socket(*venue, upgrade)));
}

TEST_F(FaultsOnRequest, a_deposit_arrives_and_state_tells_of_the_market) {
  ASSERT_EQ(call(net::Method::POST, "/sim/deposit", R"({"key":"demo-key","asset":"USDC","amount":"5.5"})").status, 200);
  const auto account = parsed(signed_call(net::Method::GET, "/api/v3/account", "").body);
  EXPECT_EQ(at(account.find("balances")->children[2], "free"), "10005.50000000");
  EXPECT_EQ(call(net::Method::POST, "/sim/deposit", R"({"key":"x","asset":"USDC","amount":"1"})").status, 404);
  EXPECT_EQ(call(net::Method::POST, "/sim/deposit", R"({"key":"demo-key","asset":"USDC","amount":"-99999"})").status,
            400);
  const auto state = parsed(get("/sim/state").body);
  EXPECT_EQ(state.find("symbols")->children.size(), 2U);
  EXPECT_EQ(at(state, "speed"), "1");
}

}  // namespace
}  // namespace robson::simulator
