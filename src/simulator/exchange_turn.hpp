#pragma once
// Turn: one call of the exchange on one market. It moves the state, writes the events, and in `finish` wakes the
// conditional orders that the call's trades have triggered and says how book and balances stand.
//
//   place, place_oco, cancel..., external...  ->  [ fills -> prints -> last price ]*  ->  finish:
//       while a print has woken an order or a working order was filled: activate it, or place what it held back (either
//       may print again)
//       list statuses, BookChange, one AccountPosition for each account that was touched
//
// A turn that was begun must be finished, also when its request was refused (then it says nothing).
#include "simulator/exchange_market.hpp"

namespace robson::simulator {

class Turn {
 public:
  Turn(Exchange::State& state, Market& market, Timestamp now, Events& out)
      : state_(state), market_(market), now_(now), out_(out) {}

  Result<PlacedOrder, Rejection> place(AccountId account, const NewOrder& request);
  Result<PlacedList, Rejection> place_oco(AccountId account, const NewOco& request);
  Result<PlacedList, Rejection> place_oto(AccountId account, const NewOto& request);
  Result<Cancelled, Rejection> cancel(AccountId account, const CancelOrder& request);
  Result<std::vector<Cancelled>, Rejection> cancel_all(AccountId account);
  Result<CancelledList, Rejection> cancel_list(AccountId account, const ListRef& list, const std::string& client_id);
  Result<CancelReplaced, Rejection> cancel_replace(AccountId account, const CancelReplace& request);
  void set_external_book(std::span<const Level> bids, std::span<const Level> asks);
  void external_trade(const ExternalTrade& trade);
  bool fill_resting(AccountId account, const OrderRef& ref, std::optional<Quantity> quantity);
  // Of an order alone, without account and book: symbol's state, parameters, filters.
  static std::optional<Rejection> check(const Market& market, const NewOrder& request, Timestamp now);
  void finish();

 private:
  // Entry (exchange_entry.cpp)
  Result<Order, Rejection> draft(AccountId account, const NewOrder& request);
  std::optional<Rejection> refuse(const Order& order);
  std::optional<Rejection> refuse_count(AccountId account, int orders, int algos);
  std::optional<Rejection> refuse_price(const Order& order) const;
  bool can_pay(const Order& order);
  // What it would cost now, in the quote asset.
  Money cost_of(const matching::Incoming& incoming) const;
  Order& accept(Order drafted);

  // Execution (exchange_fill.cpp)
  void activate(Order& order);
  void execute(Order& order);
  Quantity reachable(const Order& order, const matching::Incoming& incoming);
  void apply(const matching::Fills& fills, Order* taker, Side taker_side);
  void print(Price price, Quantity quantity, bool buyer_is_maker, OrderId buyer, OrderId seller);
  void fill(Order& order, Price price, Quantity quantity, bool is_maker);

  // Lists (exchange_lists.cpp)
  std::optional<Rejection> refuse_oco(AccountId account, const NewOco& request);
  std::optional<Rejection> refuse_list(AccountId account, const std::vector<NewOrder>& orders,
                                       const std::string& list_client_id);
  OrderList* open_list(const Order& order);
  void resolve_list(Order& survivor);
  void end_list(OrderList& list, RejectReason reason = RejectReason::NONE);
  void hold(OrderList& list, Money wanted);

  // Lists that wait for a working order (exchange_oto.cpp)
  struct Drafts {
    Order working{};
    std::vector<Order> pending{};
  };
  std::optional<Rejection> refuse_oto(AccountId account, const NewOto& request);
  Result<Drafts, Rejection> draft_oto(AccountId account, const NewOto& request);
  bool can_pay(const Drafts& drafts, Money pending_hold);
  void keep_proceeds(const Order& working, Quantity received, Money commission);
  void leave_list(const Order& ended);
  void arm(OrderList& list);
  void size_by_proceeds(const OrderList& list);
  std::optional<Rejection> refuse_pending(const OrderList& list);
  void start(Order& pending);
  void fail_pending(OrderList& list, RejectReason reason);
  std::vector<Order*> pending_of(const OrderList& list);

  // Ends (exchange_cancel.cpp)
  void close(Order& order, OrderStatus status);
  void expire(Order& order, RejectReason reason);
  CancelledOrder cancel_one(Order& order, const std::string& client_id);
  CancelledList cancel_whole(OrderList& list, const std::string& client_id);
  Cancelled cancel_with_list(Order& order, const std::string& client_id);

  // Reports (exchange_turn.cpp)
  ExecutionReport report(const Order& order, ExecutionType type);
  void report_rejected(AccountId account, const NewOrder& request, const Rejection& why);
  void touch(AccountId account);
  void hold(Order& order, Money wanted);
  void say_book();
  void say_positions();

  const Instrument& instrument() const { return market_.rules.instrument; }
  const std::string& paid_asset(Side side) const { return side == Side::BUY ? instrument().quote : instrument().base; }
  OrderArchive& archive(AccountId account) { return market_.archives[account]; }
  Money free(AccountId account, Side side) const;
  std::string named(const std::string& client_id) {
    return client_id.empty() ? state_.generate_client_id() : client_id;
  }

  Exchange::State& state_;
  Market& market_;
  Timestamp now_;
  Events& out_;
  std::vector<AccountId> touched_{};
  std::vector<ListStatusReport> lists_done_{};
  struct Filled {
    AccountId account{};
    OrderListId list{};
  };
  std::vector<Filled> filled_{};            // lists whose working order was filled in this turn
  std::optional<Price> aggregate_price_{};  // of the taker whose fills are being printed
  OrderId watched_{};                       // the order being placed, whose fills are part of the answer
  std::vector<AccountTrade> watched_fills_{};
};

// What an order holds back: BUY its price (or stop price) x what is left, SELL what is left, in units of the asset. An
// order that executes at once or has been triggered without a price holds nothing: it pays from what is free.
Money needed_hold(const Order& order, const Instrument& instrument);

}  // namespace robson::simulator
