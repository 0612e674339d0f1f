#pragma once
// The parts of plans and strategies that are kept as JSON, exact to the last place and microsecond. What cannot be read
// back throws soci::soci_error: the row was written by something else.
#include <string>

#include "trading/plan.hpp"

namespace robson::storage {

std::string json_of(const RiskRules& rules);
RiskRules rules_of(const std::string& json);

std::string json_of(const Proposal& proposal);
Proposal proposal_of(const std::string& json);

std::string json_of(const Report& report);
Report report_of(const std::string& json);

}  // namespace robson::storage
