#include "storage/equity.hpp"

#include <algorithm>
#include <utility>

#include "storage/movements.hpp"
#include "storage/session.hpp"

namespace robson::storage {
namespace {

#define EQUITY_COLUMNS "at, equity, deposits, withdrawals"
#define SELECT_EQUITY "select " EQUITY_COLUMNS " from equity where client_id = :client_id "

constexpr Sql select_newest =
    "select at, last_movement from equity where client_id = :client_id order by at desc limit 1";
constexpr Sql newest_movement =
    "select id from movements where client_id = :client_id order by at desc, id desc limit 1";
constexpr Sql external_movements =
    "select id, asset, amount, at from movements where client_id = :client_id and cause = 'external' and at >= :from "
    "and id > :last order by at, id limit 10000";
constexpr Sql insert =
    "insert into equity (client_id, " EQUITY_COLUMNS
    ", flow, last_movement) values (:client_id, :at, :equity, :deposits, :withdrawals, :flow, :last_movement)";
constexpr Sql select_first = SELECT_EQUITY "order by at limit 1";
constexpr Sql select_before = SELECT_EQUITY "and at < :moment order by at desc limit 1";
constexpr Sql select_flows = SELECT_EQUITY "and flow = 1 and at >= :from and at < :to order by at limit :limit";
constexpr Sql select_some = SELECT_EQUITY "and at >= :from order by at desc limit :limit";
constexpr Sql thin =
    "delete from equity where client_id = :client_id and at >= :from and at < :to and flow = 0 and exists (select 1 "
    "from equity as later where later.client_id = :same_client and later.at > equity.at "
    "and later.at < (equity.at / 900000000 + 1) * 900000000)";

// Movements are numbered as they are written, which may be in another order than that of their moments.
constexpr auto out_of_order = std::chrono::hours(1);

auto columns_of(EquityRow& row) {
  return into(row.at, row.equity, row.deposits, row.withdrawals);
}

bool explains(const Balances& ledger, const std::map<std::string, Money>& held) {
  const auto booked = [&](const std::string& asset) {
    const auto found = ledger.find(asset);
    return found == ledger.end() ? Money{} : found->second.free;
  };
  const auto there = [&](const std::string& asset) {
    const auto found = held.find(asset);
    return found == held.end() ? Money{} : found->second;
  };
  return std::ranges::all_of(held, [&](const auto& one) { return booked(one.first) == one.second; }) &&
         std::ranges::all_of(ledger, [&](const auto& one) { return there(one.first) == one.second.free; });
}

struct Flows {
  Money deposits{};
  Money withdrawals{};
  std::int64_t last_movement = 0;
};

void add_flow(Flows& flows, Money value) {
  if (value.value.is_positive()) flows.deposits += value;
  if (value.value.is_negative()) flows.withdrawals -= value;
}

// What is external behind `last_movement`, at the prices of `measured`.
Flows flows_since(Session& session, Tenant tenant, Timestamp earlier, std::int64_t last_movement,
                  const EquityMeasurement& measured) {
  Flows flows{.last_movement = last_movement};
  Timestamp moment;
  Money of_moment;
  std::int64_t id = 0;
  std::string asset;
  Money amount;
  Timestamp at;
  const auto add = [&] {
    if (at != moment) add_flow(flows, std::exchange(of_moment, {}));
    moment = at;
    flows.last_movement = std::max(flows.last_movement, id);
    const auto price = measured.prices.find(asset);
    if (price != measured.prices.end()) of_moment += notional(price->second, Quantity{amount.value});
  };
  session.each(external_movements, into(id, asset, amount, at), add, tenant.id(), earlier - out_of_order,
               last_movement);
  add_flow(flows, of_moment);
  return flows;
}

}  // namespace

bool measure_equity(Session& session, Tenant tenant, const EquityMeasurement& measured) {
  if (!explains(ledger(session, tenant), measured.held)) return false;
  Timestamp earlier;
  Flows flows;
  if (session.first(select_newest, into(earlier, flows.last_movement), tenant.id())) {
    if (earlier >= measured.at) return false;
    flows = flows_since(session, tenant, earlier, flows.last_movement, measured);
  } else {
    session.first(newest_movement, into(flows.last_movement), tenant.id());  // what was before is the initial equity
  }
  const bool flow = !flows.deposits.is_zero() || !flows.withdrawals.is_zero();
  session.run(insert, tenant.id(), measured.at, measured.equity, flows.deposits, flows.withdrawals, flow,
              flows.last_movement);
  return true;
}

void put_earlier_equity(Session& session, Tenant tenant, const std::vector<EquityRow>& rows) {
  const auto first = first_equity(session, tenant);
  if (first && std::ranges::any_of(rows, [&](const EquityRow& row) { return row.at >= first->at; })) return;
  constexpr std::int64_t no_movement = 0;
  for (const EquityRow& row : rows) {
    const bool flow = !row.deposits.is_zero() || !row.withdrawals.is_zero();
    session.run(insert, tenant.id(), row.at, row.equity, row.deposits, row.withdrawals, flow, no_movement);
  }
}

std::optional<EquityRow> first_equity(Session& session, Tenant tenant) {
  EquityRow row;
  if (!session.first(select_first, columns_of(row), tenant.id())) return {};
  return row;
}

std::optional<EquityRow> equity_before(Session& session, Tenant tenant, Timestamp moment) {
  EquityRow row;
  if (!session.first(select_before, columns_of(row), tenant.id(), moment)) return {};
  return row;
}

std::vector<EquityRow> equity_flows(Session& session, Tenant tenant, Timestamp from, Timestamp to, int limit) {
  std::vector<EquityRow> found;
  EquityRow row;
  session.each(
      select_flows, columns_of(row), [&] { found.push_back(row); }, tenant.id(), from, to, limit);
  return found;
}

std::vector<EquityRow> newest_equity(Session& session, Tenant tenant, Timestamp from, int limit) {
  std::vector<EquityRow> found;
  EquityRow row;
  session.each(
      select_some, columns_of(row), [&] { found.push_back(row); }, tenant.id(), from, limit);
  std::ranges::reverse(found);
  return found;
}

long long thin_equity(Session& session, Tenant tenant, Timestamp from, Timestamp to) {
  return session.run(thin, tenant.id(), from, to, tenant.id());
}

}  // namespace robson::storage
