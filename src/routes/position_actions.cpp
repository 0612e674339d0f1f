// What is done to an open position. Each answer shows the operation as it stands when the venue has answered, or when
// the caller's patience is over.
#include "json/write.hpp"
#include "routes/request.hpp"
#include "routes/trading.hpp"

namespace robson::routes {
namespace {

class PositionActions {
 public:
  explicit PositionActions(Desk desk) : desk_(std::move(desk)) {}

  net::Task<Answer> close(Exchange exchange) const {
    const auto id = id_from(exchange);
    if (!id) co_return Unexpected(id.error());
    const auto asked = body_of<wire::CloseRequest>(exchange, true);
    if (!asked) co_return Unexpected(asked.error());
    const auto quantity = positive("quantity", asked->quantity);
    if (!quantity) co_return Unexpected(quantity.error());
    const auto limit = positive("limit_price", asked->limit_price);
    if (!limit) co_return Unexpected(limit.error());
    engine::ClosePosition close{.tenant = exchange.tenant(), .operation = {*id}, .by = exchange.caller->name};
    if (*quantity) close.quantity = Quantity{**quantity};
    if (*limit) close.limit = Price{**limit};
    engine::Command command = std::move(close);
    co_return co_await act(std::move(exchange), std::move(command), asked->wait_ms);
  }

  net::Task<Answer> move_stop(Exchange exchange) const {
    const auto id = id_from(exchange);
    if (!id) co_return Unexpected(id.error());
    const auto asked = body_of<wire::StopRequest>(exchange);
    if (!asked) co_return Unexpected(asked.error());
    const auto stop = positive("stop_price", asked->stop_price);
    if (!stop) co_return Unexpected(stop.error());
    engine::Command command = engine::MoveStop{exchange.tenant(), {*id}, Price{*stop}, exchange.caller->name};
    co_return co_await act(std::move(exchange), std::move(command), asked->wait_ms);
  }

  net::Task<Answer> move_target(Exchange exchange) const {
    const auto id = id_from(exchange);
    if (!id) co_return Unexpected(id.error());
    const auto asked = body_of<wire::TargetRequest>(exchange);
    if (!asked) co_return Unexpected(asked.error());
    if (!names_target(exchange.request.body)) {
      co_return Unexpected(body_fault({"target_price", "present (null takes the target away)", "missing"}));
    }
    const auto target = positive("target_price", asked->target_price);
    if (!target) co_return Unexpected(target.error());
    engine::MoveTarget move{.tenant = exchange.tenant(), .operation = {*id}, .by = exchange.caller->name};
    if (*target) move.target = Price{**target};
    engine::Command command = std::move(move);
    co_return co_await act(std::move(exchange), std::move(command), asked->wait_ms);
  }

  net::Task<Answer> detach(Exchange exchange) const {
    const auto id = id_from(exchange);
    if (!id) co_return Unexpected(id.error());
    const auto asked = body_of<wire::ReasonRequest>(exchange);
    if (!asked) co_return Unexpected(asked.error());
    if (const auto fits = text_within("reason", asked->reason, 1, 200); !fits) co_return Unexpected(fits.error());
    engine::Command command = engine::DetachPosition{exchange.tenant(), {*id}, asked->reason, exchange.caller->name};
    co_return co_await act(std::move(exchange), std::move(command), std::nullopt);
  }

 private:
  // A body without the target must not take the target away.
  static bool names_target(const std::string& body) {
    const auto tree = json::parse(body);
    return tree && tree->find("target_price") != nullptr;
  }

  net::Task<Answer> act(Exchange exchange, engine::Command command, std::optional<std::int64_t> wait_ms) const {
    const auto most = patience(wait_ms);
    if (!most) co_return Unexpected(most.error());
    Commands::View view = [desk = desk_, tenant = exchange.tenant()](const engine::Reply& reply) {
      const Operation* operation = desk->engine().operation(tenant, std::get<OperationId>(reply));
      if (operation == nullptr) return json_response("{}", 500);
      return json_response(json::text_of(desk->operation_view(*operation)));
    };
    Commands::WaitFor wait = [most = *most](const engine::Reply& reply) {
      return Commands::Wait{std::get<OperationId>(reply), most};
    };
    co_return co_await desk_->commands.carry_out(std::move(exchange), std::move(command), std::move(view),
                                                 std::move(wait));
  }

  Desk desk_;
};

}  // namespace

void add_position_action_routes(Gate& gate, Desk desk) {
  const auto routes = std::make_shared<const PositionActions>(desk);
  const auto act = [&](const char* pattern, Access access,
                       net::Task<Answer> (PositionActions::*handler)(Exchange) const) {
    desk->action(gate, pattern, access,
                 [routes, handler](Exchange exchange) { return ((*routes).*handler)(std::move(exchange)); });
  };
  act("/api/portfolio/positions/{id}/close/", Access::operators, &PositionActions::close);
  act("/api/portfolio/positions/{id}/stop/", Access::operators, &PositionActions::move_stop);
  act("/api/portfolio/positions/{id}/target/", Access::operators, &PositionActions::move_target);
  act("/api/portfolio/positions/{id}/detach/", Access::admins, &PositionActions::detach);
}

}  // namespace robson::routes
