#include "net/client/connection.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <vector>

#include "net/client/alarm.hpp"

namespace robson::net {
namespace {
namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Endpoints = std::vector<tcp::endpoint>;

constexpr asio::as_tuple_t<asio::use_awaitable_t<Executor>> as_result{};
constexpr std::size_t read_size = 65536;

NetError make_error(NetErrorKind kind, std::string_view peer, std::string_view text) {
  return {.kind = kind, .text = fmt::format("{}: {}", peer, text)};
}

// The system's resolver cannot be interrupted: when the deadline comes first we go on without it.
struct Lookup {
  asio::ip::basic_resolver<tcp, Executor> resolver;
  Alarm::Timer done;
  Endpoints found{};
  error_code error = asio::error::timed_out;
  bool finished = false;
};

Task<Result<Endpoints, NetError>> resolve(Url url, std::string peer, SteadyTime deadline) {
  error_code numeric;
  const auto address = asio::ip::make_address(url.host, numeric);
  if (!numeric) co_return Endpoints{tcp::endpoint(address, url.port)};
  const Executor executor = co_await asio::this_coro::executor;
  auto lookup = std::make_shared<Lookup>(
      Lookup{.resolver = asio::ip::basic_resolver<tcp, Executor>(executor), .done = Alarm::Timer(executor, deadline)});
  lookup->resolver.async_resolve(url.host, std::to_string(url.port),
                                 [lookup](const error_code& error, const tcp::resolver::results_type& results) {
                                   lookup->error = error;
                                   lookup->finished = true;
                                   for (const auto& each : results) lookup->found.push_back(each.endpoint());
                                   lookup->done.cancel();
                                 });
  if (!lookup->finished) co_await lookup->done.async_wait(as_result);
  if (!lookup->finished) {
    lookup->resolver.cancel();
    co_return Unexpected(make_error(NetErrorKind::timeout, peer, "no answer from the name service"));
  }
  if (lookup->error || lookup->found.empty()) {
    co_return Unexpected(make_error(NetErrorKind::resolve, peer, "unknown host"));
  }
  co_return std::move(lookup->found);
}

void cancel(Connection::Stream& stream) {
  error_code ignored;
  stream.cancel(ignored);
}

Task<Result<void, NetError>> connect(Connection::Stream& stream, tcp::endpoint endpoint, std::string peer,
                                     SteadyTime deadline) {
  Alarm alarm(stream.get_executor(), deadline, [&stream] { cancel(stream); });
  const auto [failure] = co_await stream.async_connect(endpoint, as_result);
  if (alarm.rang()) co_return Unexpected(make_error(NetErrorKind::timeout, peer, "connecting took too long"));
  if (failure == asio::error::operation_aborted) {
    co_return Unexpected(make_error(NetErrorKind::cancelled, peer, "cancelled"));
  }
  if (failure) co_return Unexpected(make_error(NetErrorKind::connect, peer, failure.message()));
  error_code ignored;
  stream.set_option(tcp::no_delay(true), ignored);
  co_return Result<void, NetError>{};
}
}  // namespace

Connection::Connection(Stream stream, std::string peer, std::unique_ptr<TlsFilter> tls)
    : stream_(std::move(stream)), peer_(std::move(peer)), tls_(std::move(tls)), handle_(stream_.native_handle()) {}
Connection::~Connection() = default;

NetError Connection::error(NetErrorKind kind, std::string_view text) const {
  return make_error(kind, peer_, text);
}

NetError Connection::failed(const error_code& failure, bool late, std::string_view late_text) const {
  if (late) return error(NetErrorKind::timeout, late_text);
  if (failure == asio::error::operation_aborted) return error(NetErrorKind::cancelled, "cancelled");
  return error(NetErrorKind::closed, failure.message());
}

Task<Result<std::shared_ptr<Connection>, NetError>> Connection::open(Context& context, Url url,
                                                                     std::shared_ptr<TlsContext> tls,
                                                                     SteadyTime deadline) {
  const std::string peer = fmt::format("{}:{}", url.host, url.port);
  auto endpoints = co_await resolve(url, peer, deadline);
  if (!endpoints) co_return Unexpected(std::move(endpoints).error());
  NetError last = make_error(NetErrorKind::connect, peer, "no address");
  for (std::size_t left = endpoints->size(); left > 0; --left) {
    const tcp::endpoint endpoint = (*endpoints)[endpoints->size() - left];
    Stream stream(context);
    // An address that swallows packets must not use up the time of those after it.
    const SteadyTime begun = std::chrono::steady_clock::now();
    const SteadyTime share = begun + (deadline - begun) / static_cast<std::int64_t>(left);
    auto connected = co_await connect(stream, endpoint, peer, share);
    if (!connected) {
      last = connected.error();
      if (last.kind == NetErrorKind::cancelled) break;
      continue;
    }
    auto made =
        std::make_shared<Connection>(std::move(stream), peer, tls ? TlsFilter::connecting(*tls, url.host) : nullptr);
    if (tls) {
      auto agreed = co_await made->agree(deadline);
      if (!agreed) co_return Unexpected(std::move(agreed).error());
    }
    co_return made;
  }
  co_return Unexpected(std::move(last));
}

Task<Result<void, NetError>> Connection::agree(SteadyTime deadline) {
  while (!tls_->established()) {
    auto told = co_await flush_tls(deadline);
    if (!told) co_return told;
    auto count = co_await read_raw(deadline);
    if (!count) co_return Unexpected(std::move(count).error());
    if (*count == 0) co_return Unexpected(error(NetErrorKind::tls, "closed during the TLS handshake"));
    if (!tls_->feed(std::string_view(buffer_).substr(0, *count), early_)) {
      auto why = error(NetErrorKind::tls, tls_->failure());
      (void)co_await flush_tls(deadline);  // the alert
      co_return Unexpected(std::move(why));
    }
  }
  co_return co_await flush_tls(deadline);
}

Task<Result<void, NetError>> Connection::flush_tls(SteadyTime deadline) {
  if (flushing_) co_return Result<void, NetError>{};
  flushing_ = true;
  Result<void, NetError> result;
  while (result) {
    std::string sealed;
    tls_->take_output(sealed);
    if (sealed.empty()) break;
    result = co_await write_raw(std::move(sealed), deadline);
  }
  flushing_ = false;
  co_return result;
}

Task<Result<std::size_t, NetError>> Connection::read_raw(SteadyTime deadline) {
  buffer_.resize(read_size);
  Alarm alarm(stream_.get_executor(), deadline, [this] { cancel(stream_); });
  const auto [failure, count] = co_await stream_.async_read_some(asio::buffer(buffer_), as_result);
  if (!failure) co_return std::size_t{count};
  if (failure == asio::error::eof) co_return std::size_t{0};
  co_return Unexpected(failed(failure, alarm.rang(), "no answer in time"));
}

Task<Result<std::string, NetError>> Connection::read(SteadyTime deadline) {
  std::string out = std::exchange(early_, {});
  while (out.empty() && !ended_) {
    auto count = co_await read_raw(deadline);
    if (!count) co_return Unexpected(std::move(count).error());
    const std::string_view bytes = std::string_view(buffer_).substr(0, *count);
    if (bytes.empty()) {
      ended_ = true;
    } else if (!tls_) {
      out = bytes;
    } else if (!tls_->feed(bytes, out)) {
      co_return Unexpected(error(NetErrorKind::tls, tls_->failure()));
    } else {
      ended_ = tls_->closed_by_peer();
      auto told = co_await flush_tls(deadline);
      if (!told) co_return Unexpected(std::move(told).error());
    }
  }
  co_return out;
}

Task<Result<void, NetError>> Connection::write_raw(std::string bytes, SteadyTime deadline) {
  Alarm alarm(stream_.get_executor(), deadline, [this] { cancel(stream_); });
  const auto [failure, count] = co_await asio::async_write(stream_, asio::buffer(bytes), as_result);
  if (!failure && count == bytes.size()) co_return Result<void, NetError>{};
  co_return Unexpected(failed(failure, alarm.rang(), "the peer takes no bytes"));
}

Task<Result<void, NetError>> Connection::write(std::string bytes, SteadyTime deadline) {
  if (!tls_) co_return co_await write_raw(std::move(bytes), deadline);
  if (!tls_->seal(bytes)) co_return Unexpected(error(NetErrorKind::tls, tls_->failure()));
  co_return co_await flush_tls(deadline);
}

bool Connection::nothing_came() const {
  char byte = 0;
  const ssize_t count = ::recv(handle_, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

void Connection::drop() {
  error_code ignored;
  stream_.close(ignored);
  ended_ = true;
}

}  // namespace robson::net
