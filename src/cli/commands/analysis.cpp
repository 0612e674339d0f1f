#include <fmt/format.h>

#include "cli/commands/all.hpp"
#include "cli/commands/asking.hpp"
#include "cli/views/trading.hpp"

namespace robson::cli {
namespace {

// What a trade of that side would look like now; "null" and the reason when there is no stop for it.
net::Task<Read<std::string>> try_side(Desk& desk, Side side, std::string symbol, std::optional<Decimal> capital,
                                      Analysis::Try& into) {
  const wire::EntryRequest request{.symbol = std::move(symbol), .side = side, .capital = capital};
  into.side = side == Side::BUY ? "buy" : "sell";
  auto answer = co_await desk.server().calculate_entry(request);
  if (!answer && answer.error().cause == client::Cause::unreachable) co_return Unexpected(std::move(answer).error());
  if (!answer) {
    into.trouble = answer.error().text;
    co_return std::string("null");
  }
  into.preview = std::move(answer->value);
  co_return std::move(answer->body);
}

}  // namespace

PageAsked fetch_analysis(Desk& desk) {
  const auto symbol = symbol_of(desk.asked);
  if (!symbol) co_return Unexpected(symbol.error());
  const auto interval = choice_of(desk.asked, "--interval");
  if (!interval) co_return Unexpected(interval.error());
  const auto capital = positive_of(desk.asked, "--capital");
  if (!capital) co_return Unexpected(capital.error());
  client::Query query;
  query.add("interval", interval->value_or("15m"));
  auto levels = co_await desk.server().levels(*symbol, query);
  if (!levels) co_return Unexpected(std::move(levels).error());
  Analysis analysis;
  analysis.levels = std::move(levels->value);
  analysis.tries.resize(2);
  const auto buy = co_await try_side(desk, Side::BUY, *symbol, *capital, analysis.tries[0]);
  if (!buy) co_return Unexpected(buy.error());
  const auto sell = co_await try_side(desk, Side::SELL, *symbol, *capital, analysis.tries[1]);
  if (!sell) co_return Unexpected(sell.error());
  Page page = page_of(fmt::format(R"({{"levels":{},"buy":{},"sell":{}}})", levels->body, *buy, *sell));
  page.view = [analysis = std::move(analysis)](const Look& look) { return analysis_view(analysis, look); };
  co_return page;
}

PageAsked fetch_symbols(Desk& desk) {
  const auto limit = number_of(desk.asked, "--limit", 1, 5000, 1000);
  if (!limit) co_return Unexpected(limit.error());
  client::Query query;
  query.add("query", desk.asked.value("QUERY")).add("quote", desk.asked.value("--quote"));
  query.add("watched", desk.asked.has("--watched") ? "true" : "").add("limit", std::to_string(*limit));
  auto answer = co_await desk.server().symbols(query);
  if (!answer) co_return Unexpected(std::move(answer).error());
  Page page = page_of(answer->body, "symbols");
  page.tabular = true;
  page.view = [symbols = std::move(answer->value)](const Look& look) { return symbols_table(symbols, look); };
  co_return page;
}

}  // namespace robson::cli
