#pragma once
// The work within one apply: a fact or a command is taken in, then every position is attended to. `attend` is the one
// place that decides what a position needs next; it compares what is there with what should be, and each leg has at
// most one act out. Every fact about a position leads there again.
#include <string>
#include <vector>

#include "hedge/earnings.hpp"
#include "hedge/legs.hpp"
#include "reference_bot/strategy/strategy.hpp"

namespace robson::reference_bot {

class Turn {
 public:
  Turn(Strategy& strategy, Timestamp now, Output& out)
      : strategy_(strategy), state_(strategy.state_), now_(now), out_(out) {}

  // Commands (turn_commands.cpp): the reply.
  Reply handle(const OpenPosition& command);
  Reply handle(const ClosePosition& command);
  Reply handle(const PauseBot& command);
  Reply handle(const ResumeBot& command);
  Reply handle(const EmergencyStop& command);
  Reply handle(const ResolveBreaker& command);
  Reply handle(const PutConfig& command);

  // Facts (turn_facts.cpp).
  void handle(const PerpMarketsSeen& fact);
  void handle(const LendingMarketsSeen& fact);
  void handle(const PerpAccountSeen& fact);
  void handle(const LendingAccountSeen& fact);
  void handle(const PaymentsSeen& fact);
  void handle(const LiquidationsSeen& fact);
  void handle(const ChainsSeen& fact);
  void handle(const VenueSilent& fact);
  void handle(const TimePassed& fact);
  void handle(const ShuttingDown& fact);
  // The outcomes of acts (turn_answers.cpp).
  void handle(const LongAnswered& fact);
  void handle(const ShortAnswered& fact);

  // Attends to what is open, and says which state the bot is in.
  void finish();

 private:
  // What happened, for people.
  struct Told {
    hedge::BotEventType type{};
    hedge::Severity severity = hedge::Severity::info;
    const Book* book = nullptr;
    std::string text{};
    std::string data = "{}";
  };
  void tell(Told told);
  void live(Book& book, hedge::PositionStatus status, std::string text);

  // turn_attend.cpp
  void attend(Book& book);
  void ask_where_due(Book& book);
  void attend_opening(Book& book);
  void attend_exit(Book& book);
  void attend_drift(Book& book);
  void close_short(Book& book);
  void close_long(Book& book);
  void finish_position(Book& book);
  void exit(Book& book, hedge::Urgency urgency, std::string reason, std::string by);
  bool may_act(const Book& book, hedge::Leg venue) const;
  bool is_due(const Book& book, hedge::Leg leg) const;
  Duration delay(int failures) const;

  // turn_acts.cpp
  std::string id_of(const Book& book, hedge::Leg leg, Purpose purpose, int attempt) const;
  void send(Book& book, hedge::Leg leg, Intent intent);
  void resend(Book& book, hedge::Leg leg);
  void emit(const Book& book, hedge::Leg leg, const Intent& intent);
  void settle(Book& book, hedge::Leg leg);
  void fail(Book& book, hedge::Leg leg, const std::string& why);
  void stick(Book& book, hedge::Leg leg, const std::string& why, std::optional<Timestamp> next);
  void unclear(Book& book, hedge::Leg leg, const std::string& why);
  void denied(Book& book, hedge::Leg leg);
  void take_long(Book& book, const LendingPosition& position);
  void take_short(Book& book, const PerpOrder& order);
  void long_opened(Book& book, const LendingPosition& position);
  void long_ended(Book& book, const LendingPosition& position);
  void note_trade(const Book& book, bot_api::Trade trade);

  // turn_risk.cpp
  void look_at_risk();
  void look_at_health(Book& book);
  void look_at_positions();
  void look_at_markets();
  void look_at_chains();
  void trip(hedge::BreakerType type, hedge::Leg venue, const std::string& reason);
  void review(hedge::BreakerType type, hedge::PauseScope scope, std::optional<Timestamp> clear_since);
  void end_pauses(const std::vector<hedge::Breaker>& breakers, const std::string& by);

  // turn_entry.cpp
  void scan();
  struct Entry {
    bot_api::Opportunity opportunity{};
    Decimal collateral{};
    Decimal short_leverage{};
    std::optional<Refused> refused{};
  };
  Entry weigh(const LendingMarket& market, std::optional<Decimal> size, std::optional<Decimal> leverage,
              bool automatic) const;
  Decimal affordable(Decimal leverage, Decimal short_leverage) const;
  Book& enter(const Entry& entry, const std::string& why);

  void decide_state();
  void prune();
  Reply answered(const Asked& asked, std::string command, Reply reply);

  Book* find(const std::string& id);
  Book* with_client_id(hedge::Leg leg, const std::string& client_id);
  const PerpMarket* perp(const std::string& coin) const;
  const LendingMarket* lending(const Book& book) const;
  // Whether its account and markets, from which health is reckoned, were told since this start.
  bool is_heard(hedge::Leg venue) const;
  bool is_fresh(hedge::Leg venue) const;
  bool are_chains_fresh() const;
  bool is_connected(hedge::Leg venue) const;
  int live_positions() const;

  Strategy& strategy_;
  State& state_;
  Timestamp now_{};
  Output& out_;

  friend class Strategy;
};

std::string_view leg_word(hedge::Leg leg);  // "long leg", "short leg"
// At the newest prices that are known; see hedge::Profit.
hedge::Profit profit_of(const Book& book);
// Coins that the long leg is worth.
Decimal long_coins(const Book& book);
// The short that balances the long leg, a multiple of `step`, not more than it.
Decimal balanced_size(const Book& book, Decimal step);
hedge::ShortLeg short_leg(const Book& book);

}  // namespace robson::reference_bot
