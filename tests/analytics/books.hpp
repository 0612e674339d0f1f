#pragma once
// Trades and curves as tests write them down.
#include "analytics/curve.hpp"
#include "analytics/tally.hpp"

namespace robson::analytics {

inline Money money(const char* text) {
  return {Decimal::parse(text).value()};
}

// A trade with that result, at a risk of 10.
inline Trade trade_of(const char* net, const char* closed_at = "2025-12-01T12:00:00Z") {
  Trade trade{.symbol = {"BTCUSDC"},
              .strategy = "Trend",
              .closed_at = parse_time(closed_at).value(),
              .net = money(net),
              .fees = money("0.1"),
              .risk = money("10")};
  trade.opened_at = trade.closed_at - std::chrono::hours(1);
  return trade;
}

inline Tally tally_of(const std::vector<const char*>& results) {
  Tally tally;
  for (const char* net : results) tally.add(trade_of(net));
  return tally;
}

// A figure as it is compared; "none" for one that does not exist.
inline std::string shown(const std::optional<Decimal>& figure, int places = 4) {
  return figure ? figure->text(places) : "none";
}
inline std::string shown(const std::optional<Money>& figure, int places = 2) {
  return figure ? figure->value.text(places) : "none";
}
inline std::string shown(Money figure) {
  return figure.value.text(2);
}
inline std::string shown(const std::optional<double>& figure, int places = 4) {
  return shown(rounded(figure, places), places);
}

// One day of a curve: its measurements. A flow of more than 0 came, of less than 0 went, just before its measurement.
struct Step {
  const char* equity = "";
  const char* flow = "0";
};
using DayOfSteps = std::vector<Step>;

inline Curve curve_of(const char* initial, const std::vector<DayOfSteps>& days) {
  Curve curve(money(initial));
  std::int64_t number = 0;
  for (const DayOfSteps& day : days) {
    for (const Step& step : day) {
      const Money flow = money(step.flow);
      const bool came = flow.value.is_positive();
      curve.measure({money(step.equity), came ? flow : Money{}, came ? Money{} : -flow});
    }
    curve.end_point(++number);
  }
  return curve;
}

}  // namespace robson::analytics
