#include "wire/analytics_views.hpp"

#include "wire/figures.hpp"

namespace robson::wire {
namespace {

constexpr int ratio_places = 4;
constexpr int minutes_places = 2;

Fixed ratio(Decimal value) {
  return {value, ratio_places};
}

std::vector<RBucket> r_views(const analytics::Tally& tally) {
  const auto edge = [](int halves) {
    return Fixed{divide(Decimal::integer(halves), Decimal::integer(2), Rounding::toward_zero), 1};
  };
  std::vector<RBucket> views;
  for (std::size_t i = 0; i < analytics::r_buckets; ++i) {
    RBucket view{.trades = tally.r_counts()[i]};
    if (i > 0) view.from = edge(analytics::r_edges[i - 1]);
    if (i < analytics::r_edges.size()) view.to = edge(analytics::r_edges[i]);
    views.push_back(view);
  }
  return views;
}

}  // namespace

Fixed percent_of_fraction(Decimal fraction) {
  return percent(multiply(fraction, Decimal::integer(100), Rounding::half_away_from_zero));
}

PerformanceRow performance_row(const std::string& key, const analytics::Group& group) {
  const analytics::Tally& tally = group.tally;
  return {.key = key,
          .label = group.label,
          .trades = tally.trades(),
          .wins = tally.wins(),
          .losses = tally.losses(),
          .win_rate = if_known(tally.win_rate(), ratio),
          .net_pnl = usd(tally.net()),
          .profit_factor = if_known(tally.profit_factor(), ratio),
          .expectancy = if_known(tally.expectancy(), usd),
          .average_r = if_known(tally.average_r(), ratio)};
}

void add_trades(Performance& view, const analytics::Book& book, std::optional<PerformanceGroup> by) {
  const analytics::Tally& tally = book.all();
  view.trades = tally.trades();
  view.wins = tally.wins();
  view.losses = tally.losses();
  view.break_even = tally.break_even();
  view.win_rate = if_known(tally.win_rate(), ratio);
  view.net_pnl = usd(tally.net());
  view.gross_profit = usd(tally.gross_profit());
  view.gross_loss = usd(tally.gross_loss());
  view.fees = usd(tally.fees());
  view.profit_factor = if_known(tally.profit_factor(), ratio);
  view.expectancy = if_known(tally.expectancy(), usd);
  view.average_win = if_known(tally.average_win(), usd);
  view.average_loss = if_known(tally.average_loss(), usd);
  view.largest_win = if_known(tally.largest_win(), usd);
  view.largest_loss = if_known(tally.largest_loss(), usd);
  view.average_r = if_known(tally.average_r(), ratio);
  view.average_holding_minutes = if_known(tally.average_holding_minutes(), [](Decimal minutes) {
    return Fixed{minutes, minutes_places};
  });
  view.r_multiples = r_views(tally);
  for (const auto& [day, sum] : book.days()) view.calendar.push_back({to_text(day), usd(sum.net), sum.trades});
  view.by = by;
  for (const auto& [key, group] : book.groups()) view.groups.push_back(performance_row(key, group));
}

void add_equity(Performance& view, const std::optional<analytics::Curve>& curve) {
  if (!curve) return;
  const auto total = curve->total_return();
  const Decimal worst = curve->max_drawdown_fraction();
  view.initial_equity = usd(curve->initial());
  view.final_equity = usd(curve->final());
  view.deposits = usd(curve->deposits());
  view.withdrawals = usd(curve->withdrawals());
  view.total_return_percent = if_known(total, percent_of_fraction);
  view.max_drawdown = usd(curve->max_drawdown());
  view.max_drawdown_percent = percent_of_fraction(worst);
  view.max_drawdown_days = curve->longest_drawdown();
  view.current_drawdown_percent = percent_of_fraction(curve->current_drawdown());
  const auto returns = curve->returns();
  const auto shown = [](std::optional<double> value) {
    return if_known(analytics::rounded(value, ratio_places), ratio);
  };
  view.sharpe = shown(analytics::sharpe(returns, analytics::days_a_year));
  view.sortino = shown(analytics::sortino(returns, analytics::days_a_year));
  if (!total) return;
  view.calmar = shown(analytics::calmar(total->to_double(), worst.to_double(), returns.size(), analytics::days_a_year));
}

void add_curve(EquityCurve& view, const std::optional<analytics::Curve>& curve, CurveStep step) {
  if (!curve) return;
  view.initial_equity = usd(curve->initial());
  view.final_equity = usd(curve->final());
  view.total_return_percent = if_known(curve->total_return(), percent_of_fraction);
  view.max_drawdown_percent = percent_of_fraction(curve->max_drawdown_fraction());
  for (const analytics::CurvePoint& point : curve->points()) {
    const bool by_day = step == CurveStep::day;
    view.points.push_back({.at = by_day ? to_text(analytics::Day{static_cast<int>(point.at)}) : to_rfc3339({point.at}),
                           .equity = usd(point.equity),
                           .flow = usd(point.flow),
                           .return_percent = if_known(point.change, percent_of_fraction),
                           .drawdown_percent = percent_of_fraction(point.drawdown)});
  }
}

ReportTrade report_trade(const robson::Operation& operation, const std::optional<analytics::Trade>& trade,
                         const Instrument& units, Timestamp end) {
  const Decimal tick = units.tick;
  ReportTrade view{.operation_id = operation.id.value,
                   .symbol = operation.symbol.text,
                   .side = operation.side,
                   .strategy = operation.strategy,
                   .quantity = operation.quantity.value,
                   .entry_price = average_at(operation.entry, tick),
                   .opened_at = operation.opened_at,
                   .tick_size = tick,
                   .base_asset = units.base,
                   .contract_size = units.contract_size};
  if (!operation.closed_at || *operation.closed_at >= end) return view;
  view.exit_price = average_at(operation.exit, tick);
  view.closed_at = operation.closed_at;
  view.exit_reason = operation.exit_reason;
  if (!trade) return view;
  view.net_pnl = usd(trade->net);
  view.r = if_known(analytics::r_multiple(*trade), ratio);
  return view;
}

}  // namespace robson::wire
