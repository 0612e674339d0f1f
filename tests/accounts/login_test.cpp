#include "accounts/fixture.hpp"

namespace robson::accounts {
namespace {

TEST_F(AccountsTest, a_login_says_who_came_in) {
  const auto tokens = login("ada");
  ASSERT_TRUE(tokens);
  const auto caller = accounts->authenticate(tokens->access.reveal());
  ASSERT_TRUE(caller);
  EXPECT_EQ(caller->tenant, one);
  EXPECT_EQ(caller->client_name, "One Ltd");
  EXPECT_EQ(caller->user, ada);
  EXPECT_EQ(caller->name, "ada");
  EXPECT_EQ(caller->role, Role::operator_);
  EXPECT_EQ(caller->session, tokens->caller.session);
  EXPECT_EQ(caller->expires_at, clock.now() + std::chrono::hours(24));
  EXPECT_EQ(tokens->access_lifetime, std::chrono::hours(24));
  EXPECT_TRUE(accounts->is_valid(*caller));
}

TEST_F(AccountsTest, each_user_comes_in_for_their_own_client) {
  EXPECT_EQ(login("ada")->caller.tenant, one);
  EXPECT_EQ(login("bob")->caller.tenant, two);
}

TEST_F(AccountsTest, the_case_of_a_name_does_not_matter_that_of_a_password_does) {
  EXPECT_TRUE(login("ADA"));
  EXPECT_FALSE(login("ada", "Correct horse"));
}

TEST_F(AccountsTest, unknown_user_wrong_password_and_disabled_user_get_the_same_answer) {
  ASSERT_TRUE(run(accounts->change_user(two, bob, UserChange{.active = false})));
  for (const auto& [user, password] :
       std::vector<std::pair<std::string, std::string>>{{"nobody", "correct horse"},
                                                        {"ada", "wrong"},
                                                        {"ada", ""},
                                                        {"", ""},
                                                        {"bob", "correct horse"},
                                                        {"ada' or 1=1", "x"},
                                                        {std::string(10'000, 'a'), std::string(10'000, 'b')}}) {
    const auto refused = login(user, password);
    ASSERT_FALSE(refused) << user.substr(0, 20);
    EXPECT_EQ(refused.error().kind, AuthError::bad_credentials) << user.substr(0, 20);
  }
}

TEST_F(AccountsTest, nobody_of_a_disabled_client_gets_in_or_stays_in) {
  const auto tokens = login("ada");
  ASSERT_TRUE(run(accounts->change_client_active(one, false)).value());
  EXPECT_EQ(trouble(*tokens), AuthError::invalid);
  EXPECT_EQ(refresh(*tokens).error().kind, AuthError::invalid);
  EXPECT_EQ(login("ada").error().kind, AuthError::bad_credentials);
  EXPECT_TRUE(login("bob"));
}

TEST_F(AccountsTest, a_user_made_after_the_start_can_come_in) {
  add_user(one, "eve", Role::admin);
  const auto tokens = login("eve");
  ASSERT_TRUE(tokens);
  EXPECT_EQ(accounts->authenticate(tokens->access.reveal())->role, Role::admin);
}

TEST_F(AccountsTest, sessions_of_a_user_are_bounded_and_the_oldest_makes_room) {
  const auto first = login("ada");
  const auto second = login("ada");
  for (int i = 0; i < 31; ++i) ASSERT_TRUE(login("ada"));
  EXPECT_EQ(trouble(*first), AuthError::invalid);
  EXPECT_EQ(refresh(*first).error().kind, AuthError::invalid);
  EXPECT_EQ(trouble(*second), std::nullopt);
}

TEST_F(AccountsTest, five_attempts_in_five_minutes_for_an_account_from_an_address) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(login("ada", "wrong").error().kind, AuthError::bad_credentials);
  const auto sixth = login("ada");
  ASSERT_FALSE(sixth);
  EXPECT_EQ(sixth.error().kind, AuthError::throttled);
  EXPECT_EQ(sixth.error().retry_after, std::chrono::minutes(5));
  EXPECT_TRUE(login("ada", "correct horse", "10.0.0.2")) << "a stranger must not lock the account";
  EXPECT_TRUE(login("bob")) << "nor others at the same address";
  clock.advance(std::chrono::minutes(5));
  EXPECT_TRUE(login("ada"));
}

TEST_F(AccountsTest, a_login_that_succeeds_clears_the_count) {
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 4; ++i) EXPECT_FALSE(login("ada", "wrong"));
    EXPECT_TRUE(login("ada"));
  }
}

}  // namespace
}  // namespace robson::accounts
