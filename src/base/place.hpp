#pragma once
#include <cstddef>

namespace robson {

// One of those that are under way at once: counted while it lives.
class Place {
 public:
  explicit Place(std::size_t& all) : all_(all) { ++all_; }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() { --all_; }

 private:
  std::size_t& all_;
};

}  // namespace robson
