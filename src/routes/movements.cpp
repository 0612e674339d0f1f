#include "storage/movements.hpp"
#include "json/write.hpp"
#include "routes/csv_pages.hpp"
#include "routes/request.hpp"
#include "routes/trading.hpp"

namespace robson::routes {
namespace {

using storage::MovementQuery;

Result<MovementQuery, Failure> query_of(const net::Request& request) {
  MovementQuery query;
  const auto operation = id_parameter(request, "operation_id");
  if (!operation) return Unexpected(operation.error());
  const auto cause = word_parameter<MovementCause>(request, "cause");
  if (!cause) return Unexpected(cause.error());
  const auto from = time_parameter(request, "from");
  if (!from) return Unexpected(from.error());
  const auto to = time_parameter(request, "to", true);
  if (!to) return Unexpected(to.error());
  const auto limit = number_from(request, "limit", 50, 1, longest_page);
  if (!limit) return Unexpected(limit.error());
  query.filter = {.cause = *cause, .from = *from, .to = *to};
  if (*operation) query.filter.operation = OperationId{**operation};
  if (auto asset = request.parameter("asset")) {
    if (const auto fits = text_within("asset", *asset, 1, 32); !fits) return Unexpected(fits.error());
    query.filter.asset = std::move(*asset);
  }
  query.limit = static_cast<int>(*limit);
  if (const auto cursor = request.parameter("cursor")) {
    const auto after = storage::read_cursor(query, *cursor);
    if (!after) return Unexpected(failure_of(after.error()));
    query.after = *after;
  }
  return query;
}

Csv csv_head() {
  Csv csv;
  for (const char* name : {"id", "at", "asset", "amount", "cause", "operation_id", "order_id", "trade_id", "note"}) {
    csv.text(name);
  }
  csv.end_row();
  return csv;
}

void add_row(Csv& csv, const wire::Movement& one) {
  csv.figure(one.id).text(to_rfc3339(one.at)).text(one.asset).figure(one.amount).text(json::name_of(one.cause));
  csv.figure(one.operation_id).figure(one.order_id).figure(one.trade_id).text(one.note).end_row();
}

class MovementRoutes {
 public:
  explicit MovementRoutes(Desk desk) : desk_(std::move(desk)) {}

  net::Task<Answer> list(Exchange exchange) const {
    auto query = query_of(exchange.request);
    if (!query) co_return Unexpected(query.error());
    const auto as_csv = wants_csv(exchange.request);
    if (!as_csv) co_return Unexpected(as_csv.error());
    if (*as_csv) co_return co_await export_all(exchange.tenant(), std::move(*query));
    const auto page = co_await page_of(exchange.tenant(), std::move(*query));
    if (!page) co_return Unexpected(page.error());
    wire::Movements view{.next_cursor = page->next};
    for (const Movement& one : page->rows) view.movements.push_back(wire::movement_view(one));
    co_return json_response(json::text_of(view));
  }

 private:
  using Page = storage::Page<Movement>;

  net::Task<Result<Page, Failure>> page_of(TenantId tenant, MovementQuery query) const {
    auto look = [tenant, query = std::move(query)](storage::Session& session) {
      return storage::movements(session, storage::Tenant(tenant), query);
    };
    auto page = co_await desk_->parts.database.read(std::move(look));
    if (!page) co_return Unexpected(failure_of(page.error()));
    co_return std::move(*page);
  }

  net::Task<Answer> export_all(TenantId tenant, MovementQuery query) const {
    const auto pages = [this, tenant](MovementQuery page) { return page_of(tenant, std::move(page)); };
    const auto row = [](Csv& csv, const Movement& one) { add_row(csv, wire::movement_view(one)); };
    return csv_of_pages(std::move(query), pages, csv_head(), row, "movements.csv");
  }

  Desk desk_;
};

}  // namespace

void add_movement_routes(Gate& gate, Desk desk) {
  const auto routes = std::make_shared<const MovementRoutes>(std::move(desk));
  gate.slow(net::Method::GET, "/api/movements/", Access::signed_in,
            [routes](Exchange exchange) { return routes->list(std::move(exchange)); });
}

}  // namespace robson::routes
