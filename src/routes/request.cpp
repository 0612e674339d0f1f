#include "routes/request.hpp"

#include <fmt/format.h>

#include <charconv>

namespace robson::routes {
namespace {
using namespace literals;

constexpr std::int64_t longest_wait_ms = 10'000;
constexpr std::int64_t usual_wait_ms = 3'000;

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc{} || end != text.data() + text.size()) return {};
  return number;
}

}  // namespace

Failure body_fault(const json::Fault& fault) {
  Failure failure{400, "INVALID_BODY", fault.text(), {}, {}};
  if (!fault.path.empty()) failure.field = fault.path;
  return failure;
}

Result<std::int64_t, Failure> id_from(const Exchange& exchange) {
  const auto id = whole_number(exchange.parameters["id"]);
  if (!id || *id < 1) return Unexpected(unprocessable("id", "The id is a whole number from 1."));
  return *id;
}

Result<std::int64_t, Failure> number_from(const net::Request& request, const std::string& name, std::int64_t preset,
                                          std::int64_t least, std::int64_t most) {
  const auto text = request.parameter(name);
  if (!text) return preset;
  const auto number = whole_number(*text);
  if (!number || *number < least || *number > most) {
    return Unexpected(unprocessable(name, fmt::format("{} must be a whole number from {} to {}.", name, least, most)));
  }
  return *number;
}

Result<std::optional<std::int64_t>, Failure> id_parameter(const net::Request& request, const std::string& name) {
  const auto text = request.parameter(name);
  if (!text) return std::optional<std::int64_t>{};
  const auto id = whole_number(*text);
  if (!id || *id < 1) return Unexpected(unprocessable(name, fmt::format("{} must be a whole number from 1.", name)));
  return std::optional(*id);
}

Result<Symbol, Failure> symbol_from(const std::string& text) {
  auto symbol = Symbol::parse(text);
  if (!symbol) return Unexpected(not_found("UNKNOWN_SYMBOL", "The venue does not list that symbol."));
  return std::move(*symbol);
}

Result<std::optional<Symbol>, Failure> symbol_parameter(const net::Request& request) {
  const auto text = request.parameter("symbol");
  if (!text) return std::optional<Symbol>{};
  auto symbol = Symbol::parse(*text);
  if (!symbol) return Unexpected(unprocessable("symbol", "symbol must be a market's name, such as BTCUSDC."));
  return std::optional<Symbol>(std::move(*symbol));
}

Result<Interval, Failure> interval_from(const net::Request& request) {
  const auto interval = interval_of(request.parameter("interval").value_or("15m"));
  if (!interval) return Unexpected(unprocessable("interval", "interval must be one of 1m, 5m, 15m, 1h, 4h, 1d."));
  return *interval;
}

Result<std::optional<bool>, Failure> truth_parameter(const net::Request& request, const std::string& name) {
  const auto text = request.parameter(name);
  if (!text) return std::optional<bool>{};
  if (*text == "true" || *text == "1") return std::optional(true);
  if (*text == "false" || *text == "0") return std::optional(false);
  return Unexpected(unprocessable(name, fmt::format("{} must be true or false.", name)));
}

Result<std::optional<Timestamp>, Failure> time_parameter(const net::Request& request, const std::string& name,
                                                         bool whole_day) {
  const auto text = request.parameter(name);
  if (!text) return std::optional<Timestamp>{};
  const auto time = parse_time(*text);
  if (!time) {
    return Unexpected(
        unprocessable(name, fmt::format("{} must be a date (2025-12-31) or a time (2025-12-31T09:30:00Z).", name)));
  }
  constexpr std::size_t date_length = 10;
  const bool is_date = text->size() == date_length;
  return std::optional(whole_day && is_date ? *time + std::chrono::hours(24) : *time);
}

Result<Decimal, Failure> positive(const std::string& field, Decimal value) {
  if (!value.is_positive() || value > "1000000000000"_d) {
    return Unexpected(unprocessable(field, fmt::format("{} must be above 0 and at most 1000000000000.", field)));
  }
  return value;
}

Result<std::optional<Decimal>, Failure> positive(const std::string& field, const std::optional<Decimal>& value) {
  if (!value) return std::optional<Decimal>{};
  const auto checked = positive(field, *value);
  if (!checked) return Unexpected(checked.error());
  return std::optional(*checked);
}

Result<Duration, Failure> patience(const std::optional<std::int64_t>& wait_ms) {
  const std::int64_t wait = wait_ms.value_or(usual_wait_ms);
  if (wait < 0 || wait > longest_wait_ms) {
    return Unexpected(unprocessable("wait_ms", "wait_ms must be a whole number from 0 to 10000."));
  }
  return Duration(std::chrono::milliseconds(wait));
}

Result<void, Failure> text_within(const std::string& field, const std::string& text, std::size_t least,
                                  std::size_t most) {
  if (text.size() < least || text.size() > most) {
    return Unexpected(unprocessable(field, fmt::format("{} must have {} to {} characters.", field, least, most)));
  }
  return {};
}

Result<json::Decimals, Failure> decimals_from(const net::Request& request) {
  const auto how = request.parameter("decimals");
  if (!how || *how == "number") return json::Decimals::as_numbers;
  if (*how == "string") return json::Decimals::as_text;
  return Unexpected(unprocessable("decimals", "decimals must be number or string."));
}

Result<bool, Failure> wants_csv(const net::Request& request) {
  const auto format = request.parameter("format");
  if (!format) return request.headers.get("Accept").starts_with("text/csv");
  if (*format == "csv") return true;
  if (*format == "json") return false;
  return Unexpected(unprocessable("format", "format must be json or csv."));
}

}  // namespace robson::routes
