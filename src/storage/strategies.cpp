#include "storage/strategies.hpp"

#include "storage/session.hpp"
#include "storage/trading_json.hpp"

namespace robson::storage {
namespace {

#define STRATEGY_COLUMNS "client_id, name, description, version, active, rules, changed_at, changed_by "
#define STRATEGY_VALUES ":client_id, :name, :description, :version, :active, :rules, :changed_at, :changed_by"

constexpr Sql upsert =
    "insert into strategies (id, " STRATEGY_COLUMNS ") values (:id, " STRATEGY_VALUES
    ") on conflict (id) do update set name = excluded.name, description = excluded.description, "
    "version = excluded.version, active = excluded.active, rules = excluded.rules, changed_at = excluded.changed_at, "
    "changed_by = excluded.changed_by where strategies.client_id = excluded.client_id";
constexpr Sql insert_version =
    "insert into strategy_versions (strategy_id, " STRATEGY_COLUMNS ") values (:id, " STRATEGY_VALUES ")";
constexpr Sql select_all =
    "select id, " STRATEGY_COLUMNS "from strategies where client_id = :client_id order by id limit 1000";
constexpr Sql select_one = "select id, " STRATEGY_COLUMNS "from strategies where client_id = :client_id and id = :id";
constexpr Sql select_versions = "select strategy_id, " STRATEGY_COLUMNS
                                "from strategy_versions where client_id = :client_id and strategy_id = :id "
                                "order by version desc limit 1000";
constexpr Sql select_last = "select id from strategies order by id desc limit 1";

struct StrategyRow {
  Strategy row{};
  std::string rules{};

  auto columns() {
    return into(row.id, row.tenant, row.name, row.description, row.version, row.active, rules, row.changed_at,
                row.changed_by);
  }
  Strategy strategy() const {
    Strategy whole = row;
    whole.rules = rules_of(rules);
    return whole;
  }
};

template <class... In>
std::vector<Strategy> read_strategies(Session& session, Sql statement, const In&... in) {
  std::vector<Strategy> found;
  StrategyRow row;
  session.each(
      statement, row.columns(), [&] { found.push_back(row.strategy()); }, in...);
  return found;
}

}  // namespace

void save_strategy(Session& session, Tenant tenant, const Strategy& row) {
  const auto rules = json_of(row.rules);
  const auto touched = session.run(upsert, row.id, tenant.id(), row.name, row.description, row.version, row.active,
                                   rules, row.changed_at, row.changed_by);
  if (touched != 1) throw soci::soci_error("a strategy's number is another client's");
  session.run(insert_version, row.id, tenant.id(), row.name, row.description, row.version, row.active, rules,
              row.changed_at, row.changed_by);
}

std::vector<Strategy> strategies(Session& session, Tenant tenant) {
  return read_strategies(session, select_all, tenant.id());
}

std::optional<Strategy> find_strategy(Session& session, Tenant tenant, StrategyId id) {
  StrategyRow row;
  if (!session.first(select_one, row.columns(), tenant.id(), id)) return {};
  return row.strategy();
}

std::vector<Strategy> strategy_versions(Session& session, Tenant tenant, StrategyId id) {
  return read_strategies(session, select_versions, tenant.id(), id);
}

StrategyId last_strategy(Session& session, Installation) {
  StrategyId id;
  session.first(select_last, into(id));
  return id;
}

}  // namespace robson::storage
