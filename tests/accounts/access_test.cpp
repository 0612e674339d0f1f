// Users and API keys of a client.
#include "accounts/fixture.hpp"
#include "accounts/owner.hpp"

namespace robson::accounts {
namespace {

class AccessTest : public AccountsTest {
 protected:
  AccessTest() {
    const auto made = run(accounts->add_user(one, "root", Secret("correct horse"), Role::admin));
    root = made->user.id;
  }
  Caller admin() { return login("root")->caller; }
  MadeApiKey key(const std::string& scopes, std::optional<Timestamp> expires_at = {}) {
    return run(accounts->create_api_key(admin(), {.name = "wall", .scopes = scopes, .expires_at = expires_at})).value();
  }
  Result<Caller, AuthError> with(const MadeApiKey& made) { return accounts->authenticate_key(made.key.reveal()); }
  AccessFault fault_of(UserId user, const UserChange& change) {
    const auto changed = run(accounts->change_user(one, user, change));
    return changed ? AccessFault::storage : changed.error();
  }

  UserId root{};
};

TEST_F(AccessTest, a_new_user_comes_in_and_is_listed) {
  EXPECT_EQ(login("root")->caller.role, Role::admin);
  const auto users = run(accounts->users(one)).value();
  ASSERT_EQ(users.size(), 2U);
  EXPECT_EQ(users[1].user.name, "root");
  EXPECT_EQ(users[1].sessions, 1U);
  EXPECT_EQ(users[1].user.last_login, clock.now());
  EXPECT_FALSE(users[0].user.last_login);
}

TEST_F(AccessTest, a_name_is_taken_by_users_of_other_clients_too) {
  EXPECT_EQ(run(accounts->add_user(one, "bob", Secret("correct horse"), Role::viewer)).error(),
            AccessFault::name_taken);
}

TEST_F(AccessTest, the_last_active_admin_stays_one) {
  EXPECT_EQ(fault_of(root, {.role = Role::operator_}), AccessFault::last_admin);
  EXPECT_EQ(fault_of(root, {.active = false}), AccessFault::last_admin);
  ASSERT_TRUE(run(accounts->change_user(one, ada, UserChange{.role = Role::admin})));
  EXPECT_TRUE(run(accounts->change_user(one, root, UserChange{.active = false})));
  EXPECT_EQ(fault_of(ada, {.role = Role::viewer}), AccessFault::last_admin) << "a disabled admin does not count";
}

TEST_F(AccessTest, two_admins_who_disable_each_other_at_once_leave_one) {
  ASSERT_TRUE(run(accounts->change_user(one, ada, UserChange{.role = Role::admin})));
  int done = 0;
  for (const UserId user : {root, ada}) {
    support::start_task(context, accounts->change_user(one, user, UserChange{.active = false}),
                        [&](const auto& changed) { done += changed ? 1 : 0; });
  }
  context.restart();
  context.run();
  EXPECT_EQ(done, 1);
}

TEST_F(AccessTest, a_key_acts_as_its_maker_within_its_scopes) {
  const auto made = key("read,operate");
  ASSERT_TRUE(with(made));
  EXPECT_EQ(with(made)->name, "root");
  EXPECT_EQ(with(made)->tenant, one);
  EXPECT_EQ(with(made)->role, Role::operator_);
  EXPECT_TRUE(with(made)->by_api_key);
  EXPECT_EQ(with(made)->fresh_until, Timestamp{});
  EXPECT_EQ(with(key("read"))->role, Role::viewer);
  EXPECT_EQ(with(key("read,admin"))->role, Role::admin);
}

TEST_F(AccessTest, a_key_reaches_no_further_than_its_maker_does_now) {
  const auto made = key("admin");
  const Caller before = with(made).value();
  ASSERT_TRUE(run(accounts->change_user(one, ada, UserChange{.role = Role::admin})));
  ASSERT_TRUE(run(accounts->change_user(one, root, UserChange{.role = Role::viewer})));
  EXPECT_EQ(with(made)->role, Role::viewer);
  EXPECT_FALSE(accounts->is_valid(before)) << "an open socket is asked again";
  ASSERT_TRUE(run(accounts->change_user(one, root, UserChange{.active = false})));
  EXPECT_FALSE(with(made));
  ASSERT_TRUE(run(accounts->change_client_active(one, false)));
  EXPECT_FALSE(with(made));
}

TEST_F(AccessTest, a_revoked_and_an_expired_key_are_worth_nothing_at_once_and_after_a_restart) {
  const auto lasting = key("read");
  const auto short_lived = key("read", clock.now() + std::chrono::hours(1));
  const auto revoked = key("read");
  const Caller open = with(revoked).value();
  const Caller until = with(short_lived).value();
  ASSERT_TRUE(run(accounts->revoke_api_key(one, revoked.entry.key.id)));
  EXPECT_FALSE(with(revoked));
  EXPECT_FALSE(accounts->is_valid(open));
  EXPECT_TRUE(accounts->is_valid(until));
  clock.advance(std::chrono::hours(1));
  EXPECT_FALSE(with(short_lived));
  EXPECT_FALSE(accounts->is_valid(until));
  restart();
  EXPECT_FALSE(with(revoked));
  EXPECT_FALSE(with(short_lived));
  EXPECT_TRUE(with(lasting));
}

TEST_F(AccessTest, nobody_revokes_keys_of_another_client) {
  const auto made = key("read");
  EXPECT_FALSE(run(accounts->revoke_api_key(two, made.entry.key.id)));
  EXPECT_TRUE(with(made));
  EXPECT_TRUE(run(accounts->api_keys(two)).value().empty());
}

TEST_F(AccessTest, a_key_is_stored_as_a_hash_and_shown_by_its_beginning) {
  const auto made = key("read");
  EXPECT_EQ(made.key.reveal().size(), api_key_length);
  EXPECT_EQ(made.key.reveal().substr(0, 10), made.entry.key.prefix);
  const auto listed = run(accounts->api_keys(one)).value();
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0].maker, "root");
  EXPECT_EQ(listed[0].key.hash.find(made.key.reveal()), std::string::npos);
}

TEST_F(AccessTest, no_other_text_is_a_key) {
  const auto made = key("read");
  std::string text = made.key.reveal();
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string wrong = text;
    wrong[i] = wrong[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(accounts->authenticate_key(wrong)) << i;
  }
  for (const std::string& wrong : {std::string(), std::string("rbk_"), text + "A", text.substr(4), " " + text,
                                   std::string(100'000, 'a'), login("root")->access.reveal()}) {
    EXPECT_FALSE(accounts->authenticate_key(wrong));
  }
  EXPECT_FALSE(accounts->authenticate(text)) << "and no key is a token";
}

TEST_F(AccessTest, the_last_use_is_known_to_the_minute_and_written_now_and_then) {
  const auto made = key("read");
  clock.advance(std::chrono::seconds(90));
  ASSERT_TRUE(with(made));
  const auto used = run(accounts->api_keys(one)).value()[0].key.last_used_at;
  ASSERT_TRUE(used);
  EXPECT_EQ(used->us % 60'000'000, 0);
  EXPECT_LT(clock.now() - *used, std::chrono::minutes(1));
  accounts->note_key_uses();
  context.restart();
  context.run();
  restart();
  EXPECT_EQ(run(accounts->api_keys(one)).value()[0].key.last_used_at, used);
}

TEST_F(AccessTest, keys_of_a_client_are_bounded) {
  const Caller maker = admin();
  const NewApiKey wanted{.name = "k", .scopes = "read"};
  for (int i = 0; i < Accounts::most_api_keys; ++i) ASSERT_TRUE(run(accounts->create_api_key(maker, wanted)));
  const auto refused = run(accounts->create_api_key(maker, wanted));
  EXPECT_EQ(refused.error(), AccessFault::too_many);
}

TEST_F(AccessTest, scopes_are_words_of_their_list) {
  EXPECT_EQ(reach_of("read"), Role::viewer);
  EXPECT_EQ(reach_of("operate,read"), Role::operator_);
  for (const char* text : {"", "write", "read,", "read,write", "READ"}) EXPECT_FALSE(reach_of(text)) << text;
}

TEST_F(AccessTest, the_owner_cannot_take_the_last_admin_away_either_and_leaves_a_row_for_what_was_done) {
  const auto entry = owner_entry("users.change", "");
  EXPECT_FALSE(edit_user(*database, clock, "root", UserEdit{.role = Role::viewer}, entry));
  EXPECT_FALSE(edit_user(*database, clock, "nobody", UserEdit{.role = Role::viewer}, entry));
  ASSERT_TRUE(edit_user(*database, clock, "ADA", UserEdit{.active = false}, entry));
  ASSERT_TRUE(set_client_active(*database, clock, one, false));
  EXPECT_FALSE(set_client_active(*database, clock, TenantId{99}, false));
  const auto rows = database
                        ->read_now([&](storage::Session& s) {
                          return storage::audit_rows_after(s, storage::AuditScope(storage::Tenant(one)), 0, 100);
                        })
                        .value();
  ASSERT_GE(rows.size(), 3U);
  EXPECT_EQ(rows.front().row.action, "client.create");
  EXPECT_EQ(rows[rows.size() - 2].row.action, "users.change");
  EXPECT_EQ(rows[rows.size() - 2].row.target, "ada");
  EXPECT_EQ(rows.back().row.action, "client.disable");
  EXPECT_EQ(rows.back().row.user, "owner");
}

}  // namespace
}  // namespace robson::accounts
