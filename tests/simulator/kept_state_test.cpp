// What outlives the program: a venue that is opened again on what an earlier one wrote into its folder.
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "simulator/state_saver.hpp"
#include "support.hpp"

namespace robson::simulator {
namespace {

std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void write_text(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

class KeptVenue : public VenueTest {
 protected:
  KeptVenue() {
    std::filesystem::remove_all(directory);
    move("90000", true);
  }
  ~KeptVenue() override { std::filesystem::remove_all(directory); }

  void move(const std::string& price, bool still) {
    const auto moved =
        call(net::Method::POST, "/sim/market",
             R"({"symbol":"BTCUSDC","price":")" + price + R"(","still":)" + (still ? "true}" : "false}"));
    ASSERT_EQ(moved.status, 200) << moved.body;
  }
  json::Value place(const std::string& query) {
    const auto placed = signed_call(net::Method::POST, "/api/v3/order", "symbol=BTCUSDC&" + query);
    EXPECT_EQ(placed.status, 200) << placed.body;
    return parsed(placed.body);
  }
  std::string ask(const std::string& path, const std::string& query = "") {
    return signed_call(net::Method::GET, path, query).body;
  }
  std::string order(const std::string& client_id, std::string_view member) {
    return at(parsed(ask("/api/v3/order", "symbol=BTCUSDC&origClientOrderId=" + client_id)), member);
  }
  // All that an account may ask about itself.
  std::vector<std::string> answers() {
    return {ask("/api/v3/openOrders"),
            ask("/api/v3/allOrders", "symbol=BTCUSDC"),
            ask("/api/v3/myTrades", "symbol=BTCUSDC"),
            ask("/api/v3/openOrderList"),
            ask("/api/v3/allOrderList"),
            ask("/api/v3/account")};
  }
  void trade_a_little() {
    place("side=BUY&type=MARKET&quantity=0.001&newClientOrderId=bought");
    place("side=BUY&type=LIMIT&timeInForce=GTC&price=80000&quantity=0.001&newClientOrderId=resting");
    place(
        "side=SELL&type=STOP_LOSS_LIMIT&timeInForce=GTC&stopPrice=85000&price=84000&quantity=0.002"
        "&newClientOrderId=stop");
    place("side=BUY&type=LIMIT&timeInForce=GTC&price=79000&quantity=0.001&newClientOrderId=gone");
    signed_call(net::Method::DELETE, "/api/v3/order", "symbol=BTCUSDC&origClientOrderId=gone");
    const auto list = signed_call(net::Method::POST, "/api/v3/orderList/oco",
                                  "symbol=BTCUSDC&side=SELL&quantity=0.001&aboveType=LIMIT_MAKER&abovePrice=99000"
                                  "&belowType=STOP_LOSS&belowStopPrice=84000&listClientOrderId=pair");
    EXPECT_EQ(list.status, 200) << list.body;
  }

  static StateFolder folder() {
    auto opened = StateFolder::open(directory);
    EXPECT_TRUE(opened) << opened.error();
    return std::move(*opened);
  }
  KeptState kept() {
    auto read = folder().read();
    EXPECT_TRUE(read && *read);
    return read && *read ? std::move(**read) : KeptState{};
  }
  void save_at_the_end() { StateSaver(*venue, folder()).end(clock.now()); }
  void start_again(std::optional<KeptState> state = {}) {
    if (!state) state = kept();
    venue.reset();
    open(small_options(), std::move(state));
  }

  inline static const std::string directory =
      std::filesystem::temp_directory_path() / ("robson-sim-kept-" + std::to_string(getpid()));
};

TEST_F(KeptVenue, all_answers_about_orders_trades_lists_and_balances_are_the_same_after_a_restart) {
  trade_a_little();
  const auto before = answers();
  save_at_the_end();
  clock.moment = clock.moment + std::chrono::minutes(3);
  start_again();
  EXPECT_EQ(answers(), before);
  EXPECT_EQ(parsed(before[0]).children.size(), 4U);
}

TEST_F(KeptVenue, ids_of_orders_and_trades_go_on) {
  trade_a_little();
  const auto trades = parsed(ask("/api/v3/myTrades", "symbol=BTCUSDC"));
  const auto latest = parsed(ask("/api/v3/allOrders", "symbol=BTCUSDC")).children.back();
  save_at_the_end();
  start_again();
  const auto next = place("side=BUY&type=MARKET&quantity=0.001&newOrderRespType=FULL");
  EXPECT_EQ(std::stoll(at(next, "orderId")), std::stoll(at(latest, "orderId")) + 1);
  const auto& fill = next.find("fills")->children.at(0);
  EXPECT_GT(std::stoll(at(fill, "tradeId")), std::stoll(at(trades.children.at(0), "id")));
}

TEST_F(KeptVenue, what_rests_and_what_waits_does_its_work_after_a_restart) {
  trade_a_little();
  save_at_the_end();
  start_again();
  move("83900", true);
  EXPECT_EQ(order("stop", "status"), "NEW");
  EXPECT_EQ(order("stop", "isWorking"), "true");
  EXPECT_EQ(parsed(ask("/api/v3/openOrderList")).children.size(), 0U);
  move("79500", true);
  EXPECT_EQ(order("resting", "status"), "FILLED");
  EXPECT_EQ(order("resting", "cummulativeQuoteQty"), "80.00000000");
}

TEST_F(KeptVenue, a_price_that_was_moved_goes_on_from_there) {
  move("95000", false);
  save_at_the_end();
  clock.moment = clock.moment + std::chrono::minutes(2);
  start_again();
  pass(std::chrono::seconds(2));
  const auto price = std::stod(at(parsed(get("/api/v3/ticker/price?symbol=BTCUSDC").body), "price"));
  EXPECT_NEAR(price, 95'000, 500);
}

TEST_F(KeptVenue, another_seed_starts_where_the_price_stood) {
  save_at_the_end();
  KeptState state = kept();
  for (KeptPath& path : state.paths) ++path.seed;
  start_again(state);
  const auto price = std::stod(at(parsed(get("/api/v3/ticker/price?symbol=BTCUSDC").body), "price"));
  EXPECT_NEAR(price, 90'000, 450);
}

TEST_F(KeptVenue, orders_that_the_new_price_has_passed_are_filled_and_triggered_at_once) {
  trade_a_little();
  save_at_the_end();
  KeptState state = kept();
  for (KeptPath& path : state.paths) {
    if (path.symbol.text != "BTCUSDC") continue;
    ++path.seed;
    path.last = 7'800'000;  // 78,000
  }
  start_again(state);
  EXPECT_EQ(order("resting", "status"), "FILLED");
  EXPECT_EQ(order("resting", "cummulativeQuoteQty"), "80.00000000") << "at its own price, as one that stood there";
  EXPECT_EQ(order("stop", "isWorking"), "true");
  EXPECT_EQ(order("stop", "status"), "NEW") << "its limit of 84,000 is above the market";
  EXPECT_EQ(parsed(ask("/api/v3/openOrderList")).children.size(), 0U) << "the pair's stop was sold";
}

TEST_F(KeptVenue, a_key_made_at_run_time_comes_back_and_secrets_of_flags_are_not_written) {
  call(net::Method::POST, "/sim/accounts", R"({"key":"k 2","secret":"s"})");
  call(net::Method::POST, "/sim/accounts",
       R"({"key":"late","secret":"a%b\tc","balances":"5USDC","permission":"read"})");
  save_at_the_end();
  const std::string written = read_text(directory + "/state");
  EXPECT_EQ(written.find("demo-secret"), std::string::npos);
  start_again();
  EXPECT_EQ(signed_call(net::Method::GET, "/api/v3/account", "", "a%b\tc", "late").status, 200);
  EXPECT_EQ(at(parsed(last.body).find("balances")->children.at(0), "free"), "5.00000000");
  EXPECT_EQ(venue->keys.find("late")->permission, KeyPermission::read);
  struct stat facts {};
  ASSERT_EQ(::stat((directory + "/state").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0600U);
}

TEST_F(KeptVenue, killed_between_two_saves_it_goes_on_from_the_last_one_and_gives_no_id_twice) {
  StateSaver saver(*venue, folder());
  trade_a_little();
  saver.tick(clock.now());
  const auto saved = answers();
  clock.moment = clock.moment + std::chrono::milliseconds(400);
  const auto lost = place("side=BUY&type=MARKET&quantity=0.001&newOrderRespType=FULL");
  saver.tick(clock.now());  // less than a second later: not written
  write_text(directory + "/state.new", read_text(directory + "/state").substr(0, 300));
  auto read = kept_state_of(read_text(directory + "/state"));
  ASSERT_TRUE(read) << read.error();
  start_again(std::move(*read));
  EXPECT_EQ(answers(), saved);
  const auto next = place("side=BUY&type=MARKET&quantity=0.001&newOrderRespType=FULL");
  EXPECT_GT(std::stoll(at(next, "orderId")), std::stoll(at(lost, "orderId")));
  EXPECT_GT(std::stoll(at(next.find("fills")->children.at(0), "tradeId")),
            std::stoll(at(lost.find("fills")->children.at(0), "tradeId")));
}

TEST_F(KeptVenue, what_accounts_do_is_written_within_a_second_and_nothing_oftener_than_that) {
  StateSaver saver(*venue, folder());
  const auto written_at = [&] { return kept_state_of(read_text(directory + "/state"))->saved; };
  saver.tick(clock.now());
  const Timestamp first = clock.now();
  clock.moment = first + std::chrono::seconds(5);
  saver.tick(clock.now());
  EXPECT_EQ(written_at(), first) << "nothing has changed but prices";
  clock.moment = first + std::chrono::seconds(15);
  saver.tick(clock.now());
  EXPECT_EQ(written_at(), clock.now()) << "prices are written too";
  call(net::Method::POST, "/sim/deposit", R"({"key":"demo-key","asset":"USDC","amount":"1"})");
  clock.moment = clock.moment + std::chrono::milliseconds(999);
  saver.tick(clock.now());
  EXPECT_NE(written_at(), clock.now());
  clock.moment = clock.moment + std::chrono::milliseconds(1);
  saver.tick(clock.now());
  EXPECT_EQ(written_at(), clock.now());
}

TEST_F(KeptVenue, any_damage_of_the_file_is_told_and_the_file_is_left_alone) {
  trade_a_little();
  save_at_the_end();
  const std::string whole = read_text(directory + "/state");
  const auto refusal = [&](const std::string& text) {
    write_text(directory + "/state", text);
    const auto read = folder().read();
    EXPECT_EQ(read_text(directory + "/state"), text);
    return read ? "" : read.error();
  };
  EXPECT_EQ(refusal(whole), "");
  for (std::size_t i = 0; i < whole.size(); i += 37) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    EXPECT_NE(refusal(damaged), "") << "byte " << i;
  }
  EXPECT_NE(refusal(whole.substr(0, whole.size() / 2)).find("its checksum does not fit"), std::string::npos);
  EXPECT_NE(refusal("").find("does not begin as a state of robson-sim does"), std::string::npos);
  EXPECT_NE(refusal("robson-sim-state 9 0\n").find("it is of version 9, and this robson-sim reads 1"),
            std::string::npos);
}

TEST_F(KeptVenue, an_open_order_off_the_grid_is_refused_before_anything_starts) {
  trade_a_little();
  save_at_the_end();
  KeptState state = kept();
  state.exchange.orders_of_accounts.at(1).price = {*Decimal::parse("80000.005")};
  const auto setup = set_up_market(small_options(), clock.now(), state);
  ASSERT_FALSE(setup);
  EXPECT_NE(setup.error().find("does not fit its tick of 0.01"), std::string::npos) << setup.error();
}

TEST_F(KeptVenue, locks_that_orders_do_not_need_are_refused) {
  trade_a_little();
  save_at_the_end();
  KeptState state = kept();
  state.exchange.orders_of_accounts.at(1).locked += {Decimal::integer(1)};
  EXPECT_EQ(fault_of(state.exchange, {venue->market.find({"BTCUSDC"})->instrument()}),
            "what accounts have locked is not what their orders need");
}

TEST_F(KeptVenue, a_symbol_that_is_not_named_again_is_traded_on_when_orders_are_left) {
  trade_a_little();
  save_at_the_end();
  Options options = small_options();
  static_cast<void>(read_symbols("ETHUSDC", options));
  KeptState state = kept();
  venue.reset();
  open(options, state);
  EXPECT_EQ(order("resting", "status"), "NEW");
}

TEST_F(KeptVenue, one_directory_serves_one_simulator) {
  const StateFolder first = folder();
  const auto second = StateFolder::open(directory);
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().find("another robson-sim works on it"), std::string::npos);
}

}  // namespace
}  // namespace robson::simulator
