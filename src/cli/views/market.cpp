#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/box.hpp"
#include "cli/figures.hpp"
#include "cli/table.hpp"
#include "cli/views/views.hpp"

namespace robson::cli {
namespace {

// The parts joined by " | ", broken into lines where they do not fit.
std::string joined(const std::vector<std::string>& parts, const Style& style) {
  std::string text;
  int used = 0;
  for (const std::string& part : parts) {
    const int size = width(part);
    if (used == 0) {
      text += part;
      used = size;
    } else if (used + 3 + size <= style.columns) {
      text += " | " + part;
      used += 3 + size;
    } else {
      text += "\n  " + part;
      used = 2 + size;
    }
  }
  return text + '\n';
}

std::string age_part(const wire::Price& price, const Look& look) {
  const std::string old = age(std::chrono::milliseconds(price.age_ms) + look.elapsed);
  if (!is_stale(price, look.elapsed)) return fmt::format("{} old", old);
  return look.style.paint(Tone::warning, fmt::format("STALE, last confirmed {} ago", old));
}

std::string direction_mark(int direction, const Style& style) {
  if (direction == 0) return "";
  return direction > 0 ? style.paint(Tone::good, fmt::format(" {}", style.either("▲", "^")))
                       : style.paint(Tone::bad, fmt::format(" {}", style.either("▼", "v")));
}

struct DepthShape {
  int price_places = 0;
  int quantity_places = 0;
  Decimal largest{};
  int bar_columns = 0;
};

DepthShape shape_of(const wire::Depth& depth, const Style& style) {
  DepthShape shape;
  for (const auto* side : {&depth.bids, &depth.asks}) {
    for (const wire::DepthLevel& level : *side) {
      if (level.size() != 2) continue;
      shape.price_places = std::max(shape.price_places, level[0].places());
      shape.quantity_places = std::max(shape.quantity_places, level[1].places());
      shape.largest = std::max(shape.largest, level[1]);
    }
  }
  constexpr int figures = 40;  // columns for side, price and quantity
  shape.bar_columns = std::clamp(style.columns - figures, 0, 40);
  return shape;
}

std::string bar(Decimal size, const DepthShape& shape, const Style& style) {
  if (shape.bar_columns == 0 || shape.largest.is_zero()) return "";
  const double part = size.to_double() / shape.largest.to_double();
  const int columns = std::max(size.is_zero() ? 0 : 1, static_cast<int>(std::lround(part * shape.bar_columns)));
  return repeat(style.either("█", "#"), std::min(columns, shape.bar_columns));
}

void add_levels(Table& table, const std::vector<wire::DepthLevel>& levels, std::string_view side, Tone tone,
                const DepthShape& shape, const Style& style) {
  for (const wire::DepthLevel& level : levels) {
    if (level.size() != 2) continue;
    table.add({style.paint(tone, side), style.paint(tone, grouped(level[0].text(shape.price_places))),
               grouped(level[1].text(shape.quantity_places)), style.paint(tone, bar(level[1], shape, style))});
  }
}

std::string spread_row(const wire::Depth& depth, const Pair& pair, const Style& style) {
  if (depth.bids.empty() || depth.asks.empty()) return std::string(style.unknown());
  return money(depth.asks.front().at(0) - depth.bids.front().at(0), pair.quote, style);
}

}  // namespace

bool is_stale(const wire::Price& price, Duration elapsed) {
  return price.stale || std::chrono::milliseconds(price.age_ms) + elapsed > stale_after;
}

std::string price_line(const wire::Price& price, const Look& look, int direction) {
  const Style& style = look.style;
  const Pair pair = pair_of(price.symbol);
  const auto shown = [&](const json::Fixed& value) { return cli::price(value, pair.quote, style); };
  std::vector<std::string> parts = {fmt::format("{}: Bid {}", clean(pair.text()), shown(price.bid)),
                                    fmt::format("Ask {}", shown(price.ask)),
                                    fmt::format("Spread {}", shown(price.spread))};
  if (price.last) parts.push_back(fmt::format("Last {}{}", shown(*price.last), direction_mark(direction, style)));
  parts.push_back(age_part(price, look));
  return joined(parts, style);
}

std::string ticker_view(const wire::Ticker& ticker, const Look& look) {
  const Style& style = look.style;
  const Pair pair = pair_of(ticker.symbol);
  const auto shown = [&](const json::Fixed& value) { return price(value, pair.quote, style); };
  const Decimal moved = ticker.price_change.value;
  const std::string change =
      fmt::format("{} {}  ({})", moved.is_negative() ? style.either("▼", "v") : style.either("▲", "^"),
                  shown({abs(moved), ticker.price_change.places}), percent(ticker.price_change_percent, style));
  Box box(style, fmt::format("{}, 24 HOURS", clean(pair.text())));
  box.line("Last: " + shown(ticker.last));
  box.line("Change: " + style.paint(tone_of(moved), change));
  box.line("Open: " + shown(ticker.open));
  box.line("High: " + shown(ticker.high));
  box.line("Low: " + shown(ticker.low));
  box.line("Volume: " + quantity(ticker.volume, pair.base, style));
  box.line("Turnover: " + money(ticker.quote_volume.value, pair.quote, style));
  box.line("Trades: " + grouped(std::to_string(ticker.trades)));
  box.rule();
  box.line(fmt::format("{} to {}, {}", moment(ticker.open_time), moment(ticker.close_time), clean(ticker.source)));
  return box.text();
}

std::string depth_view(const wire::Depth& depth, const Look& look) {
  const Style& style = look.style;
  const DepthShape shape = shape_of(depth, style);
  const Pair pair = pair_of(depth.symbol);
  Table table({{"SIDE"}, {"PRICE", Align::right}, {"QUANTITY", Align::right}, {"", Align::left, true}});
  const std::vector<wire::DepthLevel> asks_from_above(depth.asks.rbegin(), depth.asks.rend());
  add_levels(table, asks_from_above, "ask", Tone::bad, shape, style);
  table.add({style.paint(Tone::dim, "spread"), style.paint(Tone::dim, spread_row(depth, pair, style)), "", ""});
  add_levels(table, depth.bids, "bid", Tone::good, shape, style);
  return table.text(style, look.headings);
}

std::string klines_table(const wire::Klines& klines, const Look& look) {
  const Style& style = look.style;
  if (klines.klines.empty()) return "No candles.\n";
  Table table({{"OPEN TIME (UTC)"},
               {"OPEN", Align::right},
               {"HIGH", Align::right},
               {"LOW", Align::right},
               {"CLOSE", Align::right},
               {"VOLUME", Align::right},
               {"", Align::left, true}});
  int volume_places = 0;
  for (const wire::Kline& kline : klines.klines) volume_places = std::max(volume_places, kline.volume.places());
  for (const wire::Kline& kline : klines.klines) {
    const auto shown = [](const json::Fixed& value) { return grouped(value.value.text(value.places)); };
    const Tone tone = tone_of(kline.close.value - kline.open.value);
    table.add({moment(Timestamp::from_ms(kline.open_time)).substr(0, 16), shown(kline.open), shown(kline.high),
               shown(kline.low), style.paint(tone, shown(kline.close)), grouped(kline.volume.text(volume_places)),
               kline.closed ? "" : "forming"});
  }
  return table.text(style, look.headings);
}

}  // namespace robson::cli
