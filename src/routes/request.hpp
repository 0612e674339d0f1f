#pragma once
// What a request says, parsed: its body, its path and its query. Each fault names the field.
#include "json/read.hpp"
#include "json/write.hpp"
#include "market/candle.hpp"
#include "market/symbol.hpp"
#include "routes/gate.hpp"

namespace robson::routes {

inline constexpr std::int64_t longest_page = 1000;

Failure body_fault(const json::Fault& fault);

// The JSON body as a T; unknown members are refused. With `may_be_empty` no body is the same as {}.
template <class T>
Result<T, Failure> body_of(const Exchange& exchange, bool may_be_empty = false) {
  const std::string& body = exchange.request.body;
  const std::string_view text = may_be_empty && body.empty() ? std::string_view("{}") : std::string_view(body);
  auto read = json::read<T>(text, json::Unknown::refused, {.bytes = 16'384, .depth = 6, .values = 1000});
  if (!read) return Unexpected(body_fault(read.error()));
  return std::move(*read);
}

// The path's `id`; 422 when it is no whole number from 1.
Result<std::int64_t, Failure> id_from(const Exchange& exchange);

// Query parameters; nothing, or the preset, when absent.
Result<std::int64_t, Failure> number_from(const net::Request& request, const std::string& name, std::int64_t preset,
                                          std::int64_t least, std::int64_t most);
Result<std::optional<std::int64_t>, Failure> id_parameter(const net::Request& request, const std::string& name);
Result<Symbol, Failure> symbol_from(const std::string& text);
Result<std::optional<Symbol>, Failure> symbol_parameter(const net::Request& request);
Result<Interval, Failure> interval_from(const net::Request& request);
Result<std::optional<bool>, Failure> truth_parameter(const net::Request& request, const std::string& name);
// RFC 3339, or a date: its midnight UTC. With `whole_day` a date stands for its end.
Result<std::optional<Timestamp>, Failure> time_parameter(const net::Request& request, const std::string& name,
                                                         bool whole_day = false);

template <json::DescribedEnum E>
Result<std::optional<E>, Failure> word_parameter(const net::Request& request, const std::string& name) {
  const auto text = request.parameter(name);
  if (!text) return std::optional<E>{};
  if (const auto found = json::value_of<E>(*text)) return std::optional<E>(*found);
  std::string names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
      [&](auto d) { names += (names.empty() ? "" : ", ") + std::string(d.name); });
  return Unexpected(unprocessable(name, name + " must be one of " + names + "."));
}

// An amount of a body: above 0 and at most 10^12, so that products stay in range.
Result<Decimal, Failure> positive(const std::string& field, Decimal value);
Result<std::optional<Decimal>, Failure> positive(const std::string& field, const std::optional<Decimal>& value);
// Milliseconds to wait for the venue.
Result<Duration, Failure> patience(const std::optional<std::int64_t>& wait_ms);
// 1 to `most` bytes.
Result<void, Failure> text_within(const std::string& field, const std::string& text, std::size_t least,
                                  std::size_t most);

// How figures are written: `decimals=number` (the preset) or `decimals=string`.
Result<json::Decimals, Failure> decimals_from(const net::Request& request);
template <class View>
net::Response figures_response(const View& view, json::Decimals decimals, int status = 200) {
  return json_response(decimals == json::Decimals::as_numbers ? json::text_of<json::Decimals::as_numbers>(view)
                                                              : json::text_of<json::Decimals::as_text>(view),
                       status);
}

// Whether a list is wanted as CSV: `format=csv`, or `Accept: text/csv` without a format.
Result<bool, Failure> wants_csv(const net::Request& request);

}  // namespace robson::routes
