// Who is let in as a producer: the signature is made here by hand, of what the document says is signed.
#include "routes/producer_book.hpp"

#include <gtest/gtest.h>

#include "accounts/digest.hpp"
#include "support/temporary_directory.hpp"

namespace robson::routes {
namespace {

const Timestamp now = Timestamp::from_seconds(1'767'323'045);
constexpr TenantId one{1};
constexpr TenantId other{2};

struct ProducerBookTest : testing::Test {
  support::TemporaryDirectory directory;
  accounts::SealedBox box = accounts::SealedBox::load_or_create(directory / "master.key").value();
  ProducerBook book{box, 5};
  const ProducerBook::Known& bot = *book.make(one, "bot", {}, true, "ada", now).value();

  static net::Request request(const ProducerBook::Known& from, const std::string& nonce, Timestamp at = now,
                              const std::string& body = "{}") {
    const std::string time = std::to_string(at.seconds());
    net::Request made{.method = net::Method::POST, .body = body};
    made.headers.add("X-Producer-Id", from.row.id);
    made.headers.add("X-Timestamp", time);
    made.headers.add("X-Nonce", nonce);
    made.headers.add("X-Signature", accounts::hmac_sha256_hex(from.secret, time + "\n" + nonce + "\n" + body));
    return made;
  }
  std::string refusal(const net::Request& of, Timestamp at = now) {
    const auto who = book.who_signed(of, at);
    return who ? "" : who.error().failure.code;
  }
};

TEST_F(ProducerBookTest, a_signed_request_is_its_producers) {
  const auto who = book.who_signed(request(bot, "nonce-001"), now);
  ASSERT_TRUE(who);
  EXPECT_EQ(who->producer, &bot);
  EXPECT_EQ(who->nonce, "nonce-001");
  EXPECT_EQ(who->at, now);
}

TEST_F(ProducerBookTest, one_byte_of_the_body_changes_the_signature) {
  auto altered = request(bot, "nonce-001");
  altered.body = "{ }";
  EXPECT_EQ(refusal(altered), "INVALID_SIGNATURE");
  EXPECT_EQ(refusal(request(bot, "nonce-001")), "") << "and has not used the nonce up";
}

TEST_F(ProducerBookTest, times_are_held_to_300_seconds_and_nonces_to_once) {
  EXPECT_EQ(refusal(request(bot, "nonce-001", now - std::chrono::seconds(301))), "TIMESTAMP_OUT_OF_RANGE");
  EXPECT_EQ(refusal(request(bot, "nonce-001", now + std::chrono::seconds(300))), "");
  EXPECT_EQ(refusal(request(bot, "nonce-001")), "NONCE_REUSED");
  book.remember_nonce(bot.row.id, "nonce-002", now, now);
  EXPECT_EQ(refusal(request(bot, "nonce-002")), "NONCE_REUSED");
}

TEST_F(ProducerBookTest, each_producer_has_a_limit_of_its_own) {
  const ProducerBook::Known& second = *book.make(one, "second", {}, false, "ada", now).value();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(refusal(request(bot, "nonce-00" + std::to_string(i))), "");
  EXPECT_EQ(refusal(request(bot, "nonce-006")), "TOO_MANY_REQUESTS");
  EXPECT_EQ(refusal(request(second, "nonce-006")), "");
  const Timestamp later = now + std::chrono::minutes(1);
  EXPECT_EQ(refusal(request(bot, "nonce-006", later), later), "");
}

TEST_F(ProducerBookTest, a_revoked_one_is_let_in_no_more) {
  EXPECT_FALSE(book.revoke(other, bot.row.id, now)) << "nobody else's";
  ASSERT_TRUE(book.revoke(one, bot.row.id, now));
  EXPECT_FALSE(book.revoke(one, bot.row.id, now));
  EXPECT_EQ(refusal(request(bot, "nonce-001")), "INVALID_SIGNATURE");
  EXPECT_FALSE(book.who_alerts(bot.row.id, bot.passphrase, now, now));
  EXPECT_TRUE(book.make(one, "bot", {}, false, "ada", now)) << "its name is free";
}

TEST_F(ProducerBookTest, a_passphrase_opens_only_for_alerts_and_only_where_there_is_one) {
  const ProducerBook::Known& without = *book.make(one, "second", {}, false, "ada", now).value();
  EXPECT_TRUE(book.who_alerts(bot.row.id, bot.passphrase, now, now));
  EXPECT_FALSE(book.who_alerts(bot.row.id, bot.secret, now, now));
  EXPECT_FALSE(book.who_alerts(without.row.id, Secret(), now, now));
  EXPECT_FALSE(book.who_alerts(bot.row.id, bot.passphrase, now - std::chrono::seconds(301), now));
}

TEST_F(ProducerBookTest, comes_back_out_of_its_rows_with_the_key_that_sealed_them) {
  ProducerBook again{box, 5};
  ASSERT_TRUE(again.restore({bot.row}));
  EXPECT_TRUE(again.who_signed(request(bot, "nonce-001"), now));
  EXPECT_TRUE(again.who_alerts(bot.row.id, bot.passphrase, now, now));
  ProducerBook foreign{accounts::SealedBox::load_or_create(directory / "other.key").value(), 5};
  EXPECT_FALSE(foreign.restore({bot.row}));
  signals::Producer moved = bot.row;
  moved.tenant = other;
  EXPECT_FALSE(again.restore({moved})) << "a sealed text belongs to its tenant";
}

TEST_F(ProducerBookTest, a_client_has_room_for_100_that_may_send) {
  for (int i = 1; i < 100; ++i) ASSERT_TRUE(book.make(one, "p" + std::to_string(i), {}, false, "ada", now));
  EXPECT_EQ(book.make(one, "one more", {}, false, "ada", now).error().code, "TOO_MANY_PRODUCERS");
  EXPECT_TRUE(book.make(other, "one more", {}, false, "ada", now));
  ASSERT_TRUE(book.revoke(one, bot.row.id, now));
  EXPECT_TRUE(book.make(one, "one more", {}, false, "ada", now));
  EXPECT_EQ(book.of(one).size(), 101U);
}

}  // namespace
}  // namespace robson::routes
