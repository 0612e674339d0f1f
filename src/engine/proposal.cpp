// Engine::propose: every figure of a trade before it is made. Reads only.
#include <fmt/format.h>

#include <algorithm>

#include "engine/conversion.hpp"
#include "engine/desk.hpp"
#include "engine/portfolio.hpp"
#include "market/contract.hpp"

namespace robson::engine {
namespace {

using Refused = Unexpected<Rejection>;

Refused refused(std::string code, std::string text, std::string field) {
  return Refused(Rejection{std::move(code), std::move(text), std::move(field)});
}

const Strategy* chosen_strategy(const TenantState* tenant, StrategyId wanted) {
  if (tenant == nullptr) return nullptr;
  for (const auto& [id, strategy] : tenant->strategies) {
    if (wanted ? id == wanted : strategy.active) return &strategy;
  }
  return nullptr;
}

bool is_below(Side side, Price level, Price entry) {
  return side == Side::BUY ? level < entry : level > entry;
}

// `fraction` of the entry beyond it: what a buyer would pay more, a seller get less, on the tick nearer to the entry.
Price drifted(Side side, Price entry, Decimal fraction, Decimal tick) {
  const Decimal distance = multiply(entry.value, fraction, Rounding::floor);
  if (side == Side::BUY) return {round_to_step(entry.value + distance, tick, Rounding::floor)};
  return {round_to_step(entry.value - distance, tick, Rounding::ceiling)};
}

// The price at which the reward is `multiple` times the risk, on the tick nearer to the entry.
std::optional<Price> target_at(Side side, Price entry, Price stop, Decimal multiple, Decimal tick) {
  if (!multiple.is_positive()) return {};
  const Decimal reward = multiply(abs((entry - stop).value), multiple, Rounding::floor);
  if (side == Side::BUY) return Price{round_to_step(entry.value + reward, tick, Rounding::floor)};
  const Price target{round_to_step(entry.value - reward, tick, Rounding::ceiling)};
  return target.value.is_positive() ? std::optional(target) : std::nullopt;
}

Money both_fees(const Proposal& made, const Instrument& instrument) {
  const Money worth = quote_amount(instrument, made.entry, made.quantity);
  const Decimal one_side = multiply(worth.value, made.rules.taker_fee, Rounding::ceiling);
  return {one_side + one_side};
}

Result<void, Rejection> set_entry(Proposal& made, const Wanted& wanted, const Instrument& instrument) {
  made.is_limit = wanted.entry.has_value();
  made.entry = wanted.entry.value_or(wanted.side == Side::BUY ? made.snapshot.ask : made.snapshot.bid);
  if (!made.entry.value.is_positive())
    return refused("INVALID_ENTRY", "The entry price must be above zero.", "entry_price");
  if (!is_multiple_of(made.entry.value, instrument.tick)) {
    return refused("OFF_TICK", fmt::format("The entry price must be a multiple of {}.", instrument.tick.text()),
                   "entry_price");
  }
  made.worst_entry = made.is_limit ? made.entry : drifted(made.side, made.entry, made.rules.max_drift, instrument.tick);
  return {};
}

// Two intervals after the newest closed candle ended the chart says nothing of now.
bool is_current(const std::vector<Candle>& candles, Timestamp now) {
  const Duration interval = length(Interval::m15);
  for (auto candle = candles.rbegin(); candle != candles.rend(); ++candle) {
    if (candle->closed) return now - (candle->open_time + interval) <= 2 * interval;
  }
  return true;  // that there are none is found by the stop's own check
}

Result<void, Rejection> set_stop(Proposal& made, const Wanted& wanted, const Instrument& instrument, Timestamp now) {
  if (!is_current(wanted.candles, now)) {
    return refused("INSUFFICIENT_HISTORY", "The newest closed 15-minute candle is older than half an hour.", "symbol");
  }
  const StopInput input{.side = made.side,
                        .entry = made.entry,
                        .candles = wanted.candles,
                        .tick = instrument.tick,
                        .taker_fee = made.rules.taker_fee,
                        .spread = std::max(made.snapshot.ask - made.snapshot.bid, Price{})};  // a crossed book has none
  auto technical = technical_stop(input, made.rules.stop);
  if (technical) {
    made.technical = *technical;
  } else if (!wanted.stop) {
    const bool short_history = technical.error().fault == StopFault::insufficient_history;
    return refused(short_history ? "INSUFFICIENT_HISTORY" : "NO_TECHNICAL_STOP", technical.error().text, "symbol");
  } else {
    made.warnings.push_back(technical.error().text);
  }
  if (!wanted.stop) {
    made.stop = made.technical.stop;
    return {};
  }
  made.stop_source = technical && *wanted.stop == made.technical.stop ? StopSource::technical : StopSource::manual;
  made.stop = *wanted.stop;
  if (!made.stop.value.is_positive() || !is_below(made.side, made.stop, made.entry)) {
    return refused("STOP_ON_WRONG_SIDE", "The stop must be below the entry of a BUY and above that of a SELL.",
                   "stop_price");
  }
  if (!is_multiple_of(made.stop.value, instrument.tick)) {
    return refused("OFF_TICK", fmt::format("The stop must be a multiple of {}.", instrument.tick.text()), "stop_price");
  }
  return {};
}

Result<void, Rejection> set_target(Proposal& made, const Wanted& wanted, const Instrument& instrument) {
  made.target = wanted.target ? wanted.target
                              : target_at(made.side, made.entry, made.stop, made.rules.reward_risk, instrument.tick);
  if (!made.target) return {};
  if (!is_below(made.side, made.entry, *made.target)) {
    return refused("TARGET_ON_WRONG_SIDE", "The target must be above the entry of a BUY and below that of a SELL.",
                   "target_price");
  }
  if (!is_multiple_of(made.target->value, instrument.tick)) {
    return refused("OFF_TICK", fmt::format("The target must be a multiple of {}.", instrument.tick.text()),
                   "target_price");
  }
  return {};
}

Result<void, Rejection> set_size(Proposal& made, const Wanted& wanted, const Instrument& instrument) {
  made.size = size_of({.capital = made.capital,
                       .entry = made.entry,
                       .stop = made.stop,
                       .step = instrument.step,
                       .contract_size = instrument.contract_size,
                       .taker_fee = made.rules.taker_fee,
                       .slippage = made.rules.expected_slippage},
                      made.rules.size);
  made.quantity = made.size.quantity;
  if (!wanted.quantity) return {};
  made.asked_quantity = wanted.quantity;
  if (!is_multiple_of(wanted.quantity->value, instrument.step)) {
    return refused("OFF_TICK", fmt::format("The quantity must be a multiple of {}.", instrument.step.text()),
                   "quantity");
  }
  if (!within_size_rule(*wanted.quantity, made.size.quantity)) {
    return refused("SIZE_OFF_RULE",
                   fmt::format("The size follows from the stop: {}. Yours may be up to 5 % below it, got {}.",
                               made.size.quantity.value.text(), wanted.quantity->value.text()),
                   "quantity");
  }
  made.quantity = *wanted.quantity;
  return {};
}

// Lowers the capital until the free balance pays the BUY that follows from it. Where that leaves less than the exchange
// takes as an order, the plan stays as it is: its check says that the balance is too small.
Result<void, Rejection> fit_balance(Proposal& made, const Wanted& wanted, const Instrument& instrument, Money free) {
  const Money needed = quote_amount(instrument, made.worst_entry, made.quantity);
  if (made.side != Side::BUY || needed <= free) return {};
  // The size was floored to a step: up to one more of it is in the capital.
  const Money step = quote_amount(instrument, made.worst_entry, Quantity{instrument.step});
  const Decimal part = divide(free.value, (needed + step).value, Rounding::floor);
  Proposal fitted = made;
  fitted.capital = Money{multiply(made.capital.value, part, Rounding::floor)};
  if (auto set = set_size(fitted, wanted, instrument); !set) return set;
  const Money at_stop = quote_amount(instrument, made.stop, fitted.quantity);
  if (fitted.quantity.value < instrument.min_quantity || at_stop.value < instrument.min_notional) return {};
  fitted.warnings.push_back(
      fmt::format("The capital was lowered to what {} {} can pay.", free.value.text(2), instrument.quote));
  made = std::move(fitted);
  return {};
}

void add_warnings(Proposal& made, const Money* equity, Timestamp now) {
  for (const std::string& warning : made.technical.warnings) made.warnings.push_back(warning);
  if (made.stop_source == StopSource::manual) {
    made.warnings.emplace_back("The stop is not the technical one: this can be looked at, not executed.");
  }
  if (made.size.is_capped) {
    made.warnings.push_back(fmt::format(
        "The size is capped at {} % of the capital: the risk is {}.",
        (multiply(made.rules.size.max_notional_fraction, Decimal::integer(100), Rounding::half_away_from_zero)).text(),
        made.size.risk.value.text(2)));
  }
  if (made.size.costs_exceed_risk) {
    made.warnings.push_back(
        fmt::format("With fees and slippage the risk is {}.", made.size.executable_risk.value.text(2)));
  }
  if (equity != nullptr && made.capital > *equity) {
    made.warnings.push_back(
        fmt::format("The account is worth {}: more than that cannot be executed.", equity->value.text(2)));
  }
  if (is_stale(made.snapshot, now)) made.warnings.emplace_back("The price is stale.");
}

}  // namespace

std::optional<Money> equity_of(const Engine& engine, TenantId tenant, Timestamp now) {
  const Portfolio portfolio = portfolio_of(engine, tenant, engine.rules().currency, now);
  if (!portfolio.account_known) return {};
  return portfolio.total;
}

std::optional<Money> equity_in(const Engine& engine, TenantId tenant, const std::string& asset, Timestamp now) {
  const auto equity = equity_of(engine, tenant, now);
  if (!equity) return {};
  const auto made = convert(engine, *equity, engine.rules().currency, asset, now);
  return made ? std::optional(made->amount) : std::nullopt;
}

Result<Proposal, Rejection> Engine::propose(const Wanted& wanted, Timestamp now) const {
  const Instrument* traded = instrument(wanted.symbol);
  if (traded == nullptr) return refused("UNKNOWN_SYMBOL", "The venue does not list that symbol.", "symbol");
  const Strategy* strategy = chosen_strategy(tenant(wanted.tenant), wanted.strategy);
  if (strategy == nullptr) return refused("UNKNOWN_STRATEGY", "There is no such strategy.", "strategy_id");
  if (!strategy->active) return refused("STRATEGY_INACTIVE", "That strategy is switched off.", "strategy_id");
  const Quote* market = quote(wanted.symbol);
  if (market == nullptr) return refused("NO_PRICE", "There is no price of that symbol yet.", "symbol");
  Proposal made{.symbol = wanted.symbol,
                .side = wanted.side,
                .strategy = strategy->id,
                .strategy_version = strategy->version,
                .strategy_name = strategy->name,
                .rules = strategy->rules,
                .snapshot = *market};
  const std::string& currency = rules_.currency;
  const auto in_quote = [&](Money amount) { return convert(*this, amount, currency, traded->quote, now); };
  if (!in_quote(Money{Decimal::integer(1)})) {
    return refused("NO_CONVERSION",
                   fmt::format("No market that is watched tells what {} is in {}.", currency, traded->quote), "symbol");
  }
  const std::optional<Money> equity = equity_in(*this, wanted.tenant, traded->quote, now);
  made.capital_named = wanted.capital.has_value();
  if (!wanted.capital && !equity) {
    return refused("NO_CAPITAL", "No account balance is known: name a capital to see a preview.", "capital");
  }
  made.capital = wanted.capital ? in_quote(*wanted.capital)->amount : *equity;
  if (!made.capital.value.is_positive()) return refused("NO_CAPITAL", "The capital must be above zero.", "capital");
  if (auto set = set_entry(made, wanted, *traded); !set) return Refused(set.error());
  if (auto set = set_stop(made, wanted, *traded, now); !set) return Refused(set.error());
  if (auto set = set_target(made, wanted, *traded); !set) return Refused(set.error());
  if (auto set = set_size(made, wanted, *traded); !set) return Refused(set.error());
  if (wanted.within_balance) {
    const Money free = tenant(wanted.tenant)->account.free(traded->quote);
    if (auto fits = fit_balance(made, wanted, *traded, free); !fits) return Refused(fits.error());
  }
  made.fees = both_fees(made, *traded);
  add_warnings(made, equity ? &*equity : nullptr, now);
  return made;
}

}  // namespace robson::engine
