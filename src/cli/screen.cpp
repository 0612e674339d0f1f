#include "cli/screen.hpp"

#include <algorithm>

namespace robson::cli {
namespace {
constexpr std::string_view begin = "\x1b[?25l\x1b[?7l\x1b[H\x1b[2J";  // no cursor, no line wrap, an empty screen
constexpr std::string_view end = "\x1b[?7h\x1b[?25h";
constexpr std::string_view home = "\x1b[H";
constexpr std::string_view clear_line = "\x1b[K";
constexpr std::string_view clear_below = "\x1b[J";
}  // namespace

Screen::~Screen() {
  if (begun_ && in_place_) (void)world_.out.write(end);
}

Sink::Outcome Screen::draw(std::string_view frame) {
  const std::string text = in_place_ ? painted(frame) : std::string(frame);
  begun_ = true;
  return world_.out.write(text);
}

std::string Screen::painted(std::string_view frame) {
  std::string text(begun_ ? home : begin);
  for (int rows = std::max(2, world_.size().rows) - 1; rows > 0 && !frame.empty(); --rows) {
    const auto line_end = std::min(frame.find('\n'), frame.size());
    text.append(frame.substr(0, line_end)).append(clear_line).append("\n");
    frame.remove_prefix(std::min(line_end + 1, frame.size()));
  }
  return text.append(clear_below);
}

}  // namespace robson::cli
