// The booking of fills: a trade is booked once by its number, moves the ledger, and changes what is held and realised.
#include <fmt/format.h>

#include <algorithm>

#include "engine/conversion.hpp"
#include "engine/desk.hpp"
#include "market/contract.hpp"
#include "trading/position.hpp"

namespace robson::engine {
namespace {

Decimal average(Money value, Quantity quantity) {
  return divide(value.value, quantity.value, Rounding::half_away_from_zero);
}

// Value and quantity of the fills that entered, or of those that left.
struct Sum {
  Money value{};
  Quantity quantity{};
};
// What a fee takes from the quantity that is held; nothing of one in another asset.
Quantity fee_of_held(const Fill& fill, const Instrument& instrument) {
  if (fill.fee_asset != instrument.base) return {};
  return quantity_of(instrument, fill.fee, Rounding::half_away_from_zero);
}

Sum sum_of(const std::vector<Fill>& fills, bool entries) {
  Sum sum;
  for (const Fill& fill : fills) {
    if ((fill.purpose == OrderPurpose::ENTRY) != entries) continue;
    sum.value += notional(fill.price, fill.quantity);
    sum.quantity += fill.quantity;
  }
  return sum;
}

}  // namespace

void Desk::book(Followed& followed, const Order& order, const VenueFill& trade) {
  const auto booked = [&](const Fill& fill) { return fill.trade_id == trade.trade_id && fill.order == order.id; };
  if (std::ranges::any_of(followed.fills, booked)) return;
  const Instrument* instrument = engine_.instrument(order.symbol);
  if (instrument == nullptr) return;  // the fill is asked for again: filled stays above what is booked
  Fill fill{.tenant = tenant_.desk.tenant,
            .operation = followed.operation.id,
            .order = order.id,
            .client_id = order.client_id,
            .purpose = order.purpose,
            .symbol = order.symbol,
            .side = order.side,
            .trade_id = trade.trade_id,
            .price = trade.price,
            .quantity = trade.quantity,
            .fee = trade.fee,
            .fee_asset = trade.fee_asset,
            .is_maker = trade.is_maker,
            .venue_time = trade.time,
            .booked_at = now_};
  fill.fee_quote = in_quote(fill, *instrument);
  followed.fills.push_back(fill);
  hurry(followed);
  tenant_.account.last_booked = now_;
  output_.events.emplace_back(FillBooked{fill});
  book_movements(fill, *instrument);
  if (fill.purpose == OrderPurpose::ENTRY) {
    book_entry(followed, fill, *instrument);
  } else {
    book_exit(followed, fill, *instrument);
    update_proof(followed, order);
  }
  touch(followed);
}

// The fee in the quote asset; none when it was paid in an asset without a known price.
std::optional<Money> Desk::in_quote(const Fill& fill, const Instrument& instrument) const {
  if (fill.fee.is_zero()) return Money{};
  if (fill.fee_asset == instrument.quote) return fill.fee;
  if (fill.fee_asset == instrument.base) return notional(fill.price, Quantity{fill.fee.value});
  const Quote* quote = engine_.quote({fill.fee_asset + instrument.quote});
  if (quote == nullptr) return {};
  return notional(quote->bid, Quantity{fill.fee.value});
}

void Desk::book_movements(const Fill& fill, const Instrument& instrument) {
  const bool buys = fill.side == Side::BUY;
  const Money base{base_units(instrument, fill.quantity).value};
  const Money paid = quote_amount(instrument, fill.price, fill.quantity);
  const MovementCause cause = fill.purpose == OrderPurpose::ENTRY ? MovementCause::entry : MovementCause::exit;
  move(instrument.base, buys ? base : -base, cause, &fill, {});
  move(instrument.quote, buys ? -paid : paid, cause, &fill, {});
  if (!fill.fee.is_zero()) move(fill.fee_asset, -fill.fee, MovementCause::fee, &fill, {});
}

void Desk::book_entry(Followed& followed, const Fill& fill, const Instrument& instrument) {
  Operation& operation = followed.operation;
  const Sum entered = sum_of(followed.fills, true);
  operation.quantity = entered.quantity;
  operation.entry = {average(entered.value, entered.quantity)};
  operation.held += fill.quantity;
  // A buyer gets the fee less; a short seller owes it too.
  const Quantity base_fee = fee_of_held(fill, instrument);
  operation.held = operation.side == Side::BUY ? operation.held - base_fee : operation.held + base_fee;
  // A fill that comes after the end is real too: the operation is open (again), and gets its stop.
  if (operation.status != OperationStatus::ACTIVE && operation.exit_reason != ExitReason::DETACHED) {
    operation.status = OperationStatus::ACTIVE;
    operation.closed_at.reset();
    operation.exit_reason.reset();
    operation.opened_at = fill.venue_time;
    engine_.unwatch(followed);
    engine_.watch(tenant_, followed);
    touch(followed, "operation_opened");
  }
  count_realized(followed, -fill.fee_quote.value_or(Money{}));
  operation.fees += fill.fee_quote.value_or(Money{});
  operation.fees_unvalued = operation.fees_unvalued || !fill.fee_quote;
}

void Desk::book_exit(Followed& followed, const Fill& fill, const Instrument& instrument) {
  Operation& operation = followed.operation;
  const Sum left = sum_of(followed.fills, false);
  operation.exit = Price{average(left.value, left.quantity)};
  operation.held -= fill.quantity;
  const Quantity base_fee = fee_of_held(fill, instrument);
  // A buyer who closes a short gets the fee less, and so still owes it; a seller pays it on top.
  operation.held = operation.side == Side::BUY ? operation.held - base_fee : operation.held + base_fee;
  const Price gained = operation.side == Side::BUY ? fill.price - operation.entry : operation.entry - fill.price;
  const Money fee = fill.fee_quote.value_or(Money{});
  count_realized(followed, quote_amount(instrument, gained, fill.quantity) - fee);
  operation.fees += fee;
  operation.fees_unvalued = operation.fees_unvalued || !fill.fee_quote;
}

// Counted for the operation in its quote asset, for the month and all time in the rules' currency; the month's loss
// limit is looked at with each line. What no market converts is in no sum, and said.
void Desk::count_realized(Followed& followed, Money change) {
  followed.operation.realized_pnl += change;
  if (change.is_zero()) return;
  TenantDesk& desk = tenant_.desk;
  roll_calendar();
  const Instrument& instrument = *engine_.instrument(followed.operation.symbol);
  const auto counted = convert(engine_, change, instrument.quote, engine_.rules_.currency, now_);
  if (!counted) {
    return differ(
        "currency",
        fmt::format("Operation {} realised {} {}, which no market tells in {}: it is in no sum.",
                    followed.operation.id.value, change.value.text(), instrument.quote, engine_.rules_.currency),
        followed.operation.id);
  }
  desk.realized += counted->amount;
  desk.month_realized += counted->amount;
  const Budget budget = engine_.budget(desk.tenant);
  if (budget.loss_limit_hit && !desk.loss_pause && desk.month_base) {
    desk.loss_pause = Halt{"robson",
                           fmt::format("the month's realised loss of {} reached the limit of {}",
                                       budget.realized_loss.value.text(2), budget.limit.value.text(2)),
                           now_};
    save_desk("trading_paused");
  }
  save_desk("realized");
}

// The exit's record follows its fills. An order that stood at the venue has none until its first fill.
void Desk::update_proof(Followed& followed, const Order& order) {
  auto proof = std::ranges::find(followed.proofs, order.client_id, &Proof::client_id);
  if (proof == followed.proofs.end()) {
    const bool is_stop = order.purpose == OrderPurpose::STOP;
    Crossing why{.reason = is_stop ? ExitReason::STOP : ExitReason::TARGET,
                 .level = is_stop ? order.stop_price.value_or(Price{}) : order.price.value_or(Price{})};
    if (followed.crossing) {
      why.tick = followed.crossing->tick;
    } else if (const Quote* quote = engine_.quote(order.symbol)) {
      why.tick = *quote;
    }
    const bool is_own = order.purpose == OrderPurpose::EXIT;  // noted in the emergency journal alone
    if (is_own) {
      const Operation& operation = followed.operation;
      const bool gained =
          operation.side == Side::BUY ? operation.exit > operation.entry : operation.exit < operation.entry;
      why.reason = gained && operation.target ? ExitReason::TARGET : ExitReason::STOP;
      if (operation.closing) why.reason = operation.closing->reason;
      why.level = {};
    }
    begin_proof(followed, order, why, is_own ? ExitActor::SERVER : ExitActor::VENUE);
    proof = followed.proofs.end() - 1;
    proof->decided_at = order.created_at;
    proof->sent_at = order.sent_at;
    proof->answer = "stood at the exchange";
  }
  Sum sum;
  for (const Fill& fill : followed.fills) {
    if (fill.order != order.id) continue;
    sum.value += notional(fill.price, fill.quantity);
    sum.quantity += fill.quantity;
    proof->filled_at = fill.venue_time;
  }
  proof->known_at = now_;
  proof->quantity = sum.quantity;
  proof->average = Price{average(sum.value, sum.quantity)};
  if (!proof->level.is_zero()) {
    const bool sells = order.side == Side::SELL;
    proof->slippage = sells ? proof->level - *proof->average : *proof->average - proof->level;
  }
  save(*proof);
}

}  // namespace robson::engine
