#pragma once
// When a venue's state is written: at most once a second, within a second of what accounts did; and every 15 seconds
// where the market stands. What could not be written is tried again, and logged once. Home: the loop thread.
#include "simulator/state_folder.hpp"
#include "simulator/venue.hpp"

namespace robson::simulator {

class StateSaver {
 public:
  StateSaver(const Venue& venue, StateFolder folder) : venue_(venue), folder_(std::move(folder)) {}
  // Writes when it is time to.
  void tick(Timestamp wall);
  // Writes for the last time: nothing happens after it.
  void end(Timestamp wall) { save(wall, true); }

 private:
  void save(Timestamp wall, bool at_the_end);
  const Venue& venue_;
  StateFolder folder_;
  std::optional<Timestamp> tried_{};
  std::int64_t saved_changes_ = -1;
  bool failing_ = false;
};

}  // namespace robson::simulator
