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

TEST(Options, the_secret_of_a_broken_account_is_not_shown) {
  for (const char* value : {"key:hush:bad", "key:hush", "key:hush:1BTC:more"}) {
    EXPECT_EQ(error_of(read_account, value).find("hush"), std::string::npos) << value;
  }
}

}  // namespace
}  // namespace robson::simulator
