// Seeded runs of the whole feed: two tenants, several readers each, commits that are late, lost or on the disk without
// anybody having been told, restarts, cuts, changing subscriptions, slow readers. In the end every reader sees what the
// server says, and on the way no rule of the protocol was broken. ROBSON_SEED=N repeats one run, ROBSON_SEEDS=N sets
// how many there are.
#include <gtest/gtest.h>

#include <cstdlib>

#include "feed_model/client.hpp"

namespace robson::feed::model {
namespace {

struct Tally {
  int messages = 0;
  int catch_ups = 0;
  int resyncs = 0;
  int slow = 0;
  int restarts = 0;
  std::uint64_t conflated = 0;
};

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
  const char* given = std::getenv(name);
  return given == nullptr ? otherwise : std::strtoull(given, nullptr, 10);
}

Channels some_channels(Chance& chance) {
  Channels some;
  for (const Channel one :
       {Channel::positions, Channel::orders, Channel::pause_state, Channel::stats, Channel::operations}) {
    if (chance.percent(60)) some.add(one);
  }
  if (some.empty()) some.add(Channel::orders);
  return some;
}

struct Run {
  explicit Run(std::uint64_t seed) : world(seed) {
    world.on_restart = [this] {
      for (auto& client : clients) client->cut();
    };
    for (int i = 0; i < 6; ++i) {
      const TenantId tenant = world.tenants[static_cast<std::size_t>(i % 2)];
      const auto encoding = world.chance.percent(30) ? Encoding::msgpack : Encoding::json;
      const int pace = world.chance.percent(25) ? 1 : 1 + world.chance.below(20);
      clients.push_back(std::make_unique<Client>(world, tenant, encoding, some_channels(world.chance), pace));
    }
  }

  void step() {
    world.step();
    if (world.chance.below(300) == 0) world.restart();
    for (auto& client : clients) {
      if (!client->is_connected()) {
        if (world.chance.percent(20)) client->connect();
      } else if (world.chance.below(60) == 0) {
        client->cut();
      } else if (world.chance.below(80) == 0) {
        client->subscribe_more(some_channels(world.chance));
      } else if (world.chance.below(120) == 0 && client->channels().list().size() > 1) {
        client->unsubscribe({client->channels().list().front()});
      } else if (world.chance.percent(client->is_slow() ? 4 : 40)) {
        client->read(false);
      }
    }
  }

  // What all readers see, once everything has arrived.
  std::string finish() {
    world.settle();
    for (int round = 0; round < 4; ++round) {
      for (auto& client : clients) {
        if (!client->is_connected()) client->connect();
        client->read(true);
      }
      world.pass(std::chrono::milliseconds(110));
    }
    for (auto& client : clients) client->read(true);
    for (std::size_t i = 0; i < clients.size(); ++i) {
      if (!clients[i]->fault.empty()) return "reader " + std::to_string(i) + ": " + clients[i]->fault;
      if (auto told = clients[i]->difference(); !told.empty()) return "reader " + std::to_string(i) + ": " + told;
    }
    return {};
  }

  World world;
  std::vector<std::unique_ptr<Client>> clients;
};

std::string run(std::uint64_t seed, Tally& tally) {
  Run one(seed);
  const int steps = 50 + static_cast<int>(seed % 200);
  for (int i = 0; i < steps; ++i) one.step();
  std::string wrong = one.finish();
  for (const auto& client : one.clients) {
    tally.messages += client->messages;
    tally.catch_ups += client->catch_ups;
    tally.resyncs += client->resyncs;
    tally.slow += client->slow;
  }
  tally.restarts += one.world.restarts;
  tally.conflated += one.world.hub().counts().conflated;
  one.clients.clear();
  return wrong;
}

// 5,000 runs, in parts so that they can go side by side.
constexpr std::uint64_t parts = 5;
struct FeedModel : testing::TestWithParam<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Parts, FeedModel, testing::Range(std::uint64_t{0}, parts));

TEST_P(FeedModel, every_reader_sees_in_the_end_what_the_server_says_and_nothing_twice_missing_or_out_of_order) {
  Tally tally;
  if (const std::uint64_t seed = number_from("ROBSON_SEED", 0); seed != 0) {
    EXPECT_EQ(run(seed, tally), "") << "seed " << seed;
    return;
  }
  const std::uint64_t seeds = number_from("ROBSON_SEEDS", 5'000) / parts;
  const std::uint64_t first = 1 + GetParam() * seeds;
  for (std::uint64_t seed = first; seed < first + seeds; ++seed) {
    ASSERT_EQ(run(seed, tally), "") << "seed " << seed;
  }
  std::printf("%llu seeds: %d messages, %d catch_ups, %d resyncs, %d slow closes, %d restarts, %llu conflated\n",
              static_cast<unsigned long long>(seeds), tally.messages, tally.catch_ups, tally.resyncs, tally.slow,
              tally.restarts, static_cast<unsigned long long>(tally.conflated));
  if (seeds < 200) return;
  // The runs have met what they are there for.
  EXPECT_GT(tally.catch_ups, 0);
  EXPECT_GT(tally.resyncs, 0);
  EXPECT_GT(tally.restarts, 0);
  EXPECT_GT(tally.conflated, 0U);
}

}  // namespace
}  // namespace robson::feed::model
