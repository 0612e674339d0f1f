#pragma once
// What becomes durable of signals. The engine knows none of them: the runtime commits a SignalNoted for the desk that
// keeps them (Runtime::note), so that rows and the feed's entries stand in one transaction.
#include <vector>

#include "engine/bot_noted.hpp"
#include "signals/signal.hpp"

namespace robson::engine {

struct SignalNoted {
  TenantId tenant{};
  std::vector<signals::Producer> producers{};     // whole rows, new or changed
  std::vector<signals::SignalPolicy> policies{};  // whole rows, new or changed
  std::vector<signals::Signal> received{};        // new rows
  std::vector<signals::Signal> ended{};           // rows that are there: their status and end
  std::vector<signals::Approval> approvals{};     // new rows
  std::vector<Told> told{};
};

}  // namespace robson::engine
