// A person says yes or no. Yes makes a plan with our own stop and size and validates it; nothing is executed here.
#include "json/write.hpp"
#include "routes/failures.hpp"
#include "routes/plan_market.hpp"
#include "routes/request.hpp"
#include "routes/signals.hpp"

namespace robson::routes {
namespace {

constexpr std::size_t longest_reason = 500;

// What came of making a plan: the plan, or why there is none.
using Planned = Result<Plan, wire::PlanProblem>;

Planned planned(const engine::Reply& reply) {
  if (const auto* refused = std::get_if<engine::Rejection>(&reply)) {
    return Unexpected(wire::PlanProblem{refused->code, refused->text});
  }
  return std::get<Plan>(reply);
}

class ApprovalRoutes {
 public:
  explicit ApprovalRoutes(SignalCounterPtr counter) : counter_(std::move(counter)) {}

  net::Task<Answer> decide(Exchange exchange) const {
    const auto decimals = decimals_from(exchange.request);
    if (!decimals) co_return Unexpected(decimals.error());
    const auto asked = body_of<wire::Decision>(exchange);
    if (!asked) co_return Unexpected(asked.error());
    const std::string reason = asked->reason.value_or("");
    if (const auto fits = text_within("reason", reason, 0, longest_reason); !fits) co_return Unexpected(fits.error());
    if (asked->signal_id < 1) {
      co_return Unexpected(unprocessable("signal_id", "signal_id must be a whole number from 1."));
    }
    exchange.note("target", std::to_string(asked->signal_id));
    exchange.note("decision", std::string(json::name_of(asked->decision)));
    if (!reason.empty()) exchange.note("reason", reason);
    SignalDesk::Wish wish{.tenant = exchange.tenant(),
                          .signal = asked->signal_id,
                          .decision = asked->decision,
                          .reason = reason,
                          .by = exchange.caller->name,
                          .address = exchange.request.remote};
    auto decided = co_await counter_->desk.decide(std::move(wish));
    if (!decided) co_return Unexpected(decided.error());
    std::optional<Planned> made;
    if (decided->approval.decision == signals::DecisionWord::approved) {
      made.emplace(co_await plan_of(decided->signal, decided->approval));
    }
    if (made && *made) {
      decided->approval.plan = (*made)->id;
      exchange.note("plan", std::to_string((*made)->id.value));
    }
    const auto committed = co_await counter_->desk.commit(*decided);
    if (!committed) co_return Unexpected(committed.error());
    wire::Approval view = wire::approval_view(
        decided->approval, counter_->desk.view(decided->signal, &decided->approval, shows_wish(exchange)));
    if (made && *made) view.plan = json::Raw{json::text_of(plan_view(**made))};
    if (made && !*made) view.plan_problem = made->error();
    co_return figures_response(view, *decimals, 201);
  }

  Answer pending(const Exchange& exchange) const {
    const auto decimals = decimals_from(exchange.request);
    if (!decimals) return Unexpected(decimals.error());
    wire::PendingSignals view{.as_of = counter_->now()};
    for (const signals::Signal* one : counter_->desk.waiting().of(exchange.tenant())) {
      view.signals.push_back(counter_->desk.view(*one, nullptr, shows_wish(exchange)));
    }
    return figures_response(view, *decimals);
  }

  net::Task<Answer> list(Exchange exchange) const {
    const auto decimals = decimals_from(exchange.request);
    if (!decimals) co_return Unexpected(decimals.error());
    auto query = query_of(exchange.request);
    if (!query) co_return Unexpected(query.error());
    auto look = [tenant = exchange.tenant(), query = std::move(*query)](storage::Session& session) {
      return storage::approvals_page(session, storage::Tenant(tenant), query);
    };
    const auto page = co_await counter_->market.parts.database.read(std::move(look));
    if (!page) co_return Unexpected(failure_of(page.error()));
    wire::Approvals view{.next_cursor = page->next};
    for (const auto& one : page->rows) {
      view.approvals.push_back(wire::approval_view(*one.approval, counter_->desk.view(one, shows_wish(exchange))));
    }
    co_return figures_response(view, *decimals);
  }

 private:
  static Result<storage::ApprovalQuery, Failure> query_of(const net::Request& request) {
    storage::ApprovalQuery query;
    const auto from = time_parameter(request, "from");
    if (!from) return Unexpected(from.error());
    const auto to = time_parameter(request, "to", true);
    if (!to) return Unexpected(to.error());
    const auto limit = number_from(request, "limit", 50, 1, longest_page);
    if (!limit) return Unexpected(limit.error());
    query.from = *from;
    query.to = *to;
    query.limit = static_cast<int>(*limit);
    if (const auto cursor = request.parameter("cursor")) {
      const auto after = storage::read_cursor(query, *cursor);
      if (!after) return Unexpected(failure_of(after.error()));
      query.after = *after;
    }
    return query;
  }

  // Stop and size are ours: the signal's own stop, target and volume are its producer's wish. Nobody names a capital,
  // so it is the equity, or as much of it as the free balance can pay.
  net::Task<Planned> plan_of(signals::Signal signal, signals::Approval approval) const {
    engine::Wanted wish{.tenant = signal.tenant,
                        .symbol = signal.instrument,
                        .side = signal.side,
                        .strategy = approval.strategy,
                        .within_balance = true};
    auto wanted = co_await with_market(counter_->market, std::move(wish));
    if (!wanted) co_return Unexpected(wire::PlanProblem{wanted.error().code, wanted.error().detail});
    runtime::Runtime& runtime = counter_->market.parts.runtime;
    engine::Command create = engine::CreatePlan{std::move(*wanted), approval.by};
    Planned made = planned(co_await runtime.submit(std::move(create)));
    if (!made) co_return made;
    engine::Command validate = engine::ValidatePlan{signal.tenant, made->id};
    Planned validated = planned(co_await runtime.submit(std::move(validate)));
    co_return validated ? validated : made;
  }

  wire::Plan plan_view(const Plan& plan) const {
    const TradingDesk& market = counter_->market;
    return wire::plan_view(plan, market.engine().instrument(plan.proposal.symbol), market.parts.venue, market.now());
  }

  SignalCounterPtr counter_;
};

}  // namespace

void add_approval_routes(Gate& gate, const SignalCounterPtr& counter) {
  const auto routes = std::make_shared<const ApprovalRoutes>(counter);
  counter->market.action(gate, "/api/v1/approvals", Access::operators,
                         [routes](Exchange exchange) { return routes->decide(std::move(exchange)); });
  gate.slow(net::Method::GET, "/api/v1/approvals", Access::signed_in,
            [routes](Exchange exchange) { return routes->list(std::move(exchange)); });
  gate.quick(net::Method::GET, "/api/v1/approvals/pending", Access::signed_in,
             [routes](const Exchange& exchange) { return routes->pending(exchange); });
}

}  // namespace robson::routes
