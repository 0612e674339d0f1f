#include <gtest/gtest.h>

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
  Timestamp at{};
  bool done{};
};
BOOST_DESCRIBE_STRUCT(Trip, (), (id, legs, at, done))

constexpr std::string_view sample =
    R"({"id":7,"legs":[{"way":"OUT","price":"88837.92","note":null}],"at":"2026-01-02T03:04:05.000Z","done":true})";

TEST(Json, writes_what_it_read) {
  const auto trip = read<Trip>(sample);
  ASSERT_TRUE(trip) << trip.error().text();
  EXPECT_EQ(text_of(*trip), sample);
}

TEST(Json, a_number_never_passes_through_a_double) {
  const auto leg = read<Leg>(R"({"way":"IN","price":0.100000000001})");
  ASSERT_TRUE(leg);
  EXPECT_EQ(leg->price.value.text(), "0.100000000001");
  EXPECT_EQ(text_of<Decimals::as_numbers>(*leg), R"({"way":"IN","price":0.100000000001,"note":null})");
}

TEST(Json, a_fault_names_the_path_and_the_expectation) {
  const auto because = [](std::string_view text) { return read<Trip>(text).error().text(); };
  EXPECT_EQ(because(R"({"id":7,"legs":[{"way":"bye","price":1}],"at":"2026-01-02T03:04:05Z","done":true})"),
            R"(legs[0].way: expected one of IN, OUT, got "bye")");
  EXPECT_EQ(because(R"({"id":7.5})"), "id: expected a whole number in range, got 7.5");
  EXPECT_EQ(because(R"({"id":7})"), "legs: expected present, got missing");
  EXPECT_EQ(because(R"({"id":7,"id":8})"), "id: expected given once, got given twice");
  EXPECT_EQ(because(R"({"idd":7})"), "idd: expected no such field, got 7");
  EXPECT_EQ(because(R"([])"), "expected an object, got an array");
  EXPECT_EQ(because(R"({"id":7,"legs":[{"way":"IN","price":1e400}]})"),
            "legs[0].price: expected a decimal with at most 12 places and no exponent, got 1e400");
}

TEST(Json, refuses_what_is_not_json) {
  for (const char* text : {"", "{", "{\"a\":1}x", "nul", "[1,]", "\"\xff\"", "{\"a\":NaN}"}) {
    EXPECT_FALSE(parse(text)) << text;
  }
  EXPECT_FALSE(parse(std::string(40, '[') + std::string(40, ']')));
  EXPECT_FALSE(parse("[1,2,3,4]", {.values = 3}));
}

TEST(Json, control_characters_are_escaped) {
  EXPECT_EQ(text_of(std::string("a\"b\\c\n\x01")), R"("a\"b\\c\n\u0001")");
}

}  // namespace
}  // namespace robson::json
