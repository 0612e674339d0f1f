#pragma once
// Why a hedge venue does not do what it was asked: a closed list, with the HTTP status of each in one table
// (venue_refusal.cpp).
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace robson::simulator {

enum class RefusalCode {
  UNAUTHORIZED,     // no account has that key
  INVALID_REQUEST,  // the request itself is wrong; the message names the field
  UNKNOWN_MARKET,   // no such coin, or no such pair of asset and token
  UNKNOWN_ORDER,
  UNKNOWN_POSITION,
  CLIENT_ID_IN_USE,  // with other content
  POSITION_CLOSED,   // by another close, or liquidated, or it never opened
  CLOSE_REJECTED,    // a fault that was asked for
  CHAIN_DOWN,
  UNAVAILABLE
};
std::string_view name(RefusalCode code);
int http_status(RefusalCode code);

struct VenueRefusal {
  RefusalCode code = RefusalCode::INVALID_REQUEST;
  std::string message{};
};

inline Unexpected<VenueRefusal> refusal(RefusalCode code, std::string message) {
  return Unexpected(VenueRefusal{code, std::move(message)});
}

// Ids that clients choose: 1 to 64 letters, digits and "-_.:"; and not with the prefix that is ours.
bool is_client_id(std::string_view id);

}  // namespace robson::simulator
