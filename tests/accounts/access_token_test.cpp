#include "accounts/access_token.hpp"

#include <jwt.h>
#include <sodium.h>

#include "accounts/fixture.hpp"

namespace robson::accounts {
namespace {

std::string base64url(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  text.resize(text.size() - 1);
  return text;
}
std::string decoded(std::string_view part) {
  std::string bytes(part.size(), '\0');
  std::size_t size = 0;
  sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), part.data(), part.size(), nullptr,
                    &size, nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  bytes.resize(size);
  return bytes;
}
std::vector<std::string> parts_of(const std::string& token) {
  const auto first = token.find('.');
  const auto second = token.find('.', first + 1);
  return {token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1)};
}

struct AccessTokenTest : testing::Test {
  support::TemporaryDirectory directory;
  SigningKeys keys = SigningKeys::load_or_create(directory / "signing.keys").value();
  Timestamp now = Timestamp::from_seconds(1'767'323'045);
  AccessClaims claims{.user = "ada",
                      .tenant = {7},
                      .role = storage::Role::operator_,
                      .session = {4611686018427387905},
                      .version = 3,
                      .issued_at = now,
                      .expires_at = now + std::chrono::hours(24)};
  std::string token = sign(claims, keys.current()).reveal();

  std::optional<AuthError> trouble(const std::string& text) {
    const auto verified = verify(text, keys, now);
    return verified ? std::nullopt : std::optional(verified.error());
  }
  // A token with this header, signed properly by `key` with HS256 whatever the header says.
  std::string forge(const std::string& header, const SigningKey& key) {
    const std::string body = base64url(header) + "." + parts_of(token)[1];
    unsigned char mac[crypto_auth_hmacsha256_BYTES];
    crypto_auth_hmacsha256(mac, reinterpret_cast<const unsigned char*>(body.data()), body.size(),
                           reinterpret_cast<const unsigned char*>(key.bytes.reveal().data()));
    return body + "." + base64url({reinterpret_cast<const char*>(mac), sizeof mac});
  }
  std::string header(const std::string& algorithm, const std::string& key_id) {
    return R"({"alg":")" + algorithm + R"(","kid":")" + key_id + R"(","typ":"JWT"})";
  }
};

TEST_F(AccessTokenTest, what_was_signed_is_read_back) {
  const auto verified = verify(token, keys, now);
  ASSERT_TRUE(verified);
  EXPECT_EQ(verified->user, "ada");
  EXPECT_EQ(verified->tenant, TenantId{7});
  EXPECT_EQ(verified->session, SessionId{4611686018427387905});
  EXPECT_EQ(verified->version, 3);
  EXPECT_EQ(verified->expires_at, claims.expires_at);
}

TEST_F(AccessTokenTest, the_claims_are_those_of_the_specification) {
  using testing::HasSubstr;
  const auto body = decoded(parts_of(token)[1]);
  for (const char* part :
       {R"("sub":"ada")", R"("client_id":7)", R"("role":"operator")", R"("permissions":["read","write"])",
        R"("iat":1767323045)", R"("exp":1767409445)", R"("jti":")", R"("sid":4611686018427387905)"}) {
    EXPECT_THAT(body, HasSubstr(part));
  }
  const auto head = decoded(parts_of(token)[0]);
  EXPECT_THAT(head, HasSubstr(R"("alg":"HS256")"));
  EXPECT_THAT(head, HasSubstr(R"("kid":")" + keys.current().id + "\""));
  EXPECT_NE(sign(claims, keys.current()).reveal(), token) << "each token has an id of its own";
}

TEST_F(AccessTokenTest, no_changed_character_goes_unnoticed) {
  // The last character of the signature carries two bits that mean nothing.
  for (std::size_t i = 0; i + 1 < token.size(); ++i) {
    auto changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(trouble(changed), AuthError::invalid) << i;
  }
}

TEST_F(AccessTokenTest, no_cut_token_is_taken) {
  for (std::size_t size = 0; size < token.size(); ++size) {
    EXPECT_EQ(trouble(token.substr(0, size)), AuthError::invalid) << size;
  }
}

TEST_F(AccessTokenTest, nor_one_with_more_behind_it) {
  EXPECT_EQ(trouble(token + "." + token), AuthError::invalid);
  EXPECT_EQ(trouble(token + std::string("\0x", 2)), AuthError::invalid);
  EXPECT_EQ(trouble(std::string(1 << 20, 'a')), AuthError::invalid);
  EXPECT_EQ(trouble("..."), AuthError::invalid);
  EXPECT_EQ(trouble("\xff\xfe"), AuthError::invalid);
}

TEST_F(AccessTokenTest, a_token_without_algorithm_is_invalid_with_and_without_signature) {
  const auto parts = parts_of(token);
  for (const char* none : {"none", "None", "NONE", ""}) {
    const auto head = base64url(header(none, keys.current().id));
    EXPECT_EQ(trouble(head + "." + parts[1] + "."), AuthError::invalid) << none;
    EXPECT_EQ(trouble(head + "." + parts[1] + "." + parts[2]), AuthError::invalid) << none;
    EXPECT_EQ(trouble(forge(header(none, keys.current().id), keys.current())), AuthError::invalid) << none;
  }
}

TEST_F(AccessTokenTest, only_hs256_is_taken_even_with_the_right_key) {
  EXPECT_EQ(trouble(forge(header("HS256", keys.current().id), keys.current())), std::nullopt);
  for (const char* other : {"HS384", "HS512", "RS256", "ES256", "hs256"}) {
    EXPECT_EQ(trouble(forge(header(other, keys.current().id), keys.current())), AuthError::invalid) << other;
  }
  jwt_t* jwt = nullptr;
  ASSERT_EQ(jwt_new(&jwt), 0);
  const auto& bytes = keys.current().bytes.reveal();
  jwt_set_alg(jwt, JWT_ALG_HS512, reinterpret_cast<const unsigned char*>(bytes.data()), 32);
  jwt_add_header(jwt, "kid", keys.current().id.c_str());
  jwt_add_grant(jwt, "sub", "ada");
  jwt_add_grant_int(jwt, "client_id", 7);
  jwt_add_grant_int(jwt, "sid", 1);
  jwt_add_grant_int(jwt, "exp", now.seconds() + 60);
  char* text = jwt_encode_str(jwt);
  const std::string properly_signed = text;
  std::free(text);
  jwt_free(jwt);
  EXPECT_EQ(trouble(properly_signed), AuthError::invalid);
}

TEST_F(AccessTokenTest, the_key_is_the_one_that_the_token_names) {
  EXPECT_EQ(trouble(forge(header("HS256", "0000000000000000"), keys.current())), AuthError::invalid);
  EXPECT_EQ(trouble(forge(R"({"alg":"HS256","typ":"JWT"})", keys.current())), AuthError::invalid);
  ASSERT_TRUE(keys.rotate());
  EXPECT_EQ(trouble(forge(header("HS256", keys.all()[0].id), keys.all()[1])), AuthError::invalid);
  const SigningKey stranger{.id = keys.current().id, .bytes = Secret(std::string(32, 'k'))};
  EXPECT_EQ(trouble(forge(header("HS256", stranger.id), stranger)), AuthError::invalid);
}

TEST_F(AccessTokenTest, a_token_expires_at_its_second) {
  now = claims.expires_at - Duration(1);
  EXPECT_EQ(trouble(token), std::nullopt);
  now = claims.expires_at;
  EXPECT_EQ(trouble(token), AuthError::expired);
}

TEST_F(AccessTokenTest, a_token_without_expiry_has_expired) {
  claims.expires_at = {};
  EXPECT_EQ(trouble(sign(claims, keys.current()).reveal()), AuthError::expired);
}

TEST_F(AccessTokenTest, a_rotated_key_verifies_until_it_is_forgotten) {
  for (std::size_t i = 1; i < keys_kept; ++i) {
    ASSERT_TRUE(keys.rotate());
    EXPECT_EQ(trouble(token), std::nullopt) << i;
  }
  ASSERT_TRUE(keys.rotate());
  EXPECT_EQ(trouble(token), AuthError::invalid);
}

TEST_F(AccountsTest, a_rotation_of_the_key_ends_no_session) {
  const auto before = login("ada");
  EXPECT_EQ(trouble(*before), std::nullopt);
  ASSERT_TRUE(accounts->rotate_key());
  EXPECT_EQ(trouble(*before), std::nullopt);
  const auto after = login("ada");
  restart();
  EXPECT_EQ(trouble(*before), std::nullopt);
  EXPECT_EQ(trouble(*after), std::nullopt);
}

TEST_F(AccountsTest, a_token_that_was_seen_before_still_expires) {
  const auto tokens = login("ada");
  EXPECT_EQ(trouble(*tokens), std::nullopt);
  clock.advance(std::chrono::hours(24));
  EXPECT_EQ(trouble(*tokens), AuthError::expired);
  EXPECT_FALSE(accounts->is_valid(tokens->caller));
  EXPECT_TRUE(refresh(*tokens));
}

TEST_F(AccountsTest, the_lifetime_of_access_tokens_is_a_setting) {
  open({.access_lifetime = std::chrono::minutes(10)});
  const auto tokens = login("ada");
  EXPECT_EQ(tokens->access_lifetime, std::chrono::minutes(10));
  clock.advance(std::chrono::minutes(10));
  EXPECT_EQ(trouble(*tokens), AuthError::expired);
}

TEST_F(AccountsTest, a_token_of_another_installation_is_invalid) {
  const auto tokens = login("ada");
  accounts.reset();
  ASSERT_TRUE(std::filesystem::remove(directory / "signing.keys"));
  open();
  EXPECT_EQ(trouble(*tokens), AuthError::invalid);
}

}  // namespace
}  // namespace robson::accounts
