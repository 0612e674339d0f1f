// When: what the exchange does and answers, and what becomes of its messages.
#include <sstream>

#include "scenario/script.hpp"

namespace robson::scenario {
namespace {

Price price(const std::string& text) {
  return {number(text)};
}
Quantity quantity(const std::string& text) {
  return {number(text)};
}
Fee fee(const std::string& amount, const std::string& asset) {
  return {{number(amount)}, asset};
}

// The order that a request is about: the one it makes (of a list, its first), cancels or asks about.
std::string made_by(const VenueRequest& request) {
  if (const auto* place = std::get_if<PlaceOrder>(&request)) return place->order.client_id;
  if (const auto* change = std::get_if<ReplaceOrder>(&request)) return change->order.client_id;
  if (const auto* list = std::get_if<PlaceEntryWithPair>(&request)) return list->entry.client_id;
  if (const auto* pair = std::get_if<PlacePair>(&request)) return pair->stop.client_id;
  throw Fault("the waiting request makes no order");
}

Unexpected<VenueRefusal> refusal(VenueRefusalKind kind, std::string text, bool cancelled_old = false) {
  return Unexpected(VenueRefusal{kind, -2010, std::move(text), {}, cancelled_old});
}

Exchange& exchange_of(World& world, const engine::Effect& effect) {
  return world.exchanges[effect.tenant];
}

Exchange::Messages does(World& world, const engine::Effect& effect) {
  auto outcome = exchange_of(world, effect).carry_out(effect.what, world.instruments, world.now);
  if (!outcome) throw Fault("the exchange would refuse that: " + outcome.error().text);
  return *outcome;
}

void answers(World& world) {
  const engine::Effect effect = world.take_request();
  world.answer(effect, exchange_of(world, effect).carry_out(effect.what, world.instruments, world.now));
}

// The request is carried out; what it makes is filled before the answer, which tells both.
void answers_filled(World& world, const std::string& amount, const std::string& at, const Fee& paid, bool ends) {
  const engine::Effect effect = world.take_request();
  Exchange& venue = exchange_of(world, effect);
  Exchange::Messages outcome = does(world, effect);
  const std::string id = made_by(effect.what);
  const Quantity all = venue.order(id).quantity;
  venue.fill(id, amount.empty() ? all : quantity(amount), price(at), paid, world.instruments, world.now);
  if (ends) venue.end(id, VenueOrderStatus::EXPIRED, world.now);
  for (VenueOrder& told : outcome) told = venue.order(told.client_id);
  world.answer(effect, std::move(outcome));
}

void is_filled(World& world, const std::string& order, const std::string& amount, const std::string& at,
               const Fee& paid) {
  const std::string id = world.order_named(order);
  const VenueOrder& standing = world.exchange().order(id);
  const Quantity much = amount.empty() ? standing.quantity - standing.filled : quantity(amount);
  world.tell(world.tenant, world.exchange().fill(id, much, price(at), paid, world.instruments, world.now));
}

void ends(World& world, const std::string& order, VenueOrderStatus how) {
  world.tell(world.tenant, world.exchange().end(world.order_named(order), how, world.now));
}

void requests(Language& say) {
  say.act("the exchange answers", [](World& world, Words) { answers(world); });
  say.act("the exchange accepts", [](World& world, Words) { answers(world); });
  say.act("the exchange says how it stands", [](World& world, Words) { answers(world); });
  say.act("the exchange fills it at {}", [](World& world, Words w) { answers_filled(world, "", w[0], {}, false); });
  say.act("the exchange fills it at {} with fee {} {}",
          [](World& world, Words w) { answers_filled(world, "", w[0], fee(w[1], w[2]), false); });
  say.act("the exchange fills {} of it at {} and drops the rest",
          [](World& world, Words w) { answers_filled(world, w[0], w[1], {}, true); });
  say.act("the exchange fills nothing of it", [](World& world, Words) {
    const engine::Effect effect = world.take_request();
    Exchange& venue = exchange_of(world, effect);
    Exchange::Messages outcome = does(world, effect);
    venue.end(made_by(effect.what), VenueOrderStatus::EXPIRED, world.now);
    for (VenueOrder& told : outcome) told = venue.order(told.client_id);
    world.answer(effect, std::move(outcome));
  });
  say.act("the exchange refuses: {...}",
          [](World& world, Words w) { world.answer(world.take_request(), refusal(VenueRefusalKind::refused, w[0])); });
  say.act("the exchange refuses because the price has passed the stop", [](World& world, Words) {
    world.answer(world.take_request(),
                 refusal(VenueRefusalKind::would_trigger, "Stop price would trigger immediately."));
  });
  say.act("the exchange asks to wait {} seconds", [](World& world, Words w) {
    VenueRefusal slower{VenueRefusalKind::not_sent, -1003, "Too many requests.", {}, false};
    slower.retry_after = std::chrono::seconds(std::stoll(w[0]));
    world.answer(world.take_request(), Unexpected(slower));
  });
  say.act("the request does not reach the exchange", [](World& world, Words) {
    world.answer(world.take_request(), refusal(VenueRefusalKind::not_sent, "connection refused"));
  });
  say.act("the request is lost on its way", [](World& world, Words) {
    world.answer(world.take_request(), refusal(VenueRefusalKind::unknown, "no answer"));
  });
  say.act("the exchange says how it stands but not its trades", [](World& world, Words) {
    const engine::Effect effect = world.take_request();
    Exchange::Messages told = does(world, effect);
    for (VenueOrder& order : told) order.fills.clear();
    world.answer(effect, std::move(told));
  });
  say.act("the request is late", [](World& world, Words) {
    world.late.push_back(world.take_request());
    world.answer(world.late.back(), refusal(VenueRefusalKind::unknown, "no answer"));
  });
  say.act("the late request arrives", [](World& world, Words) {
    if (world.late.empty()) throw Fault("no request is late");
    world.tell(world.late.front().tenant, does(world, world.late.front()));
    world.late.pop_front();
  });
  say.act("the exchange does it but its answer is lost", [](World& world, Words) {
    const engine::Effect effect = world.take_request();
    does(world, effect);
    world.answer(effect, refusal(VenueRefusalKind::unknown, "no answer"));
  });
  say.act("the exchange does it but has not answered yet", [](World& world, Words) {
    if (world.out.empty()) throw Fault("no request is waiting for an answer");
    does(world, world.out.front());
  });
  say.act("the exchange cancels the old order and refuses the new one: {...}", [](World& world, Words w) {
    const engine::Effect effect = world.take_request();
    const auto* change = std::get_if<ReplaceOrder>(&effect.what);
    if (change == nullptr) throw Fault("the waiting request replaces nothing");
    exchange_of(world, effect).end(change->cancel, VenueOrderStatus::CANCELED, world.now);
    world.answer(effect, refusal(VenueRefusalKind::refused, w[0], true));
  });
}

void orders(Language& say) {
  say.act("the {} is filled at {}", [](World& world, Words w) { is_filled(world, w[0], "", w[1], {}); });
  say.act("the {} is filled at {} with fee {} {}",
          [](World& world, Words w) { is_filled(world, w[0], "", w[1], fee(w[2], w[3])); });
  say.act("{} of the {} is filled at {}", [](World& world, Words w) { is_filled(world, w[1], w[0], w[2], {}); });
  say.act("{} of the {} is filled at {} with fee {} {}",
          [](World& world, Words w) { is_filled(world, w[1], w[0], w[2], fee(w[3], w[4])); });
  say.act("the {} expires", [](World& world, Words w) { ends(world, w[0], VenueOrderStatus::EXPIRED); });
  say.act("somebody cancels the {} at the exchange",
          [](World& world, Words w) { ends(world, w[0], VenueOrderStatus::CANCELED); });
  say.act("the exchange forgets the {}",
          [](World& world, Words w) { world.exchange().forget(world.order_named(w[0])); });
  say.act("somebody places a {} order {} of {} {} at the exchange", [](World& world, Words w) {
    world.exchange().place_foreign({.client_id = w[1],
                                    .venue_id = 77,
                                    .symbol = {w[3]},
                                    .side = Side::SELL,
                                    .type = w[0],
                                    .status = VenueOrderStatus::NEW,
                                    .quantity = quantity(w[2])});
  });
}

void messages(Language& say) {
  say.act("messages of the exchange are lost", [](World& world, Words) { world.losing = true; });
  say.act("messages of the exchange arrive again", [](World& world, Words) { world.losing = false; });
  say.act("messages of the exchange are held back", [](World& world, Words) { world.holding = true; });
  say.act("the held messages arrive", [](World& world, Words) { world.deliver_held(false); });
  say.act("the held messages arrive in reverse order", [](World& world, Words) { world.deliver_held(true); });
  say.act("every message of the exchange comes once more", [](World& world, Words) {
    const auto earlier = world.told;
    for (const auto& [tenant, message] : earlier) world.apply(engine::OrderSeen{tenant, message});
  });
  say.act("Robson restarts", [](World& world, Words) { world.restart(); });
  say.act("Robson restarts with the {} noted in the emergency journal", [](World& world, Words w) {
    // The order went out though the journal could not be written: storage does not know it.
    const auto own = parse_client_id("scen", world.order_named(w[0]));
    world.forget_order(*own);
    world.restart();
  });
}

}  // namespace

void teach_exchange(Language& say) {
  requests(say);
  orders(say);
  messages(say);
}

}  // namespace robson::scenario
