#include "signals/intake.hpp"

#include <gtest/gtest.h>

#include "signals/nonces.hpp"
#include "signals/summary.hpp"

namespace robson::signals {
namespace {
using namespace literals;

const Timestamp now = parse_time("2026-01-02T03:04:05Z").value();

Draft good() {
  return {.external_id = "sma-1",
          .instrument = "btcusdc",
          .side = Side::BUY,
          .price = "89250"_d,
          .volume = "0.001"_d,
          .confidence = "0.82"_d};
}

TEST(SignalIntake, a_draft_becomes_a_new_signal_for_15_minutes) {
  const auto signal = signal_of(good(), now);
  ASSERT_TRUE(signal);
  EXPECT_EQ(signal->instrument.text, "BTCUSDC");
  EXPECT_EQ(signal->status, SignalStatus::NEW);
  EXPECT_EQ(signal->at, now);
  EXPECT_EQ(signal->expires_at, now + std::chrono::minutes(15));
}

TEST(SignalIntake, every_bound_names_its_field) {
  struct Case {
    const char* field;
    void (*spoil)(Draft&);
  };
  const Case cases[] = {
      {"external_id", [](Draft& draft) { draft.external_id.clear(); }},
      {"external_id", [](Draft& draft) { draft.external_id = std::string(129, 'x'); }},
      {"external_id", [](Draft& draft) { draft.external_id = "a b"; }},
      {"external_id", [](Draft& draft) { draft.external_id = "\xc3\xa9"; }},
      {"instrument", [](Draft& draft) { draft.instrument = "BTC/USDC"; }},
      {"price", [](Draft& draft) { draft.price = {}; }},
      {"price", [](Draft& draft) { draft.price = "-1"_d; }},
      {"price", [](Draft& draft) { draft.price = "1000000000000.1"_d; }},
      {"volume", [](Draft& draft) { draft.volume = {}; }},
      {"confidence", [](Draft& draft) { draft.confidence = "1.0001"_d; }},
      {"confidence", [](Draft& draft) { draft.confidence = "-0.1"_d; }},
      {"confidence", [](Draft& draft) { draft.confidence = "0.12345"_d; }},
      {"stop_loss", [](Draft& draft) { draft.stop_loss = Decimal{}; }},
      {"take_profit", [](Draft& draft) { draft.take_profit = "-2"_d; }},
      {"ttl_minutes", [](Draft& draft) { draft.ttl_minutes = 0; }},
      {"ttl_minutes", [](Draft& draft) { draft.ttl_minutes = 1441; }},
      {"payload", [](Draft& draft) { draft.payload = std::string(4097, ' '); }},
  };
  for (const Case& one : cases) {
    Draft draft = good();
    one.spoil(draft);
    const auto signal = signal_of(draft, now);
    ASSERT_FALSE(signal) << one.field;
    EXPECT_EQ(signal.error().field, one.field);
    EXPECT_TRUE(signal.error().text.starts_with(one.field));
  }
}

TEST(SignalIntake, the_ends_of_every_range_are_in_it) {
  Draft draft = good();
  draft.external_id = std::string(128, '~');
  draft.price = "1000000000000"_d;
  draft.volume = "0.000000000001"_d;
  draft.ttl_minutes = 1440;
  draft.payload = std::string(4096, ' ');
  for (const Decimal confidence : {"0"_d, "1"_d, "0.0001"_d}) {
    draft.confidence = confidence;
    EXPECT_TRUE(signal_of(draft, now));
  }
}

TEST(SignalIntake, an_amount_counts_the_size_of_a_contract) {
  Draft draft = good();
  draft.price = "1000000000000"_d;
  draft.volume = "1000"_d;
  const Signal signal = signal_of(draft, now).value();
  EXPECT_TRUE(check_amount(signal, "1"_d));
  ASSERT_FALSE(check_amount(signal, "100"_d));
  EXPECT_EQ(check_amount(signal, "100"_d).error().field, "volume");
}

TEST(SignalIntake, the_largest_figures_do_not_overflow) {
  Draft draft = good();
  draft.price = draft.volume = "1000000000000"_d;
  EXPECT_FALSE(check_amount(signal_of(draft, now).value(), "100"_d));
}

TEST(SignalIntake, what_a_request_is_signed_with) {
  EXPECT_EQ(signed_text("1767323045", "abcdefgh", "{}"), "1767323045\nabcdefgh\n{}");
  EXPECT_EQ(signed_time_of("1767323045"), now);
  for (const char* wrong : {"", "12a", "-1", "1.5", "1234567890123", " 1"})
    EXPECT_EQ(signed_time_of(wrong), std::nullopt) << wrong;
  EXPECT_TRUE(is_near(now - std::chrono::seconds(300), now));
  EXPECT_TRUE(is_near(now + std::chrono::seconds(300), now));
  EXPECT_FALSE(is_near(now - std::chrono::seconds(301), now));
  EXPECT_FALSE(is_near(now + std::chrono::seconds(301), now));
}

TEST(SignalIntake, names_are_of_their_form) {
  EXPECT_TRUE(is_producer_id("prd_4f7k2m9q1x8z"));
  for (const char* wrong :
       {"", "prd_4f7k2m9q1x8", "prd_4f7k2m9q1x8zz", "PRD_4f7k2m9q1x8z", "prd_4F7k2m9q1x8z", "prx_4f7k2m9q1x8z"}) {
    EXPECT_FALSE(is_producer_id(wrong)) << wrong;
  }
  EXPECT_TRUE(is_nonce("aZ09_-xx"));
  EXPECT_FALSE(is_nonce("seven_7"));
  EXPECT_FALSE(is_nonce("with blank"));
  EXPECT_FALSE(is_nonce(std::string(65, 'a')));
  EXPECT_TRUE(is_signature(std::string(64, 'f')));
  EXPECT_FALSE(is_signature(std::string(63, 'f')));
  EXPECT_FALSE(is_signature(std::string(64, 'F')));
}

TEST(SignalNonces, each_is_taken_once_by_each_producer) {
  Nonces nonces;
  EXPECT_EQ(nonces.take("a", "nonce-1", now, now), Nonces::Taken::fresh);
  EXPECT_EQ(nonces.take("a", "nonce-1", now, now), Nonces::Taken::used);
  EXPECT_EQ(nonces.take("b", "nonce-1", now, now), Nonces::Taken::fresh);
}

TEST(SignalNonces, one_is_remembered_as_long_as_its_time_would_pass) {
  Nonces nonces;
  const Timestamp ahead = now + std::chrono::seconds(300);
  nonces.take("a", "ahead", ahead, now);
  nonces.take("a", "usual", now, now);
  const Timestamp later = now + std::chrono::seconds(300);
  EXPECT_EQ(nonces.take("a", "usual", now, later), Nonces::Taken::used) << "its time is still near";
  EXPECT_EQ(nonces.take("a", "ahead", ahead, later + std::chrono::seconds(300)), Nonces::Taken::used);
  EXPECT_EQ(nonces.size(), 1U) << "the usual one has been forgotten";
  EXPECT_FALSE(is_near(ahead, later + std::chrono::seconds(301)));
}

TEST(SignalNonces, a_full_memory_takes_none_rather_than_forget_one) {
  Nonces nonces(2);
  nonces.take("a", "one", now, now);
  nonces.take("a", "two", now, now);
  EXPECT_EQ(nonces.take("a", "three", now, now), Nonces::Taken::full);
  EXPECT_EQ(nonces.take("a", "one", now, now), Nonces::Taken::used);
  EXPECT_EQ(nonces.take("a", "three", now + std::chrono::seconds(301), now + std::chrono::seconds(301)),
            Nonces::Taken::fresh);
}

TEST(SignalSummary, is_one_line_for_a_small_screen) {
  EXPECT_EQ(summary_of(signal_of(good(), now).value(), "sma-bot"),
            "BUY 0.001 BTCUSDC @ 89250, confidence 82 %, sma-bot, until 03:19Z");
}

TEST(SignalSummary, the_longest_figures_and_names_fit_into_160_bytes) {
  Draft draft = good();
  draft.instrument = std::string(32, 'X');
  draft.price = "999999999999.999999999999"_d;
  draft.volume = "999999999999.999999999999"_d;
  draft.confidence = "0.9999"_d;
  draft.side = Side::SELL;
  std::string name;
  for (int i = 0; i < 32; ++i) name += "\xc3\xa9";
  const std::string line = summary_of(signal_of(draft, now).value(), name);
  EXPECT_LE(line.size(), 160U);
  EXPECT_TRUE(line.ends_with("\xc3\xa9, until 03:19Z")) << "cut between characters";
}

}  // namespace
}  // namespace robson::signals
