#include "simulator/market_setup.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "simulator/symbol_table.hpp"

namespace robson::simulator {
namespace {

constexpr std::int64_t minute_us = 60'000'000;
constexpr std::int64_t behind_minutes = 15'000;  // 1,000 candles of 15 minutes

std::int64_t floor_to(std::int64_t value, std::int64_t step) {
  return value - value % step;
}
std::string time_text(std::int64_t minute) {
  return to_rfc3339({minute * minute_us});
}

SymbolSetup base_setup(const SymbolTraits& traits, const Options& options) {
  const std::uint64_t seed = mix(options.seed, traits.instrument.symbol.text);
  SymbolSetup setup;
  setup.instrument = traits.instrument;
  setup.grid = traits.grid;
  setup.ladder = ladder_shape(seed, traits.centre, traits.row_volume);
  setup.ticks_per_minute =
      static_cast<std::size_t>(std::max<std::int64_t>(4, options.ticks_per_second * 60 / options.speed));
  setup.past_days = options.past_days;
  setup.seed = seed;
  return setup;
}

// The minute of the file that is now: as asked, or so that 1,000 candles of 15 minutes lie behind it.
Result<std::int64_t, OptionError> present_of(const ReplayFile& file, const std::string& path, const Options& options) {
  const std::int64_t first = file.rows.front().minute;
  const std::int64_t end = file.end_minute();
  if (options.start) {
    const std::int64_t wanted = options.start->us / minute_us;
    if (wanted >= first && wanted < end) return wanted;
    return Unexpected(fmt::format("--start \"{}\" is not allowed: {} holds {} to {}", to_rfc3339(*options.start), path,
                                  time_text(first), time_text(end)));
  }
  if (first + behind_minutes < end) return first + behind_minutes;
  return first + floor_to((end - first) * 3 / 4, file.row_minutes);
}

std::int64_t usual_volume(const ReplayFile& file) {
  Int128 sum = 0;
  for (const ReplayRow& row : file.rows) sum += row.bar.volume;
  return static_cast<std::int64_t>(sum / static_cast<std::int64_t>(file.rows.size()) * 15 / file.row_minutes);
}

struct Replayed {
  SymbolSetup setup{};
  std::int64_t present = 0;
  int row_minutes = 0;
};

Result<Replayed, OptionError> replayed(const ReplayOption& replay, const Options& options,
                                       std::vector<std::string>& notes) {
  SymbolTraits traits = traits_of(replay.symbol);
  auto file = read_replay(replay.path, traits.grid);
  if (!file) return Unexpected(file.error());
  const auto present = present_of(*file, replay.path, options);
  if (!present) return Unexpected(present.error());
  set_grid(traits, file->grid);
  traits.centre = file->rows.back().bar.close;
  traits.row_volume = std::max<std::int64_t>(1, usual_volume(*file));
  notes.push_back(fmt::format("{} replays {} rows of {} minutes from {}; its present is {}, its end {}",
                              replay.symbol.text, file->rows.size(), file->row_minutes, replay.path,
                              time_text(*present), time_text(file->end_minute())));
  if (file->missing > 0) {
    notes.push_back(fmt::format("{}:{}: {} rows are missing, the first of them before this line", replay.path,
                                file->first_gap, file->missing));
  }
  Replayed made{base_setup(traits, options), *present, file->row_minutes};
  const SyntheticTraits after{made.setup.seed, traits.centre, traits.row_volume, traits.swing};
  made.setup.source = std::make_unique<ReplaySource>(std::move(*file), after);
  return made;
}

SymbolSetup synthetic(const Symbol& symbol, const Options& options) {
  const SymbolTraits traits = traits_of(symbol);
  SymbolSetup setup = base_setup(traits, options);
  setup.source =
      std::make_unique<SyntheticSource>(SyntheticTraits{setup.seed, traits.centre, traits.row_volume, traits.swing});
  setup.synthetic = true;
  return setup;
}

bool holds(const std::vector<Symbol>& symbols, const Symbol& symbol) {
  return std::find(symbols.begin(), symbols.end(), symbol) != symbols.end();
}

// Those on which accounts left orders, lists or trades, each once.
std::vector<Symbol> symbols_of(const KeptExchange& kept) {
  std::vector<Symbol> symbols;
  const auto add = [&](const Symbol& symbol) {
    if (!holds(symbols, symbol)) symbols.push_back(symbol);
  };
  for (const Order& order : kept.orders_of_accounts) add(order.symbol);
  for (const OrderList& list : kept.lists) add(list.symbol);
  for (const KeptTrade& row : kept.trades) add(row.trade.symbol);
  return symbols;
}

void go_on_from(const KeptPath& path, SymbolSetup& setup) {
  if (!setup.synthetic || path.tick != setup.grid.tick || path.last < 1) return;
  PathEnd end{{}, path.last};
  if (static_cast<std::uint64_t>(path.seed) == setup.seed) end.offset = path.offset;
  setup.goes_on_from = end;
}

bool are_keys_of(const std::vector<KeptKey>& keys, const std::vector<KeptAccount>& accounts) {
  return std::all_of(keys.begin(), keys.end(), [&](const KeptKey& key) {
    return key.account.value >= 1 && key.account.value <= static_cast<std::int64_t>(accounts.size());
  });
}

std::optional<OptionError> go_on_from(KeptState& kept, MarketSetup& made) {
  std::vector<Instrument> instruments;
  for (SymbolSetup& setup : made.symbols) {
    instruments.push_back(setup.instrument);
    for (const KeptPath& path : kept.paths) {
      if (path.symbol == setup.instrument.symbol) go_on_from(path, setup);
    }
  }
  auto fault = fault_of(kept.exchange, instruments);
  if (!fault && !are_keys_of(kept.keys, kept.exchange.accounts)) fault = "a key is of nobody's account";
  if (fault) {
    return fmt::format("--data-dir holds a state that cannot be gone on from: {}; use another directory", *fault);
  }
  if (!kept.ended) skip_ids(kept.exchange);
  const auto open = std::count_if(kept.exchange.orders_of_accounts.begin(), kept.exchange.orders_of_accounts.end(),
                                  [](const Order& order) { return order.is_open(); });
  made.notes.push_back(fmt::format("goes on from {} with {} accounts and {} open orders", to_rfc3339(kept.saved),
                                   kept.exchange.accounts.size(), open));
  return {};
}

// The earlier run's hedge venues go on; a directory of before they were there has none.
std::optional<OptionError> set_up_hedge(const Options& options, const std::optional<KeptState>& kept,
                                        MarketSetup& made) {
  HedgeSetup& hedge = made.hedge;
  hedge.seed = options.seed;
  hedge.speed = options.hedge_speed;
  hedge.past = std::chrono::hours(24 * 7);
  hedge.accounts = options.hedge_accounts;
  for (const HedgeReplayOption& replay : options.hedge_replays) {
    HedgeRecording recording{replay.coin, {}, {}};
    if (!replay.candles.empty()) {
      auto candles = read_replay(replay.candles, Grid{});
      if (!candles) return candles.error();
      recording.candles = std::move(*candles);
    }
    if (!replay.funding.empty()) {
      auto funding = read_funding(replay.funding);
      if (!funding) return funding.error();
      recording.funding = std::move(*funding);
    }
    made.notes.push_back(fmt::format(
        "{} perpetual replays from {}{}", replay.coin, to_rfc3339(recording.start()),
        recording.funding ? fmt::format(", {} hours of it without a rate", recording.funding->missing) : ""));
    hedge.recordings.push_back(std::move(recording));
  }
  if (kept && kept->hedge) hedge.kept = kept->hedge;
  return {};
}

}  // namespace

Result<MarketSetup, OptionError> set_up_market(const Options& options, Timestamp now, std::optional<KeptState> kept) {
  if (options.start && options.replays.empty()) {
    return Unexpected(OptionError("--start is for replays only: name a file with --replay SYMBOL=FILE.csv"));
  }
  MarketSetup made;
  made.clock = {now, now, options.speed};
  std::vector<Symbol> done;
  for (const ReplayOption& replay : options.replays) {
    auto one = replayed(replay, options, made.notes);
    if (!one) return Unexpected(one.error());
    // All intervals of 15 minutes and more stay aligned when times move by whole quarters of an hour and whole rows.
    const std::int64_t step = std::max(15, one->row_minutes);
    if (!options.historical_times) {
      one->setup.shift_minutes = floor_to(now.us / minute_us, step) - floor_to(one->present, step);
    } else if (done.empty()) {
      made.clock.market_start = {one->present * minute_us};
    }
    made.symbols.push_back(std::move(one->setup));
    done.push_back(replay.symbol);
  }
  std::vector<Symbol> wanted = options.symbols;
  if (kept) {
    for (const Symbol& symbol : symbols_of(kept->exchange)) wanted.push_back(symbol);
    if (options.replays.empty()) made.clock.market_start = std::max(now, kept->market_time);
  }
  for (const Symbol& symbol : wanted) {
    if (holds(done, symbol)) continue;
    made.symbols.push_back(synthetic(symbol, options));
    done.push_back(symbol);
  }
  if (auto fault = set_up_hedge(options, kept, made)) return Unexpected(std::move(*fault));
  if (kept) {
    if (auto fault = go_on_from(*kept, made)) return Unexpected(std::move(*fault));
    made.kept = std::move(kept);
  }
  return made;
}

}  // namespace robson::simulator
