#pragma once
// The trading desk as a person reads it. Pure: values in, text out; every text ends in a line end.
#include <string>

#include "cli/page.hpp"
#include "wire/instruments.hpp"
#include "wire/plan.hpp"
#include "wire/risk.hpp"
#include "wire/strategy.hpp"
#include "wire/venue_key.hpp"

namespace robson::cli {

// plan.cpp
std::string plan_card(const wire::Plan& plan, const Look& look);
std::string plans_table(const wire::Plans& plans, const Look& look);
// Each check with what it found, the verdict, and what to type next.
std::string report_view(const wire::Plan& plan, const Look& look);
std::string execution_view(const wire::Execution& execution, const Look& look);
// What a live execution would do, for the question before it.
std::string execution_effect(const wire::Plan& plan, const Style& style);

// operations.cpp
std::string operations_table(const std::vector<wire::Operation>& operations, const Look& look);
std::string operation_card(const wire::OperationDetail& operation, const Look& look);
// What became of an operation that was just changed.
std::string operation_now(const wire::Operation& operation, const Look& look);
std::string proofs_view(const wire::Proofs& proofs, const Look& look);
std::string trades_table(const wire::Trades& trades, const Look& look);

// orders.cpp
std::string orders_table(const std::vector<wire::Order>& orders, const Look& look);
std::string order_card(const wire::Order& order, const Look& look);
std::string movements_table(const std::vector<wire::Movement>& movements, const Look& look);

// risk.cpp
std::string risk_view(const wire::RiskMetrics& risk, const Look& look);
std::string switches_view(const wire::RiskSwitches& switches, const Look& look);
// One line for the desk: "Budget: $12.50 of $40.00 used this month, ..."
std::string risk_sentence(const wire::RiskMetrics& risk, const Style& style);

// analysis.cpp
struct Analysis {
  wire::Levels levels{};
  struct Try {
    std::string side{};
    std::optional<wire::EntryPreview> preview{};
    std::string trouble{};  // why there is none
  };
  std::vector<Try> tries{};  // what a buy and a sell would be stopped at
};
std::string analysis_view(const Analysis& analysis, const Look& look);
std::string symbols_table(const wire::Symbols& symbols, const Look& look);

// strategies.cpp
std::string strategies_table(const wire::Strategies& strategies, const Look& look);
std::string strategy_card(const wire::Strategy& strategy, const Look& look);
std::string strategy_history_view(const wire::StrategyHistory& history, const Look& look);

// venue_keys.cpp
std::string venue_keys_view(const wire::VenueKeys& keys, const Look& look);

// "stop stands at the exchange", "PLACING ...", "NO, unprotected for 12 s"
std::string protection_words(wire::Protection protection, Decimal unprotected_seconds, const Style& style);
// "LONG", "SHORT"
std::string_view direction_of(Side side);
// A percent of `Fixed`, without a sign: "2.45%".
std::string share(const json::Fixed& value, const Style& style);

}  // namespace robson::cli
