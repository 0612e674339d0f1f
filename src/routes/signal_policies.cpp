#include <fmt/format.h>

#include "json/write.hpp"
#include "routes/request.hpp"
#include "routes/signals.hpp"

namespace robson::routes {
namespace {

constexpr std::int64_t longest_cooldown = 86'400;
constexpr std::int64_t most_a_day = 1000;

// A member that has to be there, and may be null.
template <class T>
Result<std::optional<T>, Failure> value_or_null(const std::string& field, const json::Value& value) {
  auto read = json::read<std::optional<T>>(value);
  if (read) return std::move(*read);
  json::Fault fault = read.error();
  fault.path = field;
  return Unexpected(body_fault(fault));
}

Result<std::optional<std::int64_t>, Failure> count_from(const std::string& field, const json::Value& value,
                                                        std::int64_t most) {
  auto number = value_or_null<std::int64_t>(field, value);
  if (number && *number && (**number < 0 || **number > most)) {
    return Unexpected(unprocessable(field, fmt::format("{} must be a whole number from 0 to {}.", field, most)));
  }
  return number;
}

Result<signals::SignalPolicy, Failure> policy_from(const wire::SignalPolicyRequest& asked) {
  const auto confidence = value_or_null<Decimal>("min_confidence", asked.min_confidence);
  if (!confidence) return Unexpected(confidence.error());
  const bool is_share = !*confidence || (!(*confidence)->is_negative() && **confidence <= Decimal::integer(1) &&
                                         (*confidence)->places() <= 4);
  if (!is_share) return Unexpected(unprocessable("min_confidence", "min_confidence must be 0 to 1, to 4 places."));
  const auto cooldown = count_from("cooldown_seconds", asked.cooldown_seconds, longest_cooldown);
  if (!cooldown) return Unexpected(cooldown.error());
  const auto cap = count_from("daily_cap", asked.daily_cap, most_a_day);
  if (!cap) return Unexpected(cap.error());
  return signals::SignalPolicy{.min_confidence = *confidence, .cooldown_seconds = *cooldown, .daily_cap = *cap};
}

class SignalPolicyRoutes {
 public:
  explicit SignalPolicyRoutes(SignalCounterPtr counter) : counter_(std::move(counter)) {}

  // One for each strategy, with or without rules.
  Answer list(const Exchange& exchange) const {
    const auto decimals = decimals_from(exchange.request);
    if (!decimals) return Unexpected(decimals.error());
    wire::SignalPolicies view;
    if (const engine::TenantState* tenant = counter_->market.engine().tenant(exchange.tenant())) {
      for (const auto& [id, strategy] : tenant->strategies) {
        view.policies.push_back(
            wire::signal_policy_view(counter_->desk.policy_of(exchange.tenant(), id), strategy.name));
      }
    }
    return figures_response(view, *decimals);
  }

  net::Task<Answer> set(Exchange exchange) const {
    const auto decimals = decimals_from(exchange.request);
    if (!decimals) co_return Unexpected(decimals.error());
    const auto id = id_from(exchange);
    if (!id) co_return Unexpected(id.error());
    const auto asked = body_of<wire::SignalPolicyRequest>(exchange);
    if (!asked) co_return Unexpected(asked.error());
    auto policy = policy_from(*asked);
    if (!policy) co_return Unexpected(policy.error());
    const std::string strategy = name_of(exchange.tenant(), {*id});
    if (strategy.empty()) co_return Unexpected(not_found("UNKNOWN_STRATEGY", "There is no such strategy."));
    policy->tenant = exchange.tenant();
    policy->strategy = {*id};
    policy->updated_at = counter_->now();
    policy->updated_by = exchange.caller->name;
    note(exchange, *policy);
    const bool durable = co_await counter_->desk.set_policy(*policy);
    if (!durable) {
      co_return Unexpected(Failure{503, "JOURNAL_FAILED", "The server cannot write its journal.", {}, {}});
    }
    co_return figures_response(wire::signal_policy_view(*policy, strategy), *decimals);
  }

 private:
  static void note(const Exchange& exchange, const signals::SignalPolicy& policy) {
    if (policy.min_confidence) exchange.note("min_confidence", policy.min_confidence->text());
    if (policy.cooldown_seconds) exchange.note("cooldown_seconds", std::to_string(*policy.cooldown_seconds));
    if (policy.daily_cap) exchange.note("daily_cap", std::to_string(*policy.daily_cap));
  }

  std::string name_of(TenantId tenant, StrategyId id) const {
    const engine::TenantState* state = counter_->market.engine().tenant(tenant);
    if (state == nullptr) return {};
    const auto found = state->strategies.find(id);
    return found == state->strategies.end() ? std::string{} : found->second.name;
  }

  SignalCounterPtr counter_;
};

}  // namespace

void add_signal_policy_routes(Gate& gate, const SignalCounterPtr& counter) {
  const auto routes = std::make_shared<const SignalPolicyRoutes>(counter);
  gate.quick(net::Method::GET, "/api/v1/signal-policies", Access::signed_in,
             [routes](const Exchange& exchange) { return routes->list(exchange); });
  gate.slow(net::Method::PUT, "/api/v1/signal-policies/{id}", Access::admins, [routes, counter](Exchange exchange) {
    return counter->market.idempotency.answer(std::move(exchange),
                                              [routes](Exchange inner) { return routes->set(std::move(inner)); });
  });
}

}  // namespace robson::routes
