#pragma once
// A WebSocket client connection. Loop thread; one reader and any number of senders.
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "net/error.hpp"
#include "net/http.hpp"
#include "net/loop.hpp"

namespace robson::net {

struct SocketClientOptions {
  Headers headers{};       // of the upgrade request
  std::string protocol{};  // Sec-WebSocket-Protocol asked for
  Duration connect_timeout = std::chrono::seconds(5);
  std::size_t message_bytes = 16 << 20;
  std::string ca_file{};
};

class SocketClient {
 public:
  using Made = Result<std::unique_ptr<SocketClient>, NetError>;
  static Task<Made> connect(Context& context, Url url, SocketClientOptions options);
  // No default argument instead: see the warning in loop.hpp.
  static Task<Made> connect(Context& context, Url url) {
    return connect(context, std::move(url), SocketClientOptions{});
  }
  virtual ~SocketClient() = default;  // drops the connection
  struct Message {
    std::string payload{};
    bool binary = false;
  };
  // The next message; NetErrorKind::timeout when none came within `patience` (the connection stays usable),
  // NetErrorKind::closed when the peer closed. Pings are answered inside.
  virtual Task<Result<Message, NetError>> receive(Duration patience) = 0;
  // Queues a text message behind earlier ones; an error shows at the next receive.
  virtual void send(std::string text) = 0;
  virtual void ping() = 0;
  // Starts the closing handshake; receive then reports closed.
  virtual void close(std::uint16_t code) = 0;
  // Code of the peer's close frame, if one came; the HTTP status of a refused upgrade stands in NetError::text.
  virtual std::optional<std::uint16_t> close_code() const = 0;
};

}  // namespace robson::net
