#pragma once
// What the floor and the load client share: the clocks, and the limit of open files.
#include <sys/resource.h>

#include <cstdint>
#include <ctime>

namespace robson::bench {

inline std::int64_t read_clock(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}
inline std::int64_t steady_ns() {
  return read_clock(CLOCK_MONOTONIC);
}

// As many files as this process may have.
inline void open_files_to_the_limit() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace robson::bench
