// --watch: in place on a terminal, JSON lines in a pipe, through a server that goes away and comes back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_world.hpp"
#include "support/client/fake_robsond.hpp"

namespace robson::cli {
namespace {

using namespace literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct WatchTest : testing::Test {
  fake::Robsond robsond{};
  Machine robson{};
  int frames = 0;
  Interrupt interrupt{};

  void SetUp() override {
    robson.environment["ROBSON_API_BASE_URL"] = robsond.url();
    robson.input = "secret\n";
    ASSERT_EQ(robson({"login", "--username", "admin", "--password-stdin"}).exit, 0);
  }
  // Ctrl-C at the frame with that number.
  void interrupt_at(int last) {
    robson.on_output = [this, last](CapturedSink&, std::string_view) {
      if (++frames == last) interrupt();
    };
  }
};

TEST_F(WatchTest, in_a_pipe_each_answer_is_one_line_and_ctrl_c_ends_with_130) {
  interrupt_at(3);
  const auto ran = robson({"positions", "--watch=0.2"});
  EXPECT_EQ(ran.exit, 130);
  std::istringstream lines(ran.out);
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const auto read = json::read<wire::Positions>(line);
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_EQ(read->positions.at(0).symbol, "BTCUSDC");
  }
  EXPECT_EQ(count, 3);
  EXPECT_EQ(ran.err, "");
}

TEST_F(WatchTest, csv_names_its_columns_once) {
  interrupt_at(2);
  const auto ran = robson({"price", "BTCUSDC", "-o", "csv", "--watch=0.2"});
  EXPECT_THAT(ran.out, StartsWith("symbol,bid,"));
  EXPECT_EQ(ran.out.find("symbol,bid,", 5), std::string::npos);
}

TEST_F(WatchTest, on_a_terminal_it_paints_over_and_gives_the_cursor_back) {
  robson.terminal = true;
  interrupt_at(2);
  const auto ran = robson({"positions", "--watch=0.2"});
  EXPECT_EQ(ran.exit, 130);
  EXPECT_THAT(ran.out, StartsWith("\x1b[?25l\x1b[?7l\x1b[H\x1b[2J"));
  EXPECT_THAT(ran.out, HasSubstr("\x1b[K\n\x1b[J\x1b[H"));
  EXPECT_TRUE(ran.out.ends_with("\x1b[?7h\x1b[?25h"));
  EXPECT_THAT(ran.out, Not(HasSubstr("\x1b[?1049h")));
}

TEST_F(WatchTest, a_frame_is_never_longer_than_the_terminal) {
  robson.terminal = true;
  robson.size = {80, 5};
  interrupt_at(1);
  const auto ran = robson({"positions", "--watch=0.2"});
  EXPECT_EQ(std::ranges::count(ran.out, '\n'), 4);
}

TEST_F(WatchTest, a_dumb_terminal_gets_frames_one_after_another) {
  robson.terminal = true;
  robson.environment["TERM"] = "dumb";
  interrupt_at(2);
  EXPECT_THAT(robson({"positions", "--watch=0.2"}).out, Not(HasSubstr("\x1b")));
}

TEST_F(WatchTest, while_the_server_is_away_the_last_answer_grows_old_and_then_it_goes_on) {
  robson.terminal = true;
  robson.environment["NO_COLOR"] = "1";
  bool was_away = false;
  robson.on_output = [&](CapturedSink&, std::string_view frame) {
    if (++frames == 1) robsond.stop();
    if (!was_away && frame.find("trying again") != std::string_view::npos) {
      was_away = true;
      EXPECT_THAT(std::string(frame), AllOf(HasSubstr("cannot reach"), HasSubstr("Symbol: BTCUSDC")));
      robsond.start();
    } else if (was_away && frame.find("trying again") == std::string_view::npos) {
      interrupt();
    }
  };
  const auto ran = robson({"positions", "--watch=0.2"});
  EXPECT_EQ(ran.exit, 130);
  EXPECT_TRUE(was_away);
}

TEST_F(WatchTest, in_a_pipe_an_outage_is_told_once_on_standard_error) {
  robson.on_output = [&](CapturedSink&, std::string_view) {
    if (++frames == 1) {
      robsond.stop();
      std::thread([this] {
        std::this_thread::sleep_for(std::chrono::milliseconds(900));
        robsond.start();
      }).detach();
    }
    if (frames == 3) interrupt();
  };
  const auto ran = robson({"positions", "--watch=0.2"});
  EXPECT_EQ(ran.exit, 130);
  EXPECT_EQ(std::ranges::count(ran.err, '\n'), 2) << ran.err;
  EXPECT_THAT(ran.err, AllOf(HasSubstr("cannot reach"), HasSubstr("answers again")));
}

TEST_F(WatchTest, a_server_that_was_never_there_ends_it) {
  robsond.stop();
  EXPECT_EQ(robson({"positions", "--watch"}).exit, 6);
  EXPECT_EQ(robson({"price", "BTCUSDC", "--watch"}).exit, 6);
}

TEST_F(WatchTest, a_session_that_ends_meanwhile_ends_it_with_4) {
  robson.on_output = [&](CapturedSink&, std::string_view) {
    robsond.expire_access();
    robsond.refuse("/api/v1/auth/refresh", 401, "INVALID_TOKEN", "The session has ended.");
  };
  EXPECT_EQ(robson({"positions", "--watch=0.2"}).exit, 4);
}

TEST_F(WatchTest, too_many_requests_are_waited_out) {
  robsond.refuse_sockets(true);
  robson.on_output = [&](CapturedSink&, std::string_view) {
    if (++frames == 1) {
      robsond.replace("/api/portfolio/positions/", [this](const net::Request&) {
        robsond.answered_busy = true;
        return net::Response{.status = 429,
                             .body = fake::Robsond::problem(429, "RATE_LIMITED", "Too many requests.", 1)};
      });
      std::thread([this] {
        std::this_thread::sleep_for(std::chrono::milliseconds(700));
        robsond.answer("/api/portfolio/positions/", json::text_of(fake::positions({})));
      }).detach();
    } else {
      interrupt();
    }
  };
  const auto ran = robson({"positions", "--watch=0.2"});
  EXPECT_EQ(ran.exit, 130);
  EXPECT_TRUE(robsond.answered_busy);
  EXPECT_LE(robsond.requests("/api/portfolio/positions/"), 3);
}

TEST_F(WatchTest, prices_come_by_stream_in_one_shape) {
  robson.on_output = [&](CapturedSink&, std::string_view text) {
    ++frames;
    if (text.find("\"bid\":\"89300.00\"") != std::string_view::npos) interrupt();
  };
  std::thread pusher([this] {
    for (int i = 0; i < 100 && robsond.subscribers() == 0; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    robsond.push(fake::btc_told("89300.50"));
  });
  const auto ran = robson({"price", "BTCUSDC", "--watch=3"});
  pusher.join();
  EXPECT_EQ(ran.exit, 130);
  std::istringstream lines(ran.out);
  for (std::string line; std::getline(lines, line);) {
    const auto price = json::read<wire::Price>(line);
    ASSERT_TRUE(price) << price.error().text() << line;
    EXPECT_EQ(price->spread.value, "1"_d);
    EXPECT_EQ(price->spread_percent.value, "0.001"_d);
  }
}

TEST_F(WatchTest, the_direction_of_the_last_change_is_shown) {
  robson.terminal = true;
  robson.environment["NO_COLOR"] = "1";
  robson.on_output = [&](CapturedSink&, std::string_view text) {
    if (text.find("Last $89,300.50 ▲") != std::string_view::npos) robsond.push(fake::btc_told("89200.00"));
    if (text.find("Last $89,200.00 ▼") != std::string_view::npos) interrupt();
  };
  std::thread pusher([this] {
    for (int i = 0; i < 100 && robsond.subscribers() == 0; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    robsond.push(fake::btc_told("89300.50"));
  });
  EXPECT_EQ(robson({"price", "BTCUSDC", "--watch=3"}).exit, 130);
  pusher.join();
}

TEST_F(WatchTest, without_a_stream_prices_are_asked_for) {
  robsond.refuse_sockets(true);
  interrupt_at(3);
  EXPECT_EQ(robson({"price", "BTCUSDC", "--watch=0.2"}).exit, 130);
  EXPECT_GE(robsond.requests("/api/market/price/BTCUSDC/"), 3);
}

TEST_F(WatchTest, a_restart_of_the_server_is_survived_by_the_price_too) {
  robson.terminal = true;
  robson.environment["NO_COLOR"] = "1";
  bool was_away = false;
  robson.on_output = [&](CapturedSink&, std::string_view frame) {
    if (++frames == 1) robsond.stop();
    if (!was_away && frame.find("trying again") != std::string_view::npos) {
      was_away = true;
      robsond.start();
    } else if (was_away && frame.find("trying again") == std::string_view::npos) {
      interrupt();
    }
  };
  EXPECT_EQ(robson({"price", "BTCUSDC", "--watch=0.2"}).exit, 130);
  EXPECT_TRUE(was_away);
}

TEST_F(WatchTest, positions_follow_the_feed_in_the_shape_of_the_api) {
  robson.on_output = [&](CapturedSink&, std::string_view text) {
    if (++frames == 2) {
      robsond.push(
          R"({"type":"position_update","timestamp":"2026-01-02T03:04:09.000Z","channel":"positions","epoch":7,"seq":11,)"
          R"("data":{"position_id":1,"symbol":"BTCUSDC","current_price":"91000.00","price_age_ms":50,"stale":false}})");
    }
    if (text.find("91000.00") != std::string_view::npos) interrupt();
  };
  const auto ran = robson({"positions", "--watch=3"});
  EXPECT_EQ(ran.exit, 130);
  EXPECT_EQ(robsond.requests("/api/portfolio/positions/"), 1);
  const std::string last = ran.out.substr(ran.out.rfind('\n', ran.out.size() - 2) + 1);
  const auto read = json::read<wire::Positions>(last);
  ASSERT_TRUE(read) << read.error().text() << last;
  EXPECT_EQ(read->positions.at(0).current_price->value, "91000"_d);
  EXPECT_EQ(to_rfc3339(read->as_of), "2026-01-02T03:04:09.000Z");
}

TEST_F(WatchTest, what_the_feed_cannot_tell_whole_is_asked_for_when_it_says_that_something_changed) {
  robsond.answer("/api/orders/", R"({"orders":[],"next_cursor":null})");
  robson.on_output = [&](CapturedSink&, std::string_view) {
    if (++frames == 2) robsond.push(fake::fill_told(12, 4));
    if (frames == 3) interrupt();
  };
  EXPECT_EQ(robson({"orders", "--watch=60"}).exit, 130);
  EXPECT_EQ(robsond.requests("/api/orders/"), 3);
}

TEST_F(WatchTest, an_interrupted_feed_is_said_in_one_line_and_so_is_its_return) {
  std::thread breaker([this] {
    for (int i = 0; i < 100 && robsond.subscribers() == 0; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    robsond.close_sockets(1001);
  });
  robson.on_output = [&](CapturedSink&, std::string_view) {
    if (robsond.requests("/ws/v1/feed") == 2 && robsond.subscribers() == 1 && ++frames == 4) interrupt();
  };
  const auto ran = robson({"positions", "--watch=0.2"});
  breaker.join();
  EXPECT_EQ(ran.exit, 130);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("robson: The live feed is interrupted"), HasSubstr("the live feed is back")));
  EXPECT_EQ(std::ranges::count(ran.err, '\n'), 2) << ran.err;
}

TEST_F(WatchTest, on_a_terminal_a_page_without_its_feed_says_so) {
  robson.terminal = true;
  robson.environment["NO_COLOR"] = "1";
  robsond.refuse_sockets(true);
  robson.on_output = [&](CapturedSink&, std::string_view frame) {
    if (frame.find("live feed is interrupted") != std::string_view::npos) interrupt();
  };
  const auto ran = robson({"positions", "--watch=0.2"});
  EXPECT_EQ(ran.exit, 130);
  EXPECT_THAT(ran.out, HasSubstr("Symbol: BTCUSDC"));
}

TEST_F(WatchTest, an_unknown_symbol_ends_it_with_3) {
  EXPECT_EQ(robson({"price", "NOPE", "--watch"}).exit, 3);
}

TEST_F(WatchTest, a_term_signal_ends_it_with_143) {
  robson.on_output = [](CapturedSink&, std::string_view) { std::raise(SIGTERM); };
  EXPECT_EQ(robson({"positions", "--watch=0.2"}).exit, 143);
}

}  // namespace
}  // namespace robson::cli
