#include "storage/bot_payments.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "storage/bot_columns.hpp"
#include "storage/metric.hpp"
#include "storage/newest_first.hpp"
#include "storage/session.hpp"

namespace robson::storage {
namespace {

#define PAYMENT_COLUMNS "id, position_id, asset, at, funding_rate, funding_received_rate, notional_usd, amount_usd"
#define SELECT_PAYMENT "select " PAYMENT_COLUMNS " from bot_payments where client_id = :client_id and bot = :bot "
#define NEWEST_FIRST "and (at, id) < (:at, :id) and at >= :from order by at desc, id desc limit :limit"

constexpr Sql insert = "insert into bot_payments (client_id, bot, " PAYMENT_COLUMNS
                       ") values (:client_id, :bot, :id, :position_id, :asset, :at, :funding_rate, "
                       ":funding_received_rate, :notional_usd, :amount_usd) on conflict do nothing";
constexpr Sql select_last =
    "select id from bot_payments where client_id = :client_id and bot = :bot order by id desc limit 1";
constexpr Sql page_of_all = SELECT_PAYMENT NEWEST_FIRST;
constexpr Sql page_of_position = SELECT_PAYMENT "and position_id = :position_id " NEWEST_FIRST;

#define DAY "from bot_funding_days where client_id = :client_id and bot = :bot and position_id = :position_id "
constexpr Sql select_day = "select received_usd, paid_usd, payments " DAY "and day_at = :day_at";
constexpr Sql upsert_day =
    "insert into bot_funding_days (client_id, bot, position_id, day_at, received_usd, paid_usd, payments) values "
    "(:client_id, :bot, :position_id, :day_at, :received_usd, :paid_usd, :payments) "
    "on conflict (client_id, bot, position_id, day_at) do update set received_usd = excluded.received_usd, "
    "paid_usd = excluded.paid_usd, payments = excluded.payments";
constexpr Sql days_from = "select received_usd, paid_usd, payments " DAY "and day_at >= :from limit 100000";

#define AMOUNTS "select amount_usd from bot_payments where client_id = :client_id and bot = :bot "
constexpr Sql amounts_of_all = AMOUNTS "and at >= :from and at < :to limit 100000";
constexpr Sql amounts_of_position = AMOUNTS "and position_id = :position_id and at >= :from and at < :to limit 100000";

constexpr Sql upsert_rate =
    "insert into bot_funding_rates (client_id, bot, hour_at, asset, at, funding_rate, funding_received_rate) values "
    "(:client_id, :bot, :hour_at, :asset, :at, :funding_rate, :funding_received_rate) "
    "on conflict (client_id, bot, hour_at, asset) do update set at = excluded.at, "
    "funding_rate = excluded.funding_rate, funding_received_rate = excluded.funding_received_rate "
    "where excluded.at >= bot_funding_rates.at";
constexpr Sql rates_of_all =
    "select hour_at, asset, funding_rate, funding_received_rate from bot_funding_rates where client_id = :client_id "
    "and bot = :bot and hour_at >= :from order by hour_at desc, asset desc limit 2500";
// Newest first; of an hour the first counts.
constexpr Sql rates_of_position =
    "select at, asset, funding_rate, funding_received_rate from bot_payments where client_id = :client_id "
    "and bot = :bot and position_id = :position_id and at >= :from order by at desc, id desc limit 10000";
constexpr std::size_t most_rates = 2500;
constexpr Duration hour = std::chrono::hours(1);
constexpr Duration day = std::chrono::hours(24);

void add(FundingSums& sums, Decimal amount) {
  if (amount.is_negative()) {
    sums.paid -= amount;
  } else {
    sums.received += amount;
  }
  ++sums.payments;
}

void add_to_day(Session& session, Tenant tenant, const std::string& bot, const std::string& position, Timestamp day_at,
                Decimal amount) {
  FundingSums sums;
  session.first(select_day, into(sums.received, sums.paid, sums.payments), tenant.id(), bot, position, day_at);
  add(sums, amount);
  session.run(upsert_day, tenant.id(), bot, position, day_at, sums.received, sums.paid, sums.payments);
}

// Without `from`: a period that ends now begins later with every page.
std::string question_of(const PaymentQuery& query) {
  return fmt::format("bot payments {} {}", query.bot, query.position.value_or(""));
}

}  // namespace

void put_payments(Session& session, Tenant tenant, const std::string& bot,
                  const std::vector<bot_api::Payment>& payments) {
  for (const bot_api::Payment& one : payments) {
    const bool is_new = session.run(insert, tenant.id(), bot, one.id, one.position_id, one.asset, one.at,
                                    one.funding_rate, one.funding_received_rate, one.notional_usd, one.amount_usd) > 0;
    if (!is_new) continue;
    add_to_day(session, tenant, bot, "", bucket_start(one.at, day), one.amount_usd);
    add_to_day(session, tenant, bot, one.position_id, bucket_start(one.at, day), one.amount_usd);
    session.run(upsert_rate, tenant.id(), bot, bucket_start(one.at, hour), one.asset, one.at, one.funding_rate,
                one.funding_received_rate);
  }
}

std::int64_t last_payment_id(Session& session, Tenant tenant, const std::string& bot) {
  std::int64_t id = 0;
  session.first(select_last, into(id), tenant.id(), bot);
  return id;
}

Result<Cursor, CursorFault> read_cursor(const PaymentQuery& query, std::string_view text) {
  return cursor_of(question_of(query), CursorValue::whole_number, text);
}

Page<bot_api::Payment> payments(Session& session, Tenant tenant, const PaymentQuery& query) {
  ensure(query.limit >= 1 && query.limit <= longest_page, "a page has 1 to 1000 rows");
  const Place place = place_behind(query.after);
  const int limit = query.limit + 1;
  std::vector<bot_api::Payment> found;
  bot_api::Payment row;
  auto columns = into(row.id, row.position_id, row.asset, row.at, row.funding_rate, row.funding_received_rate,
                      row.notional_usd, row.amount_usd);
  const auto keep = [&] { found.push_back(row); };
  if (query.position) {
    session.each(page_of_position, columns, keep, tenant.id(), query.bot, *query.position, place.at, place.id,
                 query.from, limit);
  } else {
    session.each(page_of_all, columns, keep, tenant.id(), query.bot, place.at, place.id, query.from, limit);
  }
  return page_of(std::move(found), query.limit, question_of(query));
}

FundingSums funding_sums(Session& session, Tenant tenant, const std::string& bot,
                         const std::optional<std::string>& position, Timestamp from) {
  // The day that `from` is in goes by its payments, the days behind it by their sums.
  const Timestamp next_day = bucket_start(from - Duration(1), day) + day;
  FundingSums sums;
  Decimal amount;
  const auto add_amount = [&] { add(sums, amount); };
  if (position) {
    session.each(amounts_of_position, into(amount), add_amount, tenant.id(), bot, *position, from, next_day);
  } else {
    session.each(amounts_of_all, into(amount), add_amount, tenant.id(), bot, from, next_day);
  }
  FundingSums of_day;
  const auto add_day = [&] {
    sums.received += of_day.received;
    sums.paid += of_day.paid;
    sums.payments += of_day.payments;
  };
  session.each(days_from, into(of_day.received, of_day.paid, of_day.payments), add_day, tenant.id(), bot,
               position.value_or(""), next_day);
  return sums;
}

std::vector<FundingRate> funding_rates(Session& session, Tenant tenant, const std::string& bot,
                                       const std::optional<std::string>& position, Timestamp from) {
  std::vector<FundingRate> rates;
  FundingRate row;
  const auto keep = [&] {
    row.hour = bucket_start(row.hour, hour);
    const bool is_told = !rates.empty() && rates.back().hour == row.hour && rates.back().asset == row.asset;
    if (!is_told && rates.size() < most_rates) rates.push_back(row);
  };
  const Timestamp first_hour = bucket_start(from, hour);
  auto columns = into(row.hour, row.asset, row.rate, row.received_rate);
  if (position) {
    session.each(rates_of_position, columns, keep, tenant.id(), bot, *position, first_hour);
  } else {
    session.each(rates_of_all, columns, keep, tenant.id(), bot, first_hour);
  }
  std::ranges::reverse(rates);
  return rates;
}

}  // namespace robson::storage
