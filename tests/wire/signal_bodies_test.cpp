#include "wire/signal_bodies.hpp"

#include <gtest/gtest.h>

namespace robson::wire {
namespace {
using namespace literals;

constexpr std::string_view plain =
    R"({"external_id":"x","instrument":"BTCUSDC","side":"SELL","price":"89250.00","volume":0.001,"confidence":0.82)";

std::string with(std::string_view more) {
  return std::string(plain) + std::string(more) + "}";
}

TEST(SignalBodies, figures_are_read_as_they_are_written) {
  const auto draft = read_signal(with(R"(,"stop_loss":"90000","ttl_minutes":null)"));
  ASSERT_TRUE(draft);
  EXPECT_EQ(draft->price, "89250"_d);
  EXPECT_EQ(draft->volume, "0.001"_d);
  EXPECT_EQ(draft->confidence, "0.82"_d);
  EXPECT_EQ(draft->stop_loss, "90000"_d);
  EXPECT_EQ(draft->side, Side::SELL);
  EXPECT_EQ(draft->ttl_minutes, std::nullopt);
  EXPECT_EQ(draft->payload, std::nullopt);
}

TEST(SignalBodies, a_payload_is_an_object_of_any_kind) {
  EXPECT_EQ(read_signal(with(R"(,"payload": {"a": [1.50, {"b": null}]})"))->payload, R"({"a":[1.50,{"b":null}]})");
  for (const char* wrong : {"[]", "1", R"("text")", "true"}) {
    const auto draft = read_signal(with(std::string(",\"payload\":") + wrong));
    ASSERT_FALSE(draft) << wrong;
    EXPECT_EQ(draft.error().path, "payload");
  }
}

TEST(SignalBodies, what_nobody_knows_is_refused) {
  EXPECT_EQ(read_signal(with(R"(,"leverage":3)")).error().path, "leverage");
  EXPECT_FALSE(read_signal(""));
}

TradingViewAlert alert() {
  return {.producer_id = "prd_4f7k2m9q1x8z",
          .passphrase = "p",
          .ticker = "BINANCE:BTCUSDC",
          .action = AlertAction::sell,
          .price = "89250"_d,
          .contracts = "0.5"_d,
          .time = Timestamp::from_seconds(1'767'323'045)};
}

TEST(SignalBodies, an_alert_is_a_draft_without_its_exchange) {
  const auto draft = draft_of(alert());
  EXPECT_EQ(draft.instrument, "BTCUSDC");
  EXPECT_EQ(draft.side, Side::SELL);
  EXPECT_EQ(draft.volume, "0.5"_d);
  EXPECT_EQ(draft.confidence, "0.5"_d);
  EXPECT_EQ(draft.external_id, "BTCUSDC-sell-2026-01-02T03:04:05.000Z");
  EXPECT_EQ(draft.payload, std::nullopt);
}

TEST(SignalBodies, an_alert_may_say_more) {
  auto said = alert();
  said.id = "mine";
  said.confidence = "0.9"_d;
  said.comment = "Crossed \"below\"";
  said.ticker = "BTCUSDC";
  const auto draft = draft_of(said);
  EXPECT_EQ(draft.external_id, "mine");
  EXPECT_EQ(draft.confidence, "0.9"_d);
  EXPECT_EQ(draft.payload, R"({"comment":"Crossed \"below\""})");
  EXPECT_EQ(draft.instrument, "BTCUSDC");
}

}  // namespace
}  // namespace robson::wire
