#pragma once
// The signed account answer and the events of the user stream. Pure.
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "market/instrument.hpp"
#include "venues/binance/node.hpp"

namespace robson::venues::binance {

struct AssetBalance {
  std::string asset{};
  Money free{};
  Money locked{};
};
struct AccountAnswer {
  bool can_trade = false;
  bool can_withdraw = false;
  Timestamp update_time{};  // last change of the account, by the venue's clock
  std::vector<AssetBalance> balances{};
};
Parsed<AccountAnswer> parse_account(std::string_view text);

// GET /sapi/v1/account/apiRestrictions: what the key itself may do.
struct KeyRestrictions {
  bool may_withdraw = false;  // enableWithdrawals
  bool may_trade = false;     // enableSpotAndMarginTrading
};
Parsed<KeyRestrictions> parse_key_restrictions(std::string_view text);

// outboundAccountPosition: the new balances of the assets that an event touched.
struct AccountPosition {
  Timestamp update_time{};
  std::vector<AssetBalance> balances{};
};
// balanceUpdate: a deposit, withdrawal or transfer. `change` has a sign.
struct BalanceUpdate {
  std::string asset{};
  Money change{};
  Timestamp time{};
};
// executionReport: something happened to an order. Enumerated fields keep the venue's spelling.
struct ExecutionReport {
  Timestamp event_time{};
  Symbol symbol{};
  std::string client_order_id{};
  std::string original_client_order_id{};  // of a cancel: the id that the order had
  std::int64_t order_id = 0;
  std::int64_t list_id = -1;  // -1: belongs to no order list
  std::string side{}, type{}, time_in_force{};
  std::string execution{};  // x: NEW, CANCELED, TRADE, EXPIRED, ...
  std::string status{};     // X: NEW, PARTIALLY_FILLED, FILLED, ...
  std::string reject_reason{};
  Quantity quantity{};
  Price price{};
  Price stop_price{};
  Quantity last_filled{};
  Price last_price{};
  Quantity filled{};
  Money filled_quote{};
  Money commission{};
  std::string commission_asset{};  // empty: none
  std::int64_t trade_id = -1;      // -1: no trade in this report
  bool is_maker = false;
  bool is_working = false;
  Timestamp transaction_time{};
};
struct ListedOrder {
  Symbol symbol{};
  std::int64_t order_id = 0;
  std::string client_order_id{};
};
// listStatus: something happened to an order list.
struct ListStatus {
  Symbol symbol{};
  std::int64_t list_id = 0;
  std::string contingency{}, status_type{}, order_status{}, client_list_id{};
  Timestamp time{};
  std::vector<ListedOrder> orders{};
};
// The subscription has ended: subscribe anew.
struct UserStreamEnded {};
struct OtherUserEvent {
  std::string name{};
};
using UserEvent =
    std::variant<AccountPosition, BalanceUpdate, ExecutionReport, ListStatus, UserStreamEnded, OtherUserEvent>;

// Bare, or wrapped as the WebSocket API sends it: {"subscriptionId":0,"event":{...}}.
Parsed<UserEvent> parse_user_event(std::string_view text);
UserEvent read_user_event(const Node& event);

}  // namespace robson::venues::binance
