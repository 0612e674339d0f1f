#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <thread>

#include "cli/fake_world.hpp"
#include "cli/views/views.hpp"
#include "support/client/fake_robsond.hpp"

namespace robson::cli {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string page(const std::string& events, const std::string& cursor = "", int epoch = 7) {
  return R"({"epoch":)" + std::to_string(epoch) + R"(,"events":[)" + events + R"(],"next_cursor":)" +
         (cursor.empty() ? "null" : '"' + cursor + '"') + '}';
}

// A server whose log holds fills 2, 4, 6 ... with two events a page.
struct EventsTest : testing::Test {
  fake::Robsond robsond{};
  Machine robson{};
  Interrupt interrupt{};
  int last_in_log = 6;
  std::string asked{};

  void SetUp() override {
    robson.environment["ROBSON_API_BASE_URL"] = robsond.url();
    robson.input = "secret\n";
    ASSERT_EQ(robson({"login", "--username", "admin", "--password-stdin"}).exit, 0);
    robsond.replace("/api/v1/events", [this](const net::Request& request) {
      asked = request.query;
      const int from = std::stoi(request.parameter("cursor").value_or(request.parameter("from_seq").value_or("0")));
      std::string events;
      int seq = std::max(2, from + from % 2);
      for (int rows = 0; rows < 2 && seq <= last_in_log; ++rows, seq += 2) {
        events += (events.empty() ? "" : ",") + fake::fill_told(seq, seq - 2);
      }
      return net::Response{.status = 200, .body = page(events, seq <= last_in_log ? std::to_string(seq) : "")};
    });
  }
  // The numbers of the events in JSON lines.
  static std::vector<int> numbers(const std::string& out) {
    std::vector<int> seqs;
    std::istringstream lines(out);
    for (std::string line; std::getline(lines, line);) {
      const auto event = json::parse(line);
      seqs.push_back(event && event->find("seq") != nullptr ? std::stoi(event->find("seq")->text) : -1);
    }
    return seqs;
  }
};

TEST_F(EventsTest, history_is_told_over_all_pages) {
  const auto ran = robson({"events", "--json"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_THAT(numbers(ran.out), ElementsAre(2, 4, 6));
  EXPECT_EQ(ran.out.substr(0, ran.out.find('\n')), fake::fill_told(2, 0));
  EXPECT_EQ(ran.err, "");
  EXPECT_THAT(asked, HasSubstr("since=20"));
}

TEST_F(EventsTest, a_person_gets_one_line_an_event_in_words) {
  robson.terminal = true;
  robson.environment["NO_COLOR"] = "1";
  last_in_log = 2;
  EXPECT_EQ(robson({"events"}).out,
            "2026-01-02 03:04:05 UTC        2  fill                BUY 0.00555 BTCUSDC at 90000.00, operation 7\n");
}

TEST_F(EventsTest, each_kind_of_event_has_its_words) {
  const auto words = [](const std::string& type, const std::string& data) {
    return event_words(*json::parse(R"({"type":")" + type + R"(","seq":1,"data":)" + data + '}'));
  };
  EXPECT_EQ(words("position_closed", R"({"position_id":1,"symbol":"BTCUSDC","reason":"STOP"})"),
            "Position 1 BTCUSDC closed: STOP");
  EXPECT_EQ(words("pause_state_change", R"({"paused":true,"scope":"entry","reason":"news","by":"admin"})"),
            "New entries are paused by admin: news");
  EXPECT_EQ(words("pause_state_change", R"({"paused":false,"reason":null,"by":null})"),
            "New entries are allowed again");
  EXPECT_EQ(
      words(
          "operation_update",
          R"({"what":"operation_closed","operation":{"id":7,"side":"BUY","symbol":"BTCUSDC","exit_reason":"TARGET"}})"),
      "Operation 7 BUY BTCUSDC: closed, TARGET");
  EXPECT_EQ(
      words("protection_change",
            R"({"operation_id":7,"protection":"AT_VENUE","previous":"PLACING","stop_price_at_venue":"88000.00"})"),
      "Operation 7: protection AT_VENUE at 88000.00, was PLACING");
  EXPECT_EQ(words("plan_update", R"({"plan_id":12,"symbol":"BTCUSDC","side":"BUY","status":"DRAFT"})"),
            "Plan 12 BUY BTCUSDC: DRAFT");
  EXPECT_EQ(words("movement", R"({"asset":"BTC","amount":"-0.1","cause":"fee","operation_id":7,"note":""})"),
            "-0.1 BTC: fee, operation 7");
  EXPECT_EQ(words("alert", R"({"kind":"x","text":"A stop \u001b[2J is gone.","operation_id":null})"),
            "A stop ?[2J is gone.");
  EXPECT_EQ(words("a_new_kind", "{}"), "a new kind");
}

TEST_F(EventsTest, in_a_pipe_each_event_is_a_row_with_the_same_columns) {
  last_in_log = 2;
  const auto ran = robson({"events"});
  EXPECT_THAT(ran.out,
              HasSubstr("timestamp\tseq\tchannel\ttype\ttext\tdata\n2026-01-02T03:04:05.000Z\t2\torders\tfill"));
  EXPECT_EQ(robson({"events", "--template", "{seq} {type}"}).out, "2 fill\n");
  EXPECT_EQ(robson({"events", "-o", "csv", "--columns", "seq,type"}).out, "seq,type\n2,fill\n");
}

TEST_F(EventsTest, a_limit_is_of_the_newest_or_from_a_number_of_the_first) {
  EXPECT_THAT(numbers(robson({"events", "--json", "--limit", "2"}).out), ElementsAre(4, 6));
  EXPECT_THAT(numbers(robson({"events", "--json", "--limit", "1", "--from-seq", "3"}).out), ElementsAre(4));
  EXPECT_THAT(asked, AllOf(HasSubstr("from_seq=3"), Not(HasSubstr("since="))));
}

TEST_F(EventsTest, filters_are_the_servers) {
  EXPECT_EQ(robson({"events", "--since", "2025-12-01", "--channel", "orders", "--channel", "alerts"}).exit, 0);
  EXPECT_THAT(asked, AllOf(HasSubstr("channels=orders%2Calerts"), HasSubstr("since=2025-12-01")));
}

TEST_F(EventsTest, what_makes_no_sense_is_said_and_ends_with_2) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"--since", "yesterday"},
                                             {"--since", "5"},
                                             {"--from-seq", "0"},
                                             {"--channel", "prices"},
                                             {"--limit", "0"},
                                             {"--follow", "--from-seq", "1", "--limit", "1"}}) {
    std::vector<std::string> line{"events"};
    line.insert(line.end(), words.begin(), words.end());
    EXPECT_EQ(robson(line).exit, 2) << words[0];
  }
}

TEST_F(EventsTest, nothing_is_said_to_be_nothing) {
  last_in_log = 0;
  const auto ran = robson({"events", "--json"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err, "No events match.\n");
}

TEST_F(EventsTest, it_goes_on_from_where_the_history_ended) {
  robsond.feed([](const std::string& said) {
    EXPECT_THAT(said, HasSubstr(R"("last_seq":6,"epoch":7)"));
    return std::vector<std::string>{fake::catch_up_told(6, 8, fake::fill_told(8, 6)), fake::fill_told(10, 8)};
  });
  robson.on_output = [this](CapturedSink&, std::string_view text) {
    if (text.find("\"seq\":10,") != std::string_view::npos) interrupt();
  };
  const auto ran = robson({"events", "--follow", "--json"});
  EXPECT_EQ(ran.exit, 130);
  EXPECT_THAT(numbers(ran.out), ElementsAre(2, 4, 6, 8, 10));
}

TEST_F(EventsTest, what_the_feed_cannot_catch_up_with_is_read_from_the_log) {
  robsond.feed([this](const std::string&) {
    last_in_log = 12;
    return std::vector<std::string>{fake::feed_snapshot(12, true), fake::fill_told(14, 12)};
  });
  robson.on_output = [this](CapturedSink&, std::string_view text) {
    if (text.find("\"seq\":14,") != std::string_view::npos) interrupt();
  };
  const auto ran = robson({"events", "--follow", "--json"});
  EXPECT_EQ(ran.exit, 130);
  EXPECT_THAT(numbers(ran.out), ElementsAre(2, 4, 6, 8, 10, 12, 14));
}

TEST_F(EventsTest, nothing_is_missing_or_doubled_over_a_restart_of_the_server) {
  robsond.feed([](const std::string& said) {
    if (said.find("\"last_seq\":6") != std::string::npos) {
      return std::vector<std::string>{fake::catch_up_told(6, 8, fake::fill_told(8, 6))};
    }
    EXPECT_THAT(said, HasSubstr("\"last_seq\":8"));
    return std::vector<std::string>{fake::catch_up_told(8, 10, fake::fill_told(10, 8))};
  });
  std::thread restarter;
  robson.on_output = [&](CapturedSink&, std::string_view text) {
    if (text.find("\"seq\":8,") != std::string_view::npos) {
      restarter = std::thread([this] {
        robsond.stop();
        robsond.start();
      });
    }
    if (text.find("\"seq\":10,") != std::string_view::npos) interrupt();
  };
  const auto ran = robson({"events", "--follow", "--json"});
  restarter.join();
  EXPECT_EQ(ran.exit, 130);
  EXPECT_THAT(numbers(ran.out), ElementsAre(2, 4, 6, 8, 10));
  EXPECT_THAT(ran.err, HasSubstr("the live feed is interrupted"));
}

TEST_F(EventsTest, another_log_is_said_and_told_from_its_beginning) {
  robsond.feed([this](const std::string&) {
    robsond.answered_busy = true;
    std::string other = fake::feed_snapshot(3, true);
    other.replace(other.find("\"epoch\":7"), 9, "\"epoch\":8");
    return std::vector<std::string>{other};
  });
  std::atomic<int> questions = 0;
  robsond.replace("/api/v1/events", [&](const net::Request& request) {
    if (++questions == 1) return net::Response{.status = 200, .body = page(fake::fill_told(6, 4))};
    std::string event = fake::fill_told(2, 0);
    event.replace(event.find("\"epoch\":7"), 9, "\"epoch\":8");
    const bool from_start = !request.parameter("from_seq");
    return net::Response{.status = 200, .body = page(from_start ? event : "", "", 8)};
  });
  robson.on_output = [this](CapturedSink&, std::string_view text) {
    if (text.find("\"epoch\":8,\"seq\":2,") != std::string_view::npos) interrupt();
  };
  const auto ran = robson({"events", "--follow", "--json"});
  EXPECT_THAT(numbers(ran.out), ElementsAre(6, 2));
  EXPECT_THAT(ran.err, HasSubstr("another log"));
}

TEST_F(EventsTest, a_reader_that_leaves_ends_it_quietly) {
  robson.reader_leaves_after = 1;
  const auto ran = robson({"events", "--follow", "--json"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_EQ(ran.err, "");
}

TEST_F(EventsTest, without_a_session_or_a_server_it_ends_as_every_command_does) {
  Machine stranger;
  stranger.environment["ROBSON_API_BASE_URL"] = robsond.url();
  EXPECT_EQ(stranger({"events", "--follow"}).exit, 4);
  robsond.stop();
  EXPECT_EQ(robson({"events", "--follow"}).exit, 6);
}

}  // namespace
}  // namespace robson::cli
