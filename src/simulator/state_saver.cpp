#include "simulator/state_saver.hpp"

#include "base/log.hpp"

namespace robson::simulator {
namespace {

constexpr Duration between_changes = std::chrono::seconds(1);
constexpr Duration between_prices = std::chrono::seconds(15);

}  // namespace

void StateSaver::tick(Timestamp wall) {
  // A clock that was put back must not keep it waiting.
  const Duration since = tried_ && wall >= *tried_ ? wall - *tried_ : between_prices;
  const bool changed = failing_ || venue_.changes() != saved_changes_;
  if (since >= between_prices || (changed && since >= between_changes)) save(wall, false);
}

void StateSaver::save(Timestamp wall, bool at_the_end) {
  tried_ = wall;
  const std::int64_t changes = venue_.changes();
  const auto written = folder_.write(venue_.keep(wall, at_the_end));
  if (written) {
    saved_changes_ = changes;
    if (failing_) log::info("state is written again", {{"file", folder_.file()}});
  } else if (!failing_) {
    log::error("state not written", {{"error", written.error()}});
  }
  failing_ = !written;
}

}  // namespace robson::simulator
