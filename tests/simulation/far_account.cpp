// What lies between the server and the exchange.
#include "base/overloaded.hpp"
#include "simulation/life.hpp"

namespace robson::simulation {
namespace {

constexpr Duration request_timeout = std::chrono::seconds(5);
constexpr Duration receive_window = std::chrono::seconds(5);

VenueRefusal refusal(VenueRefusalKind kind, std::string text) {
  return {.kind = kind, .text = std::move(text)};
}

std::vector<const NewOrder*> made_by(const VenueRequest& request) {
  return std::visit(overloaded{
                        [](const PlaceOrder& one) { return std::vector{&one.order}; },
                        [](const PlacePair& one) {
                          return std::vector{&one.stop, &one.target};
                        },
                        [](const PlaceEntryWithPair& one) {
                          return std::vector{&one.entry, &one.stop, &one.target};
                        },
                        [](const ReplaceOrder& one) { return std::vector{&one.order}; },
                        [](const CancelOrder&) { return std::vector<const NewOrder*>{}; },
                        [](const AskOrder&) { return std::vector<const NewOrder*>{}; },
                    },
                    request);
}

std::string subject_of(const VenueRequest& request) {
  if (const auto* cancel = std::get_if<CancelOrder>(&request)) return cancel->client_id;
  if (const auto* question = std::get_if<AskOrder>(&request)) return question->client_id;
  return made_by(request).front()->client_id;
}

std::string in_words(const VenueRequest& request) {
  std::string words =
      std::visit(overloaded{[](const PlaceOrder&) { return std::string("place"); },
                            [](const PlacePair&) { return std::string("place pair"); },
                            [](const PlaceEntryWithPair&) { return std::string("place entry with pair"); },
                            [](const ReplaceOrder& one) { return "replace " + one.cancel + " by"; },
                            [](const CancelOrder& one) { return "cancel " + one.client_id; },
                            [](const AskOrder& one) { return "ask " + one.client_id; }},
                 request);
  for (const NewOrder* order : made_by(request)) {
    words += fmt::format(" [{} {} {}]", order->client_id, order->quantity.value.text(),
                         order->price.value_or(order->stop_price.value_or(Price{})).value.text());
  }
  return words;
}

std::string in_words(const OrderOutcome& outcome) {
  if (!outcome) {
    return fmt::format("refused, kind {}{}: {}", static_cast<int>(outcome.error().kind),
                       outcome.error().cancelled_old ? " (old one cancelled)" : "", outcome.error().text);
  }
  std::string words;
  for (const VenueOrder& order : *outcome) {
    words += fmt::format("{} status {} filled {}; ", order.client_id, static_cast<int>(order.status),
                         order.filled.value.text());
  }
  return words;
}

}  // namespace

runtime::FromVenue<runtime::AccountRights> FarAccount::rights() {
  co_return runtime::AccountRights{.can_trade = true};
}
runtime::FromVenue<Balances> FarAccount::balances() {
  co_return life_.ground.exchange.balances(tenant_);
}
runtime::FromVenue<std::vector<VenueOrder>> FarAccount::open_orders() {
  co_return life_.ground.exchange.open_orders(tenant_);
}

// What must hold of each request before it leaves.
void FarAccount::check(const VenueRequest& request) {
  Ground& ground = life_.ground;
  const std::string operation = operation_prefix(subject_of(request));
  if (operation.empty()) ground.world.broke("a request names an order that is not ours: " + in_words(request));
  if (++out_[operation] > 1) ground.world.broke("two requests of one operation are out: " + in_words(request));
  const auto owner = ground.owners.try_emplace(operation, tenant_).first;
  if (owner->second != tenant_) ground.world.broke("a request went to another tenant's account: " + in_words(request));
  for (const NewOrder* order : made_by(request)) {
    if (!ground.sent.insert(order->client_id).second) {
      ground.world.broke("order sent twice: " + order->client_id);
    }
    if (life_.journal_failed()) continue;
    bool durable = false;
    for (const auto& [id, row] : ground.durable.orders) durable = durable || row.client_id == order->client_id;
    if (!durable) ground.world.broke("sent before it was durable: " + order->client_id);
  }
}

net::Task<OrderOutcome> FarAccount::carry_out(VenueRequest request) {
  co_await life_.boundary("before a request");
  check(request);
  World& world = life_.ground.world;
  ++life_.ground.requests;
  world.note([&] { return fmt::format("tenant {} sends: {}", tenant_.value, in_words(request)); });
  const std::string operation = operation_prefix(subject_of(request));
  auto answered = std::make_shared<Signal>();
  auto outcome = std::make_shared<OrderOutcome>(Unexpected(refusal(VenueRefusalKind::unknown, "no answer within 5 s")));
  dispatch(std::move(request), answered, outcome);
  co_await life_.wait(answered);
  co_await life_.boundary("between an answer and its use");
  --out_[operation];
  world.note([&] { return fmt::format("answer for {}: {}", operation, in_words(*outcome)); });
  co_return std::move(*outcome);
}

// Sends it on its way, with whatever befalls it there.
void FarAccount::dispatch(VenueRequest request, std::shared_ptr<Signal> answered,
                          std::shared_ptr<OrderOutcome> outcome) {
  Ground& ground = life_.ground;
  World& world = ground.world;
  Chance& chance = world.chance;
  const Faults& faults = ground.faults;
  const Duration back = Duration(chance.between(500, 80'000));
  const auto answer = [this, answered, outcome](Duration delay, OrderOutcome what) {
    life_.later(delay, [answered, outcome, what] {
      if (answered->raised) return;
      *outcome = what;
      Life::raise(answered);
    });
  };
  life_.later(request_timeout, [answered] { Life::raise(answered); });
  if (chance.permille(faults.limited)) {
    VenueRefusal limited = refusal(VenueRefusalKind::not_sent, "rate limited");
    limited.retry_after = std::chrono::seconds(chance.between(0, 10));
    return answer(back, Unexpected(limited));
  }
  if (chance.permille(faults.refused)) {
    return answer(back, Unexpected(refusal(VenueRefusalKind::refused, "the venue is of another opinion")));
  }
  if (chance.permille(faults.lost_before)) return;
  Duration there = Duration(chance.between(500, 80'000));
  if (chance.permille(faults.slow)) there = std::chrono::milliseconds(chance.between(500, 7000));
  const bool answer_lost = chance.permille(faults.lost_after);
  const bool unavailable = chance.permille(faults.unavailable);
  const bool done = !unavailable || chance.permille(500);
  const bool bare = chance.permille(200);  // the answer leaves the fills out
  const int number = ground.lives;
  world.after(there, [=, this, &ground, request = std::move(request), tenant = tenant_] {
    OrderOutcome made = Unexpected(refusal(VenueRefusalKind::refused, "outside of recvWindow"));
    if (done && there <= receive_window) made = ground.exchange.carry_out(tenant, request);
    if (unavailable) made = Unexpected(refusal(VenueRefusalKind::unknown, "503"));
    if (bare && made && !std::holds_alternative<AskOrder>(request)) {
      for (VenueOrder& order : *made) order.fills.clear();
    }
    if (answer_lost || number != ground.lives) return;  // nobody is there any more
    answer(back, std::move(made));
  });
}

}  // namespace robson::simulation
