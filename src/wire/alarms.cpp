// What a trader has to be told now. Computed from the state at every question, so that an alarm ends by itself when
// its cause does.
#include <fmt/format.h>

#include <algorithm>

#include "wire/figures.hpp"
#include "wire/trading_views.hpp"

namespace robson::wire {
namespace {

// An order at the venue is replaced within this time; longer without a confirmed stop is no passing state any more.
constexpr Duration passing = std::chrono::seconds(5);
constexpr Duration differences_alarm_for = std::chrono::hours(24);

Alarm alarm(std::string code, AlarmSeverity severity, std::string text, std::optional<Timestamp> since = {}) {
  return {.code = std::move(code), .severity = severity, .text = std::move(text), .since = since};
}

std::string sentence(const robson::Operation& operation, Protection protection, std::int64_t seconds) {
  const std::string which = fmt::format("Operation {} ({})", operation.id.value, operation.symbol.text);
  switch (protection) {
    case Protection::CLOSING: return fmt::format("{} is being left, without a stop for {} s.", which, seconds);
    case Protection::PLACING:
      return fmt::format("{}: the stop is on its way and was not confirmed at the exchange for {} s.", which, seconds);
    case Protection::NONE:
    case Protection::AT_VENUE: break;
  }
  return fmt::format("{} has no stop at the exchange, for {} s; the server watches its price.", which, seconds);
}

void add_protection(std::vector<Alarm>& alarms, const engine::Followed& followed, const Instrument* units,
                    Timestamp now) {
  const robson::Operation& operation = followed.operation;
  const Protection protection = engine::protection_of(followed, units);
  if (protection == Protection::AT_VENUE) return;
  const Timestamp since = operation.unprotected_since.value_or(now);
  const bool lasts = now - since > passing;
  if (protection != Protection::NONE && !lasts) return;
  const std::int64_t whole = std::max<std::int64_t>(0, (now - since).count() / 1'000'000);
  Alarm raised = alarm("UNPROTECTED_POSITION", AlarmSeverity::critical, sentence(operation, protection, whole), since);
  raised.operation_id = operation.id.value;
  alarms.push_back(std::move(raised));
}

void add_orders(std::vector<Alarm>& alarms, const engine::Followed& followed) {
  for (const robson::Order& order : followed.orders) {
    if (order.status != OrderStatus::UNKNOWN) continue;
    Alarm raised = alarm("ORDER_UNKNOWN", AlarmSeverity::critical,
                         fmt::format("The outcome of order {} ({}) is not known; the exchange is being asked.",
                                     order.client_id, json::name_of(order.purpose)),
                         order.updated_at);
    raised.operation_id = id_of(order.operation);
    alarms.push_back(std::move(raised));
  }
}

void add_price(std::vector<Alarm>& alarms, const engine::Engine& engine, const robson::Operation& operation,
               Timestamp now) {
  const Quote* quote = engine.quote(operation.symbol);
  if (quote != nullptr && !engine::is_stale(*quote, now)) return;
  std::string text =
      fmt::format("There is no price of {}, in which operation {} is open.", operation.symbol.text, operation.id.value);
  if (quote != nullptr) {
    text = fmt::format("The price of {}, in which operation {} is open, has not been confirmed for {} s.",
                       operation.symbol.text, operation.id.value, engine::age_of(*quote, now).count() / 1'000'000);
  }
  Alarm raised = alarm("STALE_PRICE", AlarmSeverity::critical, std::move(text));
  if (quote != nullptr) raised.since = quote->confirmed;
  raised.operation_id = operation.id.value;
  alarms.push_back(std::move(raised));
}

void add_account(std::vector<Alarm>& alarms, const engine::TenantState& state, bool has_positions) {
  const engine::Account& account = state.account;
  const AlarmSeverity severity = has_positions ? AlarmSeverity::critical : AlarmSeverity::warning;
  if (!account.open) {
    alarms.push_back(alarm("NO_VENUE_ACCOUNT", severity, "No exchange account is connected."));
    return;
  }
  if (!account.trouble.empty()) alarms.push_back(alarm("NO_TRADING_KEY", severity, account.trouble));
  if (account.stream != StreamState::live) {
    alarms.push_back(alarm("ACCOUNT_STREAM_DOWN", severity,
                           "The exchange's account stream is not live: fills are seen only when the account is read."));
  }
}

void add_switches(std::vector<Alarm>& alarms, const TenantDesk& desk) {
  if (desk.kill_switch) {
    alarms.push_back(alarm("KILL_SWITCH_ON", AlarmSeverity::warning,
                           fmt::format("The kill switch is on ({}): no entries are made.", desk.kill_switch->reason),
                           desk.kill_switch->at));
  }
  if (desk.loss_pause) {
    alarms.push_back(alarm("TRADING_PAUSED", AlarmSeverity::warning,
                           fmt::format("Trading is paused: {}.", desk.loss_pause->reason), desk.loss_pause->at));
  }
}

void add_differences(std::vector<Alarm>& alarms, const engine::TenantState& state, Timestamp now) {
  const auto young = std::ranges::count_if(state.differences, [now](const engine::DifferenceFound& found) {
    return now - found.at < differences_alarm_for;
  });
  if (young == 0) return;
  const engine::DifferenceFound& newest = state.differences.back();
  alarms.push_back(alarm(
      "DIFFERENCE_FOUND", AlarmSeverity::warning,
      fmt::format("{} differences with the exchange in the last day; the newest: {}", young, newest.text), newest.at));
}

}  // namespace

std::vector<Alarm> alarms_of(const engine::Engine& engine, TenantId tenant, bool takes_commands, Timestamp now) {
  std::vector<Alarm> alarms;
  if (!takes_commands) {
    alarms.push_back(alarm("JOURNAL_FAILED", AlarmSeverity::critical,
                           "The journal cannot be written: no commands are taken, protective orders still go out."));
  }
  if (engine.venue_stream() != StreamState::live) {
    alarms.push_back(alarm("VENUE_STREAM_DOWN", AlarmSeverity::warning,
                           fmt::format("The exchange's price stream is not live: {}.", engine.venue_stream_reason())));
  }
  const engine::TenantState* state = engine.tenant(tenant);
  if (state == nullptr) return alarms;
  bool has_positions = false;
  for (const auto& [id, followed] : state->operations) {
    add_orders(alarms, followed);
    if (followed.operation.status != OperationStatus::ACTIVE) continue;
    has_positions = true;
    add_protection(alarms, followed, engine.instrument(followed.operation.symbol), now);
    add_price(alarms, engine, followed.operation, now);
  }
  add_account(alarms, *state, has_positions);
  add_switches(alarms, state->desk);
  add_differences(alarms, *state, now);
  std::ranges::stable_sort(alarms, std::ranges::greater{}, &Alarm::severity);
  return alarms;
}

}  // namespace robson::wire
