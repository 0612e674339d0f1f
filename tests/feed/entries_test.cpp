#include "feed/entries.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "feed/desk.hpp"

namespace robson::feed {
namespace {
using testing::ElementsAre;
using testing::HasSubstr;

struct EntriesTest : testing::Test, Desk {
  Entries entries{engine};

  EntriesTest() { entries.begin(); }

  std::vector<runtime::LogEntry> of(const std::vector<engine::Event>& events) { return entries.of(events, start); }
  // "channel type data", an exclamation mark in front of what is urgent.
  static std::string line(const runtime::LogEntry& entry) {
    return fmt::format("{}{} {} {}", entry.urgent ? "! " : "", entry.channel, entry.type, entry.data);
  }
  std::vector<std::string> lines(const std::vector<engine::Event>& events) {
    std::vector<std::string> all;
    for (const runtime::LogEntry& entry : of(events)) all.push_back(line(entry));
    return all;
  }
  // Without what they say; of an operation_update its `what`.
  std::vector<std::string> types(const std::vector<engine::Event>& events) {
    std::vector<std::string> all;
    for (const runtime::LogEntry& entry : of(events)) {
      std::string text = entry.type;
      if (text == "operation_update") text = entry.data.substr(9, entry.data.find('"', 9) - 9);
      all.push_back((entry.urgent ? "! " : "") + text);
    }
    return all;
  }
  static Order stop_order() {
    return {.id = {3},
            .tenant = {1},
            .operation = {1},
            .purpose = OrderPurpose::STOP,
            .client_id = "rbabcdef-1-S1",
            .symbol = {"BTCUSDC"},
            .side = Side::SELL,
            .type = OrderType::STOP_LOSS,
            .quantity = {"0.00033"_d},
            .stop_price = Price{"87061.16"_d},
            .created_at = start,
            .updated_at = start};
  }
};

TEST_F(EntriesTest, an_order_is_told_whole) {
  EXPECT_THAT(
      lines({engine::OrderSaved{stop_order()}}),
      ElementsAre(
          R"(orders order_update {"id":3,"client_order_id":"rbabcdef-1-S1","origin":"robson","operation_id":1,)"
          R"("purpose":"STOP","attempt":1,"list_id":null,"symbol":"BTCUSDC","side":"SELL","type":"STOP_LOSS",)"
          R"("time_in_force":null,"quantity":"0.00033","price":null,"stop_price":"87061.16","status":"PENDING",)"
          R"("live":false,"filled":"0","filled_quote":"0.00","average_price":null,"left":"0.00033",)"
          R"("venue_order_id":null,"reason":"","can_cancel":false,"created_at":"2026-01-01T00:00:00.000Z",)"
          R"("sent_at":null,"updated_at":"2026-01-01T00:00:00.000Z","base_asset":"BTC","contract_size":"1"})"));
}

TEST_F(EntriesTest, a_fill_is_urgent_and_names_its_operation) {
  const Fill fill{.tenant = {1},
                  .operation = {1},
                  .order = {3},
                  .client_id = "rbabcdef-1-S1",
                  .purpose = OrderPurpose::STOP,
                  .symbol = {"BTCUSDC"},
                  .side = Side::SELL,
                  .trade_id = 9,
                  .price = {"87061.16"_d},
                  .quantity = {"0.0001"_d},
                  .fee = {"0.0087"_d},
                  .fee_asset = "USDC",
                  .fee_quote = Money{"0.0087"_d},
                  .venue_time = start,
                  .booked_at = start};
  EXPECT_THAT(lines({engine::FillBooked{fill}}),
              ElementsAre(R"(! orders fill {"trade_id":9,"order_id":3,"client_order_id":"rbabcdef-1-S1",)"
                          R"("purpose":"STOP","symbol":"BTCUSDC","side":"SELL","price":"87061.16",)"
                          R"("quantity":"0.0001","quote_amount":"8.706116","fee":"0.0087","fee_asset":"USDC",)"
                          R"("fee_quote":"0.0087","is_maker":false,"time":"2026-01-01T00:00:00.000Z",)"
                          R"("booked_at":"2026-01-01T00:00:00.000Z","operation_id":1})"));
}

TEST_F(EntriesTest, a_movement_has_no_number_because_storage_has_not_given_it_yet) {
  const Movement movement{.tenant = {1},
                          .asset = "USDC",
                          .amount = {"-12.5"_d},
                          .cause = MovementCause::external,
                          .note = "seen twice",
                          .at = start};
  EXPECT_THAT(lines({engine::MovementBooked{movement}}),
              ElementsAre(R"(operations movement {"at":"2026-01-01T00:00:00.000Z","asset":"USDC","amount":"-12.5",)"
                          R"("cause":"external","operation_id":null,"order_id":null,"trade_id":null,)"
                          R"("note":"seen twice"})"));
}

TEST_F(EntriesTest, plans_strategies_and_proofs_are_told_by_what_a_list_of_them_shows) {
  Plan plan{.id = {4}, .tenant = {1}, .status = PlanStatus::EXPIRED};
  plan.proposal.symbol = {"BTCUSDC"};
  plan.proposal.side = Side::SELL;
  const Strategy strategy{.id = {2}, .tenant = {1}, .name = "Swing", .version = 3, .active = true};
  const Proof proof{.tenant = {1}, .operation = {1}, .client_id = "rbx-1-X1", .reason = ExitReason::TARGET};
  EXPECT_THAT(
      lines({engine::PlanSaved{plan}, engine::StrategySaved{strategy}, engine::ProofSaved{proof}}),
      ElementsAre(R"(operations plan_update {"plan_id":4,"symbol":"BTCUSDC","side":"SELL","status":"EXPIRED"})",
                  R"(operations strategy_update {"strategy_id":2,"name":"Swing","version":3,"active":true})",
                  R"(operations proof_recorded {"operation_id":1,"client_order_id":"rbx-1-X1","reason":"TARGET"})"));
}

TEST_F(EntriesTest, a_difference_is_an_alert_and_a_kept_answer_nothing) {
  EXPECT_THAT(lines({engine::DifferenceFound{{1}, "balance", "0.1 BTC more", {}, start},
                     engine::AnswerKept{.tenant = {1}, .route = "POST /x"}}),
              ElementsAre(R"(! alerts alert {"kind":"balance","text":"0.1 BTC more","operation_id":null})"));
}

TEST_F(EntriesTest, entries_carry_tenant_and_time_and_no_number) {
  const auto all = of({engine::DifferenceFound{{2}, "order", "x", {5}, start - std::chrono::seconds(9)}});
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].tenant, TenantId{2});
  EXPECT_EQ(all[0].at, start);
  EXPECT_EQ(all[0].seq, 0);
  EXPECT_EQ(all[0].prev_seq, 0);
}

TEST_F(EntriesTest, an_adopted_operation_is_told_before_its_orders_and_its_protection_last) {
  of(open_account());
  const auto all = of(adopt());
  ASSERT_GE(all.size(), 3U);
  EXPECT_THAT(all.front().data, HasSubstr(R"({"what":"operation_adopted","operation":{"id":1,"symbol":"BTCUSDC")"));
  EXPECT_TRUE(all.front().urgent);
  EXPECT_EQ(line(all.back()),
            R"(! operations protection_change {"operation_id":1,"protection":"PLACING","previous":"NONE",)"
            R"("stop_price_at_venue":null})");
}

TEST_F(EntriesTest, an_operation_is_told_without_a_price_which_would_not_be_the_newest_for_long) {
  const auto all = of(adopt());
  EXPECT_THAT(all.front().data, HasSubstr(R"("current_price":null,"unrealized_pnl":null)"));
}

TEST_F(EntriesTest, protection_is_told_when_it_changes_and_only_then) {
  of(open_account());
  of(adopt());
  const auto confirmed = answer();
  const auto all = of(confirmed);
  EXPECT_EQ(line(all.back()),
            R"(! operations protection_change {"operation_id":1,"protection":"AT_VENUE","previous":"PLACING",)"
            R"("stop_price_at_venue":"87061.16"})");
  for (const runtime::LogEntry& entry : of(confirmed)) EXPECT_NE(entry.type, "protection_change");
}

TEST_F(EntriesTest, a_position_that_ends_is_told_once_with_its_reason) {
  of(open_account());
  of(adopt());
  of(answer());
  auto last = told(OrderPurpose::STOP, VenueOrderStatus::FILLED, {"0.00033"_d}, {"87061.16"_d});
  const auto and_then = [&](std::vector<engine::Event> events) {
    for (engine::Event& event : events) last.push_back(std::move(event));
  };
  and_then(told(OrderPurpose::TARGET, VenueOrderStatus::EXPIRED));
  and_then(apply(engine::TimePassed{}));
  ASSERT_EQ(followed().operation.status, OperationStatus::CLOSED);
  std::vector<std::string> told_of_end;
  for (const runtime::LogEntry& entry : of(last)) {
    if (entry.type == "position_closed") told_of_end.push_back(line(entry));
    EXPECT_FALSE(entry.type == "protection_change" && entry.data.find("NONE") != std::string::npos);
  }
  EXPECT_THAT(told_of_end,
              ElementsAre(R"(! positions position_closed {"position_id":1,"symbol":"BTCUSDC","reason":"STOP"})"));
  // Something late is heard of it.
  EXPECT_THAT(types({engine::OperationSaved{followed().operation, "operation_changed"}}),
              ElementsAre("operation_changed"));
}

TEST_F(EntriesTest, an_operation_that_never_held_anything_closes_no_position) {
  Operation planned = operation_one();
  planned.id = {8};
  planned.status = OperationStatus::PLANNED;
  EXPECT_THAT(types({engine::OperationSaved{planned, "operation_planned"}}), ElementsAre("operation_planned"));
  planned.status = OperationStatus::CANCELLED;
  planned.closed_at = start;
  EXPECT_THAT(types({engine::OperationSaved{planned, "operation_cancelled"}}), ElementsAre("! operation_cancelled"));
}

TEST_F(EntriesTest, what_cannot_wait_is_urgent) {
  for (const char* what : {"operation_opened", "stop_crossed", "target_crossed"}) {
    EXPECT_TRUE(of({engine::OperationSaved{operation_one(), what}})[0].urgent) << what;
  }
  for (const char* what : {"operation_changed", "stop_moved", "close_asked"}) {
    EXPECT_FALSE(of({engine::OperationSaved{operation_one(), what}})[0].urgent) << what;
  }
}

TEST_F(EntriesTest, before_the_beginning_a_protection_is_learned_and_not_told) {
  Entries early{engine};
  open_account();
  const auto all = early.of(adopt(), start);
  for (const runtime::LogEntry& entry : all) EXPECT_NE(entry.type, "protection_change");
  EXPECT_EQ(line(early.of(answer(), start).back()),
            R"(! operations protection_change {"operation_id":1,"protection":"AT_VENUE","previous":"PLACING",)"
            R"("stop_price_at_venue":"87061.16"})");
}

TEST_F(EntriesTest, a_pause_tells_who_and_why) {
  EXPECT_THAT(lines(apply(engine::SetKillSwitch{{1}, true, "storm", "ada"})),
              ElementsAre(R"(! pause_state pause_state_change {"paused":true,"scope":"entry","reason":"storm",)"
                          R"("active_breakers":[],"by":"ada","at":"2026-01-01T00:00:00.000Z"})"));
  EXPECT_THAT(lines(apply(engine::SetKillSwitch{{1}, false, "", "ada"})),
              ElementsAre(R"(! pause_state pause_state_change {"paused":false,"scope":"entry","reason":null,)"
                          R"("active_breakers":[],"by":null,"at":null})"));
}

TEST_F(EntriesTest, a_pause_is_told_whatever_the_desks_change_is_called) {
  TenantDesk desk{.tenant = {1}};
  EXPECT_TRUE(lines({engine::DeskSaved{desk, "peak_equity"}}).empty());
  desk.loss_pause = Halt{.by = "robson", .reason = "4 %", .at = start};
  EXPECT_EQ(lines({engine::DeskSaved{desk, "operation_counted"}}).size(), 1U);
  EXPECT_TRUE(lines({engine::DeskSaved{desk, "operation_counted"}}).empty());
}

TEST_F(EntriesTest, tenants_have_pauses_of_their_own) {
  apply(engine::TenantOpened{{2}});
  EXPECT_EQ(types(apply(engine::EnableTrading{{1}, false, "ada"})).size(), 1U);
  const auto other = of(apply(engine::EnableTrading{{2}, false, "bob"}));
  ASSERT_EQ(other.size(), 1U);
  EXPECT_EQ(other[0].tenant, TenantId{2});
  EXPECT_THAT(other[0].data, HasSubstr(R"("reason":"trading is switched off")"));
}

}  // namespace
}  // namespace robson::feed
