#include "simulator/symbol_table.hpp"

#include <array>
#include <string_view>

#include "simulator/random.hpp"

namespace robson::simulator {
namespace {
using namespace literals;

constexpr std::array<std::string_view, 13> quotes = {"USDC", "USDT", "FDUSD", "TUSD", "BUSD", "DAI", "USD",
                                                     "EUR",  "BRL",  "TRY",   "BTC",  "ETH",  "BNB"};
struct Known {
  std::string_view base;
  std::string_view price;  // in dollars
  std::int64_t row_dollars;
  std::int64_t swing;
};
constexpr std::array<Known, 13> known = {{{"BTC", "89200", 4'000'000, 1000},
                                          {"ETH", "3000", 3'000'000, 1500},
                                          {"XAU", "4300", 1'000'000, 400},
                                          {"BNB", "870", 600'000, 1300},
                                          {"SOL", "125", 900'000, 1800},
                                          {"XRP", "1.9", 700'000, 1700},
                                          {"LTC", "78", 200'000, 1500},
                                          {"LINK", "12.5", 200'000, 1700},
                                          {"ADA", "0.37", 200'000, 1700},
                                          {"DOGE", "0.125", 300'000, 1900},
                                          {"PAXG", "4350", 200'000, 400},
                                          {"EUR", "1.17", 300'000, 200},
                                          {"USDC", "1", 900'000, 10}}};

// Markets whose quantity counts lots.
struct Contract {
  std::string_view symbol;
  std::string_view size;  // units of the base asset in a lot
  std::string_view tick;
  std::string_view step;
};
constexpr std::array<Contract, 2> contracts = {
    {{"XAUUSD", "100", "0.01", "0.01"}, {"EURUSD", "100000", "0.00001", "0.01"}}};

Grid grid_for(Decimal price) {
  if (price >= Decimal::integer(10'000)) return {"0.01"_d, "0.00001"_d};
  if (price >= Decimal::integer(500)) return {"0.01"_d, "0.0001"_d};
  if (price >= Decimal::integer(10)) return {"0.01"_d, "0.001"_d};
  if (price >= Decimal::integer(1)) return {"0.0001"_d, "0.1"_d};
  return {"0.00001"_d, "1"_d};
}

std::int64_t whole(Decimal value) {
  return static_cast<std::int64_t>(value.units() / Decimal::integer(1).units());
}

}  // namespace

void set_grid(SymbolTraits& traits, const Grid& grid) {
  traits.grid = grid;
  traits.instrument.tick = grid.tick;
  traits.instrument.step = grid.step;
  traits.instrument.min_quantity = grid.step;
}

SymbolTraits traits_of(const Symbol& symbol) {
  const std::string& text = symbol.text;
  std::string_view quote = "USD";
  std::size_t base_size = text.size() > 3 ? text.size() - 3 : 1;
  for (const std::string_view each : quotes) {
    if (text.size() > each.size() && text.ends_with(each)) {
      quote = each;
      base_size = text.size() - each.size();
      break;
    }
  }
  SymbolTraits traits;
  traits.instrument.symbol = symbol;
  traits.instrument.base = text.substr(0, base_size);
  traits.instrument.quote = text.ends_with(quote) ? std::string(quote) : text.substr(base_size);
  Known found{"", "100", 300'000, 1500};
  for (const Known& each : known) {
    if (each.base == traits.instrument.base) found = each;
  }
  const Decimal price = *Decimal::parse(found.price);
  set_grid(traits, grid_for(price));
  for (const Contract& each : contracts) {
    if (each.symbol != text) continue;
    set_grid(traits, {*Decimal::parse(each.tick), *Decimal::parse(each.step)});
    traits.instrument.contract_size = *Decimal::parse(each.size);
  }
  traits.instrument.max_quantity = Decimal::integer(price >= Decimal::integer(500) ? 9'000 : 90'000'000);
  traits.instrument.min_notional = Decimal::integer(5);
  traits.centre = whole(divide(price, traits.grid.tick, Rounding::floor));
  const Decimal lot_price = multiply(price, traits.grid.step, Rounding::ceiling);
  traits.row_volume = whole(divide(Decimal::integer(found.row_dollars), lot_price, Rounding::floor));
  traits.swing = found.swing;
  return traits;
}

LadderShape ladder_shape(std::uint64_t seed, std::int64_t centre, std::int64_t row_volume) {
  // About a hundred-thousandth of the price (1.00 at 89,000), rounded up to 1, 2 or 5 times a power of ten, so that the
  // best prices are round.
  const std::int64_t wanted = centre / 90'000;
  std::int64_t spread = 2;
  for (std::int64_t power = 1; spread < wanted; power *= 10) {
    for (const std::int64_t step : {2, 5, 10}) {
      if (spread < wanted) spread = step * power;
    }
  }
  return {mix(seed, "ladder"), spread, 50, std::max<std::int64_t>(2, row_volume / 200)};
}

}  // namespace robson::simulator
