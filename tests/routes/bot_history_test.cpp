// The questions about a bot's history, asked through the gate.
#include "routes/bot_history.hpp"

#include "accounts/fixture.hpp"
#include "json/read.hpp"
#include "routes/bot_history_views.hpp"

namespace robson::routes {
namespace {

using namespace literals;
using std::chrono::hours;
using std::chrono::minutes;
using storage::bucket_start;
using testing::HasSubstr;
using testing::StartsWith;

struct BotHistoryTest : accounts::AccountsTest {
  BotHistoryTest() {
    add_bot_history_routes(gate, {.database = *database, .clock = clock, .which_bot = [](const Exchange& exchange) {
                                    return named_bot(exchange, "main");
                                  }});
  }
  net::Response ask(const std::string& what, const std::string& query = "", const std::string& user = "ada") {
    net::Request request{.path = "/api/v1/history/" + what, .query = query};
    request.headers.add("Authorization", "Bearer " + login(user)->access.reveal());
    std::optional<net::Respond::Reply> reply;
    gate.serve(std::move(request), net::Respond([&](net::Respond::Reply told) { reply = std::move(told); }));
    context.restart();
    context.run();
    return std::get<net::Response>(std::move(*reply));
  }
  std::string fault(const std::string& what, const std::string& query) {
    const auto response = ask(what, query);
    return std::to_string(response.status) + " " + response.body;
  }
  template <class Put>
  void put(Put job) {
    const auto done = database->write_now(job);
    ASSERT_TRUE(done) << done.error().text;
  }
  void put_sample(storage::Metric metric, Timestamp at, Decimal value, const std::string& position = "") {
    put([&](storage::Session& s) { put_samples(s, storage::Tenant(one), {{"main", position, metric, at, value}}); });
  }
  bot_api::Trade trade(std::int64_t id, std::optional<Decimal> realized = {}) const {
    return {.id = id,
            .position_id = "p1",
            .asset = "=SOL",
            .quantity = "12.5"_d,
            .price = "101.25"_d,
            .value_usd = "1265.625"_d,
            .fee_usd = "0.44"_d,
            .at = clock.now() - minutes(id),
            .realized_pnl_usd = realized};
  }

  Metrics counters;
  std::unique_ptr<accounts::AuditLog> audit = accounts::AuditLog::open(clock, *database).value();
  Gate gate{context, clock, *accounts, *audit, counters, {}};
};

TEST_F(BotHistoryTest, pnl_has_a_point_wherever_a_figure_has_one_and_sums_the_closed_positions) {
  const Timestamp at = bucket_start(clock.now(), minutes(5));
  put_sample(storage::Metric::total_pnl, at - minutes(5), "1.5"_d);
  put_sample(storage::Metric::total_pnl, at, "165.8"_d);
  put_sample(storage::Metric::realized_pnl, at, "120.5"_d);
  put([&](storage::Session& s) {
    put_trades(s, storage::Tenant(one), "main", {trade(1, "60.5"_d), trade(2, "-0.25"_d), trade(3, "30"_d), trade(4)});
  });
  EXPECT_EQ(
      ask("pnl").body,
      R"({"period":"7d","resolution":"5min","truncated":false,"data_points":[)"
      R"({"timestamp":")" +
          to_rfc3339(at - minutes(5)) +
          R"(","realized_pnl":null,"unrealized_pnl":null,"total_pnl":1.5,"funding_pnl":null,"position_pnl":null},)"
          R"({"timestamp":")" +
          to_rfc3339(at) +
          R"(","realized_pnl":120.5,"unrealized_pnl":null,"total_pnl":165.8,"funding_pnl":null,"position_pnl":null}],)"
          R"("summary":{"total_realized":120.5,"total_unrealized":null,"win_rate":0.666666666667,)"
          R"("avg_pnl_per_trade":30.083333333333,"trades":3}})");
  EXPECT_THAT(ask("pnl", "decimals=string").body, HasSubstr(R"("win_rate":"0.666666666667")"));
}

TEST_F(BotHistoryTest, without_anything_known_nothing_is_zero) {
  EXPECT_THAT(ask("pnl", "days=30").body,
              HasSubstr(R"("data_points":[],"summary":{"total_realized":null,"total_unrealized":null,"win_rate":null,)"
                        R"("avg_pnl_per_trade":null,"trades":0})"));
}

TEST_F(BotHistoryTest, a_metric_tells_the_extremes_of_each_bucket) {
  const Timestamp at = bucket_start(clock.now(), minutes(1));
  put_sample(storage::Metric::health_factor, at, "0.3"_d, "p1");
  put_sample(storage::Metric::health_factor, at + Duration(1), "0.2"_d, "p1");
  EXPECT_EQ(ask("metrics", "metric=health_factor&position_id=p1&days=1").body,
            R"({"metric":"health_factor","position_id":"p1","period":"1d","resolution":"1min","truncated":false,)"
            R"("data_points":[{"timestamp":")" +
                to_rfc3339(at) + R"(","first":0.3,"last":0.2,"min":0.2,"max":0.3,"avg":0.25,"count":2}]})");
  EXPECT_EQ(ask("metrics", "metric=health_factor&position_id=p1&format=csv").body,
            "timestamp,first,last,min,max,avg,count\r\n" + to_rfc3339(bucket_start(at, minutes(5))) +
                ",0.3,0.2,0.2,0.3,0.25,2\r\n");
}

TEST_F(BotHistoryTest, a_cursor_still_holds_when_time_has_passed) {
  put([&](storage::Session& s) { put_trades(s, storage::Tenant(one), "main", {trade(1), trade(2), trade(3)}); });
  const auto first = ask("trades", "limit=2");
  const auto begin = first.body.find("\"next_cursor\":\"") + 15;
  const std::string cursor = first.body.substr(begin, first.body.find('"', begin) - begin);
  clock.advance(std::chrono::seconds(5));
  const auto second = ask("trades", "limit=2&cursor=" + cursor);
  EXPECT_EQ(second.status, 200) << second.body;
  EXPECT_THAT(second.body, StartsWith(R"({"trades":[{"id":3,)"));
  EXPECT_THAT(second.body, HasSubstr(R"("next_cursor":null)"));
}

TEST_F(BotHistoryTest, an_export_holds_all_pages_and_no_formula) {
  std::vector<bot_api::Trade> all;
  for (int id = 1; id <= 1100; ++id) all.push_back(trade(id));
  put([&](storage::Session& s) { put_trades(s, storage::Tenant(one), "main", all); });
  const auto csv = ask("trades", "format=csv");
  EXPECT_EQ(std::ranges::count(csv.body, '\n'), 1101);
  EXPECT_EQ(csv.headers.get("Content-Disposition"), "attachment; filename=\"trades.csv\"");
  EXPECT_THAT(csv.body, HasSubstr("1,main,p1,'=SOL,asgard,open,BUY,12.5,101.25,1265.625,0.44,"));
}

TEST_F(BotHistoryTest, funding_says_what_was_received_and_paid) {
  const Timestamp hour = bucket_start(clock.now(), hours(1));
  const auto payment = [&](std::int64_t id, Decimal amount) {
    return bot_api::Payment{.id = id,
                            .position_id = "p1",
                            .asset = "SOL",
                            .at = hour,
                            .funding_rate = "0.0001"_d,
                            .funding_received_rate = "0.0001"_d,
                            .notional_usd = "1000"_d,
                            .amount_usd = amount};
  };
  put([&](storage::Session& s) {
    put_payments(s, storage::Tenant(one), "main", {payment(1, "0.1"_d), payment(2, "-0.04"_d)});
  });
  const std::string body = ask("funding", "limit=1").body;
  EXPECT_THAT(body, HasSubstr(R"("rates":[{"timestamp":")" + to_rfc3339(hour) +
                              R"(","asset":"SOL","funding_rate":0.0001,"funding_received_rate":0.0001}])"));
  EXPECT_THAT(body, HasSubstr(R"("summary":{"received_usd":0.1,"paid_usd":0.04,"net_usd":0.06,"payments":2})"));
  EXPECT_THAT(ask("funding", "format=csv").body, HasSubstr(",-0.04\r\n"));
}

TEST_F(BotHistoryTest, breakers_are_told_with_their_bot) {
  const bot_api::Breaker breaker{.id = 1,
                                 .breaker_type = hedge::BreakerType::high_gas,
                                 .triggered_at = clock.now(),
                                 .reason = "gas, 21 USD",
                                 .scope = hedge::PauseScope::asgard};
  put([&](storage::Session& s) { put_breakers(s, storage::Tenant(one), "second", {breaker}); });
  EXPECT_EQ(ask("circuit-breakers").body, R"({"circuit_breakers":[]})");
  EXPECT_THAT(ask("circuit-breakers", "bot=second").body, HasSubstr(R"("breaker_type":"high_gas")"));
  EXPECT_THAT(ask("circuit-breakers", "bot=second").body, HasSubstr(R"("bot":"second")"));
  EXPECT_THAT(ask("circuit-breakers", "bot=second&format=csv").body, HasSubstr(R"(,"gas, 21 USD",asgard,)"));
}

TEST_F(BotHistoryTest, another_client_sees_nothing_of_it) {
  put_sample(storage::Metric::total_pnl, clock.now(), "1"_d);
  put([&](storage::Session& s) { put_trades(s, storage::Tenant(one), "main", {trade(1, "5"_d)}); });
  EXPECT_THAT(ask("pnl", "", "bob").body, HasSubstr(R"("data_points":[])"));
  EXPECT_THAT(ask("pnl", "", "bob").body, HasSubstr(R"("trades":0)"));
  EXPECT_EQ(ask("trades", "", "bob").body, R"({"trades":[],"next_cursor":null})");
}

TEST_F(BotHistoryTest, a_fault_names_its_parameter) {
  for (const char* query : {"days=0", "days=366", "days=x", "resolution=2min", "position_id=", "position_id=a%2Fb",
                            "bot=Main", "bot=", "format=xml", "decimals=float"}) {
    const std::string text = fault("pnl", query);
    const std::string name = std::string(query).substr(0, std::string(query).find('='));
    EXPECT_THAT(text, StartsWith("422 ")) << query;
    EXPECT_THAT(text, HasSubstr("\"field\":\"" + name + "\"")) << query;
  }
  EXPECT_THAT(fault("metrics", ""), HasSubstr("\"field\":\"metric\""));
  EXPECT_THAT(fault("metrics", "metric=equity"), HasSubstr("\"field\":\"metric\""));
  EXPECT_THAT(fault("trades", "limit=1001"), HasSubstr("\"field\":\"limit\""));
  EXPECT_THAT(fault("trades", "cursor=x"), HasSubstr("\"field\":\"cursor\""));
}

TEST(PnlHistory, of_more_points_than_one_answer_holds_the_oldest_are_left_out) {
  PnlCharts charts;
  for (int i = 0; i < storage::most_points; ++i) {
    charts.total.points.push_back({.at = {2 * i}, .value = Decimal::integer(i)});
    charts.funding.points.push_back({.at = {2 * i + 1}, .value = Decimal::integer(i)});
  }
  const PnlHistory history = pnl_history(charts, {});
  EXPECT_TRUE(history.truncated);
  ASSERT_EQ(history.data_points.size(), 2500U);
  EXPECT_EQ(history.data_points.back().timestamp, Timestamp{4999});
  EXPECT_EQ(history.data_points.front().timestamp, Timestamp{2500});
}

}  // namespace
}  // namespace robson::routes
