// robson bot: watching and steering delta-neutral bots.
#include <fmt/format.h>

#include <algorithm>

#include "cli/commands/documents.hpp"
#include "cli/views/bots.hpp"
#include "cli/views/fields.hpp"
#include "json/write.hpp"

namespace robson::cli {

struct PauseWish {
  std::string reason{};
  std::string scope{};
  bool including_emergency = false;
};
BOOST_DESCRIBE_STRUCT(PauseWish, (), (reason, scope, including_emergency))
struct ResumeWish {
  std::optional<std::string> reason{};
  std::optional<std::string> scope{};
};
BOOST_DESCRIBE_STRUCT(ResumeWish, (), (reason, scope))
struct StopWish {
  std::string reason{};
  std::string mode{};
};
BOOST_DESCRIBE_STRUCT(StopWish, (), (reason, mode))
struct WhyWish {
  std::string reason{};
};
BOOST_DESCRIBE_STRUCT(WhyWish, (), (reason))

namespace {

constexpr std::size_t longest_reason = 200;

std::string pause_answer_view(const json::Value& answer, const Look& look) {
  const json::Value* state = member_of(answer, "pause_state");
  return state == nullptr ? std::string("Done.\n") : pause_lines(*state, look);
}

client::Change post(std::string target, std::string body, std::string key) {
  return {.method = net::Method::POST, .path = std::move(target), .body = std::move(body), .key = std::move(key)};
}

// Of a bot that is away the server tells what it knew last, inside its refusal.
std::optional<Page> last_known(const client::Error& refused, const std::string& list, DocumentView view) {
  if (refused.document.empty()) return std::nullopt;
  const Page problem = page_of(refused.document);
  const json::Value* cached = member_of(problem.document, "cached_data");
  if (cached == nullptr || cached->kind != json::Kind::object) return std::nullopt;
  Page page;
  page.document = *cached;
  page.document.key.clear();
  page.list = list;
  page.stale = true;
  const std::string at = text_at(problem.document, "cached_at");
  page.view = [document = page.document, view, at](const Look& look) {
    return look.style.paint(Tone::bad, fmt::format("STALE: the bot is away. As it was at {}:", clean(at))) + '\n' +
           view(document, look);
  };
  return page;
}

// "FLATTEN" typed, or --yes. Nothing: go on; otherwise how the command ends.
std::optional<Exit> refused_flatten(Desk& desk) {
  if (desk.asked.has("--yes")) return std::nullopt;
  if (!desk.world.input_is_terminal) {
    return desk.usage("flatten is not done without a yes, and there is no terminal to ask at; say --yes");
  }
  (void)desk.world.err.write(
      "This closes EVERY position and cancels EVERY order, at whatever price there is.\n"
      "Type FLATTEN to go on: ");
  const auto typed = desk.world.read_line();
  if (!typed) return Exit::interrupted;
  if (*typed == "FLATTEN") return std::nullopt;
  (void)desk.world.err.write("Nothing was done.\n");
  return Exit::usage;
}

bool is_confirmed(const json::Value& stop) {
  const auto bots = rows_at(stop, "bots");
  const json::Value* kill_switch = member_of(stop, "kill_switch");
  const bool switched = kill_switch == nullptr || kill_switch->kind != json::Kind::boolean || kill_switch->truth;
  return switched &&
         std::ranges::all_of(bots, [](const json::Value* bot) { return text_at(*bot, "state") == "CONFIRMED"; });
}

}  // namespace

PageAsked fetch_bots(Desk& desk) {
  return fetch_document(desk, "/api/v1/bots", "bots", bots_table);
}

PageAsked fetch_bot_status(Desk& desk) {
  return fetch_document(desk, bot_query(desk.asked).on("/api/v1/status"), "", bot_status_card);
}

PageAsked fetch_bot_positions(Desk& desk) {
  const auto body = co_await desk.server().document(bot_query(desk.asked).on("/api/v1/positions"));
  if (!body) {
    auto known = last_known(body.error(), "positions", bot_positions_table);
    if (!known) co_return Unexpected(body.error());
    co_return std::move(*known);
  }
  Page page = document_page(*body, "positions", bot_positions_table);
  page.tabular = true;
  co_return page;
}

PageAsked fetch_bot_position(Desk& desk) {
  const std::string id = net::percent_encode(desk.asked.value("ID"));
  return fetch_document(desk, bot_query(desk.asked).on("/api/v1/positions/" + id), "", bot_position_card);
}

net::Task<Exit> pause_bot(Desk& desk) {
  const auto scope = choice_of(desk.asked, "--scope");
  if (!scope) co_return desk.fail(scope.error());
  if (!*scope) co_return desk.usage("--scope is missing");
  const auto reason = text_of_option(desk.asked, "--reason", longest_reason);
  if (!reason) co_return desk.fail(reason.error());
  const auto key = key_of(desk);
  if (!key) co_return desk.fail(key.error());
  const PauseWish wish{*reason, **scope, desk.asked.has("--including-emergency")};
  const std::string effect = "This pauses even the exits that protect a position in an emergency.\n";
  if (wish.including_emergency) {
    if (const auto refused = refused_consent(desk, effect)) co_return *refused;
  }
  client::Change change = post(bot_query(desk.asked).on("/api/v1/control/pause"), json::text_of(wish), *key);
  co_return co_await tell_and_show(desk, std::move(change), "", pause_answer_view);
}

net::Task<Exit> resume_bot(Desk& desk) {
  const auto scope = choice_of(desk.asked, "--scope");
  if (!scope) co_return desk.fail(scope.error());
  const auto key = key_of(desk);
  if (!key) co_return desk.fail(key.error());
  const std::string effect = fmt::format("This clears the manual pauses of {}: the bot may act again.\n",
                                         scope->value_or("every scope that you may set"));
  if (const auto refused = refused_consent(desk, effect)) co_return *refused;
  ResumeWish wish{.reason = {}, .scope = *scope};
  if (desk.asked.has("--reason")) wish.reason = desk.asked.value("--reason");
  client::Change change = post(bot_query(desk.asked).on("/api/v1/control/resume"), json::text_of(wish), *key);
  co_return co_await tell_and_show(desk, std::move(change), "", pause_answer_view);
}

// Halting asks nothing: to stop has to be quick, and it can be taken back.
net::Task<Exit> emergency_stop(Desk& desk) {
  const auto mode = choice_of(desk.asked, "--mode");
  if (!mode) co_return desk.fail(mode.error());
  const auto reason = text_of_option(desk.asked, "--reason", longest_reason);
  if (!reason) co_return desk.fail(reason.error());
  const auto key = key_of(desk);
  if (!key) co_return desk.fail(key.error());
  const StopWish wish{*reason, mode->value_or("halt")};
  if (wish.mode == "flatten") {
    if (const auto refused = refused_flatten(desk)) co_return *refused;
  }
  client::Change change = post(bot_query(desk.asked).on("/api/v1/control/emergency-stop"), json::text_of(wish), *key);
  const auto body = co_await tell(desk, std::move(change));
  if (!body) co_return desk.fail(body.error());
  Page page = document_page(*body, "", emergency_stop_view);
  if (!is_confirmed(page.document)) {
    page.exit = Exit::outcome_unknown;
    desk.note("NOT CONFIRMED by everyone yet; the server goes on asking. Look again with: robson bot emergency-stops");
  }
  co_return show(desk, page);
}

PageAsked fetch_emergency_stops(Desk& desk) {
  const DocumentView view = [](const json::Value& stops, const Look& look) {
    std::string text;
    for (const json::Value* stop : rows_at(stops, "stops")) text += emergency_stop_view(*stop, look);
    return text.empty() ? std::string("No emergency stop is waiting for anyone.\n") : text;
  };
  return fetch_document(desk, "/api/v1/control/emergency-stop", "stops", view);
}

PageAsked fetch_breakers(Desk& desk) {
  return fetch_document(desk, bot_query(desk.asked).on("/api/v1/circuit-breakers"), "circuit_breakers", breakers_table);
}

net::Task<Exit> resolve_breaker(Desk& desk) {
  const auto reason = text_of_option(desk.asked, "--reason", longest_reason);
  if (!reason) co_return desk.fail(reason.error());
  const auto key = key_of(desk);
  if (!key) co_return desk.fail(key.error());
  const std::string type = desk.asked.value("TYPE");
  const std::string effect = fmt::format(
      "This resolves the breaker {}: what it paused goes on, unless something else pauses it.\n", clean(type));
  if (const auto refused = refused_consent(desk, effect)) co_return *refused;
  const std::string path = fmt::format("/api/v1/circuit-breakers/{}/resolve", net::percent_encode(type));
  const WhyWish wish{*reason};
  client::Change change = post(bot_query(desk.asked).on(path), json::text_of(wish), *key);
  co_return co_await tell_and_show(desk, std::move(change), "circuit_breakers", breakers_table);
}

}  // namespace robson::cli
