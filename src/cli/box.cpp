#include "cli/box.hpp"

#include <algorithm>

namespace robson::cli {
namespace {
constexpr int widest = 60;
constexpr int narrowest = 16;
}  // namespace

Box::Box(const Style& style, std::string_view title)
    : style_(style), inner_(std::clamp(style.columns - 2, narrowest, widest)) {
  rows_ = border(style.either("╔", "+"), style.either("╗", "+"));
  const int left = std::max(0, (inner_ - width(title)) / 2);
  rows_ += row(repeat(" ", left) + style_.paint(Tone::strong, title));
  rule();
}

void Box::line(std::string_view text) {
  for (const std::string& part : wrap(text, inner_ - 2, 2)) rows_ += row(' ' + part);
}

void Box::rule() {
  rows_ += border(style_.either("╠", "+"), style_.either("╣", "+"));
}

std::string Box::text() const {
  return rows_ + border(style_.either("╚", "+"), style_.either("╝", "+"));
}

std::string Box::row(std::string_view content) const {
  const std::string_view side = style_.either("║", "|");
  return std::string(side).append(pad_right(content, inner_)).append(side).append("\n");
}

std::string Box::border(std::string_view left, std::string_view right) const {
  return std::string(left).append(repeat(style_.either("═", "="), inner_)).append(right).append("\n");
}

}  // namespace robson::cli
