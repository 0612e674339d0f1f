#include "simulator/hedge/hedge_venues.hpp"

#include "hedge_fixture.hpp"
#include "simulator/kept_text.hpp"

namespace robson::simulator {
namespace {
using namespace hedge_test;
using namespace std::chrono_literals;

HedgeSetup setup_of(std::uint64_t seed = 7) {
  HedgeSetup setup;
  setup.seed = seed;
  setup.accounts = {{key, usd("100000")}};
  return setup;
}
PerpOrderRequest short_sol(std::string id) {
  return sell(std::move(id), "20", "3"_d);
}

TEST(HedgeMarket, the_same_seed_and_time_give_the_same_prices_whatever_was_asked_before) {
  const HedgeMarket one(usual_listing(), 7, midnight);
  const HedgeMarket other(usual_listing(), 7, midnight + 24h * 100);
  for (int hour = 0; hour < 100; ++hour) static_cast<void>(other.perps_at(midnight + 1h * hour));
  for (int minute = 0; minute < 300; ++minute) {
    const Timestamp when = midnight + std::chrono::minutes(minute);
    for (std::size_t i = 0; i < 2; ++i) {
      EXPECT_EQ(one.perps_at(when)[i].oracle, other.perps_at(when)[i].oracle);
      EXPECT_EQ(one.perps_at(when)[i].mark, other.perps_at(when)[i].mark);
    }
    EXPECT_EQ(one.tokens_at(when)[0].token_market, other.tokens_at(when)[0].token_market);
  }
}

TEST(HedgeMarket, by_default_a_short_earns_more_than_its_loan_costs_and_the_rate_flips_at_times) {
  HedgeSetup setup = setup_of();
  setup.step = 5min;
  HedgeVenues venues(std::move(setup), midnight);
  for (int day = 1; day <= 90; ++day) venues.advance(midnight + 24h * day);
  for (const std::string coin : {"SOL", "BTC"}) {
    const auto rates = venues.perp().rates(coin, midnight, midnight + 24h * 90, 10'000);
    ASSERT_EQ(rates.size(), 90U * 24U);
    Decimal sum;
    std::size_t negative = 0;
    for (const FundingRate& each : rates) {
      sum += each.rate;
      if (each.rate.is_negative()) ++negative;
    }
    const Decimal mean = divide(sum, Decimal::integer(90 * 24), Rounding::half_even);
    EXPECT_GT(mean, "0.000015"_d) << coin;
    EXPECT_LT(mean, "0.000035"_d) << coin;
    EXPECT_GT(negative, rates.size() / 50) << coin;
    EXPECT_LT(negative, rates.size() / 5) << coin;
  }
}

TEST(HedgeMarket, a_staked_tokens_pool_rate_grows_by_its_staking_rate) {
  const HedgeMarket market(usual_listing(), 7, midnight);
  const Timestamp begin = Timestamp::from_seconds(1'735'689'600);
  EXPECT_EQ(market.tokens_at(begin)[0].pool_rate, "1.18"_d);
  EXPECT_EQ(market.tokens_at(begin + 24h * 365)[0].pool_rate, "1.2626"_d);
  EXPECT_EQ(market.tokens_at(begin + 24h * 365)[1].pool_rate, "1"_d);
}

TEST(HedgeVenues, market_time_may_be_sent_ahead_and_run_faster_but_never_goes_back) {
  HedgeVenues venues(setup_of(), midnight);
  ASSERT_TRUE(venues.order(key, short_sol("s")).result);
  venues.skip(3h + 1min, midnight + 1s);
  EXPECT_EQ(venues.perp().account(key)->payments.size(), 3U);
  EXPECT_EQ(venues.now(), midnight + 3h + 1min + 1s);
  venues.set_speed(3600, midnight + 2s);
  venues.advance(midnight + 7s);
  EXPECT_EQ(venues.perp().account(key)->payments.size(), 8U);
  venues.set_speed(1, midnight + 7s);
  const Timestamp there = venues.now();
  venues.advance(midnight + 3s);
  EXPECT_EQ(venues.now(), there);
  EXPECT_EQ(venues.perp_markets(midnight + 8s).time, midnight + 8s);
}

TEST(HedgeVenues, a_chain_that_is_down_stops_its_venues_acts_and_its_markets_grow_old) {
  HedgeVenues venues(setup_of(), midnight);
  venues.set_down(Chain::arbitrum, true, midnight + 10s);
  venues.advance(midnight + 60s);
  EXPECT_EQ(venues.order(key, short_sol("s")).result.error().code, RefusalCode::CHAIN_DOWN);
  EXPECT_TRUE(venues.open(key, lend("l", "1000", "3"_d)).result);
  EXPECT_EQ(venues.perp_markets(midnight + 60s).time, midnight + 10s);
  EXPECT_EQ(venues.lending_markets(midnight + 60s).time, midnight + 60s);
  const ChainHead stood = venues.chains().head(Chain::arbitrum, midnight + 60s);
  EXPECT_FALSE(stood.connected);
  EXPECT_EQ(stood.age_ms, 50'000);
  EXPECT_LT(venues.chains().head(Chain::solana, midnight + 60s).age_ms, 400);
  venues.set_down(Chain::arbitrum, false, midnight + 70s);
  EXPECT_EQ(venues.perp_markets(midnight + 70s).time, midnight + 70s);
  EXPECT_GT(venues.chains().head(Chain::arbitrum, midnight + 70s).block_height, stood.block_height);
  EXPECT_EQ(venues.order(key, short_sol("s")).result->status, PerpOrderStatus::FILLED);
}

TEST(HedgeFaults, each_does_what_it_says_to_the_act_and_to_its_answer) {
  const struct {
    HedgeFaultKind kind;
    bool done;
    bool answered;
  } cases[] = {
      {HedgeFaultKind::reject, false, true}, {HedgeFaultKind::error, false, true},
      {HedgeFaultKind::lost, false, false},  {HedgeFaultKind::timeout, true, false},
      {HedgeFaultKind::slow, true, true},
  };
  for (const auto& each : cases) {
    HedgeVenues venues(setup_of(), midnight);
    for (const HedgeVenue venue : {HedgeVenue::perp, HedgeVenue::lending}) {
      venues.faults().add({.venue = venue, .kind = each.kind, .later = 3s});
    }
    const auto order = venues.order(key, short_sol("s"));
    EXPECT_EQ(order.answered, each.answered) << name(each.kind);
    EXPECT_EQ(venues.perp().account(key)->positions.size(), each.done ? 1U : 0U) << name(each.kind);
    EXPECT_EQ(order.after, each.kind == HedgeFaultKind::slow ? Duration(3s) : Duration{});
    const auto loan = venues.open(key, lend("l", "1000", "3"_d));
    EXPECT_EQ(loan.answered, each.answered);
    EXPECT_EQ(venues.lending().account(key)->usd < usd("100000"), each.done) << name(each.kind);
    EXPECT_TRUE(venues.faults().standing().empty());
    if (each.kind == HedgeFaultKind::reject) {
      EXPECT_EQ(order.result->status, PerpOrderStatus::REJECTED);
      EXPECT_EQ(loan.result->status, LendingStatus::REJECTED);
    }
  }
}

TEST(HedgeFaults, one_that_is_for_closes_leaves_opens_alone_and_ends_after_its_count) {
  HedgeVenues venues(setup_of(), midnight);
  venues.faults().add({.kind = HedgeFaultKind::error, .only = HedgeFaultScope::close, .count = 2});
  ASSERT_TRUE(venues.order(key, short_sol("s")).result);
  PerpOrderRequest close = buy("c", "20");
  close.reduce_only = true;
  EXPECT_EQ(venues.order(key, close).result.error().code, RefusalCode::UNAVAILABLE);
  EXPECT_EQ(venues.order(key, close).result.error().code, RefusalCode::UNAVAILABLE);
  EXPECT_EQ(venues.order(key, close).result->status, PerpOrderStatus::FILLED);
}

TEST(HedgeFaults, a_close_that_is_rejected_leaves_the_loan_as_it_was) {
  HedgeVenues venues(setup_of(), midnight);
  ASSERT_TRUE(venues.open(key, lend("l", "1000", "3"_d)).result);
  venues.faults().add({.venue = HedgeVenue::lending, .kind = HedgeFaultKind::reject, .only = HedgeFaultScope::any});
  EXPECT_EQ(venues.close(key, "l", "c").result.error().code, RefusalCode::CLOSE_REJECTED);
  EXPECT_EQ(venues.lending().position_of(key, "l")->status, LendingStatus::OPEN);
  EXPECT_EQ(venues.close(key, "l", "c").result->status, LendingStatus::CLOSED);
}

KeptHedge through_text(const KeptHedge& kept) {
  const auto read = kept_state_of(text_of({.exchange = {}, .keys = {}, .paths = {}, .hedge = kept}));
  EXPECT_TRUE(read) << read.error();
  return *read->hedge;
}
std::string text_of_hedge(const KeptHedge& kept) {
  return text_of({.exchange = {}, .keys = {}, .paths = {}, .hedge = kept});
}

TEST(HedgeKept, a_run_that_goes_on_from_text_is_the_run_that_never_ended) {
  HedgeVenues whole(setup_of(), midnight);
  ASSERT_TRUE(whole.order(key, short_sol("short")).result);
  ASSERT_TRUE(whole.order(key, buy("bad", "0.001")).result);
  ASSERT_TRUE(whole.open(key, lend("loan", "1000", "3"_d)).result);
  ASSERT_TRUE(whole.open(key, lend("closed", "500", "2"_d)).result);
  whole.advance(midnight + 5h + 20min);
  ASSERT_TRUE(whole.close(key, "closed", "c").result);
  whole.market().move_oracle("SOL", at("149.37"), whole.now());
  whole.reprice();

  const Timestamp ended = midnight + 5h + 30min;
  whole.advance(ended);
  const KeptHedge kept = through_text(whole.keep(ended));
  EXPECT_EQ(text_of_hedge(kept), text_of_hedge(whole.keep(ended)));
  HedgeSetup setup = setup_of();
  setup.kept = kept;
  HedgeVenues again(std::move(setup), midnight + 9h + 40min);
  whole.advance(midnight + 9h + 40min);
  EXPECT_EQ(again.perp().account(key)->payments.size(), 9U);
  EXPECT_EQ(text_of_hedge(again.keep(ended)), text_of_hedge(whole.keep(ended)));
  EXPECT_EQ(again.order(key, short_sol("short")).result->time, midnight);
  EXPECT_EQ(again.close(key, "closed", "c").result->status, LendingStatus::CLOSED);
}

TEST(HedgeKept, a_key_that_is_not_named_again_opens_nothing_but_keeps_its_account) {
  HedgeVenues first(setup_of(), midnight);
  ASSERT_TRUE(first.order(key, short_sol("s")).result);
  HedgeSetup other;
  other.kept = through_text(first.keep(midnight));
  HedgeVenues second(std::move(other), midnight);
  EXPECT_FALSE(second.opens(key));
  HedgeSetup third = setup_of();
  third.accounts.front().usd = usd("1");
  third.kept = through_text(second.keep(midnight));
  HedgeVenues again(std::move(third), midnight);
  EXPECT_TRUE(again.opens(key));
  EXPECT_EQ(again.perp().account(key)->positions.at("SOL").size, coins("-20"));
}

TEST(HedgeKept, a_recording_goes_on_where_it_was) {
  const auto candles = parse_replay(
      "open_time_ms,open,high,low,close,volume\n0,100,100,100,100,1\n3600000,120,120,120,120,1\n"
      "7200000,130,130,130,130,1\n10800000,140,140,140,140,1\n",
      "x.csv", Grid{});
  ASSERT_TRUE(candles);
  const auto run = [&](std::optional<KeptHedge> kept, Timestamp now) {
    HedgeSetup setup = setup_of();
    setup.recordings = {{"SOL", *candles, {}}};
    setup.kept = std::move(kept);
    return HedgeVenues(std::move(setup), now);
  };
  const HedgeVenues first = run({}, midnight + 5min);
  EXPECT_EQ(first.perp().prices("SOL")->oracle, at("100"));
  const HedgeVenues second = run(through_text(first.keep(midnight + 6min)), midnight + 130min);
  EXPECT_EQ(second.perp().prices("SOL")->oracle, at("130"));
}

}  // namespace
}  // namespace robson::simulator
