#include "bots/bot.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.hpp"
#include "json/write.hpp"
#include "storage/bot_events.hpp"
#include "storage/bot_history.hpp"
#include "wire/bots.hpp"

namespace robson::bots {
namespace {

using bot_api::Known;

Document<std::vector<bot_api::Breaker>> breakers_of(std::string_view body) {
  auto read = read_document<Breakers>(body);
  if (!read) return Unexpected(read.error());
  return std::move(read->circuit_breakers);
}

bool is_transient(hedge::BotState state) {
  return state == hedge::BotState::starting || state == hedge::BotState::recovering;
}

}  // namespace

Kept kept_of(storage::Session& session, const Attachment& bot) {
  const storage::Tenant tenant(bot.tenant);
  Kept kept{.documents = storage::bot_documents(session, tenant, bot.name),
            .last_event = storage::last_bot_event(session, tenant, bot.name),
            .last_trade = storage::last_trade_id(session, tenant, bot.name),
            .last_payment = storage::last_payment_id(session, tenant, bot.name)};
  const auto newest = storage::configs(session, tenant, {.bot = bot.name, .limit = 1});
  if (!newest.rows.empty()) kept.config_version = newest.rows.front().version;
  return kept;
}

Bot::Bot(Parts parts, Attachment attachment, const Kept& kept)
    : parts_(std::move(parts)),
      attachment_(std::move(attachment)),
      client_(parts_.context, attachment_.url, attachment_.key),
      circuit_(parts_.options.failures, parts_.options.rest),
      events_(client_,
              {.is_ready = [this] { return is_ready(); },
               .take = [this](std::vector<bot_api::Event> events) { return take_events(std::move(events)); },
               .ask = [this](std::string target) { return ask(std::move(target)); },
               .changed = [this] { told(Change::link); }},
              kept.last_event),
      last_trade_(kept.last_trade),
      last_payment_(kept.last_payment),
      config_version_(kept.config_version),
      is_first_meeting_(kept.last_event == 0) {
  knowledge_.name = attachment_.name;
  knowledge_.is_default = attachment_.is_default;
  for (const storage::BotDocument& document : kept.documents) {
    restore(document, "positions", bots::read_positions, knowledge_.positions);
    restore(document, "stats", read_document<bot_api::Stats>, knowledge_.stats);
    restore(document, "pause_state", read_document<bot_api::PauseState>, knowledge_.pause_state);
    restore(document, "breakers", breakers_of, knowledge_.breakers);
    restore(document, "chains", bots::read_chains, knowledge_.chains);
    restore(document, "config", read_document<bot_api::Config>, knowledge_.config);
  }
  if (knowledge_.pause_state) pauses_told_ = json::text_of(knowledge_.pause_state->document);
}

template <class T>
void Bot::restore(const storage::BotDocument& document, const std::string& kind, Document<T> (*read)(std::string_view),
                  std::optional<Known<T>>& into) {
  if (document.kind != kind) return;
  auto known = read(document.body);
  if (known) into = Known<T>{std::move(*known), document.at};
}

void Bot::start() {
  net::spawn(parts_.context, "bot health", watch_health());
  net::spawn(parts_.context, "bot positions", keep_positions());
  for (const auto read :
       {&Bot::read_stats, &Bot::read_chains, &Bot::renew_pauses, &Bot::renew_breakers, &Bot::renew_config}) {
    net::spawn(parts_.context, "bot document", keep(read));
  }
  net::spawn(parts_.context, "bot events", events_.run());
  net::spawn(parts_.context, "bot documents saved", save_round());
  net::spawn(parts_.context, "bot history", intake_round());
  net::spawn(parts_.context, "bot figures", sample_round());
}

void Bot::stop() {
  stopping_ = true;
  events_.stop();
}

// ---- asking

bool Bot::is_ready() const {
  return circuit_.state() == bot_api::Circuit::closed && knowledge_.health &&
         now() - knowledge_.health->at <= cache_window;
}

bool Bot::is_loaded() const {
  return is_ready() && !is_transient(knowledge_.health->document.state);
}

// A refusal is an answer: the bot is there.
void Bot::report(const BotError* error) {
  const bool is_answer =
      error == nullptr || error->kind == BotErrorKind::refused || error->kind == BotErrorKind::unsupported;
  const auto before = circuit_.state();
  if (is_answer) {
    circuit_.succeeded();
    knowledge_.last_seen = now();
  } else {
    circuit_.failed(now());
    link_trouble_ = error->text;
  }
  if (circuit_.state() == before) return;
  if (circuit_.state() == bot_api::Circuit::open) {
    log::warning("bot away", {{"client_id", tenant().value}, {"bot", name()}, {"why", link_trouble_}});
  } else {
    log::info("bot answers", {{"client_id", tenant().value}, {"bot", name()}});
  }
  told(Change::link);
}

FromBot<std::string> Bot::ask(std::string target) {
  if (!circuit_.may_ask(now())) {
    co_return Unexpected(BotError{.kind = BotErrorKind::resting, .text = link_trouble_});
  }
  auto body = co_await client_.get(std::move(target));
  report(body ? nullptr : &body.error());
  co_return body;
}

FromBot<std::string> Bot::command(Command command) {
  constexpr int attempts = 3;
  if (!circuit_.may_ask(now())) {
    co_return Unexpected(BotError{.kind = BotErrorKind::resting, .text = link_trouble_});
  }
  bool maybe_done = false;
  for (int attempt = 1;; ++attempt) {
    auto body = co_await client_.send(command.method, command.target, command.body);
    report(body ? nullptr : &body.error());
    if (body || attempt == attempts || body.error().kind != BotErrorKind::unreachable) {
      if (!body && body.error().kind == BotErrorKind::unreachable) body.error().maybe_done |= maybe_done;
      co_return body;
    }
    maybe_done |= body.error().maybe_done;
    co_await net::sleep_for(std::chrono::milliseconds(500 * attempt));
  }
}

FromBot<std::string> Bot::command_now(Command command) {
  auto body = co_await client_.send(command.method, std::move(command.target), std::move(command.body));
  // The circuit's probe is its own: only good news are reported from beside it.
  if (body || body.error().kind == BotErrorKind::refused) report(nullptr);
  co_return body;
}

// What was asked for later than what is known replaces it.
template <class T>
FromBot<T> Bot::fetch(std::string kind, std::string target, Document<T> (*read)(std::string_view),
                      std::optional<Known<T>>& into, Change change) {
  const Timestamp asked = now();
  auto body = co_await ask(target);
  if (!body) {
    if (body.error().kind == BotErrorKind::unsupported) {
      troubles_.erase(kind);
      cannot_.insert(kind);
    } else {
      troubles_[kind] = body.error().text;
    }
    told(change);
    co_return Unexpected(std::move(body).error());
  }
  auto document = read(*body);
  if (!document) {
    BotError error = unreadable(target, document.error());
    if (std::exchange(troubles_[kind], error.text) != error.text) {
      log::warning("bot's answer makes no sense",
                   {{"client_id", tenant().value}, {"bot", name()}, {"why", error.text}});
    }
    told(change);
    co_return Unexpected(std::move(error));
  }
  troubles_.erase(kind);
  cannot_.erase(kind);
  if (const auto earlier = asked_.find(kind); earlier == asked_.end() || earlier->second <= asked) {
    asked_[kind] = asked;
    into = Known<T>{*document, now()};
    unsaved_[kind] = {.kind = kind, .body = std::move(*body), .at = now()};
    told(change);
  }
  co_return std::move(*document);
}

FromBot<bot_api::PauseState> Bot::read_pauses() {
  auto read = co_await fetch("pause_state", "/internal/pause-state", read_document<bot_api::PauseState>,
                             knowledge_.pause_state, Change::pauses);
  if (read) co_await tell_pauses();
  co_return read;
}

FromBot<std::vector<bot_api::Breaker>> Bot::read_breakers() {
  return fetch("breakers", "/internal/circuit-breakers", breakers_of, knowledge_.breakers, Change::breakers);
}

FromBot<bot_api::Config> Bot::read_config() {
  auto read =
      co_await fetch("config", "/internal/config", read_document<bot_api::Config>, knowledge_.config, Change::config);
  if (read) co_await note_config(*read, {});
  co_return read;
}

void Bot::learn_config(const bot_api::Config& config) {
  knowledge_.config = Known<bot_api::Config>{config, now()};
  asked_["config"] = now();
  unsaved_["config"] = {.kind = "config", .body = json::text_of(config), .at = now()};
  told(Change::config);
}

FromBot<bot_api::Position> Bot::read_position(std::string id) {
  const std::string target = "/internal/positions/" + id;
  auto body = co_await ask(target);
  if (!body) co_return Unexpected(std::move(body).error());
  auto position = read_document<bot_api::Position>(*body);
  if (!position) co_return Unexpected(unreadable(target, position.error()));
  if (position->position_id != id) co_return Unexpected(unreadable(target, "it is of another position"));
  co_return std::move(*position);
}

net::Task<void> Bot::read_positions() {
  if (!is_loaded()) co_return;
  (void)co_await fetch("positions", "/internal/positions", bots::read_positions, knowledge_.positions,
                       Change::positions);
}

// ---- rounds

net::Task<void> Bot::watch_health() {
  while (!stopping_) {
    co_await look();
    co_await net::sleep_for(parts_.options.health_interval);
  }
}

net::Task<void> Bot::look() {
  const Timestamp asked = now();
  if (!circuit_.may_ask(asked)) {
    told(Change::link);
    co_return;
  }
  auto body = co_await client_.get("/health");
  const Timestamp answered = now();
  auto health = body ? read_document<bot_api::Health>(*body) : Document<bot_api::Health>(Unexpected(body.error().text));
  if (!health) {
    const BotError error = body ? unreadable("/health", health.error()) : body.error();
    report(&error);
    link_trouble_ = error.text;
    told(Change::link);
    co_return;
  }
  knowledge_.latency = answered - asked;
  knowledge_.skew = health->time - (asked + (answered - asked) / 2);
  knowledge_.health = Known<bot_api::Health>{std::move(*health), answered};
  link_trouble_.clear();
  report(nullptr);
  told(Change::link);
}

net::Task<void> Bot::keep_positions() {
  while (!stopping_) {
    co_await read_positions();
    co_await net::sleep_for(is_loaded() ? parts_.options.positions_interval : parts_.options.health_interval / 4);
  }
}

net::Task<void> Bot::keep(net::Task<void> (Bot::*read)()) {
  while (!stopping_) {
    if (is_ready()) co_await (this->*read)();
    co_await net::sleep_for(is_ready() ? parts_.options.interval / 2 : parts_.options.health_interval / 4);
  }
}

net::Task<void> Bot::read_stats() {
  (void)co_await fetch("stats", "/internal/stats", read_document<bot_api::Stats>, knowledge_.stats, Change::stats);
}
net::Task<void> Bot::read_chains() {
  (void)co_await fetch("chains", "/internal/chains", bots::read_chains, knowledge_.chains, Change::chains);
}
net::Task<void> Bot::renew_pauses() {
  (void)co_await read_pauses();
}
net::Task<void> Bot::renew_breakers() {
  (void)co_await read_breakers();
}
net::Task<void> Bot::renew_config() {
  (void)co_await read_config();
}

net::Task<void> Bot::save_round() {
  while (!stopping_) {
    co_await net::sleep_for(parts_.options.save_interval);
    co_await save();
  }
}

net::Task<void> Bot::save() {
  if (unsaved_.empty()) co_return;
  auto put = [tenant = tenant(), bot = name(), documents = std::exchange(unsaved_, {})](storage::Session& session) {
    for (const auto& [kind, document] : documents) {
      storage::put_bot_document(session, storage::Tenant(tenant), bot, document);
    }
  };
  const auto done = co_await parts_.database.write(std::move(put));
  if (!done) log::warning("a bot's documents were not saved", {{"bot", name()}, {"why", done.error().text}});
}

net::Task<void> Bot::note_config(bot_api::Config config, std::optional<std::string> reason) {
  if (config_version_ == config.version && !reason) co_return;
  config_version_ = config.version;
  auto put = [tenant = tenant(), bot = name(), config = std::move(config),
              reason = std::move(reason)](storage::Session& session) {
    storage::put_config(session, storage::Tenant(tenant), bot, config, reason);
  };
  const auto done = co_await parts_.database.write(std::move(put));
  if (done) co_return;
  config_version_.reset();
  log::warning("a bot's configuration was not kept", {{"bot", name()}, {"why", done.error().text}});
}

// ---- what is durable and ordered

net::Task<bool> Bot::take_events(std::vector<bot_api::Event> events) {
  // What happened long before we met is history: it is kept, and nobody is called to look at it.
  constexpr auto news = std::chrono::minutes(5);
  const Timestamp oldest_news = is_first_meeting_ ? now() - news : Timestamp{};
  engine::BotNoted noted{.tenant = tenant()};
  bool positions = false;
  bool pauses = false;
  bool breakers = false;
  bool config = false;
  for (bot_api::Event& event : events) {
    using enum hedge::BotEventType;
    pauses |= event.type == pause_added || event.type == pause_cleared || event.type == emergency_stop;
    breakers |= event.type == breaker_triggered || event.type == breaker_resolved;
    config |= event.type == config_changed;
    positions |= event.position_id.has_value();
    if (event.at >= oldest_news) {
      for (engine::Told& one : wire::told_of(event, name())) noted.told.push_back(std::move(one));
    }
    noted.events.push_back({.bot = name(),
                            .id = event.id,
                            .at = event.at,
                            .type = event.type,
                            .severity = event.severity,
                            .position = std::move(event.position_id),
                            .asset = std::move(event.asset),
                            .text = std::move(event.text),
                            .data = std::move(event.data.text)});
  }
  const bool durable = co_await parts_.runtime.note(std::move(noted));
  if (!durable) co_return false;
  is_first_meeting_ = false;
  net::spawn(parts_.context, "bot after events", after_events(positions, pauses || breakers, breakers, config));
  co_return true;
}

// What the events speak of is looked at anew, without waiting for its round.
net::Task<void> Bot::after_events(bool positions, bool pauses, bool breakers, bool config) {
  if (pauses) (void)co_await read_pauses();
  if (breakers) (void)co_await read_breakers();
  if (positions) co_await read_positions();
  if (config) (void)co_await read_config();
}

net::Task<void> Bot::tell_pauses() {
  std::string text = json::text_of(knowledge_.pause_state->document);
  if (text == pauses_told_) co_return;
  pauses_told_ = std::move(text);
  engine::BotNoted noted{.tenant = tenant()};
  noted.told.push_back(wire::pause_told(knowledge_.pause_state->document, name()));
  (void)co_await parts_.runtime.note(std::move(noted));
}

// ---- what is known

std::string Bot::trouble(Timestamp now) const {
  const bool answers = knowledge_.health && now - knowledge_.health->at <= cache_window;
  if (!answers || circuit_.state() != bot_api::Circuit::closed) {
    return link_trouble_.empty() ? "It has not answered yet." : "It does not answer: " + link_trouble_;
  }
  if (!events_.trouble().empty()) return events_.trouble();
  for (const auto& [kind, why] : troubles_) {
    if (!why.empty()) return why;
  }
  const bot_api::Health& health = knowledge_.health->document;
  if (health.detail && health.state != hedge::BotState::running) return *health.detail;
  return {};
}

const bot_api::Knowledge& Bot::knowledge() {
  const Timestamp at = now();
  knowledge_.answers = is_ready();
  knowledge_.is_current = is_loaded() && link_trouble_.empty() && !troubles_.contains("positions") &&
                          knowledge_.positions && at - knowledge_.positions->at <= cache_window;
  knowledge_.trouble = trouble(at);
  knowledge_.circuit = circuit_.state();
  knowledge_.pnl_24h.reset();
  if (pnl_day_ago_ && knowledge_.stats) {
    const bot_api::Stats& stats = knowledge_.stats->document;
    knowledge_.pnl_24h = stats.realized_pnl_usd + stats.unrealized_pnl_usd - *pnl_day_ago_;
  }
  knowledge_.transport = knowledge_.answers ? events_.transport() : bot_api::Transport::none;
  return knowledge_;
}

Duration Bot::retry_after() const {
  return std::max<Duration>(std::chrono::seconds(1), circuit_.rest_left(now()));
}

}  // namespace robson::bots
