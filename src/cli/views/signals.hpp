#pragma once
// Signals, who sends them and what is asked of them, as a person reads it: documents of /api/v1 in, text out.
#include <string>
#include <vector>

#include "cli/page.hpp"

namespace robson::cli {

std::string signals_table(const std::vector<const json::Value*>& signals, const Look& look);
std::string signal_card(const json::Value& signal, const Look& look);
// One line: "Signal 7 BUY 0.001 BTCUSDC at 89,250.00: APPROVED by olga".
std::string signal_line(const json::Value& signal, const Look& look);
// The decision, the plan with its checks when one was made, and what to type next.
std::string approval_view(const json::Value& approval, const Look& look);

std::string producers_table(const json::Value& producers, const Look& look);
// Its id, secret and passphrase.
std::string new_producer_lines(const json::Value& answer, const Look& look);
std::string policies_table(const json::Value& policies, const Look& look);
std::string policy_lines(const json::Value& policy, const Look& look);

}  // namespace robson::cli
