#include "net/loopback.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>

#include "net/protocol/http_reader.hpp"

namespace robson::net {
namespace {
constexpr std::string_view test_key = "dGhlIHNhbXBsZSBub25jZQ==";  // of RFC 6455 section 1.3
}

bool Loopback::until(const std::function<bool()>& done, Duration limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (!done()) {
    if (context.stopped()) context.restart();
    const bool idle = context.poll() == 0;
    if (std::chrono::steady_clock::now() > deadline) return done();
    if (idle) context.run_one_for(1ms);
  }
  return true;
}

void Loopback::turn_for(Duration time) {
  (void)until([] { return false; }, time);
}

void Loopback::run(Task<void> task) {
  bool done = false;
  std::exception_ptr failure;
  boost::asio::co_spawn(context.get_executor(), std::move(task), [&](std::exception_ptr thrown) {
    failure = thrown;
    done = true;
  });
  if (!until([&] { return done; }, 20s)) std::abort();
  if (failure) std::rethrow_exception(failure);
}

int PeerFrame::code() const {
  if (opcode != 8) return -1;
  if (payload.size() < 2) return 1005;
  return static_cast<unsigned char>(payload[0]) * 256 + static_cast<unsigned char>(payload[1]);
}

std::string peer_frame(int opcode, std::string_view payload, FrameStyle style) {
  std::string out;
  out.push_back(static_cast<char>((style.final ? 0x80U : 0U) | style.reserved << 4U | static_cast<unsigned>(opcode)));
  const unsigned mask_bit = style.masked ? 0x80U : 0U;
  const std::size_t size = payload.size();
  const int bytes = size < 126 ? 0 : size <= 0xffff ? 2 : 8;
  out.push_back(static_cast<char>(mask_bit | (bytes == 0 ? size : bytes == 2 ? 126U : 127U)));
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) out.push_back(static_cast<char>(size >> shift));
  static constexpr char key[] = {0x12, 0x34, 0x56, 0x78};
  if (style.masked) out.append(key, 4);
  for (std::size_t i = 0; i < size; ++i) {
    out.push_back(style.masked ? static_cast<char>(payload[i] ^ key[i % 4]) : payload[i]);
  }
  return out;
}

std::string close_frame(int code, std::string_view reason) {
  std::string payload{static_cast<char>(code >> 8), static_cast<char>(code)};
  payload += reason;
  return peer_frame(8, payload);
}

RawPeer::RawPeer(Loopback& loop, std::uint16_t port, int receive_buffer) : loop_(&loop) {
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (receive_buffer > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  const int yes = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("the test's peer cannot connect");
  }
  ::fcntl(socket_, F_SETFL, ::fcntl(socket_, F_GETFL) | O_NONBLOCK);
}

RawPeer::RawPeer(Loopback& loop, int connected_socket) : loop_(&loop), socket_(connected_socket) {
  ::fcntl(socket_, F_SETFL, ::fcntl(socket_, F_GETFL) | O_NONBLOCK);
}

RawPeer::RawPeer(RawPeer&& other) noexcept
    : loop_(other.loop_), socket_(other.socket_), ended_(other.ended_), inbox_(std::move(other.inbox_)) {
  other.socket_ = -1;
}

RawPeer::~RawPeer() {
  close();
}

void RawPeer::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

void RawPeer::half_close() {
  ::shutdown(socket_, SHUT_WR);
}

// Gives up when the server hangs up; what it did take is the test's business.
void RawPeer::send(std::string_view bytes) {
  const auto deadline = std::chrono::steady_clock::now() + 5s;
  while (!bytes.empty() && std::chrono::steady_clock::now() < deadline) {
    const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
    if (count < 0 && errno != EAGAIN) return;
    loop_->turn_for(count < 0 ? 1ms : 0ms);
  }
}

bool RawPeer::read_some() {
  char buffer[64 * 1024];
  const ssize_t count = ::recv(socket_, buffer, sizeof buffer, 0);
  if (count > 0) inbox_.append(buffer, static_cast<std::size_t>(count));
  if (count == 0 || (count < 0 && errno != EAGAIN)) ended_ = true;
  return count > 0;
}

PeerReply RawPeer::reply(bool to_head, Duration limit) {
  ReplyReader reader(64 << 20, to_head);
  auto step = ReplyReader::Step::more;
  loop_->until(
      [&] {
        if (!inbox_.empty()) {
          std::size_t used = 0;
          step = reader.take(inbox_, used);
          inbox_.erase(0, used);
        }
        if (step != ReplyReader::Step::more) return true;
        if (read_some() || !ended_) return false;
        step = reader.take_end();
        return true;
      },
      limit);
  if (step != ReplyReader::Step::complete) return {};
  ReplyHead head = reader.head();
  return {.status = head.status, .headers = std::move(head.headers), .body = reader.body()};
}

PeerReply RawPeer::ask(std::string_view bytes, bool to_head) {
  send(bytes);
  return reply(to_head);
}

std::string RawPeer::head(Duration limit) {
  std::size_t end = std::string::npos;
  loop_->until(
      [&] {
        end = inbox_.find("\r\n\r\n");
        return end != std::string::npos || (!read_some() && ended_);
      },
      limit);
  if (end == std::string::npos) return {};
  std::string taken = inbox_.substr(0, end + 4);
  inbox_.erase(0, end + 4);
  return taken;
}

bool RawPeer::upgrade(std::string_view target) {
  return ask(get(target,
                 "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                 "Sec-WebSocket-Key: " +
                     std::string(test_key) + "\r\n"))
             .headers.get("Sec-WebSocket-Accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
}

PeerFrame RawPeer::frame(Duration limit) {
  PeerFrame out;
  loop_->until(
      [&] {
        if (inbox_.size() >= 2) {
          const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(inbox_[at]); };
          std::size_t size = byte(1) & 0x7fU;
          std::size_t header = 2;
          if (size >= 126) {
            const std::size_t bytes = size == 126 ? 2 : 8;
            header += bytes;
            if (inbox_.size() < header) return !read_some() && ended_;
            size = 0;
            for (std::size_t i = 0; i < bytes; ++i) size = size << 8U | byte(2 + i);
          }
          if (inbox_.size() >= header + size) {
            out = {.final = (byte(0) & 0x80U) != 0,
                   .opcode = static_cast<int>(byte(0) & 0x0fU),
                   .payload = inbox_.substr(header, size)};
            inbox_.erase(0, header + size);
            return true;
          }
        }
        return !read_some() && ended_;
      },
      limit);
  return out;
}

bool RawPeer::hung_up(Duration limit) {
  return loop_->until(
      [&] {
        while (read_some()) {
        }
        return ended_;
      },
      limit);
}

RawListener::RawListener(Loopback& loop)
    : loop_(&loop), socket_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* where = reinterpret_cast<sockaddr*>(&address);
  if (::bind(socket_, where, size) != 0 || ::listen(socket_, 16) != 0 || ::getsockname(socket_, where, &size) != 0) {
    throw std::runtime_error("the test's listener cannot listen");
  }
  port_ = ntohs(address.sin_port);
}

RawListener::~RawListener() {
  ::close(socket_);
}

RawPeer RawListener::accept() {
  int connected = -1;
  loop_->until([&] {
    connected = ::accept(socket_, nullptr, nullptr);
    return connected >= 0;
  });
  if (connected < 0) throw std::runtime_error("no client came");
  return {*loop_, connected};
}

}  // namespace robson::net
