#include "routes/operations_csv.hpp"

namespace robson::routes {
namespace {

std::string time_text(const std::optional<Timestamp>& time) {
  return time ? to_rfc3339(*time) : std::string{};
}

}  // namespace

OperationsCsv::OperationsCsv() {
  for (const char* name : {"id", "symbol", "side", "status", "source", "strategy", "quantity", "entry_price",
                           "stop_price", "target_price", "exit_price", "exit_reason", "realized_pnl",
                           "realized_pnl_percent", "fees", "unprotected_seconds", "opened_at", "closed_at", "note"}) {
    csv_.text(name);
  }
  csv_.end_row();
}

void OperationsCsv::add(const wire::Operation& one) {
  ++rows_;
  csv_.figure(one.id).text(one.symbol).text(json::name_of(one.side)).text(json::name_of(one.status));
  csv_.text(json::name_of(one.source)).text(one.strategy.value_or("")).figure(one.quantity).figure(one.entry_price);
  csv_.figure(one.stop_price).figure(one.target_price).figure(one.exit_price);
  csv_.text(one.exit_reason ? json::name_of(*one.exit_reason) : std::string_view{});
  csv_.figure(one.realized_pnl_exact).figure(one.realized_pnl_percent).figure(one.fees);
  csv_.figure(one.unprotected_seconds).text(to_rfc3339(one.opened_at)).text(time_text(one.closed_at)).text(one.note);
  csv_.end_row();
}

}  // namespace robson::routes
