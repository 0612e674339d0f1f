// Clients, users, refresh tokens and settings: what each table refuses, and that no tenant sees another's rows.
#include "storage/fixture.hpp"
#include "storage/refresh_tokens.hpp"
#include "storage/settings.hpp"

namespace robson::storage {
namespace {

struct TablesTest : StorageTest {
  Tenant one = new_client("one");
  Tenant two = new_client("two");

  UserId add_user(Tenant tenant, const std::string& name, Role role = Role::viewer) {
    return write([&](Session& s) { return insert_user(s, tenant, new_user(name, role)); }).value();
  }
  std::int64_t add_token(Tenant tenant, UserId user, SessionId session, const std::string& hash) {
    const RefreshToken token{.user = user,
                             .session = session,
                             .hash = hash,
                             .created_at = clock_.now(),
                             .expires_at = clock_.now() + std::chrono::hours(1)};
    return write([&](Session& s) { return insert_refresh_token(s, tenant, token); }).value();
  }
  RefreshToken token(const std::string& hash) {
    return read([&](Session& s) { return find_refresh_token(s, installation, hash); }).value().value();
  }
};

TEST_F(TablesTest, the_first_client_is_number_one) {
  EXPECT_EQ(one.id(), TenantId{1});
  const auto found = read([&](Session& s) { return find_client(s, one); }).value();
  EXPECT_EQ(found->name, "one");
  EXPECT_TRUE(found->active);
  EXPECT_EQ(found->created_at, clock_.now());
}

TEST_F(TablesTest, names_of_clients_are_unique) {
  const auto taken = write([&](Session& s) { return insert_client(s, installation, "one", clock_.now()); });
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().kind, StorageErrorKind::duplicate);
}

TEST_F(TablesTest, a_client_can_be_disabled) {
  EXPECT_TRUE(write([&](Session& s) { return set_client_active(s, installation, two.id(), false); }).value());
  EXPECT_FALSE(write([&](Session& s) { return set_client_active(s, installation, TenantId{99}, false); }).value());
  const auto clients = read([&](Session& s) { return clients_after(s, installation, TenantId{}, 10); }).value();
  ASSERT_EQ(clients.size(), 2U);
  EXPECT_TRUE(clients[0].active);
  EXPECT_FALSE(clients[1].active);
}

TEST_F(TablesTest, a_user_comes_back_as_it_went_in) {
  const auto id = add_user(one, "ada", Role::operator_);
  const auto found = read([&](Session& s) { return find_user(s, one, id); }).value();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, id);
  EXPECT_EQ(found->tenant, one.id());
  EXPECT_EQ(found->name, "ada");
  EXPECT_EQ(found->password_hash.reveal(), "hash of ada");
  EXPECT_EQ(found->role, Role::operator_);
  EXPECT_TRUE(found->active);
  EXPECT_EQ(found->token_version, 1);
}

TEST_F(TablesTest, names_of_users_are_unique_across_clients) {
  add_user(one, "ada");
  const auto taken = write([&](Session& s) { return insert_user(s, two, new_user("ada")); });
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().kind, StorageErrorKind::duplicate);
}

TEST_F(TablesTest, no_query_shows_or_changes_users_of_another_tenant) {
  const auto ada = add_user(one, "ada");
  const auto bob = add_user(two, "bob");
  EXPECT_FALSE(read([&](Session& s) { return find_user(s, two, ada); }).value());
  const auto listed = read([&](Session& s) { return users_after(s, two, UserId{}, 10); }).value();
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0].id, bob);
  EXPECT_FALSE(write([&](Session& s) { return set_role(s, two, ada, Role::admin); }).value());
  EXPECT_FALSE(write([&](Session& s) { return set_active(s, two, ada, false); }).value());
  EXPECT_FALSE(write([&](Session& s) { return set_password_hash(s, two, ada, Secret("x")); }).value());
  const auto found = read([&](Session& s) { return find_user(s, one, ada); }).value();
  EXPECT_EQ(found->role, Role::viewer);
  EXPECT_TRUE(found->active);
  EXPECT_EQ(found->password_hash.reveal(), "hash of ada");
}

TEST_F(TablesTest, disabling_and_a_new_password_raise_the_token_version) {
  const auto ada = add_user(one, "ada");
  ASSERT_TRUE(write([&](Session& s) { return set_active(s, one, ada, false); }).value());
  ASSERT_TRUE(write([&](Session& s) { return set_password_hash(s, one, ada, Secret("new")); }).value());
  ASSERT_TRUE(write([&](Session& s) { return set_role(s, one, ada, Role::admin); }).value());
  const auto found = read([&](Session& s) { return find_user_by_name(s, installation, "ada"); }).value();
  EXPECT_EQ(found->token_version, 3);
  EXPECT_EQ(found->password_hash.reveal(), "new");
  EXPECT_EQ(found->role, Role::admin);
  EXPECT_FALSE(found->active);
}

TEST_F(TablesTest, a_session_belongs_to_the_client_of_its_user) {
  const auto ada = add_user(one, "ada");
  const RefreshToken foreign{.user = ada, .session = {5}, .hash = "h"};
  const auto refused = write([&](Session& s) { return insert_refresh_token(s, two, foreign); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, StorageErrorKind::violated);
}

TEST_F(TablesTest, revoking_stays_within_the_session_and_the_tenant) {
  const auto ada = add_user(one, "ada");
  add_token(one, ada, {5}, "a");
  add_token(one, ada, {6}, "b");
  EXPECT_EQ(write([&](Session& s) { return revoke_session(s, two, {5}, clock_.now()); }).value(), 0);
  EXPECT_EQ(write([&](Session& s) { return revoke_sessions_of(s, two, ada, clock_.now()); }).value(), 0);
  EXPECT_EQ(write([&](Session& s) { return revoke_session(s, one, {5}, clock_.now()); }).value(), 1);
  EXPECT_EQ(token("a").revoked_at, clock_.now());
  EXPECT_EQ(token("b").revoked_at, std::nullopt);
  EXPECT_EQ(write([&](Session& s) { return revoke_sessions_of(s, one, ada, clock_.now()); }).value(), 1);
}

TEST_F(TablesTest, live_tokens_are_the_newest_of_their_session) {
  const auto ada = add_user(one, "ada");
  const auto old = add_token(one, ada, {5}, "old");
  const auto fresh = add_token(one, ada, {5}, "fresh");
  add_token(one, ada, {6}, "gone");
  ASSERT_TRUE(write([&](Session& s) {
    set_rotated(s, two, old, 999);  // another tenant's scope: nothing happens
    return revoke_session(s, one, {6}, clock_.now());
  }));
  EXPECT_EQ(token("old").rotated_to, std::nullopt);
  ASSERT_TRUE(write([&](Session& s) { set_rotated(s, one, old, fresh); }));
  const auto live = [&] {
    return read([&](Session& s) { return live_tokens_after(s, installation, clock_.now(), 0, 10); }).value();
  };
  ASSERT_EQ(live().size(), 1U);
  EXPECT_EQ(live()[0].hash, "fresh");
  clock_.advance(std::chrono::hours(2));
  EXPECT_TRUE(live().empty());
  EXPECT_EQ(write([&](Session& s) { return delete_expired_tokens(s, installation, clock_.now()); }).value(), 3);
}

TEST_F(TablesTest, each_start_has_an_epoch_of_its_own) {
  const auto begin = [&] { return write([](Session& s) { return begin_epoch(s, installation); }).value(); };
  EXPECT_EQ(begin(), 1);
  EXPECT_EQ(begin(), 2);
  reopen();
  EXPECT_EQ(begin(), 3);
}

TEST_F(TablesTest, a_setting_keeps_its_last_value) {
  const std::string odd = "'); drop table users; -- \xC3\xA9 : x";
  ASSERT_TRUE(write([&](Session& s) { put_setting(s, installation, "k", "first"); }));
  ASSERT_TRUE(write([&](Session& s) { put_setting(s, installation, "k", odd); }));
  EXPECT_EQ(read([](Session& s) { return find_setting(s, installation, "k"); }).value(), odd);
  EXPECT_EQ(read([](Session& s) { return find_setting(s, installation, "none"); }).value(), std::nullopt);
}

TEST(Role, is_spelled_as_the_documents_spell_it) {
  for (const auto role : {Role::viewer, Role::operator_, Role::admin}) EXPECT_EQ(role_of(name(role)), role);
  EXPECT_EQ(name(Role::operator_), "operator");
  EXPECT_EQ(role_of("root"), std::nullopt);
}

}  // namespace
}  // namespace robson::storage
