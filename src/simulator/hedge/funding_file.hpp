#pragma once
// Funding rates from a CSV file (LF or CRLF) with the header
//
//   time_ms,funding_rate
//
// times in milliseconds since 1970, rates fractions of the hour that ends there. A venue stamps a payment a little
// after the full hour, so a time counts for the hour that it stands in. Rows ascend; hours may be missing, and were
// then not paid.
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/result.hpp"
#include "base/timestamp.hpp"

namespace robson::simulator {

struct FundingFile {
  struct Row {
    Timestamp hour{};  // a full one: the payment's
    Decimal rate{};
  };
  std::vector<Row> rows{};   // ascending, at least one
  std::int64_t missing = 0;  // hours between the first and the last

  // Of the payment at that full hour; nothing when it is missing.
  std::optional<Decimal> rate_at(Timestamp hour) const;
};

// `name` is how errors call the file: "sol.csv:17: the rate must be a decimal number, got ...".
Result<FundingFile, std::string> parse_funding(std::string_view text, const std::string& name);
Result<FundingFile, std::string> read_funding(const std::string& path);

}  // namespace robson::simulator
