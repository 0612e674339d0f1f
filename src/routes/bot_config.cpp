#include <fmt/format.h>

#include "json/write.hpp"
#include "routes/bot_config_rules.hpp"
#include "routes/bots.hpp"
#include "routes/failures.hpp"
#include "routes/request.hpp"
#include "storage/bot_documents.hpp"
#include "wire/bot_requests.hpp"
#include "wire/bots.hpp"

namespace robson::routes {
namespace {

constexpr std::size_t longest_reason = 200;

struct ConfigOrder {
  bot_api::BotSettings bot{};
  bot_api::RiskConfig risk{};
  std::int64_t expected_version = 0;
  std::string by{};
  std::string request_id{};
};
BOOST_DESCRIBE_STRUCT(ConfigOrder, (), (bot, risk, expected_version, by, request_id))

class BotConfigRoutes {
 public:
  explicit BotConfigRoutes(BotDeskPtr desk) : desk_(std::move(desk)) {}

  Answer config(const Exchange& exchange) const {
    return show(exchange, [](const wire::BotConfig& view) { return view; });
  }
  Answer risk_limits(const Exchange& exchange) const {
    return show(exchange, [](const wire::BotConfig& view) { return view.risk; });
  }

  net::Task<Answer> put(Exchange exchange) const {
    const auto decimals = decimals_from(exchange.request);
    if (!decimals) co_return Unexpected(decimals.error());
    const auto asked = body_of<wire::BotConfigRequest>(exchange);
    if (!asked) co_return Unexpected(asked.error());
    if (const auto broken = broken_rule(asked->bot, asked->risk)) {
      co_return Unexpected(unprocessable(broken->field, broken->text));
    }
    if (asked->expected_version < 0) {
      co_return Unexpected(unprocessable("expected_version", "expected_version is a whole number from 0."));
    }
    const std::string reason = asked->reason.value_or("");
    if (const auto fits = text_within("reason", reason, 0, longest_reason); !fits) co_return Unexpected(fits.error());
    if (!reason.empty()) exchange.note("reason", reason);
    exchange.note("expected_version", std::to_string(asked->expected_version));
    const auto found = desk_->bot_of(exchange);
    if (!found) co_return Unexpected(found.error());
    bots::Bot& bot = **found;
    const ConfigOrder order{asked->bot, asked->risk, asked->expected_version, exchange.caller->name,
                            request_id_of(exchange)};
    const bots::Command command{.method = net::Method::PUT,
                                .target = "/internal/config",
                                .body = json::text_of<json::Decimals::as_numbers>(order)};
    const auto body = co_await bot.command(command);
    if (!body) co_return Unexpected(failure_of(body.error(), bot));
    auto config = bots::read_document<bot_api::Config>(*body);
    if (!config) co_return Unexpected(failure_of(bots::unreadable(command.target, config.error()), bot));
    bot.learn_config(*config);
    co_await bot.note_config(*config, asked->reason);
    exchange.note("version", std::to_string(config->version));
    co_return figures_response(wire::config_view(bot.knowledge(), desk_->now()), *decimals);
  }

  net::Task<Answer> history(Exchange exchange) const {
    const auto decimals = decimals_from(exchange.request);
    if (!decimals) co_return Unexpected(decimals.error());
    const auto bot = desk_->bot_of(exchange);
    if (!bot) co_return Unexpected(bot.error());
    const auto limit = number_from(exchange.request, "limit", 50, 1, longest_page);
    if (!limit) co_return Unexpected(limit.error());
    storage::ConfigQuery query{.bot = (*bot)->name(), .limit = static_cast<int>(*limit)};
    if (const auto cursor = exchange.request.parameter("cursor")) {
      const auto after = storage::read_cursor(query, *cursor);
      if (!after) co_return Unexpected(failure_of(after.error()));
      query.after = *after;
    }
    auto look = [tenant = exchange.tenant(), query = std::move(query)](storage::Session& session) {
      return storage::configs(session, storage::Tenant(tenant), query);
    };
    auto page = co_await desk_->parts.database.read(std::move(look));
    if (!page) co_return Unexpected(failure_of(page.error()));
    wire::BotConfigVersions view{.next_cursor = page->next};
    for (storage::ConfigVersion& one : page->rows) {
      wire::BotConfigVersion version{.version = one.version,
                                     .at = one.at,
                                     .by = std::move(one.by),
                                     .reason = std::move(one.reason),
                                     .bot = one.bot,
                                     .risk = one.risk};
      for (storage::ConfigChange& change : one.changes) {
        version.changes.push_back({std::move(change.field), std::move(change.from), std::move(change.to)});
      }
      view.versions.push_back(std::move(version));
    }
    co_return figures_response(view, *decimals);
  }

 private:
  template <class View>
  Answer show(const Exchange& exchange, const View& view) const {
    const auto decimals = decimals_from(exchange.request);
    if (!decimals) return Unexpected(decimals.error());
    const auto bot = desk_->bot_of(exchange);
    if (!bot) return Unexpected(bot.error());
    if ((*bot)->cannot("config")) return Unexpected(not_found("BOT_CANNOT", "This bot has no configuration to show."));
    const bot_api::Knowledge& known = (*bot)->knowledge();
    if (!known.config) return bot_away(exchange, **bot, {}, {});
    net::Response shown = figures_response(view(wire::config_view(known, desk_->now())), *decimals);
    if (known.answers && desk_->now() - known.config->at <= bots::cache_window) return shown;
    return bot_away(exchange, **bot, std::move(shown.body), known.config->at);
  }

  BotDeskPtr desk_;
};

}  // namespace

void add_bot_config_routes(Gate& gate, const BotDeskPtr& desk) {
  const auto routes = std::make_shared<const BotConfigRoutes>(desk);
  gate.quick(net::Method::GET, "/api/v1/config", Access::signed_in,
             [routes](const Exchange& exchange) { return routes->config(exchange); });
  gate.quick(net::Method::GET, "/api/v1/config/risk-limits", Access::signed_in,
             [routes](const Exchange& exchange) { return routes->risk_limits(exchange); });
  gate.slow(net::Method::GET, "/api/v1/config/history", Access::signed_in,
            [routes](Exchange exchange) { return routes->history(std::move(exchange)); });
  desk->action(gate, net::Method::PUT, "/api/v1/config", Access::admins,
               [routes](Exchange exchange) { return routes->put(std::move(exchange)); });
}

}  // namespace robson::routes
