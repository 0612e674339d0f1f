#include <algorithm>

#include "json/write.hpp"
#include "routes/bots.hpp"
#include "routes/failures.hpp"
#include "routes/request.hpp"
#include "storage/emergency_stops.hpp"
#include "wire/bot_requests.hpp"
#include "wire/bots.hpp"

namespace robson::routes {
namespace {

constexpr std::size_t longest_reason = 200;
constexpr Duration first_answers = std::chrono::milliseconds(2500);

Failure not_durable() {
  return {503,
          "JOURNAL_FAILED",
          "The server cannot write its journal. The bots are being asked all the same; what they say, and the stop "
          "itself, is forgotten by a restart.",
          {},
          {}};
}

class BotStopRoutes {
 public:
  explicit BotStopRoutes(BotDeskPtr desk) : desk_(std::move(desk)) {}

  Answer list(const Exchange& exchange) const {
    wire::EmergencyStops view;
    for (const engine::EmergencyStop& stop : desk_->parts.bots.stops().open(exchange.tenant())) {
      view.stops.push_back(wire::stop_view(stop));
    }
    return json_response(json::text_of(view));
  }

  net::Task<Answer> begin(Exchange exchange) const {
    const auto asked = body_of<wire::EmergencyStopRequest>(exchange);
    if (!asked) co_return Unexpected(asked.error());
    if (const auto fits = text_within("reason", asked->reason, 1, longest_reason); !fits) {
      co_return Unexpected(fits.error());
    }
    const hedge::StopMode mode = asked->mode.value_or(hedge::StopMode::halt);
    exchange.note("mode", std::string(json::name_of(mode)));
    exchange.note("reason", asked->reason);
    if (const auto fresh = fresh_sign_in(exchange, desk_->now()); !fresh) co_return Unexpected(fresh.error());
    bots::EmergencyStops::Wish wish{
        .tenant = exchange.tenant(), .mode = mode, .reason = asked->reason, .by = exchange.caller->name};
    if (exchange.request.parameter("bot")) {
      const auto bot = desk_->bot_of(exchange);
      if (!bot) co_return Unexpected(bot.error());
      wish.bots.push_back((*bot)->name());
    } else {
      for (const bots::Bot* bot : desk_->parts.bots.of(exchange.tenant())) wish.bots.push_back(bot->name());
      wish.kill_switch = true;
    }
    const auto begun = co_await desk_->parts.bots.stops().begin(std::move(wish), first_answers);
    if (!begun.is_durable) co_return Unexpected(not_durable());
    co_return json_response(json::text_of(wire::stop_view(begun.stop)), 202);
  }

  net::Task<Answer> acknowledge(Exchange exchange) const {
    const auto id = id_from(exchange);
    if (!id) co_return Unexpected(id.error());
    exchange.note("stop", std::to_string(*id));
    const auto done = co_await desk_->parts.bots.stops().acknowledge(exchange.tenant(), *id, exchange.caller->name);
    if (done && !done->is_durable) co_return Unexpected(not_durable());
    if (done) co_return json_response(json::text_of(wire::stop_view(done->stop)));
    // One that is over was acknowledged before.
    auto look = [tenant = exchange.tenant(), number = *id](storage::Session& session) {
      return storage::find_stop(session, storage::Tenant(tenant), number);
    };
    const auto stop = co_await desk_->parts.database.read(std::move(look));
    if (!stop) co_return Unexpected(failure_of(stop.error()));
    if (!*stop) co_return Unexpected(not_found("UNKNOWN_STOP", "There is no emergency stop of that id."));
    co_return json_response(json::text_of(wire::stop_view(**stop)));
  }

 private:
  BotDeskPtr desk_;
};

}  // namespace

void add_bot_stop_routes(Gate& gate, const BotDeskPtr& desk) {
  const auto routes = std::make_shared<const BotStopRoutes>(desk);
  gate.quick(net::Method::GET, "/api/v1/control/emergency-stop", Access::signed_in,
             [routes](const Exchange& exchange) { return routes->list(exchange); });
  desk->action(gate, net::Method::POST, "/api/v1/control/emergency-stop", Access::admins,
               [routes](Exchange exchange) { return routes->begin(std::move(exchange)); });
  desk->action(gate, net::Method::POST, "/api/v1/control/emergency-stop/{id}/acknowledge", Access::operators,
               [routes](Exchange exchange) { return routes->acknowledge(std::move(exchange)); });
}

}  // namespace robson::routes
