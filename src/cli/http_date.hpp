#pragma once
#include <optional>
#include <string_view>

#include "base/timestamp.hpp"

namespace robson::cli {
// The Date header's form (RFC 9110, IMF-fixdate): "Tue, 30 Dec 2025 03:30:00 GMT". Nothing when it is not one.
std::optional<Timestamp> parse_http_date(std::string_view text);
}  // namespace robson::cli
