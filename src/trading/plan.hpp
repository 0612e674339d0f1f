#pragma once
// A plan: what would be traded, why, and from which market it was made. It lives on the server and trades nothing.
//
//   DRAFT --validate--> VALIDATED (with its report) --execute--> EXECUTED
//     \____________________________________________ EXPIRED | REJECTED
#include <optional>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "market/quote.hpp"
#include "trading/risk_budget.hpp"
#include "trading/strategy.hpp"

namespace robson {

enum class PlanStatus { DRAFT, VALIDATED, EXECUTED, EXPIRED, REJECTED };
enum class VenueKind { SIM, PAPER, LIVE };

// How the stop came about. Only a technical one may be executed.
enum class StopSource { technical, manual };

// Every figure of a trade before it is made. A preview shows it; a plan keeps it.
struct Proposal {
  Symbol symbol{};
  Side side{};
  StrategyId strategy{};
  int strategy_version = 0;
  std::string strategy_name{};
  RiskRules rules{};
  bool is_limit = false;  // entry is the given limit, not the quote
  Price entry{};
  Price worst_entry{};  // the limit of the entry order: entry and max_drift beyond it
  Price stop{};
  std::optional<Price> target{};
  StopSource stop_source{};
  TechnicalStop technical{};   // method, levels and warnings; of a manual stop what the rule would have said
  Money capital{};             // that the size is computed from
  bool capital_named = false;  // by the caller; else the tenant's equity, or less of it
  Size size{};
  Quantity quantity{};  // size.quantity, or the caller's own within 5 % below it
  std::optional<Quantity> asked_quantity{};
  Money fees{};  // estimate of both sides, quote asset
  std::vector<std::string> warnings{};
  Quote snapshot{};  // the market it was made from
};

// A check's answer.
enum class Severity { WARNING, FAIL };
struct Issue {
  std::string code{};
  Severity severity{};
  std::string message{};
  std::string details{};  // figures that led to it; may be empty
};
enum class ReportStatus { PASS, WARNING, FAIL };
struct Report {
  ReportStatus status{};
  std::vector<Issue> issues{};
  std::vector<std::string> passed{};  // codes of the checks that had nothing to say
  std::string summary{};
  std::string plan_hash{};  // of the content that was checked
  Timestamp at{};
};

struct Plan {
  PlanId id{};
  TenantId tenant{};
  Proposal proposal{};
  VenueKind venue_kind{};
  PlanStatus status = PlanStatus::DRAFT;
  std::string hash{};  // of the content: see content_of
  std::optional<Report> report{};
  OperationId operation{};  // once executed
  std::string created_by{};
  Timestamp created_at{};
  Timestamp expires_at{};
};

// The canonical text of everything that execution depends on; its hash binds a validation to this very plan.
std::string content_of(const Plan& plan);

}  // namespace robson
