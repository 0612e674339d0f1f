// /sim/...: what only a simulator has. Never faulted, never signed.
//   GET, POST, DELETE /sim/faults    list, set, clear (DELETE /sim/faults?id=3 clears one)
//   GET  /sim/state                  times, symbols with their last prices, connections
//   POST /sim/deposit                {"key":"demo-key","asset":"USDC","amount":"100"}; negative withdraws
//   GET, POST /sim/accounts          list keys;
//                                    {"key":"k","secret":"s","balances":"10000USDC,1BTC","permission":"trade"}
//   GET, POST /sim/market            list prices; {"symbol":"BTCUSDC","price":"88000","still":true}
//   /sim/hedge/...                   see hedge/hedge_controls.cpp
#include "json/read.hpp"
#include "simulator/hedge/hedge_routes.hpp"
#include "simulator/json_text.hpp"
#include "simulator/venue.hpp"

namespace robson::simulator {

struct DepositRequest {
  std::string key{};
  std::string asset{};
  Money amount{};
};
BOOST_DESCRIBE_STRUCT(DepositRequest, (), (key, asset, amount))

// balances: "10000USDC,1BTC", or "=OTHERKEY" for another key to that one's account. permission: read, trade, withdraw.
struct AccountRequest {
  std::string key{};
  std::string secret{};
  std::optional<std::string> balances{};
  std::optional<std::string> permission{};
};
BOOST_DESCRIBE_STRUCT(AccountRequest, (), (key, secret, balances, permission))

struct MarketRequest {
  std::string symbol{};
  std::optional<Price> price{};
  std::optional<bool> still{};
};
BOOST_DESCRIBE_STRUCT(MarketRequest, (), (symbol, price, still))

namespace {

constexpr std::size_t most_keys = 1'000;

net::Response refused(int status, std::string_view why) {
  net::Response response{.status = status};
  Object(response.body).text("error", why).close();
  return response;
}

net::Response set_fault(Venue& venue, const net::Request& request) {
  auto fault = read_fault(request.body, venue.clock.now());
  if (!fault) return refused(400, fault.error());
  net::Response response;
  if (fault->kind == FaultKind::drop && fault->scope != FaultScope::rest) {
    const std::int64_t dropped = venue.outlets.drop(fault->scope, fault->count);
    if (!fault->until) {
      Object(response.body).number("dropped", dropped).close();
      return response;
    }
  }
  if (!venue.faults.add(*fault)) return refused(409, "too many faults stand; DELETE /sim/faults first");
  append_fault(response.body, *fault);
  return response;
}

net::Response clear_faults(Venue& venue, const net::Request& request) {
  const auto id = request.parameter("id");
  if (!id) {
    venue.faults.clear();
    return {.body = "[]"};
  }
  const auto number = Decimal::parse(*id);
  const bool known =
      number && venue.faults.remove(static_cast<std::int64_t>(number->units() / Decimal::integer(1).units()));
  if (!known) return refused(404, "no fault of that id stands");
  return {.body = venue.faults.list(venue.clock.now())};
}

net::Response state(Venue& venue) {
  const Timestamp wall = venue.clock.now();
  const Timestamp now = venue.market.time(wall);
  net::Response response;
  Object object(response.body);
  object.text("time", to_rfc3339(wall))
      .text("market_time", to_rfc3339(now))
      .number("speed", venue.market.clock().speed)
      .number("sockets", static_cast<std::int64_t>(venue.outlets.size()));
  append_array(object.member("symbols"), venue.market.symbols(), [&](std::string& out, const auto& each) {
    const SymbolMarket& market = *each.second;
    Object(out)
        .text("symbol", each.first.text)
        .amount("last", venue.market.last_price(market))
        .text("source_time", to_rfc3339(market.source_time(now)))
        .close();
  });
  object.raw("faults", venue.faults.list(wall)).close();
  return response;
}

net::Response deposit(Venue& venue, const net::Request& request) {
  const auto asked = json::read<DepositRequest>(request.body);
  if (!asked) return refused(400, asked.error().text());
  const auto account = venue.keys.account_of(asked->key);
  if (!account) return refused(404, "key: no account has it");
  Events events;
  const auto done = venue.market.exchange().deposit(*account, asked->asset, asked->amount,
                                                    venue.market.time(venue.clock.now()), events);
  if (!done) return refused(400, done.error().message);
  venue.market.publish(events);
  return {.body = "{}"};
}

// Keys, never secrets.
net::Response list_accounts(const Venue& venue) {
  net::Response response;
  append_array(response.body, venue.keys.all(), [](std::string& out, const auto& each) {
    Object(out)
        .text("key", each.first)
        .number("account", each.second.account.value)
        .text("permission", name(each.second.permission))
        .close();
  });
  return response;
}

net::Response add_account(Venue& venue, const net::Request& request) {
  const auto asked = json::read<AccountRequest>(request.body);
  if (!asked) return refused(400, asked.error().text());
  const auto account =
      make_account(asked->key, asked->secret, asked->balances.value_or(""), asked->permission.value_or("trade"));
  if (!account) return refused(400, account.error());
  if (venue.keys.find(account->key) != nullptr) return refused(409, "key: it is there already");
  if (venue.keys.all().size() >= most_keys) return refused(409, "there are too many keys");
  if (!venue.open(*account, venue.clock.now(), true))
    return refused(404, "balances: no account has the key behind \"=\"");
  return list_accounts(venue);
}

net::Response list_market(const Venue& venue) {
  net::Response response;
  append_array(response.body, venue.market.symbols(), [&](std::string& out, const auto& each) {
    Object(out)
        .text("symbol", each.first.text)
        .amount("last", venue.market.last_price(*each.second))
        .flag("still", each.second->holds())
        .close();
  });
  return response;
}

net::Response move_market(Venue& venue, const net::Request& request) {
  const auto asked = json::read<MarketRequest>(request.body);
  if (!asked) return refused(400, asked.error().text());
  const auto moved = venue.market.move({{asked->symbol}, asked->price, asked->still}, venue.clock.now());
  if (!moved) return refused(400, moved.error());
  return list_market(venue);
}

net::Response get_or_post(Venue& venue, const net::Request& request, net::Response (*get)(const Venue&),
                          net::Response (*post)(Venue&, const net::Request&)) {
  if (request.method == net::Method::GET) return get(venue);
  if (request.method == net::Method::POST) return post(venue, request);
  return refused(405, "allowed are GET and POST");
}

}  // namespace

net::Response serve_controls(Venue& venue, const net::Request& request) {
  using net::Method;
  try {
    if (request.path == "/sim/faults") {
      if (request.method == Method::GET) return {.body = venue.faults.list(venue.clock.now())};
      if (request.method == Method::POST) return set_fault(venue, request);
      if (request.method == Method::DELETE) return clear_faults(venue, request);
      return refused(405, "allowed are GET, POST and DELETE");
    }
    if (request.path == "/sim/state") return request.method == Method::GET ? state(venue) : refused(405, "use GET");
    if (request.path == "/sim/deposit") {
      return request.method == Method::POST ? deposit(venue, request) : refused(405, "use POST");
    }
    if (request.path == "/sim/accounts") return get_or_post(venue, request, list_accounts, add_account);
    if (request.path == "/sim/market") return get_or_post(venue, request, list_market, move_market);
    if (request.path.starts_with("/sim/hedge/")) return serve_hedge_controls(venue.hedge, request, venue.clock.now());
  } catch (const DecimalOverflow&) {
    return refused(400, "an amount is out of range");
  }
  return refused(404, "there are /sim/faults, /sim/state, /sim/deposit, /sim/accounts, /sim/market and /sim/hedge/...");
}

}  // namespace robson::simulator
