#pragma once
// What producers send, read: bytes of a stranger until its signature has been looked at, and of a program after it.
#include <string_view>

#include "signals/intake.hpp"
#include "wire/signals.hpp"

namespace robson::wire {

inline constexpr std::size_t longest_signal = std::size_t{16} * 1024;

// Faults name the path. The bounds of its figures are signals::signal_of's to check.
Result<signals::Draft, json::Fault> read_signal(std::string_view body);
Result<TradingViewAlert, json::Fault> read_alert(std::string_view body);
// Without the prefix of its ticker; an id is made of ticker, action and time where there is none.
signals::Draft draft_of(const TradingViewAlert& alert);

}  // namespace robson::wire
