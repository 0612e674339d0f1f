#pragma once
#include "base/timestamp.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

class Session;

// Signals that came in [from, to), and what has become of them.
struct SignalCounts {
  std::int64_t received = 0;
  std::int64_t approved = 0;
  std::int64_t rejected = 0;
  std::int64_t expired = 0;
  std::int64_t cancelled = 0;
};
SignalCounts signal_counts(Session& session, Tenant tenant, Timestamp from, Timestamp to);

}  // namespace robson::storage
