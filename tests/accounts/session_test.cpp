// What ends a session, and that nothing else does.
#include "storage/session.hpp"
#include "accounts/fixture.hpp"

namespace robson::accounts {
namespace {

TEST_F(AccountsTest, a_refresh_gives_new_tokens_of_the_same_session) {
  const auto first = login("ada");
  clock.advance(std::chrono::hours(1));
  const auto second = refresh(*first);
  ASSERT_TRUE(second);
  EXPECT_NE(second->refresh.reveal(), first->refresh.reveal());
  EXPECT_NE(second->access.reveal(), first->access.reveal());
  EXPECT_EQ(second->caller.session, first->caller.session);
  EXPECT_EQ(second->caller.expires_at, clock.now() + std::chrono::hours(24));
  EXPECT_EQ(trouble(*first), std::nullopt);
  EXPECT_EQ(trouble(*second), std::nullopt);
}

TEST_F(AccountsTest, a_refresh_token_that_is_used_twice_ends_its_whole_session) {
  const auto first = login("ada");
  const auto other = login("ada");
  const auto second = refresh(*first);
  ASSERT_TRUE(second);
  EXPECT_EQ(refresh(*first).error().kind, AuthError::invalid);
  EXPECT_EQ(trouble(*second), AuthError::invalid);
  EXPECT_EQ(refresh(*second).error().kind, AuthError::invalid);
  EXPECT_EQ(trouble(*other), std::nullopt) << "another login of the same user goes on";
  restart();
  EXPECT_EQ(trouble(*second), AuthError::invalid);
  EXPECT_EQ(trouble(*other), std::nullopt);
}

TEST_F(AccountsTest, of_two_refreshes_at_once_only_one_gets_tokens) {
  const auto tokens = login("ada");
  int good = 0;
  int bad = 0;
  for (int i = 0; i < 2; ++i) {
    support::start_task(context, accounts->refresh(tokens->refresh),
                        [&](const Result<Tokens, AuthFailure>& result) { ++(result ? good : bad); });
  }
  context.restart();
  context.run();
  EXPECT_EQ(good, 1);
  EXPECT_EQ(bad, 1);
  EXPECT_EQ(trouble(*tokens), AuthError::invalid) << "two hands held the token";
}

TEST_F(AccountsTest, what_is_no_refresh_token_is_invalid) {
  for (const char* text : {"", "x", "' or 1=1 --"}) {
    EXPECT_EQ(run(accounts->refresh(Secret(text))).error().kind, AuthError::invalid) << text;
  }
  const auto tokens = login("ada");
  EXPECT_EQ(run(accounts->refresh(tokens->access)).error().kind, AuthError::invalid);
  EXPECT_EQ(trouble(tokens->refresh.reveal()), AuthError::invalid);
}

TEST_F(AccountsTest, a_refresh_token_expires) {
  open({.refresh_lifetime = std::chrono::hours(48)});
  const auto tokens = login("ada");
  clock.advance(std::chrono::hours(48));
  EXPECT_EQ(refresh(*tokens).error().kind, AuthError::expired);
}

TEST_F(AccountsTest, refreshing_keeps_a_session_alive_beyond_its_first_end) {
  open({.refresh_lifetime = std::chrono::hours(48)});
  auto tokens = login("ada");
  for (int i = 0; i < 4; ++i) {
    clock.advance(std::chrono::hours(40));
    tokens = refresh(*tokens);
    ASSERT_TRUE(tokens) << i;
  }
  EXPECT_EQ(trouble(*tokens), std::nullopt);
}

TEST_F(AccountsTest, a_logout_ends_the_session_at_once_and_for_good) {
  const auto tokens = login("ada");
  const auto other = login("ada");
  ASSERT_TRUE(run(accounts->logout(tokens->caller)));
  EXPECT_EQ(trouble(*tokens), AuthError::invalid);
  EXPECT_FALSE(accounts->is_valid(tokens->caller));
  EXPECT_EQ(refresh(*tokens).error().kind, AuthError::invalid);
  EXPECT_EQ(trouble(*other), std::nullopt);
  restart();
  EXPECT_EQ(trouble(*tokens), AuthError::invalid);
  EXPECT_EQ(trouble(*other), std::nullopt);
}

TEST_F(AccountsTest, a_logout_ends_a_session_whose_refresh_is_under_way) {
  const auto tokens = login("ada");
  std::optional<Result<Tokens, AuthFailure>> refreshed;
  {
    const HeldWriter held(*database);
    support::start_task(context, accounts->refresh(tokens->refresh),
                        [&](Result<Tokens, AuthFailure> result) { refreshed.emplace(std::move(result)); });
    run_until_quiet();
    support::start_task(context, accounts->logout(tokens->caller),
                        [](const Result<void, AuthFailure>& ended) { EXPECT_TRUE(ended); });
    run_until_quiet();
  }
  context.restart();
  context.run();
  ASSERT_TRUE(refreshed && *refreshed) << "the refresh was first";
  EXPECT_EQ(trouble(**refreshed), AuthError::invalid);
  EXPECT_EQ(trouble(*tokens), AuthError::invalid);
  EXPECT_EQ(refresh(**refreshed).error().kind, AuthError::invalid);
}

TEST_F(AccountsTest, what_is_no_refresh_token_does_not_wait_for_the_writer) {
  const auto ended = login("ada");
  ASSERT_TRUE(run(accounts->logout(ended->caller)));
  const HeldWriter held(*database);
  std::vector<AuthError> answers;
  for (const Secret& token : {Secret("x"), ended->refresh}) {
    support::start_task(context, accounts->refresh(token),
                        [&](const Result<Tokens, AuthFailure>& result) { answers.push_back(result.error().kind); });
  }
  run_until_quiet();
  EXPECT_THAT(answers, testing::ElementsAre(AuthError::invalid, AuthError::invalid));
}

TEST_F(AccountsTest, only_so_many_refreshes_are_under_way) {
  std::size_t busy = 0;
  std::size_t others = 0;
  for (std::size_t i = 0; i < Accounts::most_refreshes_out + 10; ++i) {
    support::start_task(context, accounts->refresh(Secret("x")), [&](const Result<Tokens, AuthFailure>& result) {
      ++(result.error().kind == AuthError::busy ? busy : others);
    });
  }
  context.restart();
  context.run();
  EXPECT_EQ(busy, 10U);
  EXPECT_EQ(others, Accounts::most_refreshes_out);
  EXPECT_TRUE(refresh(*login("ada"))) << "they are over";
}

TEST_F(AccountsTest, sessions_survive_a_restart) {
  const auto tokens = login("ada");
  restart();
  EXPECT_EQ(trouble(*tokens), std::nullopt);
  EXPECT_TRUE(refresh(*tokens));
}

TEST_F(AccountsTest, a_role_change_takes_effect_with_the_next_request) {
  const auto tokens = login("ada");
  const auto before = accounts->authenticate(tokens->access.reveal()).value();
  ASSERT_TRUE(run(accounts->change_user(one, ada, UserChange{.role = Role::viewer})));
  const auto after = accounts->authenticate(tokens->access.reveal());
  ASSERT_TRUE(after);
  EXPECT_EQ(after->role, Role::viewer);
  EXPECT_FALSE(accounts->is_valid(before)) << "a stream opened as operator must be asked again";
  EXPECT_TRUE(accounts->is_valid(*after));
}

TEST_F(AccountsTest, disabling_a_user_ends_all_sessions_and_enabling_brings_none_back) {
  const auto tokens = login("ada");
  ASSERT_TRUE(run(accounts->change_user(one, ada, UserChange{.active = false})));
  EXPECT_EQ(trouble(*tokens), AuthError::invalid);
  ASSERT_TRUE(run(accounts->change_user(one, ada, UserChange{.active = true})));
  EXPECT_EQ(trouble(*tokens), AuthError::invalid);
  EXPECT_EQ(refresh(*tokens).error().kind, AuthError::invalid);
  EXPECT_TRUE(login("ada"));
}

TEST_F(AccountsTest, a_new_password_ends_all_sessions) {
  const auto tokens = login("ada");
  ASSERT_TRUE(run(accounts->change_user(one, ada, UserChange{.password = Secret("battery staple")})));
  EXPECT_EQ(trouble(*tokens), AuthError::invalid);
  EXPECT_FALSE(login("ada"));
  EXPECT_TRUE(login("ada", "battery staple"));
}

TEST_F(AccountsTest, no_tenant_changes_users_of_another) {
  const auto tokens = login("ada");
  EXPECT_FALSE(run(accounts->change_user(two, ada, UserChange{.role = Role::admin})));
  EXPECT_FALSE(run(accounts->change_user(two, ada, UserChange{.active = false})));
  EXPECT_FALSE(run(accounts->change_user(two, ada, UserChange{.password = Secret("battery staple")})));
  auto forged = tokens->caller;
  forged.tenant = two;
  EXPECT_EQ(accounts->authenticate(tokens->access.reveal())->role, Role::operator_);
  EXPECT_TRUE(login("ada"));
}

TEST_F(AccountsTest, only_hashes_of_refresh_tokens_are_stored) {
  const auto tokens = login("ada");
  const auto stored = database->read_now([](storage::Session& s) {
    std::string hash;
    s.first("select token_hash from sessions", storage::into(hash));
    return hash;
  });
  EXPECT_EQ(stored->size(), 64U);
  EXPECT_EQ(stored->find(tokens->refresh.reveal()), std::string::npos);
  EXPECT_EQ(tokens->refresh.reveal().size(), 43U);
}

TEST_F(AccountsTest, many_logins_and_refreshes_at_once_all_get_an_answer) {
  int answers = 0;
  for (int i = 0; i < 30; ++i) {
    const std::string address = "10.0.1." + std::to_string(i);
    support::start_task(context, accounts->login(i % 2 == 0 ? "ada" : "bob", Secret("correct horse"), address),
                        [&](const Result<Tokens, AuthFailure>& result) {
                          ++answers;
                          if (!result) {
                            EXPECT_EQ(result.error().kind, AuthError::busy);
                          }
                        });
  }
  context.restart();
  context.run();
  EXPECT_EQ(answers, 30);
}

}  // namespace
}  // namespace robson::accounts
