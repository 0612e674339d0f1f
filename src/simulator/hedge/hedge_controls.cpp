// /sim/hedge/...: what a person does to the hedge venues to see what a bot does then.
//   GET, POST /sim/hedge/market          {"coin","oracle_price"?,"mark_price"?,"funding_rate"?,"depth"?,"hold"?},
//                                        {"token","discount"}, {"borrow_rate"}, {"gas_usd","chain"?}
//   GET, POST, DELETE /sim/hedge/fault   {"venue","what","count"?,"only"?,"slow_ms"?}; DELETE clears all
//   GET, POST /sim/hedge/chain           {"chain","down"}
//   GET, POST /sim/hedge/clock           {"speed"} or {"advance_seconds"}
#include "simulator/hedge/hedge_routes.hpp"
#include "simulator/hedge/hedge_text.hpp"
#include "simulator/json_text.hpp"

namespace robson::simulator {

struct MarketControl {
  std::optional<std::string> coin{};
  std::optional<Price> oracle_price{};
  std::optional<Price> mark_price{};
  std::optional<Decimal> funding_rate{};
  std::optional<Quantity> depth{};
  std::optional<bool> hold{};
  std::optional<std::string> token{};
  std::optional<Decimal> discount{};
  std::optional<Decimal> borrow_rate{};
  std::optional<Decimal> gas_usd{};
  std::optional<std::string> chain{};
};
BOOST_DESCRIBE_STRUCT(MarketControl, (),
                      (coin, oracle_price, mark_price, funding_rate, depth, hold, token, discount, borrow_rate, gas_usd,
                       chain))
struct FaultControl {
  std::string venue{};
  std::optional<std::string> what{};
  std::optional<std::int64_t> count{};
  std::optional<std::string> only{};
  std::optional<std::int64_t> slow_ms{};
};
BOOST_DESCRIBE_STRUCT(FaultControl, (), (venue, what, count, only, slow_ms))
struct ChainControl {
  std::string chain{};
  bool down = false;
};
BOOST_DESCRIBE_STRUCT(ChainControl, (), (chain, down))
struct ClockControl {
  std::optional<std::int64_t> speed{};
  std::optional<std::int64_t> advance_seconds{};
};
BOOST_DESCRIBE_STRUCT(ClockControl, (), (speed, advance_seconds))

namespace {

using Fault = std::optional<std::string>;  // a sentence that names the member

bool is_within(Decimal value, Decimal low, Decimal high) {
  return value >= low && value <= high;
}
bool is_price(const std::optional<Price>& price) {
  return !price || is_within(price->value, Decimal::from_units(10'000'000'000), Decimal::integer(10'000'000));
}

net::Response refused(int status, std::string_view why) {
  net::Response response{.status = status};
  Object(response.body).text("error", why).close();
  return response;
}

const PerpPrices* prices_of(const HedgeVenues& venues, std::string_view coin) {
  return venues.perp().prices(coin);
}

Fault move_coin(HedgeVenues& venues, const MarketControl& asked) {
  HedgeOverride* by_hand = venues.market().override_of(*asked.coin);
  if (by_hand == nullptr) return "coin: there is no such market";
  if (!is_price(asked.oracle_price)) return "oracle_price: expected 0.01 to 10,000,000";
  if (!is_price(asked.mark_price)) return "mark_price: expected 0.01 to 10,000,000";
  const Decimal most_rate = Decimal::from_units(40'000'000'000);
  if (asked.funding_rate && abs(*asked.funding_rate) > most_rate) return "funding_rate: expected -0.04 to 0.04";
  if (asked.depth && !is_within(asked.depth->value, {}, Decimal::integer(1'000'000'000))) {
    return "depth: expected 0 to 1e9";
  }
  if (asked.depth) static_cast<void>(venues.perp().set_depth(*asked.coin, *asked.depth));
  if (asked.hold == false) {  // the path goes on from where the price was held
    if (by_hand->oracle) venues.market().move_oracle(*asked.coin, *by_hand->oracle, venues.now());
    *by_hand = {.offset = by_hand->offset};
  }
  if (asked.oracle_price) venues.market().move_oracle(*asked.coin, *asked.oracle_price, venues.now());
  if (asked.mark_price) by_hand->mark = asked.mark_price;
  if (asked.funding_rate) by_hand->funding_rate = asked.funding_rate;
  venues.reprice();
  if (asked.hold == true) {
    by_hand->oracle = prices_of(venues, *asked.coin)->oracle;
    by_hand->mark = prices_of(venues, *asked.coin)->mark;
  }
  return {};
}

Fault move_market(HedgeVenues& venues, const MarketControl& asked) {
  if (asked.coin) {
    if (auto fault = move_coin(venues, asked)) return fault;
  } else if (asked.oracle_price || asked.mark_price || asked.funding_rate || asked.depth || asked.hold) {
    return "coin: is missing";
  }
  if (asked.token.has_value() != asked.discount.has_value()) return "token, discount: go together";
  if (asked.token) {
    if (!is_within(*asked.discount, Decimal::from_units(-500'000'000'000), Decimal::from_units(990'000'000'000))) {
      return "discount: expected -0.5 to 0.99";
    }
    if (!venues.market().set_discount(*asked.token, *asked.discount)) return "token: there is no such market";
  }
  if (asked.borrow_rate) {
    if (!is_within(*asked.borrow_rate, {}, Decimal::integer(10))) return "borrow_rate: expected 0 to 10";
    venues.market().set_borrow_rate(*asked.borrow_rate);
  }
  if (asked.gas_usd) {
    if (!is_within(*asked.gas_usd, {}, Decimal::integer(1'000'000))) return "gas_usd: expected 0 to 1,000,000";
    const auto chain = asked.chain ? chain_of(*asked.chain) : std::nullopt;
    if (asked.chain && !chain) return "chain: expected one of solana, arbitrum";
    for (const Chain each : {Chain::solana, Chain::arbitrum}) {
      if (!chain || *chain == each) venues.chains().set_gas(each, *asked.gas_usd);
    }
  }
  venues.reprice();
  return {};
}

net::Response markets(const HedgeVenues& venues, Timestamp wall) {
  std::string out;
  Object object(out);
  object.raw("perp", exact_json(markets_view(venues.perp(), wall).markets));
  object.raw("lending", exact_json(markets_view(venues.lending(), wall).markets));
  object.close();
  return {.body = std::move(out)};
}

net::Response faults(HedgeVenues& venues) {
  std::string out;
  append_array(out, venues.faults().standing(), [](std::string& to, const HedgeFault& each) {
    Object object(to);
    object.text("venue", name(each.venue)).text("what", name(each.kind)).text("only", name(each.only));
    object.number("count", each.count);
    if (each.kind == HedgeFaultKind::slow) object.number("slow_ms", each.later.count() / 1000);
    object.close();
  });
  return {.body = std::move(out)};
}

Fault add_fault(HedgeVenues& venues, const FaultControl& asked) {
  HedgeFault fault;
  const auto venue = hedge_venue_of(asked.venue);
  if (!venue) return "venue: expected one of perp, lending";
  const auto kind = hedge_fault_kind_of(asked.what.value_or(asked.slow_ms ? "slow_ms" : ""));
  if (!kind) return "what: expected one of reject, timeout, lost, error, slow_ms";
  const auto only = hedge_fault_scope_of(asked.only.value_or("any"));
  if (!only) return "only: expected one of open, close, any, read, all";
  const std::int64_t count = asked.count.value_or(1);
  if (count != -1 && (count < 1 || count > 1'000'000)) return "count: expected -1, or 1 to 1,000,000";
  const std::int64_t slow_ms = asked.slow_ms.value_or(0);
  if ((*kind == HedgeFaultKind::slow) != (slow_ms > 0) || slow_ms > 600'000) {
    return "slow_ms: expected 1 to 600,000, with slow_ms only";
  }
  fault = {*venue, *kind, *only, count, std::chrono::milliseconds(slow_ms)};
  if (!venues.faults().add(fault)) return "too many faults stand; DELETE /sim/hedge/fault first";
  return {};
}

Fault set_chain(HedgeVenues& venues, const ChainControl& asked, Timestamp wall) {
  const auto chain = chain_of(asked.chain);
  if (!chain) return "chain: expected one of solana, arbitrum";
  venues.set_down(*chain, asked.down, wall);
  return {};
}

Fault set_clock(HedgeVenues& venues, const ClockControl& asked, Timestamp wall) {
  if (asked.speed.has_value() == asked.advance_seconds.has_value()) return "give speed or advance_seconds";
  if (asked.speed) {
    if (*asked.speed < 1 || *asked.speed > HedgeVenues::most_speed) return "speed: expected 1 to 100,000";
    venues.set_speed(*asked.speed, wall);
    return {};
  }
  const std::int64_t most = std::chrono::duration_cast<std::chrono::seconds>(HedgeVenues::most_skip).count();
  if (*asked.advance_seconds < 0 || *asked.advance_seconds > most) return "advance_seconds: expected 0 to 2,678,400";
  venues.skip(std::chrono::seconds(*asked.advance_seconds), wall);
  return {};
}

net::Response chain_heads(const HedgeVenues& venues, Timestamp wall) {
  std::string out;
  Object object(out);
  for (const Chain each : {Chain::solana, Chain::arbitrum}) {
    object.raw(name(each), exact_json(venues.chains().head(each, wall)));
  }
  object.close();
  return {.body = std::move(out)};
}

net::Response clock(const HedgeVenues& venues, Timestamp wall) {
  net::Response response;
  Object(response.body)
      .text("time", to_rfc3339(wall))
      .text("market_time", to_rfc3339(venues.now()))
      .number("speed", venues.speed())
      .close();
  return response;
}

// GET shows; POST reads a `Control`, has it done, and shows.
template <class Control, class Do, class Show>
net::Response steer(const net::Request& request, Do act, Show show) {
  if (request.method == net::Method::GET) return show();
  if (request.method != net::Method::POST) return refused(405, "allowed are GET and POST");
  const auto asked = json::read<Control>(request.body);
  if (!asked) return refused(400, asked.error().text());
  if (const Fault fault = act(*asked)) return refused(400, *fault);
  return show();
}

}  // namespace

net::Response serve_hedge_controls(HedgeVenues& venues, const net::Request& request, Timestamp wall) {
  venues.advance(wall);
  if (request.path == "/sim/hedge/market") {
    return steer<MarketControl>(
        request, [&](const auto& asked) { return move_market(venues, asked); }, [&] { return markets(venues, wall); });
  }
  if (request.path == "/sim/hedge/fault") {
    if (request.method == net::Method::DELETE) {
      venues.faults().clear();
      return faults(venues);
    }
    return steer<FaultControl>(
        request, [&](const auto& asked) { return add_fault(venues, asked); }, [&] { return faults(venues); });
  }
  if (request.path == "/sim/hedge/chain") {
    return steer<ChainControl>(
        request, [&](const auto& asked) { return set_chain(venues, asked, wall); },
        [&] { return chain_heads(venues, wall); });
  }
  if (request.path == "/sim/hedge/clock") {
    return steer<ClockControl>(
        request, [&](const auto& asked) { return set_clock(venues, asked, wall); },
        [&] { return clock(venues, wall); });
  }
  return refused(404, "there are /sim/hedge/market, /sim/hedge/fault, /sim/hedge/chain and /sim/hedge/clock");
}

}  // namespace robson::simulator
