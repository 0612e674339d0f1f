#include "feed/bots_state.hpp"

#include <gmock/gmock.h>

#include "json/read.hpp"

namespace robson::feed {
namespace {
using namespace literals;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

constexpr Timestamp now = Timestamp::from_seconds(1'767'355'200);

// What the engine would say: one spot position, and our own pauses.
class SpotState final : public State {
 public:
  std::vector<Member> snapshot(TenantId, Channel channel, Timestamp) const override {
    if (channel == Channel::positions) return {{"1", "{\"id\":1}"}};
    if (channel == Channel::pause_state) return {{"", "{\"paused\":false}"}};
    return {};
  }
  std::optional<std::string> data(TenantId, StateKey, Timestamp) const override { return "spot"; }
  std::vector<StateKey> keys(TenantId) const override { return {{StateKind::stats}}; }
};

class BotsStateTest : public testing::Test {
 protected:
  BotsStateTest() {
    for (bot_api::Knowledge* bot : {&alpha, &beta}) bot->positions.emplace().at = now;
    alpha.name = "alpha";
    beta.name = "beta";
    add(alpha, "p1");
    alpha.pause_state = bot_api::Known<bot_api::PauseState>{{}, now};
  }
  static void add(bot_api::Knowledge& bot, const std::string& id,
                  hedge::PositionStatus status = hedge::PositionStatus::open) {
    bot.positions->document[id] = {.position_id = id, .status = status};
  }
  std::vector<std::string> position_names() const {
    std::vector<std::string> names;
    for (const Member& member : state.snapshot({1}, Channel::positions, now)) names.push_back(member.key);
    return names;
  }

  SpotState spot;
  bot_api::Knowledge alpha;
  bot_api::Knowledge beta;
  BotsState state{spot, [this](TenantId tenant) {
                    return tenant == TenantId{1} ? std::vector<const bot_api::Knowledge*>{&alpha, &beta}
                                                 : std::vector<const bot_api::Knowledge*>{};
                  }};
};

TEST_F(BotsStateTest, the_bots_positions_stand_beside_the_others) {
  EXPECT_THAT(position_names(), UnorderedElementsAre("1", "p1"));
  EXPECT_EQ(state.snapshot({2}, Channel::positions, now).size(), 1U);
}

TEST_F(BotsStateTest, what_has_ended_is_no_state_any_more) {
  add(alpha, "p2", hedge::PositionStatus::closed);
  add(alpha, "p3", hedge::PositionStatus::liquidated);
  EXPECT_THAT(position_names(), UnorderedElementsAre("1", "p1"));
  EXPECT_FALSE(state.data({1}, bot_position_key("alpha", "p2"), now));
  EXPECT_FALSE(state.data({1}, bot_position_key("alpha", "unknown"), now));
  EXPECT_TRUE(state.data({1}, bot_position_key("alpha", "p1"), now));
}

TEST_F(BotsStateTest, no_name_stands_twice) {
  add(beta, "p1");
  add(beta, "1");
  EXPECT_THAT(position_names(), UnorderedElementsAre("1", "p1", "beta:p1", "beta:1"));
}

TEST_F(BotsStateTest, figures_are_texts) {
  alpha.positions->document["p1"].pnl.total_pnl = "45.30"_d;
  EXPECT_THAT(state.data({1}, bot_position_key("alpha", "p1"), now).value(), HasSubstr("\"total_pnl_usd\":\"45.3\""));
}

TEST_F(BotsStateTest, each_bots_pauses_stand_beside_ours) {
  const auto members = state.snapshot({1}, Channel::pause_state, now);
  const auto whole = json::parse(members.at(0).json).value();
  EXPECT_NE(whole.find("paused"), nullptr);
  ASSERT_NE(whole.find("bots"), nullptr);
  EXPECT_NE(whole.find("bots")->find("alpha"), nullptr);
  EXPECT_EQ(whole.find("bots")->find("beta"), nullptr);  // it never told
}

TEST_F(BotsStateTest, a_bot_that_never_told_anything_is_there_as_unavailable) {
  const auto members = state.snapshot({1}, Channel::bots, now);
  ASSERT_EQ(members.size(), 2U);
  EXPECT_EQ(members[0].key, "alpha");
  EXPECT_THAT(members[0].json, HasSubstr("\"state\":\"unavailable\""));
  EXPECT_THAT(members[0].json, HasSubstr("\"stats\":null"));
}

TEST_F(BotsStateTest, every_key_has_its_data) {
  for (const StateKey& key : state.keys({1})) EXPECT_TRUE(state.data({1}, key, now));
  EXPECT_EQ(state.keys({1}).size(), 4U);  // the engine's, two bots, one position
  EXPECT_EQ(state.data({1}, {StateKind::stats}, now), "spot");
}

}  // namespace
}  // namespace robson::feed
