// From a wish to an executed plan.
#include "json/write.hpp"
#include "routes/plan_market.hpp"
#include "routes/request.hpp"
#include "routes/trading.hpp"
#include "storage/plans.hpp"

namespace robson::routes {
namespace {

std::optional<Price> price_of(const std::optional<Decimal>& value) {
  return value ? std::optional(Price{*value}) : std::nullopt;
}

// The wish, checked field by field; candles are not in it yet.
Result<engine::Wanted, Failure> wanted_of(TenantId tenant, const wire::EntryRequest& asked) {
  const auto symbol = symbol_from(asked.symbol);
  if (!symbol) {
    Failure failure = symbol.error();
    failure.field = "symbol";
    return Unexpected(std::move(failure));
  }
  engine::Wanted wanted{.tenant = tenant, .symbol = *symbol, .side = asked.side};
  if (asked.strategy_id && *asked.strategy_id < 1) {
    return Unexpected(unprocessable("strategy_id", "strategy_id must be a whole number from 1."));
  }
  wanted.strategy = {asked.strategy_id.value_or(0)};
  const auto capital = positive("capital", asked.capital);
  if (!capital) return Unexpected(capital.error());
  const auto entry = positive("entry_price", asked.entry_price);
  if (!entry) return Unexpected(entry.error());
  const auto stop = positive("stop_price", asked.stop_price);
  if (!stop) return Unexpected(stop.error());
  const auto target = positive("target_price", asked.target_price);
  if (!target) return Unexpected(target.error());
  const auto quantity = positive("quantity", asked.quantity);
  if (!quantity) return Unexpected(quantity.error());
  if (*capital) wanted.capital = Money{**capital};
  wanted.entry = price_of(*entry);
  wanted.stop = price_of(*stop);
  wanted.target = price_of(*target);
  if (*quantity) wanted.quantity = Quantity{**quantity};
  return wanted;
}

// What became of an entry, out of its operation's orders.
wire::Outcome outcome_of(const engine::Followed& followed) {
  Quantity filled;
  bool open = false;
  bool unknown = false;
  bool rejected = false;
  Quantity asked;
  for (const Order& order : followed.orders) {
    if (order.purpose != OrderPurpose::ENTRY) continue;
    asked = std::max(asked, order.quantity);
    filled += order.filled;
    open = open || order.is_open();
    unknown = unknown || order.status == OrderStatus::UNKNOWN;
    rejected = order.status == OrderStatus::REJECTED;
  }
  if (unknown) return wire::Outcome::unknown;
  if (filled.value.is_positive()) return filled < asked ? wire::Outcome::part_filled : wire::Outcome::filled;
  if (open || followed.operation.status == OperationStatus::PLANNED) return wire::Outcome::pending;
  return rejected ? wire::Outcome::rejected : wire::Outcome::not_filled;
}

std::string sentence_of(wire::Outcome outcome) {
  switch (outcome) {
    case wire::Outcome::dry_run: return "Nothing was sent, and the plan is not used up.";
    case wire::Outcome::filled: return "The entry is filled.";
    case wire::Outcome::part_filled: return "A part of the entry is filled; the position is what was filled.";
    case wire::Outcome::not_filled: return "The entry ended without a fill: there is no position.";
    case wire::Outcome::rejected: return "The exchange refused the entry: there is no position.";
    case wire::Outcome::unknown: return "The exchange did not answer; it is being asked what became of the entry.";
    case wire::Outcome::pending: break;
  }
  return "The entry is on its way.";
}

class PlanningRoutes {
 public:
  explicit PlanningRoutes(Desk desk) : desk_(std::move(desk)) {}

  net::Task<Answer> calculate(Exchange exchange) const {
    const auto asked = body_of<wire::EntryRequest>(exchange);
    if (!asked) co_return Unexpected(asked.error());
    const auto wanted = co_await gather(exchange.tenant(), *asked);
    if (!wanted) co_return Unexpected(wanted.error());
    const Timestamp now = desk_->now();
    auto proposal = desk_->engine().propose(*wanted, now);
    if (!proposal) co_return Unexpected(failure_of(proposal.error()));
    const VenueKind kind = desk_->engine().rules().venue_kind;
    Plan as_plan{.tenant = exchange.tenant(),
                 .proposal = std::move(*proposal),
                 .venue_kind = kind,
                 .created_at = now,
                 .expires_at = now + desk_->engine().rules().plan_lifetime};
    const Report report = desk_->engine().check(as_plan, now);
    const Instrument* units = desk_->engine().instrument(wanted->symbol);
    const wire::EntryPreview view{wire::proposal_view(as_plan.proposal, units, desk_->parts.venue, kind, now),
                                  wire::report_view(report)};
    co_return json_response(json::text_of(view));
  }

  net::Task<Answer> create(Exchange exchange) const {
    const auto asked = body_of<wire::EntryRequest>(exchange);
    if (!asked) co_return Unexpected(asked.error());
    auto wanted = co_await gather(exchange.tenant(), *asked);
    if (!wanted) co_return Unexpected(wanted.error());
    engine::Command command = engine::CreatePlan{std::move(*wanted), exchange.caller->name};
    Commands::View view = [desk = desk_](const engine::Reply& reply) {
      return json_response(json::text_of(view_of(*desk, std::get<Plan>(reply))), 201);
    };
    co_return co_await desk_->commands.carry_out(std::move(exchange), std::move(command), std::move(view));
  }

  net::Task<Answer> list(Exchange exchange) const {
    storage::PlanQuery query;
    const auto status = word_parameter<PlanStatus>(exchange.request, "status");
    if (!status) co_return Unexpected(status.error());
    const auto symbol = symbol_parameter(exchange.request);
    if (!symbol) co_return Unexpected(symbol.error());
    const auto limit = number_from(exchange.request, "limit", 50, 1, longest_page);
    if (!limit) co_return Unexpected(limit.error());
    query.status = *status;
    query.symbol = *symbol;
    query.limit = static_cast<int>(*limit);
    if (const auto cursor = exchange.request.parameter("cursor")) {
      const auto after = storage::read_cursor(query, *cursor);
      if (!after) co_return Unexpected(failure_of(after.error()));
      query.after = *after;
    }
    auto look = [tenant = exchange.tenant(), query = std::move(query)](storage::Session& session) {
      return storage::plans(session, storage::Tenant(tenant), query);
    };
    const auto page = co_await desk_->parts.database.read(std::move(look));
    if (!page) co_return Unexpected(failure_of(page.error()));
    wire::Plans view{.next_cursor = page->next};
    for (const Plan& plan : page->rows) view.plans.push_back(view_of(*desk_, plan));
    co_return json_response(json::text_of(view));
  }

  net::Task<Answer> show(Exchange exchange) const {
    const auto id = id_from(exchange);
    if (!id) co_return Unexpected(id.error());
    if (const Plan* held = find(exchange.tenant(), {*id})) {
      co_return json_response(json::text_of(view_of(*desk_, *held)));
    }
    auto look = [tenant = exchange.tenant(), wanted = PlanId{*id}](storage::Session& session) {
      return storage::find_plan(session, storage::Tenant(tenant), wanted);
    };
    const auto found = co_await desk_->parts.database.read(std::move(look));
    if (!found) co_return Unexpected(failure_of(found.error()));
    if (!*found) co_return Unexpected(not_found("UNKNOWN_PLAN", "There is no such plan."));
    co_return json_response(json::text_of(view_of(*desk_, **found)));
  }

  net::Task<Answer> validate(Exchange exchange) const {
    const auto id = id_from(exchange);
    if (!id) co_return Unexpected(id.error());
    const auto asked = body_of<wire::Nothing>(exchange, true);
    if (!asked) co_return Unexpected(asked.error());
    co_await freshen(exchange.tenant(), {*id});
    engine::Command command = engine::ValidatePlan{exchange.tenant(), {*id}};
    Commands::View view = [desk = desk_](const engine::Reply& reply) {
      return json_response(json::text_of(view_of(*desk, std::get<Plan>(reply))));
    };
    co_return co_await desk_->commands.carry_out(std::move(exchange), std::move(command), std::move(view));
  }

  net::Task<Answer> execute(Exchange exchange) const {
    const auto id = id_from(exchange);
    if (!id) co_return Unexpected(id.error());
    const auto asked = body_of<wire::ExecuteRequest>(exchange, true);
    if (!asked) co_return Unexpected(asked.error());
    const auto most = patience(asked->wait_ms);
    if (!most) co_return Unexpected(most.error());
    co_await freshen(exchange.tenant(), {*id});
    engine::Command command = engine::ExecutePlan{.tenant = exchange.tenant(),
                                                  .plan = {*id},
                                                  .live = asked->live.value_or(false),
                                                  .acknowledge_risk = asked->acknowledge_risk.value_or(false),
                                                  .acknowledge_warnings = asked->acknowledge_warnings.value_or(false),
                                                  .hash = asked->plan_hash,
                                                  .by = exchange.caller->name};
    Commands::View view = [desk = desk_](const engine::Reply& reply) {
      const auto& done = std::get<engine::Execution>(reply);
      return json_response(json::text_of(execution_view(*desk, done)), done.dry_run ? 200 : 201);
    };
    Commands::WaitFor wait = [most = *most](const engine::Reply& reply) {
      return Commands::Wait{std::get<engine::Execution>(reply).operation, most};
    };
    co_return co_await desk_->commands.carry_out(std::move(exchange), std::move(command), std::move(view),
                                                 std::move(wait));
  }

 private:
  static wire::Plan view_of(const TradingDesk& desk, const Plan& plan) {
    return wire::plan_view(plan, desk.engine().instrument(plan.proposal.symbol), desk.parts.venue, desk.now());
  }

  static wire::Execution execution_view(const TradingDesk& desk, const engine::Execution& done) {
    const Instrument units = desk.units_of(done.plan.proposal.symbol);
    wire::Execution view{.dry_run = done.dry_run,
                         .outcome = done.dry_run ? wire::Outcome::dry_run : wire::Outcome::pending,
                         .plan = view_of(desk, done.plan),
                         .quantity = done.quantity.value,
                         .entry_price = {done.entry.value, units.tick.places()}};
    for (const NewOrder& order : done.orders) view.would_send.push_back(wire::planned_order_view(order, units.tick));
    const engine::Followed* followed = desk.engine().followed(done.plan.tenant, done.operation);
    if (!done.dry_run && followed != nullptr) {
      view.outcome = outcome_of(*followed);
      view.operation_id = done.operation.value;
      view.operation = desk.operation_view(followed->operation);
      for (const Order& order : followed->orders) view.orders.push_back(wire::order_view(order, units));
    }
    view.message = sentence_of(view.outcome);
    return view;
  }

  const Plan* find(TenantId tenant, PlanId id) const {
    const engine::TenantState* state = desk_->engine().tenant(tenant);
    if (state == nullptr) return nullptr;
    const auto found = state->plans.find(id);
    return found == state->plans.end() ? nullptr : &found->second;
  }

  // A market that no stream follows has a fresh quote only when it is asked for. When the venue does not answer, the
  // engine finds the quote stale.
  net::Task<void> freshen(TenantId tenant, PlanId id) const {
    const Plan* plan = find(tenant, id);
    if (plan == nullptr) co_return;
    const Symbol symbol = plan->proposal.symbol;
    [[maybe_unused]] const auto quote = co_await desk_->parts.desk.quote(symbol);
  }

  net::Task<Result<engine::Wanted, Failure>> gather(TenantId tenant, wire::EntryRequest asked) const {
    auto wanted = wanted_of(tenant, asked);
    if (!wanted) co_return Unexpected(wanted.error());
    co_return co_await with_market(*desk_, std::move(*wanted));
  }

  Desk desk_;
};

}  // namespace

void add_planning_routes(Gate& gate, Desk desk) {
  const auto routes = std::make_shared<const PlanningRoutes>(desk);
  const auto act = [&](const char* pattern, Access access,
                       net::Task<Answer> (PlanningRoutes::*handler)(Exchange) const) {
    desk->action(gate, pattern, access,
                 [routes, handler](Exchange exchange) { return ((*routes).*handler)(std::move(exchange)); });
  };
  act("/api/trade/calculate-entry/", Access::signed_in, &PlanningRoutes::calculate);
  act("/api/plans/", Access::operators, &PlanningRoutes::create);
  act("/api/plans/{id}/validate/", Access::operators, &PlanningRoutes::validate);
  act("/api/plans/{id}/execute/", Access::operators, &PlanningRoutes::execute);
  gate.slow(net::Method::GET, "/api/plans/", Access::signed_in,
            [routes](Exchange exchange) { return routes->list(std::move(exchange)); });
  gate.slow(net::Method::GET, "/api/plans/{id}/", Access::signed_in,
            [routes](Exchange exchange) { return routes->show(std::move(exchange)); });
}

}  // namespace robson::routes
