#pragma once
// An HTTP/1.1 and WebSocket server. One loop thread; knows no trading.
//
//   bytes -> Beast's HTTP parser -> on_request -> Respond (now or later) -> outbox
//        \-> upgrade accepted -> wslay reads frames -> Listener
//   outbox: whole frames, shared between sessions; written once at the end of the loop turn by one sendmsg per
//   session; waits for writability only on EAGAIN; bounded (ServerLimits), and a session that exceeds it is closed
//   with 1013.
// Hostile input ends in a clear 4xx or close code and never in an unbounded wait, queue or allocation.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "base/result.hpp"
#include "net/error.hpp"
#include "net/frame.hpp"
#include "net/http.hpp"
#include "net/loop.hpp"

namespace robson::net {

// One open WebSocket, or the body of an answer that goes on for as long as both like (OpenStream), as its user sees it.
// Loop thread only.
class Socket {
 public:
  virtual ~Socket() = default;
  // Queues a frame and marks the session dirty; it is written at the end of this loop turn. False when the session
  // is closing or its outbox is full (then it is being closed with 1013).
  virtual bool send(const FramePtr& frame) = 0;
  // Starts the closing handshake; `code` and `reason` as in RFC 6455 section 7.4.
  virtual void close(std::uint16_t code, std::string_view reason) = 0;
  // Drops the connection without a word (the simulator's faults).
  virtual void abort() = 0;
  virtual std::size_t pending_bytes() const = 0;  // queued and not yet in the kernel
  // Asks for Listener::drained, once, as soon as everything queued has gone to the kernel: in a later turn, even when
  // nothing is queued now, and never from inside this call. Asked again before it came, it comes once. It does not come
  // to a socket that is closing or closed.
  virtual void want_drained() = 0;
  virtual const std::string& remote() const = 0;
};

// What a WebSocket's user gets told. The session owns it and destroys it after `closed`; one that was never `opened`
// (the peer had gone) is destroyed without a word. What a call throws is logged and closes the socket with 1011. The
// Server must not be destroyed from inside a call.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void opened(const std::shared_ptr<Socket>& socket) = 0;
  // A whole message: text is valid UTF-8.
  virtual void message(std::string_view payload, bool binary) = 0;
  // Asked for by want_drained; may send, ask again, close and abort.
  virtual void drained() {}
  // Exactly once, however it ended; 1006 when no close frame came. The socket is unusable from here on.
  virtual void closed(std::uint16_t code) = 0;
};

// An answer without an end: `head` goes out without its body, then whatever frames are sent (raw_frame), until one side
// hangs up. What the peer sends meanwhile is passed over, and half a hanging up is a whole one; `message` is never
// called; close() writes what is queued and hangs up, and `closed` gets its code. To HEAD the head alone is told, and
// the listener is destroyed without a word.
struct OpenStream {
  Response head{};
  std::unique_ptr<Listener> listener{};
};

// The answer to a request: call it once, now or later, on the loop thread. Calling it for a session that has gone is
// harmless; dropping it uncalled answers 500.
class Respond {
 public:
  using Reply = std::variant<Response, OpenStream>;
  explicit Respond(std::function<void(Reply)> deliver) : deliver_(std::move(deliver)) {}
  Respond(Respond&& other) noexcept : deliver_(std::exchange(other.deliver_, nullptr)) {}
  Respond& operator=(Respond&&) = delete;
  ~Respond() {
    if (deliver_) deliver_(Response{.status = 500, .body = {}});
  }
  void operator()(Response response) { std::exchange(deliver_, nullptr)(std::move(response)); }
  void operator()(OpenStream stream) { std::exchange(deliver_, nullptr)(std::move(stream)); }

 private:
  std::function<void(Reply)> deliver_;
};

struct AcceptSocket {
  std::unique_ptr<Listener> listener{};
  std::string protocol{};  // the Sec-WebSocket-Protocol that was chosen; empty for none
};

struct Handlers {
  std::function<void(Request, Respond)> on_request;
  // Asked for each upgrade; a Response refuses it.
  std::function<std::variant<AcceptSocket, Response>(const Request&)> on_upgrade;
};

struct ServerLimits {
  std::size_t header_bytes = std::size_t{16} * 1024;   // over: 431
  std::size_t body_bytes = std::size_t{1024} * 1024;   // over: 413
  std::size_t message_bytes = std::size_t{64} * 1024;  // a WebSocket message; over: close 1009
  std::size_t outbox_bytes = std::size_t{256} * 1024;  // over: close 1013
  std::size_t connections = 10'256;                    // over: 503, or close 1013 for a WebSocket. Fewer when the
                                                       // system lets the process open too few descriptors
  std::size_t sockets = 10'000;                        // of them WebSockets and open streams; over: the same
  Duration header_timeout = std::chrono::seconds(10);  // from connect, or from the first byte of a request
  Duration body_timeout = std::chrono::seconds(30);
  Duration idle_timeout = std::chrono::seconds(75);     // keep-alive without a request
  Duration stalled_timeout = std::chrono::seconds(20);  // a peer that takes no bytes
  Duration ping_interval = std::chrono::seconds(20);    // WebSocket; two unanswered pings end it. 0: never
};

struct TlsFiles {
  std::string certificate{};  // PEM chain
  std::string key{};          // PEM
};

struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any free one
  std::optional<TlsFiles> tls{};
  ServerLimits limits{};
};

struct ServerCounts {
  std::size_t connections = 0;  // open now
  std::size_t sockets = 0;      // of them WebSockets and open streams
  std::uint64_t requests = 0;
  std::uint64_t frames_sent = 0;
  std::uint64_t would_block = 0;  // EAGAIN seen
  std::uint64_t slow_closes = 0;  // sockets that ended because the peer took too little or nothing
  std::size_t outbox_bytes = 0;
};

class Server {
 public:
  Server(Context& context, ServerOptions options, Handlers handlers);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Binds and listens; the error is one sentence ("cannot listen on 127.0.0.1:8080: address already in use").
  Result<void, NetError> start();
  std::uint16_t port() const;  // the real one, after start
  ServerCounts counts() const;
  // Stops accepting, closes WebSockets with 1001 and idle connections at once, waits for running requests up to
  // `grace`, then drops the rest.
  Task<void> stop(Duration grace);

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace robson::net
