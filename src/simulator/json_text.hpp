#pragma once
// Writes the venue's JSON: members in the order in which they are added, amounts as texts with exactly eight digits
// after the point, as Binance prints them.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/decimal.hpp"
#include "base/timestamp.hpp"

namespace robson::simulator {

// "89245.50000000"; beyond eight places rounded half away from zero.
void append_amount(std::string& out, Decimal value);
std::string amount_text(Decimal value);

// An object: Object(out).text("symbol", "BTCUSDC").number("id", 1).close();
class Object {
 public:
  explicit Object(std::string& out) : out_(out) { out_ += '{'; }
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;

  Object& text(std::string_view key, std::string_view value);
  Object& number(std::string_view key, std::int64_t value);
  Object& time(std::string_view key, Timestamp value) { return number(key, value.ms()); }
  Object& flag(std::string_view key, bool value);
  Object& amount(std::string_view key, Decimal value);
  template <class Tag>
  Object& amount(std::string_view key, Strong<Tag> value) {
    return amount(key, value.value);
  }
  Object& null(std::string_view key);
  Object& raw(std::string_view key, std::string_view json);
  // Begins a member whose value the caller appends to the text itself.
  std::string& member(std::string_view key);
  void close() { out_ += '}'; }

 private:
  std::string& out_;
  bool first_ = true;
};

// An array: `each` appends one element's text to the string it is handed.
template <class Range, class Each>
void append_array(std::string& out, const Range& range, Each each) {
  out += '[';
  bool first = true;
  for (const auto& element : range) {
    if (!first) out += ',';
    first = false;
    each(out, element);
  }
  out += ']';
}

}  // namespace robson::simulator
