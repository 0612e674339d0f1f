#include "base/utf8.hpp"

namespace robson {

// The first byte says how many follow, and narrows the second one.
bool Utf8Check::begin(unsigned byte) {
  low_ = 0x80;
  high_ = 0xbf;
  if (byte < 0x80) return true;
  if (byte < 0xc2 || byte > 0xf4) return false;
  missing_ = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
  if (byte == 0xe0) low_ = 0xa0;
  if (byte == 0xed) high_ = 0x9f;
  if (byte == 0xf0) low_ = 0x90;
  if (byte == 0xf4) high_ = 0x8f;
  return true;
}

bool Utf8Check::take(std::string_view bytes) {
  for (const char c : bytes) {
    const unsigned byte = static_cast<unsigned char>(c);
    if (missing_ == 0) {
      if (!begin(byte)) return false;
      continue;
    }
    if (byte < low_ || byte > high_) return false;
    low_ = 0x80;
    high_ = 0xbf;
    --missing_;
  }
  return true;
}

}  // namespace robson
