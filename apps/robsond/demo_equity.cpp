#include "demo_equity.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "demo_history.hpp"
#include "storage/closed_trades.hpp"
#include "storage/equity.hpp"

namespace robson {
namespace {

constexpr auto asked_again = std::chrono::seconds(1);
constexpr int most_operations = 100;

// By the moment: what was there when the first of them was opened, and when each was closed.
std::vector<storage::EquityRow> before(const storage::EquityRow& first, const std::vector<Operation>& operations) {
  std::vector<storage::EquityRow> rows;
  Money equity = first.equity;
  for (auto one = operations.rbegin(); one != operations.rend(); ++one) {
    rows.push_back({.at = *one->closed_at, .equity = equity});
    equity -= one->realized_pnl;
  }
  const auto opened = std::ranges::min_element(operations, {}, &Operation::opened_at);
  rows.push_back({.at = opened->opened_at, .equity = equity});
  std::ranges::reverse(rows);
  return rows;
}

// False while nothing was measured.
bool draw(storage::Session& session, storage::Tenant demo) {
  const auto first = storage::first_equity(session, demo);
  if (!first) return false;
  auto operations = storage::closed_within(session, demo, {}, first->at, most_operations);
  std::erase_if(operations, [](const Operation& one) { return one.note != demo_note; });
  if (operations.empty()) return true;
  storage::put_earlier_equity(session, demo, before(*first, operations));
  return true;
}

}  // namespace

net::Task<void> draw_demo_equity(storage::Database& database) {
  const storage::Tenant demo(TenantId{1});
  for (bool done = false; !done;) {
    auto once = [demo](storage::Session& session) { return draw(session, demo); };
    const auto drawn = co_await database.write(std::move(once));
    if (!drawn) {
      log::warning("demo equity not drawn", {{"why", drawn.error().text}});
      co_return;
    }
    done = *drawn;
    if (!done) co_await net::sleep_for(asked_again);
  }
}

}  // namespace robson
