#pragma once
// Tables bot_payments, append-only, by the bot's own id; and bot_funding_days and bot_funding_rates, which are kept
// with every payment so that nobody has to add a year of them up again.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bot_api/documents.hpp"
#include "storage/cursor.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

class Session;

// A payment whose id is there already is left as it was, and counts once.
void put_payments(Session& session, Tenant tenant, const std::string& bot,
                  const std::vector<bot_api::Payment>& payments);
std::int64_t last_payment_id(Session& session, Tenant tenant, const std::string& bot);  // 0: none yet

// Newest first.
struct PaymentQuery {
  std::string bot{};
  std::optional<std::string> position{};
  Timestamp from{};
  std::optional<Cursor> after{};
  int limit = 50;  // 1 to longest_page
};
Result<Cursor, CursorFault> read_cursor(const PaymentQuery& query, std::string_view text);
Page<bot_api::Payment> payments(Session& session, Tenant tenant, const PaymentQuery& query);

struct FundingSums {
  Decimal received{};
  Decimal paid{};  // as a positive amount
  std::int64_t payments = 0;
};
// Of the payments at or after `from`, of the bot or of one position.
FundingSums funding_sums(Session& session, Tenant tenant, const std::string& bot,
                         const std::optional<std::string>& position, Timestamp from);

struct FundingRate {
  Timestamp hour{};  // where it begins
  std::string asset{};
  Decimal rate{};           // as the venue has it
  Decimal received_rate{};  // from our side

  friend bool operator==(const FundingRate&, const FundingRate&) = default;
};
// By hour and asset, that of the hour's newest payment; oldest first, the newest 2,500 of those at or after the hour of
// `from`.
std::vector<FundingRate> funding_rates(Session& session, Tenant tenant, const std::string& bot,
                                       const std::optional<std::string>& position, Timestamp from);

}  // namespace robson::storage
