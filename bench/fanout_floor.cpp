// The physical limit of fan-out on one core: robson_fanout_floor --rate 200 [--join K] [--bytes B] [--port P]
//
//   timer --> one frame, made once --> one send() for each client
//
// A bare epoll loop that accepts WebSocket upgrades on loopback and does nothing else: no authentication, no
// subscriptions, no queues. `--rate` is messages a second, `--join` how many of them go into one send. A client that
// takes no more loses whole sends; half a frame is finished first. Says {"port":N} once it listens, and ends by SIGTERM
// or after `--seconds`.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <system_error>
#include <vector>

#include "load/clock.hpp"
#include "net/protocol/frame_text.hpp"
#include "net/protocol/upgrade.hpp"

namespace robson::bench {
namespace {

constexpr std::size_t head_max = 4096;        // bytes of an upgrade's request
constexpr std::uint64_t ticks_caught_up = 4;  // after the loop was kept away

volatile std::sig_atomic_t told_to_end = 0;

struct Options {
  std::uint16_t port = 0;
  double rate = 200;
  std::size_t join = 1;
  std::size_t bytes = 250;
  double seconds = 120;
};

int checked(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

class Floor {
 public:
  explicit Floor(const Options& options) : options_(options) {
    listener_ = checked(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), "socket");
    const int on = 1;
    ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(options.port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    checked(::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address), "bind");
    checked(::listen(listener_, SOMAXCONN), "listen");
    socklen_t size = sizeof address;
    checked(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), "getsockname");
    port_ = ntohs(address.sin_port);
    timer_ = checked(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK), "timerfd_create");
    const auto period = static_cast<std::int64_t>(1e9 * static_cast<double>(options.join) / options.rate);
    const timespec each{period / 1'000'000'000, period % 1'000'000'000};
    const itimerspec when{each, each};
    checked(::timerfd_settime(timer_, 0, &when, nullptr), "timerfd_settime");
    epoll_ = checked(::epoll_create1(0), "epoll_create1");
    watch(listener_);
    watch(timer_);
  }
  std::uint16_t port() const { return port_; }

  void run() {
    const std::int64_t end = steady_ns() + static_cast<std::int64_t>(options_.seconds * 1e9);
    std::vector<epoll_event> events(512);
    while (told_to_end == 0 && steady_ns() < end) {
      const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 100);
      for (int i = 0; i < count; ++i) on_ready(events[static_cast<std::size_t>(i)].data.fd);
    }
    fmt::print(stderr, "floor: {} sends, {} lost\n", sends_, lost_);
  }

 private:
  struct Client {
    std::string head{};   // of the request, until it is whole
    std::string tail{};   // of a frame that was sent in part
    std::size_t place{};  // in open_
    bool open = false;
  };

  void watch(int file) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = file;
    checked(::epoll_ctl(epoll_, EPOLL_CTL_ADD, file, &event), "epoll_ctl");
  }

  void on_ready(int file) {
    if (file == listener_) return accept_all();
    if (file == timer_) return on_timer();
    on_client(file);
  }

  void accept_all() {
    for (;;) {
      const int file = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK);
      if (file < 0) return;
      const int on = 1;
      ::setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      if (clients_.size() <= static_cast<std::size_t>(file)) clients_.resize(static_cast<std::size_t>(file) + 1);
      clients_[static_cast<std::size_t>(file)] = {};
      watch(file);
    }
  }

  void on_timer() {
    std::uint64_t ticks = 0;
    if (::read(timer_, &ticks, sizeof ticks) != sizeof ticks) return;
    for (ticks = std::min(ticks, ticks_caught_up); ticks > 0; --ticks) tell_all(make_frames());
  }

  std::string make_frames() {
    std::string frames;
    const std::int64_t now = read_clock(CLOCK_REALTIME);
    for (std::size_t i = 0; i < options_.join; ++i) {
      std::string text = fmt::format(R"({{"type":"tick","seq":{},"made_ns":{},"fill":")", ++seq_, now);
      if (text.size() + 2 < options_.bytes) text.append(options_.bytes - text.size() - 2, '.');
      frames += net::frame_text(net::Opcode::text, text + "\"}");
    }
    return frames;
  }

  void tell_all(const std::string& frames) {
    for (const int file : open_) {
      Client& client = clients_[static_cast<std::size_t>(file)];
      if (!client.tail.empty() && !finish(file, client)) {
        ++lost_;
        continue;
      }
      const ssize_t sent = ::send(file, frames.data(), frames.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      ++sends_;
      if (sent < 0) ++lost_;
      if (sent >= 0 && static_cast<std::size_t>(sent) < frames.size()) {
        client.tail = frames.substr(static_cast<std::size_t>(sent));
      }
    }
  }

  static bool finish(int file, Client& client) {
    const ssize_t sent = ::send(file, client.tail.data(), client.tail.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent > 0) client.tail.erase(0, static_cast<std::size_t>(sent));
    return client.tail.empty();
  }

  // What an open client says is passed over.
  void on_client(int file) {
    char bytes[2048];
    const ssize_t count = ::recv(file, bytes, sizeof bytes, 0);
    if (count < 0 && errno == EAGAIN) return;
    Client& client = clients_[static_cast<std::size_t>(file)];
    if (count <= 0) return drop(file, client);
    if (client.open) return;
    client.head.append(bytes, static_cast<std::size_t>(count));
    if (client.head.find("\r\n\r\n") != std::string::npos) return open(file, client);
    if (client.head.size() > head_max) drop(file, client);
  }

  void open(int file, Client& client) {
    static constexpr std::string_view name = "Sec-WebSocket-Key: ";
    const std::size_t at = client.head.find(name);
    if (at == std::string::npos) return drop(file, client);
    const std::size_t from = at + name.size();
    const std::string key = client.head.substr(from, client.head.find("\r\n", from) - from);
    const std::string answer = fmt::format(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: {}\r\n\r\n",
        net::accept_key(key));
    if (::send(file, answer.data(), answer.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(answer.size())) {
      return drop(file, client);
    }
    client = {.head = {}, .tail = {}, .place = open_.size(), .open = true};
    open_.push_back(file);
  }

  void drop(int file, Client& client) {
    if (client.open) {
      open_[client.place] = open_.back();
      clients_[static_cast<std::size_t>(open_.back())].place = client.place;
      open_.pop_back();
    }
    client = {};
    ::close(file);
  }

  Options options_;
  int listener_ = -1;
  int timer_ = -1;
  int epoll_ = -1;
  std::uint16_t port_ = 0;
  std::vector<Client> clients_;  // by file
  std::vector<int> open_;
  std::int64_t seq_ = 0;
  std::uint64_t sends_ = 0;
  std::uint64_t lost_ = 0;
};

}  // namespace
}  // namespace robson::bench

int main(int argc, char** argv) {
  using namespace robson::bench;
  Options options;
  CLI::App app("A bare WebSocket fan-out, to measure others against");
  app.add_option("--port", options.port, "port on loopback; 0: any free one");
  app.add_option("--rate", options.rate, "messages a second")->check(CLI::Range(0.1, 100'000.0));
  app.add_option("--join", options.join, "messages in one send")->check(CLI::Range(1, 64));
  app.add_option("--bytes", options.bytes, "size of a message")->check(CLI::Range(100, 4'000));
  app.add_option("--seconds", options.seconds, "when it ends by itself")->check(CLI::Range(1.0, 3'600.0));
  CLI11_PARSE(app, argc, argv);
  std::signal(SIGTERM, [](int) { told_to_end = 1; });
  std::signal(SIGINT, [](int) { told_to_end = 1; });
  try {
    open_files_to_the_limit();
    Floor floor(options);
    fmt::print("{{\"port\":{}}}\n", floor.port());
    std::fflush(stdout);
    floor.run();
  } catch (const std::exception& error) {
    fmt::print(stderr, "robson_fanout_floor: {}\n", error.what());
    return 1;
  }
  return 0;
}
