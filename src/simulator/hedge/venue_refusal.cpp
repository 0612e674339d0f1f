#include "simulator/hedge/venue_refusal.hpp"

#include <algorithm>

namespace robson::simulator {

std::string_view name(RefusalCode code) {
  switch (code) {
    case RefusalCode::UNAUTHORIZED: return "UNAUTHORIZED";
    case RefusalCode::INVALID_REQUEST: return "INVALID_REQUEST";
    case RefusalCode::UNKNOWN_MARKET: return "UNKNOWN_MARKET";
    case RefusalCode::UNKNOWN_ORDER: return "UNKNOWN_ORDER";
    case RefusalCode::UNKNOWN_POSITION: return "UNKNOWN_POSITION";
    case RefusalCode::CLIENT_ID_IN_USE: return "CLIENT_ID_IN_USE";
    case RefusalCode::POSITION_CLOSED: return "POSITION_CLOSED";
    case RefusalCode::CLOSE_REJECTED: return "CLOSE_REJECTED";
    case RefusalCode::CHAIN_DOWN: return "CHAIN_DOWN";
    case RefusalCode::UNAVAILABLE: return "UNAVAILABLE";
  }
  return "?";
}

int http_status(RefusalCode code) {
  switch (code) {
    case RefusalCode::UNAUTHORIZED: return 401;
    case RefusalCode::INVALID_REQUEST: return 400;
    case RefusalCode::UNKNOWN_MARKET:
    case RefusalCode::UNKNOWN_ORDER:
    case RefusalCode::UNKNOWN_POSITION: return 404;
    case RefusalCode::CLIENT_ID_IN_USE:
    case RefusalCode::POSITION_CLOSED: return 409;
    case RefusalCode::CLOSE_REJECTED: return 422;
    case RefusalCode::CHAIN_DOWN:
    case RefusalCode::UNAVAILABLE: return 503;
  }
  return 500;
}

bool is_client_id(std::string_view id) {
  const auto sound = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.' || c == ':';
  };
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), sound) && !id.starts_with("liquidation-");
}

}  // namespace robson::simulator
