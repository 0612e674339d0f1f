#include "reference_bot/api/api.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>

#include "json/read.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_directory.hpp"

namespace robson::reference_bot {
namespace {

// The API over a strategy that has heard nothing of its venues.
class ApiTest : public testing::Test {
 protected:
  ApiTest() { restart(); }

  void restart() {
    api_.reset();
    runner_.reset();
    auto store = Store::open(directory_ / "bot");
    if (!store) throw std::runtime_error(store.error());
    std::optional<Strategy> strategy;
    if (store->kept().state()) {
      auto state = json::read<State>(*store->kept().state());
      if (!state) throw std::runtime_error(state.error().text());
      strategy.emplace(Rules{}, std::move(*state), clock_.now());
    } else {
      strategy.emplace(Rules{}, "test", clock_.now());
    }
    runner_.emplace(std::move(*strategy), std::move(*store), clock_);
    api_.emplace(*runner_, Secret("the-key"), clock_);
    if (auto begun = runner_->begin(); !begun) throw std::runtime_error(begun.error());
  }
  net::Request request(net::Method method, std::string target, std::string body = {}) const {
    net::Request asked{.method = method, .path = target.substr(0, target.find('?')), .body = std::move(body)};
    if (target.find('?') != std::string::npos) asked.query = target.substr(target.find('?') + 1);
    asked.headers.add("X-API-Key", "the-key");
    return asked;
  }
  net::Response serve(const net::Request& asked) { return std::get<net::Response>(api_->serve(asked)); }
  net::Response get(const std::string& target) { return serve(request(net::Method::GET, target)); }
  net::Response post(const std::string& target, const std::string& body) {
    return serve(request(net::Method::POST, target, body));
  }

  support::TemporaryDirectory directory_;
  support::FakeClock clock_;
  std::optional<Runner> runner_;
  std::optional<Api> api_;
};

// The disk takes no more of a file than this, until it is destroyed.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    struct rlimit tight = before_;
    tight.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &tight);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  ~FullDisk() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  struct rlimit before_ {};
  void (*handler_)(int);
};

constexpr const char* pause = R"({"reason":"x","scope":"entry","request_id":"r1"})";

TEST(Key, only_the_very_key_is_one) {
  const Secret key("the-key");
  EXPECT_TRUE(is_key("the-key", key));
  for (const char* given : {"", "t", "the-ke", "the-key ", "the-keythe-key", "The-key", "eht-key"}) {
    EXPECT_FALSE(is_key(given, key)) << given;
  }
  EXPECT_FALSE(is_key("", Secret("")));
  EXPECT_FALSE(is_key(std::string_view("the-key\0", 8), key));
}

TEST_F(ApiTest, a_command_is_answered_the_same_after_a_restart_and_has_one_effect) {
  const auto first = post("/internal/control/pause", pause);
  ASSERT_EQ(first.status, 200) << first.body;
  restart();
  clock_.advance(std::chrono::hours(23));
  EXPECT_EQ(post("/internal/control/pause", pause).body, first.body);
  EXPECT_EQ(runner_->strategy().pause_state().pauses.size(), 1U);
}

TEST_F(ApiTest, a_day_later_the_same_id_is_a_new_command) {
  ASSERT_EQ(post("/internal/control/pause", pause).status, 200);
  clock_.advance(std::chrono::hours(24) + std::chrono::seconds(1));
  const Input passed = TimePassed{};
  runner_->tell(passed);
  ASSERT_EQ(post("/internal/control/pause", pause).status, 200);
  EXPECT_EQ(runner_->strategy().pause_state().pauses.size(), 2U);
}

TEST_F(ApiTest, nothing_is_answered_that_is_not_on_the_disk) {
  {
    const FullDisk full(100);
    const auto refused = post("/internal/control/pause", pause);
    EXPECT_EQ(refused.status, 503) << refused.body;
    EXPECT_NE(refused.body.find("STATE_NOT_WRITTEN"), std::string::npos);
    EXPECT_EQ(refused.headers.get("Retry-After"), "1");
    EXPECT_EQ(post("/internal/control/pause", pause).status, 503) << "nor when it is asked again";
    const auto health = get("/health");
    EXPECT_NE(health.body.find(R"("state":"degraded")"), std::string::npos) << health.body;
    EXPECT_NE(health.body.find("cannot be written"), std::string::npos) << health.body;
  }
  const auto taken = post("/internal/control/pause", pause);
  EXPECT_EQ(taken.status, 200);
  const auto events = get("/internal/events").body;
  EXPECT_NE(events.find("pause_added"), std::string::npos) << "what happened meanwhile is told: " << events;
  restart();
  EXPECT_EQ(runner_->strategy().pause_state().pauses.size(), 1U);
  EXPECT_EQ(get("/internal/events").body, events);
}

TEST_F(ApiTest, what_no_command_says_does_not_reach_the_disk_either) {
  const auto before = runner_->kept().number();
  for (const char* target : {"/internal/stats", "/internal/positions", "/internal/config", "/internal/chains"}) {
    EXPECT_EQ(get(target).status, 200) << target;
  }
  EXPECT_EQ(post("/internal/control/pause", R"({"reason":"x"})").status, 422);
  EXPECT_EQ(runner_->kept().number(), before);
}

TEST_F(ApiTest, a_head_is_answered_like_a_get_and_a_wrong_method_says_what_is_right) {
  EXPECT_EQ(serve(request(net::Method::HEAD, "/internal/stats")).status, 200);
  const auto wrong = serve(request(net::Method::DELETE, "/internal/config"));
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.headers.get("Allow"), "GET, PUT");
}

TEST_F(ApiTest, a_last_event_id_wins_over_after_and_must_be_a_number) {
  for (int i = 0; i < 3; ++i)
    ASSERT_EQ(post("/internal/control/pause", R"({"reason":"x","scope":"entry"})").status, 200);
  auto asked = request(net::Method::GET, "/internal/events?after=0");
  const auto newest = runner_->kept().events().newest();
  asked.headers.add("Last-Event-ID", std::to_string(newest));
  EXPECT_EQ(serve(asked).body, fmt::format(R"({{"events":[],"newest":{}}})", newest));
  auto wrong = request(net::Method::GET, "/internal/events");
  wrong.headers.add("Last-Event-ID", "x");
  EXPECT_EQ(serve(wrong).status, 422);
}

TEST_F(ApiTest, streams_are_bounded) {
  std::vector<net::Respond::Reply> streams;
  auto asked = request(net::Method::GET, "/internal/events");
  asked.headers.add("Accept", "text/event-stream");
  for (std::size_t i = 0; i < EventStreams::most; ++i) {
    streams.push_back(api_->serve(asked));
    ASSERT_TRUE(std::holds_alternative<net::OpenStream>(streams.back()));
  }
  EXPECT_EQ(serve(asked).status, 503);
  streams.pop_back();
  EXPECT_TRUE(std::holds_alternative<net::OpenStream>(api_->serve(asked)));
}

}  // namespace
}  // namespace robson::reference_bot
