// What can be seen of the book: the touch, depth, walks, and the changes since one last looked.
#include <algorithm>

#include "matching/order_book.hpp"

namespace robson::matching {
namespace {

std::vector<Level> top(std::size_t count, const auto& levels) {
  std::vector<Level> out;
  out.reserve(std::min(count, levels.size()));
  for (std::size_t i = levels.size(); i-- > 0 && out.size() < count;) out.push_back({levels[i].price, levels[i].total});
  return out;
}

}  // namespace

std::optional<Level> OrderBook::best(Side side) const {
  const SideLevels& all = levels(side);
  if (all.empty()) return {};
  return Level{all.back().price, all.back().total};
}

Depth OrderBook::depth(std::size_t count) const {
  return {0, top(count, bids_), top(count, asks_)};
}

Quantity OrderBook::quantity_at(Side side, Price price) const {
  const PriceLevel* level = at(side, price);
  return level ? level->total : Quantity{};
}

Walk OrderBook::walk(const Incoming& incoming) const {
  const SideLevels& all = levels(opposite(incoming.side));
  Walk walked;
  for (std::size_t i = all.size(); i-- > 0 && walked.quantity < incoming.quantity;) {
    if (incoming.limit && beyond(incoming.side, all[i].price, *incoming.limit)) break;
    const Quantity part = std::min(all[i].total, incoming.quantity - walked.quantity);
    walked.quantity += part;
    walked.cost += notional(all[i].price, part);
  }
  return walked;
}

Quantity OrderBook::quantity_for(Side side, Money budget, Decimal step) const {
  const SideLevels& all = levels(opposite(side));
  Quantity bought{};
  for (std::size_t i = all.size(); i-- > 0 && budget > Money{};) {
    const Money level_cost = notional(all[i].price, all[i].total);
    if (level_cost <= budget) {
      bought += all[i].total;
      budget -= level_cost;
      continue;
    }
    bought += Quantity{divide(budget.value, all[i].price.value, Rounding::floor)};
    break;
  }
  return {round_to_step(bought.value, step, Rounding::floor)};
}

OrderBook::Changes OrderBook::take_changes() {
  Changes changes;
  collect(Side::BUY, touched_bids_, changes.bids);
  collect(Side::SELL, touched_asks_, changes.asks);
  return changes;
}

// A price may have been touched several times; only its first sum before and its sum now count. Both rows are walked
// side by side, so the cost is linear after the sort.
void OrderBook::collect(Side side, std::vector<Touched>& touched, std::vector<Level>& out) {
  if (touched.empty()) return;
  std::ranges::stable_sort(touched,
                           [side](const Touched& a, const Touched& b) { return better(side, a.price, b.price); });
  const SideLevels& all = levels(side);
  std::size_t i = all.size();
  out.reserve(touched.size());
  for (std::size_t t = 0; t < touched.size(); ++t) {
    const Price price = touched[t].price;
    if (t > 0 && touched[t - 1].price == price) continue;
    while (i > 0 && better(side, all[i - 1].price, price)) --i;
    const bool there = i > 0 && all[i - 1].price == price;
    const Quantity now = there ? all[i - 1].total : Quantity{};
    if (now != touched[t].before) out.push_back({price, now});
  }
  touched.clear();
}

}  // namespace robson::matching
