// What producers may: propose, and take back. They have no session: each request shows by itself whose it is.
#include "json/write.hpp"
#include "routes/failures.hpp"
#include "routes/request.hpp"
#include "routes/signals.hpp"
#include "wire/signal_bodies.hpp"

namespace robson::routes {
namespace {

using Signed = ProducerBook::Signed;

Failure too_large() {
  return {413, "BODY_TOO_LARGE", "A signal has at most 16384 bytes.", {}, {}};
}

// A figure out of its range, or a text that is too long, in the form of the other routes.
Failure failure_of(const signals::Fault& fault) {
  return unprocessable(fault.field, fault.text);
}

// What the counters call the refusal of a signal.
std::string outcome_of(const Failure& failure) {
  if (failure.status == 409) return "duplicate";
  if (failure.code == "UNKNOWN_INSTRUMENT") return "instrument";
  if (failure.code == "TOO_MANY_SIGNALS") return "full";
  return failure.status >= 500 ? "busy" : "invalid";
}

class SignalIntakeRoutes {
 public:
  SignalIntakeRoutes(Gate& gate, SignalCounterPtr counter) : gate_(gate), counter_(std::move(counter)) {}

  net::Task<Answer> propose(Exchange exchange) const {
    const auto who = sender_of(exchange);
    if (!who) co_return Unexpected(who.error());
    const auto draft = wire::read_signal(exchange.request.body);
    if (!draft) co_return refuse(body_fault(draft.error()));
    co_return co_await take(*who, *draft);
  }

  net::Task<Answer> alert(Exchange exchange) const {
    if (exchange.request.body.size() > wire::longest_signal)
      co_return refuse_stranger(exchange, "invalid", too_large());
    auto read = wire::read_alert(exchange.request.body);
    if (!read) co_return refuse_stranger(exchange, "invalid", body_fault(read.error()));
    const Secret passphrase(std::move(read->passphrase));
    const auto who = counter_->desk.producers().who_alerts(read->producer_id, passphrase, read->time, counter_->now());
    if (!who) co_return refuse_stranger(exchange, who.error().reason, who.error().failure);
    signals::Draft draft = wire::draft_of(*read);
    co_return co_await take(*who, std::move(draft));
  }

  net::Task<Answer> cancel(Exchange exchange) const {
    const auto who = sender_of(exchange);
    if (!who) co_return Unexpected(who.error());
    const auto id = id_from(exchange);
    if (!id) co_return Unexpected(id.error());
    const auto asked = body_of<wire::SignalChange>(exchange);
    if (!asked) co_return Unexpected(asked.error());
    const auto cancelled = co_await counter_->desk.cancel(who->producer->row, *id);
    if (!cancelled) co_return Unexpected(cancelled.error());
    co_return shown(*cancelled, 200);
  }

 private:
  // Counted for its address when it is nobody's, and for its producer when it is one's.
  Result<Signed, Failure> sender_of(const Exchange& exchange) const {
    if (exchange.request.body.size() > wire::longest_signal) {
      return Unexpected(refuse_stranger(exchange, "invalid", too_large()).error());
    }
    auto who = counter_->desk.producers().who_signed(exchange.request, counter_->now());
    if (!who) return Unexpected(refuse_stranger(exchange, who.error().reason, who.error().failure).error());
    return std::move(*who);
  }

  Answer refuse_stranger(const Exchange& exchange, const std::string& reason, Failure failure) const {
    counter_->metrics.signal(reason);
    if (auto over = gate_.count_stranger(exchange)) return Unexpected(std::move(*over));
    return Unexpected(std::move(failure));
  }

  Answer refuse(Failure failure) const {
    counter_->metrics.signal(outcome_of(failure));
    return Unexpected(std::move(failure));
  }

  net::Task<Answer> take(Signed who, signals::Draft draft) const {
    auto signal = signals::signal_of(draft, counter_->now());
    if (!signal) co_return refuse(failure_of(signal.error()));
    if (auto unknown = check_instrument(*signal)) co_return refuse(std::move(*unknown));
    signal->tenant = who.producer->row.tenant;
    signal->producer = who.producer->row.id;
    signal->nonce = std::move(who.nonce);
    signal->signed_at = who.at;
    const auto taken = co_await counter_->desk.receive(std::move(*signal));
    if (!taken) co_return refuse(taken.error());
    counter_->metrics.signal("accepted");
    co_return shown(*taken, 201);
  }

  std::optional<Failure> check_instrument(const signals::Signal& signal) const {
    const engine::Engine& engine = counter_->market.engine();
    const Instrument* instrument = engine.instrument(signal.instrument);
    if (instrument == nullptr && !engine.lists_instruments()) {
      return Failure{503, "VENUE_UNREACHABLE", "The exchange has not told its instruments yet. Try again.", {}, 2};
    }
    if (instrument == nullptr) {
      return Failure{422, "UNKNOWN_INSTRUMENT", "The venue does not list that instrument.", "instrument", {}};
    }
    const auto fits = signals::check_amount(signal, instrument->contract_size);
    return fits ? std::nullopt : std::optional(failure_of(fits.error()));
  }

  // To its producer, whose wish it is.
  Answer shown(const signals::Signal& signal, int status) const {
    return figures_response(counter_->desk.view(signal, nullptr, true), json::Decimals::as_numbers, status);
  }

  Gate& gate_;
  SignalCounterPtr counter_;
};

}  // namespace

void add_signal_intake_routes(Gate& gate, const SignalCounterPtr& counter) {
  const auto routes = std::make_shared<const SignalIntakeRoutes>(gate, counter);
  gate.slow(net::Method::POST, "/api/v1/signals", Access::producers,
            [routes](Exchange exchange) { return routes->propose(std::move(exchange)); });
  gate.slow(net::Method::POST, "/api/v1/signals/tradingview", Access::producers,
            [routes](Exchange exchange) { return routes->alert(std::move(exchange)); });
  gate.slow(net::Method::PATCH, "/api/v1/signals/{id}", Access::producers,
            [routes](Exchange exchange) { return routes->cancel(std::move(exchange)); });
}

}  // namespace robson::routes
