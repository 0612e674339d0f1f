#include "venues/binance/stream_log.hpp"

#include "base/log.hpp"

namespace robson::venues::binance {
namespace {
std::string_view name(runtime::StreamState state) {
  switch (state) {
    case runtime::StreamState::connecting: return "connecting";
    case runtime::StreamState::live: return "live";
    case runtime::StreamState::silent: return "silent";
    case runtime::StreamState::down: return "down";
  }
  return "?";
}
}  // namespace

void log_stream(std::string_view stream, runtime::StreamState state, std::string_view why) {
  const bool bad = state == runtime::StreamState::down || state == runtime::StreamState::silent;
  log::write(bad ? log::Level::warning : log::Level::info, "venue stream",
             {{"venue", "binance"}, {"stream", stream}, {"state", name(state)}, {"why", why}});
}

}  // namespace robson::venues::binance
