#pragma once
// Everything that can happen to the strategy. Commands come from people and are answered; facts come from the venues
// and from the clock. The shell polls markets, accounts, payments, liquidations and chains every `Rules::market_poll`
// (5 s) and tells TimePassed at least once a second.
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "reference_bot/strategy/venue.hpp"

namespace robson::reference_bot {

// Commands. `request_id` makes one harmless to repeat: within 24 hours the same id gets the same answer and has one
// effect (empty: never repeated). `by` is who asked.
struct Asked {
  std::string request_id{};
  std::string by{};
};
struct OpenPosition {
  Asked asked{};
  std::string asset{};
  std::optional<Decimal> size_usd{};  // to deploy: the long leg's own collateral; none: the bot decides
  std::optional<Decimal> leverage{};  // none: the configured one
  std::string reason{};
};
struct ClosePosition {
  Asked asked{};
  std::string position_id{};
  std::string reason{};
};
struct PauseBot {
  Asked asked{};
  hedge::PauseScope scope{};
  std::string reason{};
  bool including_emergency = false;
};
struct ResumeBot {
  Asked asked{};
  std::vector<hedge::PauseScope> scopes{};  // none: all manual pauses
  std::string reason{};
};
struct EmergencyStop {
  Asked asked{};
  hedge::StopMode mode{};
  std::string reason{};
};
struct ResolveBreaker {
  Asked asked{};
  hedge::BreakerType breaker{};
  std::string reason{};
};
struct PutConfig {
  Asked asked{};
  hedge::BotSettings bot{};
  hedge::RiskConfig risk{};
  std::int64_t expected_version = 0;
};

// Facts. `asked_at` is when the question went out: what was read before an act of ours does not speak of it.
struct PerpMarketsSeen {
  PerpMarkets seen{};
};
struct LendingMarketsSeen {
  LendingMarkets seen{};
};
struct PerpAccountSeen {
  Timestamp asked_at{};
  PerpAccount seen{};
};
struct LendingAccountSeen {  // both answers, /lending/v1/account and /lending/v1/positions
  Timestamp asked_at{};
  Decimal usd{};
  std::vector<LendingPosition> positions{};
};
struct PaymentsSeen {  // after State::payment_cursor, oldest first
  std::vector<PerpPayment> payments{};
};
struct LiquidationsSeen {  // after State::liquidation_cursor, oldest first
  std::vector<PerpLiquidation> liquidations{};
};
struct ChainsSeen {
  std::vector<ChainHealth> chains{};
};
// A question to a venue was not answered, or not in a way that can be understood; /chains counts to neither.
struct VenueSilent {
  hedge::Leg venue{};
  std::string why{};
};

enum class Outcome {
  told,        // the venue's order or position
  refused,     // it says that it did not do it, and will not under this id
  unknown_id,  // it does not know the id that we asked for
  unclear,     // no answer, a broken one, 5xx: it may have been done
};
struct LongAnswered {  // to OpenLong, CloseLong, AskLeg
  std::string client_id{};
  std::optional<std::string> close_id{};  // of the effect that this answers
  Outcome outcome{};
  std::optional<LendingPosition> position{};  // told
  std::string why{};
};
struct ShortAnswered {  // to OpenShort, CloseShort, AskLeg
  std::string client_id{};
  Outcome outcome{};
  std::optional<PerpOrder> order{};  // told
  std::string why{};
};
struct TimePassed {};
// No new positions and no rebalancing from here on; what is out is still listened to.
struct ShuttingDown {};

using Input =
    std::variant<OpenPosition, ClosePosition, PauseBot, ResumeBot, EmergencyStop, ResolveBreaker, PutConfig,
                 PerpMarketsSeen, LendingMarketsSeen, PerpAccountSeen, LendingAccountSeen, PaymentsSeen,
                 LiquidationsSeen, ChainsSeen, VenueSilent, LongAnswered, ShortAnswered, TimePassed, ShuttingDown>;

}  // namespace robson::reference_bot
