#pragma once
// What another process uses, as the kernel tells it.
#include <sys/types.h>

#include <cstdint>
#include <optional>

namespace robson::bench {

// Processor time of all its threads, user and system, in seconds: /proc/PID/stat without its rounding to 10 ms. None
// when it has ended.
std::optional<double> cpu_seconds(pid_t process);
// How often this process gave its processor away to wait.
std::int64_t sleeps();
// Its own memory that is in RAM (RssAnon: heap and stacks, no files), in KiB.
std::optional<std::int64_t> memory_kib(pid_t process);

}  // namespace robson::bench
