#pragma once
// Reading one message of the venue: a Node is a JSON value with its place in the message and a shared record of the
// first fault. Accessors of a faulty message answer zero values, which `finish` never lets out:
//
//   Reading reading;
//   const Node root(tree, reading);
//   Trade trade{.id = root.at("t").integer(), .price = root.at("p").price(), ...};
//   return reading.finish(std::move(trade));      // Result<Trade, json::Fault>: "p: expected a decimal ..."
//
// Unknown members are passed over (the venue adds some every year); a member that is read must stand there once.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/decimal.hpp"
#include "base/timestamp.hpp"
#include "json/read.hpp"
#include "market/symbol.hpp"

namespace robson::venues::binance {

template <class T>
using Parsed = Result<T, json::Fault>;

class Reading {
 public:
  // The first fault is kept; later ones are its consequences.
  void note(json::Check fault) {
    if (fault && !fault_) fault_ = std::move(fault);
  }
  bool failed() const { return fault_.has_value(); }
  template <class T>
  Parsed<T> finish(T made) {
    if (fault_) return Unexpected(std::move(*fault_));
    return made;
  }

 private:
  json::Check fault_;
};

// Lives on the stack, above the nodes made from it.
class Node {
 public:
  Node(const json::Value& value, Reading& reading) : value_(&value), reading_(&reading) {}
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  // The same value and place with a record of its own, for parts whose faults must not spoil the whole.
  Node apart(Reading& reading) const { return {*value_, reading, path_}; }

  bool has(std::string_view member) const;  // there, and not null
  Node at(std::string_view member) const;   // a required member of an object
  Node item(std::size_t index) const;       // a required element of an array
  template <class Read>
  void each(Read read) const {  // every element of an array
    const std::size_t count = expect_array();
    for (std::size_t i = 0; i < count && !reading_->failed(); ++i) read(item(i));
  }
  // How many elements the array has; faults when it is none.
  std::size_t expect_array() const;
  bool is_object() const { return value_->kind == json::Kind::object; }
  bool is_array() const { return value_->kind == json::Kind::array; }

  Decimal decimal() const;
  Price price() const;        // 0 or more
  Quantity quantity() const;  // 0 or more
  Money money() const;        // any sign
  std::int64_t integer() const;
  Timestamp time_ms() const;  // epoch milliseconds, years 1970 to 9999
  bool flag() const;
  std::string text() const;
  Symbol symbol() const;
  template <json::DescribedEnum E>
  E one_of() const {
    E value{};
    reading_->note(json::read_enum(*value_, value, path_));
    return value;
  }
  // For what only the caller knows to be wrong.
  void refuse(std::string expected) const { reading_->note(json::fault(path_, std::move(expected), *value_)); }
  const json::Value& value() const { return *value_; }

 private:
  Node(const json::Value& value, Reading& reading, json::Path path) : value_(&value), reading_(&reading), path_(path) {}

  const json::Value* value_;
  Reading* reading_;
  json::Path path_{};
};

// The bounds of a REST answer: exchangeInfo of all symbols is several megabytes.
inline constexpr json::Limits rest_limits{.bytes = 64U << 20U, .depth = 16, .values = 5'000'000};
// The bounds of one streamed message.
inline constexpr json::Limits stream_limits{.bytes = 4U << 20U, .depth = 12, .values = 200'000};

// Parses `text` and hands its root to `read`, whose value is the result if nothing was wrong.
template <class Read>
auto parse_with(std::string_view text, const json::Limits& limits, Read read)
    -> Parsed<decltype(read(std::declval<const Node&>()))> {
  const auto tree = json::parse(text, limits);
  if (!tree) return Unexpected(tree.error());
  Reading reading;
  const Node root(*tree, reading);
  auto made = read(root);
  return reading.finish(std::move(made));
}

}  // namespace robson::venues::binance
