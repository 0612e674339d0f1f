#include "simulator/options.hpp"

#include <gtest/gtest.h>

namespace robson::simulator {
namespace {
using namespace literals;

template <class Read>
std::string error_of(Read read, const std::string& value) {
  Options options;
  const auto done = read(value, options);
  return done ? "no error" : done.error();
}

TEST(Options, accounts_are_added_and_replaced_by_key) {
  Options options;
  options.accounts = {demo_account()};
  ASSERT_TRUE(read_account("other:s3cret:10000USDC,0.5BTC", options));
  ASSERT_TRUE(read_account("demo-key:new:1ETH", options));
  ASSERT_EQ(options.accounts.size(), 2U);
  EXPECT_EQ(options.accounts[0].secret.reveal(), "new");
  EXPECT_EQ(options.accounts[0].balances.front().asset, "ETH");
  EXPECT_EQ(options.accounts[1].balances[1].asset, "BTC");
  EXPECT_EQ(options.accounts[1].balances[1].free.value, "0.5"_d);
}

TEST(Options, a_wrong_value_is_named_with_its_flag_and_what_is_allowed) {
  EXPECT_EQ(error_of(read_listen, "9443"),
            "--listen \"9443\" is not allowed: expected ADDRESS:PORT such as 127.0.0.1:9443");
  EXPECT_NE(error_of(read_listen, "127.0.0.1:70000"), "no error");
  EXPECT_NE(error_of(read_listen, "127.0.0.1:"), "no error");
  EXPECT_EQ(error_of(read_symbols, "BTC-USDC"),
            "--symbols \"BTC-USDC\" is not allowed: expected names of 5 to 20 letters and digits, such as "
            "BTCUSDC,ETHUSDC");
  EXPECT_EQ(error_of(read_replay_flag, "BTCUSDC"),
            "--replay \"BTCUSDC\" is not allowed: expected SYMBOL=FILE.csv such as BTCUSDC=candles.csv");
  EXPECT_EQ(error_of(read_start, "yesterday"),
            "--start \"yesterday\" is not allowed: expected a time such as 2025-12-30T03:30:00Z");
  EXPECT_EQ(error_of(read_account, "k:s:10000"),
            "--account \"k:***\" is not allowed: \"10000\" is no balance; expected KEY:SECRET:10000USDC,0.5BTC, "
            "then :read or :withdraw if wanted");
}

TEST(Options, a_key_may_do_less_or_more_than_trade_and_share_an_account) {
  Options options;
  for (const char* value : {"a:s:1USDC", "b:s:=a:read", "c:s::withdraw"}) {
    ASSERT_TRUE(read_account(value, options)) << value;
  }
  EXPECT_EQ(options.accounts[0].permission, KeyPermission::trade);
  EXPECT_EQ(options.accounts[1].permission, KeyPermission::read);
  EXPECT_EQ(options.accounts[1].same_as, "a");
  EXPECT_EQ(options.accounts[2].permission, KeyPermission::withdraw);
  EXPECT_TRUE(options.accounts[2].balances.empty());
  EXPECT_NE(error_of(read_account, "d:s:1USDC:all").find("neither read, trade nor withdraw"), std::string::npos);
  EXPECT_NE(error_of(read_account, "d:s:=nobody").find("no account before it"), std::string::npos);
}

TEST(Options, the_secret_of_a_broken_account_is_not_shown) {
  for (const char* value : {"key:hush:bad", "key:hush", "key:hush:1BTC:more"}) {
    EXPECT_EQ(error_of(read_account, value).find("hush"), std::string::npos) << value;
  }
}

TEST(Options, a_hedge_account_has_a_key_and_dollars_and_its_key_is_not_shown) {
  Options options;
  ASSERT_TRUE(read_hedge_account("key-one:100000.50", options));
  EXPECT_EQ(options.hedge_accounts.front().key, "key-one");
  EXPECT_EQ(options.hedge_accounts.front().usd.value, "100000.5"_d);
  for (const char* value : {"key-one:1", "hush", "hush:", ":1", "hush:1:2", "hush:-1", "hush:1.005", "hush:1e3"}) {
    const auto refused = read_hedge_account(value, options);
    ASSERT_FALSE(refused) << value;
    EXPECT_EQ(refused.error().find("hush"), std::string::npos) << refused.error();
  }
  EXPECT_EQ(error_of(read_hedge_account, "hush"),
            "--hedge-account \"***\" is not allowed: it has not two parts; expected KEY:USD such as my-key:100000");
}

TEST(Options, a_coins_candles_and_rates_are_one_recording) {
  Options options;
  ASSERT_TRUE(read_perp_replay("SOL=candles.csv", options));
  ASSERT_TRUE(read_funding_replay("SOL=rates.csv", options));
  ASSERT_TRUE(read_funding_replay("BTC=btc.csv", options));
  ASSERT_EQ(options.hedge_replays.size(), 2U);
  EXPECT_EQ(options.hedge_replays[0].candles, "candles.csv");
  EXPECT_EQ(options.hedge_replays[0].funding, "rates.csv");
  EXPECT_TRUE(options.hedge_replays[1].candles.empty());
  EXPECT_FALSE(read_perp_replay("SOL=other.csv", options));
  EXPECT_EQ(error_of(read_perp_replay, "DOGE=x.csv"),
            "--perp-replay \"DOGE=x.csv\" is not allowed: expected COIN=FILE.csv with one of SOL, BTC");
  EXPECT_NE(error_of(read_funding_replay, "SOL"), "no error");
  EXPECT_NE(error_of(read_funding_replay, "SOL="), "no error");
}

}  // namespace
}  // namespace robson::simulator
