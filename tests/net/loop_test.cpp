#include "net/loop.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "net/loopback.hpp"

namespace robson::net {
namespace {

TEST(Loop, sleeps_at_least_as_long_as_asked) {
  Loopback loop;
  const auto before = std::chrono::steady_clock::now();
  loop.run(sleep_for(20ms));
  EXPECT_GE(std::chrono::steady_clock::now() - before, 20ms);
}

Task<void> fail() {
  co_await sleep_for(1ms);
  throw std::runtime_error("task fault");
}
Task<void> succeed(bool* done) {
  co_await sleep_for(5ms);
  *done = true;
}

TEST(Loop, a_task_that_throws_is_counted_and_ends_alone) {
  Loopback loop;
  const auto before = failed_tasks();
  bool done = false;
  spawn(loop.context, "fails", fail());
  spawn(loop.context, "succeeds", succeed(&done));
  EXPECT_TRUE(loop.until([&] { return done; }));
  EXPECT_EQ(failed_tasks(), before + 1);
}

}  // namespace
}  // namespace robson::net
