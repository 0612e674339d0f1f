#pragma once
// The orders and trades of one account on one symbol, and an account's order lists: the open ones, and the closed ones
// up to a bound, the oldest dropped first. References to orders stay valid until the order is dropped.
#include <deque>
#include <map>
#include <set>
#include <unordered_map>

#include "simulator/exchange.hpp"

namespace robson::simulator {

class OrderArchive {
 public:
  Order& add(Order order);                           // open
  void close(const Order& order, std::size_t keep);  // remembers at most `keep` (> 0) closed ones
  void add(AccountTrade trade, std::size_t keep);

  Order* find(OrderId id);
  const Order* find(const OrderRef& ref) const;
  bool is_open(const std::string& client_id) const;

  const std::set<OrderId>& open() const { return open_; }
  int open_algos() const { return open_algos_; }
  const std::map<OrderId, Order>& orders() const { return orders_; }
  const std::deque<AccountTrade>& trades() const { return trades_; }  // oldest first
  std::vector<Order> page(const Page& page) const;
  std::vector<AccountTrade> page(const Page& page, std::optional<OrderId> order) const;

 private:
  std::map<OrderId, Order> orders_{};
  std::unordered_map<std::string, OrderId> by_client_{};  // the latest of that name
  std::set<OrderId> open_{};
  std::deque<OrderId> closed_{};
  std::deque<AccountTrade> trades_{};
  int open_algos_ = 0;
};

class ListArchive {
 public:
  OrderList& add(OrderList list);
  void close(const OrderList& list, std::size_t keep);
  OrderList* find(OrderListId id);
  const OrderList* find(const ListRef& ref) const;
  bool is_open(const std::string& client_id) const;
  int open_on(const Symbol& symbol) const;
  const std::map<OrderListId, OrderList>& lists() const { return lists_; }
  std::vector<OrderList> open() const;
  std::vector<OrderList> page(const Page& page) const;

 private:
  std::map<OrderListId, OrderList> lists_{};
  std::unordered_map<std::string, OrderListId> by_client_{};
  std::set<OrderListId> open_{};
  std::deque<OrderListId> closed_{};
};

}  // namespace robson::simulator
