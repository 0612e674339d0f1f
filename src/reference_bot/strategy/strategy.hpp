#pragma once
// The delta-neutral strategy as a pure engine: no socket, no clock, no disk. One thread owns it.
//   apply(input, now) -> {events, trades, payments to keep, effects to carry out, reply}
// It holds a staked token with borrowed money (long leg) against a perpetual short of the same amount of the coin, and
// lives from funding and staking. The venue nets a coin into one contract, so there is at most one position a coin.
//
//   open      long first, then the short of token_amount x pool_rate, floored to the step; not whole by the deadline:
//             unwound
//   close     short first, then long; a leg that fails: stuck, tried again after 5 s, doubling to 5 minutes
//   exactly once   an act has an id that never changes and is in the state before it goes out; an unclear outcome is
//             asked for, and the act sent again, under the same id, only after the venue denied that id
//   restart   all acts that were out are unclear; the accounts are compared; health is judged when both venues were
//             heard; the rest is the ordinary course
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "reference_bot/strategy/input.hpp"
#include "reference_bot/strategy/output.hpp"
#include "reference_bot/strategy/state.hpp"

namespace robson::reference_bot {

struct Rules {
  std::string version = "0.1.0";
  std::string environment = "paper";
  Duration market_poll = std::chrono::seconds(5);    // how often the shell asks
  Duration market_stale = std::chrono::seconds(15);  // 3 x market_poll, at most 30 s: older opens nothing; chains too
  Duration risk_interval = std::chrono::seconds(5);
  Duration open_deadline = std::chrono::seconds(60);
  Duration retry_first = std::chrono::seconds(5);
  Duration retry_longest = std::chrono::minutes(5);
  Duration ask_after = std::chrono::seconds(5);  // an act without any answer is asked for
  // How long after it was sent an act may still reach the venue; before that a denied id is not yet given up.
  Duration denial_after = std::chrono::seconds(15);
  Duration chain_healthy_for = std::chrono::seconds(60);
  Decimal open_slippage = Decimal::from_units(5'000'000'000);  // 0.005: bound of an opening short's limit price
};

class Strategy {
 public:
  // The first start ever, or (restored) every other one.
  Strategy(Rules rules, std::string installation, Timestamp now);
  Strategy(Rules rules, State restored, Timestamp now);

  Output apply(const Input& input, Timestamp now);

  const State& state() const { return state_; }
  const Rules& rules() const { return rules_; }

  // The documents of api/bot.yaml, from the state and the newest market data.
  hedge::BotState bot_state() const { return bot_state_; }
  bot_api::Health health(Timestamp now) const;
  bot_api::Stats stats(Timestamp now) const;
  std::vector<bot_api::Position> positions(Timestamp now) const;  // oldest first; by id is the shell's to write
  std::optional<bot_api::Position> position(const std::string& id, Timestamp now) const;
  bot_api::PauseState pause_state() const;
  const std::vector<bot_api::Breaker>& breakers() const { return state_.breakers.breakers; }
  const bot_api::Config& config() const { return state_.config; }
  std::vector<std::pair<std::string, bot_api::Chain>> chains() const;

 private:
  friend class Turn;  // the work within one apply

  template <class T>
  struct Heard {
    std::optional<T> last{};
    // Ours, when the venue's own time last moved on; none until it was seen to move, or stood near ours.
    std::optional<Timestamp> fresh_at{};
  };
  template <class T>
  static void hear(Heard<T>& heard, const T& seen, Duration near, Timestamp now);
  struct Silence {
    bool silent = false;
    std::string why{};
  };

  Rules rules_;
  State state_;
  hedge::BotState bot_state_ = hedge::BotState::starting;
  std::string detail_{};
  std::optional<bot_api::RecoveryProgress> recovery_{};
  bool shutting_down_ = false;
  Timestamp started_at_{};
  Heard<PerpMarkets> perp_{};
  Heard<LendingMarkets> lending_{};
  std::optional<PerpAccount> perp_account_{};
  std::optional<Timestamp> perp_asked_at_{};
  std::optional<Decimal> lending_usd_{};
  std::optional<Timestamp> lending_asked_at_{};
  Silence perp_silence_{};
  Silence lending_silence_{};
  std::vector<ChainHealth> chains_{};
  std::optional<Timestamp> chains_at_{};
  std::map<std::string, Timestamp> clear_since_{};    // by breaker and chain, while they are told
  std::map<std::string, Timestamp> differs_since_{};  // by coin: the account is not as the books are
  std::set<std::string> doubtful_{};                  // acts that were out when we started
  std::vector<bot_api::Opportunity> opportunities_{};
  std::int64_t scans_ = 0;
  std::optional<Timestamp> last_scan_at_{};
  std::optional<Timestamp> last_monitor_at_{};
  std::optional<Timestamp> last_risk_at_{};
};

}  // namespace robson::reference_bot
