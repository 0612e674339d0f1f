#include "storage/plans.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "storage/session.hpp"
#include "storage/trading_columns.hpp"
#include "storage/trading_json.hpp"

namespace robson::storage {
namespace {

#define SELECT_PLAN                                                                                          \
  "select id, client_id, proposal, venue_kind, status, hash, report, operation_id, created_by, created_at, " \
  "expires_at from plans where client_id = :client_id "
#define NEWEST_FIRST "and id < :before order by id desc limit :limit"

constexpr Sql upsert =
    "insert into plans (id, client_id, symbol, side, strategy_id, entry_price, stop_price, quantity, proposal, "
    "venue_kind, status, hash, report, operation_id, created_by, created_at, expires_at) "
    "values (:id, :client_id, :symbol, :side, :strategy_id, :entry_price, :stop_price, :quantity, :proposal, "
    ":venue_kind, :status, :hash, :report, :operation_id, :created_by, :created_at, :expires_at) "
    "on conflict (id) do update set symbol = excluded.symbol, side = excluded.side, "
    "strategy_id = excluded.strategy_id, entry_price = excluded.entry_price, stop_price = excluded.stop_price, "
    "quantity = excluded.quantity, proposal = excluded.proposal, venue_kind = excluded.venue_kind, "
    "status = excluded.status, hash = excluded.hash, report = excluded.report, operation_id = excluded.operation_id, "
    "created_by = excluded.created_by, created_at = excluded.created_at, expires_at = excluded.expires_at "
    "where plans.client_id = excluded.client_id";
constexpr Sql select_one = SELECT_PLAN "and id = :id";
constexpr Sql page_of_all = SELECT_PLAN NEWEST_FIRST;
constexpr Sql page_of_status = SELECT_PLAN "and status = :status " NEWEST_FIRST;
constexpr Sql page_of_symbol = SELECT_PLAN "and symbol = :symbol " NEWEST_FIRST;
constexpr Sql page_of_symbol_and_status = SELECT_PLAN "and symbol = :symbol and status = :status " NEWEST_FIRST;
constexpr Sql select_live = SELECT_PLAN "and expires_at >= :now order by expires_at, id limit 10000";
constexpr Sql select_last = "select id from plans order by id desc limit 1";

struct PlanRow {
  Plan row{};
  std::string proposal{};
  std::optional<std::string> report{};
  std::optional<OperationId> operation{};

  auto columns() {
    return into(row.id, row.tenant, proposal, row.venue_kind, row.status, row.hash, report, operation, row.created_by,
                row.created_at, row.expires_at);
  }
  Plan plan() const {
    Plan whole = row;
    whole.proposal = proposal_of(proposal);
    whole.report.reset();
    if (report) whole.report = report_of(*report);
    whole.operation = id_or_none(operation);
    return whole;
  }
};

std::string question_of(const PlanQuery& query) {
  std::string text = "plans";
  if (query.status) text += fmt::format(" status {}", spelled<PlanStatusSpellings>(*query.status));
  if (query.symbol) text += " symbol " + query.symbol->text;
  return text;
}

template <class... In>
std::vector<Plan> read_plans(Session& session, Sql statement, const In&... in) {
  std::vector<Plan> found;
  PlanRow row;
  session.each(
      statement, row.columns(), [&] { found.push_back(row.plan()); }, in...);
  return found;
}

std::vector<Plan> read_page(Session& session, Tenant tenant, const PlanQuery& query) {
  const std::int64_t before = query.after ? query.after->id : std::numeric_limits<std::int64_t>::max();
  const int limit = query.limit + 1;  // one more, to see whether there is a next page
  if (query.symbol && query.status) {
    return read_plans(session, page_of_symbol_and_status, tenant.id(), *query.symbol, *query.status, before, limit);
  }
  if (query.symbol) return read_plans(session, page_of_symbol, tenant.id(), *query.symbol, before, limit);
  if (query.status) return read_plans(session, page_of_status, tenant.id(), *query.status, before, limit);
  return read_plans(session, page_of_all, tenant.id(), before, limit);
}

}  // namespace

void save_plan(Session& session, Tenant tenant, const Plan& row) {
  const Proposal& proposal = row.proposal;
  const auto touched =
      session.run(upsert, row.id, tenant.id(), proposal.symbol, proposal.side, some_id(proposal.strategy),
                  proposal.entry, proposal.stop, proposal.quantity, json_of(proposal), row.venue_kind, row.status,
                  row.hash, row.report ? std::optional(json_of(*row.report)) : std::nullopt, some_id(row.operation),
                  row.created_by, row.created_at, row.expires_at);
  if (touched != 1) throw soci::soci_error("a plan's number is another client's");
}

std::optional<Plan> find_plan(Session& session, Tenant tenant, PlanId id) {
  PlanRow row;
  if (!session.first(select_one, row.columns(), tenant.id(), id)) return {};
  return row.plan();
}

Result<Cursor, CursorFault> read_cursor(const PlanQuery& query, std::string_view text) {
  return cursor_of(question_of(query), CursorValue::none, text);
}

Page<Plan> plans(Session& session, Tenant tenant, const PlanQuery& query) {
  ensure(query.limit >= 1 && query.limit <= longest_page, "a page has 1 to 1000 rows");
  Page<Plan> page{.rows = read_page(session, tenant, query)};
  if (page.rows.size() > static_cast<std::size_t>(query.limit)) {
    page.rows.pop_back();
    page.next = cursor_text(question_of(query), {{}, page.rows.back().id.value});
  }
  return page;
}

std::vector<Plan> live_plans(Session& session, Tenant tenant, Timestamp now) {
  auto found = read_plans(session, select_live, tenant.id(), now);
  std::ranges::sort(found, {}, &Plan::id);
  return found;
}

PlanId last_plan(Session& session, Installation) {
  PlanId id;
  session.first(select_last, into(id));
  return id;
}

}  // namespace robson::storage
