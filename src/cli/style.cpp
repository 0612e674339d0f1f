#include "cli/style.hpp"

#include <algorithm>

namespace robson::cli {
namespace {

constexpr std::string_view reset = "\x1b[0m";

std::string_view code_of(Tone tone) {
  switch (tone) {
    case Tone::plain: return "";
    case Tone::strong: return "\x1b[1m";
    case Tone::dim: return "\x1b[2m";
    case Tone::good: return "\x1b[32m";
    case Tone::bad: return "\x1b[31m";
    case Tone::warning: return "\x1b[33m";
  }
  return "";
}

// The length in bytes of the colour sequence that `text` begins with; 0 when it begins with none.
std::size_t escape_length(std::string_view text) {
  if (!text.starts_with("\x1b[")) return 0;
  const auto end = text.find('m');
  return end == std::string_view::npos ? 0 : end + 1;
}

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// The next column's bytes: one code point, with no colour before it.
std::size_t glyph_length(std::string_view text) {
  std::size_t length = 1;
  while (length < text.size() && is_continuation(text[length])) ++length;
  return length;
}

// Builds wrapped lines; knows which colour is open.
class Lines {
 public:
  Lines(int columns, int indent) : columns_(std::max(columns, 4)), indent_(std::clamp(indent, 0, columns_ / 2)) {}

  void word(std::string_view text) {
    const int needed = robson::cli::width(text);
    if (!empty_line_ && used_ + gap_ + needed > columns_) end_line();
    if (!empty_line_ || lines_.empty()) blanks(gap_);
    gap_ = 0;
    while (!text.empty()) put(text);
  }
  void blank() { ++gap_; }
  std::vector<std::string> take() {
    if (!line_.empty() || lines_.empty()) lines_.push_back(std::move(line_));
    return std::move(lines_);
  }

 private:
  void put(std::string_view& text) {
    if (const auto escape = escape_length(text)) {
      const auto sequence = text.substr(0, escape);
      open_ = sequence == reset ? std::string{} : std::string(sequence);
      line_ += sequence;
      text.remove_prefix(escape);
      return;
    }
    if (used_ >= columns_) end_line();
    const auto length = glyph_length(text);
    line_ += text.substr(0, length);
    text.remove_prefix(length);
    ++used_;
    empty_line_ = false;
  }
  void blanks(int count) {
    line_.append(static_cast<std::size_t>(count), ' ');
    used_ += count;
  }
  void end_line() {
    if (!open_.empty()) line_ += reset;
    lines_.push_back(std::move(line_));
    line_ = std::string(static_cast<std::size_t>(indent_), ' ') + open_;
    used_ = indent_;
    gap_ = 0;
    empty_line_ = true;
  }

  int columns_;
  int indent_;
  int used_ = 0;
  int gap_ = 0;
  bool empty_line_ = true;
  std::string line_{};
  std::string open_{};
  std::vector<std::string> lines_{};
};

}  // namespace

std::string Style::paint(Tone tone, std::string_view text) const {
  if (!color || tone == Tone::plain || text.empty()) return std::string(text);
  return std::string(code_of(tone)).append(text).append(reset);
}

bool wants_color(const ColorSigns& signs) {
  if (signs.choice != ColorChoice::automatic) return signs.choice == ColorChoice::always;
  if (signs.no_color) return false;
  if (signs.clicolor_force) return true;
  return signs.terminal && !signs.dumb;
}

bool is_utf8_locale(std::string_view name) {
  std::string folded;
  for (const char c : name) {
    if (c != '-') folded.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return folded.find("UTF8") != std::string::npos;
}

int width(std::string_view text) {
  int columns = 0;
  while (!text.empty()) {
    if (const auto escape = escape_length(text)) {
      text.remove_prefix(escape);
    } else {
      text.remove_prefix(glyph_length(text));
      ++columns;
    }
  }
  return columns;
}

std::string pad_right(std::string_view text, int columns) {
  return std::string(text) + std::string(static_cast<std::size_t>(std::max(0, columns - width(text))), ' ');
}

std::string pad_left(std::string_view text, int columns) {
  return std::string(static_cast<std::size_t>(std::max(0, columns - width(text))), ' ') + std::string(text);
}

std::string repeat(std::string_view piece, int count) {
  std::string made;
  for (int i = 0; i < count; ++i) made += piece;
  return made;
}

std::vector<std::string> wrap(std::string_view text, int columns, int indent) {
  Lines lines(columns, indent);
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (end == 0) {
      lines.blank();
      text.remove_prefix(1);
    } else {
      lines.word(text.substr(0, end));
      text.remove_prefix(end);
    }
  }
  return lines.take();
}

std::string clean(std::string_view text) {
  std::string made;
  made.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    // C1 control characters are two bytes in UTF-8: C2 80 to C2 9F.
    const bool c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (c1) ++i;
    made.push_back(byte < 0x20 || byte == 0x7F || c1 ? '?' : text[i]);
  }
  return made;
}

}  // namespace robson::cli
