#pragma once
// Times in buckets of 1/64 of their size, in fixed memory.
#include <array>
#include <bit>
#include <cstdint>

namespace robson::bench {

class Latencies {
 public:
  // ns; below 0 (a clock that was set back) is counted apart.
  void add(std::int64_t ns) {
    if (ns < 0) {
      ++negative_;
      return;
    }
    ++buckets_[index_of(static_cast<std::uint64_t>(ns))];
    ++count_;
    if (ns > longest_) longest_ = ns;
  }
  std::uint64_t count() const { return count_; }
  std::uint64_t negative() const { return negative_; }
  double longest_us() const { return static_cast<double>(longest_) / 1e3; }

  // The lower bound of the bucket in which that share of the times ends; 0 without times.
  double quantile_us(double share) const {
    const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(count_));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < buckets_.size(); ++i) {
      seen += buckets_[i];
      if (seen > wanted) return static_cast<double>(floor_of(i)) / 1e3;
    }
    return longest_us();
  }

 private:
  static constexpr unsigned fine_bits = 6;
  static constexpr std::uint64_t fine = 1U << fine_bits;
  // Below `fine` each value has its bucket; above, each power of two has `fine` of them.
  static std::size_t index_of(std::uint64_t value) {
    if (value < fine) return value;
    const unsigned power = static_cast<unsigned>(std::bit_width(value)) - 1;
    return (power - fine_bits + 1) * fine + ((value >> (power - fine_bits)) & (fine - 1));
  }
  static std::uint64_t floor_of(std::size_t index) {
    if (index < fine) return index;
    const std::uint64_t power = index / fine + fine_bits - 1;
    return (fine + index % fine) << (power - fine_bits);
  }

  std::array<std::uint32_t, 4096> buckets_{};
  std::uint64_t count_ = 0;
  std::uint64_t negative_ = 0;
  std::int64_t longest_ = 0;
};

}  // namespace robson::bench
