#pragma once
// Whether bytes that come in pieces are UTF-8 (RFC 3629): the shortest form only, no surrogates, nothing over U+10FFFF.
#include <string_view>

namespace robson {

class Utf8Check {
 public:
  // False as soon as no continuation could make it right.
  bool take(std::string_view bytes);
  // No character is half there.
  bool whole() const { return missing_ == 0; }

 private:
  bool begin(unsigned byte);
  unsigned missing_ = 0;  // bytes of the character that are still to come
  unsigned low_ = 0x80;   // what the next of them may be
  unsigned high_ = 0xbf;
};

}  // namespace robson
