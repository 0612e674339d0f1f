#include "routes/tickets.hpp"

#include <gtest/gtest.h>

#include "support/fake_clock.hpp"

namespace robson::routes {
namespace {

accounts::Caller user(std::int64_t id) {
  return {.tenant = {1}, .user = {id}, .name = "user " + std::to_string(id), .session = id};
}

class TicketsTest : public testing::Test {
 protected:
  std::string issue(std::int64_t id) { return tickets.issue(user(id)).value().reveal(); }
  std::int64_t holder(const std::string& ticket) {
    const auto caller = tickets.redeem(ticket);
    return caller ? caller->user.value : 0;
  }

  support::FakeClock clock;
  Tickets tickets{clock};
};

TEST_F(TicketsTest, a_ticket_is_good_once) {
  const std::string ticket = issue(7);
  EXPECT_EQ(holder(ticket), 7);
  EXPECT_EQ(holder(ticket), 0);
}

TEST_F(TicketsTest, a_ticket_is_good_for_thirty_seconds) {
  const std::string early = issue(7);
  const std::string late = issue(7);
  clock.advance(std::chrono::milliseconds(29'999));
  EXPECT_EQ(holder(early), 7);
  clock.advance(std::chrono::milliseconds(1));
  EXPECT_EQ(holder(late), 0);
  EXPECT_EQ(tickets.alive(), 0U);
}

TEST_F(TicketsTest, tickets_are_256_random_bits) {
  const std::string ticket = issue(7);
  EXPECT_EQ(ticket.size(), 43U);
  EXPECT_EQ(ticket.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
            std::string::npos);
  EXPECT_NE(ticket, issue(7));
}

TEST_F(TicketsTest, what_is_none_opens_nothing_and_spends_nothing) {
  const std::string ticket = issue(7);
  EXPECT_EQ(holder(""), 0);
  EXPECT_EQ(holder("a.b.c"), 0);
  EXPECT_EQ(holder(std::string(43, 'A')), 0);
  EXPECT_EQ(holder(ticket.substr(1)), 0);
  EXPECT_EQ(holder(ticket), 7);
}

TEST_F(TicketsTest, the_eleventh_of_a_user_takes_the_place_of_his_oldest_and_of_nobody_elses) {
  const std::string other = issue(1);
  const std::string first = issue(7);
  const std::string second = issue(7);
  for (int i = 0; i < 9; ++i) issue(7);
  EXPECT_EQ(tickets.alive(), 11U);
  EXPECT_EQ(holder(first), 0);
  EXPECT_EQ(holder(second), 7);
  EXPECT_EQ(holder(other), 1);
}

TEST_F(TicketsTest, a_thousand_are_alive_at_most) {
  for (int i = 0; i < 1000; ++i) issue(100 + i);
  EXPECT_FALSE(tickets.issue(user(7)));
  clock.advance(Tickets::lifetime);
  EXPECT_TRUE(tickets.issue(user(7)));
}

}  // namespace
}  // namespace robson::routes
