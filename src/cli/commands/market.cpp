#include <fmt/format.h>

#include <algorithm>

#include "cli/commands/all.hpp"
#include "cli/desk.hpp"
#include "cli/views/views.hpp"
#include "market/candle.hpp"

namespace robson::cli {
namespace {

// The book's levels as rows: side, price, quantity; asks first, from the best.
json::Value depth_rows(const json::Value& document) {
  json::Value rows{.kind = json::Kind::array, .key = {}, .text = {}, .children = {}};
  for (const std::string_view side : {"asks", "bids"}) {
    const json::Value* levels = document.find(side);
    if (levels == nullptr) continue;
    for (const json::Value& level : levels->children) {
      if (level.children.size() != 2) continue;
      json::Value row{.kind = json::Kind::object, .key = {}, .text = {}, .children = {}};
      row.children.push_back(
          {.kind = json::Kind::text, .key = "side", .text = side == "asks" ? "ask" : "bid", .children = {}});
      row.children.push_back(level.children[0]);
      row.children.back().key = "price";
      row.children.push_back(level.children[1]);
      row.children.back().key = "quantity";
      rows.children.push_back(std::move(row));
    }
  }
  return rows;
}

}  // namespace

PageAsked fetch_price(Desk& desk) {
  const auto symbol = symbol_of(desk.asked);
  if (!symbol) co_return Unexpected(symbol.error());
  auto answer = co_await desk.server().price(*symbol);
  if (!answer) co_return Unexpected(std::move(answer).error());
  Page page = page_of(answer->body);
  page.stale = is_stale(answer->value, Duration::zero());
  page.view = [price = std::move(answer->value)](const Look& look) { return price_line(price, look); };
  co_return page;
}

PageAsked fetch_ticker(Desk& desk) {
  const auto symbol = symbol_of(desk.asked);
  if (!symbol) co_return Unexpected(symbol.error());
  auto answer = co_await desk.server().ticker(*symbol);
  if (!answer) co_return Unexpected(std::move(answer).error());
  Page page = page_of(answer->body);
  page.view = [ticker = std::move(answer->value)](const Look& look) { return ticker_view(ticker, look); };
  co_return page;
}

PageAsked fetch_depth(Desk& desk) {
  const auto symbol = symbol_of(desk.asked);
  if (!symbol) co_return Unexpected(symbol.error());
  const auto limit = number_of(desk.asked, "--limit", 1, 1000, 10);
  if (!limit) co_return Unexpected(limit.error());
  auto answer = co_await desk.server().depth(*symbol, *limit);
  if (!answer) co_return Unexpected(std::move(answer).error());
  Page page = page_of(answer->body);
  page.rows = depth_rows(page.document);
  page.tabular = true;
  page.view = [depth = std::move(answer->value)](const Look& look) { return depth_view(depth, look); };
  co_return page;
}

PageAsked fetch_klines(Desk& desk) {
  const auto symbol = symbol_of(desk.asked);
  if (!symbol) co_return Unexpected(symbol.error());
  const auto limit = number_of(desk.asked, "--limit", 1, 1000, 20);
  if (!limit) co_return Unexpected(limit.error());
  const std::string interval = desk.asked.has("--interval") ? desk.asked.value("--interval") : "15m";
  if (!interval_of(interval)) {
    co_return invalid(fmt::format("--interval: expected one of 1m, 5m, 15m, 1h, 4h, 1d, got \"{}\"", clean(interval)));
  }
  client::KlinesQuery query{.symbol = *symbol, .interval = interval, .limit = *limit};
  auto answer = co_await desk.server().klines(std::move(query));
  if (!answer) co_return Unexpected(std::move(answer).error());
  Page page = page_of(answer->body, "klines");
  page.tabular = true;
  page.view = [klines = std::move(answer->value)](const Look& look) { return klines_table(klines, look); };
  co_return page;
}

}  // namespace robson::cli
