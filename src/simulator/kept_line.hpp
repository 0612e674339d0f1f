#pragma once
// One line of the kept text, written or read field by field by the same list of fields (see kept_text.cpp), so that
// the two cannot differ.
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "simulator/exchange_types.hpp"

namespace robson::simulator {

template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};
template <class T>
struct is_list : std::false_type {};
template <class T>
struct is_list<std::vector<T>> : std::true_type {};

std::string escaped(std::string_view text);
std::optional<std::string> unescaped(std::string_view field);

class LineWriter {
 public:
  LineWriter(std::string& out, std::string_view kind) : out_(out) { out_ += kind; }
  LineWriter(const LineWriter&) = delete;
  LineWriter& operator=(const LineWriter&) = delete;
  ~LineWriter() { out_ += '\n'; }

  template <class... T>
  void operator()(const T&... values) {
    (put(values), ...);
  }

 private:
  void field(std::string_view text) {
    out_ += '\t';
    out_ += text;
  }
  template <class T>
  void put(const T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      field(value ? "1" : "0");
    } else if constexpr (std::is_same_v<T, std::int64_t>) {
      field(std::to_string(value));
    } else if constexpr (std::is_same_v<T, std::string>) {
      field(escaped(value));
    } else if constexpr (std::is_same_v<T, Decimal>) {
      field(value.text());
    } else if constexpr (std::is_same_v<T, Symbol>) {
      field(value.text);
    } else if constexpr (std::is_same_v<T, Timestamp>) {
      put(value.us);
    } else if constexpr (std::is_enum_v<T>) {
      field(name(value));
    } else if constexpr (is_optional<T>::value) {
      if (!value) return field("-");
      put(*value);
    } else if constexpr (is_list<T>::value) {  // the legs of a list
      for (const auto& leg : value) (*this)(leg.order, leg.client_id);
    } else {
      put(value.value);  // a price, quantity, money or an id
    }
  }

  std::string& out_;
};

class LineReader {
 public:
  static constexpr std::size_t most_fields = 40;
  explicit LineReader(std::string_view line);

  const std::string_view& kind() const { return fields_.front(); }
  // All was read, and nothing was wrong.
  bool is_sound() const { return sound_ && next_ == fields_.size(); }

  template <class... T>
  void operator()(T&... values) {
    (take(values), ...);
  }

 private:
  std::string_view field() {
    if (next_ < fields_.size()) return fields_[next_++];
    sound_ = false;
    return {};
  }
  template <class T>
  void set(T& value, std::optional<T> parsed) {
    sound_ = sound_ && parsed.has_value();
    if (parsed) value = std::move(*parsed);
  }
  template <class T>
  void take(T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      const std::string_view text = field();
      value = text == "1";
      sound_ = sound_ && (text == "0" || text == "1");
    } else if constexpr (std::is_same_v<T, std::int64_t>) {
      const std::string_view text = field();
      const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
      sound_ = sound_ && parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size();
    } else if constexpr (std::is_same_v<T, std::string>) {
      set(value, unescaped(field()));
    } else if constexpr (std::is_same_v<T, Decimal>) {
      set(value, Decimal::parse(field()));
    } else if constexpr (std::is_same_v<T, Symbol>) {
      set(value, Symbol::parse(field()));
    } else if constexpr (std::is_same_v<T, Timestamp>) {
      take(value.us);
    } else if constexpr (std::is_enum_v<T>) {
      set(value, enumerator<T>(field()));
    } else if constexpr (is_optional<T>::value) {
      if (next_ < fields_.size() && fields_[next_] == "-") {
        ++next_;
      } else {
        take(value.emplace());
      }
    } else if constexpr (is_list<T>::value) {  // the rest of the line
      while (sound_ && next_ < fields_.size()) {
        auto& leg = value.emplace_back();
        (*this)(leg.order, leg.client_id);
      }
    } else {
      take(value.value);
    }
  }
  // By its name; no enumeration here has as many as 16.
  template <class E>
  static std::optional<E> enumerator(std::string_view text) {
    for (int i = 0; i < 16; ++i) {
      const auto each = static_cast<E>(i);
      if (!text.empty() && name(each) == text) return each;
    }
    return {};
  }

  std::vector<std::string_view> fields_{};
  std::size_t next_ = 1;
  bool sound_ = true;
};

}  // namespace robson::simulator
