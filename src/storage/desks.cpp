#include "storage/desks.hpp"

#include "storage/session.hpp"

namespace robson::storage {
namespace {

// The order of DeskRow::columns().
#define DESK_COLUMNS                                                                                         \
  "client_id, trading_enabled, kill_switch_by, kill_switch_reason, kill_switch_at, loss_pause_by, "          \
  "loss_pause_reason, loss_pause_at, month, month_base, month_realized, day, trades_today, realized, fees, " \
  "peak_equity, unprotected_us "

constexpr Sql upsert =
    "insert into desks (" DESK_COLUMNS
    ") values (:client_id, :trading_enabled, :kill_switch_by, :kill_switch_reason, :kill_switch_at, :loss_pause_by, "
    ":loss_pause_reason, :loss_pause_at, :month, :month_base, :month_realized, :day, :trades_today, :realized, :fees, "
    ":peak_equity, :unprotected_us) "
    "on conflict (client_id) do update set trading_enabled = excluded.trading_enabled, "
    "kill_switch_by = excluded.kill_switch_by, kill_switch_reason = excluded.kill_switch_reason, "
    "kill_switch_at = excluded.kill_switch_at, loss_pause_by = excluded.loss_pause_by, "
    "loss_pause_reason = excluded.loss_pause_reason, loss_pause_at = excluded.loss_pause_at, month = excluded.month, "
    "month_base = excluded.month_base, month_realized = excluded.month_realized, day = excluded.day, "
    "trades_today = excluded.trades_today, realized = excluded.realized, fees = excluded.fees, "
    "peak_equity = excluded.peak_equity, unprotected_us = excluded.unprotected_us";
constexpr Sql select_one = "select " DESK_COLUMNS "from desks where client_id = :client_id";

// A halt as its three columns; `at` says whether there is one.
struct HaltColumns {
  std::optional<std::string> by{};
  std::optional<std::string> reason{};
  std::optional<Timestamp> at{};

  static HaltColumns of(const std::optional<Halt>& halt) {
    if (!halt) return {};
    return {halt->by, halt->reason, halt->at};
  }
  std::optional<Halt> halt() const {
    if (!at) return {};
    return Halt{.by = by.value_or(""), .reason = reason.value_or(""), .at = *at};
  }
};

struct DeskRow {
  TenantDesk row{};
  HaltColumns kill{};
  HaltColumns pause{};
  auto columns() {
    return into(row.tenant, row.trading_enabled, kill.by, kill.reason, kill.at, pause.by, pause.reason, pause.at,
                row.month, row.month_base, row.month_realized, row.day, row.trades_today, row.realized, row.fees,
                row.peak_equity, row.unprotected);
  }
};

}  // namespace

void save_desk(Session& session, Tenant tenant, const TenantDesk& row) {
  const auto kill = HaltColumns::of(row.kill_switch);
  const auto pause = HaltColumns::of(row.loss_pause);
  session.run(upsert, tenant.id(), row.trading_enabled, kill.by, kill.reason, kill.at, pause.by, pause.reason, pause.at,
              row.month, row.month_base, row.month_realized, row.day, row.trades_today, row.realized, row.fees,
              row.peak_equity, row.unprotected);
}

std::optional<TenantDesk> find_desk(Session& session, Tenant tenant) {
  DeskRow read;
  if (!session.first(select_one, read.columns(), tenant.id())) return {};
  read.row.kill_switch = read.kill.halt();
  read.row.loss_pause = read.pause.halt();
  return read.row;
}

}  // namespace robson::storage
