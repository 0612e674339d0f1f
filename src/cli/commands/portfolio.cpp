#include <algorithm>
#include <limits>

#include "cli/commands/all.hpp"
#include "cli/desk.hpp"
#include "cli/views/views.hpp"

namespace robson::cli {
namespace {

using PositionsView = std::string (*)(const wire::Positions&, const Look&);

PageAsked positions_page(Desk& desk, PositionsView view, bool tabular) {
  auto answer = co_await desk.server().positions();
  if (!answer) co_return Unexpected(std::move(answer).error());
  Page page = page_of(answer->body, "positions");
  page.tabular = tabular;
  page.stale = std::ranges::any_of(answer->value.positions,
                                   [](const wire::Position& each) { return is_stale(each, Duration::zero()); });
  page.view = [positions = std::move(answer->value), view](const Look& look) { return view(positions, look); };
  co_return page;
}

}  // namespace

PageAsked fetch_positions(Desk& desk) {
  return positions_page(desk, positions_box, false);
}

PageAsked fetch_positions_list(Desk& desk) {
  return positions_page(desk, positions_table, true);
}

PageAsked fetch_position(Desk& desk) {
  const auto id = number_of(desk.asked, "ID", 1, std::numeric_limits<std::int64_t>::max(), 0);
  if (!id) co_return Unexpected(id.error());
  auto answer = co_await desk.server().position(*id);
  if (!answer) co_return Unexpected(std::move(answer).error());
  Page page = page_of(answer->body);
  page.stale = is_stale(answer->value, Duration::zero());
  page.view = [position = std::move(answer->value)](const Look& look) { return position_box(position, look); };
  co_return page;
}

PageAsked fetch_summary(Desk& desk) {
  auto answer = co_await desk.server().summary();
  if (!answer) co_return Unexpected(std::move(answer).error());
  Page page = page_of(answer->body);
  page.stale = answer->value.stale;
  page.view = [summary = std::move(answer->value)](const Look& look) { return summary_box(summary, look); };
  co_return page;
}

PageAsked fetch_balance(Desk& desk) {
  auto answer = co_await desk.server().balance();
  if (!answer) co_return Unexpected(std::move(answer).error());
  Page page = page_of(answer->body, "balances");
  page.tabular = true;
  page.stale = answer->value.stale;
  page.view = [balance = std::move(answer->value)](const Look& look) { return balance_table(balance, look); };
  co_return page;
}

PageAsked fetch_patrimony(Desk& desk) {
  auto answer = co_await desk.server().patrimony();
  if (!answer) co_return Unexpected(std::move(answer).error());
  Page page = page_of(answer->body, "assets");
  page.tabular = true;
  page.stale = answer->value.stale;
  page.view = [patrimony = std::move(answer->value)](const Look& look) { return patrimony_table(patrimony, look); };
  co_return page;
}

}  // namespace robson::cli
