#include "trading/plan.hpp"

#include <fmt/format.h>

namespace robson {
namespace {

std::string optional_text(const std::optional<Price>& price) {
  return price ? price->value.text() : "-";
}

}  // namespace

std::string content_of(const Plan& plan) {
  const Proposal& trade = plan.proposal;
  return fmt::format(
      "plan {}\ntenant {}\nvenue {}\nstrategy {} v{}\nsymbol {}\nside {}\nlimit {}\nentry {}\nworst {}\nstop {} {}\n"
      "target {}\ncapital {}\nrisk {}\ncap {}\ncosts {}\nquantity {}\ncomputed {}\ndrift {}\nfee {}\nslippage {}\n"
      "trailing {}\nbid {}\nask {}\nmade {}\nexpires {}\nat risk {} over {}\nname {}\n",
      plan.id.value, plan.tenant.value, static_cast<int>(plan.venue_kind), trade.strategy.value, trade.strategy_version,
      trade.symbol.text, trade.side == Side::BUY ? "BUY" : "SELL", trade.is_limit, trade.entry.value.text(),
      trade.worst_entry.value.text(), trade.stop.value.text(), static_cast<int>(trade.stop_source),
      optional_text(trade.target), trade.capital.value.text(), trade.rules.size.risk_fraction.text(),
      trade.rules.size.max_notional_fraction.text(), trade.rules.size.include_costs, trade.quantity.value.text(),
      trade.size.quantity.value.text(), trade.rules.max_drift.text(), trade.rules.taker_fee.text(),
      trade.rules.expected_slippage.text(), trade.rules.trailing, trade.snapshot.bid.value.text(),
      trade.snapshot.ask.value.text(), plan.created_at.us, plan.expires_at.us, trade.size.risk.value.text(),
      trade.size.costs_exceed_risk, trade.strategy_name);
}

}  // namespace robson
