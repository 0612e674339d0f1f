#pragma once
// Splits a fuzzer's input: its first byte says how many pieces, as many bytes how long each is, and what remains is
// the stream that comes in those pieces (the last piece takes all that is left).
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace robson {

struct Pieces {
  std::vector<std::size_t> sizes{};
  std::string_view stream{};

  Pieces(const std::uint8_t* data, std::size_t size) {
    std::size_t at = 0;
    const std::size_t count = size == 0 ? 0 : data[at++];
    while (sizes.size() < count && at < size) sizes.push_back(std::size_t{1} + data[at++]);
    stream = {reinterpret_cast<const char*>(data) + at, size - at};
  }
  // Calls `take(piece)` with one piece after another, until it says false.
  template <class Take>
  void each(Take take) const {
    std::string_view rest = stream;
    for (const std::size_t size : sizes) {
      if (rest.empty()) return;
      const std::string_view piece = rest.substr(0, size);
      rest.remove_prefix(piece.size());
      if (!take(piece)) return;
    }
    if (!rest.empty()) take(rest);
  }
};

// Stops the fuzzer with the input that broke a rule.
inline void must(bool holds) {
  if (!holds) __builtin_trap();
}

}  // namespace robson
