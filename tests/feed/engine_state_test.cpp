#include "feed/engine_state.hpp"

#include <gmock/gmock.h>

#include "feed/desk.hpp"
#include "json/write.hpp"

namespace robson::feed {
namespace {
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

const wire::VenueLabel venue{"binance", VenueKind::SIM, "USDC"};

struct EngineStateTest : testing::Test, Desk {
  bool takes_commands = true;
  EngineState state{engine, venue, [this] { return takes_commands; }};

  std::vector<Member> snapshot(Channel channel, TenantId tenant = {1}) {
    return state.snapshot(tenant, channel, start);
  }
  std::string data(StateKind kind, std::int64_t id = 0) { return state.data({1}, {kind, id}, start).value_or("none"); }
  static std::vector<std::string> names(const std::vector<Member>& members) {
    std::vector<std::string> all;
    for (const Member& member : members) all.push_back(member.key);
    return all;
  }
};

TEST_F(EngineStateTest, a_position_is_the_resource_of_the_api_under_its_id) {
  adopt();
  const auto members = snapshot(Channel::positions);
  ASSERT_THAT(names(members), ElementsAre("1"));
  const std::string resource = json::text_of(wire::position_view(followed(), engine, venue, start));
  EXPECT_EQ(members[0].json, resource);
  EXPECT_EQ(data(StateKind::position_row, 1), resource);
}

TEST_F(EngineStateTest, a_positions_value_is_what_moves_with_the_price) {
  adopt();
  EXPECT_EQ(data(StateKind::position_value, 1),
            R"({"position_id":1,"symbol":"BTCUSDC","current_price":"89245.00","unrealized_pnl":"0.13",)"
            R"("unrealized_pnl_percent":"0.46","unrealized_pnl_exact":"0.1343364","value":"29.45",)"
            R"("distance_to_stop_percent":"-2.45","distance_to_target_percent":"3.53",)"
            R"("price_time":"2026-01-01T00:00:00.000Z","price_age_ms":0,"stale":false})");
}

TEST_F(EngineStateTest, a_position_without_a_price_has_no_value_and_is_stale) {
  engine::Engine blind;
  blind.apply(engine::InstrumentsListed{{btcusdc()}}, start);
  blind.apply(engine::AdoptOperation{operation_one()}, start);
  const EngineState of_blind(blind, venue, [] { return true; });
  EXPECT_THAT(of_blind.data({1}, {StateKind::position_value, 1}, start).value_or(""),
              StartsWith(R"({"position_id":1,"symbol":"BTCUSDC","current_price":null)"));
}

TEST_F(EngineStateTest, of_a_position_that_is_not_open_there_is_nothing) {
  open_account();
  adopt();
  EXPECT_FALSE(state.data({1}, {StateKind::position_row, 2}, start));
  EXPECT_FALSE(state.data({2}, {StateKind::position_row, 1}, start));
  answer();
  apply(engine::DetachPosition{{1}, {1}, "mine now", "ada"});
  answer(VenueOrderStatus::CANCELED);
  apply(engine::TimePassed{});
  ASSERT_EQ(followed().operation.status, OperationStatus::CLOSED);
  EXPECT_FALSE(state.data({1}, {StateKind::position_row, 1}, start));
  EXPECT_FALSE(state.data({1}, {StateKind::position_value, 1}, start));
  EXPECT_TRUE(snapshot(Channel::positions).empty());
  EXPECT_TRUE(snapshot(Channel::operations).empty());
}

TEST_F(EngineStateTest, open_orders_stand_under_their_client_ids_external_ones_too) {
  open_account();
  adopt();
  EXPECT_EQ(snapshot(Channel::orders).size(), followed().orders.size());
  EXPECT_EQ(snapshot(Channel::orders).front().key, followed().orders.front().client_id);
  apply(engine::AccountRead{.tenant = {1},
                            .began = start,
                            .ended = start,
                            .open_orders = {{.client_id = "by-hand",
                                             .venue_id = 5,
                                             .symbol = {"BTCUSDC"},
                                             .side = Side::BUY,
                                             .type = "LIMIT",
                                             .status = VenueOrderStatus::NEW,
                                             .quantity = {"1"_d},
                                             .price = Price{"100"_d},
                                             .time = start}}});
  const auto members = snapshot(Channel::orders);
  EXPECT_EQ(members.back().key, "by-hand");
  EXPECT_THAT(members.back().json, HasSubstr(R"("origin":"external")"));
}

TEST_F(EngineStateTest, operations_are_told_without_a_price) {
  adopt();
  const auto members = snapshot(Channel::operations);
  ASSERT_THAT(names(members), ElementsAre("1"));
  EXPECT_EQ(members[0].json, json::text_of(wire::operation_view(followed().operation, &followed(),
                                                                engine.instrument({"BTCUSDC"}), nullptr, start)));
}

TEST_F(EngineStateTest, channels_of_one_object_have_it_under_no_key) {
  for (const Channel channel : {Channel::pause_state, Channel::stats, Channel::alerts, Channel::equity}) {
    EXPECT_THAT(names(snapshot(channel)), ElementsAre("")) << name_of(channel);
  }
  for (const Channel channel : {Channel::approvals, Channel::bots, Channel::prices}) {
    EXPECT_TRUE(snapshot(channel).empty()) << name_of(channel);
  }
}

TEST_F(EngineStateTest, a_snapshots_object_is_what_its_message_says) {
  EXPECT_EQ(snapshot(Channel::stats)[0].json, data(StateKind::stats));
  EXPECT_EQ(snapshot(Channel::equity)[0].json, data(StateKind::equity));
  EXPECT_EQ(snapshot(Channel::alerts)[0].json, data(StateKind::alarms));
}

TEST_F(EngineStateTest, equity_is_unknown_until_the_account_was_read) {
  EXPECT_THAT(data(StateKind::equity), StartsWith(R"({"currency":"USDC","equity":null,"unrealized_pnl":"0.00",)"));
  apply(engine::BalancesSeen{{1}, {{"USDC", {{"10"_d}, {}}}}, true});
  EXPECT_THAT(data(StateKind::equity), StartsWith(R"({"currency":"USDC","equity":"10.00",)"));
}

TEST_F(EngineStateTest, a_journal_that_failed_is_an_alarm) {
  EXPECT_THAT(data(StateKind::alarms), testing::Not(HasSubstr("JOURNAL_FAILED")));
  takes_commands = false;
  EXPECT_THAT(data(StateKind::alarms), StartsWith(R"({"alarms":[{"code":"JOURNAL_FAILED","severity":"critical")"));
}

TEST_F(EngineStateTest, the_pause_is_the_newest) {
  EXPECT_EQ(snapshot(Channel::pause_state)[0].json,
            R"({"paused":false,"scope":"entry","reason":null,"active_breakers":[],"by":null,"at":null})");
  apply(engine::SetKillSwitch{{1}, true, "storm", "ada"});
  EXPECT_EQ(snapshot(Channel::pause_state)[0].json,
            R"({"paused":true,"scope":"entry","reason":"storm","active_breakers":[],"by":"ada",)"
            R"("at":"2026-01-01T00:00:00.000Z"})");
  EXPECT_THAT(snapshot(Channel::pause_state, {2})[0].json, HasSubstr(R"("paused":false)"));
}

TEST_F(EngineStateTest, every_key_of_a_tenant_has_data) {
  adopt();
  const auto keys = state.keys({1});
  EXPECT_EQ(keys.size(), 6U);
  for (const StateKey& key : keys) EXPECT_TRUE(state.data({1}, key, start));
  EXPECT_EQ(state.keys({2}).size(), 4U);
}

TEST_F(EngineStateTest, a_price_leads_to_the_operations_that_it_moves) {
  adopt();
  std::vector<std::pair<std::int64_t, std::int64_t>> found;
  const auto note = [&](TenantId tenant, OperationId id) { found.emplace_back(tenant.value, id.value); };
  engine.each_watched({"BTCUSDC"}, note);
  engine.each_watched({"ETHUSDC"}, note);
  EXPECT_THAT(found, ElementsAre(std::pair(1, 1)));
}

}  // namespace
}  // namespace robson::feed
