#include "engine/conversion.hpp"

namespace robson::engine {
namespace {

// By a market between the two. What is owed is bought, at the dearer price.
std::optional<Converted> directly(const Engine& engine, Money amount, const std::string& from, const std::string& to,
                                  Timestamp now) {
  if (from == to) return Converted{amount, false};
  const bool is_owed = amount.value.is_negative();
  if (const Quote* quote = engine.quote({from + to})) {
    const Price price = is_owed ? quote->ask : quote->bid;
    return Converted{notional(price, Quantity{amount.value}), is_stale(*quote, now)};
  }
  const Quote* quote = engine.quote({to + from});
  if (quote == nullptr) return {};
  const Price price = is_owed ? quote->bid : quote->ask;
  if (!price.value.is_positive()) return {};
  return Converted{{divide(amount.value, price.value, Rounding::half_away_from_zero)}, is_stale(*quote, now)};
}

}  // namespace

std::optional<Converted> convert(const Engine& engine, Money amount, const std::string& from, const std::string& to,
                                 Timestamp now) {
  if (auto made = directly(engine, amount, from, to, now)) return made;
  const Instrument* best = nullptr;  // the first by name, so that it is the same one every time
  for (const auto& [symbol, instrument] : engine.instruments()) {
    if (instrument.base != from || engine.quote(symbol) == nullptr) continue;
    if (!directly(engine, amount, instrument.quote, to, now)) continue;
    if (best == nullptr || symbol.text < best->symbol.text) best = &instrument;
  }
  if (best == nullptr) return {};
  const Quote& quote = *engine.quote(best->symbol);
  const Money between = notional(amount.value.is_negative() ? quote.ask : quote.bid, Quantity{amount.value});
  auto made = directly(engine, between, best->quote, to, now);
  made->stale = made->stale || is_stale(quote, now);
  return made;
}

}  // namespace robson::engine
