#include "reference_bot/shell/bot.hpp"

#include <fmt/format.h>

#include "base/log.hpp"
#include "base/overloaded.hpp"

namespace robson::reference_bot {
namespace {

constexpr Duration tick = std::chrono::milliseconds(250);
constexpr Duration look_for_the_end = std::chrono::milliseconds(20);
constexpr Duration server_grace = std::chrono::milliseconds(500);

constexpr net::ServerLimits server_limits{.header_bytes = std::size_t{16} << 10U,
                                          .body_bytes = std::size_t{64} << 10U,
                                          .message_bytes = std::size_t{1} << 10U,
                                          .outbox_bytes = std::size_t{512} << 10U,
                                          .connections = 256,
                                          .sockets = EventStreams::most};

std::string name_of(const Effect& effect) {
  return std::visit(overloaded{
                        [](const OpenLong& each) { return "open long " + each.request.client_id; },
                        [](const OpenShort& each) { return "open short " + each.request.client_id; },
                        [](const CloseShort& each) { return "close short " + each.request.client_id; },
                        [](const CloseLong& each) { return "close long " + each.client_id + " " + each.close_id; },
                        [](const AskLeg& each) { return "ask for " + each.client_id; },
                    },
                    effect);
}

std::string_view name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::told: return "told";
    case Outcome::refused: return "refused";
    case Outcome::unknown_id: return "unknown id";
    case Outcome::unclear: return "unclear";
  }
  return "?";
}

void log_outcome(const std::string& act, const Input& input) {
  const auto say = [&act](const auto& answered) {
    log::info("act answered", {{"act", act}, {"outcome", name_of(answered.outcome)}, {"why", answered.why}});
  };
  if (const auto* answered = std::get_if<LongAnswered>(&input)) say(*answered);
  if (const auto* answered = std::get_if<ShortAnswered>(&input)) say(*answered);
}

// Logs when a venue falls silent and when it speaks again.
void note_silence(bool& silent, bool now_silent, const char* venue, const std::string& why) {
  if (silent == now_silent) return;
  silent = now_silent;
  if (silent) {
    log::warning("venue silent", {{"venue", venue}, {"why", why}});
  } else {
    log::info("venue speaks again", {{"venue", venue}});
  }
}

}  // namespace

Bot::Bot(net::Context& context, BotSetup setup, Strategy strategy, Store store, venue::Client client,
         const Clock& clock)
    : context_(context),
      poll_(setup.poll),
      client_(std::move(client)),
      runner_(std::move(strategy), std::move(store), clock),
      api_(runner_, std::move(setup.admin_key), clock),
      server_(context, {.host = setup.host, .port = setup.port, .tls = {}, .limits = server_limits},
              {[this](const net::Request& request, net::Respond respond) {
                 std::visit([&respond](auto&& reply) { respond(std::forward<decltype(reply)>(reply)); },
                            api_.serve(request));
               },
               [](const net::Request&) -> std::variant<net::AcceptSocket, net::Response> {
                 return response_of(Problem{.status = 404,
                                            .code = "PATH_NOT_FOUND",
                                            .detail = "Nothing is served at that path.",
                                            .field = {},
                                            .newest = {}});
               }}) {
  runner_.listen({.carry_out = [this](Effect effect) { carry_out(std::move(effect)); },
                  .events_written = [this] { api_.streams().events_added(); }});
}

Result<void, std::string> Bot::start() {
  if (auto begun = runner_.begin(); !begun) return begun;
  if (auto started = server_.start(); !started) return Unexpected(started.error().text);
  using venue::Client;
  net::spawn(context_, "time", pass_time());
  net::spawn(context_, "perpetuals", watch(&Client::perp_markets));
  net::spawn(context_, "lending", watch(&Client::lending_markets));
  net::spawn(context_, "account of perpetuals", watch(&Client::perp_account));
  net::spawn(context_, "account of lending", watch(&Client::lending_account));
  net::spawn(context_, "payments", watch_payments());
  net::spawn(context_, "liquidations", watch_liquidations());
  net::spawn(context_, "chains", watch_chains());
  return {};
}

void Bot::hear(const Input& input) {
  if (const auto* silent = std::get_if<VenueSilent>(&input)) {
    const bool perp = silent->venue == hedge::Leg::hyperliquid;
    note_silence(perp ? perp_silent_ : lending_silent_, true, perp ? "hyperliquid" : "asgard", silent->why);
  } else if (std::holds_alternative<PerpMarketsSeen>(input)) {
    note_silence(perp_silent_, false, "hyperliquid", {});
  } else if (std::holds_alternative<LendingMarketsSeen>(input)) {
    note_silence(lending_silent_, false, "asgard", {});
  }
  runner_.tell(input);
}

net::Task<void> Bot::pass_time() {
  const Input passed = TimePassed{};
  for (;;) {
    runner_.tell(passed);
    api_.streams().beat();
    co_await net::sleep_for(tick);
  }
}

net::Task<void> Bot::watch(net::Task<Input> (venue::Client::*question)() const) {
  for (;;) {
    const Input seen = co_await (client_.*question)();
    hear(seen);
    co_await net::sleep_for(poll_);
  }
}

net::Task<void> Bot::watch_payments() {
  for (;;) {
    const Input seen = co_await client_.payments(runner_.strategy().state().payment_cursor);
    hear(seen);
    const auto* payments = std::get_if<PaymentsSeen>(&seen);
    const bool more = payments != nullptr && payments->payments.size() == venue::most_rows;
    if (!more) co_await net::sleep_for(poll_);
  }
}

net::Task<void> Bot::watch_liquidations() {
  for (;;) {
    const Input seen = co_await client_.liquidations(runner_.strategy().state().liquidation_cursor);
    hear(seen);
    co_await net::sleep_for(poll_);
  }
}

net::Task<void> Bot::watch_chains() {
  for (;;) {
    const std::optional<Input> seen = co_await client_.chains();
    if (seen) hear(*seen);
    co_await net::sleep_for(poll_);
  }
}

void Bot::carry_out(Effect effect) {
  ++acts_out_;
  net::spawn(context_, "act", act(std::move(effect)));
}

net::Task<void> Bot::act(Effect effect) {
  const std::string name = name_of(effect);
  log::info("act", {{"act", name}});
  const Input answered = co_await client_.carry_out(std::move(effect));
  --acts_out_;
  log_outcome(name, answered);
  hear(answered);
}

net::Task<void> Bot::stop() {
  if (std::exchange(stopping_, true)) co_return;
  const Input ending = ShuttingDown{};
  runner_.tell(ending);
  const Timestamp until = runner_.now() + farewell;
  while (acts_out_ > 0 && runner_.now() < until) co_await net::sleep_for(look_for_the_end);
  if (acts_out_ > 0) log::warning("acts left without an answer", {{"acts", acts_out_}});
  if (!runner_.flush()) log::critical("the end of the work is not written");
  co_await server_.stop(server_grace);
}

}  // namespace robson::reference_bot
