#pragma once
// The order book in its plainest form, to compare with: one row of orders, searched from end to end every time. It
// keeps price-time priority by scanning for the best price and, among equals, the earliest arrival.
#include <algorithm>
#include <vector>

#include "matching/order_book.hpp"

namespace robson::matching {

class NaiveBook {
 public:
  struct Standing {
    matching::OrderId id{};
    Side side{};
    Price price{};
    Quantity quantity{};
    int arrival = 0;
  };

  Quantity match(const Incoming& incoming, Fills& fills) {
    Quantity left = incoming.quantity;
    while (!left.is_zero()) {
      Standing* maker = first(opposite(incoming.side));
      if (maker == nullptr) break;
      if (incoming.limit && beyond(incoming.side, maker->price, *incoming.limit)) break;
      const Quantity taken = std::min(left, maker->quantity);
      maker->quantity -= taken;
      left -= taken;
      fills.push_back({maker->id, maker->price, taken, maker->id ? maker->quantity : Quantity{}});
      sweep();
    }
    return left;
  }
  void rest(const Resting& order) { add(order.id, order.side, order.price, order.quantity); }
  bool cancel(matching::OrderId id) {
    return std::erase_if(orders_, [&](const Standing& order) { return order.id == id; }) > 0;
  }
  // The rule of anonymous liquidity, told differently: growth is a new order, shrinking cuts from the latest.
  void replace_anonymous(const std::vector<Level>& bids, const std::vector<Level>& asks, Fills& fills) {
    auto new_bids = bids;
    auto new_asks = asks;
    cross(Side::BUY, new_asks, fills);
    cross(Side::SELL, new_bids, fills);
    lay(Side::BUY, new_bids);
    lay(Side::SELL, new_asks);
  }
  std::vector<Level> levels(Side side) const {
    std::vector<Level> out;
    for (const Standing& order : orders_) {
      if (order.side != side) continue;
      const auto found = std::ranges::find(out, order.price, &Level::price);
      if (found == out.end()) {
        out.push_back({order.price, order.quantity});
      } else {
        found->quantity += order.quantity;
      }
    }
    std::ranges::sort(out, [side](const Level& a, const Level& b) { return better(side, a.price, b.price); });
    return out;
  }
  const std::vector<Standing>& orders() const { return orders_; }

 private:
  void add(matching::OrderId id, Side side, Price price, Quantity quantity) {
    orders_.push_back({id, side, price, quantity, ++arrivals_});
  }
  void sweep() {
    std::erase_if(orders_, [](const Standing& order) { return order.quantity.is_zero(); });
  }
  Standing* first(Side side, bool named_only = false) {
    Standing* found = nullptr;
    for (Standing& order : orders_) {
      if (order.side != side || (named_only && !order.id)) continue;
      if (found == nullptr || better(side, order.price, found->price) ||
          (order.price == found->price && order.arrival < found->arrival)) {
        found = &order;
      }
    }
    return found;
  }
  void cross(Side maker, std::vector<Level>& incoming, Fills& fills) {
    for (Level& level : incoming) {
      while (!level.quantity.is_zero()) {
        Standing* order = first(maker, true);
        if (order == nullptr || beyond(opposite(maker), order->price, level.price)) break;
        const Quantity taken = std::min(level.quantity, order->quantity);
        level.quantity -= taken;
        order->quantity -= taken;
        fills.push_back({order->id, order->price, taken, order->quantity});
        sweep();
      }
    }
  }
  void lay(Side side, const std::vector<Level>& wanted) {
    const auto sum_wanted = [&](Price price) {
      const auto found = std::ranges::find(wanted, price, &Level::price);
      return found == wanted.end() ? Quantity{} : found->quantity;
    };
    for (auto order = orders_.rbegin(); order != orders_.rend(); ++order) {
      if (order->id || order->side != side) continue;
      const Quantity excess = anonymous_at(side, order->price) - sum_wanted(order->price);
      if (excess > Quantity{}) order->quantity -= std::min(excess, order->quantity);
    }
    sweep();
    for (const Level& level : wanted) {
      const Quantity lacking = level.quantity - anonymous_at(side, level.price);
      if (lacking > Quantity{}) add(matching::OrderId{}, side, level.price, lacking);
    }
  }
  Quantity anonymous_at(Side side, Price price) const {
    Quantity sum{};
    for (const Standing& order : orders_) {
      if (!order.id && order.side == side && order.price == price) sum += order.quantity;
    }
    return sum;
  }
  std::vector<Standing> orders_{};
  int arrivals_ = 0;
};

}  // namespace robson::matching
