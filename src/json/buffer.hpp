#pragma once
// A grow-only byte buffer with the calls of std::string that json::write needs, for the hot path: clear() keeps the
// memory, and growing does not zero it.
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace robson::json {
class Buffer {
 public:
  void clear() { size_ = 0; }
  std::size_t size() const { return size_; }
  char& operator[](std::size_t i) { return bytes_[i]; }
  void push_back(char c) {
    if (size_ == capacity_) grow(1);
    bytes_[size_++] = c;
  }
  void append(const char* text, std::size_t count) {
    if (count > capacity_ - size_) grow(count);
    if (count != 0) std::memcpy(bytes_.get() + size_, text, count);
    size_ += count;
  }
  std::string_view view() const { return {bytes_.get(), size_}; }

 private:
  void grow(std::size_t count) {
    capacity_ = (capacity_ + count) * 2 + 256;
    std::unique_ptr<char[]> larger(new char[capacity_]);
    if (size_ != 0) std::memcpy(larger.get(), bytes_.get(), size_);
    bytes_ = std::move(larger);
  }
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};
}  // namespace robson::json
