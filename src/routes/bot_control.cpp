// Commands to a bot: pause and go on, open and close, resolve a breaker. Each carries who asked, and an id under which
// the bot does it once.
#include <algorithm>

#include "json/write.hpp"
#include "routes/bots.hpp"
#include "routes/failures.hpp"
#include "routes/request.hpp"
#include "wire/bot_requests.hpp"
#include "wire/bots.hpp"
#include "wire/operation.hpp"

namespace robson::routes {
namespace {

using hedge::PauseScope;

constexpr std::size_t longest_reason = 200;

// What goes out (api/bot.yaml).
struct PauseOrder {
  std::string reason{};
  PauseScope scope{};
  bool including_emergency = false;
  std::string by{};
  std::string request_id{};
};
BOOST_DESCRIBE_STRUCT(PauseOrder, (), (reason, scope, including_emergency, by, request_id))
struct ResumeAllOrder {
  std::string reason{};
  std::string by{};
  std::string request_id{};
};
BOOST_DESCRIBE_STRUCT(ResumeAllOrder, (), (reason, by, request_id))
struct ResumeOrder : ResumeAllOrder {
  std::vector<PauseScope> scopes{};
};
BOOST_DESCRIBE_STRUCT(ResumeOrder, (ResumeAllOrder), (scopes))
struct OpenOrder {
  std::string asset{};
  std::optional<Decimal> size_usd{};
  std::optional<Decimal> leverage{};
  std::string reason{};
  std::string by{};
  std::string request_id{};
};
BOOST_DESCRIBE_STRUCT(OpenOrder, (), (asset, size_usd, leverage, reason, by, request_id))
struct ReasonedOrder {
  std::string reason{};
  std::string by{};
  std::string request_id{};
};
BOOST_DESCRIBE_STRUCT(ReasonedOrder, (), (reason, by, request_id))

// What comes back.
struct Paused {
  bool success = false;
  Timestamp paused_at{};
  std::int64_t pause_id = 0;
};
BOOST_DESCRIBE_STRUCT(Paused, (), (success, paused_at, pause_id))
struct Resumed {
  bool success = false;
  Timestamp resumed_at{};
  std::vector<std::int64_t> cleared{};
};
BOOST_DESCRIBE_STRUCT(Resumed, (), (success, resumed_at, cleared))
struct Commanded {
  bool success = false;
  std::string position_id{};
  hedge::PositionStatus status{};
  std::string message{};
};
BOOST_DESCRIBE_STRUCT(Commanded, (), (success, position_id, status, message))

bool is_operators(PauseScope scope) {
  return scope == PauseScope::entry || scope == PauseScope::exit;
}

bool is_admin(const Exchange& exchange) {
  return exchange.caller->role == accounts::Role::admin;
}

Failure admins_only(const Exchange& exchange) {
  return forbidden(accounts::Role::admin, exchange.caller->role);
}

// The bot's answer as a T; one that is none, or says that it failed, is a failure.
template <class T>
Result<T, Failure> answer_of(const Result<std::string, bots::BotError>& body, const bots::Command& command,
                             const bots::Bot& bot) {
  if (!body) return Unexpected(failure_of(body.error(), bot));
  const json::Limits limits{.bytes = 65'536, .depth = 6, .values = 10'000};
  auto read = json::read<T>(*body, json::Unknown::ignored, limits);
  if (!read) return Unexpected(failure_of(bots::unreadable(command.target, read.error().text()), bot));
  if constexpr (requires { read->success; }) {
    if (!read->success) {
      return Unexpected(Failure{502, "BOT_FAILED", "The bot says that it did not do it.", {}, {}});
    }
  }
  return std::move(*read);
}

class BotControlRoutes {
 public:
  explicit BotControlRoutes(BotDeskPtr desk) : desk_(std::move(desk)) {}

  net::Task<Answer> pause(Exchange exchange) const {
    const auto asked = body_of<wire::PauseRequest>(exchange);
    if (!asked) co_return Unexpected(asked.error());
    if (const auto fits = text_within("reason", asked->reason, 1, longest_reason); !fits) {
      co_return Unexpected(fits.error());
    }
    const bool including_emergency = asked->including_emergency.value_or(false);
    exchange.note("scope", std::string(json::name_of(asked->scope)));
    exchange.note("reason", asked->reason);
    if (including_emergency) exchange.note("including_emergency", "true");
    if ((including_emergency || !is_operators(asked->scope)) && !is_admin(exchange)) {
      co_return Unexpected(admins_only(exchange));
    }
    if (including_emergency) {
      if (const auto fresh = fresh_sign_in(exchange, desk_->now()); !fresh) co_return Unexpected(fresh.error());
    }
    const auto bot = desk_->bot_of(exchange);
    if (!bot) co_return Unexpected(bot.error());
    const PauseOrder order{asked->reason, asked->scope, including_emergency, exchange.caller->name,
                           request_id_of(exchange)};
    const bots::Command command{.target = "/internal/control/pause", .body = json::text_of(order)};
    const auto body = co_await (*bot)->command(command);
    const auto done = answer_of<Paused>(body, command, **bot);
    if (!done) co_return Unexpected(done.error());
    wire::PauseAnswer answer{
        .paused_at = done->paused_at, .scope = asked->scope, .reason = asked->reason, .bot = (*bot)->name()};
    auto state = co_await (*bot)->read_pauses();
    answer.pause_state = state ? std::move(*state) : with(order, *done, (*bot)->knowledge());
    co_return json_response(json::text_of(answer));
  }

  net::Task<Answer> resume(Exchange exchange) const {
    const auto asked = body_of<wire::ResumeRequest>(exchange, true);
    if (!asked) co_return Unexpected(asked.error());
    const std::string reason = asked->reason.value_or("");
    if (const auto fits = text_within("reason", reason, 0, longest_reason); !fits) co_return Unexpected(fits.error());
    if (asked->scope) exchange.note("scope", std::string(json::name_of(*asked->scope)));
    if (!reason.empty()) exchange.note("reason", reason);
    if (asked->scope && !is_operators(*asked->scope) && !is_admin(exchange)) {
      co_return Unexpected(admins_only(exchange));
    }
    const auto bot = desk_->bot_of(exchange);
    if (!bot) co_return Unexpected(bot.error());
    bots::Command command{.target = "/internal/control/resume", .body = resume_order(exchange, *asked, reason)};
    const auto body = co_await (*bot)->command(command);
    const auto done = answer_of<Resumed>(body, command, **bot);
    if (!done) co_return Unexpected(done.error());
    wire::ResumeAnswer answer{.resumed_at = done->resumed_at, .cleared = done->cleared, .bot = (*bot)->name()};
    auto state = co_await (*bot)->read_pauses();
    answer.pause_state = state ? std::move(*state) : without(done->cleared, (*bot)->knowledge());
    co_return json_response(json::text_of(answer));
  }

  net::Task<Answer> open(Exchange exchange) const {
    const auto asked = body_of<wire::BotOpenRequest>(exchange);
    if (!asked) co_return Unexpected(asked.error());
    const bool is_asset =
        !asked->asset.empty() && asked->asset.size() <= 16 && std::ranges::all_of(asked->asset, [](char c) {
          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        });
    if (!is_asset) co_return Unexpected(unprocessable("asset", "asset must be 1 to 16 letters and digits."));
    const auto size = positive("size_usd", asked->size_usd);
    if (!size) co_return Unexpected(size.error());
    const auto leverage = positive("leverage", asked->leverage);
    if (!leverage) co_return Unexpected(leverage.error());
    const std::string reason = asked->reason.value_or("");
    if (const auto fits = text_within("reason", reason, 0, longest_reason); !fits) co_return Unexpected(fits.error());
    exchange.note("asset", asked->asset);
    if (!reason.empty()) exchange.note("reason", reason);
    const OpenOrder order{asked->asset, *size, *leverage, reason, exchange.caller->name, request_id_of(exchange)};
    bots::Command command{.target = "/internal/positions", .body = json::text_of<json::Decimals::as_numbers>(order)};
    co_return co_await command_position(std::move(exchange), std::move(command));
  }

  net::Task<Answer> close(Exchange exchange) const {
    const auto asked = reason_in(exchange);
    if (!asked) co_return Unexpected(asked.error());
    const std::string id = exchange.parameters["id"];
    if (!bots::is_position_id(id)) co_return Unexpected(unprocessable("id", "That is no position's id."));
    exchange.note("position_id", id);
    const ReasonedOrder order{*asked, exchange.caller->name, request_id_of(exchange)};
    bots::Command command{.target = "/internal/positions/" + id + "/close", .body = json::text_of(order)};
    co_return co_await command_position(std::move(exchange), std::move(command));
  }

  net::Task<Answer> resolve(Exchange exchange) const {
    const auto asked = reason_in(exchange);
    if (!asked) co_return Unexpected(asked.error());
    const std::string type = exchange.parameters["type"];
    if (!json::value_of<hedge::BreakerType>(type)) {
      co_return Unexpected(unprocessable("type", "There is no breaker of that type."));
    }
    exchange.note("breaker", type);
    const auto bot = desk_->bot_of(exchange);
    if (!bot) co_return Unexpected(bot.error());
    const ReasonedOrder order{*asked, exchange.caller->name, request_id_of(exchange)};
    const bots::Command command{.target = "/internal/circuit-breakers/" + type + "/resolve",
                                .body = json::text_of(order)};
    const auto body = co_await (*bot)->command(command);
    if (!body) co_return Unexpected(failure_of(body.error(), **bot));
    const auto left = bots::read_document<bots::Breakers>(*body);
    if (!left) co_return Unexpected(failure_of(bots::unreadable(command.target, left.error()), **bot));
    (void)co_await (*bot)->read_breakers();
    (void)co_await (*bot)->read_pauses();
    const std::string text = json::text_of(wire::open_breakers_view(left->circuit_breakers, (*bot)->name()));
    co_return json_response(text);
  }

 private:
  static Result<std::string, Failure> reason_in(const Exchange& exchange) {
    const auto asked = body_of<wire::ReasonRequest>(exchange);
    if (!asked) return Unexpected(asked.error());
    if (const auto fits = text_within("reason", asked->reason, 1, longest_reason); !fits) {
      return Unexpected(fits.error());
    }
    exchange.note("reason", asked->reason);
    return asked->reason;
  }

  // Operators clear what they may set.
  static std::string resume_order(const Exchange& exchange, const wire::ResumeRequest& asked,
                                  const std::string& reason) {
    const ResumeAllOrder all{reason, exchange.caller->name, request_id_of(exchange)};
    if (!asked.scope && is_admin(exchange)) return json::text_of(all);
    ResumeOrder some;
    static_cast<ResumeAllOrder&>(some) = all;
    some.scopes = {PauseScope::entry, PauseScope::exit};
    if (asked.scope) some.scopes = {*asked.scope};
    return json::text_of(some);
  }

  net::Task<Answer> command_position(Exchange exchange, bots::Command command) const {
    const auto decimals = decimals_from(exchange.request);
    if (!decimals) co_return Unexpected(decimals.error());
    const auto bot = desk_->bot_of(exchange);
    if (!bot) co_return Unexpected(bot.error());
    const auto body = co_await (*bot)->command(command);
    const auto done = answer_of<Commanded>(body, command, **bot);
    if (!done) co_return Unexpected(done.error());
    if (!bots::is_position_id(done->position_id)) {
      co_return Unexpected(failure_of(bots::unreadable(command.target, "position_id is none"), **bot));
    }
    co_await (*bot)->read_positions();
    const wire::BotCommandAnswer answer{true, (*bot)->name(), done->position_id, done->status, done->message};
    co_return figures_response(answer, *decimals, 202);
  }

  // The pauses as they must be now, when the bot did a command and then could not be asked for them.
  static bot_api::PauseState with(const PauseOrder& order, const Paused& done, const bot_api::Knowledge& bot) {
    bot_api::PauseState state;
    if (bot.pause_state) state = bot.pause_state->document;
    const bot_api::Pause pause{.id = done.pause_id,
                               .scope = order.scope,
                               .reason = order.reason,
                               .by = order.by,
                               .at = done.paused_at,
                               .including_emergency = order.including_emergency};
    state.pauses.push_back(pause);
    if (state.paused) return state;
    state.paused = true;
    state.scope = order.scope;
    state.reason = order.reason;
    state.paused_at = done.paused_at;
    state.paused_by = order.by;
    return state;
  }
  static bot_api::PauseState without(const std::vector<std::int64_t>& cleared, const bot_api::Knowledge& bot) {
    bot_api::PauseState state;
    if (bot.pause_state) state = bot.pause_state->document;
    std::erase_if(state.pauses,
                  [&](const bot_api::Pause& pause) { return std::ranges::find(cleared, pause.id) != cleared.end(); });
    if (!state.pauses.empty()) return state;
    return {.active_breakers = state.active_breakers};
  }

  BotDeskPtr desk_;
};

}  // namespace

void add_bot_control_routes(Gate& gate, const BotDeskPtr& desk) {
  const auto routes = std::make_shared<const BotControlRoutes>(desk);
  const auto act = [&](const char* pattern, Access access,
                       net::Task<Answer> (BotControlRoutes::*handler)(Exchange) const) {
    desk->action(gate, net::Method::POST, pattern, access,
                 [routes, handler](Exchange exchange) { return ((*routes).*handler)(std::move(exchange)); });
  };
  act("/api/v1/control/pause", Access::operators, &BotControlRoutes::pause);
  act("/api/v1/control/resume", Access::operators, &BotControlRoutes::resume);
  act("/api/v1/positions", Access::admins, &BotControlRoutes::open);
  act("/api/v1/positions/{id}/close", Access::admins, &BotControlRoutes::close);
  act("/api/v1/circuit-breakers/{type}/resolve", Access::admins, &BotControlRoutes::resolve);
}

}  // namespace robson::routes
