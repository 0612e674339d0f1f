#pragma once
// Orders, order lists and trades of accounts in the venue's JSON.
#include <optional>
#include <string>

#include "simulator/exchange_requests.hpp"
#include "simulator/json_text.hpp"

namespace robson::simulator {

enum class ResponseType { ACK, RESULT, FULL };
std::optional<ResponseType> response_type_of(std::string_view text);
// What POST order answers when nothing was asked for.
ResponseType usual_response(OrderType type);

std::int64_t wire_id(OrderListId list);  // -1 for none
void append_placed(std::string& out, const PlacedOrder& placed, ResponseType type, Timestamp now);
void append_cancelled(std::string& out, const Cancelled& cancelled, Timestamp now);
void append_queried(std::string& out, const Order& order);
void append_order_list(std::string& out, const OrderList& list);
void append_placed_list(std::string& out, const PlacedList& placed, ResponseType type, Timestamp now);
void append_account_trade(std::string& out, const AccountTrade& trade);

}  // namespace robson::simulator
