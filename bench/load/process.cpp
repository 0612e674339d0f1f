#include "load/process.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <ctime>
#include <fstream>
#include <string>

#include "load/clock.hpp"

namespace robson::bench {

std::optional<double> cpu_seconds(pid_t process) {
  clockid_t clock{};
  if (process <= 0 || clock_getcpuclockid(process, &clock) != 0) return std::nullopt;
  const std::int64_t used = read_clock(clock);
  if (used == 0) return std::nullopt;
  return static_cast<double>(used) / 1e9;
}

std::int64_t sleeps() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  return used.ru_nvcsw;
}

std::optional<std::int64_t> memory_kib(pid_t process) {
  static constexpr std::string_view name = "RssAnon:";
  std::ifstream status(fmt::format("/proc/{}/status", process));
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name)) return std::stoll(line.substr(name.size()));
  }
  return std::nullopt;
}

}  // namespace robson::bench
