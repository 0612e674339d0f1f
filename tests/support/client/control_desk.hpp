#pragma once
// What a server with one bot, one other user and one API key answers.
#include "support/client/fake_robsond.hpp"

namespace robson::fake {

inline void answer_control(Robsond& robsond) {
  const std::string pauses = R"({"success":true,"pause_state":{"paused":false,"pauses":[],"active_breakers":[]}})";
  const std::string breakers = R"({"circuit_breakers":[]})";
  robsond.answer("/api/v1/bots", R"({"bots":[{"name":"main","is_default":true,"state":"running"}]})");
  robsond.answer("/api/v1/status", R"({"bot":{"name":"main","state":"running"},"pause_state":null,"chains":null})");
  robsond.answer("/api/v1/positions", R"({"positions":[],"age_ms":400})");
  robsond.answer("/api/v1/positions/pos-0001", R"({"position_id":"pos-0001","asset":"SOL","status":"open"})");
  robsond.answer("/api/v1/control/pause", pauses);
  robsond.answer("/api/v1/control/resume", pauses);
  robsond.answer("/api/v1/control/emergency-stop",
                 R"({"id":1,"mode":"halt","reason":"x","bots":[],"kill_switch":true,"stops":[]})");
  robsond.answer("/api/v1/circuit-breakers", breakers);
  robsond.answer("/api/v1/circuit-breakers/lst_depeg/resolve", breakers);
  robsond.answer("/api/v1/config", R"({"bot":{},"risk":{"max_leverage":4},"version":1})");
  robsond.answer("/api/v1/config/history", R"({"versions":[],"next_cursor":null})");
  for (const char* of : {"pnl", "metrics", "trades", "funding", "circuit-breakers"}) {
    robsond.answer(std::string("/api/v1/history/") + of,
                   R"({"data_points":[],"trades":[],"payments":[],"circuit_breakers":[],"next_cursor":null})");
  }
  robsond.answer("/api/v1/users", R"({"id":2,"username":"ana","users":[{"id":2,"username":"ana"}]})");
  robsond.answer("/api/v1/users/2", R"({"id":2,"username":"ana","role":"viewer"})");
  robsond.answer("/api/v1/api-keys", R"({"api_key":"rk_abc","key":{"id":3},"api_keys":[]})");
  robsond.answer("/api/v1/api-keys/3", "", 204);
  robsond.answer("/api/v1/audit", R"({"entries":[],"next_cursor":null})");
  robsond.answer("/api/v1/audit/verify", R"({"ok":true,"entries":0,"head":{"seq":0},"fault":null})");
}

}  // namespace robson::fake
