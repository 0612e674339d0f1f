#include "storage/signal_counts.hpp"

#include "storage/session.hpp"
#include "storage/signal_columns.hpp"

namespace robson::storage {
namespace {

constexpr Sql select_counts =
    "select status, count(*) from signals where client_id = :client_id and at >= :from and at < :to group by status";

}  // namespace

SignalCounts signal_counts(Session& session, Tenant tenant, Timestamp from, Timestamp to) {
  SignalCounts found;
  signals::SignalStatus status{};
  std::int64_t count = 0;
  const auto add = [&] {
    found.received += count;
    switch (status) {
      case signals::SignalStatus::NEW: break;
      case signals::SignalStatus::APPROVED: found.approved = count; break;
      case signals::SignalStatus::REJECTED: found.rejected = count; break;
      case signals::SignalStatus::EXPIRED: found.expired = count; break;
      case signals::SignalStatus::CANCELLED: found.cancelled = count; break;
    }
  };
  session.each(select_counts, into(status, count), add, tenant.id(), from, to);
  return found;
}

}  // namespace robson::storage
