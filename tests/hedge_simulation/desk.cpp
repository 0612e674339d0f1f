#include "hedge_simulation/desk.hpp"

#include "base/overloaded.hpp"
#include "json/read.hpp"

namespace robson::hedge_simulation {
namespace {

using namespace reference_bot;
using simulator::HedgeVenue;

constexpr Duration poll_every = std::chrono::seconds(5);
constexpr Duration gives_up_after = std::chrono::seconds(3);

// What the venue says, as it would come through JSON.
PerpMarkets read_markets(const simulator::PerpMarketsView& view) {
  PerpMarkets made{.time = view.time};
  for (const auto& one : view.markets)
    made.markets.push_back({.coin = one.coin,
                            .mark_price = one.mark_price.value,
                            .oracle_price = one.oracle_price.value,
                            .bid = one.bid.value,
                            .ask = one.ask.value,
                            .funding_rate = one.funding_rate,
                            .max_leverage = one.max_leverage,
                            .maintenance_margin = one.maintenance_margin,
                            .size_step = one.size_step,
                            .price_tick = one.price_tick});
  return made;
}

LendingMarkets read_markets(const simulator::LendingMarketsView& view) {
  LendingMarkets made{.time = view.time};
  for (const auto& one : view.markets)
    made.markets.push_back({.asset = one.asset,
                            .protocol = one.protocol,
                            .token = one.token,
                            .oracle_price = one.oracle_price.value,
                            .token_market_price = one.token_market_price.value,
                            .pool_rate = one.pool_rate,
                            .borrow_rate = one.borrow_rate,
                            .supply_rate = one.supply_rate,
                            .staking_rate = one.staking_rate,
                            .liquidation_threshold = one.liquidation_threshold,
                            .available_usd = one.available_usd.value,
                            .max_leverage = one.max_leverage});
  return made;
}

PerpAccount read_account(const simulator::PerpAccountView& view) {
  PerpAccount made{.time = view.time,
                   .account_value = view.account_value.value,
                   .free = view.free.value,
                   .margin_used = view.margin_used.value};
  for (const auto& one : view.positions)
    made.positions.push_back({.coin = one.coin,
                              .size = one.size.value,
                              .entry_price = one.entry_price.value,
                              .mark_price = one.mark_price.value,
                              .leverage = one.leverage,
                              .margin = one.margin.value,
                              .unrealized_pnl = one.unrealized_pnl.value,
                              .funding = one.funding.value,
                              .margin_fraction = one.margin_fraction});
  return made;
}

std::optional<Decimal> value_of(const auto& maybe) {
  if (!maybe) return {};
  return maybe->value;
}

PerpOrder read_order(const simulator::PerpOrder& order) {
  const simulator::PerpOrderView view = simulator::view_of(order);
  return {.client_id = view.client_id,
          .coin = view.coin,
          .side = *json::value_of<TradeSide>(view.side),
          .size = view.size.value,
          .filled_size = view.filled_size.value,
          .average_price = value_of(view.average_price),
          .fee = view.fee.value,
          .status = *json::value_of<reference_bot::PerpOrderStatus>(view.status),
          .reason = view.reason,
          .time = view.time};
}

LendingPosition read_position(const simulator::LendingPool& pool, const simulator::LendingPosition& position) {
  const simulator::LendingPositionView view = simulator::view_of(pool, position);
  return {.client_id = view.client_id,
          .position_pda = view.position_pda,
          .asset = view.asset,
          .token = view.token,
          .protocol = view.protocol,
          .token_amount = view.token_amount.value,
          .entry_price = view.entry_price.value,
          .collateral_usd = view.collateral_usd.value,
          .debt_usd = view.debt_usd.value,
          .value_usd = view.value_usd.value,
          .health_factor = view.health_factor,
          .status = *json::value_of<reference_bot::LendingStatus>(view.status),
          .reason = view.reason,
          .fee = view.fee.value,
          .interest_paid = view.interest_paid.value,
          .opened_at = view.opened_at,
          .closed_at = view.closed_at,
          .proceeds_usd = value_of(view.proceeds_usd),
          .exit_price = value_of(view.exit_price)};
}

Outcome outcome_of(const simulator::VenueRefusal& refusal) {
  switch (refusal.code) {
    case simulator::RefusalCode::UNKNOWN_ORDER:
    case simulator::RefusalCode::UNKNOWN_POSITION: return Outcome::unknown_id;
    case simulator::RefusalCode::CHAIN_DOWN:
    case simulator::RefusalCode::UNAVAILABLE: return Outcome::unclear;  // 5xx
    default: return Outcome::refused;
  }
}

simulator::PerpOrderRequest request_of(const PerpOrderRequest& order) {
  simulator::PerpOrderRequest made{.client_id = order.client_id,
                                   .coin = order.coin,
                                   .side = order.side == TradeSide::BUY ? Side::BUY : Side::SELL,
                                   .size = {order.size},
                                   .leverage = order.leverage,
                                   .reduce_only = order.reduce_only};
  if (order.limit_price) made.limit_price = Price{*order.limit_price};
  return made;
}

std::string leg_name(const std::string& position, std::string_view leg) {
  return position + " " + std::string(leg);
}

}  // namespace

Desk::Desk(simulator::HedgeVenues& venues, Rules rules, Timestamp now)
    : venues_(venues), rules_(std::move(rules)), now_(now) {
  start();
}

void Desk::start() {
  ++lives_;
  if (kept_.empty()) {
    strategy_.emplace(rules_, "t0", now_);
    kept_ = json::text_of(strategy_->state());
    return;
  }
  auto state = json::read<State>(kept_, json::Unknown::refused, {.bytes = 1U << 24U, .values = 1'000'000});
  if (!state) return breaks("the kept state cannot be read: " + state.error().text());
  if (json::text_of(*state) != kept_) breaks("the kept state reads as another one");
  strategy_.emplace(rules_, std::move(*state), now_);
  polled_.reset();
}

void Desk::breaks(std::string what) {
  if (broken_.empty()) broken_ = to_rfc3339(now_) + " " + std::move(what);
}

void Desk::crash(CrashPoint point) {
  crash_ = point;
}

Reply Desk::tell(const Input& input) {
  Output out = strategy_->apply(input, now_);
  const bool dies = crash_ && out.durable;
  if (!out.durable) {
    for (const Effect& effect : out.effects) {
      if (!std::holds_alternative<AskLeg>(effect)) breaks("an act went out that was not kept");
      carry_out(effect);
    }
    return out.reply;
  }
  if (dies && *crash_ == CrashPoint::before_keeping) {
    crash_.reset();
    answers_.clear();
    start();
    return {};
  }
  kept_ = json::text_of(strategy_->state());
  payments_.insert(payments_.end(), out.payments.begin(), out.payments.end());
  trades_.insert(trades_.end(), out.trades.begin(), out.trades.end());
  events_.insert(events_.end(), out.events.begin(), out.events.end());
  const bool dies_late = dies && *crash_ == CrashPoint::amid_effects;
  if (!dies || dies_late) {
    for (const Effect& effect : out.effects) carry_out(effect);
  }
  if (dies) {
    crash_.reset();
    answers_.clear();
    start();
  }
  return out.reply;
}

template <class T>
void Desk::answer_later(Duration extra, T answer) {
  answers_.push_back({now_ + latency_ + extra, lives_, std::move(answer)});
}

// A leg's next id may only be used when the fate of the one before is known.
void Desk::check_once(const std::string& leg, const std::string& id) {
  const auto [found, fresh] = out_.try_emplace(leg, id);
  if (fresh || found->second == id) return;
  if (!found->second.empty()) breaks(leg + ": " + id + " went out while nothing is known of " + found->second);
  found->second = id;
}

void Desk::carry_out(const Effect& effect) {
  const auto short_act = [&](const std::string& position, const PerpOrderRequest& request) {
    check_once(leg_name(position, "short"), request.client_id);
    const auto told = venues_.order(key, request_of(request));
    ShortAnswered answer{.client_id = request.client_id};
    if (!told.answered) {
      answer.outcome = Outcome::unclear;
      answer.why = "no answer";
      return answer_later(gives_up_after, std::move(answer));
    }
    if (told.result) {
      answer.outcome = Outcome::told;
      answer.order = read_order(*told.result);
    } else {
      answer.outcome = outcome_of(told.result.error());
      answer.why = told.result.error().message;
    }
    answer_later(told.after, std::move(answer));
  };
  const auto long_answer = [&](LongAnswered answer, const simulator::Told<simulator::LendingPosition>& told) {
    if (!told.answered) {
      answer.outcome = Outcome::unclear;
      answer.why = "no answer";
      return answer_later(gives_up_after, std::move(answer));
    }
    if (told.result) {
      answer.outcome = Outcome::told;
      answer.position = read_position(venues_.lending(), *told.result);
    } else {
      answer.outcome = outcome_of(told.result.error());
      answer.why = told.result.error().message;
    }
    answer_later(told.after, std::move(answer));
  };
  std::visit(
      overloaded{
          [&](const OpenLong& act) {
            check_once(leg_name(act.position_id, "long"), act.request.client_id);
            const simulator::LendingRequest request{.client_id = act.request.client_id,
                                                    .asset = act.request.asset,
                                                    .token = act.request.token,
                                                    .collateral = {act.request.collateral_usd},
                                                    .leverage = act.request.leverage};
            long_answer({.client_id = act.request.client_id}, venues_.open(key, request));
          },
          [&](const CloseLong& act) {
            check_once(leg_name(act.position_id, "long"), act.close_id);
            long_answer({.client_id = act.client_id, .close_id = act.close_id},
                        venues_.close(key, act.client_id, act.close_id));
          },
          [&](const OpenShort& act) { short_act(act.position_id, act.request); },
          [&](const CloseShort& act) { short_act(act.position_id, act.request); },
          [&](const AskLeg& ask) {
            if (ask.leg == hedge::Leg::hyperliquid) {
              ShortAnswered answer{.client_id = ask.client_id, .outcome = Outcome::unclear, .why = "no answer"};
              const auto way = venues_.read(HedgeVenue::perp);
              if (way.answered && way.result && !reads_fail) {
                const auto order = venues_.perp().order_of(key, ask.client_id);
                answer.outcome = order ? Outcome::told : outcome_of(order.error());
                if (order) answer.order = read_order(*order);
              }
              return answer_later({}, std::move(answer));
            }
            LongAnswered answer{
                .client_id = ask.client_id, .close_id = ask.close_id, .outcome = Outcome::unclear, .why = "no answer"};
            const auto way = venues_.read(HedgeVenue::lending);
            if (way.answered && way.result && !reads_fail) {
              const auto position = venues_.lending().position_of(key, ask.client_id);
              answer.outcome = position ? Outcome::told : outcome_of(position.error());
              if (position) answer.position = read_position(venues_.lending(), *position);
            }
            answer_later({}, std::move(answer));
          },
      },
      effect);
}

void Desk::poll() {
  polled_ = now_;
  const auto reads = [&](HedgeVenue venue) {
    const auto way = venues_.read(venue);
    return !reads_fail && way.answered && way.result;
  };
  const Timestamp wall = now_;
  std::vector<ChainHealth> chains;
  for (const simulator::Chain chain : {simulator::Chain::solana, simulator::Chain::arbitrum}) {
    const simulator::ChainHead head = venues_.chains().head(chain, wall);
    chains.push_back({.name = std::string(simulator::name(chain)),
                      .connected = head.connected,
                      .block_height = head.block_height,
                      .age_ms = head.age_ms,
                      .gas_usd = head.gas_usd});
  }
  tell(ChainsSeen{chains});
  if (reads(HedgeVenue::perp)) {
    const simulator::PerpAccount& account = *venues_.perp().account(key);
    tell(PerpMarketsSeen{read_markets(venues_.perp_markets(wall))});
    tell(PerpAccountSeen{now_, read_account(simulator::account_view(venues_.perp(), account, wall))});
    LiquidationsSeen gone;
    for (const auto& one : venues_.perp().liquidations(account, strategy_->state().liquidation_cursor, 100))
      gone.liquidations.push_back({.id = one.id,
                                   .coin = one.coin,
                                   .time = one.time,
                                   .size = one.size.value,
                                   .mark_price = one.mark.value,
                                   .margin_lost = one.lost.value});
    tell(gone);
    PaymentsSeen paid;
    for (const auto& one : venues_.perp().payments(account, strategy_->state().payment_cursor, 500))
      paid.payments.push_back({.id = one.id,
                               .coin = one.coin,
                               .time = one.time,
                               .size = one.size.value,
                               .mark_price = one.oracle.value,
                               .rate = one.rate,
                               .amount = one.amount.value});
    tell(paid);
  } else {
    tell(VenueSilent{hedge::Leg::hyperliquid, "no answer"});
  }
  if (reads(HedgeVenue::lending)) {
    const simulator::LendingAccount& account = *venues_.lending().account(key);
    tell(LendingMarketsSeen{read_markets(venues_.lending_markets(wall))});
    LendingAccountSeen seen{.asked_at = now_, .usd = account.usd.value};
    for (const auto& one : account.positions) seen.positions.push_back(read_position(venues_.lending(), one));
    tell(seen);
  } else {
    tell(VenueSilent{hedge::Leg::asgard, "no answer"});
  }
}

void Desk::step(Timestamp now) {
  now_ = now;
  venues_.advance(now_);
  const int life = lives_;
  std::vector<Answer> due;
  for (auto each = answers_.begin(); each != answers_.end();) {
    if (each->at > now_) {
      ++each;
      continue;
    }
    due.push_back(std::move(*each));
    each = answers_.erase(each);
  }
  for (const Answer& one : due) {
    if (lives_ != life) break;  // they died with the program
    const auto known = [&](const std::string& leg, const std::string& id, Outcome outcome) {
      const auto found = out_.find(leg);
      if (found != out_.end() && found->second == id && outcome != Outcome::unclear) found->second.clear();
    };
    // The names of ids hold position and leg: "t0-<position>-long-...".
    const auto resolve = [&](const std::string& id, std::string_view leg, Outcome outcome) {
      const std::size_t at = id.find(std::string("-") + std::string(leg) + "-");
      if (at != std::string::npos) known(leg_name(id.substr(3, at - 3), leg), id, outcome);
    };
    if (const auto* answer = std::get_if<ShortAnswered>(&one.input))
      resolve(answer->client_id, "short", answer->outcome);
    if (const auto* answer = std::get_if<LongAnswered>(&one.input))
      resolve(answer->close_id.value_or(answer->client_id), "long", answer->outcome);
    tell(one.input);
  }
  if (!polled_ || now_ - *polled_ >= poll_every) poll();
  tell(TimePassed{});
}

}  // namespace robson::hedge_simulation
