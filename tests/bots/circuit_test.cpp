#include "bots/circuit.hpp"

#include <gtest/gtest.h>

namespace robson::bots {
namespace {
using State = bot_api::Circuit;
using namespace std::chrono_literals;

constexpr Timestamp start = Timestamp::from_seconds(1'767'323'045);

Circuit open_circuit() {
  Circuit circuit(5, 30s);
  for (int i = 0; i < 5; ++i) circuit.failed(start);
  return circuit;
}

TEST(Circuit, five_failures_in_a_row_open_it) {
  Circuit circuit(5, 30s);
  for (int i = 0; i < 4; ++i) circuit.failed(start);
  EXPECT_EQ(circuit.state(), State::closed);
  circuit.failed(start);
  EXPECT_EQ(circuit.state(), State::open);
  EXPECT_FALSE(circuit.may_ask(start + 29s));
  EXPECT_EQ(circuit.rest_left(start + 10s), 20s);
}

TEST(Circuit, a_success_between_them_begins_the_count_anew) {
  Circuit circuit(5, 30s);
  for (int i = 0; i < 4; ++i) circuit.failed(start);
  circuit.succeeded();
  for (int i = 0; i < 4; ++i) circuit.failed(start);
  EXPECT_TRUE(circuit.may_ask(start));
}

TEST(Circuit, after_the_rest_one_probe_is_let_through) {
  Circuit circuit = open_circuit();
  EXPECT_TRUE(circuit.may_ask(start + 30s));
  EXPECT_EQ(circuit.state(), State::half_open);
  EXPECT_FALSE(circuit.may_ask(start + 31s));
}

TEST(Circuit, the_probe_decides) {
  Circuit good = open_circuit();
  ASSERT_TRUE(good.may_ask(start + 30s));
  good.succeeded();
  EXPECT_TRUE(good.may_ask(start + 30s));
  Circuit bad = open_circuit();
  ASSERT_TRUE(bad.may_ask(start + 30s));
  bad.failed(start + 30s);
  EXPECT_EQ(bad.state(), State::open);
  EXPECT_FALSE(bad.may_ask(start + 59s));
  EXPECT_TRUE(bad.may_ask(start + 60s));
}

TEST(Circuit, a_clock_that_was_set_back_does_not_keep_it_open) {
  Circuit circuit = open_circuit();
  EXPECT_TRUE(circuit.may_ask(start - 3600s));
}

}  // namespace
}  // namespace robson::bots
