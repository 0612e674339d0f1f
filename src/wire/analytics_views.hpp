#pragma once
// From the figures of analytics to the resources of the API. Money and percentages have 2 places, ratios 4.
#include "analytics/book.hpp"
#include "analytics/curve.hpp"
#include "analytics/exposure.hpp"
#include "wire/analytics.hpp"

namespace robson::wire {

// A fraction as a percentage.
Fixed percent_of_fraction(Decimal fraction);

// The trades' part of the answer.
void add_trades(Performance& view, const analytics::Book& book, std::optional<PerformanceGroup> by);
// The equity's part; without a curve it stays unknown.
void add_equity(Performance& view, const std::optional<analytics::Curve>& curve);

PerformanceRow performance_row(const std::string& key, const analytics::Group& group);

// The whole document. `equity`: none while it is not known.
std::string exposure_text(const analytics::Exposure& exposure, std::optional<Money> equity, std::string currency,
                          bool stale, Timestamp now);

// By day: a point's `at` is a date. By minute: a time.
enum class CurveStep { day, minute };
void add_curve(EquityCurve& view, const std::optional<analytics::Curve>& curve, CurveStep step);

// An operation as it was at `end`: what it came to later is not in it. `r` may be none.
ReportTrade report_trade(const robson::Operation& operation, const std::optional<analytics::Trade>& trade,
                         const Instrument& units, Timestamp end);

}  // namespace robson::wire
