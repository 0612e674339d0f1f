#pragma once
// Live prices over /ws/prices/: one connection, one symbol or more, until it breaks. Loop thread.
// Whoever follows prices for long makes a new one when this one has closed, and asks by REST while it is silent.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/api.hpp"
#include "net/socket_client.hpp"

namespace robson::client {

class PriceStream {
 public:
  // Connects, shows the token and subscribes. A token that has run out is renewed once.
  static net::Task<Result<std::unique_ptr<PriceStream>, Error>> open(Api& api, std::vector<std::string> symbols);

  // The next price; nothing when none came within `patience`. An error ends the stream: unreachable when the
  // connection broke, login_needed when the server closed it for want of a session, what the server said otherwise.
  net::Task<Result<std::optional<wire::PriceUpdate>, Error>> next(Duration patience);

  explicit PriceStream(std::unique_ptr<net::SocketClient> socket, std::string url)
      : socket_(std::move(socket)), url_(std::move(url)) {}

 private:
  std::unique_ptr<net::SocketClient> socket_;
  std::string url_;
};

}  // namespace robson::client
