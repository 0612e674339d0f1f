#include "storage/bot_trades.hpp"

#include <fmt/format.h>

#include "storage/bot_columns.hpp"
#include "storage/newest_first.hpp"
#include "storage/session.hpp"

namespace robson::storage {
namespace {

#define TRADE_COLUMNS \
  "id, position_id, asset, leg, action, side, quantity, price, value_usd, fee_usd, at, realized_pnl_usd"
#define SELECT_TRADE "select " TRADE_COLUMNS " from bot_trades where client_id = :client_id and bot = :bot "
#define NEWEST_FIRST "and (at, id) < (:at, :id) and at >= :from order by at desc, id desc limit :limit"
#define SELECT_CLOSING                                                                                               \
  "select realized_pnl_usd from bot_trades where client_id = :client_id and bot = :bot and realized_pnl_usd is not " \
  "null "

constexpr Sql insert = "insert into bot_trades (client_id, bot, " TRADE_COLUMNS
                       ") values (:client_id, :bot, :id, :position_id, :asset, :leg, :action, :side, :quantity, "
                       ":price, :value_usd, :fee_usd, :at, :realized_pnl_usd) on conflict do nothing";
constexpr Sql select_last =
    "select id from bot_trades where client_id = :client_id and bot = :bot order by id desc limit 1";
constexpr Sql page_of_all = SELECT_TRADE NEWEST_FIRST;
constexpr Sql page_of_position = SELECT_TRADE "and position_id = :position_id " NEWEST_FIRST;
constexpr Sql closings_of_all = SELECT_CLOSING "and at >= :from order by at desc limit 100000";
constexpr Sql closings_of_position =
    SELECT_CLOSING "and position_id = :position_id and at >= :from order by at desc limit 100000";

// Without `from`: a period that ends now begins later with every page.
std::string question_of(const TradeQuery& query) {
  return fmt::format("bot trades {} {}", query.bot, query.position.value_or(""));
}

}  // namespace

void put_trades(Session& session, Tenant tenant, const std::string& bot, const std::vector<bot_api::Trade>& trades) {
  for (const bot_api::Trade& one : trades) {
    session.run(insert, tenant.id(), bot, one.id, one.position_id, one.asset, one.leg, one.action, one.side,
                one.quantity, one.price, one.value_usd, one.fee_usd, one.at, one.realized_pnl_usd);
  }
}

std::int64_t last_trade_id(Session& session, Tenant tenant, const std::string& bot) {
  std::int64_t id = 0;
  session.first(select_last, into(id), tenant.id(), bot);
  return id;
}

Result<Cursor, CursorFault> read_cursor(const TradeQuery& query, std::string_view text) {
  return cursor_of(question_of(query), CursorValue::whole_number, text);
}

Page<bot_api::Trade> trades(Session& session, Tenant tenant, const TradeQuery& query) {
  ensure(query.limit >= 1 && query.limit <= longest_page, "a page has 1 to 1000 rows");
  const Place place = place_behind(query.after);
  const int limit = query.limit + 1;
  std::vector<bot_api::Trade> found;
  bot_api::Trade row;
  auto columns = into(row.id, row.position_id, row.asset, row.leg, row.action, row.side, row.quantity, row.price,
                      row.value_usd, row.fee_usd, row.at, row.realized_pnl_usd);
  const auto keep = [&] { found.push_back(row); };
  if (query.position) {
    session.each(page_of_position, columns, keep, tenant.id(), query.bot, *query.position, place.at, place.id,
                 query.from, limit);
  } else {
    session.each(page_of_all, columns, keep, tenant.id(), query.bot, place.at, place.id, query.from, limit);
  }
  return page_of(std::move(found), query.limit, question_of(query));
}

Closings closings(Session& session, Tenant tenant, const std::string& bot, const std::optional<std::string>& position,
                  Timestamp from) {
  Closings sums;
  Decimal realized;
  const auto add = [&] {
    ++sums.positions;
    if (realized.is_positive()) ++sums.won;
    sums.realized += realized;
  };
  if (position) {
    session.each(closings_of_position, into(realized), add, tenant.id(), bot, *position, from);
  } else {
    session.each(closings_of_all, into(realized), add, tenant.id(), bot, from);
  }
  return sums;
}

}  // namespace robson::storage
