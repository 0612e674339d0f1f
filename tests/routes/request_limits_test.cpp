#include "routes/request_limits.hpp"

#include <gtest/gtest.h>

#include "support/fake_clock.hpp"

namespace robson::routes {
namespace {

using accounts::Caller;
using accounts::Role;

struct RequestLimitsTest : testing::Test {
  support::FakeClock clock;
};

TEST_F(RequestLimitsTest, as_many_as_allowed_then_none_until_the_minute_is_over) {
  RequestCounter counter;
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(counter.count("ada", 3, clock.now()));
  clock.advance(std::chrono::seconds(20));
  const auto refused = counter.count("ada", 3, clock.now());
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->wait, std::chrono::seconds(40));
  EXPECT_TRUE(refused->first);
  EXPECT_FALSE(counter.count("ada", 3, clock.now())->first);
  EXPECT_FALSE(counter.count("bob", 3, clock.now())) << "each by itself";
  clock.advance(std::chrono::seconds(40));
  EXPECT_FALSE(counter.count("ada", 3, clock.now()));
}

TEST_F(RequestLimitsTest, asking_while_refused_makes_the_wait_no_longer) {
  RequestCounter counter;
  EXPECT_FALSE(counter.count("ada", 1, clock.now()));
  for (int i = 0; i < 59; ++i) {
    clock.advance(std::chrono::seconds(1));
    EXPECT_TRUE(counter.count("ada", 1, clock.now()));
  }
  clock.advance(std::chrono::seconds(1));
  EXPECT_FALSE(counter.count("ada", 1, clock.now()));
}

TEST_F(RequestLimitsTest, a_clock_that_was_set_back_locks_nobody_out) {
  RequestCounter counter;
  EXPECT_FALSE(counter.count("ada", 1, clock.now()));
  clock.advance(-std::chrono::hours(5));
  EXPECT_FALSE(counter.count("ada", 1, clock.now()));
}

TEST_F(RequestLimitsTest, memory_is_bounded_and_who_asked_longest_ago_is_forgotten) {
  RequestCounter counter(100);
  for (int i = 0; i < 10'000; ++i) {
    counter.count("address " + std::to_string(i), 1, clock.now());
    EXPECT_TRUE(i == 0 || counter.count("address " + std::to_string(i), 1, clock.now()));
  }
  EXPECT_EQ(counter.size(), 100U);
}

TEST_F(RequestLimitsTest, a_limit_goes_by_the_role_and_control_has_one_of_its_own) {
  LimitedRequests requests({.viewer = 2, .operator_ = 4, .admin = 6, .control = 1, .anonymous = 1});
  const auto allowed = [&](const Caller& caller) {
    int count = 0;
    while (!requests.of_caller(caller, false, clock.now())) ++count;
    return count;
  };
  EXPECT_EQ(allowed({.user = {1}, .role = Role::viewer}), 2);
  EXPECT_EQ(allowed({.user = {2}, .role = Role::operator_}), 4);
  EXPECT_EQ(allowed({.user = {3}, .role = Role::admin}), 6);
  const Caller steering{.user = {4}, .role = Role::operator_};
  EXPECT_FALSE(requests.of_caller(steering, true, clock.now()));
  EXPECT_TRUE(requests.of_caller(steering, true, clock.now()));
  EXPECT_EQ(allowed(steering), 3) << "one of the four was spent on control";
  const Caller key{.user = {5}, .role = Role::viewer, .session = 9, .by_api_key = true, .maker_role = Role::operator_};
  EXPECT_FALSE(requests.of_caller({.user = {5}, .role = Role::operator_}, false, clock.now()));
  EXPECT_EQ(allowed(key), 3) << "its maker has asked for one of the four";
  EXPECT_FALSE(requests.of_stranger("10.0.0.1", clock.now()));
  EXPECT_TRUE(requests.of_stranger("10.0.0.1", clock.now()));
  EXPECT_FALSE(requests.of_stranger("10.0.0.2", clock.now()));
}

}  // namespace
}  // namespace robson::routes
