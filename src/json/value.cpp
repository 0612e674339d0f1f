#include "json/value.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <utility>

namespace robson::json {
namespace {

using boost::json::error_code;
using boost::json::string_view;

// Receives Boost.JSON's parser events and builds the tree. Boost's own DOM would turn numbers into doubles.
struct TreeBuilder {
  static constexpr std::size_t max_object_size = 100'000;
  static constexpr std::size_t max_array_size = 100'000;
  static constexpr std::size_t max_key_size = 256;
  static constexpr std::size_t max_string_size = 1 << 20;

  std::size_t values_left = 0;
  std::vector<Value> open{};
  std::string key{};
  std::string part{};
  Value root{};

  bool add(Value made, error_code& failed) {
    if (values_left-- == 0) {
      values_left = 0;
      failed = boost::json::error::array_too_large;
      return false;
    }
    made.key = std::exchange(key, {});
    (open.empty() ? root : open.back().children.emplace_back()) = std::move(made);
    return true;
  }
  bool enter(Kind kind) {
    open.push_back({.kind = kind, .key = std::exchange(key, {}), .text = {}, .children = {}});
    return true;
  }
  bool leave(error_code& failed) {
    Value made = std::move(open.back());
    open.pop_back();
    key = std::move(made.key);
    return add(std::move(made), failed);
  }
  bool leaf(Kind kind, string_view last, error_code& failed) {
    part.append(last.data(), last.size());
    return add({.kind = kind, .key = {}, .text = std::exchange(part, {}), .children = {}}, failed);
  }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_array_begin(error_code&) { return enter(Kind::array); }
  bool on_array_end(std::size_t, error_code& failed) { return leave(failed); }
  bool on_object_begin(error_code&) { return enter(Kind::object); }
  bool on_object_end(std::size_t, error_code& failed) { return leave(failed); }
  bool on_string_part(string_view s, std::size_t, error_code&) {
    part.append(s.data(), s.size());
    return true;
  }
  bool on_string(string_view s, std::size_t, error_code& failed) { return leaf(Kind::text, s, failed); }
  bool on_key_part(string_view s, std::size_t, error_code&) {
    key.append(s.data(), s.size());
    return true;
  }
  bool on_key(string_view s, std::size_t, error_code&) {
    key.append(s.data(), s.size());
    return true;
  }
  bool on_number_part(string_view s, error_code&) {
    part.append(s.data(), s.size());
    return true;
  }
  bool on_int64(std::int64_t, string_view s, error_code& failed) { return leaf(Kind::number, s, failed); }
  bool on_uint64(std::uint64_t, string_view s, error_code& failed) { return leaf(Kind::number, s, failed); }
  bool on_double(double, string_view s, error_code& failed) { return leaf(Kind::number, s, failed); }
  bool on_bool(bool truth, error_code& failed) {
    return add({.kind = Kind::boolean, .truth = truth, .key = {}, .text = {}, .children = {}}, failed);
  }
  bool on_null(error_code& failed) { return add({}, failed); }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }
};

}  // namespace

const Value* Value::find(std::string_view name) const {
  for (const Value& child : children) {
    if (child.key == name) return &child;
  }
  return nullptr;
}

std::string Fault::text() const {
  return (path.empty() ? std::string{} : path + ": ") + "expected " + expected + ", got " + got;
}

Result<Value, Fault> parse(std::string_view text, const Limits& limits) {
  if (text.size() > limits.bytes) {
    return Unexpected(Fault{"", "at most " + std::to_string(limits.bytes) + " bytes", std::to_string(text.size())});
  }
  boost::json::parse_options options;
  options.max_depth = limits.depth;
  boost::json::basic_parser<TreeBuilder> parser(options);
  parser.handler().values_left = limits.values;
  error_code failed;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), failed);
  if (failed) return Unexpected(Fault{"", "valid JSON", failed.message() + " at byte " + std::to_string(used)});
  if (used != text.size()) return Unexpected(Fault{"", "one JSON value", "more text at byte " + std::to_string(used)});
  return std::move(parser.handler().root);
}

std::string describe(const Value& value) {
  constexpr std::size_t shown = 40;
  switch (value.kind) {
    case Kind::null: return "null";
    case Kind::boolean: return value.truth ? "true" : "false";
    case Kind::number: return value.text.substr(0, shown);
    case Kind::text: {
      if (value.text.size() <= shown) return '"' + value.text + '"';
      std::size_t cut = shown;  // never inside a UTF-8 sequence
      while (cut > 0 && (static_cast<unsigned char>(value.text[cut]) & 0xC0U) == 0x80U) --cut;
      return '"' + value.text.substr(0, cut) + "...\"";
    }
    case Kind::array: return "an array";
    case Kind::object: return "an object";
  }
  return "?";
}

}  // namespace robson::json
