#pragma once
// json::write(out, value): a described struct as JSON text, straight into a std::string or a json::Buffer, no tree.
// Decimals, prices, quantities and money are texts by default ("89245.5") and bare numbers with Decimals::as_numbers;
// times are RFC 3339; an empty optional is null; enumerators are their names.
#include <array>
#include <charconv>
#include <cstring>
#include <string>

#include "base/id.hpp"
#include "base/timestamp.hpp"
#include "json/buffer.hpp"
#include "json/describe.hpp"
#include "json/value.hpp"

namespace robson::json {

enum class Decimals { as_text, as_numbers };

namespace detail {
// `,"name":` as a compile-time literal, so that one append writes separator, quotes and colon.
template <class D>
struct KeyText {
  static constexpr auto value = [] {
    constexpr std::string_view name(D::name);
    std::array<char, name.size() + 4> text{};
    text[0] = ',';
    text[1] = '"';
    for (std::size_t i = 0; i < name.size(); ++i) text[i + 2] = name[i];
    text[name.size() + 2] = '"';
    text[name.size() + 3] = ':';
    return text;
  }();
};
template <class Out>
void append(Out& out, std::string_view text) {
  out.append(text.data(), text.size());
}
// Opens what was written since `at` with `bracket` in place of its first comma, and closes it.
template <class Out>
void enclose(Out& out, std::size_t at, char open, char close) {
  if (out.size() == at) {
    out.push_back(open);
  } else {
    out[at] = open;
  }
  out.push_back(close);
}
}  // namespace detail

// JSON escapes; control characters as \u00XX. The text must be valid UTF-8 (all text that came in was checked).
template <class Out>
void write_text(Out& out, std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef";
  out.push_back('"');
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    out.append(text.data() + from, i - from);
    from = i + 1;
    switch (byte) {
      case '"': detail::append(out, "\\\""); break;
      case '\\': detail::append(out, "\\\\"); break;
      case '\n': detail::append(out, "\\n"); break;
      case '\r': detail::append(out, "\\r"); break;
      case '\t': detail::append(out, "\\t"); break;
      default: {
        const std::array<char, 6> escape = {'\\', 'u', '0', '0', hex[byte >> 4U], hex[byte & 15U]};
        out.append(escape.data(), escape.size());
      }
    }
  }
  out.append(text.data() + from, text.size() - from);
  out.push_back('"');
}

template <Decimals mode = Decimals::as_text, class Out>
void write_decimal_text(Out& out, std::string_view digits) {
  if constexpr (mode == Decimals::as_text) out.push_back('"');
  detail::append(out, digits);
  if constexpr (mode == Decimals::as_text) out.push_back('"');
}

template <Decimals mode = Decimals::as_text, class Out, class T>
void write(Out& out, const T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    detail::append(out, value ? "true" : "false");
  } else if constexpr (std::is_integral_v<T>) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    out.append(digits.data(), static_cast<std::size_t>(end.ptr - digits.data()));
  } else if constexpr (std::is_same_v<T, Decimal>) {
    std::array<char, Decimal::max_text + 7> digits{};
    write_decimal_text<mode>(out,
                             {digits.data(), static_cast<std::size_t>(value.format(digits.data()) - digits.data())});
  } else if constexpr (std::is_same_v<T, Fixed>) {
    write_decimal_text<mode>(out, value.value.text(value.places));
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    write_text(out, to_rfc3339(value));
  } else if constexpr (std::is_same_v<T, Raw>) {
    detail::append(out, value.text);
  } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    write_text(out, value);
  } else if constexpr (DescribedEnum<T>) {
    write_text(out, name_of(value));
  } else if constexpr (is_optional<T>::value) {
    if (value) {
      write<mode>(out, *value);
    } else {
      detail::append(out, "null");
    }
  } else if constexpr (Described<T>) {
    const std::size_t at = out.size();
    boost::mp11::mp_for_each<members_of<T>>([&](auto d) {
      using Key = detail::KeyText<decltype(d)>;
      out.append(Key::value.data(), Key::value.size());
      write<mode>(out, value.*d.pointer);
    });
    detail::enclose(out, at, '{', '}');
  } else if constexpr (requires { value.value; }) {  // a price, quantity, money, or an Id
    write<mode>(out, value.value);
  } else {
    const std::size_t at = out.size();
    for (const auto& element : value) {
      out.push_back(',');
      write<mode>(out, element);
    }
    detail::enclose(out, at, '[', ']');
  }
}

template <Decimals mode = Decimals::as_text, class T>
std::string text_of(const T& value) {
  std::string out;
  write<mode>(out, value);
  return out;
}

}  // namespace robson::json
