#pragma once
// json::read<T>(text): a described struct out of JSON, or a Fault that names the path and what was expected.
//   optional members may be missing or null; all others must be there
//   unknown or doubled members are faults (Unknown::refused) or passed over (Unknown::ignored, for venues, whose
//   messages grow new fields)
//   decimals may come as JSON numbers or texts; integers must be whole and in range
#include <charconv>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "base/timestamp.hpp"
#include "json/describe.hpp"
#include "json/value.hpp"

namespace robson::json {

enum class Unknown { refused, ignored };

// Where the reader is: a chain of frames on the stack, which turns into text only when a fault is made.
struct Path {
  const Path* up = nullptr;
  std::string_view field{};
  std::size_t index = 0;
  std::string text() const;
};

using Check = std::optional<Fault>;
Check fault(const Path& at, std::string expected, const Value& got);

Check read_decimal(const Value& value, Decimal& out, const Path& at);
Check read_fixed(const Value& value, Fixed& out, const Path& at);  // keeps the number of places it came with
Check read_text(const Value& value, std::string& out, const Path& at);
Check read_raw(const Value& value, Raw& out);
Check read_time(const Value& value, Timestamp& out, const Path& at);  // RFC 3339 text
// Faults of an object as such: not one, or a member that `known` does not name or that stands there twice.
Check check_members(const Value& object, const std::vector<std::string_view>& known, Unknown unknown, const Path& at);

template <class T>
Check read_value(const Value& value, T& out, Unknown unknown, const Path& at);

template <class T>
Check read_integer(const Value& value, T& out, const Path& at) {
  if (value.kind != Kind::number) return fault(at, "a whole number", value);
  const char* end = value.text.data() + value.text.size();
  const auto parsed = std::from_chars(value.text.data(), end, out);
  if (parsed.ec != std::errc{} || parsed.ptr != end) return fault(at, "a whole number in range", value);
  return {};
}

template <DescribedEnum E>
Check read_enum(const Value& value, E& out, const Path& at) {
  if (value.kind == Kind::text) {
    if (const auto found = value_of<E>(value.text)) {
      out = *found;
      return {};
    }
  }
  std::string names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
      [&](auto d) { names += (names.empty() ? "one of " : ", ") + std::string(d.name); });
  return fault(at, names, value);
}

template <Described T>
Check read_struct(const Value& value, T& out, Unknown unknown, const Path& at) {
  std::vector<std::string_view> names;
  boost::mp11::mp_for_each<members_of<T>>([&](auto d) { names.emplace_back(d.name); });
  if (auto bad = check_members(value, names, unknown, at)) return bad;
  Check bad;
  boost::mp11::mp_for_each<members_of<T>>([&](auto d) {
    if (bad) return;
    using Member = std::remove_reference_t<decltype(out.*d.pointer)>;
    const Path here{&at, d.name};
    if (const Value* found = value.find(d.name)) {
      bad = read_value(*found, out.*d.pointer, unknown, here);
    } else if constexpr (!is_optional<Member>::value) {
      bad = Fault{here.text(), "present", "missing"};
    }
  });
  return bad;
}

template <class T>
Check read_array(const Value& value, std::vector<T>& out, Unknown unknown, const Path& at) {
  if (value.kind != Kind::array) return fault(at, "an array", value);
  out.clear();
  out.reserve(value.children.size());
  for (std::size_t i = 0; i < value.children.size(); ++i) {
    if (auto bad = read_value(value.children[i], out.emplace_back(), unknown, Path{&at, {}, i})) return bad;
  }
  return {};
}

template <class T>
Check read_value(const Value& value, T& out, Unknown unknown, const Path& at) {
  if constexpr (std::is_same_v<T, bool>) {
    if (value.kind != Kind::boolean) return fault(at, "true or false", value);
    out = value.truth;
    return {};
  } else if constexpr (std::is_integral_v<T>) {
    return read_integer(value, out, at);
  } else if constexpr (std::is_same_v<T, Decimal>) {
    return read_decimal(value, out, at);
  } else if constexpr (std::is_same_v<T, Fixed>) {
    return read_fixed(value, out, at);
  } else if constexpr (is_strong<T>::value) {
    return read_decimal(value, out.value, at);
  } else if constexpr (std::is_same_v<T, std::string>) {
    return read_text(value, out, at);
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    return read_time(value, out, at);
  } else if constexpr (std::is_same_v<T, Raw>) {
    return read_raw(value, out);
  } else if constexpr (std::is_same_v<T, Value>) {
    out = value;
    return {};
  } else if constexpr (DescribedEnum<T>) {
    return read_enum(value, out, at);
  } else if constexpr (is_optional<T>::value) {
    if (value.kind == Kind::null) {
      out.reset();
      return {};
    }
    return read_value(value, out.emplace(), unknown, at);
  } else if constexpr (Described<T>) {
    return read_struct(value, out, unknown, at);
  } else {
    return read_array(value, out, unknown, at);
  }
}

template <class T>
Result<T, Fault> read(const Value& value, Unknown unknown = Unknown::refused) {
  T out{};
  if (auto bad = read_value(value, out, unknown, Path{})) return Unexpected(std::move(*bad));
  return out;
}
template <class T>
Result<T, Fault> read(std::string_view text, Unknown unknown = Unknown::refused, const Limits& limits = {}) {
  const auto tree = parse(text, limits);
  if (!tree) return Unexpected(tree.error());
  return read<T>(*tree, unknown);
}

}  // namespace robson::json
