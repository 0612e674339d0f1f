#pragma once
// One loop for server and client of a test, and a peer that speaks bytes, so that a test can say anything to a
// server. Everything runs in the test's thread: whoever waits turns the loop.
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "net/http.hpp"
#include "net/loop.hpp"
#include "net/server.hpp"

namespace robson::net {

using namespace std::chrono_literals;

class Loopback {
 public:
  Context context{1};

  // Turns the loop until `done`; false when that took longer than `limit`.
  bool until(const std::function<bool()>& done, Duration limit = 5s);
  void turn_for(Duration time);
  // Runs a task to its end. A test whose task hangs is aborted.
  template <class T>
  T run(Task<T> task) {
    std::optional<T> result;
    run(keep(std::move(task), result));
    return std::move(*result);
  }
  void run(Task<void> task);

 private:
  template <class T>
  static Task<void> keep(Task<T> task, std::optional<T>& into) {
    into.emplace(co_await std::move(task));
  }
};

struct PeerReply {
  int status = 0;  // 0: no reply came
  Headers headers{};
  std::string body{};
};

struct PeerFrame {
  bool final = false;
  int opcode = -1;  // -1: none came
  std::string payload{};
  // Of a close frame.
  int code() const;
};

struct FrameStyle {
  bool final = true;
  bool masked = true;
  unsigned reserved = 0;  // the three bits, as RSV1 = 4
};
std::string peer_frame(int opcode, std::string_view payload, FrameStyle style = {});
std::string close_frame(int code, std::string_view reason = {});

// A client of raw bytes.
class RawPeer {
 public:
  RawPeer(Loopback& loop, std::uint16_t port, int receive_buffer = 0);
  RawPeer(Loopback& loop, int connected_socket);  // the server's end, from a RawListener
  ~RawPeer();
  RawPeer(const RawPeer&) = delete;
  RawPeer(RawPeer&& other) noexcept;

  void send(std::string_view bytes);
  void half_close();
  void close();  // with what is unread thrown away
  // The next reply; `to_head` when it answers HEAD. Status 0 when none came in time or the peer hung up.
  PeerReply reply(bool to_head = false, Duration limit = 5s);
  PeerReply ask(std::string_view bytes, bool to_head = false);
  // The upgrade, and whether it was accepted.
  bool upgrade(std::string_view target = "/ws");
  PeerFrame frame(Duration limit = 5s);
  // Whether the server has hung up (within `limit`), all earlier bytes being read.
  bool hung_up(Duration limit = 5s);
  const std::string& unread() const { return inbox_; }
  std::string take_unread() { return std::exchange(inbox_, {}); }
  // Waits for a whole request head and takes it.
  std::string head(Duration limit = 5s);
  bool read_some();  // without waiting; false when nothing came

 private:
  Loopback* loop_;
  int socket_ = -1;
  bool ended_ = false;
  std::string inbox_{};
};

// A server of raw bytes, for what clients must bear.
class RawListener {
 public:
  explicit RawListener(Loopback& loop);
  ~RawListener();
  RawListener(const RawListener&) = delete;
  RawListener& operator=(const RawListener&) = delete;
  std::uint16_t port() const { return port_; }
  // The next connection; fails the test's run when none comes.
  RawPeer accept();

 private:
  Loopback* loop_;
  int socket_;
  std::uint16_t port_ = 0;
};

// The answer of most tests: says what was asked.
inline Response echo(const Request& request) {
  return {.content_type = "text/plain",
          .body = std::string(name(request.method)) + " " + request.path + "?" + request.query + " " + request.body};
}
inline std::string get(std::string_view target, std::string_view headers = {}) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n" + std::string(headers) + "\r\n";
}

}  // namespace robson::net
