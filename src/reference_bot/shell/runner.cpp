#include "reference_bot/shell/runner.hpp"

#include "base/log.hpp"
#include "json/write.hpp"

namespace robson::reference_bot {
namespace {

constexpr Duration between_attempts = std::chrono::seconds(1);
constexpr std::size_t most_unwritten = 20'000;  // documents kept in memory while the disk refuses; then the newest go

template <class Document>
Numbered numbered(const Document& document, const std::string& kind = {}) {
  return {.id = document.id, .kind = kind, .text = json::text_of<json::Decimals::as_numbers>(document)};
}

void keep(std::vector<Numbered>& row, Numbered document) {
  if (row.size() < most_unwritten) row.push_back(std::move(document));
}

log::Level level_of(hedge::Severity severity) {
  switch (severity) {
    case hedge::Severity::critical: return log::Level::critical;
    case hedge::Severity::warning: return log::Level::warning;
    case hedge::Severity::info: break;
  }
  return log::Level::info;
}

void log_event(const bot_api::Event& event) {
  log::write(level_of(event.severity), "bot event",
             {{"id", event.id},
              {"type", json::name_of(event.type)},
              {"position_id", event.position_id.value_or("")},
              {"text", event.text}});
}

bool closes(const Effect& effect) {
  return std::holds_alternative<CloseShort>(effect) || std::holds_alternative<CloseLong>(effect);
}

}  // namespace

Runner::Runner(Strategy strategy, Store store, const Clock& clock)
    : strategy_(std::move(strategy)), store_(std::move(store)), clock_(clock) {}

Result<void, std::string> Runner::begin() {
  due_ = true;
  if (!flush()) return Unexpected(*fault_);
  return {};
}

std::optional<Output> Runner::apply(const Input& input) {
  const Strategy before = strategy_;
  std::optional<Output> done;
  try {
    done = strategy_.apply(input, now());
  } catch (const DecimalOverflow& e) {
    log::error("input passed over: its numbers are out of range", {{"error", e.what()}});
    strategy_ = before;
    return {};
  }
  const Output& output = *done;
  for (const auto& event : output.events) {
    log_event(event);
    keep(unwritten_.events, numbered(event, std::string(json::name_of(event.type))));
  }
  for (const auto& trade : output.trades) keep(unwritten_.trades, numbered(trade));
  for (const auto& payment : output.payments) keep(unwritten_.payments, numbered(payment));
  due_ = due_ || output.durable;
  return done;
}

void Runner::tell(const Input& fact) {
  auto output = apply(fact);
  if (!output) return;
  // A disk that refuses is not asked again by every input.
  const bool patient = fault_ && output->effects.empty() && now() - tried_at_ < between_attempts;
  const bool written = !due_ || (!patient && flush());
  send(std::move(output->effects), written);
}

Result<Reply, NotDone> Runner::submit(const Input& command) {
  auto output = apply(command);
  if (!output) return Unexpected(NotDone{.out_of_range = true, .why = "out of range"});
  const bool written = !due_ || flush();
  send(std::move(output->effects), written);
  if (!written) return Unexpected(NotDone{.out_of_range = false, .why = *fault_});
  return std::move(output->reply);
}

bool Runner::flush() {
  if (!due_) return true;
  tried_at_ = now();
  const bool told = !unwritten_.events.empty();
  Record record = unwritten_;
  record.state = json::text_of(strategy_.state());
  if (auto done = store_.append(std::move(record)); !done) {
    if (!fault_) log::critical("state not written", {{"error", done.error()}});
    fault_ = done.error();
    return false;
  }
  if (fault_) log::info("state is written again");
  fault_.reset();
  unwritten_ = {};
  due_ = false;
  if (told && listeners_.events_written) listeners_.events_written();
  return true;
}

void Runner::send(std::vector<Effect> effects, bool written) {
  for (Effect& effect : effects) {
    if (!written && !closes(effect)) {
      log::warning("act held back: its intent is not on the disk");
    } else if (listeners_.carry_out) {
      listeners_.carry_out(std::move(effect));
    }
  }
}

bot_api::Health Runner::health() const {
  bot_api::Health health = strategy_.health(now());
  if (fault_) {
    health.state = hedge::BotState::degraded;
    health.detail = "Its state cannot be written: " + *fault_;
  }
  return health;
}

bot_api::Stats Runner::stats() const {
  bot_api::Stats stats = strategy_.stats(now());
  if (fault_) stats.state = hedge::BotState::degraded;
  return stats;
}

}  // namespace robson::reference_bot
