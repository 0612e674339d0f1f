#include "bots/sse_reader.hpp"

#include <utility>

namespace robson::bots {

bool SseReader::take(std::string_view bytes, std::vector<std::string>& events) {
  for (const char c : bytes) {
    const bool is_second_half = c == '\n' && after_cr_;
    after_cr_ = c == '\r';
    if (is_second_half) continue;
    if (c == '\n' || c == '\r') {
      end_line(events);
    } else {
      line_ += c;
    }
    if (line_.size() + data_.size() > longest_event) return false;
  }
  return true;
}

void SseReader::end_line(std::vector<std::string>& events) {
  const std::string line = std::exchange(line_, {});
  if (line.empty()) {
    if (std::exchange(has_data_, false)) events.push_back(std::exchange(data_, {}));
    return;
  }
  const auto colon = line.find(':');
  if (line.substr(0, colon) != "data") return;  // a comment, or a field that says nothing that the data does not
  std::string_view value = colon == std::string::npos ? std::string_view{} : std::string_view(line).substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (std::exchange(has_data_, true)) data_ += '\n';
  data_ += value;
}

}  // namespace robson::bots
