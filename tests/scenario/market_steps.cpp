// Given and when: prices, charts, accounts, time.
#include <sstream>

#include "scenario/script.hpp"

namespace robson::scenario {
namespace {

Price price(const std::string& text) {
  return {number(text)};
}

// "10000 USDC and 0.1 BTC"
Balances amounts(const std::string& text) {
  Balances held;
  std::istringstream words(text);
  for (std::string amount; words >> amount;) {
    if (amount == "and") continue;
    std::string asset;
    if (!(words >> asset)) throw Fault("an amount needs its asset");
    held[asset].free += Money{number(amount)};
  }
  return held;
}

Duration duration(const std::string& count, const std::string& unit) {
  const Decimal read = number(count);
  const auto of = [&](std::int64_t us) {
    return Duration(static_cast<std::int64_t>(multiply(read, Decimal::integer(us), Rounding::floor).units() /
                                              Decimal::integer(1).units()));
  };
  if (unit.starts_with("second")) return of(1'000'000);
  if (unit.starts_with("minute")) return of(60'000'000);
  if (unit.starts_with("hour")) return of(3'600'000'000);
  if (unit.starts_with("day")) return of(86'400'000'000);
  throw Fault("'" + unit + "' is no time: seconds, minutes, hours, days");
}

// 200 quiet 15m candles around `middle`, the last closed just now.
std::vector<Candle> quiet_chart(Price middle, Timestamp now) {
  const Timestamp forming = open_time_of(now, Interval::m15);
  const Price reach{multiply(middle.value, "0.0005"_d, Rounding::floor)};
  std::vector<Candle> candles;
  for (int i = 200; i > 0; --i) {
    candles.push_back({.open_time = forming - length(Interval::m15) * i,
                       .open = middle,
                       .high = middle + reach,
                       .low = middle - reach,
                       .close = middle,
                       .closed = true});
  }
  return candles;
}

// Each level is touched twice.
void draw(World& world, const std::string& symbol, Price middle, const std::vector<Price>& levels) {
  std::vector<Candle> candles = quiet_chart(middle, world.now);
  std::size_t at = 10;
  for (const Price level : levels) {
    for (const std::size_t touch : {at, at + 5}) {
      (level < middle ? candles[touch].low : candles[touch].high) = level;
    }
    at += 20;
  }
  world.charts[{symbol}] = candles;
}

void hold(World& world, const std::string& text) {
  for (const auto& [asset, held] : amounts(text)) world.exchange().deposit(asset, held.free);
  world.open_account(world.tenant);
  world.read_account(world.tenant);
}

void at_date(World& world, const std::string& date) {
  const auto moment = parse_time(date);
  if (!moment || *moment <= world.now) throw Fault("'" + date + "' is no later date");
  world.now = *moment;
  world.apply(engine::TimePassed{});
}

void accounts(Language& say) {
  say.act("the account holds {...}", [](World& world, Words w) { hold(world, w[0]); });
  say.act("the account may sell short", [](World& world, Words) { world.rights[world.tenant].can_short = true; });
  say.act("the exchange takes an entry together with its protection",
          [](World& world, Words) { world.rights[world.tenant].offers_entry_lists = true; });
  say.act("the account cannot trade because {...}", [](World& world, Words w) {
    world.rights[world.tenant].trouble = w[0];
    world.open_account(world.tenant);
  });
  say.act("the account is taken away",
          [](World& world, Words) { world.apply(engine::AccountOpened{.tenant = world.tenant, .open = false}); });
  say.act("the account is read", [](World& world, Words) { world.read_account(world.tenant); });
  say.act("the account's stream breaks", [](World& world, Words) {
    world.apply(engine::AccountStreamChanged{world.tenant, StreamState::connecting});
  });
  say.act("the account's stream comes back", [](World& world, Words) {
    world.apply(engine::AccountStreamChanged{world.tenant, StreamState::live});
  });
  say.act("{} {} are deposited", [](World& world, Words w) { world.exchange().deposit(w[1], {number(w[0])}); });
  say.act("{} {} are withdrawn", [](World& world, Words w) { world.exchange().deposit(w[1], {-number(w[0])}); });
  say.act("client {} is at the desk", [](World& world, Words w) {
    world.tenant = {std::stoll(w[0])};
    world.operation = {};
  });
}

void market(Language& say) {
  say.act("{} trades in ticks of {} steps of {} and orders of at least {}", [](World& world, Words w) {
    if (w[0].size() < 5) throw Fault("a symbol is an asset and USDC");
    world.instruments[{w[0]}] = {.symbol = {w[0]},
                                 .base = w[0].substr(0, w[0].size() - 4),
                                 .quote = w[0].substr(w[0].size() - 4),
                                 .tick = number(w[1]),
                                 .step = number(w[2]),
                                 .min_quantity = number(w[2]),
                                 .max_quantity = "9000"_d,
                                 .min_notional = number(w[3])};
    world.list_instruments();
  });
  say.act("the exchange takes {} stop orders of {}", [](World& world, Words w) {
    world.instruments.at({w[1]}).max_algo_orders = std::stoi(w[0]);
    world.list_instruments();
  });
  say.act("the largest order of {} is {}", [](World& world, Words w) {
    world.instruments.at({w[0]}).max_quantity = number(w[1]);
    world.list_instruments();
  });
  say.act("the smallest order of {} is {}", [](World& world, Words w) {
    world.instruments.at({w[0]}).min_quantity = number(w[1]);
    world.list_instruments();
  });
  say.act("the price of {} is {} / {}", [](World& world, Words w) { world.see_price(w[0], price(w[1]), price(w[2])); });
  for (const char* moves : {"falls", "rises", "moves"}) {
    say.act(std::string("the price ") + moves + " to {} / {}",
            [](World& world, Words w) { world.see_price(world.symbol, price(w[0]), price(w[1])); });
  }
  say.act("the price stream falls silent", [](World& world, Words) { world.prices_live = false; });
  say.act("the price stream is back", [](World& world, Words) { world.prices_live = true; });
  say.act("a late price of {} / {} from {} seconds ago arrives", [](World& world, Words w) {
    const Timestamp then = world.now - duration(w[2], "seconds");
    world.apply(engine::QuoteSeen{{.symbol = {world.symbol},
                                   .bid = price(w[0]),
                                   .ask = price(w[1]),
                                   .venue_time = then,
                                   .received = then,
                                   .confirmed = then}});
  });
  say.act("{} {} pass", [](World& world, Words w) { world.pass(duration(w[0], w[1])); });
  say.act("{} {} passes", [](World& world, Words w) { world.pass(duration(w[0], w[1])); });
  say.act("the date becomes {}", [](World& world, Words w) { at_date(world, w[0]); });
}

void charts(Language& say) {
  say.act("the chart of {} is quiet around {}", [](World& world, Words w) { draw(world, w[0], price(w[1]), {}); });
  say.act("the chart of {} is around {} with levels at {} and {}", [](World& world, Words w) {
    draw(world, w[0], price(w[1]), {price(w[2]), price(w[3])});
  });
  say.act("the chart of {} is around {} with levels at {} {} and {}", [](World& world, Words w) {
    draw(world, w[0], price(w[1]), {price(w[2]), price(w[3]), price(w[4])});
  });
  say.act("the chart of {} has only {} candles", [](World& world, Words w) {
    auto& candles = world.charts.at({w[0]});
    const auto wanted = static_cast<std::size_t>(std::stoul(w[1]));
    candles.erase(candles.begin(), candles.end() - static_cast<std::ptrdiff_t>(wanted));
  });
  say.act("a candle of {} is missing", [](World& world, Words w) {
    auto& candles = world.charts.at({w[0]});
    candles.erase(candles.begin() + 100);
  });
  say.act("the chart of {} ended {} {} ago", [](World& world, Words w) {
    for (Candle& candle : world.charts.at({w[0]})) candle.open_time = candle.open_time - duration(w[1], w[2]);
  });
}

}  // namespace

void teach_market(Language& say) {
  accounts(say);
  market(say);
  charts(say);
}

}  // namespace robson::scenario
