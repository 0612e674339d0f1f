#include "storage/strategies.hpp"
#include "json/write.hpp"
#include "routes/request.hpp"
#include "routes/trading.hpp"

namespace robson::routes {
namespace {

net::Response strategy_response(const engine::Reply& reply, int status) {
  return json_response(json::text_of(wire::strategy_view(std::get<Strategy>(reply))), status);
}

// The rules that a new strategy begins with.
Result<RiskRules, Failure> rules_of_template(const std::optional<std::string>& name) {
  if (!name) return RiskRules{};
  for (const Strategy& one : strategy_templates()) {
    if (one.name == *name) return one.rules;
  }
  return Unexpected(unprocessable("from_template", "There is no template of that name."));
}

class StrategyRoutes {
 public:
  explicit StrategyRoutes(Desk desk) : desk_(std::move(desk)) {}

  Answer list(const Exchange& exchange) const {
    return json_response(json::text_of(wire::strategies_view(desk_->engine().tenant(exchange.tenant()))));
  }

  Answer show(const Exchange& exchange) const {
    const auto id = id_from(exchange);
    if (!id) return Unexpected(id.error());
    const Strategy* strategy = find(exchange.tenant(), {*id});
    if (strategy == nullptr) return Unexpected(unknown());
    return json_response(json::text_of(wire::strategy_view(*strategy)));
  }

  net::Task<Answer> history(Exchange exchange) const {
    const auto id = id_from(exchange);
    if (!id) co_return Unexpected(id.error());
    auto look = [tenant = exchange.tenant(), wanted = StrategyId{*id}](storage::Session& session) {
      return storage::strategy_versions(session, storage::Tenant(tenant), wanted);
    };
    const auto versions = co_await desk_->parts.database.read(std::move(look));
    if (!versions) co_return Unexpected(failure_of(versions.error()));
    if (versions->empty()) co_return Unexpected(unknown());
    wire::StrategyHistory view;
    for (const Strategy& one : *versions) view.versions.push_back(wire::strategy_view(one));
    co_return json_response(json::text_of(view));
  }

  net::Task<Answer> create(Exchange exchange) const {
    const auto asked = body_of<wire::StrategyRequest>(exchange);
    if (!asked) co_return Unexpected(asked.error());
    const auto rules = rules_of_template(asked->from_template);
    if (!rules) co_return Unexpected(rules.error());
    Strategy made{.tenant = exchange.tenant(),
                  .name = asked->name,
                  .description = asked->description.value_or(""),
                  .active = asked->active.value_or(true),
                  .rules = *rules,
                  .changed_by = exchange.caller->name};
    if (asked->rules) wire::change(made.rules, *asked->rules);
    engine::Command command = engine::SaveStrategy{std::move(made)};
    Commands::View view = [](const engine::Reply& reply) { return strategy_response(reply, 201); };
    co_return co_await desk_->commands.carry_out(std::move(exchange), std::move(command), std::move(view));
  }

  net::Task<Answer> edit(Exchange exchange) const {
    const auto id = id_from(exchange);
    if (!id) co_return Unexpected(id.error());
    const auto asked = body_of<wire::StrategyEdit>(exchange);
    if (!asked) co_return Unexpected(asked.error());
    const Strategy* held = find(exchange.tenant(), {*id});
    if (held == nullptr) co_return Unexpected(unknown());
    Strategy edited = *held;
    edited.version = asked->version;
    edited.name = asked->name.value_or(edited.name);
    edited.description = asked->description.value_or(edited.description);
    edited.active = asked->active.value_or(edited.active);
    edited.changed_by = exchange.caller->name;
    if (asked->rules) wire::change(edited.rules, *asked->rules);
    engine::Command command = engine::SaveStrategy{std::move(edited)};
    Commands::View view = [](const engine::Reply& reply) { return strategy_response(reply, 200); };
    co_return co_await desk_->commands.carry_out(std::move(exchange), std::move(command), std::move(view));
  }

 private:
  static Failure unknown() { return not_found("UNKNOWN_STRATEGY", "There is no such strategy."); }
  const Strategy* find(TenantId tenant, StrategyId id) const {
    const engine::TenantState* state = desk_->engine().tenant(tenant);
    if (state == nullptr) return nullptr;
    const auto found = state->strategies.find(id);
    return found == state->strategies.end() ? nullptr : &found->second;
  }

  Desk desk_;
};

}  // namespace

void add_strategy_routes(Gate& gate, const Desk& desk) {
  const auto routes = std::make_shared<const StrategyRoutes>(desk);
  gate.quick(net::Method::GET, "/api/strategies/", Access::signed_in,
             [routes](const Exchange& exchange) { return routes->list(exchange); });
  gate.quick(net::Method::GET, "/api/strategies/{id}/", Access::signed_in,
             [routes](const Exchange& exchange) { return routes->show(exchange); });
  gate.slow(net::Method::GET, "/api/strategies/{id}/history/", Access::signed_in,
            [routes](Exchange exchange) { return routes->history(std::move(exchange)); });
  desk->action(gate, "/api/strategies/", Access::admins,
               [routes](Exchange exchange) { return routes->create(std::move(exchange)); });
  gate.slow(net::Method::PUT, "/api/strategies/{id}/", Access::admins,
            [routes](Exchange exchange) { return routes->edit(std::move(exchange)); });
}

}  // namespace robson::routes
