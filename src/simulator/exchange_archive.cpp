#include "simulator/exchange_archive.hpp"

#include <algorithm>

#include "base/ensure.hpp"

namespace robson::simulator {
namespace {

bool within(Timestamp moment, const Page& page) {
  return (!page.start || moment >= *page.start) && (!page.end || moment <= *page.end);
}

// Of an ordered row, oldest first, what `matches`: the first `limit` where the page says from where on, else the last.
template <class Iterator, class Matches, class Value>
void collect(Iterator begin, Iterator end, const Page& page, Matches matches, Value value, auto& out) {
  if (page.from_id || page.start) {
    for (; begin != end && out.size() < page.limit; ++begin) {
      if (matches(*begin)) out.push_back(value(*begin));
    }
    return;
  }
  while (begin != end && out.size() < page.limit) {
    --end;
    if (matches(*end)) out.push_back(value(*end));
  }
  std::ranges::reverse(out);
}

}  // namespace

Order& OrderArchive::add(Order order) {
  const OrderId id = order.id;
  open_.insert(id);
  open_algos_ += is_conditional(order.type) ? 1 : 0;
  by_client_[order.client_id] = id;
  return orders_.emplace(id, std::move(order)).first->second;
}

void OrderArchive::close(const Order& order, std::size_t keep) {
  ensure(open_.erase(order.id) == 1, "an order is closed once");
  open_algos_ -= is_conditional(order.type) ? 1 : 0;
  closed_.push_back(order.id);
  while (closed_.size() > keep) {
    const auto oldest = orders_.find(closed_.front());
    closed_.pop_front();
    const auto named = by_client_.find(oldest->second.client_id);
    if (named != by_client_.end() && named->second == oldest->first) by_client_.erase(named);
    orders_.erase(oldest);
  }
}

void OrderArchive::add(AccountTrade trade, std::size_t keep) {
  trades_.push_back(std::move(trade));
  while (trades_.size() > keep) trades_.pop_front();
}

Order* OrderArchive::find(OrderId id) {
  const auto found = orders_.find(id);
  return found == orders_.end() ? nullptr : &found->second;
}

const Order* OrderArchive::find(const OrderRef& ref) const {
  OrderId id{};
  if (ref.id) {
    id = *ref.id;
  } else if (ref.client_id) {
    const auto named = by_client_.find(*ref.client_id);
    if (named != by_client_.end()) id = named->second;
  }
  const auto found = orders_.find(id);
  if (found == orders_.end()) return nullptr;
  if (ref.client_id && found->second.client_id != *ref.client_id) return nullptr;
  return &found->second;
}

bool OrderArchive::is_open(const std::string& client_id) const {
  const auto named = by_client_.find(client_id);
  return named != by_client_.end() && open_.contains(named->second);
}

std::vector<Order> OrderArchive::page(const Page& page) const {
  std::vector<Order> out;
  collect(
      orders_.lower_bound(OrderId{page.from_id.value_or(0)}), orders_.end(), page,
      [&](const auto& entry) { return within(entry.second.created, page); },
      [](const auto& entry) { return entry.second; }, out);
  return out;
}

std::vector<AccountTrade> OrderArchive::page(const Page& page, std::optional<OrderId> order) const {
  std::vector<AccountTrade> out;
  collect(
      std::ranges::lower_bound(trades_, page.from_id.value_or(0), {}, &AccountTrade::id), trades_.end(), page,
      [&](const AccountTrade& trade) { return (!order || trade.order == *order) && within(trade.time, page); },
      [](const AccountTrade& trade) { return trade; }, out);
  return out;
}

OrderList& ListArchive::add(OrderList list) {
  const OrderListId id = list.id;
  open_.insert(id);
  by_client_[list.client_id] = id;
  return lists_.emplace(id, std::move(list)).first->second;
}

void ListArchive::close(const OrderList& list, std::size_t keep) {
  ensure(open_.erase(list.id) == 1, "a list is closed once");
  closed_.push_back(list.id);
  while (closed_.size() > keep) {
    const auto oldest = lists_.find(closed_.front());
    closed_.pop_front();
    const auto named = by_client_.find(oldest->second.client_id);
    if (named != by_client_.end() && named->second == oldest->first) by_client_.erase(named);
    lists_.erase(oldest);
  }
}

OrderList* ListArchive::find(OrderListId id) {
  const auto found = lists_.find(id);
  return found == lists_.end() ? nullptr : &found->second;
}

const OrderList* ListArchive::find(const ListRef& ref) const {
  OrderListId id{};
  if (ref.id) {
    id = *ref.id;
  } else if (ref.client_id) {
    const auto named = by_client_.find(*ref.client_id);
    if (named != by_client_.end()) id = named->second;
  }
  const auto found = lists_.find(id);
  return found == lists_.end() ? nullptr : &found->second;
}

bool ListArchive::is_open(const std::string& client_id) const {
  const auto named = by_client_.find(client_id);
  return named != by_client_.end() && open_.contains(named->second);
}

int ListArchive::open_on(const Symbol& symbol) const {
  return static_cast<int>(std::ranges::count_if(open_, [&](OrderListId id) { return lists_.at(id).symbol == symbol; }));
}

std::vector<OrderList> ListArchive::open() const {
  std::vector<OrderList> out;
  for (const OrderListId id : open_) out.push_back(lists_.at(id));
  return out;
}

std::vector<OrderList> ListArchive::page(const Page& page) const {
  std::vector<OrderList> out;
  collect(
      lists_.lower_bound(OrderListId{page.from_id.value_or(0)}), lists_.end(), page,
      [&](const auto& entry) { return within(entry.second.transaction_time, page); },
      [](const auto& entry) { return entry.second; }, out);
  return out;
}

}  // namespace robson::simulator
