#pragma once
// A parsed JSON text. Numbers keep the text they came as, so that a decimal reaches Decimal::parse untouched by a
// double. Made for reading requests and venue messages once, not for keeping or changing.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace robson::json {

enum class Kind : std::uint8_t { null, boolean, number, text, array, object };

struct Value {
  Kind kind = Kind::null;
  bool truth = false;           // of a boolean
  std::string key{};            // its name, when it is a member of an object
  std::string text{};           // of a text (unescaped) or a number (as written)
  std::vector<Value> children;  // of an array or an object, in order

  // The member of that name, or nullptr. The first one, should there be two.
  const Value* find(std::string_view name) const;
};

// Text that is JSON already: written as it stands, read as one line.
struct Raw {
  std::string text{};
};

// What was wrong, where, and what would have been right. `path` reads "positions[0].side"; empty for the whole text.
struct Fault {
  std::string path{};
  std::string expected{};
  std::string got{};
  // "positions[0].side: expected one of BUY, SELL, got "bye""
  std::string text() const;
};

// Bounds that a text is held to while it is parsed; beyond them it is a fault. Defaults suit a request.
struct Limits {
  std::size_t bytes = 1 << 20;
  std::size_t depth = 16;
  std::size_t values = 100'000;
};

// Strict JSON (RFC 8259), valid UTF-8, one value and nothing after it.
Result<Value, Fault> parse(std::string_view text, const Limits& limits = {});

// How a fault shows a value that it did not want; long text is cut.
std::string describe(const Value& value);

}  // namespace robson::json
