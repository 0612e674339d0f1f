#include "net/socket_client.hpp"

#include <fmt/format.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>

#include "net/client/alarm.hpp"
#include "net/client/connection.hpp"
#include "net/protocol/frame_reader.hpp"
#include "net/protocol/frame_text.hpp"
#include "net/protocol/http_reader.hpp"
#include "net/protocol/http_text.hpp"
#include "net/protocol/upgrade.hpp"

namespace robson::net {
namespace {
namespace asio = boost::asio;
constexpr asio::as_tuple_t<asio::use_awaitable_t<Executor>> as_result{};

constexpr std::size_t outgoing_max = 4 << 20;  // bytes queued and not yet taken by the peer
// Messages that nobody has asked for yet; beyond them nothing is read.
constexpr std::size_t received_max = 1024;
constexpr std::size_t received_bytes_max = 4 << 20;
constexpr Duration write_patience = std::chrono::seconds(20);
constexpr Duration close_patience = std::chrono::seconds(5);
constexpr std::size_t handshake_body_max = 65536;

SteadyTime now() {
  return std::chrono::steady_clock::now();
}

// The connection and what its reader, its writer and its user share. The tasks keep it alive until they end.
class Conversation final : public FrameSink {
 public:
  Conversation(Context& context, std::shared_ptr<Connection> connection, std::size_t message_bytes)
      : context_(context),
        connection_(std::move(connection)),
        reader_(FrameReader::Role::client, message_bytes, *this),
        news_(context, SteadyTime::max()),
        room_(context, SteadyTime::max()) {}

  static Task<void> read_on(std::shared_ptr<Conversation> self, std::string first);
  static Task<void> write_out(std::shared_ptr<Conversation> self);
  static Task<Result<SocketClient::Message, NetError>> receive(std::shared_ptr<Conversation> self, Duration patience);
  static void say(const std::shared_ptr<Conversation>& self, Opcode opcode, std::string_view payload);
  static void close(const std::shared_ptr<Conversation>& self, std::uint16_t code);
  void fail(NetError why);
  std::optional<std::uint16_t> close_code() const { return close_code_; }

 private:
  static void queue(const std::shared_ptr<Conversation>& self, std::string_view frames);
  void on_message(std::string_view payload, bool binary) override;
  void on_reply(std::string_view frames) override { replies_ += frames; }
  bool take(std::string_view bytes);
  bool is_full() const { return received_.size() > received_max || received_bytes_ > received_bytes_max; }

  Context& context_;
  std::shared_ptr<Connection> connection_;
  FrameReader reader_;
  std::deque<SocketClient::Message> received_{};
  std::size_t received_bytes_ = 0;
  std::string replies_{};  // what the reader wants to say
  std::string outgoing_{};
  Alarm::Timer news_;  // cancelled when there is something to receive
  Alarm::Timer room_;  // cancelled when something was received
  std::optional<NetError> failure_{};
  std::optional<std::uint16_t> close_code_{};
  std::optional<Alarm> patience_{};  // for the peer's close frame
  bool writing_ = false;
  bool closing_ = false;
};

void Conversation::fail(NetError why) {
  if (!failure_) failure_ = std::move(why);
  connection_->drop();
  news_.cancel();
  room_.cancel();
}

void Conversation::on_message(std::string_view payload, bool binary) {
  if (closing_) return;
  received_bytes_ += payload.size();
  received_.push_back({.payload = std::string(payload), .binary = binary});
  news_.cancel();
}

// False when the conversation is over.
bool Conversation::take(std::string_view bytes) {
  switch (reader_.take(bytes)) {
    case FrameReader::State::open: return true;
    case FrameReader::State::closed:
      close_code_ = reader_.code();
      if (!failure_) failure_ = connection_->error(NetErrorKind::closed, fmt::format("closed with {}", *close_code_));
      return false;
    case FrameReader::State::failed:
      if (!failure_) {
        failure_ = reader_.code() == close_code::too_big
                       ? connection_->error(NetErrorKind::too_large, "a message is too large")
                       : connection_->error(NetErrorKind::protocol, "the peer breaks the WebSocket protocol");
      }
      return false;
  }
  return false;
}

Task<void> Conversation::read_on(std::shared_ptr<Conversation> self, std::string first) {
  std::string bytes = std::move(first);
  for (bool going = true; going;) {
    if (!bytes.empty()) going = self->take(bytes);
    if (const std::string replies = std::exchange(self->replies_, {}); !replies.empty() && !self->closing_) {
      queue(self, replies);
    }
    if (!going) break;
    while (self->is_full() && !self->failure_) {
      self->room_.expires_at(SteadyTime::max());
      co_await self->room_.async_wait(as_result);
    }
    if (self->failure_) break;
    auto more = co_await self->connection_->read(SteadyTime::max());
    if (self->failure_) break;
    if (!more) {
      self->fail(std::move(more).error());
      break;
    }
    if (more->empty()) {
      self->fail(self->connection_->error(NetErrorKind::closed, "closed without a word"));
      break;
    }
    bytes = std::move(*more);
  }
  self->news_.cancel();
  self->patience_.reset();
  self->closing_ = true;
  if (!self->writing_) self->connection_->drop();
}

Task<void> Conversation::write_out(std::shared_ptr<Conversation> self) {
  while (!self->outgoing_.empty()) {
    auto written = co_await self->connection_->write(std::exchange(self->outgoing_, {}), now() + write_patience);
    if (written) continue;
    self->fail(std::move(written).error());
    break;
  }
  self->writing_ = false;
  if (self->failure_) self->connection_->drop();
}

void Conversation::queue(const std::shared_ptr<Conversation>& self, std::string_view frames) {
  if (self->outgoing_.size() + frames.size() > outgoing_max) {
    return self->fail(self->connection_->error(NetErrorKind::timeout, "the peer takes no messages"));
  }
  self->outgoing_ += frames;
  if (std::exchange(self->writing_, true)) return;
  spawn(self->context_, "socket writer", write_out(self));
}

void Conversation::say(const std::shared_ptr<Conversation>& self, Opcode opcode, std::string_view payload) {
  if (self->failure_ || self->closing_) return;
  queue(self, frame_text(opcode, payload, random_mask()));
}

void Conversation::close(const std::shared_ptr<Conversation>& self, std::uint16_t code) {
  if (self->failure_ || self->closing_) return;
  say(self, Opcode::close, close_payload(code, {}));
  self->closing_ = true;
  // The peer has a while to answer. The alarm dies with the conversation.
  self->patience_.emplace(self->context_.get_executor(), now() + close_patience, [conversation = self.get()] {
    conversation->fail(conversation->connection_->error(NetErrorKind::closed, "closed"));
  });
}

Task<Result<SocketClient::Message, NetError>> Conversation::receive(std::shared_ptr<Conversation> self,
                                                                    Duration patience) {
  const SteadyTime deadline = now() + patience;
  while (self->received_.empty()) {
    if (self->failure_) co_return Unexpected(*self->failure_);
    if (now() >= deadline) {
      co_return Unexpected(self->connection_->error(NetErrorKind::timeout, "no message in time"));
    }
    self->news_.expires_at(deadline);
    co_await self->news_.async_wait(as_result);
  }
  auto message = std::move(self->received_.front());
  self->received_.pop_front();
  self->received_bytes_ -= message.payload.size();
  self->room_.cancel();
  co_return message;
}

class OpenSocketClient final : public SocketClient {
 public:
  explicit OpenSocketClient(std::shared_ptr<Conversation> conversation) : conversation_(std::move(conversation)) {}
  ~OpenSocketClient() override { conversation_->fail({.kind = NetErrorKind::cancelled, .text = "dropped"}); }
  OpenSocketClient(const OpenSocketClient&) = delete;
  OpenSocketClient& operator=(const OpenSocketClient&) = delete;

  Task<Result<Message, NetError>> receive(Duration patience) override {
    return Conversation::receive(conversation_, patience);
  }
  void send(std::string text) override { Conversation::say(conversation_, Opcode::text, text); }
  void ping() override { Conversation::say(conversation_, Opcode::ping, {}); }
  void close(std::uint16_t code) override { Conversation::close(conversation_, code); }
  std::optional<std::uint16_t> close_code() const override { return conversation_->close_code(); }

 private:
  std::shared_ptr<Conversation> conversation_;
};

Call upgrade_call(const Url& url, const SocketClientOptions& options, const std::string& key) {
  Call call{.target = url.target, .headers = options.headers};
  call.headers.set("Upgrade", "websocket");
  call.headers.set("Sec-WebSocket-Version", "13");
  call.headers.set("Sec-WebSocket-Key", key);
  if (!options.protocol.empty()) call.headers.set("Sec-WebSocket-Protocol", options.protocol);
  return call;
}

// What is wrong with the server's answer to the upgrade; empty when nothing is.
std::string refusal(const ReplyHead& reply, const std::string& key, const std::string& protocol) {
  if (reply.status != 101) return fmt::format("the upgrade was refused with {}", reply.status);
  if (!lists_token(reply.headers.get("Upgrade"), "websocket") ||
      !lists_token(reply.headers.get("Connection"), "upgrade") ||
      reply.headers.get("Sec-WebSocket-Accept") != accept_key(key)) {
    return "the answer to the upgrade is not a WebSocket's";
  }
  const auto chosen = reply.headers.get("Sec-WebSocket-Protocol");
  if (!chosen.empty() && !lists_token(protocol, chosen)) return "the server chose a protocol that was not offered";
  return {};
}

// Says the upgrade and reads its answer; gives what came behind it.
Task<Result<std::string, NetError>> shake_hands(std::shared_ptr<Connection> connection, Url url,
                                                SocketClientOptions options, SteadyTime deadline) {
  const std::string key = random_key();
  std::string request = request_text(url, upgrade_call(url, options, key), "robson");
  request.insert(request.size() - 2, "Connection: Upgrade\r\n");
  auto written = co_await connection->write(std::move(request), deadline);
  if (!written) co_return Unexpected(std::move(written).error());
  ReplyReader reader(handshake_body_max, false);
  std::string bytes;
  auto step = ReplyReader::Step::more;
  while (step == ReplyReader::Step::more) {
    auto more = co_await connection->read(deadline);
    if (!more) co_return Unexpected(std::move(more).error());
    if (more->empty()) {
      step = reader.take_end();
      break;
    }
    bytes += *more;
    std::size_t used = 0;
    step = reader.take(bytes, used);
    bytes.erase(0, used);
  }
  if (step != ReplyReader::Step::complete) {
    co_return Unexpected(connection->error(NetErrorKind::protocol, "not an answer to the upgrade"));
  }
  const std::string wrong = refusal(reader.head(), key, options.protocol);
  if (!wrong.empty()) co_return Unexpected(connection->error(NetErrorKind::protocol, wrong));
  co_return bytes;
}

Task<Result<std::unique_ptr<SocketClient>, NetError>> open(Context& context, Url url, SocketClientOptions options) {
  const SteadyTime deadline = now() + options.connect_timeout;
  std::shared_ptr<TlsContext> tls;
  if (url.secure) {
    auto made = TlsContext::client(options.ca_file);
    if (!made) co_return Unexpected(std::move(made).error());
    tls = *made;
  }
  auto connection = co_await Connection::open(context, url, tls, deadline);
  if (!connection) co_return Unexpected(std::move(connection).error());
  auto first = co_await shake_hands(*connection, url, options, deadline);
  if (!first) co_return Unexpected(std::move(first).error());
  auto conversation = std::make_shared<Conversation>(context, *connection, options.message_bytes);
  spawn(context, "socket reader", Conversation::read_on(conversation, std::move(*first)));
  co_return std::unique_ptr<SocketClient>(std::make_unique<OpenSocketClient>(std::move(conversation)));
}
}  // namespace

Task<SocketClient::Made> SocketClient::connect(Context& context, Url url, SocketClientOptions options) {
  return open(context, std::move(url), std::move(options));
}

}  // namespace robson::net
