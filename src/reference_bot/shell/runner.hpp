#pragma once
// The way of every input: the strategy applies it; what must outlive the process is written; then its effects go out
// and its reply is given. Loop thread.
//
// While the disk refuses, nothing is answered to commands and nothing is opened; what the strategy decided is kept in
// memory and written with the next record that goes through. Closings go out all the same: they protect, and their ids
// make them harmless to repeat.
#include <functional>
#include <optional>
#include <string>

#include "reference_bot/store/store.hpp"
#include "reference_bot/strategy/strategy.hpp"

namespace robson::reference_bot {

// Why a command was not answered.
struct NotDone {
  bool out_of_range = false;  // its numbers cannot be reckoned with; it had no effect. Else: it is not on the disk
  std::string why{};
};

class Runner {
 public:
  struct Listeners {
    std::function<void(Effect)> carry_out{};  // must not call back
    std::function<void()> events_written{};   // new events can be read from kept()
  };

  Runner(Strategy strategy, Store store, const Clock& clock);

  void listen(Listeners listeners) { listeners_ = std::move(listeners); }
  // Writes the first state; the error is a sentence.
  Result<void, std::string> begin();
  // A fact of the venues or of the clock.
  void tell(const Input& fact);
  // A command of a person. Its reply only when its effect is on the disk.
  Result<Reply, NotDone> submit(const Input& command);
  // Writes what is not written yet, if anything; whether all is written.
  bool flush();

  // Of the strategy, and degraded with the reason while the disk refuses.
  bot_api::Health health() const;
  bot_api::Stats stats() const;
  const Strategy& strategy() const { return strategy_; }
  const Kept& kept() const { return store_.kept(); }
  // Whole milliseconds: what the state is written with.
  Timestamp now() const { return Timestamp::from_ms(clock_.now().ms()); }

 private:
  // Nothing when the input's numbers cannot be reckoned with: then it changed nothing.
  std::optional<Output> apply(const Input& input);
  void send(std::vector<Effect> effects, bool written);

  Strategy strategy_;
  Store store_;
  const Clock& clock_;
  Listeners listeners_{};
  Record unwritten_{};  // documents of outputs that could not be written
  bool due_ = false;    // the state in memory is ahead of the disk
  std::optional<std::string> fault_{};
  Timestamp tried_at_{};
};

}  // namespace robson::reference_bot
