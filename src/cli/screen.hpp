#pragma once
// Where a watch draws. On a terminal each frame is painted over the one before, from the top left corner, without the
// terminal's second screen, so that the last frame stays to be read. Elsewhere frames follow one another.
#include <string>
#include <string_view>

#include "cli/world.hpp"

namespace robson::cli {

class Screen {
 public:
  // `world` outlives it. `in_place` paints over; only sensible on a terminal that knows how.
  Screen(const World& world, bool in_place) : world_(world), in_place_(in_place) {}
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  Sink::Outcome draw(std::string_view frame);

 private:
  std::string painted(std::string_view frame);

  const World& world_;
  bool in_place_;
  bool begun_ = false;
};

}  // namespace robson::cli
