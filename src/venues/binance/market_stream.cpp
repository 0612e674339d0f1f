#include "venues/binance/market_stream.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.hpp"
#include "venues/binance/stream_log.hpp"

namespace robson::venues::binance {
namespace {

using runtime::StreamState;
using runtime::VenueErrorKind;

constexpr Duration turn = std::chrono::milliseconds(250);  // how often waits look around
constexpr Duration lived = std::chrono::seconds(5);        // a connection that lasted this long was a good one
constexpr Duration ask_again = std::chrono::seconds(1);    // after REST gave no answer
constexpr std::size_t streams_in_url = 100;
constexpr std::size_t streams_per_request = 200;  // of one SUBSCRIBE; the venue takes 5 requests a second
constexpr std::size_t symbols_per_question = 100;
constexpr Duration loss_pause = std::chrono::minutes(1);
constexpr Duration unknown_for = std::chrono::minutes(1);  // an unknown name is asked for again after this
constexpr int most_unreadable = 20;

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::vector<std::string> stream_names(const std::vector<Symbol>& symbols) {
  std::vector<std::string> names;
  for (const Symbol& symbol : symbols) {
    names.push_back(lower(symbol.text) + "@bookTicker");
    names.push_back(lower(symbol.text) + "@trade");
  }
  return names;
}

template <class Name>
std::string quoted_list(std::size_t count, Name name) {
  std::string text = "[";
  for (std::size_t i = 0; i < count; ++i) text += fmt::format("{}\"{}\"", i == 0 ? "" : ",", name(i));
  return text + ']';
}

// symbol=A for one, symbols=["A","B"] for more.
Parameters symbol_parameters(const std::vector<Symbol>& symbols) {
  if (symbols.size() == 1) return {{"symbol", symbols.front().text}};
  return {{"symbols", quoted_list(symbols.size(), [&](std::size_t i) { return symbols[i].text; })}};
}

std::vector<std::vector<Symbol>> in_questions(const std::vector<Symbol>& symbols) {
  std::vector<std::vector<Symbol>> parts;
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    if (i % symbols_per_question == 0) parts.emplace_back();
    parts.back().push_back(symbols[i]);
  }
  return parts;
}

Parsed<std::vector<BookTop>> as_list(Parsed<BookTop> top) {
  if (!top) return Unexpected(std::move(top.error()));
  return std::vector<BookTop>{std::move(*top)};
}

}  // namespace

MarketStream::MarketStream(std::shared_ptr<Rest> rest, const std::vector<Symbol>& symbols,
                           runtime::MarketListener& listener)
    : rest_(std::move(rest)), keeper_(symbols), listener_(&listener), backoff_(rest_->config().seed) {}

void MarketStream::start() {
  net::spawn(rest_->context(), "market stream", run());
  net::spawn(rest_->context(), "market stream age", watch_age());
}

void MarketStream::stop() {
  stopped_ = true;
  listener_ = nullptr;
  if (socket_) socket_->close(1000);
  if (successor_) successor_->close(1000);
}

net::Task<void> MarketStream::run() {
  const auto self = shared_from_this();
  tell(StreamState::connecting, "connecting to the venue's streams");  // later attempts are part of being down
  while (!stopped_) {
    auto opened = co_await open();
    if (stopped_) break;
    if (opened) {
      co_await carry(std::move(*opened));
      if (now() - opened_ >= lived) backoff_.reset();
    } else {
      leave_ = opened.error().text;
    }
    if (stopped_) break;
    tell(StreamState::down, leave_);
    co_await pause(backoff_.next());
  }
}

net::Task<Result<MarketStream::SocketPtr, net::NetError>> MarketStream::open() {
  const std::vector<std::string> names = stream_names(keeper_.symbols());
  net::Url url = rest_->endpoints().streams;
  const std::size_t in_url = std::min(names.size(), streams_in_url);
  url.target += "?streams=";
  for (std::size_t i = 0; i < in_url; ++i) url.target += (i == 0 ? "" : "/") + names[i];
  auto opened = co_await net::SocketClient::connect(rest_->context(), url, rest_->socket_options());
  if (!opened) co_return Unexpected(std::move(opened.error()));
  SocketPtr socket = std::move(*opened);
  int id = 0;
  for (std::size_t from = in_url; from < names.size() && !stopped_; from += streams_per_request) {
    if (from > in_url) co_await pause(turn);
    const std::size_t count = std::min(streams_per_request, names.size() - from);
    socket->send(fmt::format(R"({{"method":"SUBSCRIBE","params":{},"id":{}}})",
                             quoted_list(count, [&](std::size_t i) { return names[from + i]; }), ++id));
  }
  co_return socket;
}

// Reads the connection, and its successors, until it has to be left; `leave_` then says why.
net::Task<void> MarketStream::carry(SocketPtr socket) {
  socket_ = std::move(socket);
  opened_ = now();
  last_message_ = opened_;
  leave_.clear();
  unreadable_in_a_row_ = 0;
  keeper_.begin_connection();
  while (!stopped_ && leave_.empty()) {
    if (successor_) {
      socket_->close(1000);
      socket_ = std::exchange(successor_, nullptr);
      opened_ = now();
      log::info("venue stream renewed", {{"venue", "binance"}});
    }
    if (now() - opened_ >= rest_->config().connection_life && !opening_successor_) {
      opening_successor_ = true;
      net::spawn(rest_->context(), "market stream successor", open_successor());
    }
    const SocketPtr reading = socket_;
    auto message = co_await reading->receive(turn);
    if (stopped_) break;
    if (message) {
      take(message->payload);
    } else if (message.error().kind != net::NetErrorKind::timeout) {
      leave(message.error().text);
    }
  }
  socket_.reset();
  successor_.reset();
}

net::Task<void> MarketStream::open_successor() {
  const auto self = shared_from_this();
  auto opened = co_await open();
  if (opened && !stopped_ && socket_) successor_ = std::move(*opened);
  if (!opened) co_await pause(std::chrono::seconds(10));  // the old connection has most of an hour left
  opening_successor_ = false;
}

void MarketStream::take(std::string_view payload) {
  const auto message = parse_stream(payload);
  if (!message) {
    log::warning("unreadable stream message", {{"venue", "binance"}, {"fault", message.error().text()}});
    if (++unreadable_in_a_row_ >= most_unreadable) leave("the venue sends what we cannot read");
    return;
  }
  unreadable_in_a_row_ = 0;
  if (const auto* top = std::get_if<BookTop>(&message->event)) on_event(*top);
  if (const auto* trade = std::get_if<Trade>(&message->event)) on_event(*trade);
  if (const auto* reply = std::get_if<SubscriptionReply>(&message->event)) on_event(*reply);
  if (const auto* shutdown = std::get_if<ServerShutdown>(&message->event)) on_event(*shutdown);
}

void MarketStream::on_event(const BookTop& top) {
  const auto quote = keeper_.on_top(top, now());
  if (quote && listener_ != nullptr) listener_->on_quote(*quote);
  on_confirming_message();
}

void MarketStream::on_event(Trade trade) {
  trade.received = now();
  if (keeper_.on_trade(trade, trade.received) && listener_ != nullptr) listener_->on_trade(trade);
  on_confirming_message();
}

void MarketStream::on_event(const SubscriptionReply& reply) {
  if (!reply.error.empty()) leave("the venue refused a subscription: " + reply.error);
}

void MarketStream::on_event(const ServerShutdown&) {
  opened_ = now() - rest_->config().connection_life;
}

void MarketStream::on_confirming_message() {
  last_message_ = now();
  tell(StreamState::live, "messages arrive");
  if (last_message_ - last_confirmed_ < turn) return;
  last_confirmed_ = last_message_;
  confirm(keeper_.carried(), last_message_);
}

void MarketStream::confirm(const std::vector<Symbol>& symbols, Timestamp at) {
  keeper_.confirm(symbols, at);
  if (listener_ != nullptr && !symbols.empty()) listener_->on_confirmed(symbols, at);
}

net::Task<void> MarketStream::watch_age() {
  const auto self = shared_from_this();
  while (!stopped_) {
    judge_silence();
    std::vector<Symbol> due = known(keeper_.unconfirmed_since(now() - rest_->config().ask_after));
    if (due.empty()) due = known(keeper_.quiet_since(now() - rest_->config().quiet_check));
    if (!due.empty() && now() >= next_ask_) co_await ask(std::move(due));
    co_await pause(turn);
  }
}

void MarketStream::judge_silence() {
  if (!socket_) return;
  const Config& config = rest_->config();
  const Duration silence = now() - last_message_;
  if (silence >= config.ask_after) tell(StreamState::silent, "the stream has been silent for 3 s");
  const bool venue_answers = rest_answered_ > last_message_;
  if (silence >= config.replace_after && (venue_answers || silence >= 2 * config.replace_after)) {
    leave(fmt::format("the stream was silent for {} s", silence.count() / 1'000'000));
  }
  // Not again and again: a symbol that the streams never carry must not cost the others their connection.
  if (keeper_.most_missed() >= 2 && now() - left_for_loss_ >= loss_pause) {
    left_for_loss_ = now();
    leave("the stream has lost a symbol");
  }
}

// Asks REST for the prices of those symbols: an answer confirms them, and brings a change that the stream missed.
net::Task<void> MarketStream::ask(std::vector<Symbol> symbols) {
  bool answered = true;
  for (auto& part : in_questions(symbols)) {
    const auto failed = co_await ask_tops(part);
    if (stopped_) co_return;
    const bool one_unknown = failed == VenueErrorKind::unknown_symbol;
    // One name that the venue does not know spoils the question for all of them.
    for (std::size_t i = 0; one_unknown && i < part.size() && !stopped_; ++i) {
      if (co_await ask_tops(std::vector<Symbol>(1, part[i])) == VenueErrorKind::unknown_symbol)
        unknown_[part[i]] = now();
    }
    answered = answered && (!failed || one_unknown);
  }
  if (!answered) next_ask_ = now() + ask_again;
  if (stopped_ || !answered || now() < next_ask_last_) co_return;
  next_ask_last_ = now() + rest_->config().ask_after;
  co_await ask_lasts(known(keeper_.without_last()));
}

// Nothing when all of them were answered for.
net::Task<std::optional<VenueErrorKind>> MarketStream::ask_tops(std::vector<Symbol> symbols) {
  const bool single = symbols.size() == 1;
  const auto body = co_await rest_->get("ticker/bookTicker", symbol_parameters(symbols), single ? 2 : 4);
  if (stopped_) co_return std::nullopt;
  if (!body) {
    if (body.error().code != 0) rest_answered_ = now();  // it refused, but it is there
    co_return body.error().kind;
  }
  const auto tops = single ? as_list(parse_book_ticker(*body)) : parse_book_tickers(*body);
  if (!tops) {
    log::warning("unreadable answer", {{"venue", "binance"}, {"fault", tops.error().text()}});
    co_return VenueErrorKind::invalid_answer;
  }
  rest_answered_ = now();
  std::vector<Symbol> confirmed;
  for (const BookTop& top : *tops) {
    const auto changed = keeper_.on_asked(top, now());
    if (changed && listener_ != nullptr) listener_->on_quote(*changed);
    confirmed.push_back(top.symbol);
  }
  confirm(confirmed, now());
  co_return std::nullopt;
}

net::Task<void> MarketStream::ask_lasts(std::vector<Symbol> symbols) {
  for (const Symbol& symbol : symbols) {
    const auto body = co_await rest_->get("ticker/price", symbol_parameters(std::vector<Symbol>(1, symbol)), 2);
    if (stopped_ || !body) co_return;
    const auto last = parse_ticker_price(*body);
    if (!last) continue;
    const auto quote = keeper_.on_last(*last);
    if (quote && listener_ != nullptr) listener_->on_quote(*quote);
  }
}

void MarketStream::leave(std::string why) {
  if (!socket_ || !leave_.empty()) return;
  leave_ = std::move(why);
  socket_->close(1000);
}

void MarketStream::tell(StreamState state, const std::string& why) {
  if (told_any_ && told_ == state) return;
  told_any_ = true;
  told_ = state;
  log_stream("market", state, why);
  if (listener_ != nullptr) listener_->on_stream_state(state, why);
}

// By the steady count of its own sleeps: a step of the wall clock must not stretch it.
net::Task<void> MarketStream::pause(Duration length) {
  for (Duration left = length; !stopped_ && left > Duration{}; left -= turn) {
    co_await net::sleep_for(std::min(turn, left));
  }
}

std::vector<Symbol> MarketStream::known(std::vector<Symbol> symbols) const {
  std::erase_if(symbols, [&](const Symbol& symbol) {
    const auto found = unknown_.find(symbol);
    return found != unknown_.end() && now() - found->second < unknown_for;
  });
  return symbols;
}

}  // namespace robson::venues::binance
