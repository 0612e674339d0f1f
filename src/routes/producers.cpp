#include "accounts/audit_chain.hpp"
#include "json/write.hpp"
#include "routes/request.hpp"
#include "routes/signals.hpp"

namespace robson::routes {
namespace {

constexpr std::size_t longest_name = 64;

Failure not_durable() {
  return {503, "JOURNAL_FAILED", "The server cannot write its journal.", {}, {}};
}

class ProducerRoutes {
 public:
  explicit ProducerRoutes(SignalCounterPtr counter) : counter_(std::move(counter)) {}

  Answer list(const Exchange& exchange) const {
    wire::Producers view;
    for (const signals::Producer* one : counter_->desk.producers().of(exchange.tenant())) {
      view.producers.push_back(wire::producer_view(*one));
    }
    return json_response(json::text_of(view));
  }

  net::Task<Answer> create(Exchange exchange) const {
    const auto asked = body_of<wire::NewProducer>(exchange);
    if (!asked) co_return Unexpected(asked.error());
    if (const auto fits = text_within("name", asked->name, 1, longest_name); !fits) co_return Unexpected(fits.error());
    if (accounts::audit_text(asked->name, longest_name) != asked->name) {
      co_return Unexpected(unprocessable("name", "name must not have control characters."));
    }
    const StrategyId strategy{asked->strategy_id.value_or(0)};
    if (asked->strategy_id && !has_strategy(exchange.tenant(), strategy)) {
      Failure failure = not_found("UNKNOWN_STRATEGY", "There is no such strategy.");
      failure.field = "strategy_id";
      co_return Unexpected(std::move(failure));
    }
    if (!counter_->market.parts.runtime.takes_commands()) co_return Unexpected(not_durable());
    exchange.note("name", asked->name);
    if (const auto person = fresh_person(exchange, counter_->now()); !person) co_return Unexpected(person.error());
    const auto made =
        counter_->desk.producers().make(exchange.tenant(), asked->name, strategy, asked->webhook.value_or(false),
                                        exchange.caller->name, counter_->now());
    if (!made) co_return Unexpected(made.error());
    const ProducerBook::Known& producer = **made;
    exchange.note("target", producer.row.id);
    wire::NewProducerAnswer view{.producer = wire::producer_view(producer.row), .secret = producer.secret.reveal()};
    if (!producer.passphrase.empty()) view.passphrase = producer.passphrase.reveal();
    const bool durable = co_await counter_->desk.save_new(producer.row);
    if (!durable) co_return Unexpected(not_durable());
    co_return json_response(json::text_of(view), 201);
  }

  net::Task<Answer> revoke(Exchange exchange) const {
    const auto gone = co_await counter_->desk.revoke(exchange.tenant(), exchange.parameters["producer_id"]);
    if (!gone) co_return Unexpected(gone.error());
    if (!*gone) co_return Unexpected(not_found("UNKNOWN_PRODUCER", "There is no such producer that may send."));
    net::Response response{.status = 204};
    co_return response;
  }

 private:
  bool has_strategy(TenantId tenant, StrategyId id) const {
    const engine::TenantState* state = counter_->market.engine().tenant(tenant);
    return state != nullptr && state->strategies.contains(id);
  }

  SignalCounterPtr counter_;
};

}  // namespace

void add_producer_routes(Gate& gate, const SignalCounterPtr& counter) {
  const auto routes = std::make_shared<const ProducerRoutes>(counter);
  gate.quick(net::Method::GET, "/api/v1/producers", Access::admins,
             [routes](const Exchange& exchange) { return routes->list(exchange); });
  gate.slow(net::Method::POST, "/api/v1/producers", Access::admins,
            [routes](Exchange exchange) { return routes->create(std::move(exchange)); });
  gate.slow(net::Method::DELETE, "/api/v1/producers/{producer_id}", Access::admins,
            [routes](Exchange exchange) { return routes->revoke(std::move(exchange)); });
}

}  // namespace robson::routes
