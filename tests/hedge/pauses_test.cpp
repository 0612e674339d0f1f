// DECISIONS 8: pauses are a set whose union is in force; breakers pause and recover each in its own way.
#include "hedge/pauses.hpp"

#include <gtest/gtest.h>

#include "hedge/breakers.hpp"

namespace robson::hedge {
namespace {

constexpr Timestamp noon = Timestamp::from_seconds(1'767'268'800);
constexpr Duration second = std::chrono::seconds(1);
constexpr Duration minute = std::chrono::minutes(1);

Pause manual(PauseScope scope, bool including_emergency = false) {
  return {.scope = scope,
          .source = PauseSource::manual,
          .reason = "why",
          .by = "anna",
          .at = noon,
          .including_emergency = including_emergency};
}

TEST(Pauses, each_scope_forbids_what_it_names) {
  using enum PauseScope;
  const struct {
    PauseScope scope;
    bool entry, exit, asgard, hyperliquid;
  } table[] = {
      {all, true, true, true, true},
      {PauseScope::entry, true, false, false, false},
      {PauseScope::exit, false, true, false, false},
      {PauseScope::asgard, true, false, true, false},
      {PauseScope::hyperliquid, true, false, false, true},
  };
  for (const auto& row : table) {
    PauseSet set;
    set.add(manual(row.scope));
    EXPECT_EQ(set.against_entry() != nullptr, row.entry);
    EXPECT_EQ(set.against_exit(Urgency::ordinary) != nullptr, row.exit);
    EXPECT_EQ(set.against_act(Leg::asgard, Urgency::ordinary) != nullptr, row.asgard);
    EXPECT_EQ(set.against_act(Leg::hyperliquid, Urgency::ordinary) != nullptr, row.hyperliquid);
  }
}

TEST(Pauses, none_stops_an_emergency_unless_it_says_so) {
  using enum PauseScope;
  for (const PauseScope scope :
       {all, PauseScope::entry, PauseScope::exit, PauseScope::asgard, PauseScope::hyperliquid}) {
    PauseSet set;
    set.add(manual(scope));
    EXPECT_EQ(set.against_exit(Urgency::emergency), nullptr);
    EXPECT_EQ(set.against_act(Leg::asgard, Urgency::emergency), nullptr);
    EXPECT_EQ(set.against_act(Leg::hyperliquid, Urgency::emergency), nullptr);
  }
  PauseSet set;
  set.add(manual(all, true));
  EXPECT_NE(set.against_exit(Urgency::emergency), nullptr);
  EXPECT_NE(set.against_act(Leg::asgard, Urgency::emergency), nullptr);
}

TEST(Pauses, ending_one_leaves_the_others_in_force) {
  PauseSet set;
  set.add(manual(PauseScope::entry));
  set.add(manual(PauseScope::all));
  set.add({.scope = PauseScope::entry, .source = PauseSource::breaker, .breaker = BreakerType::lst_depeg});
  EXPECT_EQ(set.widest()->scope, PauseScope::all);
  EXPECT_EQ(set.resume({PauseScope::all}).size(), 1U);
  EXPECT_EQ(set.widest()->scope, PauseScope::entry);
  EXPECT_EQ(set.resume({}).size(), 1U);
  ASSERT_EQ(set.pauses.size(), 1U);  // a breaker's does not end by resuming
  EXPECT_NE(set.against_entry(), nullptr);
  EXPECT_EQ(set.end_breaker(BreakerType::lst_depeg, PauseScope::entry).size(), 1U);
  EXPECT_EQ(set.widest(), nullptr);
}

TEST(Pauses, ids_are_never_given_twice) {
  PauseSet set;
  const auto first = set.add(manual(PauseScope::entry)).id;
  set.resume({});
  EXPECT_GT(set.add(manual(PauseScope::entry)).id, first);
}

TEST(Pauses, operators_set_entry_and_exit_and_admins_everything) {
  using enum PauseScope;
  for (const PauseScope scope :
       {all, PauseScope::entry, PauseScope::exit, PauseScope::asgard, PauseScope::hyperliquid}) {
    EXPECT_FALSE(may_set(PauseRight::nothing, scope, false));
    EXPECT_TRUE(may_set(PauseRight::everything, scope, true));
    EXPECT_FALSE(may_set(PauseRight::entry_and_exit, scope, true));
    EXPECT_EQ(may_set(PauseRight::entry_and_exit, scope, false),
              scope == PauseScope::entry || scope == PauseScope::exit);
  }
}

TEST(Breakers, each_has_its_scope_and_way_of_recovery) {
  const struct {
    BreakerType type;
    PauseScope scope;
    bool exits, automatic;
    std::optional<std::int64_t> cooldown;
  } table[] = {
      {BreakerType::asgard_health, PauseScope::entry, true, false, {}},
      {BreakerType::hyperliquid_margin, PauseScope::entry, true, false, {}},
      {BreakerType::price_deviation, PauseScope::entry, false, true, 1800},
      {BreakerType::negative_apy, PauseScope::entry, false, true, 1800},
      {BreakerType::lst_depeg, PauseScope::entry, true, false, {}},
      {BreakerType::high_gas, PauseScope::asgard, false, true, {}},
      {BreakerType::chain_outage, PauseScope::asgard, false, true, 60},
      {BreakerType::manual, PauseScope::all, false, false, {}},
  };
  for (const auto& row : table) {
    BreakerSet set;
    const auto tripped = set.trip(row.type, Leg::asgard, "why", noon);
    ASSERT_TRUE(tripped.has_value());
    EXPECT_EQ(tripped->scope, row.scope);
    EXPECT_EQ(rule_of(row.type).exits, row.exits);
    EXPECT_EQ(tripped->auto_recovery, row.automatic);
    EXPECT_EQ(tripped->cooldown_seconds, row.cooldown);
  }
}

TEST(Breakers, one_of_a_type_and_scope_is_enough) {
  BreakerSet set;
  EXPECT_TRUE(set.trip(BreakerType::chain_outage, Leg::asgard, "solana", noon).has_value());
  EXPECT_FALSE(set.trip(BreakerType::chain_outage, Leg::asgard, "solana", noon).has_value());
  EXPECT_TRUE(set.trip(BreakerType::chain_outage, Leg::hyperliquid, "arbitrum", noon).has_value());
  EXPECT_EQ(set.active(), std::vector<BreakerType>{BreakerType::chain_outage});
}

TEST(Breakers, those_of_entry_recover_after_thirty_minutes_when_the_cause_is_gone) {
  BreakerSet set;
  set.trip(BreakerType::negative_apy, Leg::hyperliquid, "why", noon);
  const auto review = [&](std::optional<Timestamp> clear, Timestamp now) {
    return set.review(BreakerType::negative_apy, PauseScope::entry, clear, now).size();
  };
  EXPECT_EQ(review(noon, noon + minute * 30 - second), 0U);
  EXPECT_EQ(review({}, noon + minute * 30), 0U);  // it stands: another cooldown
  EXPECT_EQ(review(noon, noon + minute * 31), 0U);
  EXPECT_EQ(review(noon, noon + minute * 60), 1U);
  EXPECT_EQ(set.breakers.front().resolved_by, "auto");
  EXPECT_TRUE(set.active().empty());
}

TEST(Breakers, an_outage_is_over_after_sixty_healthy_seconds_without_a_break) {
  BreakerSet set;
  set.trip(BreakerType::chain_outage, Leg::hyperliquid, "why", noon);
  const auto review = [&](std::optional<Timestamp> clear, Timestamp now) {
    return set.review(BreakerType::chain_outage, PauseScope::hyperliquid, clear, now).size();
  };
  EXPECT_EQ(review({}, noon + minute), 0U);
  EXPECT_EQ(review(noon + minute, noon + minute + second * 59), 0U);
  EXPECT_EQ(review({}, noon + minute * 2), 0U);
  EXPECT_EQ(set.breakers.front().recovery_time, std::nullopt);
  EXPECT_EQ(review(noon + minute * 3, noon + minute * 4 - second), 0U);
  EXPECT_EQ(review(noon + minute * 3, noon + minute * 4), 1U);
}

TEST(Breakers, dear_gas_is_over_when_it_is_clear) {
  BreakerSet set;
  set.trip(BreakerType::high_gas, Leg::asgard, "why", noon);
  EXPECT_TRUE(set.review(BreakerType::high_gas, PauseScope::asgard, {}, noon + minute).empty());
  EXPECT_EQ(set.review(BreakerType::high_gas, PauseScope::asgard, noon + minute, noon + minute).size(), 1U);
}

TEST(Breakers, those_of_health_and_peg_wait_for_a_hand) {
  for (const BreakerType type : {BreakerType::asgard_health, BreakerType::hyperliquid_margin, BreakerType::lst_depeg}) {
    BreakerSet set;
    set.trip(type, Leg::asgard, "why", noon);
    EXPECT_TRUE(set.review(type, PauseScope::entry, noon, noon + minute * 6000).empty());
    EXPECT_EQ(set.resolve(type, "anna", noon + minute).size(), 1U);
    EXPECT_EQ(set.breakers.front().resolved_by, "anna");
    EXPECT_TRUE(set.resolve(type, "anna", noon + minute).empty());
  }
}

TEST(Breakers, resolved_ones_are_kept_for_a_day) {
  BreakerSet set;
  set.trip(BreakerType::lst_depeg, Leg::asgard, "why", noon);
  set.resolve(BreakerType::lst_depeg, "anna", noon);
  set.forget(noon + std::chrono::hours(24));
  EXPECT_EQ(set.breakers.size(), 1U);
  set.forget(noon + std::chrono::hours(24) + second);
  EXPECT_TRUE(set.breakers.empty());
  EXPECT_EQ(set.trip(BreakerType::lst_depeg, Leg::asgard, "again", noon)->id, 2);
}

}  // namespace
}  // namespace robson::hedge
