#include "venues/binance/user_stream.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.hpp"
#include "venues/binance/order_outcome.hpp"
#include "venues/binance/stream_log.hpp"

namespace robson::venues::binance {
namespace {

using runtime::StreamState;
using runtime::VenueError;
using runtime::VenueErrorKind;

constexpr Duration turn = std::chrono::milliseconds(250);
constexpr Duration lived = std::chrono::seconds(5);
constexpr Duration reply_patience = std::chrono::seconds(5);
constexpr int bad_timestamp = -1021;
constexpr int most_unreadable = 20;
constexpr std::string_view subscription_id = "subscribe";

VenueError lost(std::string why) {
  return {.kind = VenueErrorKind::unreachable, .text = std::move(why)};
}

VenueError refusal(const ApiReply& reply) {
  const ErrorBody body = reply.error.value_or(ErrorBody{0, fmt::format("status {}", reply.status)});
  return {.kind = kind_of(reply.status, body.code),
          .text = fmt::format("the venue refused: {} ({})", body.message, body.code),
          .code = body.code,
          .retry_after = reply.retry_after};
}

}  // namespace

runtime::FromVenue<AccountAnswer> fetch_account(std::shared_ptr<Rest> rest, Credentials credentials) {
  Parameters none;
  const auto body = co_await rest->get_signed("account", std::move(none), 20, std::move(credentials));
  if (!body) co_return Unexpected(body.error());
  auto account = parse_account(*body);
  if (!account) co_return Unexpected(unreadable("account", account.error()));
  co_return std::move(*account);
}

UserStream::UserStream(std::shared_ptr<Rest> rest, Credentials credentials, runtime::AccountListener& listener)
    : rest_(std::move(rest)),
      credentials_(std::move(credentials)),
      listener_(&listener),
      backoff_(rest_->config().seed) {}

void UserStream::start() {
  net::spawn(rest_->context(), "user stream", run());
}

void UserStream::stop() {
  stopped_ = true;
  listener_ = nullptr;
  if (socket_) socket_->close(1000);
}

net::Task<void> UserStream::run() {
  const auto self = shared_from_this();
  tell(StreamState::connecting, "connecting to the account's stream");  // later attempts are part of being down
  while (!stopped_) {
    opened_ = now();
    auto begun = co_await open();
    VenueError why;
    if (begun) {
      tell(StreamState::live, "subscribed");
      why = co_await carry();
      if (now() - opened_ >= lived) backoff_.reset();
    } else {
      why = std::move(begun).error();
    }
    socket_.reset();
    if (stopped_) break;
    tell(StreamState::down, why.text);
    co_await pause(pause_after(why));
  }
}

Duration UserStream::pause_after(const VenueError& error) {
  if (error.kind == VenueErrorKind::bad_credentials) return rest_->config().credentials_retry;
  return std::max(error.retry_after, backoff_.next());
}

net::Task<UserStream::Outcome> UserStream::open() {
  auto opened = co_await net::SocketClient::connect(rest_->context(), rest_->endpoints().api, rest_->socket_options());
  if (!opened) co_return Unexpected(lost(opened.error().text));
  if (stopped_) co_return Unexpected(lost("stopped"));
  socket_ = std::move(*opened);
  last_message_ = now();
  ping_out_ = false;
  unreadable_in_a_row_ = 0;
  if (auto done = co_await subscribe(); !done) co_return done;
  co_return co_await resync();
}

net::Task<UserStream::Outcome> UserStream::subscribe() {
  if (auto known = co_await rest_->know_clock(); !known) co_return known;
  auto done = co_await ask_subscription();
  if (done || done.error().code != bad_timestamp) co_return done;
  if (auto measured = co_await rest_->measure_clock(); !measured) co_return measured;
  co_return co_await ask_subscription();
}

net::Task<UserStream::Outcome> UserStream::ask_subscription() {
  const std::string params = signed_params({}, credentials_, rest_->venue_now(), rest_->config().receive_window);
  socket_->send(fmt::format(R"({{"id":"{}","method":"userDataStream.subscribe.signature","params":{}}})",
                            subscription_id, params));
  const Timestamp asked = now();
  while (!stopped_ && now() - asked < reply_patience) {
    const auto message = co_await socket_->receive(turn);
    if (!message && message.error().kind == net::NetErrorKind::timeout) continue;
    if (!message) co_return Unexpected(lost(message.error().text));
    last_message_ = now();
    const auto read = parse_api_message(message->payload, rest_->venue_now());
    if (!read) co_return Unexpected(unreadable("subscription", read.error()));
    const auto* reply = std::get_if<ApiReply>(&*read);
    if (reply == nullptr) {  // an event; of balances those that follow by REST are newer
      if (auto why = on_event(std::get<UserEvent>(*read))) co_return Unexpected(std::move(*why));
      continue;
    }
    if (reply->status != 200 || reply->error) co_return Unexpected(refusal(*reply));
    if (reply->id == subscription_id) co_return Outcome{};
  }
  co_return Unexpected(lost("the venue did not answer the subscription"));
}

// Tells the listener every asset that is held, and zero for those that no longer are.
net::Task<UserStream::Outcome> UserStream::resync() {
  const auto account = co_await fetch_account(rest_, credentials_);
  if (!account) co_return Unexpected(account.error());
  if (stopped_) co_return Unexpected(lost("stopped"));
  runtime::Balances told;
  for (const std::string& asset : assets_) told[asset] = {};
  assets_.clear();
  for (const AssetBalance& balance : account->balances) {
    if (balance.free.is_zero() && balance.locked.is_zero()) continue;
    told[balance.asset] = {balance.free, balance.locked};
    assets_.insert(balance.asset);
  }
  synced_to_ = account->update_time;
  resync_due_ = now() + rest_->config().balance_refresh;
  if (listener_ != nullptr) listener_->on_balances(told);
  co_return Outcome{};
}

net::Task<VenueError> UserStream::carry() {
  while (!stopped_) {
    const auto socket = socket_;
    const auto message = co_await socket->receive(turn);
    if (stopped_) break;
    if (message) {
      if (auto why = take(message->payload)) co_return std::move(*why);
    } else if (message.error().kind != net::NetErrorKind::timeout) {
      co_return lost(message.error().text);
    }
    if (auto why = look_around()) co_return std::move(*why);
    if (now() < resync_due_) continue;
    if (auto done = co_await resync(); !done) {
      log::warning("balances not refreshed", {{"venue", "binance"}, {"why", done.error().text}});
      resync_due_ = now() + std::max(lived, done.error().retry_after);
    }
  }
  co_return lost("stopped");
}

std::optional<VenueError> UserStream::take(std::string_view payload) {
  last_message_ = now();
  ping_out_ = false;
  const auto message = parse_api_message(payload, rest_->venue_now());
  if (!message) return on_unreadable(payload, message.error());
  unreadable_in_a_row_ = 0;
  if (const auto* reply = std::get_if<ApiReply>(&*message)) {
    if (reply->error) return refusal(*reply);
    return {};
  }
  return on_event(std::get<UserEvent>(*message));
}

// It may have been about a balance, which are asked for; or about an order: then the stream is left, so that whoever
// follows it asks for the orders when it is back.
std::optional<VenueError> UserStream::on_unreadable(std::string_view payload, const json::Fault& fault) {
  log::warning("unreadable account message", {{"venue", "binance"}, {"fault", fault.text()}});
  resync_due_ = now();
  if (payload.find("\"executionReport\"") != std::string_view::npos) return lost("an order's report is unreadable");
  if (++unreadable_in_a_row_ >= most_unreadable) return lost("the venue sends what we cannot read");
  return {};
}

std::optional<VenueError> UserStream::on_event(const UserEvent& event) {
  if (const auto* position = std::get_if<AccountPosition>(&event)) on_position(*position);
  if (const auto* report = std::get_if<ExecutionReport>(&event)) return on_report(*report);
  if (std::holds_alternative<BalanceUpdate>(event)) resync_due_ = now();
  if (std::holds_alternative<UserStreamEnded>(event)) return lost("the venue ended the subscription");
  return {};
}

// Doubled and late reports are passed on as they come.
std::optional<VenueError> UserStream::on_report(const ExecutionReport& report) {
  const auto order = order_of(report);
  if (!order) return on_unreadable("\"executionReport\"", order.error());
  if (listener_ != nullptr) listener_->on_order(*order);
  return {};
}

// Asks for a sign after silence, and leaves a connection that gives none or is near the venue's 24 h limit.
std::optional<VenueError> UserStream::look_around() {
  const Config& config = rest_->config();
  if (now() - opened_ >= config.connection_life) return lost("the connection is renewed before the venue's limit");
  const Duration silence = now() - last_message_;
  if (ping_out_ && silence >= config.account_ping + reply_patience) return lost("the account's stream went silent");
  if (!ping_out_ && silence >= config.account_ping) {
    ping_out_ = true;
    socket_->send(fmt::format(R"({{"id":"ping-{}","method":"ping"}})", ++pings_));
  }
  return {};
}

void UserStream::on_position(const AccountPosition& position) {
  if (position.update_time < synced_to_) return;
  synced_to_ = position.update_time;
  runtime::Balances changed;
  for (const AssetBalance& balance : position.balances) {
    changed[balance.asset] = {balance.free, balance.locked};
    assets_.insert(balance.asset);
  }
  if (listener_ != nullptr && !changed.empty()) listener_->on_balances(changed);
}

void UserStream::tell(StreamState state, const std::string& why) {
  if (told_any_ && told_ == state) return;
  told_any_ = true;
  told_ = state;
  log_stream("user", state, why);
  if (listener_ != nullptr) listener_->on_stream_state(state, why);
}

net::Task<void> UserStream::pause(Duration length) {
  for (Duration left = length; !stopped_ && left > Duration{}; left -= turn) {
    co_await net::sleep_for(std::min(turn, left));
  }
}

}  // namespace robson::venues::binance
