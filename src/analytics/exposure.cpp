#include "analytics/exposure.hpp"

namespace robson::analytics {
namespace {

constexpr Rounding rounding = Rounding::toward_zero;

void add_to(ExposureSum& sum, const OpenPosition& position) {
  (position.side == Side::BUY ? sum.longs : sum.shorts) += position.value;
  sum.loss_at_stop += position.loss_at_stop;
  sum.stale = sum.stale || position.stale;
  ++sum.positions;
  if (!position.unrealized) {
    sum.unrealized.reset();
  } else if (sum.unrealized) {
    *sum.unrealized += *position.unrealized;
  }
}

}  // namespace

void Exposure::add(const OpenPosition& position) {
  add_to(all_, position);
  ExposureSum& of_symbol = by_symbol_[position.symbol];
  of_symbol.label = position.symbol;
  add_to(of_symbol, position);
  ExposureSum& of_strategy = by_strategy_[position.strategy_key];
  of_strategy.label = position.strategy;
  add_to(of_strategy, position);
}

std::optional<Decimal> Exposure::share(const ExposureSum& row) const {
  if (!all_.gross().value.is_positive()) return {};
  return divide(row.gross().value, all_.gross().value, rounding);
}

std::optional<Decimal> Exposure::concentration() const {
  if (!all_.gross().value.is_positive()) return {};
  Decimal sum;
  for (const auto& [symbol, row] : by_symbol_) {
    const Decimal part = *share(row);
    sum += multiply(part, part, rounding);
  }
  return sum;
}

std::optional<Decimal> Exposure::effective_positions() const {
  const auto index = concentration();
  if (!index || !index->is_positive()) return {};
  return divide(Decimal::integer(1), *index, rounding);
}

const std::pair<const std::string, ExposureSum>* Exposure::largest() const {
  const std::pair<const std::string, ExposureSum>* found = nullptr;
  for (const auto& row : by_symbol_) {
    if (found == nullptr || row.second.gross() > found->second.gross()) found = &row;
  }
  return found;
}

}  // namespace robson::analytics
