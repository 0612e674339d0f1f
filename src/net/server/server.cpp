#include "net/server.hpp"

#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "base/log.hpp"
#include "net/server/session.hpp"
#include "net/server/session_registry.hpp"

namespace robson::net {
namespace {
namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;

constexpr int send_buffer_bytes = 64 * 1024;  // Linux doubles it
constexpr std::size_t surplus_max = 256;      // connections over the limit that are told so; beyond, just closed
constexpr int accepts_a_turn = 64;
constexpr std::size_t descriptors_kept = 128;  // for the program's own files and its calls to others
constexpr Duration accept_pause = std::chrono::milliseconds(100);
constexpr Duration sweep_period_max = std::chrono::seconds(1);
constexpr Duration sweep_period_min = std::chrono::milliseconds(5);
constexpr Duration stop_poll = std::chrono::milliseconds(5);

// Timeouts are kept by one sweep over all sessions, a quarter of the shortest of them apart.
Duration sweep_period(const ServerLimits& limits) {
  Duration shortest = sweep_period_max * 4;
  for (const Duration each : {limits.header_timeout, limits.body_timeout, limits.idle_timeout, limits.stalled_timeout,
                              limits.ping_interval}) {
    if (each.count() > 0) shortest = std::min(shortest, each);
  }
  return std::max(shortest / 4, sweep_period_min);
}

struct Room {
  std::size_t connections = 0;
  std::size_t surplus = 0;
};
// As many connections, of those that are wanted, as leave the program the descriptors that its own files need.
Room room_for(std::size_t wanted) {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY) return {wanted, surplus_max};
  const std::size_t all = files.rlim_cur;
  const std::size_t kept = std::min(descriptors_kept + surplus_max, all / 2);
  return {std::min(wanted, all - kept), std::min(surplus_max, kept * 2 / 3)};
}

ServerLimits within(ServerLimits limits, Room room) {
  limits.connections = room.connections;
  return limits;
}

// A peer that has vanished, or takes nothing, is given up by the kernel too: an open stream has no pings.
void give_up_after(int socket, Duration patience) {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(patience).count();
  const auto timeout = static_cast<unsigned>(std::clamp<std::int64_t>(ms, 1000, 600'000));
  ::setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout, sizeof timeout);
}

std::string lower_first(std::string text) {
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}
}  // namespace

class Server::Impl : public std::enable_shared_from_this<Server::Impl> {
 public:
  Impl(Context& context, ServerOptions options, Handlers handlers)
      : context_(context),
        options_(std::move(options)),
        room_(room_for(options_.limits.connections)),
        registry_(std::make_shared<SessionRegistry>(context, within(options_.limits, room_), std::move(handlers))),
        acceptor_(context),
        sweep_timer_(context),
        accept_timer_(context) {}

  Result<void, NetError> start();
  void end();
  std::uint16_t port() const { return port_; }
  SessionRegistry& registry() { return *registry_; }
  static Task<void> stop(std::shared_ptr<Impl> self, Duration grace);

 private:
  void stop_accepting();
  Result<tcp::endpoint, NetError> endpoint();
  Unexpected<NetError> cannot_listen(const error_code& error) const;
  void accept();
  void on_accept(error_code error, Session::Connection connection);
  void admit(Session::Connection connection);
  void sweep();

  Context& context_;
  ServerOptions options_;
  Room room_;
  std::shared_ptr<SessionRegistry> registry_;
  std::shared_ptr<TlsContext> tls_{};
  Acceptor acceptor_;
  Timer sweep_timer_;
  Timer accept_timer_;
  std::uint16_t port_ = 0;
  bool short_of_descriptors_ = false;  // and that was said
  bool ended_ = false;
};

Unexpected<NetError> Server::Impl::cannot_listen(const error_code& error) const {
  return Unexpected(NetError{
      .kind = NetErrorKind::connect,
      .text = fmt::format("cannot listen on {}:{}: {}", options_.host, options_.port, lower_first(error.message()))});
}

Result<tcp::endpoint, NetError> Server::Impl::endpoint() {
  error_code error;
  const auto address = asio::ip::make_address(options_.host, error);
  if (!error) return tcp::endpoint(address, options_.port);
  // A name, such as "localhost"; at start-up the loop may wait for it.
  asio::ip::basic_resolver<tcp, Executor> resolver(context_);
  const auto found = resolver.resolve(options_.host, std::to_string(options_.port), error);
  if (error || found.empty()) return cannot_listen(error);
  return found.begin()->endpoint();
}

Result<void, NetError> Server::Impl::start() {
  if (options_.tls) {
    auto tls = TlsContext::server(options_.tls->certificate, options_.tls->key);
    if (!tls) return Unexpected(std::move(tls).error());
    tls_ = *tls;
  }
  const auto where = endpoint();
  if (!where) return Unexpected(where.error());
  error_code error;
  acceptor_.open(where->protocol(), error);
  if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor_.bind(*where, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (!error) acceptor_.non_blocking(true, error);
  if (!error) port_ = acceptor_.local_endpoint(error).port();
  if (error) {
    error_code ignored;
    acceptor_.close(ignored);
    return cannot_listen(error);
  }
  if (room_.connections < options_.limits.connections) {
    log::info("fewer connections than wanted: the limit of open files is low",
              {{"wanted", options_.limits.connections}, {"connections", room_.connections}});
  }
  accept();
  sweep();
  return {};
}

void Server::Impl::accept() {
  acceptor_.async_accept(context_.get_executor(),
                         [weak = weak_from_this()](error_code error, Session::Connection connection) {
                           if (const auto self = weak.lock()) self->on_accept(error, std::move(connection));
                         });
}

void Server::Impl::on_accept(error_code error, Session::Connection connection) {
  if (ended_ || !acceptor_.is_open()) return;
  if (!error) short_of_descriptors_ = false;
  // Those who wait come in together: under load a loop turn is long, and one a turn would keep them waiting.
  for (int i = 0; !error && i < accepts_a_turn; ++i) {
    admit(std::move(connection));
    connection = Session::Connection(context_);
    acceptor_.accept(connection, error);
  }
  if (!error) admit(std::move(connection));
  if (!error || error == asio::error::would_block || error == asio::error::connection_aborted) return accept();
  // Out of file descriptors or memory: those who wait stay in the kernel's queue, and we look again shortly.
  if (!std::exchange(short_of_descriptors_, true)) {
    log::warning("cannot accept a connection", {{"error", error.message()}});
  }
  accept_timer_.expires_after(accept_pause);
  accept_timer_.async_wait([weak = weak_from_this()](error_code cancelled) {
    const auto self = weak.lock();
    if (self && !cancelled && self->acceptor_.is_open()) self->accept();
  });
}

void Server::Impl::admit(Session::Connection connection) {
  error_code error;
  const auto remote = connection.remote_endpoint(error);
  if (error) return;  // gone already
  connection.set_option(tcp::no_delay(true), error);
  connection.set_option(asio::socket_base::send_buffer_size(send_buffer_bytes), error);
  give_up_after(connection.native_handle(), options_.limits.stalled_timeout);
  if (registry_->size() >= room_.connections + room_.surplus) return;
  Session::Origin origin{.remote = remote.address().to_string(),
                         .tls = tls_ ? TlsFilter::accepting(*tls_) : nullptr,
                         .surplus = registry_->size() >= room_.connections};
  auto session = std::make_shared<Session>(*registry_, std::move(connection), std::move(origin));
  registry_->join(session);
  session->start();
}

void Server::Impl::sweep() {
  sweep_timer_.expires_after(sweep_period(options_.limits));
  sweep_timer_.async_wait([weak = weak_from_this()](error_code cancelled) {
    const auto self = weak.lock();
    if (!self || cancelled || self->ended_) return;
    self->registry_->sweep(std::chrono::steady_clock::now());
    self->sweep();
  });
}

void Server::Impl::stop_accepting() {
  error_code ignored;
  acceptor_.close(ignored);
  accept_timer_.cancel();
}

Task<void> Server::Impl::stop(std::shared_ptr<Impl> self, Duration grace) {
  const auto deadline = std::chrono::steady_clock::now() + grace;
  self->stop_accepting();
  self->registry_->go_away();
  while (self->registry_->size() > 0 && std::chrono::steady_clock::now() < deadline) co_await sleep_for(stop_poll);
  self->end();
}

void Server::Impl::end() {
  if (std::exchange(ended_, true)) return;
  stop_accepting();
  registry_->drop_all();
  registry_->bury_now();
  sweep_timer_.cancel();
}

Server::Server(Context& context, ServerOptions options, Handlers handlers)
    : impl_(std::make_shared<Impl>(context, std::move(options), std::move(handlers))) {}
Server::~Server() {
  impl_->end();
}

Result<void, NetError> Server::start() {
  return impl_->start();
}
std::uint16_t Server::port() const {
  return impl_->port();
}
ServerCounts Server::counts() const {
  return impl_->registry().counts();
}

Task<void> Server::stop(Duration grace) {
  return Impl::stop(impl_, grace);
}

}  // namespace robson::net
