#include "load/fleet.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "load/clock.hpp"
#include "load/process.hpp"
#include "net/protocol/frame_text.hpp"

namespace robson::bench {
namespace {

constexpr std::size_t in_flight_max = 64;  // connections that are being opened
constexpr std::size_t read_bytes = 131'072;
constexpr std::size_t rest_max = 1'048'576;  // a message longer than this is none of the feed's
constexpr double opening_max_s = 120;
constexpr std::int64_t retry_after_ns = 50'000'000;
constexpr int stalled_receive_bytes = 4096;
constexpr std::uint32_t mask = 0x5A17C3E9;  // the server cannot know it; that is enough here

std::int64_t unit_of(std::string_view key) {
  if (key.ends_with("_ms")) return 1'000'000;
  return key.ends_with("_us") ? 1'000 : 1;
}

double seconds_since(std::int64_t start_ns) {
  return static_cast<double>(steady_ns() - start_ns) / 1e9;
}

void set_option(int file, int level, int name, int value) {
  ::setsockopt(file, level, name, &value, sizeof value);
}

}  // namespace

Fleet::Fleet(FleetOptions options)
    : options_(std::move(options)),
      time_mark_(fmt::format("\"{}\":", options_.time_key)),
      unit_ns_(unit_of(options_.time_key)),
      epoll_(::epoll_create1(0)),
      clients_(options_.clients),
      buffer_(read_bytes + rest_max) {
  if (epoll_ < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
}

// Hangs up by reset: thousands of connections in TIME_WAIT would take the ports of the next run.
Fleet::~Fleet() {
  for (const Client& client : clients_) {
    if (client.file < 0) continue;
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(client.file, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(client.file);
  }
  ::close(epoll_);
}

void Fleet::open_all() {
  tally_.memory_before_kib = memory_kib(options_.server);
  const std::int64_t start = steady_ns();
  const auto done = [this] { return started_ == clients_.size() && in_flight_ == 0; };
  while (!done() && seconds_since(start) < opening_max_s) turn();
  tally_.opening_s = seconds_since(start);
  turn_for(options_.warm_up_s);
}

void Fleet::measure() {
  for (Client& client : clients_) client.messages = 0;
  const auto server_before = cpu_seconds(options_.server);
  const auto own_before = cpu_seconds(::getpid());
  const std::int64_t slept_before = sleeps();
  const std::int64_t start = steady_ns();
  counting_ = true;
  while (seconds_since(start) < options_.seconds) {
    turn_for(std::min(1.0, options_.seconds - seconds_since(start)));
    tally_.memory_kib = memory_kib(options_.server);
    tally_.memory_most_kib = std::max(tally_.memory_most_kib, tally_.memory_kib.value_or(0));
  }
  counting_ = false;
  tally_.seconds = seconds_since(start);
  if (const auto after = cpu_seconds(options_.server); after && server_before) {
    tally_.server_cpu_s = *after - *server_before;
  }
  tally_.own_sleeps = sleeps() - slept_before;
  tally_.own_cpu_s = cpu_seconds(::getpid()).value_or(0) - own_before.value_or(0);
}

// Until all were cut off and have had their answer, and a second more, in which messages go on.
void Fleet::watch_return() {
  coming_back_ = true;
  const std::int64_t start = steady_ns();
  while (answered_again_ < clients_.size() && seconds_since(start) < options_.resume_s) turn();
  if (answered_again_ == clients_.size()) turn_for(1);
  coming_back_ = false;
}

const Tally& Fleet::tally() {
  tally_.lost = tally_.back = 0;
  tally_.ordered = 0;
  tally_.fewest = UINT64_MAX;
  for (std::size_t i = 0; i < clients_.size(); ++i) {
    const Client& client = clients_[i];
    tally_.lost += client.sequence.lost();
    tally_.back += client.sequence.back();
    tally_.ordered += client.sequence.ordered();
    if (client.stage == Stage::stalled) continue;
    tally_.fewest = std::min(tally_.fewest, client.messages);
    tally_.most = std::max(tally_.most, client.messages);
  }
  return tally_;
}

bool Fleet::is_to_stall(std::size_t index) const {
  return options_.stalled > 0 && index % (clients_.size() / options_.stalled) == 0;
}

void Fleet::turn_for(double seconds) {
  const std::int64_t start = steady_ns();
  while (seconds_since(start) < seconds) turn();
}

void Fleet::turn() {
  start_some();
  epoll_event events[512];
  const int count = ::epoll_wait(epoll_, events, 512, 5);
  for (int i = 0; i < count; ++i) on_ready(events[i].data.u64);
}

void Fleet::start_some() {
  while (started_ < clients_.size() && in_flight_ < in_flight_max) connect(started_++);
  while (!retries_.empty() && in_flight_ < in_flight_max && retries_.front().due_ns <= steady_ns()) {
    const std::size_t index = retries_.front().client;
    retries_.pop_front();
    connect(index);
  }
}

void Fleet::connect(std::size_t index) {
  Client& client = clients_[index];
  client.file = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  ++in_flight_;
  client.stage = Stage::connecting;
  if (client.file < 0) return drop(index);
  set_option(client.file, IPPROTO_TCP, TCP_NODELAY, 1);
  if (is_to_stall(index)) set_option(client.file, SOL_SOCKET, SO_RCVBUF, stalled_receive_bytes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(options_.port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(client.file, reinterpret_cast<sockaddr*>(&address), sizeof address) < 0 && errno != EINPROGRESS) {
    return drop(index);
  }
  epoll_event event{};
  event.events = EPOLLOUT;
  event.data.u64 = index;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, client.file, &event);
}

void Fleet::on_ready(std::size_t index) {
  if (clients_[index].stage == Stage::connecting) return on_connected(index);
  read(index);
}

std::string Fleet::request() const {
  std::string protocols = options_.protocol;
  std::string authorization;
  if (!options_.token.empty() && options_.token_by == TokenBy::protocol) {
    protocols += fmt::format("{}bearer.{}", protocols.empty() ? "" : ", ", options_.token);
  } else if (!options_.token.empty()) {
    authorization = fmt::format("Authorization: Bearer {}\r\n", options_.token);
  }
  if (!protocols.empty()) protocols = fmt::format("Sec-WebSocket-Protocol: {}\r\n", protocols);
  return fmt::format(
      "GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Key: cm9ic29uLWZlZWQtbG9hZA==\r\nSec-WebSocket-Version: 13\r\n{}{}\r\n",
      options_.path, options_.port, authorization, protocols);
}

void Fleet::on_connected(std::size_t index) {
  Client& client = clients_[index];
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(client.file, SOL_SOCKET, SO_ERROR, &error, &size);
  const std::string text = request();
  if (error != 0 || ::send(client.file, text.data(), text.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(text.size())) {
    return drop(index);
  }
  client.stage = Stage::upgrading;
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = index;
  ::epoll_ctl(epoll_, EPOLL_CTL_MOD, client.file, &event);
}

void Fleet::read(std::size_t index) {
  Client& client = clients_[index];
  const std::size_t kept = client.rest.size();
  if (kept > 0) std::memcpy(buffer_.data(), client.rest.data(), kept);
  const ssize_t count = ::recv(client.file, buffer_.data() + kept, read_bytes, 0);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (count <= 0) return drop(index);
  if (counting_) {
    tally_.bytes += static_cast<std::uint64_t>(count);
    ++tally_.reads;
  }
  const std::int64_t now = read_clock(options_.clock);
  std::string_view bytes(buffer_.data(), kept + static_cast<std::size_t>(count));
  if (client.stage == Stage::upgrading) bytes.remove_prefix(take_upgrade(index, bytes));
  if (client.stage == Stage::open) bytes.remove_prefix(take_frames(index, bytes, now));
  if (client.file < 0) return;
  if (bytes.size() > rest_max) return drop(index);
  if (bytes.empty()) {
    client.rest.clear();
  } else {
    client.rest.assign(bytes);
  }
}

// How many bytes the answer to the upgrade took.
std::size_t Fleet::take_upgrade(std::size_t index, std::string_view bytes) {
  Client& client = clients_[index];
  const std::size_t end = find_end(bytes, "\r\n\r\n");
  if (end == std::string_view::npos) return 0;
  if (!bytes.starts_with("HTTP/1.1 101")) {
    if (tally_.failed == 0) fmt::print(stderr, "upgrade refused: {}\n", bytes.substr(0, bytes.find('\r')));
    drop(index);
    return 0;
  }
  settle(client, Stage::open);
  ++tally_.opened;
  if (client.cut_off && return_.first_open_ms == 0) return_.first_open_ms = seconds_since(first_loss_ns_) * 1e3;
  if (!options_.subscribe.empty()) say(client, static_cast<std::uint8_t>(net::Opcode::text), subscription(client));
  if (is_to_stall(index)) {
    client.stage = Stage::stalled;
    ::epoll_ctl(epoll_, EPOLL_CTL_DEL, client.file, nullptr);
  }
  return end;
}

// Who was here before says how far it came.
std::string Fleet::subscription(const Client& client) const {
  if (client.sequence.epoch() == 0 || !options_.subscribe.ends_with('}')) return options_.subscribe;
  return fmt::format(R"({},"last_seq":{},"epoch":{}}})", options_.subscribe.substr(0, options_.subscribe.size() - 1),
                     client.sequence.seq(), client.sequence.epoch());
}

// How many bytes whole frames took.
std::size_t Fleet::take_frames(std::size_t index, std::string_view bytes, std::int64_t now) {
  Client& client = clients_[index];
  std::size_t done = 0;
  while (bytes.size() - done >= 2) {
    const std::string_view frame = bytes.substr(done);
    const auto byte = [&frame](std::size_t at) {
      return static_cast<std::uint64_t>(static_cast<unsigned char>(frame[at]));
    };
    const std::uint64_t opcode = byte(0) & 15U;
    std::uint64_t length = byte(1) & 127U;
    const std::size_t wide = length == 126 ? 2 : length == 127 ? 8 : 0;
    if (frame.size() < 2 + wide) break;
    if (wide > 0) length = 0;
    for (std::size_t i = 0; i < wide; ++i) length = length << 8U | byte(2 + i);
    if (frame.size() < 2 + wide + length) break;
    const std::string_view payload = frame.substr(2 + wide, length);
    done += 2 + wide + length;
    if (opcode <= 2) on_message(client, payload, opcode == 1, now);
    if (opcode == 8 && payload.size() >= 2) {
      const auto high = static_cast<unsigned char>(payload[0]);
      const auto low = static_cast<unsigned char>(payload[1]);
      ++tally_.codes[static_cast<std::uint16_t>(high * 256 + low)];
    }
    if (opcode == 9) say(client, static_cast<std::uint8_t>(net::Opcode::pong), payload);
  }
  return done;
}

void Fleet::on_message(Client& client, std::string_view text, bool is_text, std::int64_t now) {
  if (counting_) {
    ++tally_.messages;
    ++client.messages;
    const std::size_t at = find_end(text, time_mark_);
    if (at != std::string_view::npos) tally_.latencies.add(now - number_at(text, at) * unit_ns_);
  }
  if (!is_text) return;
  if (const Told told = client.sequence.take(text); told != Told::other) on_answer(client, told);
}

void Fleet::on_answer(Client& client, Told told) {
  if (!client.cut_off) return;
  client.cut_off = false;
  ++(told == Told::catch_up ? return_.caught_up : return_.snapshots);
  ++answered_again_;
  const double since = seconds_since(first_loss_ns_) * 1e3;
  if (answered_again_ == clients_.size() / 2) return_.half_back_ms = since;
  if (answered_again_ == clients_.size()) return_.all_back_ms = since;
}

// Few and small: the kernel has room for them.
void Fleet::say(const Client& client, std::uint8_t opcode, std::string_view text) {
  const std::string frame = net::frame_text(static_cast<net::Opcode>(opcode), text, mask);
  if (::send(client.file, frame.data(), frame.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0) return;
}

// The attempt to connect is over.
void Fleet::settle(Client& client, Stage stage) {
  --in_flight_;
  client.stage = stage;
}

void Fleet::drop(std::size_t index) {
  Client& client = clients_[index];
  if (client.file >= 0) ::close(client.file);
  client.file = -1;
  client.rest.clear();
  const bool was_open = client.stage == Stage::open;
  if (!was_open) settle(client, Stage::failed);
  client.stage = Stage::failed;
  if (!coming_back_) {
    ++(was_open ? tally_.disconnects : tally_.failed);
    return;
  }
  if (was_open) {
    if (ever_cut_off_++ == 0) first_loss_ns_ = steady_ns();
    client.cut_off = true;
    ++tally_.disconnects;
  }
  retries_.push_back({index, steady_ns() + retry_after_ns});
}

}  // namespace robson::bench
