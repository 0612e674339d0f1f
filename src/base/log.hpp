#pragma once
// Logs are events with fields, one JSON object a line on standard error:
//   {"timestamp":"2026-01-02T03:04:05.678Z","level":"info","service":"robsond","event":"venue
//   connected","venue":"binance"}
// Any thread may log; lines never mix. The pure rooms never do.
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace robson::log {

enum class Level { debug, info, warning, error, critical, off };

// A field: key and value. Text is escaped; numbers and booleans stand bare.
struct Field {
  std::string_view key;
  std::variant<std::string_view, std::int64_t, double, bool> value;
  Field(std::string_view k, std::string_view v) : key(k), value(v) {}
  Field(std::string_view k, const std::string& v) : key(k), value(std::string_view(v)) {}
  Field(std::string_view k, const char* v) : key(k), value(std::string_view(v)) {}
  Field(std::string_view k, bool v) : key(k), value(v) {}
  Field(std::string_view k, double v) : key(k), value(v) {}
  template <class Integer>
  requires std::is_integral_v<Integer> Field(std::string_view k, Integer v)
      : key(k), value(static_cast<std::int64_t>(v)) {}
};
using Fields = std::initializer_list<Field>;

// Once, at the start of main: the name that each line carries as "service", and the lowest level that is written.
void start(std::string service, Level lowest);
std::string_view name(Level level);
bool parse(std::string_view text, Level& into);

void write(Level level, std::string_view event, Fields fields);
inline void debug(std::string_view event, Fields fields = {}) {
  write(Level::debug, event, fields);
}
inline void info(std::string_view event, Fields fields = {}) {
  write(Level::info, event, fields);
}
inline void warning(std::string_view event, Fields fields = {}) {
  write(Level::warning, event, fields);
}
inline void error(std::string_view event, Fields fields = {}) {
  write(Level::error, event, fields);
}
inline void critical(std::string_view event, Fields fields = {}) {
  write(Level::critical, event, fields);
}

}  // namespace robson::log
