#include "routes/bots.hpp"

#include <algorithm>

#include "json/write.hpp"
#include "routes/failures.hpp"
#include "routes/request.hpp"
#include "storage/bot_events.hpp"
#include "wire/bots.hpp"

namespace robson::routes {
namespace {

template <class T>
std::string text_in(const T& view, json::Decimals decimals) {
  return decimals == json::Decimals::as_numbers ? json::text_of<json::Decimals::as_numbers>(view) : json::text_of(view);
}

Result<wire::BotPositionFilter, Failure> filter_of(const net::Request& request) {
  wire::BotPositionFilter filter;
  if (const auto status = request.parameter("status"); status == "all") {
    filter.ended = true;
  } else {
    const auto word = word_parameter<hedge::PositionStatus>(request, "status");
    if (!word) return Unexpected(word.error());
    filter.status = *word;
  }
  if (auto asset = request.parameter("asset")) {
    const bool is_asset = !asset->empty() && asset->size() <= 16 && std::ranges::all_of(*asset, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    });
    if (!is_asset) return Unexpected(unprocessable("asset", "asset must be 1 to 16 letters and digits."));
    filter.asset = std::move(*asset);
  }
  return filter;
}

class BotReadingRoutes {
 public:
  explicit BotReadingRoutes(BotDeskPtr desk) : desk_(std::move(desk)) {}

  Answer list(const Exchange& exchange) const {
    const auto decimals = decimals_from(exchange.request);
    if (!decimals) return Unexpected(decimals.error());
    wire::Bots view;
    for (bots::Bot* bot : desk_->parts.bots.of(exchange.tenant())) {
      view.bots.push_back(wire::link_view(bot->knowledge(), desk_->now()));
    }
    return figures_response(view, *decimals);
  }

  // Answers in every state of the bot, and without one.
  Answer status(const Exchange& exchange) const {
    const auto decimals = decimals_from(exchange.request);
    if (!decimals) return Unexpected(decimals.error());
    const bot_api::Knowledge* known = nullptr;
    const auto bot = desk_->bot_of(exchange);
    if (!bot && bot.error().code != "NO_BOT") return Unexpected(bot.error());
    if (bot) known = &(*bot)->knowledge();
    wire::Status view{
        .dashboard = {desk_->parts.runtime.takes_commands() ? "healthy" : "unhealthy", desk_->parts.version},
        .bot = wire::runtime_view(known, desk_->now())};
    if (known != nullptr && known->pause_state) view.pause_state = known->pause_state->document;
    if (known != nullptr && known->chains) view.chains = wire::chains_view(known->chains->document);
    for (const bots::Bot* each : desk_->parts.bots.of(exchange.tenant())) view.bots.push_back(each->name());
    return figures_response(view, *decimals);
  }

  Answer stats(const Exchange& exchange) const {
    return show(exchange, [this](const bot_api::Knowledge& bot, json::Decimals decimals) -> Shown {
      const auto view = wire::stats_view(bot, desk_->now());
      if (!view) return {};
      return {text_in(*view, decimals), bot.stats->at};
    });
  }

  Answer pause_state(const Exchange& exchange) const {
    return show(exchange, [](const bot_api::Knowledge& bot, json::Decimals decimals) -> Shown {
      if (!bot.pause_state) return {};
      return {text_in(bot.pause_state->document, decimals), bot.pause_state->at};
    });
  }

  Answer breakers(const Exchange& exchange) const {
    return show(
        exchange,
        [](const bot_api::Knowledge& bot, json::Decimals decimals) -> Shown {
          if (!bot.breakers) return {};
          return {text_in(wire::open_breakers_view(bot.breakers->document, bot.name), decimals), bot.breakers->at};
        },
        "breakers");
  }

  Answer positions(const Exchange& exchange) const {
    const auto filter = filter_of(exchange.request);
    if (!filter) return Unexpected(filter.error());
    return show(exchange, [this, &filter](const bot_api::Knowledge& bot, json::Decimals decimals) -> Shown {
      if (!bot.positions) return {};
      return {text_in(wire::bot_positions_view(bot, *filter, desk_->now()), decimals), bot.positions->at,
              bot.is_current || desk_->now() - bot.positions->at <= bots::cache_window};
    });
  }

  // One that closed long ago is the bot's to remember.
  net::Task<Answer> position(Exchange exchange) const {
    const auto decimals = decimals_from(exchange.request);
    if (!decimals) co_return Unexpected(decimals.error());
    const auto found = desk_->bot_of(exchange);
    if (!found) co_return Unexpected(found.error());
    bots::Bot& bot = **found;
    const std::string id = exchange.parameters["id"];
    if (!bots::is_position_id(id)) co_return Unexpected(unprocessable("id", "That is no position's id."));
    const auto known = [&]() -> const bot_api::Position* {
      const auto& positions = bot.knowledge().positions;
      if (!positions) return nullptr;
      const auto at = positions->document.find(id);
      return at == positions->document.end() ? nullptr : &at->second;
    };
    if (bot.knowledge().is_current) {
      if (const auto* position = known()) {
        co_return figures_response(wire::bot_position_detail(bot.knowledge(), *position, desk_->now()), *decimals);
      }
      auto asked = co_await bot.read_position(id);
      if (asked && bot.knowledge().positions) {
        co_return figures_response(wire::bot_position_detail(bot.knowledge(), *asked, desk_->now()), *decimals);
      }
      const bool is_unknown = !asked && asked.error().status == 404;
      if (is_unknown) co_return Unexpected(not_found("UNKNOWN_POSITION", "The bot has no position of that id."));
    }
    std::string cached;
    std::optional<Timestamp> at;
    if (const auto* position = known()) {
      cached = text_in(wire::bot_position_detail(bot.knowledge(), *position, desk_->now()), *decimals);
      at = bot.knowledge().positions->at;
    }
    co_return bot_away(exchange, bot, std::move(cached), at);
  }

  net::Task<Answer> history(Exchange exchange) const {
    const auto decimals = decimals_from(exchange.request);
    if (!decimals) co_return Unexpected(decimals.error());
    const auto bot = desk_->bot_of(exchange);
    if (!bot) co_return Unexpected(bot.error());
    const auto limit = number_from(exchange.request, "limit", 50, 1, longest_page);
    if (!limit) co_return Unexpected(limit.error());
    const std::string id = exchange.parameters["id"];
    if (!bots::is_position_id(id)) co_return Unexpected(unprocessable("id", "That is no position's id."));
    storage::BotEventQuery query{.bot = (*bot)->name(), .position = id, .limit = static_cast<int>(*limit)};
    if (const auto cursor = exchange.request.parameter("cursor")) {
      const auto after = storage::read_cursor(query, *cursor);
      if (!after) co_return Unexpected(failure_of(after.error()));
      query.after = *after;
    }
    auto look = [tenant = exchange.tenant(), query = std::move(query)](storage::Session& session) {
      return storage::bot_events(session, storage::Tenant(tenant), query);
    };
    const auto page = co_await desk_->parts.database.read(std::move(look));
    if (!page) co_return Unexpected(failure_of(page.error()));
    wire::BotEvents view{.next_cursor = page->next};
    for (const engine::BotEvent& event : page->rows) view.events.push_back(wire::bot_event_view(event));
    co_return figures_response(view, *decimals);
  }

 private:
  // A document as text, when it was told, and whether it may be shown as the bot's present one; without that: it may
  // when the bot answers and it is within the window of the cache.
  struct Shown {
    std::string text{};
    std::optional<Timestamp> at{};
    std::optional<bool> fresh{};
  };

  // 200 with what is shown, or 503 with the same as what was last known. `kind`: a document that a small bot need not
  // serve.
  template <class View>
  Answer show(const Exchange& exchange, const View& view, const std::string& kind = {}) const {
    const auto decimals = decimals_from(exchange.request);
    if (!decimals) return Unexpected(decimals.error());
    const auto bot = desk_->bot_of(exchange);
    if (!bot) return Unexpected(bot.error());
    if (!kind.empty() && (*bot)->cannot(kind)) {
      return Unexpected(not_found("BOT_CANNOT", "This bot does not tell that."));
    }
    Shown shown = view((*bot)->knowledge(), *decimals);
    const bool fresh = shown.fresh.value_or(shown.at && desk_->now() - *shown.at <= bots::cache_window);
    if (fresh) return json_response(std::move(shown.text));
    return bot_away(exchange, **bot, std::move(shown.text), shown.at);
  }

  BotDeskPtr desk_;
};

}  // namespace

void add_bot_reading_routes(Gate& gate, const BotDeskPtr& desk) {
  const auto routes = std::make_shared<const BotReadingRoutes>(desk);
  const auto get = [&](const char* pattern, Answer (BotReadingRoutes::*handler)(const Exchange&) const) {
    gate.quick(net::Method::GET, pattern, Access::signed_in,
               [routes, handler](const Exchange& exchange) { return ((*routes).*handler)(exchange); });
  };
  get("/api/v1/bots", &BotReadingRoutes::list);
  get("/api/v1/status", &BotReadingRoutes::status);
  get("/api/v1/stats", &BotReadingRoutes::stats);
  get("/api/v1/pause-state", &BotReadingRoutes::pause_state);
  get("/api/v1/circuit-breakers", &BotReadingRoutes::breakers);
  get("/api/v1/positions", &BotReadingRoutes::positions);
  gate.slow(net::Method::GET, "/api/v1/positions/{id}", Access::signed_in,
            [routes](Exchange exchange) { return routes->position(std::move(exchange)); });
  gate.slow(net::Method::GET, "/api/v1/positions/{id}/history", Access::signed_in,
            [routes](Exchange exchange) { return routes->history(std::move(exchange)); });
}

}  // namespace robson::routes
