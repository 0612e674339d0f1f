#pragma once
#include <string>
#include <string_view>

#include "signals/signal.hpp"

namespace robson::signals {

// One line for a small screen, at most 160 bytes: "BUY 0.001 BTCUSDC @ 89250, confidence 82 %, sma-bot, until 03:19Z".
// Names no stop and no target: everybody of the client may read it.
std::string summary_of(const Signal& signal, std::string_view producer);

}  // namespace robson::signals
