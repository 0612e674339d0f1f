#include "json/write.hpp"
#include "routes/request.hpp"
#include "routes/trading.hpp"

namespace robson::routes {
namespace {

constexpr std::size_t longest_reason = 200;

class RiskRoutes {
 public:
  explicit RiskRoutes(Desk desk) : desk_(std::move(desk)) {}

  Answer metrics(const Exchange& exchange) const {
    return json_response(json::text_of(wire::risk_view(desk_->engine(), exchange.tenant(), desk_->parts.venue,
                                                       desk_->parts.runtime.takes_commands(), desk_->now())));
  }

  // Everybody who trades may stop; to go on is the admin's.
  net::Task<Answer> kill_switch(Exchange exchange) const {
    const auto asked = body_of<wire::KillSwitchRequest>(exchange);
    if (!asked) co_return Unexpected(asked.error());
    if (!asked->on && exchange.caller->role != accounts::Role::admin) {
      co_return Unexpected(forbidden(accounts::Role::admin, exchange.caller->role));
    }
    const std::string reason = asked->reason.value_or("");
    if (const auto fits = text_within("reason", reason, asked->on ? 1 : 0, longest_reason); !fits) {
      co_return Unexpected(fits.error());
    }
    engine::Command command = engine::SetKillSwitch{exchange.tenant(), asked->on, reason, exchange.caller->name};
    co_return co_await act(std::move(exchange), std::move(command));
  }

  net::Task<Answer> resume(Exchange exchange) const {
    const auto asked = body_of<wire::ReasonRequest>(exchange);
    if (!asked) co_return Unexpected(asked.error());
    if (const auto fits = text_within("reason", asked->reason, 1, longest_reason); !fits) {
      co_return Unexpected(fits.error());
    }
    engine::Command command = engine::ResumeTrading{exchange.tenant(), asked->reason, exchange.caller->name};
    co_return co_await act(std::move(exchange), std::move(command));
  }

  net::Task<Answer> enable(Exchange exchange) const {
    const auto asked = body_of<wire::TradingRequest>(exchange);
    if (!asked) co_return Unexpected(asked.error());
    engine::Command command = engine::EnableTrading{exchange.tenant(), asked->enabled, exchange.caller->name};
    co_return co_await act(std::move(exchange), std::move(command));
  }

 private:
  net::Task<Answer> act(Exchange exchange, engine::Command command) const {
    Commands::View view = [desk = desk_](const engine::Reply& reply) {
      return json_response(json::text_of(wire::switches_view(std::get<TenantDesk>(reply), desk->engine().rules())));
    };
    co_return co_await desk_->commands.carry_out(std::move(exchange), std::move(command), std::move(view));
  }

  Desk desk_;
};

}  // namespace

void add_risk_routes(Gate& gate, Desk desk) {
  const auto routes = std::make_shared<const RiskRoutes>(desk);
  gate.quick(net::Method::GET, "/api/risk/metrics/", Access::signed_in,
             [routes](const Exchange& exchange) { return routes->metrics(exchange); });
  const auto act = [&](const char* pattern, Access access, net::Task<Answer> (RiskRoutes::*handler)(Exchange) const) {
    desk->action(gate, pattern, access,
                 [routes, handler](Exchange exchange) { return ((*routes).*handler)(std::move(exchange)); });
  };
  act("/api/risk/kill-switch/", Access::operators, &RiskRoutes::kill_switch);
  act("/api/risk/resume/", Access::admins, &RiskRoutes::resume);
  act("/api/risk/trading/", Access::admins, &RiskRoutes::enable);
}

}  // namespace robson::routes
