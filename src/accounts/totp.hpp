#pragma once
// One-time codes by time: TOTP, RFC 6238 (with HOTP, RFC 4226), SHA-1, steps of 30 s, six digits. Pure.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/secret.hpp"
#include "base/timestamp.hpp"

namespace robson::accounts {

inline constexpr std::int64_t totp_step_seconds = 30;

std::int64_t totp_step_at(Timestamp now);
// `digits` 6 to 8; RFC 4226 section 5.3.
std::string totp_code(const Secret& secret, std::int64_t step, int digits = 6);
// The step that `code` is of: that of now, or one before or behind it, and later than `after`, so that a code is good
// once. Nothing when it is of none of them. Takes the same time for every code of six digits.
std::optional<std::int64_t> totp_match(const Secret& secret, std::string_view code, Timestamp now, std::int64_t after);

// RFC 4648, without padding; what authenticators take.
std::string base32(std::string_view bytes);
// For authenticators: otpauth://totp/Robson:NAME?secret=...&issuer=Robson
std::string totp_uri(const Secret& secret, std::string_view user);

}  // namespace robson::accounts
