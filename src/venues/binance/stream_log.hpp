#pragma once
#include <string_view>

#include "runtime/ports.hpp"

namespace robson::venues::binance {
// One line for each change of a stream's state: `stream` is "market" or "user".
void log_stream(std::string_view stream, runtime::StreamState state, std::string_view why);
}  // namespace robson::venues::binance
