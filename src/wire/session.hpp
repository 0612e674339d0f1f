#pragma once
// Signing in and out. Passwords and tokens travel through these structs for the length of one request only.
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.hpp"
#include "json/describe.hpp"
#include "wire/portfolio.hpp"

namespace robson::wire {

struct Credentials {
  std::string username{};
  std::string password{};
  std::optional<std::string> totp{};
};
BOOST_DESCRIBE_STRUCT(Credentials, (), (username, password, totp))
struct RefreshRequest {
  std::string refresh{};
};
BOOST_DESCRIBE_STRUCT(RefreshRequest, (), (refresh))
struct RefreshTokenRequest {
  std::string refresh_token{};
};
BOOST_DESCRIBE_STRUCT(RefreshTokenRequest, (), (refresh_token))
struct TokenPair {
  std::string access{};
  std::string refresh{};
};
BOOST_DESCRIBE_STRUCT(TokenPair, (), (access, refresh))
struct Login {
  std::string access_token{};
  std::string refresh_token{};
  std::string token_type = "bearer";
  std::int64_t expires_in = 0;  // seconds
};
BOOST_DESCRIBE_STRUCT(Login, (), (access_token, refresh_token, token_type, expires_in))
struct Ticket {
  std::string ticket{};
  std::int64_t expires_in = 0;  // seconds
};
BOOST_DESCRIBE_STRUCT(Ticket, (), (ticket, expires_in))
struct Session {
  std::string username{};
  std::int64_t client_id = 0;
  std::string client_name{};
  std::string role{};
  std::vector<std::string> permissions{};
  Timestamp expires_at{};
  std::string venue{};
  VenueKind venue_kind{};
  bool totp = false;
  std::optional<Timestamp> fresh_until{};
};
BOOST_DESCRIBE_STRUCT(Session, (),
                      (username, client_id, client_name, role, permissions, expires_at, venue, venue_kind, totp,
                       fresh_until))

}  // namespace robson::wire
