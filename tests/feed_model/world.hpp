#pragma once
// A small server that is nothing but the feed: two tenants whose orders, positions, prices and pauses change at random,
// a disk that is late and sometimes fails, and restarts. What it says is what the readers have to see in the end.
#include <deque>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "feed/hub.hpp"
#include "support/fake_clock.hpp"

namespace robson::feed::model {

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : engine_(seed) {}
  int below(int limit) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(limit)); }
  bool percent(int odds) { return below(100) < odds; }

 private:
  std::mt19937_64 engine_;
};

// What a commit makes durable of one tenant.
struct Desk {
  std::map<std::string, std::string> orders{};  // as JSON, by client order id
  std::map<std::int64_t, std::int64_t> rows{};  // open positions: their row's version
  std::int64_t pauses = 0;
};

class World final : public State {
 public:
  World(std::uint64_t seed);

  // One thing happens: a command, a price, a commit that reaches the disk, time.
  void step();
  // Everything that is under way ends, and time goes on until nothing waits.
  void settle();
  // The program ends at any point and starts again with what the disk has.
  void restart();
  void pass(Duration span);

  Chance chance;
  support::FakeClock clock{};
  std::vector<TenantId> tenants{TenantId{1}, TenantId{2}};
  Log& log() { return *log_; }
  Hub& hub() { return *hub_; }
  int restarts = 0;
  // Called when all sockets die.
  std::function<void()> on_restart;

  // State
  std::vector<Member> snapshot(TenantId tenant, Channel channel, Timestamp now) const override;
  std::optional<std::string> data(TenantId tenant, StateKey key, Timestamp now) const override;
  std::vector<StateKey> keys(TenantId tenant) const override;

 private:
  struct Commit {
    TenantId tenant{};
    Desk after{};
    std::vector<runtime::LogEntry> entries{};
  };
  void boot();
  void command(TenantId tenant);
  void commit(TenantId tenant, std::vector<runtime::LogEntry> entries);
  void land(bool publish);
  void fail();
  runtime::LogEntry entry(TenantId tenant, Channel channel, std::string type, std::string data, bool urgent) const;

  std::map<TenantId, Desk> live_;
  std::map<TenantId, Desk> durable_;
  std::map<TenantId, std::map<std::int64_t, int>> prices_;  // by position
  std::map<TenantId, std::vector<runtime::LogEntry>> stored_;
  std::map<TenantId, std::int64_t> ceilings_;
  std::vector<std::pair<TenantId, std::int64_t>> reservations_;  // on their way to the disk
  std::deque<Commit> out_;
  std::vector<runtime::LogEntry> next_entries_;  // what Describe is to answer
  bool broken_ = false;                          // a commit has failed: no commands until the restart
  std::int64_t last_id_ = 0;
  Timestamp flushed_{};
  Timestamp swept_{};
  std::unique_ptr<Log> log_;
  std::unique_ptr<Hub> hub_;
};

}  // namespace robson::feed::model
