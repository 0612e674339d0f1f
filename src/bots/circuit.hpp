#pragma once
// The circuit breaker in front of a bot that does not answer: after `failures` in a row nobody asks it for `rest`, then
// one probe may; its outcome closes the circuit or opens it again. Pure.
//
//   closed --failures--> open --rest is over, one probe--> half_open --good--> closed
//                          ^----------------bad---------------|
#include "base/timestamp.hpp"
#include "bot_api/knowledge.hpp"

namespace robson::bots {

class Circuit {
 public:
  explicit Circuit(int failures = 5, Duration rest = std::chrono::seconds(30)) : most_(failures), rest_(rest) {}

  bot_api::Circuit state() const { return state_; }
  // Whether somebody may ask now. When the rest is over the first who asks becomes the probe, and must report back.
  bool may_ask(Timestamp now);
  void succeeded();
  void failed(Timestamp now);
  // How long it stays open; 0 when it is not.
  Duration rest_left(Timestamp now) const;

 private:
  int most_;
  Duration rest_;
  int failures_ = 0;  // in a row
  Timestamp opened_at_{};
  bot_api::Circuit state_ = bot_api::Circuit::closed;
};

}  // namespace robson::bots
