#pragma once
// What holds for a tenant's trading as a whole.
#include <optional>
#include <string>

#include "base/decimal.hpp"
#include "base/id.hpp"
#include "base/timestamp.hpp"

namespace robson {

// Something that somebody, or a rule, switched on.
struct Halt {
  std::string by{};
  std::string reason{};
  Timestamp at{};
};

struct TenantDesk {
  TenantId tenant{};
  bool trading_enabled = true;
  std::optional<Halt> kill_switch{};  // stops entries; protection and exits go on
  std::optional<Halt> loss_pause{};   // the month's realised loss reached its limit
  int month = 0;                      // the month in UTC that the next two belong to: 202512
  std::optional<Money> month_base{};  // equity at its start; none until an account was read in it
  Money month_realized{};
  int day = 0;  // 20251222
  int trades_today = 0;
  Money realized{};        // of all time, closed and part-closed operations
  Money fees{};            // of all time, quote asset
  Money peak_equity{};     // highest seen; deposits and withdrawals move it along
  Duration unprotected{};  // sum over all closed operations
};

// 202512 and 20251222 of a moment in UTC.
int month_of(Timestamp moment);
int day_of(Timestamp moment);

}  // namespace robson
