#include "client/api.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "support/client/caller.hpp"
#include "support/client/fake_robsond.hpp"
#include "support/client/scratch.hpp"

namespace robson::client {
namespace {

using fake::Caller;

struct ApiTest : testing::Test {
  fake::ScratchFolder folder{};
  fake::Robsond robsond{};
  Caller call{robsond.url(), folder.path()};

  void sign_in() {
    const auto done = call(call.api.login({"admin", "secret"}));
    ASSERT_TRUE(done) << done.error().text;
  }
};

TEST_F(ApiTest, without_a_session_nothing_is_sent) {
  const auto answer = call(call.api.positions());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().cause, Cause::login_needed);
  EXPECT_EQ(robsond.requests("/api/portfolio/positions/"), 0);
}

TEST_F(ApiTest, reads_every_resource) {
  sign_in();
  EXPECT_EQ(call(call.api.positions())->value.positions.at(0).symbol, "BTCUSDC");
  EXPECT_EQ(call(call.api.position(1))->value.id, 1);
  EXPECT_EQ(call(call.api.summary())->value.num_positions, 1);
  EXPECT_EQ(call(call.api.balance())->value.balances.size(), 3U);
  EXPECT_EQ(call(call.api.patrimony())->value.unpriced_assets.size(), 1U);
  EXPECT_EQ(call(call.api.price("BTCUSDC"))->value.bid.value.text(2), "89245.00");
  EXPECT_EQ(call(call.api.ticker("BTCUSDC"))->value.trades, 123456);
  EXPECT_EQ(call(call.api.depth("BTCUSDC", 5))->value.bids.size(), 2U);
  EXPECT_EQ(call(call.api.klines({"BTCUSDC", "15m", 2}))->value.klines.size(), 2U);
  EXPECT_EQ(call(call.api.session())->value.username, "admin");
  EXPECT_EQ(call(call.api.get("/api/v1/health"))->status, 200);
}

TEST_F(ApiTest, the_body_is_kept_as_the_server_wrote_it) {
  sign_in();
  const std::string body = json::text_of(fake::btc_price());
  EXPECT_EQ(call(call.api.price("BTCUSDC"))->body, body);
}

TEST_F(ApiTest, members_of_a_newer_server_are_passed_over) {
  sign_in();
  std::string body = json::text_of(fake::btc_price());
  body.insert(1, R"("mood":"calm",)");
  robsond.answer("/api/market/price/BTCUSDC/", body);
  EXPECT_TRUE(call(call.api.price("BTCUSDC")));
}

TEST_F(ApiTest, an_answer_that_is_not_ours_is_said_so) {
  sign_in();
  robsond.answer("/api/market/price/BTCUSDC/", "<html>");
  const auto answer = call(call.api.price("BTCUSDC"));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().cause, Cause::bad_answer);
}

TEST_F(ApiTest, a_wrong_password_is_no_session) {
  const auto done = call(call.api.login({"admin", "wrong"}));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().cause, Cause::login_needed);
  EXPECT_EQ(done.error().correlation_id, "c-7");
}

TEST_F(ApiTest, a_refused_token_is_renewed_once_and_the_call_repeated) {
  sign_in();
  robsond.expire_access();
  const auto answer = call(call.api.positions());
  ASSERT_TRUE(answer) << answer.error().text;
  EXPECT_EQ(robsond.refreshes(), 1);
  EXPECT_EQ(call.api.options().access.file->load().value()->refresh.reveal(), "refresh-2");
}

TEST_F(ApiTest, a_token_at_its_end_is_renewed_before_it_is_used) {
  robsond.lifetime(1);
  sign_in();
  robsond.lifetime(86'400);
  ASSERT_TRUE(call(call.api.positions()));
  EXPECT_EQ(robsond.refreshes(), 1);
  EXPECT_EQ(robsond.requests("/api/portfolio/positions/"), 1);
}

TEST_F(ApiTest, many_callers_at_once_spend_one_refresh_token) {
  sign_in();
  robsond.expire_access();
  std::vector<std::thread> threads;
  std::atomic<int> answered = 0;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&] {
      Caller other(robsond.url(), folder.path());
      if (other(other.api.positions())) ++answered;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(answered, 6);
  EXPECT_EQ(robsond.refreshes(), 1);
  EXPECT_FALSE(robsond.family_revoked());
}

TEST_F(ApiTest, an_ended_session_asks_for_a_login) {
  sign_in();
  robsond.expire_access();
  robsond.refuse("/api/v1/auth/refresh", 401, "INVALID_TOKEN", "The session has ended.");
  const auto answer = call(call.api.positions());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().cause, Cause::login_needed);
}

TEST_F(ApiTest, a_lock_that_is_never_given_back_is_waited_for_no_longer_than_the_timeout) {
  sign_in();
  robsond.expire_access();
  const auto held = call.api.options().access.file->try_lock();
  const auto answer = call(call.api.positions());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, "CREDENTIALS_LOCKED");
}

TEST_F(ApiTest, a_session_is_not_shown_to_another_server) {
  sign_in();
  fake::Robsond other;
  Caller elsewhere(other.url(), folder.path());
  const auto answer = elsewhere(elsewhere.api.positions());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().cause, Cause::login_needed);
  EXPECT_EQ(other.last_authorization(), "");
}

TEST_F(ApiTest, a_given_token_is_used_and_never_renewed) {
  sign_in();
  Caller given(robsond.url(), folder.path(), Secret("access-1"));
  EXPECT_TRUE(given(given.api.positions()));
  robsond.expire_access();
  const auto answer = given(given.api.positions());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().cause, Cause::login_needed);
  EXPECT_EQ(robsond.refreshes(), 0);
}

TEST_F(ApiTest, logging_out_ends_it_there_and_here) {
  sign_in();
  ASSERT_TRUE(call(call.api.logout()));
  EXPECT_FALSE(call.api.options().access.file->load()->has_value());
  EXPECT_EQ(call(call.api.positions()).error().cause, Cause::login_needed);
}

TEST_F(ApiTest, a_logout_that_the_server_did_not_answer_is_forgotten_here) {
  sign_in();
  robsond.stop();
  const auto done = call(call.api.logout());
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().cause, Cause::unreachable);
  EXPECT_FALSE(call.api.options().access.file->load()->has_value());
}

TEST_F(ApiTest, an_unhealthy_server_still_tells_its_health) {
  robsond.answer("/api/v1/health", json::text_of(fake::health(wire::HealthStatus::unhealthy)), 503);
  const auto answer = call(call.api.health());
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->value.status, wire::HealthStatus::unhealthy);
  robsond.refuse("/api/v1/health", 503, "STARTING", "Starting.");
  EXPECT_EQ(call(call.api.health()).error().code, "STARTING");
}

}  // namespace
}  // namespace robson::client
