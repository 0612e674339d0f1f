#pragma once
// CSV after RFC 4180: CRLF, commas, quotes where they are needed. A text that a spreadsheet would take for a formula
// (a leading = + - @, tab or carriage return) gets a ' in front; figures are written as they are.
#include <string>
#include <string_view>

#include "json/describe.hpp"

namespace robson::routes {

class Csv {
 public:
  Csv& text(std::string_view value);
  Csv& figure(std::string_view value);  // digits, a sign, a point: nothing to quote
  Csv& figure(const json::Fixed& value) { return figure(value.value.text(value.places)); }
  Csv& figure(Decimal value) { return figure(value.text()); }
  Csv& figure(std::int64_t value) { return figure(std::to_string(value)); }
  // An empty field for what is not known.
  template <class T>
  Csv& figure(const std::optional<T>& value) {
    return value ? figure(*value) : figure(std::string_view{});
  }
  Csv& end_row();
  std::size_t size() const { return out_.size(); }
  std::string take() { return std::move(out_); }

 private:
  void separate();
  std::string out_;
  bool first_ = true;
};

}  // namespace robson::routes
