#include "storage/proofs.hpp"

#include <algorithm>

#include "storage/session.hpp"
#include "storage/trading_columns.hpp"

namespace robson::storage {
namespace {

// The order of ProofRow::columns().
#define PROOF_COLUMNS                                                                                             \
  "client_id, operation_id, client_order_id, reason, actor, level, trigger_symbol, trigger_bid, "                 \
  "trigger_bid_quantity, trigger_ask, trigger_ask_quantity, trigger_last, trigger_venue_time, trigger_received, " \
  "trigger_confirmed, decided_at, committed_at, sent_at, answered_at, filled_at, known_at, request, answer, "     \
  "quantity, average, slippage "

constexpr Sql upsert =
    "insert into proofs (" PROOF_COLUMNS
    ") values (:client_id, :operation_id, :client_order_id, :reason, :actor, :level, :trigger_symbol, :trigger_bid, "
    ":trigger_bid_quantity, :trigger_ask, :trigger_ask_quantity, :trigger_last, :trigger_venue_time, "
    ":trigger_received, :trigger_confirmed, :decided_at, :committed_at, :sent_at, :answered_at, :filled_at, :known_at, "
    ":request, :answer, :quantity, :average, :slippage) "
    "on conflict (client_id, operation_id, client_order_id) do update set reason = excluded.reason, "
    "actor = excluded.actor, level = excluded.level, trigger_symbol = excluded.trigger_symbol, "
    "trigger_bid = excluded.trigger_bid, trigger_bid_quantity = excluded.trigger_bid_quantity, "
    "trigger_ask = excluded.trigger_ask, trigger_ask_quantity = excluded.trigger_ask_quantity, "
    "trigger_last = excluded.trigger_last, trigger_venue_time = excluded.trigger_venue_time, "
    "trigger_received = excluded.trigger_received, trigger_confirmed = excluded.trigger_confirmed, "
    "decided_at = excluded.decided_at, committed_at = excluded.committed_at, sent_at = excluded.sent_at, "
    "answered_at = excluded.answered_at, filled_at = excluded.filled_at, known_at = excluded.known_at, "
    "request = excluded.request, answer = excluded.answer, quantity = excluded.quantity, average = excluded.average, "
    "slippage = excluded.slippage";
constexpr Sql select_of_operation = "select " PROOF_COLUMNS
                                    "from proofs where client_id = :client_id and operation_id = :operation_id "
                                    "order by client_order_id limit 1000";

struct ProofRow {
  Proof row{};
  std::optional<Symbol> symbol{};
  std::optional<Price> bid{}, ask{}, last{};
  std::optional<Quantity> bid_quantity{}, ask_quantity{};
  std::optional<Timestamp> venue_time{}, received{}, confirmed{};

  auto columns() {
    return into(row.tenant, row.operation, row.client_id, row.reason, row.actor, row.level, symbol, bid, bid_quantity,
                ask, ask_quantity, last, venue_time, received, confirmed, row.decided_at, row.committed_at, row.sent_at,
                row.answered_at, row.filled_at, row.known_at, row.request, row.answer, row.quantity, row.average,
                row.slippage);
  }
  Proof proof() const {
    Proof whole = row;
    whole.trigger.reset();
    if (symbol) {
      whole.trigger = Quote{.symbol = *symbol,
                            .bid = bid.value_or(Price{}),
                            .bid_quantity = bid_quantity.value_or(Quantity{}),
                            .ask = ask.value_or(Price{}),
                            .ask_quantity = ask_quantity.value_or(Quantity{}),
                            .last = last,
                            .venue_time = venue_time.value_or(Timestamp{}),
                            .received = received.value_or(Timestamp{}),
                            .confirmed = confirmed.value_or(Timestamp{})};
    }
    return whole;
  }
};

// The row that holds a trigger's columns, or nothing in them.
ProofRow trigger_of(const Proof& proof) {
  ProofRow row;
  if (!proof.trigger) return row;
  const Quote& quote = *proof.trigger;
  row.symbol = quote.symbol;
  row.bid = quote.bid;
  row.bid_quantity = quote.bid_quantity;
  row.ask = quote.ask;
  row.ask_quantity = quote.ask_quantity;
  row.last = quote.last;
  row.venue_time = quote.venue_time;
  row.received = quote.received;
  row.confirmed = quote.confirmed;
  return row;
}

// When an exit began, as far as it is known.
Timestamp beginning_of(const Proof& proof) {
  for (const auto& moment : {proof.decided_at, proof.committed_at, proof.sent_at, proof.filled_at, proof.known_at}) {
    if (moment) return *moment;
  }
  return {};
}

}  // namespace

void save_proof(Session& session, Tenant tenant, const Proof& row) {
  const ProofRow trigger = trigger_of(row);
  session.run(upsert, tenant.id(), row.operation, row.client_id, row.reason, row.actor, row.level, trigger.symbol,
              trigger.bid, trigger.bid_quantity, trigger.ask, trigger.ask_quantity, trigger.last, trigger.venue_time,
              trigger.received, trigger.confirmed, row.decided_at, row.committed_at, row.sent_at, row.answered_at,
              row.filled_at, row.known_at, row.request, row.answer, row.quantity, row.average, row.slippage);
}

std::vector<Proof> proofs_of(Session& session, Tenant tenant, OperationId operation) {
  std::vector<Proof> found;
  ProofRow row;
  session.each(
      select_of_operation, row.columns(), [&] { found.push_back(row.proof()); }, tenant.id(), operation);
  std::ranges::stable_sort(found, {}, beginning_of);
  return found;
}

}  // namespace robson::storage
