// The task that measures, over an engine that is told what the venue says, by a clock that the test moves.
#include "storage/equity_keeper.hpp"

#include "storage/fixture.hpp"
#include "storage/journal.hpp"
#include "storage/session.hpp"
#include "storage/settings.hpp"
#include "support/operation_one.hpp"
#include "support/run_task.hpp"

namespace robson::storage {
namespace {

using namespace literals;
using std::chrono::seconds;

struct EquityKeeperTest : StorageTest {
  Tenant one = new_client("one");
  net::Context context{1};
  DatabaseJournal journal{*database_, clock_, write([](Session& s) { return begin_epoch(s, installation); }).value()};
  runtime::Runtime runtime{context, clock_, journal};
  std::vector<Symbol> asked{};
  EquityKeeper keeper{context, runtime, *database_, "USDC", [this](const Symbol& symbol) { asked.push_back(symbol); }};

  EquityKeeperTest() {
    runtime.tell(engine::InstrumentsListed{{support::btcusdc()}});
    runtime.tell(engine::AccountOpened{.tenant = one.id()});
    runtime.tell(engine::AccountStreamChanged{one.id(), StreamState::live});
  }
  void quote(const char* bid) { runtime.tell(engine::QuoteSeen{support::quote_at(bid, "100000", bid, clock_.now())}); }
  // A whole reading of the account.
  void read_account(Decimal usdc, Decimal btc) {
    runtime.tell(engine::AccountRead{.tenant = one.id(),
                                     .began = clock_.now(),
                                     .ended = clock_.now(),
                                     .balances = {{"USDC", {{usdc}, {}}}, {"BTC", {{btc}, {}}}}});
  }
  void turn() {
    struct Turned {};
    auto once = [](EquityKeeper& of) -> net::Task<Turned> {
      co_await of.turn();
      co_return Turned{};
    };
    support::run_task(context, once(keeper));
  }
  // What has been measured, with what came and went.
  std::string rows() {
    std::string text;
    const auto all = read([&](Session& s) { return newest_equity(s, one, {}, 100); }).value();
    for (const EquityRow& row : all) {
      text += row.equity.value.text() + "+" + row.deposits.value.text() + "-" + row.withdrawals.value.text() + " ";
    }
    return text;
  }
};

TEST_F(EquityKeeperTest, measures_once_in_each_minute) {
  quote("90000");
  read_account("1000"_d, "0.01"_d);
  turn();
  EXPECT_EQ(rows(), "1900+0-0 ");
  turn();
  EXPECT_EQ(rows(), "1900+0-0 ");
  clock_.advance(seconds(60));
  quote("91000");
  read_account("1000"_d, "0.01"_d);
  turn();
  EXPECT_EQ(rows(), "1900+0-0 1910+0-0 ");
}

TEST_F(EquityKeeperTest, measures_nothing_while_the_account_is_not_known) {
  quote("90000");
  turn();
  EXPECT_EQ(rows(), "");
}

TEST_F(EquityKeeperTest, measures_nothing_by_an_old_price_or_an_old_account) {
  quote("90000");
  read_account("1000"_d, "0.01"_d);
  clock_.advance(seconds(6));
  turn();
  EXPECT_EQ(rows(), "") << "the price is 6 s old";
  quote("90000");
  turn();
  EXPECT_EQ(rows(), "1900+0-0 ");
  clock_.advance(seconds(61));
  quote("90000");
  turn();
  EXPECT_EQ(rows(), "1900+0-0 ") << "the account is 67 s old";
}

TEST_F(EquityKeeperTest, asks_for_a_price_that_nothing_keeps_young_and_not_too_often) {
  quote("90000");
  read_account("1000"_d, "0.01"_d);
  clock_.advance(seconds(6));
  turn();
  turn();
  EXPECT_THAT(asked, testing::ElementsAre(Symbol{"BTCUSDC"}));
  clock_.advance(seconds(10));
  turn();
  EXPECT_EQ(asked.size(), 2U);
  quote("90000");
  turn();
  EXPECT_EQ(asked.size(), 2U);
  EXPECT_EQ(rows(), "1900+0-0 ");
}

TEST_F(EquityKeeperTest, waits_for_the_price_of_a_coin_at_the_start) {
  read_account("1000"_d, "0.01"_d);
  turn();
  EXPECT_EQ(rows(), "");
  quote("90000");
  turn();
  EXPECT_EQ(rows(), "1900+0-0 ");
}

TEST_F(EquityKeeperTest, a_deposit_is_never_in_the_equity_before_it_is_a_flow) {
  quote("90000");
  read_account("1000"_d, "0.01"_d);
  turn();
  clock_.advance(seconds(60));
  quote("90000");
  read_account("1500"_d, "0.01"_d);  // seen once: not believed yet
  turn();
  EXPECT_EQ(rows(), "1900+0-0 ");
  read_account("1500"_d, "0.01"_d);
  turn();
  EXPECT_EQ(rows(), "1900+0-0 2400+500-0 ");
}

}  // namespace
}  // namespace robson::storage
