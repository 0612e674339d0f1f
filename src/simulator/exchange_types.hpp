#pragma once
// The words of the simulated spot exchange: ids, enumerators spelled as Binance spells them, orders, order lists,
// balances. Plain values; no JSON here (the protocol layer prints them).
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/timestamp.hpp"
#include "market/instrument.hpp"
#include "market/quote.hpp"
#include "matching/order_book.hpp"

namespace robson::simulator {

using AccountId = Id<struct SimulatedAccountTag>;
using OrderId = matching::OrderId;               // unique in the whole exchange, grows
using OrderListId = Id<struct ExchangeListTag>;  // 0: no list; the wire says -1

enum class OrderType { LIMIT, MARKET, STOP_LOSS, STOP_LOSS_LIMIT, TAKE_PROFIT, TAKE_PROFIT_LIMIT, LIMIT_MAKER };
enum class TimeInForce { GTC, IOC, FOK };
enum class OrderStatus { PENDING_NEW, NEW, PARTIALLY_FILLED, FILLED, CANCELED, REJECTED, EXPIRED };
enum class ExecutionType { NEW, CANCELED, REPLACED, REJECTED, TRADE, EXPIRED };
enum class ListStatusType { RESPONSE, EXEC_STARTED, ALL_DONE };
enum class ListOrderStatus { EXECUTING, ALL_DONE, REJECT };
enum class Contingency { OCO, OTO };
enum class CancelRestrictions { ONLY_NEW, ONLY_PARTIALLY_FILLED };
enum class CancelReplaceMode { STOP_ON_FAILURE, ALLOW_FAILURE };
enum class SymbolStatus { TRADING, HALT };
// `r` of an executionReport.
enum class RejectReason {
  NONE,
  INSUFFICIENT_BALANCES,
  STOP_PRICE_WOULD_TRIGGER_IMMEDIATELY,
  WOULD_MATCH_IMMEDIATELY,
  OCO_BAD_PRICES,
};

std::string_view name(Side side);
std::string_view name(OrderType type);
std::string_view name(TimeInForce time_in_force);
std::string_view name(OrderStatus status);
std::string_view name(ExecutionType type);
std::string_view name(ListStatusType type);
std::string_view name(ListOrderStatus status);
std::string_view name(Contingency contingency);
std::string_view name(SymbolStatus status);
std::string_view name(RejectReason reason);
std::optional<Side> side_of(std::string_view text);
std::optional<OrderType> order_type_of(std::string_view text);
std::optional<TimeInForce> time_in_force_of(std::string_view text);
std::optional<CancelRestrictions> cancel_restrictions_of(std::string_view text);
std::optional<CancelReplaceMode> cancel_replace_mode_of(std::string_view text);

// STOP_LOSS, STOP_LOSS_LIMIT, TAKE_PROFIT, TAKE_PROFIT_LIMIT: waits for its stop price ("algo" orders).
bool is_conditional(OrderType type);
bool is_stop_loss(OrderType type);
// Executes without a price of its own: MARKET, STOP_LOSS, TAKE_PROFIT.
bool is_priceless(OrderType type);

struct Order {
  OrderId id{};
  OrderListId list{};
  AccountId account{};
  Symbol symbol{};
  std::string client_id{};  // clientOrderId, kept through a cancel
  Side side{};
  OrderType type{};
  TimeInForce time_in_force = TimeInForce::GTC;  // GTC also where the type has none, as the venue prints it
  Price price{};                                 // 0 where the type has none
  Price stop_price{};                            // 0 where the type has none
  Quantity quantity{};                           // origQty; for a quoteOrderQty order what the book gave for it
  Money quote_quantity{};                        // origQuoteOrderQty, 0 when not given
  Quantity executed{};                           // executedQty
  Money executed_quote{};                        // cummulativeQuoteQty
  OrderStatus status{};
  bool working = false;  // isWorking: true from the start for plain orders, after the trigger for conditional ones
  Timestamp created{};   // time
  Timestamp updated{};   // updateTime
  std::optional<Timestamp> working_time{};  // workingTime; the wire says -1 for none
  std::optional<std::int64_t> strategy_id{};
  std::optional<std::int64_t> strategy_type{};
  Money locked{};  // what the order holds back now: quote for BUY, base for SELL; for a list leg see OrderList

  Quantity left() const { return quantity - executed; }
  bool is_pending() const { return status == OrderStatus::PENDING_NEW; }
  bool is_open() const { return is_pending() || status == OrderStatus::NEW || status == OrderStatus::PARTIALLY_FILLED; }
};

// One fill of an account's order; an entry of myTrades and of `fills` in a FULL answer.
struct AccountTrade {
  Symbol symbol{};
  std::int64_t id = 0;  // the public trade's id
  OrderId order{};
  OrderListId list{};
  Price price{};
  Quantity quantity{};
  Money quote_quantity{};
  Money commission{};
  std::string commission_asset{};
  Timestamp time{};
  bool is_buyer = false;
  bool is_maker = false;
};

// Orders that belong together. One lock is shared by the legs that wait for their turn.
//   OCO           a pair: one executes, the other expires in that step; they lock the greater of the two needs
//   OTO, OTOCO    a working order and, after it in `legs`, one pending order or a pending pair. These are PENDING_NEW
//                 until the working order is filled in full (`armed`), and expire when it ends otherwise
//   OPO, OPOCO    the same, but the pending side sells what the working order buys (`pays`): the lock is what came in
struct OrderList {
  OrderListId id{};
  AccountId account{};
  Symbol symbol{};
  std::string client_id{};  // listClientOrderId
  Contingency contingency = Contingency::OCO;
  ListStatusType status_type = ListStatusType::EXEC_STARTED;
  ListOrderStatus order_status = ListOrderStatus::EXECUTING;
  Timestamp transaction_time{};
  struct Leg {
    OrderId order{};
    std::string client_id{};
  };
  std::vector<Leg> legs{};  // the working order first; of a pair the stop loss first
  bool armed = true;        // false while the working order is not filled
  bool pays = false;
  Side side{};     // of those that share the lock
  Money locked{};  // in what that side pays; shared until one of them is alone

  bool is_open() const { return order_status == ListOrderStatus::EXECUTING; }
  // Where the pending orders (of an OCO: the pair) begin in `legs`.
  std::size_t first_pending() const { return contingency == Contingency::OTO ? 1 : 0; }
  bool is_armed_pair() const { return armed && legs.size() - first_pending() == 2; }
};

struct Balance {
  std::string asset{};
  Money free{};
  Money locked{};
};

// A trade on the public tape.
struct PublicTrade {
  Trade trade{};
  OrderId buyer{};  // 0: somebody outside
  OrderId seller{};
  std::int64_t aggregate_id = 0;  // trades of one taker at one price share it, in a row (aggTrade)
};

// Why something was refused, in the venue's words: {"code": code, "msg": message}.
struct Rejection {
  int code = 0;
  std::string message{};
  RejectReason reason = RejectReason::NONE;
  friend bool operator==(const Rejection&, const Rejection&) = default;
};

}  // namespace robson::simulator
