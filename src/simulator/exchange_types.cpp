#include "simulator/exchange_types.hpp"

#include <utility>

namespace robson::simulator {
namespace {

template <class Enum, std::size_t N>
using Names = std::array<std::pair<Enum, std::string_view>, N>;

constexpr Names<Side, 2> sides = {{{Side::BUY, "BUY"}, {Side::SELL, "SELL"}}};
constexpr Names<OrderType, 7> order_types = {{{OrderType::LIMIT, "LIMIT"},
                                              {OrderType::MARKET, "MARKET"},
                                              {OrderType::STOP_LOSS, "STOP_LOSS"},
                                              {OrderType::STOP_LOSS_LIMIT, "STOP_LOSS_LIMIT"},
                                              {OrderType::TAKE_PROFIT, "TAKE_PROFIT"},
                                              {OrderType::TAKE_PROFIT_LIMIT, "TAKE_PROFIT_LIMIT"},
                                              {OrderType::LIMIT_MAKER, "LIMIT_MAKER"}}};
constexpr Names<TimeInForce, 3> times_in_force = {
    {{TimeInForce::GTC, "GTC"}, {TimeInForce::IOC, "IOC"}, {TimeInForce::FOK, "FOK"}}};
constexpr Names<OrderStatus, 7> order_statuses = {{{OrderStatus::PENDING_NEW, "PENDING_NEW"},
                                                   {OrderStatus::NEW, "NEW"},
                                                   {OrderStatus::PARTIALLY_FILLED, "PARTIALLY_FILLED"},
                                                   {OrderStatus::FILLED, "FILLED"},
                                                   {OrderStatus::CANCELED, "CANCELED"},
                                                   {OrderStatus::REJECTED, "REJECTED"},
                                                   {OrderStatus::EXPIRED, "EXPIRED"}}};
constexpr Names<ExecutionType, 6> execution_types = {{{ExecutionType::NEW, "NEW"},
                                                      {ExecutionType::CANCELED, "CANCELED"},
                                                      {ExecutionType::REPLACED, "REPLACED"},
                                                      {ExecutionType::REJECTED, "REJECTED"},
                                                      {ExecutionType::TRADE, "TRADE"},
                                                      {ExecutionType::EXPIRED, "EXPIRED"}}};
constexpr Names<ListStatusType, 3> list_status_types = {{{ListStatusType::RESPONSE, "RESPONSE"},
                                                         {ListStatusType::EXEC_STARTED, "EXEC_STARTED"},
                                                         {ListStatusType::ALL_DONE, "ALL_DONE"}}};
constexpr Names<ListOrderStatus, 3> list_order_statuses = {{{ListOrderStatus::EXECUTING, "EXECUTING"},
                                                            {ListOrderStatus::ALL_DONE, "ALL_DONE"},
                                                            {ListOrderStatus::REJECT, "REJECT"}}};
constexpr Names<Contingency, 2> contingencies = {{{Contingency::OCO, "OCO"}, {Contingency::OTO, "OTO"}}};
constexpr Names<SymbolStatus, 2> symbol_statuses = {{{SymbolStatus::TRADING, "TRADING"}, {SymbolStatus::HALT, "HALT"}}};
constexpr Names<CancelRestrictions, 2> restrictions = {
    {{CancelRestrictions::ONLY_NEW, "ONLY_NEW"}, {CancelRestrictions::ONLY_PARTIALLY_FILLED, "ONLY_PARTIALLY_FILLED"}}};
constexpr Names<CancelReplaceMode, 2> replace_modes = {
    {{CancelReplaceMode::STOP_ON_FAILURE, "STOP_ON_FAILURE"}, {CancelReplaceMode::ALLOW_FAILURE, "ALLOW_FAILURE"}}};
constexpr Names<RejectReason, 5> reject_reasons = {
    {{RejectReason::NONE, "NONE"},
     {RejectReason::INSUFFICIENT_BALANCES, "INSUFFICIENT_BALANCES"},
     {RejectReason::STOP_PRICE_WOULD_TRIGGER_IMMEDIATELY, "STOP_PRICE_WOULD_TRIGGER_IMMEDIATELY"},
     {RejectReason::WOULD_MATCH_IMMEDIATELY, "WOULD_MATCH_IMMEDIATELY"},
     {RejectReason::OCO_BAD_PRICES, "OCO_BAD_PRICES"}}};

std::string_view name_in(const auto& names, auto value) {
  for (const auto& entry : names) {
    if (entry.first == value) return entry.second;
  }
  return "";
}

template <class Enum, std::size_t N>
std::optional<Enum> find_in(const Names<Enum, N>& names, std::string_view text) {
  for (const auto& entry : names) {
    if (entry.second == text) return entry.first;
  }
  return {};
}

}  // namespace

std::string_view name(Side side) {
  return name_in(sides, side);
}
std::string_view name(OrderType type) {
  return name_in(order_types, type);
}
std::string_view name(TimeInForce time_in_force) {
  return name_in(times_in_force, time_in_force);
}
std::string_view name(OrderStatus status) {
  return name_in(order_statuses, status);
}
std::string_view name(ExecutionType type) {
  return name_in(execution_types, type);
}
std::string_view name(ListStatusType type) {
  return name_in(list_status_types, type);
}
std::string_view name(ListOrderStatus status) {
  return name_in(list_order_statuses, status);
}
std::string_view name(Contingency contingency) {
  return name_in(contingencies, contingency);
}
std::string_view name(SymbolStatus status) {
  return name_in(symbol_statuses, status);
}
std::string_view name(RejectReason reason) {
  return name_in(reject_reasons, reason);
}
std::optional<Side> side_of(std::string_view text) {
  return find_in(sides, text);
}
std::optional<OrderType> order_type_of(std::string_view text) {
  return find_in(order_types, text);
}
std::optional<TimeInForce> time_in_force_of(std::string_view text) {
  return find_in(times_in_force, text);
}
std::optional<CancelRestrictions> cancel_restrictions_of(std::string_view text) {
  return find_in(restrictions, text);
}
std::optional<CancelReplaceMode> cancel_replace_mode_of(std::string_view text) {
  return find_in(replace_modes, text);
}

bool is_conditional(OrderType type) {
  return type == OrderType::STOP_LOSS || type == OrderType::STOP_LOSS_LIMIT || type == OrderType::TAKE_PROFIT ||
         type == OrderType::TAKE_PROFIT_LIMIT;
}
bool is_stop_loss(OrderType type) {
  return type == OrderType::STOP_LOSS || type == OrderType::STOP_LOSS_LIMIT;
}
bool is_priceless(OrderType type) {
  return type == OrderType::MARKET || type == OrderType::STOP_LOSS || type == OrderType::TAKE_PROFIT;
}

}  // namespace robson::simulator
