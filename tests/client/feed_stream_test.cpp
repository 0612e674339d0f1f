#include "client/feed_stream.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "support/client/caller.hpp"
#include "support/client/fake_robsond.hpp"
#include "support/client/scratch.hpp"

namespace robson::client {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;

struct FeedStreamTest : testing::Test {
  fake::ScratchFolder folder{};
  fake::Robsond robsond{};
  fake::Caller call{robsond.url(), folder.path()};
  FeedStream feed{call.api, options()};

  static FeedOptions options() {
    FeedOptions made;
    made.channels = {"positions", "orders"};
    made.silence = milliseconds(600);
    made.poll_every = milliseconds(100);
    made.longest_pause = milliseconds(50);
    return made;
  }
  void SetUp() override {
    const auto done = call(call.api.login({"admin", "secret"}));
    ASSERT_TRUE(done) << done.error().text;
  }
  Heard next(Duration patience = seconds(5)) {
    const auto heard = call(feed.next(patience));
    if (!heard) ADD_FAILURE() << heard.error().text;
    return heard.value_or(Heard::silence);
  }
  // The fake reads on a thread of its own.
  bool comes_true(const std::function<bool()>& condition) {
    for (int i = 0; i < 200 && !condition(); ++i) std::this_thread::sleep_for(milliseconds(20));
    return condition();
  }
  void open() {
    ASSERT_EQ(next(), Heard::message);
    ASSERT_EQ(feed.taken().kind, TakenKind::snapshot);
    ASSERT_TRUE(comes_true([this] { return robsond.subscribers() == 1; }));
  }
  // The words of the last subscribe.
  std::string last_said() { return robsond.feed_messages().back(); }
};

TEST_F(FeedStreamTest, it_begins_with_a_snapshot_and_goes_on_with_messages) {
  open();
  EXPECT_EQ(feed.link(), Link::live);
  EXPECT_TRUE(feed.view().find("positions", "1"));
  EXPECT_EQ(last_said(), R"({"action":"subscribe","channels":["positions","orders"]})");
  EXPECT_EQ(robsond.last_authorization(), "Bearer access-1");
  robsond.push(fake::fill_told(12, 4));
  ASSERT_EQ(next(), Heard::message);
  ASSERT_EQ(feed.taken().told.size(), 1U);
  EXPECT_EQ(feed.taken().told[0].type, "fill");
  EXPECT_LT(feed.age("orders", ""), seconds(1));
  EXPECT_EQ(next(milliseconds(50)), Heard::silence);
}

TEST_F(FeedStreamTest, a_broken_connection_is_told_and_resumed_where_it_stopped) {
  open();
  robsond.push(fake::fill_told(12, 4));
  ASSERT_EQ(next(), Heard::message);
  robsond.feed([](const std::string&) {
    return std::vector<std::string>{fake::catch_up_told(12, 15, fake::fill_told(14, 12))};
  });
  robsond.stop();
  EXPECT_EQ(next(), Heard::lost);
  EXPECT_EQ(feed.trouble().cause, Cause::unreachable);
  EXPECT_EQ(feed.link(), Link::connecting);
  robsond.start();
  ASSERT_EQ(next(), Heard::message);
  EXPECT_EQ(feed.taken().kind, TakenKind::catch_up);
  EXPECT_EQ(feed.taken().told.at(0).seq, 14);
  EXPECT_EQ(next(), Heard::back);
  EXPECT_THAT(last_said(), HasSubstr(R"("last_seq":12,"epoch":7)"));
  EXPECT_EQ(feed.view().last_seq(), 15);
}

TEST_F(FeedStreamTest, a_hole_is_filled_without_a_new_connection) {
  open();
  robsond.feed([](const std::string&) {
    const std::string lost = fake::fill_told(12, 4) + ',' + fake::fill_told(14, 12);
    return std::vector<std::string>{fake::catch_up_told(10, 14, lost)};
  });
  robsond.push(fake::fill_told(14, 12));
  ASSERT_EQ(next(), Heard::message);
  EXPECT_EQ(feed.taken().told.size(), 2U);
  EXPECT_EQ(feed.connections(), 1);
  EXPECT_THAT(last_said(), HasSubstr(R"("last_seq":10)"));
}

TEST_F(FeedStreamTest, a_server_whose_messages_never_follow_is_given_up_for_a_while) {
  open();
  robsond.feed([](const std::string&) {
    return std::vector<std::string>{fake::catch_up_told(10, 14, fake::fill_told(14, 12))};
  });
  robsond.push(fake::fill_told(14, 12));
  EXPECT_EQ(next(), Heard::lost);
  EXPECT_EQ(feed.trouble().cause, Cause::bad_answer);
}

TEST_F(FeedStreamTest, silence_is_death) {
  open();
  const auto before = std::chrono::steady_clock::now();
  EXPECT_EQ(next(), Heard::lost);
  EXPECT_GE(std::chrono::steady_clock::now() - before, milliseconds(300));
  EXPECT_EQ(feed.trouble().code, "FEED_SILENT");
  EXPECT_EQ(next(), Heard::message);
  EXPECT_EQ(next(), Heard::back);
  EXPECT_EQ(feed.connections(), 2);
}

TEST_F(FeedStreamTest, a_beating_heart_is_life) {
  open();
  std::thread heart([this] {
    for (int i = 0; i < 6; ++i) {
      std::this_thread::sleep_for(milliseconds(200));
      robsond.push(R"({"type":"heartbeat","epoch":7,"seq":10})");
    }
  });
  EXPECT_EQ(next(milliseconds(1000)), Heard::silence);
  heart.join();
  EXPECT_EQ(feed.connections(), 1);
}

TEST_F(FeedStreamTest, a_token_near_its_end_is_renewed_and_shown) {
  open();
  robsond.push(R"({"type":"token_refresh_required","expires_at":"2026-01-02T03:05:00.000Z"})");
  EXPECT_EQ(next(milliseconds(500)), Heard::silence);
  EXPECT_EQ(robsond.refreshes(), 1);
  EXPECT_EQ(last_said(), R"({"action":"refresh_token","token":"access-2"})");
  EXPECT_EQ(feed.connections(), 1);
}

TEST_F(FeedStreamTest, closed_for_want_of_a_session_it_shows_a_renewed_token_once) {
  open();
  robsond.expire_access();
  robsond.close_sockets(1008);
  ASSERT_EQ(next(), Heard::message);
  EXPECT_EQ(robsond.refreshes(), 1);
  EXPECT_EQ(robsond.last_authorization(), "Bearer access-2");
  EXPECT_EQ(feed.link(), Link::live);
  ASSERT_TRUE(comes_true([this] { return robsond.subscribers() == 1; }));
  robsond.close_sockets(1008);
  const auto heard = call(feed.next(seconds(5)));
  ASSERT_FALSE(heard);
  EXPECT_EQ(heard.error().cause, Cause::login_needed);
  EXPECT_EQ(robsond.refreshes(), 1);
}

TEST_F(FeedStreamTest, a_session_that_cannot_be_renewed_ends_it) {
  open();
  robsond.refuse("/api/v1/auth/refresh", 401, "INVALID_TOKEN", "The session has ended.");
  robsond.close_sockets(1008);
  const auto heard = call(feed.next(seconds(5)));
  ASSERT_FALSE(heard);
  EXPECT_EQ(heard.error().cause, Cause::login_needed);
  EXPECT_THAT(heard.error().text, HasSubstr("session has ended"));
}

TEST_F(FeedStreamTest, without_a_session_nothing_is_opened) {
  ASSERT_TRUE(call(call.api.logout()));
  const auto heard = call(feed.next(seconds(5)));
  ASSERT_FALSE(heard);
  EXPECT_EQ(heard.error().cause, Cause::login_needed);
  EXPECT_EQ(feed.connections(), 0);
}

TEST_F(FeedStreamTest, a_reader_that_was_too_slow_waits_and_resumes) {
  open();
  robsond.close_sockets(1013);
  EXPECT_EQ(next(), Heard::lost);
  EXPECT_THAT(feed.trouble().text, HasSubstr("too slow"));
  EXPECT_EQ(next(), Heard::message);
  EXPECT_EQ(next(), Heard::back);
  EXPECT_THAT(last_said(), HasSubstr(R"("last_seq":10,"epoch":7)"));
}

TEST_F(FeedStreamTest, without_a_socket_it_asks_and_comes_back_to_it) {
  robsond.refuse_sockets(true);
  robsond.answer("/api/v1/feed/poll", R"({"messages":[)" + fake::feed_snapshot() + "]}");
  EXPECT_EQ(next(), Heard::lost);
  ASSERT_EQ(next(), Heard::message);
  EXPECT_EQ(feed.link(), Link::polling);
  EXPECT_TRUE(feed.view().find("positions", "1"));
  EXPECT_GE(robsond.requests("/ws/v1/feed"), 2);
  std::string asked;
  robsond.replace("/api/v1/feed/poll", [&asked](const net::Request& request) {
    asked = request.query;
    return net::Response{.status = 200,
                         .body = R"({"messages":[)" + fake::catch_up_told(10, 12, fake::fill_told(12, 4)) + "]}"};
  });
  ASSERT_EQ(next(), Heard::message);
  EXPECT_EQ(feed.taken().told.at(0).seq, 12);
  EXPECT_THAT(asked, HasSubstr("last_seq=10&epoch=7"));
  EXPECT_THAT(asked, testing::Not(HasSubstr("access-")));
  robsond.feed([](const std::string&) { return std::vector<std::string>{fake::catch_up_told(12, 12, "")}; });
  robsond.refuse_sockets(false);
  Heard heard = next();
  for (int i = 0; i < 50 && heard == Heard::message; ++i) heard = next();
  EXPECT_EQ(heard, Heard::back);
  EXPECT_EQ(feed.link(), Link::live);
}

TEST_F(FeedStreamTest, what_the_server_complains_of_is_passed_on) {
  robsond.feed([](const std::string&) {
    return std::vector<std::string>{
        R"({"type":"error","code":"UNKNOWN_SYMBOL","message":"No such market.","field":"symbols"})"};
  });
  const auto heard = call(feed.next(seconds(5)));
  ASSERT_FALSE(heard);
  EXPECT_EQ(heard.error().code, "UNKNOWN_SYMBOL");
  EXPECT_EQ(heard.error().cause, Cause::not_found);
}

TEST_F(FeedStreamTest, nonsense_is_passed_over_but_not_for_ever) {
  open();
  robsond.push("not json");
  robsond.push(fake::fill_told(12, 4));
  EXPECT_EQ(next(), Heard::message);
  EXPECT_EQ(feed.view().faults(), 1U);
  for (int i = 0; i < 30; ++i) robsond.push("{}");
  EXPECT_EQ(next(), Heard::lost);
  EXPECT_EQ(feed.trouble().cause, Cause::bad_answer);
}

TEST_F(FeedStreamTest, known_history_is_gone_on_from) {
  robsond.feed([](const std::string&) { return std::vector<std::string>{fake::catch_up_told(40, 41, "")}; });
  feed.resume_at(7, 40);
  EXPECT_EQ(next(), Heard::message);
  EXPECT_THAT(last_said(), HasSubstr(R"("last_seq":40,"epoch":7)"));
}

}  // namespace
}  // namespace robson::client
