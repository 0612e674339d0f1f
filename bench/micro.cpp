// The pure hot spots, in nanoseconds: what a price and a request cost before any socket is touched.
#include <benchmark/benchmark.h>

#include "json/write.hpp"
#include "support/operation_one.hpp"
#include "venues/binance/parse_stream.hpp"
#include "wire/views.hpp"

namespace robson {
namespace {
using namespace literals;

constexpr TenantId tenant{1};
constexpr std::string_view book_top =
    R"({"stream":"btcusdc@bookTicker","data":{"u":400900217,"s":"BTCUSDC","b":"89245.00","B":"1.25000","a":"89246.00",)"
    R"("A":"0.50000"}})";

const wire::VenueLabel venue{.name = "binance", .kind = wire::VenueKind::SIM, .currency = "USDC"};

Operation operation(std::int64_t id) {
  Operation one = support::operation_one();
  one.id = {id};
  return one;
}

engine::Engine engine_with(std::int64_t positions) {
  engine::Engine engine;
  std::vector<Operation> operations;
  for (std::int64_t id = 1; id <= positions; ++id) operations.push_back(operation(id));
  engine.apply(engine::Restored{.operations = std::move(operations)}, Timestamp{});
  engine.apply(engine::InstrumentsListed{{support::btcusdc()}, true}, Timestamp{});
  engine.apply(engine::QuoteSeen{support::reference_quote()}, Timestamp{});
  return engine;
}

void decimal_add(benchmark::State& state) {
  Decimal a = "88837.92"_d;
  Decimal b = "0.00033"_d;
  for (auto _ : state) {
    benchmark::DoNotOptimize(a);
    benchmark::DoNotOptimize(b);
    benchmark::DoNotOptimize(a + b);
  }
}
void decimal_multiply(benchmark::State& state) {
  Decimal a = "88837.92"_d;
  Decimal b = "0.00033"_d;
  for (auto _ : state) {
    benchmark::DoNotOptimize(a);
    benchmark::DoNotOptimize(b);
    benchmark::DoNotOptimize(multiply(a, b, Rounding::half_away_from_zero));
  }
}
void decimal_divide(benchmark::State& state) {
  Decimal a = "0.1343364"_d;
  Decimal b = "29.3165136"_d;
  for (auto _ : state) {
    benchmark::DoNotOptimize(a);
    benchmark::DoNotOptimize(b);
    benchmark::DoNotOptimize(divide(a, b, Rounding::half_away_from_zero));
  }
}
void decimal_parse(benchmark::State& state) {
  std::string_view text = "89245.50";
  for (auto _ : state) {
    benchmark::DoNotOptimize(text);
    benchmark::DoNotOptimize(Decimal::parse(text));
  }
}
void decimal_format(benchmark::State& state) {
  Decimal value = "89245.5"_d;
  char text[Decimal::max_text];
  for (auto _ : state) {
    benchmark::DoNotOptimize(value);
    benchmark::DoNotOptimize(value.format(text));
    benchmark::ClobberMemory();
  }
}

void parse_book_ticker(benchmark::State& state) {
  for (auto _ : state) {
    const auto parsed = venues::binance::parse_stream(book_top);
    if (!parsed) state.SkipWithError("the message was not read");
    benchmark::DoNotOptimize(&parsed);
  }
}

void engine_apply_quote(benchmark::State& state) {
  engine::Engine engine = engine_with(5);
  Quote seen = support::reference_quote();
  for (auto _ : state) {
    seen.bid.value += "0.01"_d;
    seen.ask.value += "0.01"_d;
    const auto output = engine.apply(engine::QuoteSeen{seen}, Timestamp{});
    if (output.notices.empty()) state.SkipWithError("a changed price was not told");
    benchmark::DoNotOptimize(&output);
  }
}

// A hundred clients with twenty operations each, none of them at its levels. Where they trail, their stop has followed
// as far as the price has come, so that each price has to be reckoned with.
engine::Engine engine_of_100_tenants(std::size_t symbols, bool trailing) {
  engine::Engine engine;
  engine::Restored restored;
  engine::InstrumentsListed listed;
  for (std::size_t i = 0; i < symbols; ++i) {
    listed.instruments.push_back(support::btcusdc());
    listed.instruments.back().symbol = {"COIN" + std::to_string(i) + "USDC"};
  }
  for (std::int64_t id = 0; id < 2'000; ++id) {
    Operation one = operation(id + 1);
    one.tenant = {id / 20 + 1};
    one.symbol = listed.instruments[static_cast<std::size_t>(id) % symbols].symbol;
    one.trailing = trailing;
    if (trailing) {
      one.initial_stop = {"88600"_d};
      one.stop = one.entry;
      one.trailing_steps = 1;
    }
    restored.operations.push_back(std::move(one));
  }
  engine.apply(restored, Timestamp{});
  engine.apply(listed, Timestamp{});
  return engine;
}

// One price each turn. In several symbols they take turns, so a turn is a fifth of the operations.
void tick_of_2000_operations(benchmark::State& state) {
  const auto symbols = static_cast<std::size_t>(state.range(0));
  engine::Engine engine = engine_of_100_tenants(symbols, state.range(1) != 0);
  std::vector<Quote> quotes(symbols, support::reference_quote());
  for (std::size_t i = 0; i < symbols; ++i) quotes[i].symbol = {"COIN" + std::to_string(i) + "USDC"};
  std::size_t turn = 0;
  for (auto _ : state) {
    Quote& seen = quotes[turn++ % symbols];
    seen.bid.value = seen.bid.value == "89245"_d ? "89245.01"_d : "89245"_d;
    const auto output = engine.apply(engine::QuoteSeen{seen}, Timestamp{});
    if (output.notices.size() != 1 || !output.events.empty()) state.SkipWithError("something else happened");
    benchmark::DoNotOptimize(&output);
  }
}

// What the positions are worth, for all of the hundred.
void value_2000_positions(benchmark::State& state) {
  engine::Engine engine = engine_of_100_tenants(1, false);
  Quote seen = support::reference_quote();
  seen.symbol = {"COIN0USDC"};
  engine.apply(engine::QuoteSeen{seen}, Timestamp{});
  for (auto _ : state) {
    for (std::int64_t one = 1; one <= 100; ++one) {
      const auto worth = engine::portfolio_of(engine, TenantId{one}, "USDC", Timestamp{});
      benchmark::DoNotOptimize(&worth);
    }
  }
}

void positions_view_of_5(benchmark::State& state) {
  const engine::Engine engine = engine_with(5);
  for (auto _ : state) {
    const auto view = wire::positions_view(engine, tenant, venue, Timestamp{});
    benchmark::DoNotOptimize(&view);
  }
}

void json_write_of_5_positions(benchmark::State& state) {
  const engine::Engine engine = engine_with(5);
  const auto view = wire::positions_view(engine, tenant, venue, Timestamp{});
  json::Buffer out;
  for (auto _ : state) {
    out.clear();
    json::write(out, view);
    benchmark::DoNotOptimize(out.view().data());
  }
  state.counters["bytes"] = static_cast<double>(out.size());
}

void price_message(benchmark::State& state) {
  const Quote seen = support::reference_quote();
  json::Buffer out;
  for (auto _ : state) {
    out.clear();
    json::write(out, wire::price_update_view(seen, "0.01"_d, venue, Timestamp{}));
    benchmark::DoNotOptimize(out.view().data());
  }
}

BENCHMARK(decimal_add);
BENCHMARK(decimal_multiply);
BENCHMARK(decimal_divide);
BENCHMARK(decimal_parse);
BENCHMARK(decimal_format);
BENCHMARK(parse_book_ticker);
BENCHMARK(engine_apply_quote);
BENCHMARK(tick_of_2000_operations)->ArgNames({"symbols", "trailing"})->ArgsProduct({{1, 5}, {0, 1}});
BENCHMARK(value_2000_positions);
BENCHMARK(positions_view_of_5);
BENCHMARK(json_write_of_5_positions);
BENCHMARK(price_message);

}  // namespace
}  // namespace robson

BENCHMARK_MAIN();
