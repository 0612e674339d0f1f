#include "accounts/totp.hpp"

#include <gtest/gtest.h>

namespace robson::accounts {
namespace {

const Secret secret{"12345678901234567890"};

// RFC 6238, appendix B, SHA-1.
TEST(Totp, gives_the_codes_of_the_rfc) {
  const std::vector<std::pair<std::int64_t, std::string>> vectors = {{59, "94287082"},
                                                                     {1'111'111'109, "07081804"},
                                                                     {1'111'111'111, "14050471"},
                                                                     {1'234'567'890, "89005924"},
                                                                     {2'000'000'000, "69279037"},
                                                                     {20'000'000'000, "65353130"}};
  for (const auto& [seconds, code] : vectors) {
    EXPECT_EQ(totp_code(secret, totp_step_at(Timestamp::from_seconds(seconds)), 8), code) << seconds;
  }
}

// RFC 4226, appendix D.
TEST(Totp, gives_the_counted_codes_of_the_rfc) {
  const std::vector<std::string> codes = {"755224", "287082", "359152", "969429", "338314",
                                          "254676", "287922", "162583", "399871", "520489"};
  for (std::size_t i = 0; i < codes.size(); ++i) EXPECT_EQ(totp_code(secret, static_cast<std::int64_t>(i)), codes[i]);
}

TEST(Totp, takes_the_step_before_and_the_one_behind_and_no_other) {
  const Timestamp now = Timestamp::from_seconds(1'111'111'111);
  const std::int64_t step = totp_step_at(now);
  for (const std::int64_t away : {-1, 0, 1}) {
    EXPECT_EQ(totp_match(secret, totp_code(secret, step + away), now, 0), step + away);
  }
  for (const std::int64_t away : {-2, 2, 100}) {
    EXPECT_FALSE(totp_match(secret, totp_code(secret, step + away), now, 0)) << away;
  }
}

TEST(Totp, a_code_is_good_once) {
  const Timestamp now = Timestamp::from_seconds(1'111'111'111);
  const std::int64_t step = totp_step_at(now);
  EXPECT_FALSE(totp_match(secret, totp_code(secret, step), now, step));
  EXPECT_FALSE(totp_match(secret, totp_code(secret, step - 1), now, step)) << "nor one before it";
  EXPECT_TRUE(totp_match(secret, totp_code(secret, step + 1), now, step));
}

TEST(Totp, takes_nothing_but_six_digits) {
  const Timestamp now = Timestamp::from_seconds(1'111'111'111);
  for (const char* code : {"", "1", "12345", "1234567", "      ", "12345a"}) {
    EXPECT_FALSE(totp_match(secret, code, now, 0)) << code;
  }
}

// RFC 4648, section 10, without padding.
TEST(Totp, base32_is_that_of_the_rfc) {
  const std::vector<std::pair<std::string, std::string>> vectors = {{"", ""},
                                                                    {"f", "MY"},
                                                                    {"fo", "MZXQ"},
                                                                    {"foo", "MZXW6"},
                                                                    {"foob", "MZXW6YQ"},
                                                                    {"fooba", "MZXW6YTB"},
                                                                    {"foobar", "MZXW6YTBOI"}};
  for (const auto& [bytes, text] : vectors) EXPECT_EQ(base32(bytes), text);
}

TEST(Totp, an_authenticator_is_told_whose_it_is) {
  EXPECT_EQ(totp_uri(secret, "ada@home"),
            "otpauth://totp/Robson:ada%40home?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Robson&algorithm=SHA1&"
            "digits=6&period=30");
}

}  // namespace
}  // namespace robson::accounts
