// The JSON reader: any bytes are a value or a fault. A value within the bounds; a fault that can be shown as text.
#include <cstdint>
#include <string_view>

#include "base/ensure.hpp"
#include "json/read.hpp"
#include "json/write.hpp"

namespace robson::json {
namespace {

enum class Way { IN, OUT };
BOOST_DESCRIBE_ENUM(Way, IN, OUT)
struct Leg {
  Way way{};
  Price price{};
  std::optional<std::string> note{};
};
BOOST_DESCRIBE_STRUCT(Leg, (), (way, price, note))
struct Trip {
  std::int64_t id{};
  std::vector<Leg> legs{};
  std::optional<Timestamp> at{};
  bool done{};
};
BOOST_DESCRIBE_STRUCT(Trip, (), (id, legs, at, done))

std::size_t count(const Value& value) {
  std::size_t sum = 1;
  for (const Value& child : value.children) sum += count(child);
  return sum;
}

void check_tree(std::string_view text) {
  const Limits limits{.bytes = 1 << 16, .depth = 12, .values = 500};
  const auto tree = parse(text, limits);
  if (!tree) {
    ensure(!tree.error().text().empty(), "a fault says what it is");
    return;
  }
  ensure(count(*tree) <= limits.values, "the number of values is bounded");
  static_cast<void>(describe(*tree));
}

// What was read is written, and what is written reads the same.
void check_round_trip(std::string_view text) {
  const auto trip = read<Trip>(text, Unknown::ignored);
  if (!trip) {
    ensure(!trip.error().text().empty(), "a fault says what it is");
    return;
  }
  const std::string once = text_of(*trip);
  const auto again = read<Trip>(once);
  ensure(again.has_value(), "what we write can be read");
  ensure(text_of(*again) == once, "and means the same");
}

}  // namespace
}  // namespace robson::json

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  robson::json::check_tree(text);
  robson::json::check_round_trip(text);
  return 0;
}
