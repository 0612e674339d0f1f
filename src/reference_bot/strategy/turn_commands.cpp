// What people ask for. A command with a request id is answered once; the same id again gets the same answer.
#include <fmt/format.h>

#include <algorithm>

#include "hedge/limits.hpp"
#include "reference_bot/strategy/turn.hpp"

namespace robson::reference_bot {
namespace {

using hedge::BreakerType;

Reply refusal(int status, std::string code, std::string detail, std::optional<std::string> field = {}) {
  Reply reply;
  reply.refused = Refused{status, std::move(code), std::move(detail), std::move(field)};
  return reply;
}

std::string by_of(const Asked& asked) {
  return asked.by.empty() ? "unknown" : asked.by;
}

// The answer already given under this id, or that it was given for something else.
std::optional<Reply> earlier(const State& state, const Asked& asked, const std::string& command) {
  if (asked.request_id.empty()) return {};
  const auto found = std::ranges::find(state.answers, asked.request_id, &KeptAnswer::request_id);
  if (found == state.answers.end()) return {};
  if (found->command == command) return found->reply;
  return refusal(409, "REQUEST_ID_USED", "this request_id was used for something else", "request_id");
}

Reply commanded(const Book& book, std::string message) {
  Reply reply;
  reply.commanded = Commanded{.position_id = book.position_id, .status = book.status, .message = std::move(message)};
  return reply;
}

}  // namespace

Reply Turn::handle(const OpenPosition& command) {
  const std::string what =
      fmt::format("open {} {} {}", command.asset, command.size_usd ? command.size_usd->text() : "-",
                  command.leverage ? command.leverage->text() : "-");
  if (auto answer = earlier(state_, command.asked, what)) return *answer;
  const auto refuse = [&](Refused refused) {
    Reply reply;
    reply.refused = std::move(refused);
    return answered(command.asked, what, std::move(reply));
  };
  if (!strategy_.lending_.last || !strategy_.perp_.last)
    return refuse({409, "BOT_NOT_RUNNING", "the venues have not answered yet", {}});
  std::optional<Entry> best;
  for (const LendingMarket& market : strategy_.lending_.last->markets) {
    if (market.asset != command.asset || perp(market.asset) == nullptr) continue;
    Entry entry = weigh(market, command.size_usd, command.leverage, false);
    const bool better = !best || (best->refused && !entry.refused) ||
                        (best->refused.has_value() == entry.refused.has_value() &&
                         entry.opportunity.net_apy > best->opportunity.net_apy);
    if (better) best = std::move(entry);
  }
  if (!best) return refuse({422, "UNKNOWN_ASSET", "no market for both legs of " + command.asset, "asset"});
  if (best->refused) return refuse(*best->refused);
  const Book& book =
      enter(*best, command.reason.empty() ? "Asked for by " + by_of(command.asked) + "." : command.reason);
  return answered(command.asked, what, commanded(book, "It is being opened."));
}

Reply Turn::handle(const ClosePosition& command) {
  const std::string what = "close " + command.position_id;
  if (auto answer = earlier(state_, command.asked, what)) return *answer;
  const auto reply = [&](Reply made) { return answered(command.asked, what, std::move(made)); };
  Book* book = find(command.position_id);
  if (book == nullptr) return reply(refusal(404, "UNKNOWN_POSITION", "there is no such position"));
  if (is_over(*book)) return reply(refusal(409, "POSITION_CLOSED", "it is closed already"));
  if (book->exit) return reply(commanded(*book, "It is being closed already."));
  if (const hedge::Pause* pause = state_.pauses.against_exit(hedge::Urgency::ordinary))
    return reply(refusal(409, "PAUSED", "exit is paused: " + pause->reason));
  exit(*book, hedge::Urgency::ordinary, command.reason, by_of(command.asked));
  return reply(commanded(*book, "It is being closed."));
}

Reply Turn::handle(const PauseBot& command) {
  const std::string what = "pause " + std::string(json::name_of(command.scope));
  if (auto answer = earlier(state_, command.asked, what)) return *answer;
  const hedge::Pause& pause = state_.pauses.add({.scope = command.scope,
                                                 .source = hedge::PauseSource::manual,
                                                 .reason = command.reason,
                                                 .by = by_of(command.asked),
                                                 .at = now_,
                                                 .including_emergency = command.including_emergency});
  Reply reply;
  reply.paused = Paused{.paused_at = now_, .scope = command.scope, .reason = command.reason, .pause_id = pause.id};
  tell({.type = hedge::BotEventType::pause_added,
        .severity = hedge::Severity::warning,
        .text = fmt::format("{} was paused by {}: {}", json::name_of(command.scope), pause.by, command.reason),
        .data = fmt::format(R"({{"pause_id":{},"scope":"{}"}})", pause.id, json::name_of(command.scope))});
  return answered(command.asked, what, std::move(reply));
}

Reply Turn::handle(const ResumeBot& command) {
  std::string what = "resume";
  for (const hedge::PauseScope scope : command.scopes) what += " " + std::string(json::name_of(scope));
  if (auto answer = earlier(state_, command.asked, what)) return *answer;
  Resumed resumed{.resumed_at = now_};
  for (const hedge::Pause& ended : state_.pauses.resume(command.scopes)) {
    resumed.cleared.push_back(ended.id);
    tell({.type = hedge::BotEventType::pause_cleared,
          .text = fmt::format("The pause of {} was ended by {}.", json::name_of(ended.scope), by_of(command.asked)),
          .data = fmt::format(R"({{"pause_id":{},"scope":"{}"}})", ended.id, json::name_of(ended.scope))});
  }
  // An emergency stop ends with its pause.
  const bool stopped = std::ranges::any_of(
      state_.pauses.pauses, [](const hedge::Pause& pause) { return pause.breaker == BreakerType::manual; });
  if (!stopped)
    end_pauses(state_.breakers.resolve(BreakerType::manual, by_of(command.asked), now_), by_of(command.asked));
  Reply reply;
  reply.resumed = std::move(resumed);
  return answered(command.asked, what, std::move(reply));
}

Reply Turn::handle(const EmergencyStop& command) {
  const std::string what = "emergency-stop " + std::string(json::name_of(command.mode));
  if (auto answer = earlier(state_, command.asked, what)) return *answer;
  state_.pauses.add({.scope = hedge::PauseScope::all,
                     .source = hedge::PauseSource::manual,
                     .breaker = BreakerType::manual,
                     .reason = command.reason,
                     .by = by_of(command.asked),
                     .at = now_});
  tell({.type = hedge::BotEventType::emergency_stop,
        .severity = hedge::Severity::critical,
        .text = fmt::format("Emergency stop ({}) by {}: {}", json::name_of(command.mode), by_of(command.asked),
                            command.reason),
        .data = fmt::format(R"({{"mode":"{}"}})", json::name_of(command.mode))});
  trip(BreakerType::manual, hedge::Leg::asgard, command.reason);
  Stopped stopped{.accepted_at = now_, .mode = command.mode};
  if (command.mode == hedge::StopMode::flatten) {
    for (Book& book : state_.positions) {
      if (is_over(book)) continue;
      exit(book, hedge::Urgency::emergency, "Emergency stop: " + command.reason, by_of(command.asked));
      stopped.closing.push_back(book.position_id);
    }
  }
  Reply reply;
  reply.stopped = std::move(stopped);
  return answered(command.asked, what, std::move(reply));
}

Reply Turn::handle(const ResolveBreaker& command) {
  const std::string what = "resolve " + std::string(json::name_of(command.breaker));
  if (auto answer = earlier(state_, command.asked, what)) return *answer;
  const auto resolved = state_.breakers.resolve(command.breaker, by_of(command.asked), now_);
  if (resolved.empty())
    return answered(command.asked, what, refusal(404, "BREAKER_NOT_OPEN", "no breaker of this type is open"));
  end_pauses(resolved, by_of(command.asked));
  Resolved left;
  std::ranges::copy_if(state_.breakers.breakers, std::back_inserter(left.circuit_breakers),
                       [](const hedge::Breaker& one) { return !one.resolved_at; });
  Reply reply;
  reply.resolved = std::move(left);
  return answered(command.asked, what, std::move(reply));
}

Reply Turn::handle(const PutConfig& command) {
  const std::string what = fmt::format("config {}", command.expected_version);
  if (auto answer = earlier(state_, command.asked, what)) return *answer;
  const auto reply = [&](Reply made) { return answered(command.asked, what, std::move(made)); };
  if (command.expected_version != state_.config.version)
    return reply(refusal(409, "VERSION_CONFLICT",
                         fmt::format("the configuration is at version {}", state_.config.version), "expected_version"));
  auto fault = hedge::fault_of(command.bot);
  if (!fault) fault = hedge::fault_of(command.risk);
  if (fault) return reply(refusal(422, "INVALID_CONFIG", fault->field + " must be " + fault->expected, fault->field));
  state_.config.bot = command.bot;
  state_.config.risk = command.risk;
  ++state_.config.version;
  state_.config.updated_at = now_;
  state_.config.updated_by = by_of(command.asked);
  tell({.type = hedge::BotEventType::config_changed,
        .text = fmt::format("The configuration was changed by {} to version {}.", by_of(command.asked),
                            state_.config.version),
        .data = fmt::format(R"({{"version":{}}})", state_.config.version)});
  Reply made;
  made.config = state_.config;
  return reply(std::move(made));
}

}  // namespace robson::reference_bot
