#include "routes/gate.hpp"

#include "accounts/fixture.hpp"
#include "routes/visit.hpp"

namespace robson::routes {
namespace {

struct SilentListener final : net::Listener {
  void opened(const std::shared_ptr<net::Socket>&) override {}
  void message(std::string_view, bool) override {}
  void closed(std::uint16_t) override {}
};

class RecordingSocket final : public net::Socket {
 public:
  bool send(const net::FramePtr&) override { return code == 0; }
  void close(std::uint16_t with, std::string_view why) override {
    if (code == 0) reason = why;
    if (code == 0) code = with;
  }
  void abort() override { code = 1006; }
  std::size_t pending_bytes() const override { return 0; }
  void want_drained() override {}
  const std::string& remote() const override { return remote_; }
  std::uint16_t code = 0;
  std::string reason;

 private:
  std::string remote_ = "127.0.0.1";
};

class CountingVisit final : public Visit {
 public:
  using Visit::sign_in;
  using Visit::Visit;
  void message(std::string_view, bool) override {}
  void welcome() override { ++welcomed; }
  void leave() override { ++left; }
  void each_second(Timestamp) override { ++seconds; }
  int welcomed = 0;
  int left = 0;
  int seconds = 0;
};

class GateTest : public accounts::AccountsTest {
 protected:
  GateTest() {
    gate.stream("/stream", Access::readers, [](const Exchange& exchange) -> StreamAnswer {
      if (exchange.request.parameter("bad")) return Unexpected(unprocessable("bad", "It is bad."));
      if (exchange.request.parameter("broken")) throw std::runtime_error("broken");
      net::OpenStream stream{.head = {.content_type = "text/event-stream"}};
      stream.head.headers.add("X-Tenant", std::to_string(exchange.tenant().value));
      stream.listener = std::make_unique<SilentListener>();
      return stream;
    });
  }
  net::Respond::Reply ask(net::Request request) {
    std::optional<net::Respond::Reply> reply;
    gate.serve(std::move(request), net::Respond([&](net::Respond::Reply told) { reply = std::move(told); }));
    return std::move(*reply);
  }
  net::Respond::Reply ask(std::string query, net::Method method = net::Method::GET) {
    return ask(net::Request{.method = method, .path = "/stream", .query = std::move(query)});
  }
  static int status_of(const net::Respond::Reply& reply) {
    const auto* response = std::get_if<net::Response>(&reply);
    return response != nullptr ? response->status : std::get<net::OpenStream>(reply).head.status;
  }
  std::string token(const std::string& name) { return login(name)->access.reveal(); }
  std::string ticket(const std::string& name) { return gate.tickets().issue(login(name)->caller).value().reveal(); }

  Metrics metrics;
  std::unique_ptr<accounts::AuditLog> audit = accounts::AuditLog::open(clock, *database).value();
  Gate gate{context, clock, *accounts, *audit, metrics, {}};
  Visits visits;
};

TEST_F(GateTest, an_answer_without_an_end_carries_the_gates_headers_and_its_caller) {
  net::Request request{.path = "/stream"};
  request.headers.add("Authorization", "Bearer " + token("ada"));
  auto reply = ask(std::move(request));
  const auto& stream = std::get<net::OpenStream>(reply);
  EXPECT_EQ(stream.head.status, 200);
  EXPECT_EQ(stream.head.headers.get("X-Tenant"), std::to_string(one.value));
  EXPECT_EQ(stream.head.headers.get("Cache-Control"), "no-store");
  EXPECT_TRUE(stream.head.headers.has("X-Correlation-ID"));
  EXPECT_TRUE(stream.head.headers.has("Content-Security-Policy"));
  EXPECT_NE(stream.listener, nullptr);
}

TEST_F(GateTest, strangers_get_no_stream) {
  EXPECT_EQ(status_of(ask("")), 401);
  EXPECT_EQ(status_of(ask("token=nonsense")), 401);
}

TEST_F(GateTest, what_is_wrong_with_a_stream_is_a_problem) {
  const std::string own = token("ada");
  const auto bad = ask("bad=1&token=" + own);
  EXPECT_EQ(status_of(bad), 422);
  EXPECT_EQ(std::get<net::Response>(bad).content_type, "application/problem+json");
  EXPECT_EQ(status_of(ask("broken=1&token=" + own)), 500);
}

TEST_F(GateTest, head_of_a_stream_is_its_head_alone) {
  const auto reply = ask("token=" + token("ada"), net::Method::HEAD);
  EXPECT_EQ(std::get<net::Response>(reply).status, 200);
}

TEST_F(GateTest, a_ticket_opens_a_stream_once) {
  const std::string own = ticket("ada");
  EXPECT_TRUE(std::holds_alternative<net::OpenStream>(ask("token=" + own)));
  EXPECT_EQ(status_of(ask("token=" + own)), 401);
}

TEST_F(GateTest, a_ticket_is_no_bearer_of_requests) {
  gate.quick(net::Method::GET, "/plain", Access::signed_in,
             [](const Exchange&) -> Answer { return net::Response{.status = 204}; });
  net::Request request{.path = "/plain"};
  request.headers.add("Authorization", "Bearer " + ticket("ada"));
  EXPECT_EQ(status_of(ask(std::move(request))), 401);
  EXPECT_EQ(status_of(ask(net::Request{.path = "/plain", .query = "token=" + token("ada")})), 401);
}

TEST_F(GateTest, a_ticket_is_worth_what_its_session_is_worth) {
  const auto tokens = login("ada");
  const std::string own = gate.tickets().issue(tokens->caller).value().reveal();
  ASSERT_TRUE(run(accounts->logout(tokens->caller)));
  EXPECT_FALSE(gate.identify(own));
}

TEST_F(GateTest, a_socket_is_opened_by_a_ticket_in_its_address_or_sub_protocol) {
  net::Request by_address{.path = "/ws", .query = "token=" + ticket("ada")};
  EXPECT_TRUE(std::holds_alternative<accounts::Caller>(gate.socket_caller(by_address)));
  EXPECT_TRUE(std::holds_alternative<Failure>(gate.socket_caller(by_address)));
  net::Request by_protocol{.path = "/ws"};
  by_protocol.headers.add("Sec-WebSocket-Protocol", "robson.v1, bearer." + ticket("ada"));
  EXPECT_TRUE(std::holds_alternative<accounts::Caller>(gate.socket_caller(by_protocol)));
}

class VisitTest : public GateTest {
 protected:
  std::unique_ptr<CountingVisit> open(SocketCaller who) {
    auto visit = std::make_unique<CountingVisit>(gate, visits, clock, std::move(who));
    visit->opened(socket);
    return visit;
  }
  void wait(Duration time) {
    clock.advance(time);
    visits.sweep(clock.now());
  }
  std::shared_ptr<RecordingSocket> socket = std::make_shared<RecordingSocket>();
};

TEST_F(VisitTest, who_says_nothing_for_ten_seconds_is_closed) {
  const auto visit = open(std::monostate{});
  wait(std::chrono::seconds(10));
  EXPECT_EQ(socket->code, 0);
  wait(std::chrono::seconds(1));
  EXPECT_EQ(socket->code, 1008);
  EXPECT_EQ(socket->reason, "authentication required");
  EXPECT_EQ(visit->welcomed, 0);
}

TEST_F(VisitTest, a_bad_token_in_the_upgrade_is_told_by_the_close_code) {
  const auto visit = open(Failure{401, "NOT_SIGNED_IN", "", {}, {}});
  EXPECT_EQ(socket->code, 1008);
  EXPECT_EQ(socket->reason, "invalid token");
}

TEST_F(VisitTest, the_first_message_says_who_it_is) {
  const auto visit = open(std::monostate{});
  EXPECT_TRUE(visit->sign_in(ticket("ada")));
  EXPECT_EQ(visit->welcomed, 1);
  wait(std::chrono::seconds(11));
  EXPECT_EQ(socket->code, 0);
  EXPECT_EQ(visit->seconds, 1);
}

TEST_F(VisitTest, a_new_token_of_the_same_user_is_taken_and_anothers_ends_it) {
  const auto visit = open(login("ada")->caller);
  EXPECT_TRUE(visit->sign_in(token("ada")));
  EXPECT_EQ(visit->welcomed, 1);
  EXPECT_FALSE(visit->sign_in(token("bob")));
  EXPECT_EQ(socket->code, 1008);
}

TEST_F(VisitTest, a_token_that_has_expired_ends_it) {
  const auto visit = open(login("ada")->caller);
  wait(std::chrono::hours(24) - std::chrono::seconds(1));
  EXPECT_EQ(socket->code, 0);
  wait(std::chrono::seconds(1));
  EXPECT_EQ(socket->code, 1008);
  EXPECT_EQ(socket->reason, "token expired");
}

TEST_F(VisitTest, a_session_that_ended_ends_it) {
  const auto tokens = login("ada");
  const auto visit = open(tokens->caller);
  ASSERT_TRUE(run(accounts->logout(tokens->caller)));
  wait(std::chrono::seconds(1));
  EXPECT_EQ(socket->code, 1008);
  EXPECT_EQ(socket->reason, "session ended");
}

TEST_F(VisitTest, another_role_ends_it) {
  const auto visit = open(login("ada")->caller);
  ASSERT_TRUE(run(accounts->change_user(one, ada, accounts::UserChange{.role = accounts::Role::viewer})));
  wait(std::chrono::seconds(1));
  EXPECT_EQ(socket->reason, "session ended");
}

TEST_F(VisitTest, those_that_are_open_are_counted) {
  const auto visit = open(std::monostate{});
  EXPECT_EQ(visits.size(), 1U);
  visit->closed(1006);
  EXPECT_EQ(visits.size(), 0U);
  EXPECT_EQ(visit->left, 1);
}

TEST(Metrics, a_hundred_cards_are_told_apart) {
  Metrics metrics;
  for (int i = 0; i < 102; ++i) metrics.card_click("card" + std::to_string(i));
  metrics.card_click("card1");
  const std::string text = metrics.text({});
  EXPECT_NE(text.find("dashboard_card_click_total{name=\"card1\"} 2"), std::string::npos);
  EXPECT_NE(text.find("dashboard_card_click_total{name=\"other\"} 2"), std::string::npos);
  EXPECT_EQ(text.find("card101"), std::string::npos);
}

}  // namespace
}  // namespace robson::routes
