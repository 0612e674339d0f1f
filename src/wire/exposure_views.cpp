#include <fmt/format.h>

#include "json/write.hpp"
#include "wire/analytics_views.hpp"
#include "wire/figures.hpp"

namespace robson::wire {
namespace {

using analytics::ExposureSum;

// The object with the two members that C++ has no names for.
std::string with_sides(std::string object, const ExposureSum& sum) {
  object.pop_back();
  return fmt::format(R"({},"long":"{}","short":"{}"}})", object, sum.longs.value.text(money_places),
                     sum.shorts.value.text(money_places));
}

std::optional<Fixed> part_of(Decimal part, const std::optional<Money>& whole) {
  if (!whole || !whole->value.is_positive()) return {};
  return percent_of(part, whole->value);
}

std::vector<json::Raw> rows_of(const analytics::Exposure& exposure, const std::map<std::string, ExposureSum>& sums,
                               const std::optional<Money>& equity) {
  std::vector<json::Raw> rows;
  for (const auto& [key, sum] : sums) {
    const ExposureRow row{.key = key,
                          .label = sum.label,
                          .net = usd(sum.net()),
                          .gross = usd(sum.gross()),
                          .percent_of_equity = part_of(sum.gross().value, equity),
                          .share_percent = if_known(exposure.share(sum), percent_of_fraction),
                          .unrealized_pnl = if_known(sum.unrealized, usd),
                          .risk_at_stop = usd(sum.loss_at_stop),
                          .positions = sum.positions,
                          .stale = sum.stale};
    rows.push_back({with_sides(json::text_of(row), sum)});
  }
  return rows;
}

}  // namespace

std::string exposure_text(const analytics::Exposure& exposure, std::optional<Money> equity, std::string currency,
                          bool stale, Timestamp now) {
  const ExposureSum& all = exposure.all();
  const auto ratio = [](Decimal value) { return Fixed{value, 4}; };
  Exposure view{.currency = std::move(currency),
                .as_of = now,
                .stale = stale || all.stale,
                .equity = if_known(equity, usd),
                .net = usd(all.net()),
                .gross = usd(all.gross()),
                .gross_percent = part_of(all.gross().value, equity),
                .net_percent = part_of(all.net().value, equity),
                .risk_at_stop = usd(all.loss_at_stop),
                .risk_percent = part_of(all.loss_at_stop.value, equity),
                .concentration = if_known(exposure.concentration(), ratio),
                .effective_positions = if_known(exposure.effective_positions(), ratio),
                .by_symbol = rows_of(exposure, exposure.by_symbol(), equity),
                .by_strategy = rows_of(exposure, exposure.by_strategy(), equity),
                .unvalued_positions = exposure.unvalued()};
  if (const auto* largest = exposure.largest()) {
    view.largest_symbol = largest->first;
    view.largest_share_percent = if_known(exposure.share(largest->second), percent_of_fraction);
  }
  return with_sides(json::text_of(view), all);
}

}  // namespace robson::wire
