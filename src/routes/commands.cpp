#include "routes/commands.hpp"

#include "base/log.hpp"

namespace robson::routes {
namespace {

net::Response response_to(const engine::Reply& reply, const Commands::View& view, const std::string& correlation_id) {
  const auto* refused = std::get_if<engine::Rejection>(&reply);
  return refused != nullptr ? problem_response(failure_of(*refused), correlation_id) : view(reply);
}

runtime::Runtime::Keep keep_with(std::shared_ptr<Keeping> keeping, Commands::View view, std::string correlation_id) {
  if (!keeping) return {};
  return [keeping = std::move(keeping), view = std::move(view),
          correlation_id = std::move(correlation_id)](const engine::Reply& reply) -> std::optional<engine::AnswerKept> {
    // The command is done by now: an answer that cannot be told must not keep it from the journal.
    try {
      net::Response response = response_to(reply, view, correlation_id);
      if (!is_final(response.status)) return std::nullopt;
      keeping->kept = true;
      return engine::AnswerKept{keeping->tenant,    keeping->route,  keeping->key,
                                keeping->body_hash, response.status, std::move(response.body)};
    } catch (const std::exception& broken) {
      log::error("answer not kept", {{"route", keeping->route}, {"why", broken.what()}});
      return std::nullopt;
    }
  };
}

}  // namespace

net::Task<Answer> Commands::carry_out(Exchange exchange, engine::Command command, View view, WaitFor wait) {
  const TenantId tenant = exchange.tenant();
  runtime::Runtime::Keep keep = keep_with(exchange.keeping, view, exchange.correlation_id);
  const engine::Reply reply = co_await runtime_.submit(std::move(command), std::move(keep));
  net::Response response = response_to(reply, view, exchange.correlation_id);
  if (std::holds_alternative<engine::Rejection>(reply) || !wait) co_return response;
  const Wait until = wait(reply);
  if (!until.operation || until.most.count() == 0) co_return response;
  co_await runtime_.settled(tenant, until.operation, until.most);
  net::Response settled = view(reply);
  co_await idempotency_.amend(exchange.keeping, settled.status, settled.body);
  co_return settled;
}

}  // namespace robson::routes
