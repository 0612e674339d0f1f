#include "support.hpp"

namespace robson::simulator {
namespace {

Options hedge_options() {
  Options options = small_options();
  static_cast<void>(read_symbols("BTCUSDC", options));
  static_cast<void>(read_hedge_account("hedge-key:100000", options));
  return options;
}

class HedgeRest : public VenueTest {
 protected:
  HedgeRest() : VenueTest(hedge_options()) {}

  net::Response hedge(net::Method method, const std::string& target, const std::string& body = {},
                      const std::string& key = "hedge-key") {
    net::Request request{.method = method, .body = body, .remote = "127.0.0.1"};
    const std::size_t mark = target.find('?');
    request.path = target.substr(0, mark);
    if (mark != std::string::npos) request.query = target.substr(mark + 1);
    if (!key.empty()) request.headers.add("X-API-Key", key);
    const auto got = std::make_shared<net::Response>(net::Response{.status = -1});
    serve_rest(*venue, request, net::Respond([this, got](net::Respond::Reply reply) {
      *got = last = std::get<net::Response>(std::move(reply));
    }));
    return *got;
  }
  json::Value asked(const std::string& target) {
    const auto response = hedge(net::Method::GET, target);
    EXPECT_EQ(response.status, 200) << target << response.body;
    return parsed(response.body);
  }
  json::Value posted(const std::string& target, const std::string& body, int status = 200) {
    const auto response = hedge(net::Method::POST, target, body);
    EXPECT_EQ(response.status, status) << target << response.body;
    return parsed(response.body);
  }
  std::vector<std::string> members(const json::Value& object) {
    std::vector<std::string> names;
    for (const auto& each : object.children) names.push_back(each.key);
    return names;
  }
};
using Names = std::vector<std::string>;

const std::string sell_order = R"({"client_id":"s1","coin":"SOL","side":"SELL","size":20.5,"leverage":3})";

TEST_F(HedgeRest, markets_have_the_protocols_members_with_numbers_that_are_numbers) {
  const auto perp = asked("/perp/v1/markets");
  EXPECT_EQ(members(perp), (Names{"time", "markets"}));
  const auto& markets = perp.find("markets")->children;
  ASSERT_EQ(markets.size(), 2U);
  EXPECT_EQ(at(markets[1], "coin"), "SOL");
  EXPECT_EQ(members(markets[1]),
            (Names{"coin", "mark_price", "oracle_price", "bid", "ask", "funding_rate", "premium", "open_interest",
                   "next_funding_time", "max_leverage", "maintenance_margin", "size_step", "price_tick"}));
  EXPECT_EQ(markets[1].find("mark_price")->kind, json::Kind::number);
  EXPECT_EQ(at(markets[1], "next_funding_time"), "2025-12-30T04:00:00.000Z");
  const auto lending = asked("/lending/v1/markets");
  const auto& tokens = lending.find("markets")->children;
  ASSERT_EQ(tokens.size(), 3U);
  EXPECT_EQ(at(tokens[0], "token"), "jitoSOL");
  EXPECT_EQ(members(tokens[0]),
            (Names{"asset", "protocol", "token", "oracle_price", "token_market_price", "pool_rate", "borrow_rate",
                   "supply_rate", "staking_rate", "liquidation_threshold", "available_usd", "max_leverage"}));
  const auto chains = asked("/chains/v1");
  EXPECT_EQ(members(chains), (Names{"solana", "arbitrum"}));
  EXPECT_EQ(members(*chains.find("solana")), (Names{"connected", "block_height", "age_ms", "gas_usd"}));
}

TEST_F(HedgeRest, an_order_is_done_once_and_found_again) {
  const auto order = posted("/perp/v1/orders", sell_order);
  EXPECT_EQ(members(order), (Names{"client_id", "coin", "side", "size", "filled_size", "average_price", "fee", "status",
                                   "reason", "time"}));
  EXPECT_EQ(at(order, "status"), "FILLED");
  EXPECT_EQ(order.find("reason")->kind, json::Kind::null);
  const std::string first = last.body;
  EXPECT_EQ(hedge(net::Method::POST, "/perp/v1/orders", sell_order).body, first);
  EXPECT_EQ(hedge(net::Method::GET, "/perp/v1/orders/s1").body, first);
  const auto other = posted("/perp/v1/orders", R"({"client_id":"s1","coin":"SOL","side":"SELL","size":"21"})", 409);
  EXPECT_EQ(at(other, "code"), "CLIENT_ID_IN_USE");
  EXPECT_EQ(hedge(net::Method::GET, "/perp/v1/orders/nope").status, 404);
  EXPECT_EQ(at(parsed(last.body), "code"), "UNKNOWN_ORDER");
  const auto account = asked("/perp/v1/account");
  EXPECT_EQ(members(account), (Names{"time", "account_value", "free", "margin_used", "positions"}));
  ASSERT_EQ(account.find("positions")->children.size(), 1U);
  const auto& position = account.find("positions")->children[0];
  EXPECT_EQ(members(position), (Names{"coin", "size", "entry_price", "mark_price", "leverage", "margin",
                                      "unrealized_pnl", "funding", "margin_fraction", "liquidation_price"}));
  EXPECT_EQ(at(position, "size"), "-20.5");
}

TEST_F(HedgeRest, hours_of_funding_pass_on_request_and_payments_are_paged) {
  posted("/perp/v1/orders", sell_order);
  posted("/sim/hedge/market",
         R"({"coin":"SOL","oracle_price":150,"mark_price":150,"funding_rate":0.0001,"hold":true})");
  posted("/sim/hedge/clock", R"({"advance_seconds":7200})");
  const auto all = asked("/perp/v1/payments");
  const auto& payments = all.find("payments")->children;
  ASSERT_EQ(payments.size(), 2U);
  EXPECT_EQ(members(payments[0]), (Names{"id", "coin", "time", "size", "mark_price", "rate", "amount"}));
  EXPECT_EQ(at(payments[0], "amount"), "0.3075");
  EXPECT_EQ(at(payments[0], "mark_price"), "150");
  EXPECT_EQ(asked("/perp/v1/payments?after=1&limit=10").find("payments")->children.size(), 1U);
  const auto rates = asked("/perp/v1/funding?coin=SOL&limit=2").find("funding")->children;
  ASSERT_EQ(rates.size(), 2U);
  EXPECT_EQ(at(rates[1], "rate"), "0.0001");
  EXPECT_EQ(
      asked("/perp/v1/funding?coin=SOL&from=2025-12-30T05:00:00Z&to=1767070800000").find("funding")->children.size(),
      1U);
  EXPECT_EQ(hedge(net::Method::GET, "/perp/v1/funding?coin=DOGE").status, 404);
  EXPECT_EQ(hedge(net::Method::GET, "/perp/v1/funding?coin=SOL&from=soon").status, 400);
  EXPECT_EQ(hedge(net::Method::GET, "/perp/v1/payments?limit=0").status, 400);
}

TEST_F(HedgeRest, a_loan_opens_closes_and_both_are_done_once) {
  const std::string body = R"({"client_id":"l1","asset":"SOL","token":"jitoSOL","collateral_usd":"1000","leverage":3})";
  const auto opened = posted("/lending/v1/positions", body);
  EXPECT_EQ(members(opened),
            (Names{"client_id",     "position_pda",      "asset",          "token",        "protocol",
                   "token_amount",  "entry_price",       "collateral_usd", "debt_usd",     "value_usd",
                   "health_factor", "liquidation_price", "status",         "reason",       "fee",
                   "interest_paid", "opened_at",         "closed_at",      "proceeds_usd", "exit_price"}));
  EXPECT_EQ(at(opened, "status"), "OPEN");
  EXPECT_EQ(at(opened, "debt_usd"), "2000");
  EXPECT_EQ(at(asked("/lending/v1/account"), "usd"), "99000");
  const std::string first = hedge(net::Method::GET, "/lending/v1/positions/l1").body;
  EXPECT_EQ(hedge(net::Method::POST, "/lending/v1/positions", body).body, first);
  const auto closed = posted("/lending/v1/positions/l1/close", R"({"close_id":"c1"})");
  EXPECT_EQ(at(closed, "status"), "CLOSED");
  posted("/lending/v1/positions/l1/close", R"({"close_id":"c1"})");
  posted("/lending/v1/positions/l1/close", R"({"close_id":"c2"})", 409);
  posted("/lending/v1/positions/l2/close", R"({"close_id":"c2"})", 404);
  EXPECT_EQ(asked("/lending/v1/positions").find("positions")->children.size(), 1U);
}

TEST_F(HedgeRest, an_unknown_key_and_hostile_bodies_are_refused_in_words) {
  for (const std::string key : {"", "nobody", "demo-key"}) {
    EXPECT_EQ(hedge(net::Method::GET, "/perp/v1/account", {}, key).status, 401);
    EXPECT_EQ(hedge(net::Method::POST, "/lending/v1/positions", "{}", key).status, 401);
  }
  EXPECT_EQ(at(parsed(last.body), "code"), "UNAUTHORIZED");
  for (const std::string body : {"", "{", "[]", "{}", R"({"client_id":"a","coin":"SOL","side":"UP","size":1})",
                                 R"({"client_id":"a","coin":"SOL","side":"BUY","size":-1})",
                                 R"({"client_id":"a","coin":"SOL","side":"BUY","size":1e3})",
                                 R"({"client_id":"a","coin":"SOL","side":"BUY","size":99999999999999})",
                                 R"({"client_id":"a/b","coin":"SOL","side":"BUY","size":1})",
                                 R"({"client_id":"liquidation-1","coin":"SOL","side":"BUY","size":1})",
                                 R"({"client_id":"a","coin":"SOL","side":"BUY","size":1,"more":1})",
                                 R"({"client_id":"a","coin":"SOL","side":"BUY","size":1,"limit_price":0})"}) {
    EXPECT_EQ(at(posted("/perp/v1/orders", body, 400), "code"), "INVALID_REQUEST") << body;
  }
  EXPECT_EQ(at(posted("/perp/v1/orders", R"({"client_id":"a","coin":"DOGE","side":"BUY","size":1})", 404), "code"),
            "UNKNOWN_MARKET");
  EXPECT_EQ(hedge(net::Method::PUT, "/perp/v1/orders").status, 405);
  EXPECT_EQ(hedge(net::Method::GET, "/perp/v1/nothing").status, 404);
  EXPECT_EQ(hedge(net::Method::POST, "/chains/v1").status, 405);
}

TEST_F(HedgeRest, faults_cut_the_connection_answer_late_or_with_503) {
  posted("/sim/hedge/fault", R"({"venue":"perp","what":"timeout"})");
  EXPECT_EQ(hedge(net::Method::POST, "/perp/v1/orders", sell_order).status, 0);
  EXPECT_EQ(at(asked("/perp/v1/orders/s1"), "status"), "FILLED");
  posted("/sim/hedge/fault", R"({"venue":"perp","what":"slow_ms","slow_ms":500,"only":"open"})");
  EXPECT_EQ(hedge(net::Method::POST, "/perp/v1/orders", sell_order).status, -1);
  ASSERT_EQ(waiting.size(), 1U);
  waiting[0]();
  EXPECT_EQ(last.status, 200);
  posted("/sim/hedge/fault", R"({"venue":"lending","what":"error","count":-1,"only":"all"})");
  EXPECT_EQ(hedge(net::Method::GET, "/lending/v1/account").status, 503);
  EXPECT_EQ(at(parsed(last.body), "code"), "UNAVAILABLE");
  EXPECT_EQ(hedge(net::Method::GET, "/sim/hedge/fault").body,
            R"([{"venue":"lending","what":"error","only":"all","count":-1}])");
  EXPECT_EQ(hedge(net::Method::DELETE, "/sim/hedge/fault").body, "[]");
  asked("/lending/v1/account");
}

TEST_F(HedgeRest, the_market_is_moved_held_and_let_go) {
  const auto sol = [&] { return asked("/perp/v1/markets").find("markets")->children[1]; };
  posted("/sim/hedge/market", R"({"coin":"SOL","oracle_price":"120","hold":true})");
  EXPECT_EQ(at(sol(), "oracle_price"), "120");
  posted("/sim/hedge/clock", R"({"advance_seconds":86400})");
  EXPECT_EQ(at(sol(), "oracle_price"), "120");
  posted("/sim/hedge/market", R"({"coin":"SOL","hold":false})");
  EXPECT_EQ(at(sol(), "oracle_price"), "120");
  posted("/sim/hedge/clock", R"({"advance_seconds":86400})");
  EXPECT_NE(at(sol(), "oracle_price"), "120");
  posted("/sim/hedge/market", R"({"token":"jitoSOL","discount":0.03})");
  posted("/sim/hedge/market", R"({"borrow_rate":0.25})");
  EXPECT_EQ(at(asked("/lending/v1/markets").find("markets")->children[0], "borrow_rate"), "0.25");
  posted("/sim/hedge/market", R"({"gas_usd":7.5,"chain":"solana"})");
  EXPECT_EQ(at(*asked("/chains/v1").find("solana"), "gas_usd"), "7.5");
  EXPECT_EQ(at(*asked("/chains/v1").find("arbitrum"), "gas_usd"), "0.05");
  posted("/sim/hedge/chain", R"({"chain":"solana","down":true})");
  EXPECT_EQ(at(posted("/lending/v1/positions",
                      R"({"client_id":"l","asset":"SOL","token":"SOL","collateral_usd":100,"leverage":1})", 503),
               "code"),
            "CHAIN_DOWN");
}

TEST_F(HedgeRest, a_control_that_makes_no_sense_is_refused_in_words) {
  const struct {
    const char* path;
    const char* body;
    const char* why;
  } cases[] = {
      {"market", R"({"coin":"DOGE","oracle_price":1})", "coin: there is no such market"},
      {"market", R"({"oracle_price":1})", "coin: is missing"},
      {"market", R"({"coin":"SOL","oracle_price":-1})", "oracle_price: expected 0.01 to 10,000,000"},
      {"market", R"({"coin":"SOL","funding_rate":0.05})", "funding_rate: expected -0.04 to 0.04"},
      {"market", R"({"token":"jitoSOL"})", "token, discount: go together"},
      {"market", R"({"token":"jitoSOL","discount":1})", "discount: expected -0.5 to 0.99"},
      {"market", R"({"gas_usd":1,"chain":"bitcoin"})", "chain: expected one of solana, arbitrum"},
      {"fault", R"({"venue":"spot","what":"error"})", "venue: expected one of perp, lending"},
      {"fault", R"({"venue":"perp"})", "what: expected one of reject, timeout, lost, error, slow_ms"},
      {"fault", R"({"venue":"perp","what":"error","count":0})", "count: expected -1, or 1 to 1,000,000"},
      {"fault", R"({"venue":"perp","what":"slow_ms"})", "slow_ms: expected 1 to 600,000, with slow_ms only"},
      {"chain", R"({"chain":"tron","down":true})", "chain: expected one of solana, arbitrum"},
      {"clock", R"({})", "give speed or advance_seconds"},
      {"clock", R"({"speed":0})", "speed: expected 1 to 100,000"},
      {"clock", R"({"advance_seconds":-1})", "advance_seconds: expected 0 to 2,678,400"},
  };
  for (const auto& each : cases) {
    EXPECT_EQ(at(posted(std::string("/sim/hedge/") + each.path, each.body, 400), "error"), each.why) << each.body;
  }
}

}  // namespace
}  // namespace robson::simulator
