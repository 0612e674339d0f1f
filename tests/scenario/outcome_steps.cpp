// Then: what was sent, how operation, desk and ledger stand.
#include <fmt/format.h>

#include <sstream>

#include "scenario/script.hpp"

namespace robson::scenario {
namespace {

void expect(const std::string& what, const std::string& expected, const std::string& is) {
  if (expected != is) throw Fault(fmt::format("{}: expected {}, is {}", what, expected, is));
}
void expect(const std::string& what, const std::string& expected, Decimal is) {
  if (number(expected) != is) throw Fault(fmt::format("{}: expected {}, is {}", what, expected, is.text()));
}
void expect_count(const std::string& what, const std::string& expected, std::size_t is) {
  expect(what, expected, std::to_string(is));
}

std::string spelled(OperationStatus status) {
  switch (status) {
    case OperationStatus::PLANNED: return "PLANNED";
    case OperationStatus::ACTIVE: return "ACTIVE";
    case OperationStatus::CLOSED: return "CLOSED";
    case OperationStatus::CANCELLED: return "CANCELLED";
  }
  return "";
}
std::string spelled(ExitReason reason) {
  switch (reason) {
    case ExitReason::STOP: return "STOP";
    case ExitReason::TARGET: return "TARGET";
    case ExitReason::MANUAL: return "MANUAL";
    case ExitReason::DETACHED: return "DETACHED";
    case ExitReason::EXTERNAL: return "EXTERNAL";
  }
  return "";
}
std::string spelled(OrderStatus status) {
  switch (status) {
    case OrderStatus::PENDING: return "PENDING";
    case OrderStatus::PARTIALLY_FILLED: return "PARTIALLY_FILLED";
    case OrderStatus::FILLED: return "FILLED";
    case OrderStatus::CANCELLED: return "CANCELLED";
    case OrderStatus::REJECTED: return "REJECTED";
    case OrderStatus::EXPIRED: return "EXPIRED";
    case OrderStatus::UNKNOWN: return "UNKNOWN";
  }
  return "";
}
std::string spelled(engine::Protection protection) {
  switch (protection) {
    case engine::Protection::NONE: return "NONE";
    case engine::Protection::AT_VENUE: return "AT_VENUE";
    case engine::Protection::PLACING: return "PLACING";
    case engine::Protection::CLOSING: return "CLOSING";
  }
  return "";
}

void expect_sent(World& world, const std::string& words) {
  if (world.unseen.empty()) throw Fault("expected " + words + ", but nothing was sent");
  const engine::Effect effect = world.unseen.front();
  world.unseen.pop_front();
  expect("sent", words, in_words(world, effect));
  if (effect.operation) {
    world.operation = effect.operation;
    world.tenant = effect.tenant;
  }
}

void sent(Language& say) {
  say.check("Robson sends {...}", [](World& world, Words w) { expect_sent(world, w[0]); });
  say.check("Robson asks about the {}",
            [](World& world, Words w) { expect_sent(world, "a question about the " + w[0]); });
  say.check("nothing is sent", [](World& world, Words) {
    if (!world.unseen.empty()) throw Fault("Robson sent " + in_words(world, world.unseen.front()));
  });
  say.check("the book was asked for {} times", [](World& world, Words w) {
    expect_count("books asked for", w[0], static_cast<std::size_t>(world.books_asked));
  });
  say.check("the book was asked for", [](World& world, Words) {
    if (world.books_asked == 0) throw Fault("the book was not asked for");
  });
  say.check("a reading of the account is wanted", [](World& world, Words) {
    if (world.readings_asked == 0) throw Fault("no reading of the account was asked for");
    world.readings_asked = 0;
  });
}

void operation(Language& say) {
  say.check("the operation is {}",
            [](World& world, Words w) { expect("operation", w[0], spelled(world.op().status)); });
  say.check("the operation is CLOSED by {}", [](World& world, Words w) {
    expect("operation", "CLOSED", spelled(world.op().status));
    expect("exit reason", w[0], world.op().exit_reason ? spelled(*world.op().exit_reason) : "none");
  });
  say.check("the position holds {}", [](World& world, Words w) { expect("held", w[0], world.op().held.value); });
  say.check("the quantity is {}", [](World& world, Words w) { expect("quantity", w[0], world.op().quantity.value); });
  say.check("the entry price is {}", [](World& world, Words w) { expect("entry", w[0], world.op().entry.value); });
  say.check("the exit price is {}",
            [](World& world, Words w) { expect("exit", w[0], world.op().exit.value_or(Price{}).value); });
  say.check("the stop is at {}", [](World& world, Words w) { expect("stop", w[0], world.op().stop.value); });
  say.check("the target is at {}",
            [](World& world, Words w) { expect("target", w[0], world.op().target.value_or(Price{}).value); });
  say.check("there is no target", [](World& world, Words) {
    if (world.op().target) throw Fault("the target is " + world.op().target->value.text());
  });
  say.check("the profit is {}",
            [](World& world, Words w) { expect("realised profit", w[0], world.op().realized_pnl.value); });
  say.check("the loss is {}",
            [](World& world, Words w) { expect("realised loss", w[0], -world.op().realized_pnl.value); });
  say.check("the fees are {}", [](World& world, Words w) { expect("fees", w[0], world.op().fees.value); });
  say.check("a fee has no known value", [](World& world, Words) {
    if (!world.op().fees_unvalued) throw Fault("every fee has a value");
  });
  say.check("every fee has a value", [](World& world, Words) {
    if (world.op().fees_unvalued) throw Fault("a fee has no known value");
  });
  say.check("the stop has followed {} spans", [](World& world, Words w) {
    expect_count("spans", w[0], static_cast<std::size_t>(world.op().trailing_steps));
  });
  say.check("the note says {...}", [](World& world, Words w) {
    if (world.op().note.find(w[0]) == std::string::npos) throw Fault("the note is: " + world.op().note);
  });
  say.check("the protection is {}", [](World& world, Words w) {
    const Instrument* units = world.engine->instrument(world.op().symbol);
    expect("protection", w[0], spelled(engine::protection_of(world.followed(), units)));
  });
  say.check("the operation was unprotected for {} seconds", [](World& world, Words w) {
    const Operation& one = world.op();
    Duration bare = one.unprotected;
    if (one.unprotected_since) bare += world.now - *one.unprotected_since;
    expect("unprotected seconds", w[0], Decimal::from_units(static_cast<Int128>(bare.count()) * 1'000'000));
  });
  say.check("the {} order is {}", [](World& world, Words w) {
    expect(w[0], w[1], spelled(world.followed().find(world.order_named(w[0]))->status));
  });
  say.check("the {} order filled {}", [](World& world, Words w) {
    expect(w[0], w[1], world.followed().find(world.order_named(w[0]))->filled.value);
  });
  say.check("there are {} fills",
            [](World& world, Words w) { expect_count("fills", w[0], world.followed().fills.size()); });
  say.check("there is no operation {}", [](World& world, Words w) {
    if (world.engine->operation(world.tenant, {std::stoll(w[0])}) != nullptr) throw Fault("there is one");
  });
}

void desk(Language& say) {
  say.check("the ledger holds {} {}", [](World& world, Words w) {
    const auto& ledger = world.state().ledger;
    const auto found = ledger.find(w[1]);
    expect("the ledger", w[0], found == ledger.end() ? Decimal{} : found->second.value);
  });
  say.check("the ledger waits for a second reading", [](World& world, Words) { world.ledger_may_differ = true; });
  say.check("ledger and exchange agree again", [](World& world, Words) { world.ledger_may_differ = false; });
  say.check("the last line of the ledger is {} {} {}", [](World& world, Words w) {
    if (world.store.movements().empty()) throw Fault("the ledger is empty");
    const Movement& line = world.store.movements().back();
    const char* const causes[] = {"opening", "entry", "exit", "fee", "external"};
    expect("line", fmt::format("{} {} {}", w[0], w[1], w[2]),
           fmt::format("{} {} {}", causes[static_cast<int>(line.cause)], line.amount.value.text(), line.asset));
  });
  say.check("a difference of kind {} is noted", [](World& world, Words w) {
    std::string kinds;
    for (const auto& found : world.store.differences()) {
      if (found.kind == w[0]) return;
      kinds += found.kind + " ";
    }
    throw Fault("differences are: " + kinds);
  });
  say.check("no difference is noted", [](World& world, Words) {
    if (!world.store.differences().empty()) throw Fault(world.store.differences().back().text);
  });
  say.check("{} differences are noted",
            [](World& world, Words w) { expect_count("differences", w[0], world.store.differences().size()); });
  say.check("{} external orders are listed", [](World& world, Words w) {
    expect_count("external orders", w[0], world.state().account.external_orders.size());
  });
  say.check("{} positions are open", [](World& world, Words w) {
    expect_count("open positions", w[0], world.engine->open_operations(world.tenant).size());
  });
  say.check("the client's realised profit is {}",
            [](World& world, Words w) { expect("realised", w[0], world.state().desk.realized.value); });
  say.check("the month's realised profit is {}",
            [](World& world, Words w) { expect("month", w[0], world.state().desk.month_realized.value); });
  say.check("the month began with {}",
            [](World& world, Words w) { expect("base", w[0], world.state().desk.month_base.value_or(Money{}).value); });
  say.check("the peak of equity is {}",
            [](World& world, Words w) { expect("peak", w[0], world.state().desk.peak_equity.value); });
  say.check("the budget left is {}",
            [](World& world, Words w) { expect("budget", w[0], world.engine->budget(world.tenant).available.value); });
  say.check("the budget reserved is {}",
            [](World& world, Words w) { expect("reserved", w[0], world.engine->budget(world.tenant).reserved.value); });
  say.check("trading is paused", [](World& world, Words) {
    if (!world.state().desk.loss_pause) throw Fault("trading is not paused");
  });
  say.check("trading is not paused", [](World& world, Words) {
    if (world.state().desk.loss_pause) throw Fault("trading is paused: " + world.state().desk.loss_pause->reason);
  });
  say.check("there were {} trades today", [](World& world, Words w) {
    expect_count("trades", w[0], static_cast<std::size_t>(world.state().desk.trades_today));
  });
  say.check("the kill switch is on", [](World& world, Words) {
    if (!world.state().desk.kill_switch) throw Fault("it is off");
  });
  say.check("the kill switch is off", [](World& world, Words) {
    if (world.state().desk.kill_switch) throw Fault("it is on");
  });
  say.check("client {} sees nothing of it", [](World& world, Words w) {
    const TenantId other{std::stoll(w[0])};
    const engine::TenantState* state = world.engine->tenant(other);
    if (state == nullptr) return;
    if (!state->operations.empty() || !state->plans.empty() || !state->ledger.empty()) throw Fault("it sees something");
    if (world.engine->operation(other, world.operation) != nullptr) throw Fault("it sees the operation");
    if (!world.engine->open_operations(other).empty()) throw Fault("it sees a position");
  });
}

}  // namespace

void teach_outcomes(Language& say) {
  sent(say);
  operation(say);
  desk(say);
}

}  // namespace robson::scenario
