#pragma once
// The shell of the bot in memory: it keeps what is durable, carries acts to the simulator's venues and answers back,
// late or never, and can die at any point. Virtual time.
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "reference_bot/strategy/strategy.hpp"
#include "simulator/hedge/hedge_venues.hpp"

namespace robson::hedge_simulation {

inline constexpr std::string_view key = "bot";

// Where the next crash happens, within the handling of one output.
enum class CrashPoint { before_keeping, after_keeping, amid_effects };

class Desk {
 public:
  Desk(simulator::HedgeVenues& venues, reference_bot::Rules rules, Timestamp now);

  // Passes the time to `now`: answers that are due, polls every 5 s, a tick.
  void step(Timestamp now);
  reference_bot::Reply tell(const reference_bot::Input& input);
  // Dies at that point of the next output that keeps something (or at once), and starts anew from what was kept.
  void crash(CrashPoint point);
  void set_latency(Duration latency) { latency_ = latency; }
  // How often GETs fail, of 100.
  bool reads_fail = false;

  const reference_bot::Strategy& strategy() const { return *strategy_; }
  const std::vector<bot_api::Payment>& payments() const { return payments_; }
  const std::vector<bot_api::Trade>& trades() const { return trades_; }
  const std::vector<bot_api::Event>& events() const { return events_; }
  int lives() const { return lives_; }
  // A rule that was broken, the first one.
  const std::string& broken() const { return broken_; }
  void breaks(std::string what);
  Timestamp now() const { return now_; }
  bool is_quiet() const { return answers_.empty(); }

 private:
  struct Answer {
    Timestamp at{};
    std::int64_t life = 0;
    reference_bot::Input input;
  };
  void poll();
  void carry_out(const reference_bot::Effect& effect);
  void check_once(const std::string& leg, const std::string& id);
  void start();
  template <class T>
  void answer_later(Duration extra, T answer);

  simulator::HedgeVenues& venues_;
  reference_bot::Rules rules_;
  std::optional<reference_bot::Strategy> strategy_{};
  std::string kept_{};  // the state as it is on disk
  std::vector<bot_api::Payment> payments_{};
  std::vector<bot_api::Trade> trades_{};
  std::vector<bot_api::Event> events_{};
  std::deque<Answer> answers_{};
  std::optional<CrashPoint> crash_{};
  Timestamp now_{};
  std::optional<Timestamp> polled_{};
  Duration latency_ = std::chrono::milliseconds(300);
  int lives_ = 0;
  std::string broken_{};
  std::map<std::string, std::string> out_{};  // leg -> the id whose fate is unknown
  std::set<std::string> kept_ids_{};          // ids that were durable before they went out
};

}  // namespace robson::hedge_simulation
