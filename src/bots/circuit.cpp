#include "bots/circuit.hpp"

#include <algorithm>

namespace robson::bots {
using State = bot_api::Circuit;

bool Circuit::may_ask(Timestamp now) {
  switch (state_) {
    case State::closed: return true;
    case State::half_open: return false;  // the probe is out
    case State::open: break;
  }
  if (now < opened_at_ + rest_ && now >= opened_at_) return false;  // a clock that was set back ends the rest
  state_ = State::half_open;
  return true;
}

void Circuit::succeeded() {
  failures_ = 0;
  state_ = State::closed;
}

void Circuit::failed(Timestamp now) {
  ++failures_;
  if (state_ == State::closed && failures_ < most_) return;
  state_ = State::open;
  opened_at_ = now;
}

Duration Circuit::rest_left(Timestamp now) const {
  if (state_ != State::open) return {};
  return std::clamp(opened_at_ + rest_ - now, Duration{}, rest_);
}

}  // namespace robson::bots
