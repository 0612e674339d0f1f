// A second factor, step-up and the own password, as their user meets them.
#include "accounts/fixture.hpp"
#include "accounts/totp.hpp"

namespace robson::accounts {
namespace {

class SecondFactorTest : public AccountsTest {
 protected:
  Caller signed_in(const std::string& user = "ada") { return login(user)->caller; }
  // Sets the factor of ada up; her recovery codes.
  std::vector<std::string> set_up() {
    const Caller caller = signed_in();
    secret = run(accounts->begin_totp(caller)).value();
    auto codes = run(accounts->confirm_totp(caller, Secret(code()), "10.0.0.1")).value();
    clock.advance(std::chrono::seconds(totp_step_seconds));
    return codes;
  }
  std::string code() const { return totp_code(secret, totp_step_at(clock.now())); }
  Result<Tokens, AuthFailure> login_with(const std::optional<std::string>& given,
                                         const std::string& password = "correct horse") {
    std::optional<Secret> sent;
    if (given) sent = Secret(*given);
    return run(accounts->login("ada", Secret(password), "10.0.0.1", sent));
  }
  AuthError error_of(const Result<Tokens, AuthFailure>& refused) {
    return refused ? AuthError::storage : refused.error().kind;
  }
  Result<void, AuthFailure> step_up(const Caller& caller, const std::string& proof, bool is_code) {
    return run(accounts->step_up(caller, Secret(proof), is_code, "10.0.0.1"));
  }
  Timestamp fresh_until(const Tokens& tokens) {
    return accounts->authenticate(tokens.access.reveal()).value().fresh_until;
  }

  Secret secret;
};

TEST_F(SecondFactorTest, is_asked_for_once_it_is_confirmed) {
  const Caller caller = signed_in();
  secret = run(accounts->begin_totp(caller)).value();
  EXPECT_TRUE(login("ada")) << "a factor that is only shown is none yet";
  EXPECT_EQ(run(accounts->confirm_totp(caller, Secret("000000"), "10.0.0.1")).error().kind, TotpFault::wrong_code);
  ASSERT_TRUE(run(accounts->confirm_totp(caller, Secret(code()), "10.0.0.1")));
  clock.advance(std::chrono::seconds(totp_step_seconds));
  EXPECT_TRUE(accounts->has_totp(caller));
  EXPECT_EQ(error_of(login_with({})), AuthError::totp_required);
  EXPECT_TRUE(login_with(code()));
}

TEST_F(SecondFactorTest, whoever_does_not_know_the_password_does_not_learn_of_it) {
  set_up();
  EXPECT_EQ(error_of(login_with({}, "wrong")), AuthError::bad_credentials);
  EXPECT_EQ(error_of(login_with(code(), "wrong")), AuthError::bad_credentials);
}

TEST_F(SecondFactorTest, a_code_opens_once) {
  set_up();
  const std::string own = code();
  EXPECT_TRUE(login_with(own));
  EXPECT_EQ(error_of(login_with(own)), AuthError::wrong_code);
}

TEST_F(SecondFactorTest, codes_are_guessed_no_faster_than_passwords) {
  set_up();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(error_of(login_with("00000" + std::to_string(i))), AuthError::wrong_code);
  EXPECT_EQ(error_of(login_with(code())), AuthError::throttled);
}

TEST_F(SecondFactorTest, being_asked_for_the_code_is_no_guess) {
  set_up();
  for (int i = 0; i < 20; ++i) ASSERT_EQ(error_of(login_with({})), AuthError::totp_required);
  EXPECT_TRUE(login_with(code()));
}

TEST_F(SecondFactorTest, a_recovery_code_stands_in_once_in_any_spelling) {
  const auto codes = set_up();
  ASSERT_EQ(codes.size(), 10U);
  std::string shouted = codes[0];
  for (char& c : shouted) c = static_cast<char>(std::toupper(c));
  std::erase(shouted, '-');
  EXPECT_TRUE(login_with(shouted));
  EXPECT_EQ(error_of(login_with(codes[0])), AuthError::wrong_code);
  EXPECT_TRUE(login_with(codes[1]));
  EXPECT_EQ(run(accounts->totp_state(signed_in("bob"))).value().enabled, false);
  const auto state = run(accounts->totp_state(login_with(codes[2])->caller)).value();
  EXPECT_TRUE(state.enabled);
  EXPECT_EQ(state.recovery_codes_left, 7);
}

TEST_F(SecondFactorTest, survives_a_restart_sealed) {
  set_up();
  restart();
  EXPECT_EQ(error_of(login_with({})), AuthError::totp_required);
  EXPECT_TRUE(login_with(code()));
  const auto user =
      database->read_now([&](storage::Session& s) { return storage::find_user(s, storage::Tenant(one), ada).value(); })
          .value();
  EXPECT_EQ(user.totp->find(secret.reveal()), std::string::npos);
  EXPECT_EQ(user.totp->find(base32(secret.reveal())), std::string::npos);
}

TEST_F(SecondFactorTest, is_switched_off_with_a_code_or_by_an_admin) {
  set_up();
  const Caller caller = login_with(code())->caller;
  EXPECT_EQ(run(accounts->disable_totp(caller, Secret("000000"), "10.0.0.1")).error().kind, TotpFault::wrong_code);
  EXPECT_EQ(run(accounts->begin_totp(caller)).error().kind, TotpFault::already_on);
  clock.advance(std::chrono::seconds(totp_step_seconds));
  ASSERT_TRUE(run(accounts->disable_totp(caller, Secret(code()), "10.0.0.1")));
  EXPECT_TRUE(login_with({}));
  set_up();
  UserChange off;
  off.totp_off = true;
  ASSERT_TRUE(run(accounts->change_user(one, ada, off)));
  EXPECT_TRUE(login_with({}));
}

TEST_F(SecondFactorTest, a_login_is_fresh_for_a_quarter_of_an_hour_and_a_refresh_makes_it_no_fresher) {
  const auto tokens = login("ada");
  EXPECT_EQ(fresh_until(*tokens), clock.now() + std::chrono::minutes(15));
  const Timestamp until = fresh_until(*tokens);
  clock.advance(std::chrono::minutes(20));
  const auto renewed = refresh(*tokens);
  EXPECT_EQ(fresh_until(*renewed), until);
}

TEST_F(SecondFactorTest, a_step_up_makes_it_fresh_for_five_minutes_more) {
  const auto tokens = login("ada");
  clock.advance(std::chrono::hours(1));
  EXPECT_FALSE(step_up(tokens->caller, "wrong", false));
  EXPECT_LT(fresh_until(*tokens), clock.now());
  ASSERT_TRUE(step_up(tokens->caller, "correct horse", false));
  EXPECT_EQ(fresh_until(*tokens), clock.now() + std::chrono::minutes(5));
  const auto other = login("ada");
  clock.advance(std::chrono::minutes(10));
  EXPECT_LT(fresh_until(*tokens), clock.now());
  EXPECT_GT(fresh_until(*other), clock.now()) << "each session by itself";
}

TEST_F(SecondFactorTest, a_step_up_never_shortens) {
  const auto tokens = login("ada");
  const Timestamp until = fresh_until(*tokens);
  ASSERT_TRUE(step_up(tokens->caller, "correct horse", false));
  EXPECT_EQ(fresh_until(*tokens), until);
}

TEST_F(SecondFactorTest, a_step_up_takes_a_code_once) {
  set_up();
  const auto tokens = login_with(code());
  clock.advance(std::chrono::hours(1));
  const std::string own = code();
  EXPECT_TRUE(step_up(tokens->caller, own, true));
  EXPECT_FALSE(step_up(tokens->caller, own, true));
}

TEST_F(SecondFactorTest, a_restart_forgets_that_a_session_was_fresh) {
  const auto tokens = login("ada");
  restart();
  EXPECT_EQ(fresh_until(*tokens), Timestamp{});
}

TEST_F(SecondFactorTest, a_new_password_of_ones_own_ends_the_other_sessions) {
  const auto here = login("ada");
  const auto there = login("ada");
  const auto change = [&](const char* current, const char* wanted) {
    return run(accounts->change_own_password(here->caller, Secret(current), Secret(wanted), "10.0.0.1"));
  };
  EXPECT_FALSE(change("wrong", "battery staple"));
  EXPECT_EQ(trouble(*there), std::nullopt);
  ASSERT_TRUE(change("correct horse", "battery staple"));
  EXPECT_EQ(trouble(*here), std::nullopt);
  EXPECT_TRUE(refresh(*here));
  EXPECT_EQ(trouble(*there), AuthError::invalid);
  EXPECT_FALSE(refresh(*there));
  EXPECT_FALSE(login("ada"));
  EXPECT_TRUE(login("ada", "battery staple"));
}

}  // namespace
}  // namespace robson::accounts
