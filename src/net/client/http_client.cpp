#include "net/http_client.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>

#include "net/client/alarm.hpp"
#include "net/client/connection.hpp"
#include "net/protocol/http_reader.hpp"
#include "net/protocol/http_text.hpp"

namespace robson::net {
namespace {
namespace asio = boost::asio;
constexpr asio::as_tuple_t<asio::use_awaitable_t<Executor>> as_result{};

SteadyTime now() {
  return std::chrono::steady_clock::now();
}

bool is_repeatable(Method method) {
  return method == Method::GET || method == Method::HEAD;
}

// The target goes into the request line as it is.
bool is_sane(std::string_view target) {
  if (target.empty() || target.front() != '/') return false;
  return std::none_of(target.begin(), target.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) == 0x7f;
  });
}
}  // namespace

class HttpClient::Impl : public std::enable_shared_from_this<HttpClient::Impl> {
 public:
  Impl(Context& context, Url origin, HttpClientOptions options)
      : context_(context), origin_(std::move(origin)), options_(std::move(options)), idle_timer_(context) {}

  static Task<Result<Reply, NetError>> send(std::shared_ptr<Impl> self, Call call);
  void end();

 private:
  using ConnectionPtr = std::shared_ptr<Connection>;
  struct Idle {
    ConnectionPtr connection{};
    SteadyTime since{};
  };
  // What one attempt on one connection came to.
  struct Attempt {
    Result<Reply, NetError> reply;
    bool answered = false;  // some byte of a reply has come
  };
  // A place among the connections; given back when it dies.
  class Slot {
   public:
    explicit Slot(std::shared_ptr<Impl> owner) : owner_(std::move(owner)) { ++owner_->busy_; }
    Slot(Slot&& other) noexcept = default;
    Slot& operator=(Slot&&) = delete;
    ~Slot() {
      if (owner_) owner_->release();
    }

   private:
    std::shared_ptr<Impl> owner_;
  };

  static Task<Result<Slot, NetError>> acquire(std::shared_ptr<Impl> self, SteadyTime deadline);
  static Task<Result<ConnectionPtr, NetError>> connect(std::shared_ptr<Impl> self, SteadyTime deadline);
  static Task<Attempt> exchange(std::shared_ptr<Impl> self, ConnectionPtr connection, std::string bytes, bool to_head,
                                SteadyTime deadline);
  static Task<Attempt> read_reply(std::shared_ptr<Impl> self, ConnectionPtr connection, bool to_head,
                                  SteadyTime deadline);
  ConnectionPtr take_idle();
  void keep(ConnectionPtr connection);
  void release();
  void watch_idle();

  Context& context_;
  Url origin_;
  HttpClientOptions options_;
  std::shared_ptr<TlsContext> tls_{};
  std::vector<Idle> idle_{};                             // latest last
  std::deque<std::shared_ptr<Alarm::Timer>> waiting_{};  // calls without a place, oldest first
  std::vector<std::weak_ptr<Connection>> running_{};
  Alarm::Timer idle_timer_;
  std::size_t busy_ = 0;
  bool watching_ = false;
  bool ended_ = false;
};

Task<Result<Reply, NetError>> HttpClient::Impl::send(std::shared_ptr<Impl> self, Call call) {
  const SteadyTime deadline = now() + call.timeout;
  if (!is_sane(call.target)) {
    co_return Unexpected(NetError{.kind = NetErrorKind::protocol, .text = "not a request target"});
  }
  auto slot = co_await acquire(self, deadline);
  if (!slot) co_return Unexpected(std::move(slot).error());
  const std::string bytes = request_text(self->origin_, call, self->options_.user_agent);
  const bool to_head = call.method == Method::HEAD;
  if (ConnectionPtr used = self->take_idle()) {
    Attempt attempt = co_await exchange(self, used, bytes, to_head, deadline);
    const bool stale = !attempt.reply && !attempt.answered && attempt.reply.error().kind == NetErrorKind::closed;
    if (!stale || !is_repeatable(call.method)) co_return std::move(attempt.reply);
  }
  auto fresh = co_await connect(self, deadline);
  if (!fresh) co_return Unexpected(std::move(fresh).error());
  Attempt attempt = co_await exchange(self, *fresh, bytes, to_head, deadline);
  co_return std::move(attempt.reply);
}

Task<Result<HttpClient::Impl::Slot, NetError>> HttpClient::Impl::acquire(std::shared_ptr<Impl> self,
                                                                         SteadyTime deadline) {
  while (!self->ended_ && self->busy_ >= self->options_.connections) {
    auto turn = std::make_shared<Alarm::Timer>(self->context_, deadline);
    self->waiting_.push_back(turn);
    co_await turn->async_wait(as_result);
    std::erase(self->waiting_, turn);
    if (now() >= deadline) {
      // The turn may have been given to us as we gave up.
      if (!self->waiting_.empty() && self->busy_ < self->options_.connections) self->waiting_.front()->cancel();
      co_return Unexpected(NetError{.kind = NetErrorKind::timeout, .text = "no free connection in time"});
    }
  }
  if (self->ended_) co_return Unexpected(NetError{.kind = NetErrorKind::cancelled, .text = "the client has ended"});
  co_return Slot(self);
}

void HttpClient::Impl::release() {
  --busy_;
  if (!waiting_.empty()) waiting_.front()->cancel();
}

Task<Result<HttpClient::Impl::ConnectionPtr, NetError>> HttpClient::Impl::connect(std::shared_ptr<Impl> self,
                                                                                  SteadyTime deadline) {
  if (self->origin_.secure && !self->tls_) {
    auto tls = TlsContext::client(self->options_.ca_file);
    if (!tls) co_return Unexpected(std::move(tls).error());
    self->tls_ = *tls;
  }
  co_return co_await Connection::open(self->context_, self->origin_, self->tls_, deadline);
}

Task<HttpClient::Impl::Attempt> HttpClient::Impl::exchange(std::shared_ptr<Impl> self, ConnectionPtr connection,
                                                           std::string bytes, bool to_head, SteadyTime deadline) {
  std::erase_if(self->running_, [](const auto& each) { return each.expired(); });
  self->running_.push_back(connection);
  const auto written = co_await connection->write(std::move(bytes), deadline);
  // A peer that refuses a large body may have answered before it hung up.
  if (!written && written.error().kind != NetErrorKind::closed) {
    NetError why = written.error();
    why.maybe_sent = true;
    co_return Attempt{.reply = Unexpected(std::move(why))};
  }
  Attempt attempt = co_await read_reply(self, connection, to_head, deadline);
  if (!attempt.reply) {
    NetError why = attempt.reply.error();
    why.maybe_sent = true;
    attempt.reply = Unexpected(std::move(why));
  }
  co_return attempt;
}

Task<HttpClient::Impl::Attempt> HttpClient::Impl::read_reply(std::shared_ptr<Impl> self, ConnectionPtr connection,
                                                             bool to_head, SteadyTime deadline) {
  ReplyReader reader(self->options_.reply_bytes, to_head);
  std::string bytes;
  bool answered = false;
  auto step = ReplyReader::Step::more;
  while (step == ReplyReader::Step::more) {
    auto more = co_await connection->read(deadline);
    if (!more) co_return Attempt{.reply = Unexpected(std::move(more).error()), .answered = answered};
    if (more->empty()) {
      if (!answered) {
        co_return Attempt{.reply = Unexpected(connection->error(NetErrorKind::closed, "closed without an answer"))};
      }
      step = reader.take_end();
      break;
    }
    answered = true;
    bytes += *more;
    std::size_t used = 0;
    step = reader.take(bytes, used);
    bytes.erase(0, used);
  }
  if (step == ReplyReader::Step::too_large) {
    co_return Attempt{.reply = Unexpected(connection->error(NetErrorKind::too_large, "the answer is too large")),
                      .answered = true};
  }
  if (step != ReplyReader::Step::complete || reader.head().status == 101) {
    co_return Attempt{.reply = Unexpected(connection->error(NetErrorKind::protocol, "not a whole HTTP answer")),
                      .answered = true};
  }
  ReplyHead head = reader.head();
  // Bytes behind the answer belong to no request of ours.
  if (reader.keep_alive() && bytes.empty()) self->keep(connection);
  co_return Attempt{.reply = Reply{.status = head.status, .headers = std::move(head.headers), .body = reader.body()},
                    .answered = true};
}

HttpClient::Impl::ConnectionPtr HttpClient::Impl::take_idle() {
  while (!idle_.empty()) {
    Idle last = std::move(idle_.back());
    idle_.pop_back();
    if (now() - last.since < options_.idle && last.connection->quiet()) return std::move(last.connection);
  }
  return nullptr;
}

void HttpClient::Impl::keep(ConnectionPtr connection) {
  if (ended_) return;
  idle_.push_back({.connection = std::move(connection), .since = now()});
  watch_idle();
}

void HttpClient::Impl::watch_idle() {
  if (watching_ || idle_.empty()) return;
  watching_ = true;
  idle_timer_.expires_at(idle_.front().since + options_.idle);
  idle_timer_.async_wait([weak = weak_from_this()](const boost::system::error_code&) {
    const auto self = weak.lock();
    if (!self) return;
    self->watching_ = false;
    const SteadyTime old = now() - self->options_.idle;
    std::erase_if(self->idle_, [old](const Idle& each) { return each.since <= old; });
    self->watch_idle();
  });
}

void HttpClient::Impl::end() {
  ended_ = true;
  idle_.clear();
  idle_timer_.cancel();
  for (const auto& each : waiting_) each->cancel();
  for (const auto& each : running_) {
    if (const auto connection = each.lock()) connection->drop();
  }
}

HttpClient::HttpClient(Context& context, Url origin, HttpClientOptions options)
    : impl_(std::make_shared<Impl>(context, std::move(origin), std::move(options))) {}
HttpClient::~HttpClient() {
  impl_->end();
}

Task<Result<Reply, NetError>> HttpClient::send(Call call) {
  return Impl::send(impl_, std::move(call));
}

}  // namespace robson::net
