#include "routes/log_completion.hpp"

#include <gtest/gtest.h>

#include "support/fake_clock.hpp"
#include "support/run_task.hpp"

namespace robson::routes {
namespace {

constexpr TenantId tenant{3};

runtime::LogEntry entry(std::int64_t seq) {
  return {.tenant = tenant, .seq = seq, .channel = "orders", .type = "order_update", .data = "{}"};
}

class LogCompletionTest : public testing::Test {
 protected:
  LogCompletionTest() {
    feed::StartOfStream stream{.next_seq = 100};
    stream.last.at(static_cast<std::size_t>(feed::Channel::orders)) = 9;
    log.start(tenant, stream, 99);
  }

  net::Task<Result<LogCompletion::Earlier, std::string>> load() {
    ++loads;
    co_await net::sleep_for(std::chrono::milliseconds(5));
    if (broken) co_return Unexpected(std::string("the disk is gone"));
    LogCompletion::Earlier earlier{.entries = {entry(7), entry(9)}, .all = true};
    co_return earlier;
  }
  std::vector<bool> ask(int times) {
    std::vector<bool> answers;
    for (int i = 0; i < times; ++i) {
      support::start_task(context, completion.complete(tenant), [&](bool done) { answers.push_back(done); });
    }
    context.restart();
    context.run();
    return answers;
  }

  net::Context context{1};
  support::FakeClock clock;
  int loads = 0;
  bool broken = false;
  feed::Log log{1, [](const auto&, Timestamp) { return std::vector<runtime::LogEntry>{}; }, [](TenantId, auto) {},
                clock};
  LogCompletion completion{context, log, [this](TenantId) { return load(); }};
};

TEST_F(LogCompletionTest, all_who_come_meanwhile_share_one_reading) {
  EXPECT_FALSE(completion.is_complete(tenant));
  EXPECT_EQ(ask(3), (std::vector<bool>{true, true, true}));
  EXPECT_EQ(loads, 1);
  EXPECT_EQ(log.next(tenant, 7, feed::Channels::all())->seq(), 9);
}

TEST_F(LogCompletionTest, what_is_complete_is_not_read_again) {
  ask(1);
  EXPECT_EQ(ask(2), (std::vector<bool>{true, true}));
  EXPECT_EQ(loads, 1);
}

TEST_F(LogCompletionTest, a_reading_that_failed_is_told_to_all_and_tried_again_by_the_next) {
  broken = true;
  EXPECT_EQ(ask(2), (std::vector<bool>{false, false}));
  EXPECT_FALSE(completion.is_complete(tenant));
  broken = false;
  EXPECT_EQ(ask(1), std::vector<bool>{true});
  EXPECT_EQ(loads, 2);
}

}  // namespace
}  // namespace robson::routes
