#pragma once
// Table differences: what comparisons with the venue found; append-only.
#include <string>

#include "base/timestamp.hpp"
#include "storage/cursor.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

class Session;

struct Difference {
  std::int64_t id = 0;  // given by storage, in order
  std::string kind{};   // "balance", "order", "fill", "protection"
  std::string text{};
  OperationId operation{};  // none: the account's
  Timestamp at{};
};
std::int64_t insert_difference(Session& session, Tenant tenant, const Difference& difference);

// Newest first.
struct DifferenceQuery {
  std::optional<OperationId> operation{};
  std::optional<Cursor> after{};
  int limit = 50;  // 1 to longest_page
};
Result<Cursor, CursorFault> read_cursor(const DifferenceQuery& query, std::string_view text);
Page<Difference> differences(Session& session, Tenant tenant, const DifferenceQuery& query);

}  // namespace robson::storage
