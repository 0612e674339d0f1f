// The content that a validation is bound to: whatever execution depends on changes it.
#include "trading/plan.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <set>

namespace robson {
namespace {

using Change = std::function<void(Plan&)>;
Price price(std::int64_t whole) {
  return {Decimal::integer(whole)};
}

TEST(PlanContent, any_change_of_what_execution_depends_on_changes_it) {
  const std::vector<Change> changes = {
      [](Plan& plan) { plan.id = {7}; },
      [](Plan& plan) { plan.tenant = {7}; },
      [](Plan& plan) { plan.venue_kind = VenueKind::LIVE; },
      [](Plan& plan) { plan.created_at = {7}; },
      [](Plan& plan) { plan.expires_at = {7}; },
      [](Plan& plan) { plan.proposal.strategy = {7}; },
      [](Plan& plan) { plan.proposal.strategy_version = 7; },
      [](Plan& plan) { plan.proposal.symbol = {"ETHUSDC"}; },
      [](Plan& plan) { plan.proposal.side = Side::SELL; },
      [](Plan& plan) { plan.proposal.is_limit = true; },
      [](Plan& plan) { plan.proposal.entry = price(7); },
      [](Plan& plan) { plan.proposal.worst_entry = price(7); },
      [](Plan& plan) { plan.proposal.stop = price(7); },
      [](Plan& plan) { plan.proposal.stop_source = StopSource::manual; },
      [](Plan& plan) { plan.proposal.target = price(7); },
      [](Plan& plan) { plan.proposal.target = Price{}; },
      [](Plan& plan) { plan.proposal.capital = {Decimal::integer(7)}; },
      [](Plan& plan) { plan.proposal.quantity = {Decimal::integer(7)}; },
      [](Plan& plan) { plan.proposal.size.quantity = {Decimal::integer(7)}; },
      [](Plan& plan) { plan.proposal.size.risk = {Decimal::integer(7)}; },
      [](Plan& plan) { plan.proposal.size.costs_exceed_risk = true; },
      [](Plan& plan) { plan.proposal.rules.size.risk_fraction = "0.02"_d; },
      [](Plan& plan) { plan.proposal.rules.size.max_notional_fraction = "0.9"_d; },
      [](Plan& plan) { plan.proposal.rules.size.include_costs = true; },
      [](Plan& plan) { plan.proposal.rules.max_drift = "0.04"_d; },
      [](Plan& plan) { plan.proposal.rules.taker_fee = "0.04"_d; },
      [](Plan& plan) { plan.proposal.rules.expected_slippage = "0.04"_d; },
      [](Plan& plan) { plan.proposal.rules.trailing = true; },
      [](Plan& plan) { plan.proposal.strategy_name = "other"; },
      [](Plan& plan) { plan.proposal.snapshot.bid = price(7); },
      [](Plan& plan) { plan.proposal.snapshot.ask = price(7); },
  };
  std::set<std::string> contents{content_of(Plan{})};
  for (std::size_t i = 0; i < changes.size(); ++i) {
    Plan plan;
    changes[i](plan);
    EXPECT_TRUE(contents.insert(content_of(plan)).second) << "change " << i << " goes unnoticed";
  }
}

TEST(PlanContent, what_becomes_of_the_plan_does_not_change_it) {
  Plan plan;
  const std::string before = content_of(plan);
  plan.status = PlanStatus::EXECUTED;
  plan.operation = {7};
  plan.report = Report{};
  EXPECT_EQ(content_of(plan), before);
}

}  // namespace
}  // namespace robson
