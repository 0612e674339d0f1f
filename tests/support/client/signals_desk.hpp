#pragma once
// What a server with one signal, one producer and one policy answers, for those to whom the figures do not matter.
#include "support/client/fake_robsond.hpp"

namespace robson::fake {

inline constexpr const char* a_signal =
    R"({"id":7,"producer_id":"prd_4f7k2m9q1x8z","producer":"sma-bot","external_id":"x","instrument":"BTCUSDC",)"
    R"("side":"BUY","price":"89250","volume":"0.001","confidence":"0.82","stop_loss":null,"take_profit":null,)"
    R"("payload":null,"status":"NEW","created_at":"2026-01-02T03:04:05.000Z","expires_at":"2026-01-02T03:19:05.000Z",)"
    R"("age_seconds":3,"maturity":"FRESH","distance_percent":null,"blocked_by":null,"summary":"s","approval":null})";

inline void answer_signals(Robsond& robsond) {
  const std::string signal = a_signal;
  const std::string producer = R"({"id":"prd_4f7k2m9q1x8z","name":"sma-bot","strategy_id":null,"webhook":false})";
  robsond.answer("/api/v1/signals", R"({"signals":[)" + signal + R"(],"next_cursor":null})");
  robsond.answer("/api/v1/signals/7", signal);
  robsond.answer("/api/v1/approvals",
                 R"({"id":3,"signal_id":7,"decision":"rejected","reason":"x","decided_by":"admin",)"
                 R"("decided_at":"2026-01-02T03:05:00.000Z","address":"127.0.0.1","plan_id":12,"plan":null,)"
                 R"("plan_problem":null,"signal":)" +
                     signal + '}');
  robsond.replace("/api/v1/producers", [producer](const net::Request& request) {
    if (request.method == net::Method::GET) return net::Response{.body = R"({"producers":[)" + producer + "]}"};
    return net::Response{.status = 201,
                         .body = R"({"producer":)" + producer + R"(,"secret":"once","passphrase":null})"};
  });
  robsond.replace("/api/v1/producers/prd_4f7k2m9q1x8z",
                  [](const net::Request&) { return net::Response{.status = 204}; });
  const std::string policy = R"({"strategy_id":1,"strategy":"Second level","min_confidence":"0.6"})";
  robsond.answer("/api/v1/signal-policies", R"({"policies":[)" + policy + "]}");
  robsond.answer("/api/v1/signal-policies/1", policy);
  robsond.answer("/api/analytics/performance/", R"({"currency":"USDC","window":"30d","time_zone":"UTC","trades":0})");
  robsond.answer("/api/analytics/exposure/", R"({"currency":"USDC","stale":false,"by_symbol":[],"by_strategy":[]})");
  robsond.answer("/api/analytics/report/", R"({"date":"2026-01-02","time_zone":"UTC","currency":"USDC"})");
}

}  // namespace robson::fake
