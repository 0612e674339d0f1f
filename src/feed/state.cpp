#include "feed/state.hpp"

namespace robson::feed {

Channel channel_of(StateKind kind) {
  switch (kind) {
    case StateKind::position_row:
    case StateKind::position_value:
    case StateKind::bot_position: return Channel::positions;
    case StateKind::bot: return Channel::bots;
    case StateKind::external_orders: return Channel::orders;
    case StateKind::stats: return Channel::stats;
    case StateKind::equity: return Channel::equity;
    case StateKind::alarms: return Channel::alerts;
  }
  return Channel::stats;
}

std::string_view type_of(StateKind kind) {
  switch (kind) {
    case StateKind::position_row: return "position_changed";
    case StateKind::position_value:
    case StateKind::bot_position: return "position_update";
    case StateKind::bot: return "bot_update";
    case StateKind::external_orders: return "external_orders_update";
    case StateKind::stats: return "stats_update";
    case StateKind::equity: return "equity_update";
    case StateKind::alarms: return "alarms_update";
  }
  return "stats_update";
}

}  // namespace robson::feed
