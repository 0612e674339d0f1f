#include "reference_bot/strategy/strategy.hpp"

#include <algorithm>
#include <type_traits>

#include "base/overloaded.hpp"
#include "reference_bot/strategy/turn.hpp"

namespace robson::reference_bot {
namespace {

// As the state's JSON has it.
Timestamp in_whole_ms(Timestamp now) {
  return Timestamp::from_ms(now.ms());
}

template <class T>
concept IsCommand = requires(const T& one) {
  one.asked;
};

}  // namespace

Strategy::Strategy(Rules rules, std::string installation, Timestamp now) : rules_(std::move(rules)) {
  state_.installation = std::move(installation);
  state_.config.version = 1;
  state_.config.updated_at = in_whole_ms(now);
  state_.config.updated_by = "default";
  started_at_ = in_whole_ms(now);
}

Strategy::Strategy(Rules rules, State restored, Timestamp now) : rules_(std::move(rules)), state_(std::move(restored)) {
  started_at_ = in_whole_ms(now);
  const auto doubt = [&](std::optional<Intent>& intent) {
    if (!intent) return;
    intent->unclear = true;
    intent->ask_at = started_at_;
    doubtful_.insert(intent->client_id);
  };
  for (Book& book : state_.positions) {
    doubt(book.asgard.intent);
    doubt(book.hyperliquid.intent);
    // Nobody saw whether it lasted.
    book.critical_since.reset();
    book.negative_since.reset();
    if (!is_over(book)) bot_state_ = hedge::BotState::recovering;
  }
}

Output Strategy::apply(const Input& input, Timestamp moment) {
  Output out;
  Turn turn(*this, in_whole_ms(moment), out);
  std::visit(
      [&](const auto& one) {
        if constexpr (IsCommand<std::decay_t<decltype(one)>>) {
          out.reply = turn.handle(one);
        } else {
          turn.handle(one);
        }
      },
      input);
  turn.finish();
  return out;
}

}  // namespace robson::reference_bot
