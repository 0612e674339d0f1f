#include "storage/operations.hpp"
#include "json/write.hpp"
#include "routes/operations_csv.hpp"
#include "routes/request.hpp"
#include "routes/trading.hpp"
#include "storage/fills.hpp"
#include "storage/history.hpp"
#include "storage/orders.hpp"
#include "storage/proofs.hpp"

namespace robson::routes {
namespace {

using storage::HistoryQuery;
using storage::HistorySort;

struct SortName {
  std::string_view name{};
  HistorySort sort{};
};
constexpr std::array sort_names = {SortName{"opened_at", HistorySort::opened_at},
                                   SortName{"closed_at", HistorySort::closed_at},
                                   SortName{"symbol", HistorySort::symbol},
                                   SortName{"quantity", HistorySort::quantity},
                                   SortName{"realized_pnl", HistorySort::realized_pnl},
                                   SortName{"fees", HistorySort::fees},
                                   SortName{"id", HistorySort::id}};

Result<void, Failure> set_sort(HistoryQuery& query, const net::Request& request) {
  const std::string text = request.parameter("sort").value_or("-opened_at");
  query.descending = text.starts_with('-');
  const std::string_view field = std::string_view(text).substr(query.descending ? 1 : 0);
  const auto found = std::ranges::find(sort_names, field, &SortName::name);
  if (found == sort_names.end()) {
    return Unexpected(unprocessable(
        "sort",
        "sort must be opened_at, closed_at, symbol, quantity, realized_pnl, fees or id, with a - for descending."));
  }
  query.sort = found->sort;
  return {};
}

// A whole number is a strategy's id, anything else its name.
void set_strategy(storage::HistoryFilter& filter, const std::string& text) {
  std::int64_t id = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (failed == std::errc{} && end == text.data() + text.size() && id > 0) {
    filter.strategy_id = StrategyId{id};
  } else {
    filter.strategy = text;
  }
}

Result<HistoryQuery, Failure> query_of(const net::Request& request) {
  HistoryQuery query;
  const auto from = time_parameter(request, "from");
  if (!from) return Unexpected(from.error());
  const auto to = time_parameter(request, "to", true);
  if (!to) return Unexpected(to.error());
  const auto symbol = symbol_parameter(request);
  if (!symbol) return Unexpected(symbol.error());
  const auto side = word_parameter<Side>(request, "side");
  if (!side) return Unexpected(side.error());
  const auto status = word_parameter<OperationStatus>(request, "status");
  if (!status) return Unexpected(status.error());
  const auto limit = number_from(request, "limit", 50, 1, longest_page);
  if (!limit) return Unexpected(limit.error());
  query.filter = {.from = *from, .to = *to, .symbol = *symbol, .side = *side, .status = *status};
  if (const auto strategy = request.parameter("strategy")) {
    if (const auto fits = text_within("strategy", *strategy, 1, 60); !fits) return Unexpected(fits.error());
    set_strategy(query.filter, *strategy);
  }
  if (const auto set = set_sort(query, request); !set) return Unexpected(set.error());
  query.limit = static_cast<int>(*limit);
  if (const auto cursor = request.parameter("cursor")) {
    const auto after = storage::read_cursor(query, *cursor);
    if (!after) return Unexpected(failure_of(after.error()));
    query.after = *after;
  }
  return query;
}

class OperationRoutes {
 public:
  explicit OperationRoutes(Desk desk) : desk_(std::move(desk)) {}

  Answer active(const Exchange& exchange) const {
    wire::ActiveOperations view{.as_of = desk_->now(), .venue_kind = desk_->parts.venue.kind};
    const engine::TenantState* state = desk_->engine().tenant(exchange.tenant());
    if (state != nullptr) {
      for (const auto& [id, followed] : state->operations) {
        const OperationStatus status = followed.operation.status;
        if (status != OperationStatus::ACTIVE && status != OperationStatus::PLANNED) continue;
        view.operations.push_back(desk_->operation_view(followed.operation));
      }
    }
    return json_response(json::text_of(view));
  }

  net::Task<Answer> history(Exchange exchange) const {
    auto query = query_of(exchange.request);
    if (!query) co_return Unexpected(query.error());
    const auto as_csv = wants_csv(exchange.request);
    if (!as_csv) co_return Unexpected(as_csv.error());
    if (*as_csv) co_return co_await export_history(exchange.tenant(), std::move(*query));
    const auto page = co_await page_of(exchange.tenant(), std::move(*query));
    if (!page) co_return Unexpected(page.error());
    wire::Operations view{.next_cursor = page->next, .as_of = desk_->now(), .venue_kind = desk_->parts.venue.kind};
    for (const Operation& one : page->rows) view.operations.push_back(view_of(exchange.tenant(), one));
    co_return json_response(json::text_of(view));
  }

  net::Task<Answer> show(Exchange exchange) const {
    const auto parts = co_await parts_of(exchange);
    if (!parts) co_return Unexpected(parts.error());
    const Operation& operation = parts->operation;
    co_return json_response(json::text_of(wire::detail_view(
        *parts, desk_->engine().followed(exchange.tenant(), operation.id), desk_->engine().instrument(operation.symbol),
        desk_->engine().quote(operation.symbol), desk_->now())));
  }

  net::Task<Answer> trades(Exchange exchange) const {
    const auto parts = co_await parts_of(exchange);
    if (!parts) co_return Unexpected(parts.error());
    wire::Trades view{.operation_id = parts->operation.id.value};
    const Instrument* units = desk_->engine().instrument(parts->operation.symbol);
    for (const Fill& fill : parts->fills) view.trades.push_back(wire::trade_view(fill, units));
    co_return json_response(json::text_of(view));
  }

  net::Task<Answer> proof(Exchange exchange) const {
    const auto parts = co_await parts_of(exchange);
    if (!parts) co_return Unexpected(parts.error());
    wire::Proofs view{.operation_id = parts->operation.id.value};
    const Decimal tick = desk_->units_of(parts->operation.symbol).tick;
    for (const Proof& one : parts->proofs) view.proofs.push_back(wire::proof_view(one, tick));
    co_return json_response(json::text_of(view));
  }

 private:
  using Page = storage::Page<Operation>;

  net::Task<Result<Page, Failure>> page_of(TenantId tenant, HistoryQuery query) const {
    auto look = [tenant, query = std::move(query)](storage::Session& session) {
      return storage::history(session, storage::Tenant(tenant), query);
    };
    auto page = co_await desk_->parts.database.read(std::move(look));
    if (!page) co_return Unexpected(failure_of(page.error()));
    co_return std::move(*page);
  }

  // In steps, so that no reader is held for long.
  net::Task<Answer> export_history(TenantId tenant, HistoryQuery query) const {
    OperationsCsv csv;
    query.limit = static_cast<int>(longest_page);
    bool more = true;
    while (more && csv.rows() < OperationsCsv::most_rows) {
      const auto page = co_await page_of(tenant, query);
      if (!page) co_return Unexpected(page.error());
      for (const Operation& one : page->rows) csv.add(view_of(tenant, one));
      more = page->next.has_value();
      if (!more) break;
      const auto after = storage::read_cursor(query, *page->next);
      if (!after) co_return Unexpected(failure_of(after.error()));
      query.after = *after;
    }
    co_return csv_response(csv.take(), "operations.csv", more);
  }

  // Storage may lag behind the engine by what is on its way to the disk.
  wire::Operation view_of(TenantId tenant, const Operation& stored) const {
    const Operation* held = desk_->engine().operation(tenant, stored.id);
    return desk_->operation_view(held != nullptr ? *held : stored);
  }

  net::Task<Result<wire::OperationParts, Failure>> parts_of(const Exchange& exchange) const {
    const auto id = id_from(exchange);
    if (!id) co_return Unexpected(id.error());
    const OperationId wanted{*id};
    const TenantId tenant = exchange.tenant();
    if (const engine::Followed* held = desk_->engine().followed(tenant, wanted)) {
      co_return wire::OperationParts{held->operation, held->orders, held->fills, held->proofs};
    }
    auto look = [tenant, wanted](storage::Session& session) -> std::optional<wire::OperationParts> {
      const storage::Tenant scope(tenant);
      auto operation = storage::find_operation(session, scope, wanted);
      if (!operation) return {};
      return wire::OperationParts{std::move(*operation), storage::orders_of(session, scope, wanted),
                                  storage::fills_of(session, scope, wanted),
                                  storage::proofs_of(session, scope, wanted)};
    };
    auto found = co_await desk_->parts.database.read(std::move(look));
    if (!found) co_return Unexpected(failure_of(found.error()));
    if (!*found) co_return Unexpected(not_found("UNKNOWN_OPERATION", "There is no such operation."));
    co_return std::move(**found);
  }

  Desk desk_;
};

}  // namespace

void add_operation_routes(Gate& gate, Desk desk) {
  const auto routes = std::make_shared<const OperationRoutes>(std::move(desk));
  const auto get = [&](const char* pattern, net::Task<Answer> (OperationRoutes::*handler)(Exchange) const) {
    gate.slow(net::Method::GET, pattern, Access::signed_in,
              [routes, handler](Exchange exchange) { return ((*routes).*handler)(std::move(exchange)); });
  };
  gate.quick(net::Method::GET, "/api/operations/active/", Access::signed_in,
             [routes](const Exchange& exchange) { return routes->active(exchange); });
  get("/api/operations/history/", &OperationRoutes::history);
  get("/api/operations/{id}/", &OperationRoutes::show);
  get("/api/operations/{id}/trades/", &OperationRoutes::trades);
  get("/api/operations/{id}/proof/", &OperationRoutes::proof);
}

}  // namespace robson::routes
