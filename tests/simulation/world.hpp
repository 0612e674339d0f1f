#pragma once
// Virtual time, chance and the record of one run. Everything that happens in a run happens by an event of this queue,
// so a seed decides all of it.
#include <fmt/format.h>

#include <deque>
#include <functional>
#include <map>
#include <random>
#include <string>

#include "base/timestamp.hpp"

namespace robson::simulation {

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : engine_(seed) {}
  // 0 to count - 1; no distribution of the library, so that a seed means the same everywhere.
  std::uint64_t below(std::uint64_t count) { return engine_() % count; }
  std::int64_t between(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most - least + 1)));
  }
  bool permille(int share) { return static_cast<int>(below(1000)) < share; }

 private:
  std::mt19937_64 engine_;
};

class World final : public Clock {
 public:
  using Action = std::function<void()>;

  explicit World(std::uint64_t seed, bool tracing) : chance(seed), tracing_(tracing) {}

  Timestamp now() const override { return now_; }
  // `life`: the server's life that the event belongs to and ends with; 0: the world's, which goes on.
  void after(Duration delay, Action action, int life = 0) {
    queue_.emplace(std::pair(now_ + delay, ++number_), Event{life, std::move(action)});
  }
  // Runs the next event. False when nothing is left or something broke.
  bool step() {
    if (queue_.empty() || !broken_.empty()) return false;
    auto next = queue_.extract(queue_.begin());
    now_ = next.key().first;
    next.mapped().action();
    return true;
  }
  Timestamp next_at() const { return queue_.empty() ? now_ : queue_.begin()->first.first; }
  void forget(int life) {
    std::erase_if(queue_, [life](const auto& held) { return held.second.life == life; });
  }

  // The first thing that went wrong ends the run.
  void broke(const std::string& what) {
    if (broken_.empty()) broken_ = what;
    note([&] { return "BROKEN: " + what; });
  }
  const std::string& broken() const { return broken_; }

  bool tracing() const { return tracing_; }
  // A line of the record; `words` is only called when somebody reads.
  template <class Words>
  void note(Words&& words) {
    if (!tracing_) return;
    trace_.push_back(fmt::format("{:9.3f}  {}", static_cast<double>((now_ - start).count()) / 1e6, words()));
  }
  const std::deque<std::string>& trace() const { return trace_; }

  // Two runs of one seed must do the same.
  void fold(std::string_view text) {
    for (const char letter : text) digest_ = (digest_ ^ static_cast<unsigned char>(letter)) * 1'099'511'628'211U;
  }
  std::uint64_t digest() const { return digest_; }

  static constexpr Timestamp start = Timestamp::from_seconds(1'767'323'045);
  Chance chance;

 private:
  struct Event {
    int life = 0;
    Action action{};
  };
  Timestamp now_ = start;
  std::int64_t number_ = 0;
  std::map<std::pair<Timestamp, std::int64_t>, Event> queue_;
  std::string broken_;
  bool tracing_ = false;
  std::deque<std::string> trace_;
  std::uint64_t digest_ = 14'695'981'039'346'656'037U;
};

// What goes wrong, in thousandths of the occasions.
struct Faults {
  int lost_before = 20;  // the request never reaches the venue, which nobody is told
  int lost_after = 25;   // done, and the answer lost
  int slow = 20;         // under way for seconds, beyond the timeout too
  int unavailable = 15;  // 5xx: half of them done
  int limited = 10;      // 429
  int refused = 10;      // for a reason of the venue's own
  int event_lost = 60;   // of the user stream
  int event_doubled = 60;
  int event_late = 80;
  int stream_gap = 4;  // a tick
  int quotes_gap = 4;  // a tick
  int read_fails = 60;
  int crash = 4;  // at a boundary
  int commit_fails = 1;
  int jump = 12;        // of the price, a tick
  int other_hands = 3;  // a tick
};

}  // namespace robson::simulation
