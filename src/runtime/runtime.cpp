#include "runtime/runtime.hpp"

#include "base/log.hpp"
#include "base/overloaded.hpp"

namespace robson::runtime {
namespace {

constexpr auto look_again = std::chrono::milliseconds(5);

engine::Rejection not_durable() {
  return {"JOURNAL_FAILED", "The server cannot write its journal, so it takes no commands. Nothing was changed.", ""};
}

void log_difference(const engine::Event& event) {
  const auto* found = std::get_if<engine::DifferenceFound>(&event);
  if (found == nullptr) return;
  log::warning("difference with the exchange",
               {{"client_id", found->tenant.value}, {"kind", found->kind}, {"what", found->text}});
}

VenueRefusal no_account() {
  return {.kind = VenueRefusalKind::not_sent, .text = "No exchange account is connected."};
}

}  // namespace

Runtime::Runtime(net::Context& context, const Clock& clock, Journal& journal, engine::Rules rules,
                 EmergencyJournal* emergency)
    : context_(context), clock_(clock), journal_(journal), emergency_(emergency), engine_(std::move(rules)) {}

void Runtime::set_account(TenantId tenant, VenueAccount* account) {
  if (account == nullptr) {
    accounts_.erase(tenant);
  } else {
    accounts_[tenant] = account;
  }
}

void Runtime::tell(const engine::Input& fact) {
  engine::Output output = engine_.apply(fact, now());
  if (output.events.empty() && output.effects.empty()) return announce(output.notices);
  if (output.events.empty()) {
    announce(output.notices);
    start_effects(output, true);
    return;
  }
  net::spawn(context_, "commit", settle(std::move(output)));
}

net::Task<void> Runtime::settle(engine::Output output) {
  for (const engine::Event& event : output.events) log_difference(event);
  const auto committed = co_await commit(std::move(output.events));
  if (!committed && takes_commands_) {
    takes_commands_ = false;
    log::critical("journal failed", {{"why", committed.error().text}});
  }
  announce(output.notices);
  start_effects(output, committed.has_value());
}

net::Task<Result<void, JournalError>> Runtime::commit(std::vector<engine::Event> events) {
  std::vector<LogEntry> entries;
  if (log_ != nullptr) entries = log_->enter(events, now());
  std::vector<LogEntry> written = entries;
  auto committed = co_await journal_.commit(std::move(events), std::move(written));
  if (!entries.empty()) committed ? log_->committed(entries) : log_->lost(entries);
  co_return committed;
}

net::Task<engine::Reply> Runtime::submit(engine::Command command, Keep keep) {
  if (!takes_commands_) co_return not_durable();
  engine::Output output =
      std::visit([this](const auto& one) { return engine_.apply(engine::Input{one}, now()); }, command);
  if (keep) {
    if (auto answer = keep(output.reply)) output.events.emplace_back(std::move(*answer));
  }
  engine::Reply reply = std::move(output.reply);
  if (!output.events.empty()) co_await settle(std::move(output));
  // What could not be written did not happen, as far as the caller is concerned; recovery looks at what it left.
  if (!takes_commands_) co_return not_durable();
  co_return reply;
}

net::Task<bool> Runtime::note(engine::BotNoted noted) {
  return note_event(std::move(noted));
}

net::Task<bool> Runtime::note(engine::SignalNoted noted) {
  return note_event(std::move(noted));
}

net::Task<bool> Runtime::note_event(engine::Event event) {
  if (!takes_commands_) co_return false;
  engine::Output output;
  output.events.push_back(std::move(event));
  co_await settle(std::move(output));
  co_return takes_commands_;
}

net::Task<bool> Runtime::keep(engine::AnswerKept answer) {
  if (!takes_commands_) co_return false;
  std::vector<engine::Event> events;
  events.emplace_back(std::move(answer));
  const auto committed = co_await commit(std::move(events));
  co_return committed.has_value();
}

// Without a commit only what protects a position goes out, noted in the emergency journal first.
void Runtime::start_effects(engine::Output& output, bool committed) {
  for (auto& effect : output.effects) {
    std::visit(overloaded{
                   [&](engine::Effect& one) {
                     if (!committed && one.protective && emergency_ != nullptr && !emergency_->note(one, now())) {
                       log::critical("emergency journal is full", {{"client_id", one.tenant.value}});
                     }
                     const bool held_back = !committed && !one.protective;
                     net::spawn(context_, "venue request", carry_out(std::move(one), now(), held_back));
                   },
                   [&](const engine::ReadAccount& one) {
                     if (read_account_) read_account_(one.tenant);
                   },
                   [&](const engine::RefreshQuote& one) {
                     if (refresh_quote_) refresh_quote_(one.symbol);
                   },
               },
               effect);
  }
}

net::Task<void> Runtime::carry_out(engine::Effect effect, Timestamp committed, bool held_back) {
  engine::VenueAnswered answer{.tenant = effect.tenant, .request = effect.request, .committed_at = committed};
  const auto account = accounts_.find(effect.tenant);
  answer.sent_at = now();
  if (held_back || account == accounts_.end()) {
    answer.outcome = Unexpected(no_account());
  } else {
    answer.outcome = co_await account->second->carry_out(std::move(effect.what));
  }
  answer.answered_at = now();
  if (!answer.outcome) {
    log::warning("exchange request failed", {{"client_id", effect.tenant.value},
                                             {"operation_id", effect.operation.value},
                                             {"why", answer.outcome.error().text}});
  }
  tell(answer);
}

net::Task<void> Runtime::settled(TenantId tenant, OperationId operation, Duration most) {
  const Timestamp until = now() + most;
  while (now() < until) {
    const engine::Followed* followed = engine_.followed(tenant, operation);
    if (followed == nullptr) co_return;
    const bool decided = followed->operation.status != OperationStatus::PLANNED;
    const bool idle =
        followed->request == 0 && engine::protection_of(*followed, nullptr) != engine::Protection::CLOSING;
    if (decided && idle) co_return;
    co_await net::sleep_for(look_again);
  }
}

void Runtime::announce(const std::vector<engine::Notice>& notices) {
  for (const engine::Notice& notice : notices) {
    for (const Listener& listener : listeners_) listener(notice);
  }
}

}  // namespace robson::runtime
