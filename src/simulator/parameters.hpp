#pragma once
// The parameters of a call, from query and form body (REST) or from a JSON object (WebSocket API). Typed readers note
// the first fault; a handler reads all it needs and then asks once for `fault()`.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "json/value.hpp"
#include "market/candle.hpp"
#include "simulator/api_error.hpp"

namespace robson::simulator {

class Parameters {
 public:
  static constexpr std::size_t most = 64;

  // Refuses broken percent-encoding, a name twice, more than `most`.
  static Result<Parameters, ApiError> of_form(std::string_view query, std::string_view body);
  // `object` is an object of texts, numbers, booleans and arrays of texts; null members are passed over.
  static Result<Parameters, ApiError> of_json(const json::Value& object);

  bool has(std::string_view name) const { return find(name) != nullptr; }
  const std::vector<std::pair<std::string, std::string>>& all() const { return values_; }
  const std::string* find(std::string_view name) const;

  // Empty when absent; an empty text is a fault.
  std::optional<std::string> text(std::string_view name);
  std::string needed_text(std::string_view name);
  std::optional<Symbol> symbol(std::string_view name = "symbol");
  Symbol needed_symbol(std::string_view name = "symbol");
  // `symbols`: a JSON array of at most 100 names.
  std::optional<std::vector<Symbol>> symbols();
  std::optional<Decimal> decimal(std::string_view name);
  std::optional<std::int64_t> integer(std::string_view name);
  std::int64_t needed_integer(std::string_view name);
  std::optional<Timestamp> time(std::string_view name);  // milliseconds since 1970
  // 1 or more; what is above `highest` is taken for it, as the venue does.
  std::size_t limit(std::size_t usual, std::size_t highest);
  std::optional<bool> flag(std::string_view name);
  // One of a closed list, read by `parse`; -`code` otherwise.
  template <class Parse>
  auto choice(std::string_view name, Parse parse, int code, std::string_view message) -> decltype(parse("")) {
    const auto found = text(name);
    if (!found) return {};
    auto value = parse(std::string_view(*found));
    if (!value) note({400, code, std::string(message), {}});
    return value;
  }

  void note(ApiError fault) {
    if (!fault_) fault_ = std::move(fault);
  }
  const std::optional<ApiError>& fault() const { return fault_; }

 private:
  void illegal(std::string_view name, std::string_view range);
  std::vector<std::pair<std::string, std::string>> values_;
  std::optional<ApiError> fault_;
};

}  // namespace robson::simulator
