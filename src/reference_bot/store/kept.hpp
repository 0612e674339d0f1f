#pragma once
// Everything that the bot has written down and still holds: the strategy's newest state, and the newest events, fills
// and payments. Pure; home: the loop thread.
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference_bot/store/record.hpp"

namespace robson::reference_bot {

// The newest of a kind, by number, oldest first. At least `hold` of them; more for a while, so that dropping is rare.
class Row {
 public:
  static constexpr std::size_t hold = 10'000;

  // Documents whose number is not above the newest are passed over: they are there. A hole (what was between was
  // lost on the disk) throws away what was before it, so that what is held has no hole.
  void add(const std::vector<Numbered>& fresh, bool without_holes);
  // At most `most` documents with a number above `id`, oldest first.
  std::vector<const Numbered*> after(std::int64_t id, std::size_t most) const;
  // Whether everything above `id` that ever was is held, and `id` is not of the future.
  bool reaches_back_to(std::int64_t id) const;
  std::int64_t newest() const { return newest_; }
  const std::deque<Numbered>& all() const { return documents_; }

 private:
  std::deque<Numbered> documents_{};
  std::int64_t newest_ = 0;
};

class Kept {
 public:
  void take(const Record& record);

  std::int64_t number() const { return number_; }  // of the last record; 0: none yet
  const std::optional<std::string>& state() const { return state_; }
  const Row& events() const { return events_; }
  const Row& trades() const { return trades_; }
  const Row& payments() const { return payments_; }

  // All of it again, as lines that take() makes the same from.
  std::string lines() const;

 private:
  std::int64_t number_ = 0;
  std::optional<std::string> state_{};
  Row events_{};
  Row trades_{};
  Row payments_{};
};

// What two files' texts hold together: the snapshot, and the journal of what came after it.
struct Recovered {
  Kept kept{};
  std::size_t damaged = 0;  // whole lines that could not be read, and were passed over
  bool torn = false;        // the journal's last line was cut: it was never confirmed to anybody
};
// Never fails: whether what is left is enough to go on from is the caller's question (kept.state()).
Recovered recover(std::string_view snapshot, std::string_view journal);

}  // namespace robson::reference_bot
