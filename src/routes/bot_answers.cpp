#include <fmt/format.h>

#include <algorithm>

#include "accounts/digest.hpp"
#include "accounts/random.hpp"
#include "json/write.hpp"
#include "routes/bots.hpp"
#include "routes/failures.hpp"
#include "routes/request.hpp"

namespace robson::routes {
namespace {

struct BotAway {
  std::string type = "about:blank";
  std::string title = "Service Unavailable";
  int status = 503;
  std::string code = "BOT_UNAVAILABLE";
  std::string detail{};
  std::string correlation_id{};
  std::int64_t retry_after = 1;
  std::string error = "Bot unavailable";
  std::string message{};
  json::Raw cached_data{"null"};
  std::optional<Timestamp> cached_at{};
};
BOOST_DESCRIBE_STRUCT(BotAway, (),
                      (type, title, status, code, detail, correlation_id, retry_after, error, message, cached_data,
                       cached_at))

int seconds(Duration time) {
  return static_cast<int>((time.count() + 999'999) / 1'000'000);
}

std::string state_sentence(const bot_api::Knowledge& bot) {
  if (!bot.answers) return "Trading bot does not answer";
  const auto state = bot.health->document.state;
  if (state == hedge::BotState::starting || state == hedge::BotState::recovering) {
    return "Trading bot is starting up or recovering";
  }
  return "Trading bot did not tell this in time";
}

}  // namespace

Result<bots::Bot*, Failure> BotDesk::bot_of(const Exchange& exchange) const {
  const auto name = exchange.request.parameter("bot");
  if (name && !bots::is_bot_name(*name)) {
    return Unexpected(unprocessable("bot", "bot must be the name of a bot."));
  }
  bots::Bot* bot = parts.bots.find(exchange.tenant(), name);
  if (bot != nullptr) {
    exchange.note("bot", bot->name());
    return bot;
  }
  if (name) return Unexpected(not_found("UNKNOWN_BOT", "There is no bot of that name."));
  return Unexpected(not_found("NO_BOT", "No bot is attached."));
}

void BotDesk::action(Gate& gate, net::Method method, std::string pattern, Access access, SlowHandler handler) {
  gate.slow(method, std::move(pattern), access, [this, handler = std::move(handler)](Exchange exchange) {
    return idempotency.answer(std::move(exchange), handler);
  });
}

Failure failure_of(const bots::BotError& error, const bots::Bot& bot) {
  using enum bots::BotErrorKind;
  const auto failure = [&](int status, std::string code, std::string detail) {
    return Failure{status, std::move(code), std::move(detail), {}, {}};
  };
  switch (error.kind) {
    case resting:
    case unreachable: {
      if (error.maybe_done) {
        return failure(502, "BOT_OUTCOME_UNKNOWN",
                       fmt::format("Bot {} did not answer in time: it may have done it or not. Asking again with the "
                                   "same Idempotency-Key does it once.",
                                   bot.name()));
      }
      Failure away =
          failure(503, "BOT_UNAVAILABLE", fmt::format("Bot {} does not answer. Nothing was done.", bot.name()));
      away.retry_after = seconds(bot.retry_after());
      return away;
    }
    case invalid:
      return failure(502, "BOT_ANSWER_INVALID",
                     fmt::format("Bot {} answered something that makes no sense: {}.", bot.name(), error.text));
    case bad_key:
      return failure(502, "BOT_KEY_REFUSED", fmt::format("Bot {} does not accept this server's key.", bot.name()));
    case unsupported: return failure(404, "BOT_CANNOT", fmt::format("Bot {} cannot do that.", bot.name()));
    case failed: return failure(502, "BOT_FAILED", fmt::format("Bot {} failed: {}.", bot.name(), error.text));
    case refused: break;
  }
  const int status = error.status == 404 || error.status == 409 ? error.status : 422;
  if (error.status == 403) return failure(502, "BOT_FAILED", fmt::format("Bot {} forbids it.", bot.name()));
  Failure refusal = failure(status, error.code.empty() ? "BOT_REFUSED" : error.code, error.text);
  refusal.field = error.field;
  return refusal;
}

net::Response bot_away(const Exchange& exchange, bots::Bot& bot, std::string cached_data,
                       std::optional<Timestamp> cached_at) {
  const bot_api::Knowledge& known = bot.knowledge();
  BotAway away{.detail = known.trouble.empty() ? "The bot has not told this lately." : known.trouble,
               .correlation_id = exchange.correlation_id,
               .retry_after = seconds(bot.retry_after()),
               .message = state_sentence(known),
               .cached_at = cached_at};
  if (!cached_data.empty()) away.cached_data.text = std::move(cached_data);
  net::Response response{.status = 503, .content_type = "application/problem+json"};
  response.headers.add("Retry-After", std::to_string(away.retry_after));
  response.body = json::text_of(away);
  return response;
}

std::string request_id_of(const Exchange& exchange) {
  if (!exchange.keeping) return accounts::random_hex(16);
  return accounts::sha256_hex(
             fmt::format("{} {} {}", exchange.keeping->tenant.value, exchange.keeping->route, exchange.keeping->key))
      .substr(0, 32);
}

void add_bot_routes(Gate& gate, const BotParts& parts) {
  const auto desk = std::make_shared<BotDesk>(parts);
  add_bot_reading_routes(gate, desk);
  add_bot_control_routes(gate, desk);
  add_bot_stop_routes(gate, desk);
  add_bot_config_routes(gate, desk);
}

}  // namespace robson::routes
