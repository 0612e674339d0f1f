#pragma once
// What coins, their perpetual contracts and their staked tokens cost, as a function of time: a seeded synthetic market,
// or recorded candles and funding rates. Pure; the same seed and files give the same prices.
//
//   oracle     synthetic: the spot simulator's path of that seed around the coin's usual price; or the candles of a
//   file,
//              a line between a minute's open and close, so that at each candle's start it is that candle's open
//   premium    synthetic: around 0.074 % (so that shorts receive about 0.00003 an hour), with hours in which it turns
//              negative; 0 where funding is recorded
//   mark       oracle x (1 + premium), on the tick; bid and ask one or more ticks beside it
//   tokens     pool rate from the calendar and the staking rate; market price = oracle x pool rate x (1 - discount)
//   borrowing  a usual rate, and a wave of a twentieth of it
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "simulator/hedge/funding_file.hpp"
#include "simulator/hedge/lending_types.hpp"
#include "simulator/hedge/perp_types.hpp"
#include "simulator/price_source.hpp"

namespace robson::simulator {

// A coin with its contract and how its market moves.
struct HedgeCoin {
  PerpContract contract{};
  Grid grid{};                                               // of the oracle's path
  Price centre{};                                            // synthetic: it stays around that
  std::int64_t swing = 1000;                                 // per mille of the usual swing
  std::string path{};                                        // what the seed is mixed with
  Decimal usual_premium = Decimal::from_units(740'000'000);  // 0.00074
  Decimal premium_swing = Decimal::from_units(450'000'000);  // the wave's height
  Decimal dip = Decimal::from_units(1'700'000'000);          // taken off the premium in one of 12 spans of 6 hours
  std::int64_t half_spread = 1;                              // ticks from mark to bid and to ask
};

// A token at the lending venue.
struct HedgeToken {
  LendingMarket market{};
  Decimal pool_rate = Decimal::integer(1);                    // at the beginning of 2025
  Decimal staking_rate{};                                     // a year, linear
  Decimal borrow_rate = Decimal::from_units(60'000'000'000);  // 0.06 a year
  Decimal supply_rate = Decimal::from_units(20'000'000'000);  // 0.02 a year
};

struct HedgeListing {
  std::vector<HedgeCoin> coins{};
  std::vector<HedgeToken> tokens{};
};
// SOL and BTC; jitoSOL and SOL on marginfi, wBTC on kamino.
HedgeListing usual_listing();

// Recorded prices and rates of a coin; either may be missing.
struct HedgeRecording {
  std::string coin{};
  std::optional<ReplayFile> candles{};
  std::optional<FundingFile> funding{};
  // When it begins: with the first candle, else with the hour before the first payment.
  Timestamp start() const;
};

// What a person moved by hand; a value of it stands until it is taken back.
struct HedgeOverride {
  Price offset{};  // of the oracle beside its path, either sign
  std::optional<Price> oracle{};
  std::optional<Price> mark{};
  std::optional<Decimal> funding_rate{};
};

class HedgeMarket {
 public:
  // Recordings are moved in time by whole hours, so that their beginning is the hour of `now`; `shifts`, of an earlier
  // run, says by how much instead.
  HedgeMarket(HedgeListing listing, std::uint64_t seed, Timestamp now, std::vector<HedgeRecording> recordings = {},
              const std::map<std::string, Duration>& shifts = {});

  std::vector<PerpPrices> perps_at(Timestamp now) const;
  std::vector<LendingRates> tokens_at(Timestamp now) const;
  std::vector<PerpContract> contracts() const;
  std::vector<LendingMarket> lending_markets() const;

  // The oracle is `price` now, and goes on from there.
  bool move_oracle(std::string_view coin, Price price, Timestamp now);
  // nullptr: no such coin.
  HedgeOverride* override_of(std::string_view coin);
  // 0.02: the token costs 2 % less than its pool rate says; negative: more.
  bool set_discount(std::string_view token, Decimal discount);
  void set_borrow_rate(Decimal rate);

  // How far recorded times are moved; coins without recording are not named.
  std::map<std::string, Duration> shifts() const;
  std::map<std::string, Price> offsets() const;

 private:
  // A row of the path, minute by minute. In a gap of a recording: the price before it, flat.
  struct Minutes {
    std::int64_t first = 0;
    std::vector<Bar> bars{};
  };
  struct Path {
    HedgeCoin coin{};
    std::uint64_t seed = 0;
    std::unique_ptr<PriceSource> source{};
    Duration shift{};  // now less the source's time
    std::optional<FundingFile> funding{};
    bool is_recorded = false;
    HedgeOverride by_hand{};
    mutable Minutes known{};  // those that were asked for last
  };
  static Minutes minutes_of(const Path& path, std::int64_t minute);
  static Price path_price(const Path& path, Timestamp now);
  static Price oracle_of(const Path& path, Timestamp now);
  static PerpPrices prices_of(const Path& path, Timestamp now);
  const Path* find(std::string_view coin) const;

  std::uint64_t seed_ = 0;
  std::vector<Path> paths_{};
  std::vector<HedgeToken> tokens_{};
  std::map<std::string, Decimal> discounts_{};
  std::optional<Decimal> borrow_rate_{};
};

}  // namespace robson::simulator
