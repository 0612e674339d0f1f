#include "scenario/world.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/overloaded.hpp"

namespace robson::scenario {
namespace {

constexpr auto tick = std::chrono::milliseconds(250);

std::vector<std::string> ids_made_by(const VenueRequest& request) {
  using Ids = std::vector<std::string>;
  return std::visit(overloaded{
                        [](const PlaceOrder& one) { return Ids{one.order.client_id}; },
                        [](const PlacePair& pair) {
                          return Ids{pair.stop.client_id, pair.target.client_id};
                        },
                        [](const PlaceEntryWithPair& list) {
                          return Ids{list.entry.client_id, list.stop.client_id, list.target.client_id};
                        },
                        [](const ReplaceOrder& change) { return Ids{change.order.client_id}; },
                        [](const CancelOrder&) { return Ids{}; },
                        [](const AskOrder&) { return Ids{}; },
                    },
                    request);
}

const NewOrder* exit_in(const VenueRequest& request) {
  const NewOrder* order = nullptr;
  if (const auto* place = std::get_if<PlaceOrder>(&request)) order = &place->order;
  if (const auto* change = std::get_if<ReplaceOrder>(&request)) order = &change->order;
  if (const auto* pair = std::get_if<PlacePair>(&request)) order = &pair->stop;
  if (order == nullptr) return nullptr;
  const auto own = parse_client_id("scen", order->client_id);
  return own && own->purpose != OrderPurpose::ENTRY ? order : nullptr;
}

}  // namespace

Decimal number(const std::string& text) {
  const auto read = Decimal::parse(text);
  if (!read) throw Fault("'" + text + "' is no number");
  return *read;
}

World::World() : now(*parse_time("2026-01-05T10:00:00Z")) {
  instruments[{"BTCUSDC"}] = {.symbol = {"BTCUSDC"},
                              .base = "BTC",
                              .quote = "USDC",
                              .tick = "0.01"_d,
                              .step = "0.00001"_d,
                              .min_quantity = "0.00001"_d,
                              .max_quantity = "9000"_d,
                              .min_notional = "5"_d};
  engine.emplace(rules);
  apply(engine::Restored{.installation = "scen", .tenants = {{1}, {2}}});
  list_instruments();
}

void World::list_instruments() {
  engine::InstrumentsListed listed;
  for (const auto& [name, instrument] : instruments) listed.instruments.push_back(instrument);
  apply(listed);
}

void World::apply(const engine::Input& input) {
  const engine::Output output = engine->apply(input, now);
  store.commit(output.events);
  if (!std::holds_alternative<std::monostate>(output.reply)) reply = output.reply;
  for (const auto& effect : output.effects) {
    std::visit(overloaded{
                   [&](const engine::Effect& request) { keep(request); },
                   [&](const engine::ReadAccount&) { ++readings_asked; },
                   [&](const engine::RefreshQuote&) { ++books_asked; },
               },
               effect);
  }
}

void World::keep(const engine::Effect& effect) {
  for (const std::string& id : ids_made_by(effect.what)) {
    if (!sent_ids.insert(id).second) throw Fault("Robson sent order " + id + " twice");
  }
  const auto same = [&](const engine::Effect& other) { return other.operation == effect.operation; };
  if (std::ranges::any_of(out, same)) throw Fault("two requests of one operation are out at once");
  const engine::Followed* of = engine->followed(effect.tenant, effect.operation);
  if (of == nullptr) throw Fault("a request for an operation that its client does not have");
  if (const NewOrder* exit = exit_in(effect.what); exit != nullptr && exit->quantity > of->operation.held) {
    throw Fault("an exit of " + exit->quantity.value.text() + " is larger than the position");
  }
  out.push_back(effect);
  unseen.push_back(effect);
}

void World::command(const engine::Command& command) {
  reply = {};
  std::visit([&](const auto& one) { apply(one); }, command);
}

void World::pass(Duration time) {
  const Duration step = time > std::chrono::hours(1) ? Duration(std::chrono::minutes(1)) : Duration(tick);
  const Timestamp until = now + time;
  while (now < until) {
    now = std::min(now + step, until);
    if (prices_live) {
      engine::StreamConfirmed confirmed{{}, now};
      for (const auto& [name, instrument] : instruments) confirmed.symbols.push_back(name);
      apply(confirmed);
    }
    apply(engine::TimePassed{});
  }
}

void World::see_price(const std::string& name, Price bid, Price ask) {
  symbol = name;
  apply(engine::QuoteSeen{{.symbol = {name},
                           .bid = bid,
                           .bid_quantity = {"10"_d},
                           .ask = ask,
                           .ask_quantity = {"10"_d},
                           .last = bid,
                           .venue_time = now,
                           .received = now,
                           .confirmed = now}});
}

void World::open_account(TenantId of) {
  engine::AccountOpened opened = rights[of];
  opened.tenant = of;
  rights[of] = opened;
  apply(opened);
  apply(engine::AccountStreamChanged{of, StreamState::live});
}

void World::read_account(TenantId of) {
  now = now + std::chrono::milliseconds(10);
  engine::AccountRead read{.tenant = of, .began = now, .balances = exchanges[of].balances()};
  now = now + std::chrono::milliseconds(50);
  read.ended = now;
  read.open_orders = exchanges[of].open_orders();
  apply(read);
}

void World::forget_order(const OwnId& own) {
  const std::string id = client_id_of("scen", own.operation, own.purpose, own.attempt);
  store.forget(id);
  emergency_.push_back({tenant, id, now});
}

void World::restart() {
  engine::Restored found = store.restored({{1}, {2}});
  found.emergency = emergency_;
  restart_with(found);
}

void World::restart_with(const engine::Restored& found) {
  engine.emplace(rules);
  out.clear();
  unseen.clear();
  reply = {};
  now = now + std::chrono::seconds(3);
  // In the order of the real start: what storage holds, the symbols it remembers, then the accounts.
  apply(found);
  list_instruments();
  for (const auto& [of, opened] : rights) open_account(of);
}

engine::Effect World::take_request() {
  if (out.empty()) throw Fault("no request is waiting for an answer");
  engine::Effect effect = out.front();
  out.pop_front();
  return effect;
}

void World::answer(const engine::Effect& effect, Exchange::Outcome outcome) {
  const Timestamp sent = now;
  now = now + std::chrono::milliseconds(20);
  apply(engine::VenueAnswered{.tenant = effect.tenant,
                              .request = effect.request,
                              .committed_at = sent,
                              .sent_at = sent,
                              .answered_at = now,
                              .outcome = std::move(outcome)});
}

void World::tell(TenantId of, const Exchange::Messages& messages) {
  for (const VenueOrder& message : messages) {
    if (losing) continue;
    if (holding) {
      held.emplace_back(of, message);
      continue;
    }
    told.emplace_back(of, message);
    apply(engine::OrderSeen{of, message});
  }
}

void World::deliver_held(bool reversed) {
  holding = false;
  if (reversed) std::ranges::reverse(held);
  for (const auto& [of, message] : std::exchange(held, {})) tell(of, {message});
}

const engine::TenantState& World::state() const {
  const engine::TenantState* found = engine->tenant(tenant);
  if (found == nullptr) throw Fault("nothing is known of that client");
  return *found;
}

const engine::Followed& World::followed() const {
  const engine::Followed* found = engine->followed(tenant, operation);
  if (found == nullptr) throw Fault("there is no such operation");
  return *found;
}

std::string World::order_named(const std::string& words) const {
  static const std::map<std::string, OrderPurpose> purposes = {{"entry", OrderPurpose::ENTRY},
                                                               {"stop", OrderPurpose::STOP},
                                                               {"target", OrderPurpose::TARGET},
                                                               {"exit", OrderPurpose::EXIT}};
  static const std::map<std::string, int> ordinals = {{"first", 1}, {"second", 2}, {"third", 3}, {"fourth", 4}};
  const auto dash = words.find('-');  // first-stop
  const std::string noun = dash == std::string::npos ? words : words.substr(dash + 1);
  const auto purpose = purposes.find(noun);
  if (purpose == purposes.end()) throw Fault("'" + words + "' is no order: entry, stop, target, exit, first-stop ...");
  int attempt = 0;
  if (dash != std::string::npos) {
    const auto ordinal = ordinals.find(words.substr(0, dash));
    if (ordinal == ordinals.end()) throw Fault("'" + words + "' is no order: first-stop, second-stop ...");
    attempt = ordinal->second;
  }
  std::string id;
  for (const Order& order : followed().orders) {
    if (order.purpose == purpose->second && (attempt == 0 || order.attempt == attempt)) id = order.client_id;
  }
  if (id.empty()) throw Fault("the operation has no " + words + " order");
  return id;
}

namespace {

std::string order_words(const NewOrder& order) {
  const std::string what = fmt::format("{} of {} {}", order.side == Side::BUY ? "buy" : "sell",
                                       order.quantity.value.text(), order.symbol.text);
  switch (order.type) {
    case OrderType::MARKET: return "a market " + what;
    case OrderType::STOP_LOSS: return fmt::format("a stop {} at {}", what, order.stop_price->value.text());
    case OrderType::LIMIT_MAKER: return fmt::format("a target {} at {}", what, order.price->value.text());
    case OrderType::LIMIT:
      return fmt::format("{} limit {} at {}", order.time_in_force == TimeInForce::IOC ? "an immediate" : "a", what,
                         order.price->value.text());
  }
  return "";
}

std::string purpose_words(const std::string& client_id) {
  const auto own = parse_client_id("scen", client_id);
  if (!own) return client_id;
  switch (own->purpose) {
    case OrderPurpose::ENTRY: return "the entry";
    case OrderPurpose::STOP: return "the stop";
    case OrderPurpose::TARGET: return "the target";
    case OrderPurpose::EXIT: return "the exit";
  }
  return "";
}

}  // namespace

std::string in_words(const World&, const engine::Effect& effect) {
  return std::visit(
      overloaded{
          [](const PlaceOrder& one) { return order_words(one.order); },
          [](const PlacePair& pair) {
            return fmt::format("{} with its target at {}", order_words(pair.stop), pair.target.price->value.text());
          },
          [](const PlaceEntryWithPair& list) {
            return fmt::format("{} bringing a stop at {} and a target at {}", order_words(list.entry),
                               list.stop.stop_price->value.text(), list.target.price->value.text());
          },
          [](const ReplaceOrder& change) {
            return fmt::format("{} in place of {}", order_words(change.order), purpose_words(change.cancel));
          },
          [](const CancelOrder& cancel) { return "a cancel of " + purpose_words(cancel.client_id); },
          [](const AskOrder& question) { return "a question about " + purpose_words(question.client_id); },
      },
      effect.what);
}

void check_end(const World& world) {
  for (const engine::Effect& effect : world.unseen) {
    throw Fault("Robson also sent " + in_words(world, effect) + ", which the scenario does not speak of");
  }
  if (world.ledger_may_differ) return;
  for (const auto& [tenant, exchange] : world.exchanges) {
    const engine::TenantState* state = world.engine->tenant(tenant);
    if (state == nullptr || state->ledger.empty()) continue;
    std::map<std::string, Money> open = state->ledger;
    for (const auto& [asset, held] : exchange.balances()) open[asset] -= held.free + held.locked;
    for (const auto& [asset, rest] : open) {
      if (rest.is_zero()) continue;
      throw Fault(
          fmt::format("ledger and exchange differ by {} {} for client {}", rest.value.text(), asset, tenant.value));
    }
  }
}

}  // namespace robson::scenario
