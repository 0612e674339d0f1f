#pragma once
// Emergency stops: each is on the disk before its first request goes out, and every bot in it is asked until it has
// confirmed, over restarts too. Loop thread; outlives its tasks.
//
//   begin -> commit -> kill switch, and each bot is asked --confirmed--> commit
//                            ^------- no, or no answer: 1 s to 10 s later -----|
#include <functional>
#include <map>

#include "bots/bot.hpp"

namespace robson::bots {

class EmergencyStops {
 public:
  struct Parts {
    net::Context& context;
    const Clock& clock;
    runtime::Runtime& runtime;
    std::function<Bot*(TenantId, const std::string& name)> find;
  };
  EmergencyStops(Parts parts, std::vector<engine::EmergencyStop> open, std::int64_t last_id);
  EmergencyStops(const EmergencyStops&) = delete;
  EmergencyStops& operator=(const EmergencyStops&) = delete;

  // What was open when the program ended goes on.
  void start();
  void stop() { stopping_ = true; }

  struct Wish {
    TenantId tenant{};
    std::vector<std::string> bots{};
    hedge::StopMode mode{};
    std::string reason{};
    std::string by{};
    bool kill_switch = false;
  };
  struct Begun {
    engine::EmergencyStop stop{};
    bool is_durable = true;  // false: the bots are asked all the same, but a restart forgets it
  };
  // Waits up to `patience` for the bots' first answers.
  net::Task<Begun> begin(Wish wish, Duration patience);
  // Nothing when there is no such stop that is open; false in it when it could not be written.
  net::Task<std::optional<Begun>> acknowledge(TenantId tenant, std::int64_t id, std::string by);
  // Newest first: those that are not acknowledged or not confirmed.
  std::vector<engine::EmergencyStop> open(TenantId tenant) const;
  // Positions that a flatten has still to close are counted.
  void positions_changed(Bot& bot);

 private:
  net::Task<void> press(std::int64_t id, std::string bot);
  net::Task<void> switch_off(std::int64_t id);
  bool is_over(const engine::EmergencyStop& stop) const;
  // The stop as it is now becomes durable; with `tell` the readers get it.
  net::Task<bool> save(std::int64_t id, bool tell);
  net::Task<void> save_and_forget(std::int64_t id);
  void forget(std::int64_t id);  // when it is over
  Timestamp now() const { return parts_.clock.now(); }

  Parts parts_;
  std::map<std::int64_t, engine::EmergencyStop> stops_;  // open ones
  std::int64_t last_id_;
  bool stopping_ = false;
};

}  // namespace robson::bots
