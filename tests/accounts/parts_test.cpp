// The parts that Accounts is made of: names, passwords, signing keys, throttle, registry, cache of verified tokens.
#include <sys/stat.h>

#include <fstream>

#include "accounts/digest.hpp"
#include "accounts/fixture.hpp"
#include "accounts/names.hpp"
#include "accounts/random.hpp"
#include "accounts/session_registry.hpp"
#include "accounts/signing_keys.hpp"
#include "accounts/verified_tokens.hpp"

namespace robson::accounts {
namespace {
using testing::HasSubstr;

TEST(Digest, hmac_is_that_of_rfc_4231) {
  EXPECT_EQ(hmac_sha256_hex(Secret("Jefe"), "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  // A key that is longer than a block.
  EXPECT_EQ(hmac_sha256_hex(Secret(std::string(131, '\xaa')), "Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Digest, is_same_looks_at_every_byte) {
  EXPECT_TRUE(is_same("", ""));
  EXPECT_TRUE(is_same("abc", "abc"));
  EXPECT_FALSE(is_same("abc", "abd"));
  EXPECT_FALSE(is_same("abc", "ab"));
}

TEST(RandomName, is_of_letters_and_digits) {
  const std::string name = random_name(12);
  EXPECT_EQ(name.size(), 12U);
  EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789"), std::string::npos);
  EXPECT_NE(name, random_name(12));
}

TEST(Names, of_users_are_folded_and_checked) {
  EXPECT_EQ(user_name_of("Ada.Lovelace_1@x-y"), "ada.lovelace_1@x-y");
  for (const char* text : {"", " ada", "a b", "ada\n", "\xC3\xA9", "a'b"}) {
    EXPECT_EQ(user_name_of(text), std::nullopt) << text;
  }
  EXPECT_TRUE(user_name_of(std::string(64, 'a')));
  EXPECT_FALSE(user_name_of(std::string(65, 'a')));
}

TEST(Passwords, have_8_to_128_bytes) {
  EXPECT_EQ(password_fault(Secret("")), "must not be empty");
  EXPECT_EQ(password_fault(Secret("1234567")), "must have at least 8 bytes");
  EXPECT_EQ(password_fault(Secret("12345678")), std::nullopt);
  EXPECT_EQ(password_fault(Secret(std::string(128, 'x'))), std::nullopt);
  EXPECT_EQ(password_fault(Secret(std::string(129, 'x'))), "must have at most 128 bytes");
}

TEST(Passwords, are_kept_as_argon2id_with_a_salt_of_their_own) {
  const auto one = hash_password(Secret("correct horse"), PasswordCost{});
  const auto two = hash_password(Secret("correct horse"), cheap);
  EXPECT_THAT(one.reveal(), testing::StartsWith("$argon2id$v=19$m=65536,t=2,p=1$"));
  EXPECT_NE(two.reveal(), hash_password(Secret("correct horse"), cheap).reveal());
}

TEST(PasswordWorker, refuses_when_its_queue_is_full_and_answers_the_rest) {
  net::Context context(1);
  PasswordWorker worker({.passes = 4, .memory_bytes = 8 << 20}, 2);
  const auto hash = hash_password(Secret("correct horse"), cheap);
  std::vector<std::optional<bool>> answers;
  for (int i = 0; i < 10; ++i) {
    support::start_task(context,
                        worker.verify(Secret("correct horse"), i % 2 == 0 ? std::optional(hash) : std::nullopt),
                        [&](std::optional<bool> answer) { answers.push_back(answer); });
  }
  context.run();
  ASSERT_EQ(answers.size(), 10U);
  const auto refused = std::count(answers.begin(), answers.end(), std::nullopt);
  EXPECT_GE(refused, 1);
  EXPECT_LE(refused, 8);
}

TEST(PasswordWorker, says_no_for_a_user_that_is_not_there) {
  net::Context context(1);
  PasswordWorker worker(cheap);
  const auto hash = hash_password(Secret("correct horse"), cheap);
  EXPECT_EQ(support::run_task(context, worker.verify(Secret("correct horse"), hash)), true);
  EXPECT_EQ(support::run_task(context, worker.verify(Secret("wrong"), hash)), false);
  EXPECT_EQ(support::run_task(context, worker.verify(Secret("correct horse"), std::nullopt)), false);
}

struct SigningKeysTest : testing::Test {
  support::TemporaryDirectory directory;
  std::filesystem::path file = directory / "signing.keys";
};

TEST_F(SigningKeysTest, are_made_once_for_the_owner_only) {
  const auto made = SigningKeys::load_or_create(file);
  ASSERT_TRUE(made);
  struct stat status {};
  ASSERT_EQ(stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  const auto again = SigningKeys::load_or_create(file);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->current().id, made->current().id);
  EXPECT_EQ(again->current().bytes.reveal(), made->current().bytes.reveal());
  EXPECT_EQ(again->current().bytes.reveal().size(), 32U);
}

TEST_F(SigningKeysTest, that_others_may_read_are_refused) {
  ASSERT_TRUE(SigningKeys::load_or_create(file));
  for (const mode_t mode : {0640U, 0604U, 0660U}) {
    ASSERT_EQ(chmod(file.c_str(), mode), 0);
    const auto refused = SigningKeys::load_or_create(file);
    ASSERT_FALSE(refused) << mode;
    EXPECT_THAT(refused.error(), HasSubstr("chmod 600"));
  }
}

TEST_F(SigningKeysTest, a_broken_file_is_refused_and_never_replaced) {
  for (const std::string& text : std::vector<std::string>{
           "", "nonsense\n", "id 1234\n", "id " + std::string(64, 'g') + "\n", "id " + std::string(64, 'a')}) {
    std::ofstream(file) << text;
    ASSERT_EQ(chmod(file.c_str(), 0600), 0);
    const auto refused = SigningKeys::load_or_create(file);
    ASSERT_FALSE(refused) << text;
    EXPECT_THAT(refused.error(), HasSubstr(file.string()));
    EXPECT_EQ(refused.error().find(std::string(16, 'a')), std::string::npos);
  }
}

TEST_F(SigningKeysTest, a_link_in_their_place_is_refused) {
  std::filesystem::create_symlink(directory / "elsewhere", file);
  EXPECT_FALSE(SigningKeys::load_or_create(file));
}

TEST_F(SigningKeysTest, a_rotation_keeps_the_newest) {
  auto keys = SigningKeys::load_or_create(file).value();
  const auto first = keys.current().id;
  ASSERT_TRUE(keys.rotate());
  EXPECT_NE(keys.current().id, first);
  EXPECT_NE(keys.find(first), nullptr);
  ASSERT_TRUE(keys.rotate());
  ASSERT_TRUE(keys.rotate());
  EXPECT_EQ(keys.all().size(), keys_kept);
  EXPECT_EQ(keys.find(first), nullptr);
  const auto loaded = SigningKeys::load_or_create(file).value();
  EXPECT_EQ(loaded.current().id, keys.current().id);
  EXPECT_EQ(loaded.all().size(), keys_kept);
}

TEST(LoginThrottle, slides_with_the_time) {
  LoginThrottle throttle({.attempts = 2, .window = std::chrono::seconds(10)});
  const Timestamp start = Timestamp::from_seconds(1000);
  EXPECT_EQ(throttle.attempt("ada", "a", start), std::nullopt);
  EXPECT_EQ(throttle.attempt("ada", "a", start + std::chrono::seconds(4)), std::nullopt);
  EXPECT_EQ(throttle.attempt("ada", "a", start + std::chrono::seconds(5)), Duration(std::chrono::seconds(5)));
  EXPECT_EQ(throttle.attempt("ada", "a", start + std::chrono::seconds(10)), std::nullopt);
  EXPECT_EQ(throttle.attempt("ada", "a", start + std::chrono::seconds(11)), Duration(std::chrono::seconds(3)));
}

TEST(LoginThrottle, forgets_an_attempt_that_was_not_decided) {
  LoginThrottle throttle({.attempts = 1});
  EXPECT_EQ(throttle.attempt("ada", "a", {}), std::nullopt);
  throttle.forgive("ada", "a");
  EXPECT_EQ(throttle.attempt("ada", "a", {}), std::nullopt);
  EXPECT_NE(throttle.attempt("ada", "a", {}), std::nullopt);
}

TEST(LoginThrottle, is_bounded_and_forgets_the_pair_tried_longest_ago) {
  LoginThrottle throttle({.attempts = 1, .pairs = 3});
  EXPECT_EQ(throttle.attempt("ada", "a", {}), std::nullopt);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(throttle.attempt("user" + std::to_string(i), "a", {}), std::nullopt);
    EXPECT_LE(throttle.size(), 3U);
    if (i == 1) {
      EXPECT_NE(throttle.attempt("ada", "a", {}), std::nullopt);
    }
  }
  EXPECT_EQ(throttle.attempt("ada", "a", {}), std::nullopt);
}

TEST(VerifiedTokens, are_bounded_and_the_oldest_makes_room) {
  VerifiedTokens tokens(3);
  for (int i = 0; i < 10; ++i) tokens.remember(digest_of(std::to_string(i)), {.session = {i + 1}});
  EXPECT_EQ(tokens.size(), 3U);
  EXPECT_EQ(tokens.find(digest_of("6")), nullptr);
  ASSERT_NE(tokens.find(digest_of("9")), nullptr);
  EXPECT_EQ(tokens.find(digest_of("9"))->session, SessionId{10});
}

struct SessionRegistryTest : testing::Test {
  SessionRegistryTest() {
    registry.put_client({.id = {1}, .name = "One", .active = true});
    registry.put_user({.id = {5}, .tenant = {1}, .name = "ada", .role = Role::viewer});
  }
  SessionRegistry registry;
  Timestamp now = Timestamp::from_seconds(1000);
};

TEST_F(SessionRegistryTest, a_session_lives_until_its_end) {
  registry.open({9}, {5}, now);
  EXPECT_TRUE(registry.find({9}, now - Duration(1)));
  EXPECT_FALSE(registry.find({9}, now));
  registry.open({9}, {5}, now + Duration(5));
  EXPECT_TRUE(registry.find({9}, now));
  registry.close({9});
  EXPECT_FALSE(registry.find({9}, now));
  registry.close({9});
}

TEST_F(SessionRegistryTest, a_sweep_forgets_only_what_has_expired) {
  registry.open({1}, {5}, now);
  registry.open({2}, {5}, now + Duration(1));
  registry.sweep(now);
  EXPECT_EQ(registry.size(), 1U);
  EXPECT_TRUE(registry.find({2}, now));
}

TEST_F(SessionRegistryTest, names_the_oldest_session_of_a_user_who_has_too_many) {
  for (std::int64_t i = 1; i < 32; ++i) registry.open({i}, {5}, now + Duration(1));
  EXPECT_EQ(registry.surplus_of({5}), std::nullopt);
  registry.open({32}, {5}, now + Duration(1));
  EXPECT_EQ(registry.surplus_of({5}), SessionId{1});
}

TEST_F(AccountsTest, create_client_names_what_is_wrong) {
  EXPECT_THAT(create_client(*database, clock, "").error(), HasSubstr("client's name"));
  EXPECT_THAT(create_client(*database, clock, "a\nb").error(), HasSubstr("control characters"));
  EXPECT_THAT(create_client(*database, clock, "One Ltd").error(), HasSubstr("already"));
}

TEST_F(AccountsTest, create_user_names_what_is_wrong) {
  const auto fault = [&](TenantId client, const std::string& name, const std::string& password) {
    return create_user(*database, clock, client, name, Secret(password), Role::viewer).error();
  };
  EXPECT_THAT(fault(one, "", "12345678"), HasSubstr("user name"));
  EXPECT_THAT(fault(one, "eve", ""), HasSubstr("password must not be empty"));
  EXPECT_THAT(fault(one, "eve", std::string(129, 'x')), HasSubstr("password must have at most 128"));
  EXPECT_THAT(fault(one, "ADA", "12345678"), HasSubstr("user named ada already"));
  EXPECT_THAT(fault({99}, "eve", "12345678"), HasSubstr("no client 99"));
  EXPECT_THAT(fault({0}, "eve", "12345678"), HasSubstr("no client 0"));
}

TEST_F(AccountsTest, a_created_user_logs_in_with_the_password_that_was_given) {
  ASSERT_TRUE(create_user(*database, clock, two, "Eve", Secret("battery staple"), Role::admin));
  const auto tokens = login("eve", "battery staple");
  ASSERT_TRUE(tokens);
  EXPECT_EQ(tokens->caller.role, Role::admin);
  EXPECT_EQ(tokens->caller.tenant, two);
}

TEST_F(AccountsTest, a_signing_key_that_others_read_stops_the_start) {
  accounts.reset();
  ASSERT_EQ(chmod((directory / "signing.keys").c_str(), 0644), 0);
  const auto refused = Accounts::open(context, clock, *database, {});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error(), HasSubstr("signing.keys"));
}

}  // namespace
}  // namespace robson::accounts
