// What the gate records, limits and refuses, whatever stands behind it.
#include "accounts/fixture.hpp"
#include "routes/gate.hpp"
#include "storage/session.hpp"

namespace robson::routes {
namespace {

using accounts::Role;

class GateAccessTest : public accounts::AccountsTest {
 protected:
  GateAccessTest() {
    const auto act = [this](const Exchange& exchange) -> Answer {
      ++acted;
      exchange.note("reason", "because");
      if (exchange.request.body == "refuse") return Unexpected(unprocessable("x", "No."));
      if (exchange.request.body == "break") throw std::runtime_error("broken");
      return net::Response{.status = 204};
    };
    gate.quick(net::Method::POST, "/api/v1/thing", Access::operators, act);
    gate.quick(net::Method::GET, "/api/v1/thing", Access::signed_in, act);
    gate.quick(net::Method::POST, "/api/v1/control/pause", Access::operators, act);
    gate.quick(net::Method::POST, "/api/v1/control/emergency-stop", Access::operators, act);
    gate.quick(net::Method::GET, "/api/v1/poll", Access::readers, act);
    gate.stream("/api/v1/stream", Access::readers, [](const Exchange&) -> StreamAnswer {
      net::OpenStream stream{.head = {.status = 204}};
      return stream;
    });
    gate.quick(net::Method::POST, "/api/v1/click", Access::signed_in, act, Recorded::no);
    gate.quick(net::Method::POST, "/api/v1/open", Access::everyone, act);
    gate.quick(net::Method::POST, "/api/v1/signed", Access::producers, [this](const Exchange& exchange) -> Answer {
      if (!exchange.request.body.empty()) return net::Response{.status = 204};
      if (auto over = gate.count_stranger(exchange)) return Unexpected(std::move(*over));
      return Unexpected(Failure{401, "INVALID_SIGNATURE", "", {}, {}});
    });
    token = login("ada")->access.reveal();
  }
  net::Response ask(net::Method method, const std::string& path, net::Headers headers, const std::string& body = {}) {
    std::optional<net::Response> answer;
    net::Request request{
        .method = method, .path = path, .headers = std::move(headers), .body = body, .remote = "10.0.0.7"};
    gate.serve(std::move(request),
               net::Respond([&](net::Respond::Reply told) { answer = std::move(std::get<net::Response>(told)); }));
    context.restart();
    context.run();
    return std::move(answer).value();
  }
  net::Headers bearer() const { return with("Authorization", "Bearer " + token); }
  static net::Headers with(const std::string& name, const std::string& value) {
    net::Headers headers;
    headers.add(name, value);
    return headers;
  }
  int post(const std::string& path, const std::string& body = {}) {
    return ask(net::Method::POST, path, bearer(), body).status;
  }
  std::vector<storage::AuditRow> rows() {
    const auto scope = storage::AuditScope(storage::Tenant(one));
    const auto all =
        database->read_now([&](storage::Session& s) { return storage::audit_rows_after(s, scope, 0, 1000); }).value();
    std::vector<storage::AuditRow> found;
    for (const auto& stored : all) {
      if (stored.row.user != "owner") found.push_back(stored.row);
    }
    return found;
  }
  void lose_the_audit() {
    const auto done = database->write_now([](storage::Session& s) { s.run_text("drop table audit"); });
    ASSERT_TRUE(done);
  }

  Metrics metrics;
  std::unique_ptr<accounts::AuditLog> audit = accounts::AuditLog::open(clock, *database).value();
  GateOptions options{.allowed_origins = {"https://dash.example"},
                      .limits = {.operator_ = 50, .control = 3, .anonymous = 20}};
  Gate gate{context, clock, *accounts, *audit, metrics, options};
  std::string token;
  int acted = 0;
};

TEST_F(GateAccessTest, what_may_change_something_is_recorded_and_reading_is_not) {
  EXPECT_EQ(ask(net::Method::GET, "/api/v1/thing", bearer()).status, 204);
  EXPECT_EQ(post("/api/v1/click"), 204);
  EXPECT_TRUE(rows().empty());
  EXPECT_EQ(post("/api/v1/thing", "a secret body"), 204);
  const auto all = rows();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].user, "ada");
  EXPECT_EQ(all[0].role, "operator");
  EXPECT_EQ(all[0].action, "thing");
  EXPECT_EQ(all[0].outcome, "done");
  EXPECT_EQ(all[0].status, 204);
  EXPECT_EQ(all[0].detail, R"({"reason":"because"})");
  EXPECT_EQ(all[0].address, "10.0.0.7");
  EXPECT_FALSE(all[0].correlation_id.empty());
}

TEST_F(GateAccessTest, refused_and_failed_requests_are_recorded_as_what_they_were) {
  EXPECT_EQ(post("/api/v1/thing", "refuse"), 422);
  EXPECT_EQ(post("/api/v1/thing", "break"), 500);
  ASSERT_TRUE(run(accounts->change_user(one, ada, accounts::UserChange{.role = Role::viewer})));
  EXPECT_EQ(post("/api/v1/thing"), 403);
  const auto all = rows();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].outcome, "refused");
  EXPECT_EQ(all[1].outcome, "failed");
  EXPECT_EQ(all[2].outcome, "refused");
  EXPECT_EQ(all[2].role, "viewer");
  EXPECT_EQ(acted, 2);
}

TEST_F(GateAccessTest, steering_is_recorded_before_it_is_done_and_after) {
  EXPECT_EQ(post("/api/v1/control/pause"), 204);
  const auto all = rows();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].outcome, "requested");
  EXPECT_EQ(all[0].status, std::nullopt);
  EXPECT_EQ(all[1].outcome, "done");
  EXPECT_EQ(all[0].correlation_id, all[1].correlation_id);
}

TEST_F(GateAccessTest, steering_that_cannot_be_recorded_is_not_done) {
  lose_the_audit();
  EXPECT_EQ(post("/api/v1/control/pause"), 503);
  EXPECT_EQ(acted, 0);
}

TEST_F(GateAccessTest, an_emergency_stop_that_cannot_be_recorded_is_done) {
  lose_the_audit();
  EXPECT_EQ(post("/api/v1/control/emergency-stop"), 204);
  EXPECT_EQ(acted, 1);
}

TEST_F(GateAccessTest, whoever_did_what_cannot_be_recorded_is_told) {
  lose_the_audit();
  const auto answer = ask(net::Method::POST, "/api/v1/thing", bearer());
  EXPECT_EQ(answer.status, 503);
  EXPECT_NE(answer.body.find("AUDIT_FAILED"), std::string::npos);
}

TEST_F(GateAccessTest, over_the_limit_nothing_is_done_and_the_first_refusal_is_recorded) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(post("/api/v1/control/pause"), 204);
  const auto refused = ask(net::Method::POST, "/api/v1/control/pause", bearer());
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.headers.get("Retry-After"), "60");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(post("/api/v1/control/pause"), 429);
  EXPECT_EQ(acted, 3);
  const auto all = rows();
  ASSERT_EQ(all.size(), 7U);
  EXPECT_EQ(all.back().status, 429);
  EXPECT_EQ(post("/api/v1/thing"), 204) << "other requests have another limit";
  clock.advance(std::chrono::minutes(1));
  EXPECT_EQ(post("/api/v1/control/pause"), 204);
}

TEST_F(GateAccessTest, a_poll_of_the_feed_counts_and_a_stream_does_not) {
  for (int i = 0; i < 50; ++i) ASSERT_EQ(ask(net::Method::GET, "/api/v1/poll", bearer()).status, 204);
  EXPECT_EQ(ask(net::Method::GET, "/api/v1/poll", bearer()).status, 429);
  EXPECT_EQ(ask(net::Method::GET, "/api/v1/stream", bearer()).status, 204);
}

TEST_F(GateAccessTest, a_producer_is_counted_by_its_handler_and_as_a_stranger_when_it_is_none) {
  for (int i = 0; i < 100; ++i) ASSERT_EQ(ask(net::Method::POST, "/api/v1/signed", {}, "a signed body").status, 204);
  for (int i = 0; i < 20; ++i) ASSERT_EQ(ask(net::Method::POST, "/api/v1/signed", {}).status, 401);
  EXPECT_EQ(ask(net::Method::POST, "/api/v1/signed", {}).status, 429);
  EXPECT_EQ(ask(net::Method::POST, "/api/v1/open", {}).status, 429) << "it is the same address";
  EXPECT_EQ(ask(net::Method::POST, "/api/v1/signed", {}, "a signed body").status, 204);
  EXPECT_TRUE(rows().empty()) << "what a producer sends stands in its own table";
}

TEST_F(GateAccessTest, strangers_are_counted_by_address) {
  int unauthorized = 0;
  while (ask(net::Method::GET, "/api/v1/thing", with("Authorization", "Bearer nonsense")).status == 401) {
    ASSERT_LT(++unauthorized, 100);
  }
  EXPECT_EQ(unauthorized, 20);
  EXPECT_EQ(ask(net::Method::POST, "/api/v1/open", {}).status, 429);
  EXPECT_EQ(ask(net::Method::GET, "/api/v1/thing", bearer()).status, 204) << "whoever is signed in is not a stranger";
}

TEST_F(GateAccessTest, a_cookie_acts_only_from_a_page_of_ours) {
  const auto cookie_from = [&](const std::string& name, const std::string& value) {
    auto headers = with("Cookie", "robson_session=" + token);
    headers.add("Host", "robson.example");
    if (!name.empty()) headers.add(name, value);
    return ask(net::Method::POST, "/api/v1/thing", headers).status;
  };
  EXPECT_EQ(cookie_from("Origin", "https://robson.example"), 204);
  EXPECT_EQ(cookie_from("Origin", "https://dash.example"), 204);
  EXPECT_EQ(cookie_from("Sec-Fetch-Site", "same-origin"), 204);
  EXPECT_EQ(cookie_from("", ""), 403);
  EXPECT_EQ(cookie_from("Origin", "null"), 403);
  EXPECT_EQ(cookie_from("Origin", "https://evil.example"), 403);
  EXPECT_EQ(cookie_from("Sec-Fetch-Site", "same-site"), 403);
  EXPECT_EQ(acted, 3);
}

TEST_F(GateAccessTest, a_foreign_page_cannot_sign_a_browser_in_either) {
  EXPECT_EQ(ask(net::Method::POST, "/api/v1/open", with("Origin", "https://evil.example")).status, 403);
  EXPECT_EQ(ask(net::Method::POST, "/api/v1/open", with("Sec-Fetch-Site", "cross-site")).status, 403);
  EXPECT_EQ(ask(net::Method::POST, "/api/v1/open", {}).status, 204) << "a program names no page";
}

TEST_F(GateAccessTest, a_key_opens_what_it_reaches_and_not_beside_another_credential) {
  const auto root = run(accounts->add_user(one, "root", Secret("correct horse"), Role::admin));
  ASSERT_TRUE(root);
  const auto made = run(accounts->create_api_key(login("root")->caller, {.name = "k", .scopes = "read"}));
  const std::string key = made->key.reveal();
  EXPECT_EQ(ask(net::Method::GET, "/api/v1/thing", with("X-API-Key", key)).status, 204);
  EXPECT_EQ(ask(net::Method::POST, "/api/v1/thing", with("X-API-Key", key)).status, 403);
  EXPECT_EQ(ask(net::Method::GET, "/api/v1/thing", with("X-API-Key", key + "x")).status, 401);
  EXPECT_EQ(ask(net::Method::GET, "/api/v1/thing", with("X-API-Key", "")).status, 401);
  auto both = bearer();
  both.add("X-API-Key", key);
  EXPECT_EQ(ask(net::Method::GET, "/api/v1/thing", both).status, 400);
  auto with_cookie = with("Cookie", "robson_session=" + token);
  with_cookie.add("X-API-Key", key);
  EXPECT_EQ(ask(net::Method::GET, "/api/v1/thing", with_cookie).status, 400);
  auto twice = with("X-API-Key", key);
  twice.add("x-api-key", key);
  EXPECT_EQ(ask(net::Method::GET, "/api/v1/thing", twice).status, 400);
  net::Request upgrade{.path = "/ws", .headers = with("X-API-Key", key)};
  EXPECT_TRUE(std::holds_alternative<accounts::Caller>(gate.socket_caller(upgrade)));
  EXPECT_EQ(rows().back().detail, R"({"api_key":")" + key.substr(0, 10) + R"("})");
}

TEST_F(GateAccessTest, keys_count_for_their_maker_by_the_makers_role) {
  const accounts::Caller maker = login("ada")->caller;
  std::vector<std::string> keys;
  for (const char* name : {"one", "two"}) {
    keys.push_back(run(accounts->create_api_key(maker, {.name = name, .scopes = "read"}))->key.reveal());
  }
  std::size_t answered = 0;
  while (ask(net::Method::GET, "/api/v1/thing", with("X-API-Key", keys.at(answered % 2))).status == 204) {
    ASSERT_LT(++answered, 1000U);
  }
  EXPECT_EQ(answered, 50U) << "an operator's, though the keys only read";
  EXPECT_EQ(ask(net::Method::GET, "/api/v1/thing", bearer()).status, 429);
}

TEST_F(GateAccessTest, preflights_are_answered_to_allowed_origins_only) {
  auto headers = with("Origin", "https://dash.example");
  headers.add("Access-Control-Request-Method", "POST");
  const auto answer = ask(net::Method::OPTIONS, "/api/v1/thing", headers);
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.headers.get("Access-Control-Allow-Origin"), "https://dash.example");
  auto foreign = with("Origin", "https://evil.example");
  foreign.add("Access-Control-Request-Method", "POST");
  const auto refused = ask(net::Method::OPTIONS, "/api/v1/thing", foreign);
  EXPECT_EQ(refused.status, 405);
  EXPECT_FALSE(refused.headers.has("Access-Control-Allow-Origin"));
}

TEST_F(GateAccessTest, every_answer_carries_the_security_headers) {
  for (const auto& answer : {ask(net::Method::GET, "/api/v1/thing", bearer()), ask(net::Method::GET, "/nowhere", {})}) {
    EXPECT_EQ(answer.headers.get("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(answer.headers.get("X-Frame-Options"), "DENY");
    EXPECT_EQ(answer.headers.get("X-XSS-Protection"), "1; mode=block");
    EXPECT_EQ(answer.headers.get("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(answer.headers.get("Content-Security-Policy").find("unsafe"), std::string_view::npos);
  }
}

}  // namespace
}  // namespace robson::routes
