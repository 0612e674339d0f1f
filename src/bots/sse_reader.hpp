#pragma once
// Server-Sent Events out of bytes that come in any pieces, after the WHATWG's HTML standard (9.2.6): lines end with CR,
// LF or both; `data` lines are joined by LF; a comment is a sign of life; what is unfinished at the end is dropped.
#include <string>
#include <string_view>
#include <vector>

namespace robson::bots {

class SseReader {
 public:
  // Longer: the stream is not one that we read.
  static constexpr std::size_t longest_event = 256 << 10;

  // The data of the events that are complete now, in order. False when a line or an event is too long.
  bool take(std::string_view bytes, std::vector<std::string>& events);

 private:
  void end_line(std::vector<std::string>& events);
  std::string line_{};
  std::string data_{};
  bool has_data_ = false;
  bool after_cr_ = false;
};

}  // namespace robson::bots
