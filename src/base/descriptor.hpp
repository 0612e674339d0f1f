#pragma once
// A file descriptor that is closed at the end of its scope. Negative: none, as open() says it.
#include <unistd.h>

#include <string_view>
#include <utility>

namespace robson {

class Descriptor {
 public:
  explicit Descriptor(int opened) : number_(opened) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int get() const { return number_; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

// All of the text, however many calls that takes. False: errno says why, and a part may have been written.
bool write_all(int descriptor, std::string_view text);

}  // namespace robson
