#include "net/server/session.hpp"

#include <sys/socket.h>

#include <cerrno>

#include "net/protocol/frame_text.hpp"
#include "net/server/guarded.hpp"

namespace robson::net {
namespace {
using boost::system::error_code;

constexpr Duration linger_time = std::chrono::seconds(2);
constexpr Duration linger_time_stopping = std::chrono::milliseconds(200);
// One peer that sends without pause must not hold the loop: after so many reads the others have their turn.
constexpr int reads_a_turn = 4;
constexpr std::size_t seal_at_once = 65536;
}  // namespace

Session::Session(SessionRegistry& registry, Connection connection, Origin origin)
    : registry_(&registry),
      connection_(std::move(connection)),
      tls_(std::move(origin.tls)),
      remote_(std::move(origin.remote)),
      close_code_(close_code::abnormal),
      surplus_(origin.surplus) {}
Session::~Session() = default;

void Session::start() {
  expire_in(registry_->limits().header_timeout);
  wait_readable();
}

bool Session::wants_read() const {
  if (ended_) return false;
  switch (phase_) {
    case Phase::head: return outbox_.pending() <= registry_->limits().outbox_bytes;
    case Phase::answering:
    case Phase::dead: return false;
    case Phase::body:
    case Phase::open:
    case Phase::closing:
    case Phase::finishing:
    case Phase::lingering: return true;
  }
  return false;
}

void Session::wait_readable() {
  if (reading_ || !wants_read()) return;
  reading_ = true;
  connection_->async_wait(Connection::wait_read, [self = shared_from_this()](error_code error) {
    self->reading_ = false;
    if (!error && self->phase_ != Phase::dead) self->on_readable();
  });
}

void Session::wait_writable() {
  if (writing_) return;
  writing_ = true;
  connection_->async_wait(Connection::wait_write, [self = shared_from_this()](error_code error) {
    self->writing_ = false;
    if (!error && self->phase_ != Phase::dead) self->flush();
  });
}

void Session::on_readable() {
  auto& buffer = registry_->read_buffer();
  for (int round = 0; round < reads_a_turn && wants_read(); ++round) {
    const ssize_t count = ::recv(connection_->native_handle(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
    if (count < 0) return drop();
    if (count == 0) return on_end();
    if (!receive({buffer.data(), static_cast<std::size_t>(count)})) return;
    if (static_cast<std::size_t>(count) < buffer.size()) break;
  }
  if (phase_ != Phase::dead) wait_readable();
}

// False when the session is dead.
bool Session::receive(std::string_view bytes) {
  if (!tls_) {
    take(bytes);
    return phase_ != Phase::dead;
  }
  std::string plain;
  plain.swap(registry_->plain_text());
  plain.clear();
  const bool sound = tls_->feed(bytes, plain);
  tls_->take_output(sealed_);
  if (!sealed_.empty()) mark_dirty();
  if (!plain.empty()) take(plain);
  if (phase_ == Phase::dead) return false;
  plain.swap(registry_->plain_text());
  // The alert goes out if the kernel takes it; a broken cipher has nothing else to say. A peer that makes TLS answer
  // and takes none of the answers is cut.
  if (!sound || sealed_.size() > registry_->limits().outbox_bytes + seal_at_once * 2) {
    write_sealed();
    drop();
    return false;
  }
  if (tls_->closed_by_peer()) on_end();
  return phase_ != Phase::dead;
}

void Session::take(std::string_view plain) {
  unanswered_pings_ = 0;
  switch (phase_) {
    case Phase::head:
    case Phase::body: return take_http(plain);
    case Phase::answering: inbox_.append(plain); return;  // TLS decrypts in whole records
    case Phase::open:
    case Phase::closing: return take_frames(plain);
    case Phase::finishing:
    case Phase::lingering:
    case Phase::dead: return;
  }
}

void Session::on_end() {
  ended_ = true;
  // Half a close: an answer that is on its way is still delivered, and so are pipelined requests that came whole.
  if (phase_ == Phase::answering || phase_ == Phase::finishing) return;
  if (phase_ == Phase::head && pending_bytes() > 0) return finish();
  drop();
}

void Session::flush() {
  if (phase_ == Phase::dead || writing_) return;
  const std::size_t before = pending_bytes();
  const auto written = write_out();
  const std::size_t sent = outbox_.take_sent();
  if (is_socket_) registry_->tally.frames_sent += sent;
  switch (written) {
    case Outbox::Written::failed: return drop();
    case Outbox::Written::blocked:
      ++registry_->tally.would_block;
      if (blocked_since_ == SteadyTime::max() || pending_bytes() < before) {
        blocked_since_ = std::chrono::steady_clock::now();
      }
      return wait_writable();
    case Outbox::Written::all: blocked_since_ = SteadyTime::max(); return on_written();
  }
}

Outbox::Written Session::write_out() {
  if (!tls_) return outbox_.write_to(connection_->native_handle());
  for (;;) {
    if (const auto written = write_sealed(); written != Outbox::Written::all) return written;
    if (outbox_.empty() || !tls_->established()) return Outbox::Written::all;
    for (std::size_t sealed = 0; sealed < seal_at_once && !outbox_.empty();) {
      const std::string_view next = outbox_.front().substr(0, seal_at_once);
      if (!tls_->seal(next)) return Outbox::Written::failed;
      sealed += next.size();
      outbox_.consume(next.size());
    }
    tls_->take_output(sealed_);
  }
}

Outbox::Written Session::write_sealed() {
  std::size_t done = 0;
  while (done < sealed_.size()) {
    const ssize_t count =
        ::send(connection_->native_handle(), sealed_.data() + done, sealed_.size() - done, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      sealed_.erase(0, done);
      return errno == EAGAIN || errno == EWOULDBLOCK ? Outbox::Written::blocked : Outbox::Written::failed;
    }
    done += static_cast<std::size_t>(count);
  }
  std::string().swap(sealed_);
  return Outbox::Written::all;
}

void Session::on_written() {
  if (std::exchange(wants_drained_, false) && phase_ == Phase::open && listener_) return tell_drained();
  if (phase_ == Phase::finishing) return linger();
  if (phase_ == Phase::head && !processing_) resume();
}

// The last bytes are queued; they are written, and then we leave.
void Session::finish() {
  phase_ = Phase::finishing;
  reader_.reset();
  std::string().swap(inbox_);
  never_expire();  // a peer that takes nothing is caught by the stalled timeout
  mark_dirty();
  wait_readable();
}

void Session::linger() {
  if (tls_) {
    tls_->close();
    tls_->take_output(sealed_);
    write_sealed();
  }
  if (ended_) return drop();
  phase_ = Phase::lingering;
  ::shutdown(connection_->native_handle(), SHUT_WR);
  expire_in(registry_->stopping() ? linger_time_stopping : linger_time);
  wait_readable();
}

void Session::drop() {
  if (phase_ == Phase::dead) return;
  phase_ = Phase::dead;
  error_code ignored;
  connection_->close(ignored);
  connection_.reset();
  outbox_.clear();
  std::string().swap(sealed_);
  end_socket(close_code_);
  if (is_socket_) --registry_->tally.sockets;
  SessionRegistry* registry = std::exchange(registry_, nullptr);
  registry->leave(*this);
}

void Session::expire_in(Duration patience) {
  deadline_ = std::chrono::steady_clock::now() + patience;
}

void Session::sweep(SteadyTime now) {
  if (phase_ == Phase::dead) return;
  if (blocked_since_ != SteadyTime::max() && now - blocked_since_ > registry_->limits().stalled_timeout) {
    if (is_socket_ && !over_) ++registry_->tally.slow_closes;
    return drop();
  }
  if (now >= deadline_) return on_deadline();
  if (phase_ == Phase::open) keep_alive(now);
}

void Session::on_deadline() {
  switch (phase_) {
    case Phase::head:
      if (reader_ == nullptr && inbox_.empty()) return drop();  // nothing was asked, so nothing is answered
      return refuse(408);
    case Phase::body: return refuse(408);
    case Phase::open: return close(close_code::policy, "message takes too long");
    case Phase::answering:
    case Phase::closing:
    case Phase::finishing:
    case Phase::lingering: return drop();
    case Phase::dead: return;
  }
}

void Session::go_away() {
  switch (phase_) {
    case Phase::head:
      if (pending_bytes() > 0) return finish();
      return drop();
    case Phase::open: return close(close_code::going_away, "server stops");
    case Phase::body:
    case Phase::lingering: return drop();
    case Phase::answering: keep_alive_ = false; return;
    case Phase::closing:
    case Phase::finishing:
    case Phase::dead: return;
  }
}

}  // namespace robson::net
