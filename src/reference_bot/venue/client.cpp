#include "reference_bot/venue/client.hpp"

#include <fmt/format.h>

#include "base/overloaded.hpp"
#include "json/write.hpp"

namespace robson::reference_bot::venue {

struct CloseBody {
  std::string close_id{};
};
BOOST_DESCRIBE_STRUCT(CloseBody, (), (close_id))

// What all calls share. Questions have a connection pool of their own: they must not wait behind slow acts.
struct Client::Line {
  Line(net::Context& context, const net::Url& origin, Secret account, const Clock& time, ClientOptions chosen)
      : questions(context, origin, pool(4)),
        acts(context, origin, pool(8)),
        key(std::move(account)),
        clock(time),
        options(chosen) {}

  static net::HttpClientOptions pool(std::size_t connections) {
    return {.connections = connections, .reply_bytes = most_reply_bytes, .user_agent = "robson-bot"};
  }

  mutable net::HttpClient questions;
  mutable net::HttpClient acts;
  Secret key;
  const Clock& clock;
  ClientOptions options;
};

namespace {

template <class LinePtr>
net::Task<Got> ask(LinePtr line, std::string target) {
  net::Call call{.target = std::move(target), .timeout = line->options.question_timeout};
  call.headers.add("X-API-Key", line->key.reveal());
  co_return co_await line->questions.send(std::move(call));
}

template <class LinePtr>
net::Task<Got> act(LinePtr line, std::string target, std::string body) {
  net::Call call{.method = net::Method::POST,
                 .target = std::move(target),
                 .body = std::move(body),
                 .content_type = "application/json",
                 .timeout = line->options.act_timeout};
  call.headers.add("X-API-Key", line->key.reveal());
  co_return co_await line->acts.send(std::move(call));
}

std::string order_target(const std::string& client_id) {
  return "/perp/v1/orders/" + net::percent_encode(client_id);
}
std::string position_target(const std::string& client_id) {
  return "/lending/v1/positions/" + net::percent_encode(client_id);
}
template <class T>
std::string body_of(const T& request) {
  return json::text_of<json::Decimals::as_numbers>(request);
}

template <class LinePtr>
net::Task<Input> send_order(LinePtr line, PerpOrderRequest request) {
  const Got got = co_await act(line, std::string("/perp/v1/orders"), body_of(request));
  co_return Input{short_answered(request, got)};
}
template <class LinePtr>
net::Task<Input> open_long(LinePtr line, LendingOpenRequest request) {
  const Got got = co_await act(line, std::string("/lending/v1/positions"), body_of(request));
  co_return Input{long_opened(request, got)};
}
template <class LinePtr>
net::Task<Input> close_long(LinePtr line, CloseLong closing) {
  const CloseBody body{.close_id = closing.close_id};
  const Got got = co_await act(line, position_target(closing.client_id) + "/close", body_of(body));
  co_return Input{long_closed(closing, got)};
}
template <class LinePtr>
net::Task<Input> ask_leg(LinePtr line, AskLeg question) {
  const bool about_short = question.leg == hedge::Leg::hyperliquid;
  std::string target = about_short ? order_target(question.client_id) : position_target(question.client_id);
  const Got got = co_await ask(line, std::move(target));
  if (about_short) co_return Input{short_asked(question.client_id, got)};
  co_return Input{long_asked(question.client_id, question.close_id, got)};
}

template <class LinePtr>
net::Task<Input> read_markets(LinePtr line, std::string target, Input (*read)(const Got&)) {
  const Got got = co_await ask(line, std::move(target));
  co_return read(got);
}
template <class LinePtr>
net::Task<Input> read_perp_account(LinePtr line) {
  const Timestamp asked_at = line->clock.now();
  const Got got = co_await ask(line, std::string("/perp/v1/account"));
  co_return perp_account_seen(got, asked_at);
}
template <class LinePtr>
net::Task<Input> read_lending_account(LinePtr line) {
  const Timestamp asked_at = line->clock.now();
  const Got account = co_await ask(line, std::string("/lending/v1/account"));
  const Got positions = co_await ask(line, std::string("/lending/v1/positions"));
  co_return lending_account_seen(account, positions, asked_at);
}
template <class LinePtr>
net::Task<Input> read_after(LinePtr line, std::string target, std::int64_t after,
                            Input (*read)(const Got&, std::int64_t)) {
  const Got got = co_await ask(line, fmt::format("{}?after={}&limit={}", target, after, most_rows));
  co_return read(got, after);
}
template <class LinePtr>
net::Task<std::optional<Input>> read_chains(LinePtr line) {
  const Got got = co_await ask(line, std::string("/chains/v1"));
  co_return chains_seen(got);
}

}  // namespace

Client::Client(net::Context& context, const net::Url& origin, Secret key, const Clock& clock, ClientOptions options)
    : line_(std::make_shared<const Line>(context, origin, std::move(key), clock, options)) {}

net::Task<Input> Client::perp_markets() const {
  return read_markets(line_, "/perp/v1/markets", perp_markets_seen);
}
net::Task<Input> Client::lending_markets() const {
  return read_markets(line_, "/lending/v1/markets", lending_markets_seen);
}
net::Task<Input> Client::perp_account() const {
  return read_perp_account(line_);
}
net::Task<Input> Client::lending_account() const {
  return read_lending_account(line_);
}
net::Task<Input> Client::payments(std::int64_t after) const {
  return read_after(line_, "/perp/v1/payments", after, payments_seen);
}
net::Task<Input> Client::liquidations(std::int64_t after) const {
  return read_after(line_, "/perp/v1/liquidations", after, liquidations_seen);
}
net::Task<std::optional<Input>> Client::chains() const {
  return read_chains(line_);
}

net::Task<Input> Client::carry_out(Effect effect) const {
  return std::visit(overloaded{
                        [this](OpenLong& each) { return open_long(line_, std::move(each.request)); },
                        [this](OpenShort& each) { return send_order(line_, std::move(each.request)); },
                        [this](CloseShort& each) { return send_order(line_, std::move(each.request)); },
                        [this](CloseLong& each) { return close_long(line_, std::move(each)); },
                        [this](AskLeg& each) { return ask_leg(line_, std::move(each)); },
                    },
                    effect);
}

}  // namespace robson::reference_bot::venue
