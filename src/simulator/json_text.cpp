#include "simulator/json_text.hpp"

#include <array>
#include <charconv>

#include "json/write.hpp"

namespace robson::simulator {
namespace {

void append_integer(std::string& out, std::int64_t value) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  out.append(digits.data(), end.ptr);
}

}  // namespace

void append_amount(std::string& out, Decimal value) {
  constexpr Int128 places_beyond = 10'000;  // of the twelve, eight are shown
  constexpr std::int64_t one = 100'000'000;
  const Int128 scaled = value.units() / places_beyond;
  const bool plain = value.units() >= 0 && value.units() % places_beyond == 0 && scaled < (Int128{1} << 62U);
  if (!plain) {
    out += value.text(8);
    return;
  }
  const auto small = static_cast<std::int64_t>(scaled);
  append_integer(out, small / one);
  std::array<char, 9> fraction{'.'};
  std::int64_t rest = small % one;
  for (std::size_t i = 8; i > 0; --i) {
    fraction[i] = static_cast<char>('0' + rest % 10);
    rest /= 10;
  }
  out.append(fraction.data(), fraction.size());
}

std::string amount_text(Decimal value) {
  std::string out;
  append_amount(out, value);
  return out;
}

std::string& Object::member(std::string_view key) {
  if (!first_) out_ += ',';
  first_ = false;
  out_ += '"';
  out_ += key;
  out_ += "\":";
  return out_;
}

Object& Object::text(std::string_view key, std::string_view value) {
  json::write_text(member(key), value);
  return *this;
}
Object& Object::number(std::string_view key, std::int64_t value) {
  append_integer(member(key), value);
  return *this;
}
Object& Object::flag(std::string_view key, bool value) {
  member(key) += value ? "true" : "false";
  return *this;
}
Object& Object::amount(std::string_view key, Decimal value) {
  member(key) += '"';
  append_amount(out_, value);
  out_ += '"';
  return *this;
}
Object& Object::null(std::string_view key) {
  member(key) += "null";
  return *this;
}
Object& Object::raw(std::string_view key, std::string_view json) {
  member(key) += json;
  return *this;
}

}  // namespace robson::simulator
