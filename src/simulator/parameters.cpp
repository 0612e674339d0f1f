#include "simulator/parameters.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "json/write.hpp"
#include "net/http.hpp"
#include "simulator/json_text.hpp"

namespace robson::simulator {
namespace {

constexpr std::string_view symbol_range = "^[A-Z0-9-_.]{1,20}$";
constexpr std::string_view decimal_range = "^([0-9]{1,20})(\\.[0-9]{1,20})?$";
constexpr std::string_view integer_range = "^[0-9]{1,20}$";

std::optional<Symbol> symbol_of(std::string_view text) {
  if (text.size() > 20) return {};
  auto symbol = Symbol::parse(text);
  if (symbol && symbol->text != text) return {};  // lower case is not the venue's
  return symbol;
}

std::optional<std::string> text_of_json(const json::Value& value) {
  switch (value.kind) {
    case json::Kind::text:
    case json::Kind::number: return value.text;
    case json::Kind::boolean: return value.truth ? "true" : "false";
    case json::Kind::array: {
      std::string list;
      append_array(list, value.children,
                   [](std::string& out, const json::Value& each) { json::write_text(out, each.text); });
      return list;
    }
    case json::Kind::null:
    case json::Kind::object: break;
  }
  return {};
}

}  // namespace

std::string ApiError::body() const {
  std::string out;
  Object object(out);
  object.number("code", code).text("msg", message);
  if (!data.empty()) object.raw("data", data);
  object.close();
  return out;
}

Result<Parameters, ApiError> Parameters::of_form(std::string_view query, std::string_view body) {
  Parameters made;
  for (const std::string_view part : {query, body}) {
    auto pairs = net::parse_form(part);
    if (!pairs) return Unexpected(ApiError{400, -1100, "Illegal characters found in a parameter.", {}});
    for (auto& pair : *pairs) {
      if (made.has(pair.first)) {
        return Unexpected(ApiError{400, -1101, "Duplicate values for parameter '" + pair.first + "' detected.", {}});
      }
      if (made.values_.size() == most) {
        return Unexpected(ApiError{400, -1101, "Too many parameters sent for this endpoint.", {}});
      }
      made.values_.push_back(std::move(pair));
    }
  }
  return made;
}

Result<Parameters, ApiError> Parameters::of_json(const json::Value& object) {
  Parameters made;
  for (const json::Value& member : object.children) {
    if (member.kind == json::Kind::null) continue;
    const auto text = text_of_json(member);
    if (!text) return Unexpected(ApiError{400, -1102, fmt::format("Parameter '{}' was malformed.", member.key), {}});
    if (made.has(member.key)) {
      return Unexpected(ApiError{400, -1101, "Duplicate values for parameter '" + member.key + "' detected.", {}});
    }
    if (made.values_.size() == most) {
      return Unexpected(ApiError{400, -1101, "Too many parameters sent for this endpoint.", {}});
    }
    made.values_.emplace_back(member.key, *text);
  }
  return made;
}

const std::string* Parameters::find(std::string_view name) const {
  for (const auto& value : values_) {
    if (value.first == name) return &value.second;
  }
  return nullptr;
}

void Parameters::illegal(std::string_view name, std::string_view range) {
  note({400, -1100, fmt::format("Illegal characters found in parameter '{}'; legal range is '{}'.", name, range), {}});
}

std::optional<std::string> Parameters::text(std::string_view name) {
  const std::string* found = find(name);
  if (found == nullptr) return {};
  if (found->empty()) {
    note({400, -1105, fmt::format("Parameter '{}' was empty.", name), {}});
    return {};
  }
  return *found;
}

std::string Parameters::needed_text(std::string_view name) {
  const std::string* found = find(name);
  if (found != nullptr && !found->empty()) return *found;
  note(missing_parameter(name));
  return {};
}

std::optional<Symbol> Parameters::symbol(std::string_view name) {
  const auto found = text(name);
  if (!found) return {};
  auto symbol = symbol_of(*found);
  if (!symbol) illegal(name, symbol_range);
  return symbol;
}

Symbol Parameters::needed_symbol(std::string_view name) {
  if (needed_text(name).empty()) return {};
  return symbol(name).value_or(Symbol{});
}

std::optional<std::vector<Symbol>> Parameters::symbols() {
  const auto found = text("symbols");
  if (!found) return {};
  const auto list = json::parse(*found, {.bytes = 4096, .depth = 2, .values = 101});
  std::vector<Symbol> symbols;
  bool sound = list && list->kind == json::Kind::array && !list->children.empty();
  for (std::size_t i = 0; sound && i < list->children.size(); ++i) {
    const auto symbol = symbol_of(list->children[i].text);
    sound = list->children[i].kind == json::Kind::text && symbol;
    if (sound) symbols.push_back(*symbol);
  }
  if (!sound) {
    illegal("symbols", "^\\[(\"[A-Z0-9-_.]{1,20}\"(,\"[A-Z0-9-_.]{1,20}\"){0,}){0,1}\\]$");
    return {};
  }
  return symbols;
}

std::optional<Decimal> Parameters::decimal(std::string_view name) {
  const auto found = text(name);
  if (!found) return {};
  const auto value = Decimal::parse(*found);
  if (value && !value->is_negative()) return value;
  const bool digits =
      std::all_of(found->begin(), found->end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  const bool one_point = std::count(found->begin(), found->end(), '.') == 1;
  if (!value && digits && one_point && found->front() != '.' && found->back() != '.') {
    note({400, -1111, fmt::format("Parameter '{}' has too much precision.", name), {}});
  } else {
    illegal(name, decimal_range);
  }
  return {};
}

std::optional<std::int64_t> Parameters::integer(std::string_view name) {
  const auto found = text(name);
  if (!found) return {};
  std::int64_t value = 0;
  const auto parsed = std::from_chars(found->data(), found->data() + found->size(), value);
  if (parsed.ec != std::errc{} || parsed.ptr != found->data() + found->size() || value < 0) {
    illegal(name, integer_range);
    return {};
  }
  return value;
}

std::int64_t Parameters::needed_integer(std::string_view name) {
  if (needed_text(name).empty()) return 0;
  return integer(name).value_or(0);
}

std::optional<Timestamp> Parameters::time(std::string_view name) {
  const auto ms = integer(name);
  constexpr std::int64_t latest_ms = 253'402'300'799'999;  // the year 9999
  if (!ms) return {};
  return Timestamp::from_ms(std::min(*ms, latest_ms));
}

std::size_t Parameters::limit(std::size_t usual, std::size_t highest) {
  const auto wanted = integer("limit");
  if (!wanted) return usual;
  if (*wanted == 0) {
    note({400, -1130, "Data sent for parameter 'limit' is not valid.", {}});
    return usual;
  }
  return std::min(static_cast<std::size_t>(*wanted), highest);
}

std::optional<bool> Parameters::flag(std::string_view name) {
  const auto found = text(name);
  if (!found) return {};
  if (*found == "true" || *found == "TRUE") return true;
  if (*found == "false" || *found == "FALSE") return false;
  illegal(name, "^(true|false)$");
  return {};
}

}  // namespace robson::simulator
