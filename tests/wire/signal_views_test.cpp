#include <gtest/gtest.h>

#include "json/write.hpp"
#include "wire/signals.hpp"

namespace robson::wire {
namespace {
using namespace literals;

const Timestamp now = parse_time("2026-01-02T03:04:05Z").value();

signals::Signal signal() {
  return {.id = 7,
          .tenant = {1},
          .producer = "prd_4f7k2m9q1x8z",
          .external_id = "x",
          .instrument = {"BTCUSDC"},
          .side = Side::BUY,
          .price = {"89000.50"_d},
          .volume = {"0.001"_d},
          .confidence = "0.82"_d,
          .stop_loss = robson::Price{"88000"_d},
          .take_profit = robson::Price{"91000"_d},
          .payload = R"({"n":1.50})",
          .at = now - std::chrono::seconds(301),
          .expires_at = now + std::chrono::minutes(10)};
}
Quote quote(Duration age) {
  return {.symbol = {"BTCUSDC"}, .bid = {"89400"_d}, .ask = {"89445.5025"_d}, .confirmed = now - age};
}

TEST(SignalViews, a_signal_is_as_old_and_as_far_as_it_is_now) {
  const Quote fresh = quote(std::chrono::seconds(1));
  const Signal view = signal_view(signal(), {.producer = "bot", .quote = &fresh, .shows_wish = true, .now = now});
  EXPECT_EQ(view.age_seconds, 301);
  EXPECT_EQ(view.maturity, Maturity::AGING);
  EXPECT_EQ(view.stop_loss, "88000"_d);
  EXPECT_EQ(view.distance_percent->value.text(2), "0.50") << "a buy follows at the ask";
  EXPECT_NE(json::text_of<json::Decimals::as_numbers>(view).find(R"("payload":{"n":1.50})"), std::string::npos);
}

TEST(SignalViews, an_old_quote_is_no_distance) {
  const Quote old = quote(std::chrono::seconds(6));
  EXPECT_FALSE(signal_view(signal(), {.quote = &old, .now = now}).distance_percent);
  EXPECT_FALSE(signal_view(signal(), {.now = now}).distance_percent);
}

TEST(SignalViews, the_smallest_price_has_a_distance_too) {
  signals::Signal least = signal();
  least.price = {"0.000000000001"_d};
  Quote high = quote({});
  high.ask = {"1000000000000"_d};
  EXPECT_TRUE(signal_view(least, {.quote = &high, .now = now}).distance_percent);
}

TEST(SignalViews, a_viewer_sees_no_stop_and_no_target) {
  const Signal view = signal_view(signal(), {.producer = "bot", .now = now});
  EXPECT_FALSE(view.stop_loss);
  EXPECT_FALSE(view.take_profit);
}

TEST(SignalViews, the_feed_has_neither_for_anybody) {
  const std::string text = json::text_of(feed_signal_view(signal(), "bot", nullptr));
  EXPECT_EQ(text.find("88000"), std::string::npos);
  EXPECT_EQ(text.find("91000"), std::string::npos);
  EXPECT_NE(text.find(R"("price":"89000.5")"), std::string::npos);
  EXPECT_NE(text.find(R"("decision":null)"), std::string::npos);
}

TEST(SignalViews, a_decision_stands_with_its_plan) {
  signals::Signal decided = signal();
  decided.status = SignalStatus::APPROVED;
  const signals::Approval approval{.id = 3,
                                   .tenant = {1},
                                   .signal = 7,
                                   .reason = "trend",
                                   .by = "ada",
                                   .at = now,
                                   .address = "10.0.0.1",
                                   .plan = {9}};
  const Signal view = signal_view(decided, {.approval = &approval, .now = now});
  EXPECT_EQ(view.approval->plan_id, 9);
  EXPECT_EQ(view.approval->decided_by, "ada");
  EXPECT_EQ(feed_signal_view(decided, "bot", &approval).plan_id, 9);
  const Approval whole = approval_view(approval, view);
  EXPECT_EQ(whole.plan_id, 9);
  EXPECT_EQ(whole.address, "10.0.0.1");
  EXPECT_FALSE(whole.plan);
}

TEST(SignalViews, the_boards_ages_are_whole_minutes) {
  const DashboardSignal row = dashboard_signal_view(signal(), now);
  EXPECT_EQ(row.signal_age_minutes, 5);
  EXPECT_EQ(row.side, 0);
  EXPECT_EQ(row.approval_status, 0);
}

TEST(SignalViews, a_policy_that_was_never_set_names_nobody) {
  EXPECT_FALSE(signal_policy_view({.strategy = {2}}, "Trend").updated_by);
  EXPECT_EQ(signal_policy_view({.strategy = {2}, .updated_by = "ada"}, "Trend").updated_by, "ada");
}

}  // namespace
}  // namespace robson::wire
