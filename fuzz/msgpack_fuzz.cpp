// The msgpack reader: any bytes are a value or a fault. A value within the bounds, which can be written again and then
// reads the same. The bytes are tried as JSON too, for the writer.
#include <cstdint>
#include <string_view>

#include "base/ensure.hpp"
#include "json/msgpack.hpp"

namespace robson::json {
namespace {

constexpr Limits limits{.bytes = 1 << 16, .depth = 12, .values = 500};

std::size_t count(const Value& value) {
  std::size_t sum = 1;
  for (const Value& child : value.children) sum += count(child);
  return sum;
}
bool alike(const Value& a, const Value& b) {
  if (a.kind != b.kind || a.truth != b.truth || a.key != b.key || a.text != b.text) return false;
  if (a.children.size() != b.children.size()) return false;
  for (std::size_t i = 0; i < a.children.size(); ++i) {
    if (!alike(a.children[i], b.children[i])) return false;
  }
  return true;
}

// What was read is written in a form that reads the same.
void check_again(const Value& value) {
  const auto bytes = write_msgpack(value);
  ensure(bytes.has_value(), "what was read can be written");
  const auto again = read_msgpack(*bytes);
  ensure(again.has_value(), "what we write can be read");
  ensure(alike(*again, value), "and means the same");
}

void check_read(std::string_view bytes) {
  const auto value = read_msgpack(bytes, limits);
  if (!value) {
    ensure(!value.error().text().empty(), "a fault says what it is");
    return;
  }
  ensure(count(*value) <= limits.values, "the number of values is bounded");
  check_again(*value);
}

// Of JSON there may be numbers that no float64 can be near.
void check_written(std::string_view json) {
  const auto bytes = write_msgpack(json, limits);
  if (!bytes) {
    ensure(!bytes.error().text().empty(), "a fault says what it is");
    return;
  }
  const auto value = read_msgpack(*bytes);
  ensure(value.has_value(), "what we write can be read");
  check_again(*value);
}

}  // namespace
}  // namespace robson::json

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  robson::json::check_read(bytes);
  robson::json::check_written(bytes);
  return 0;
}
