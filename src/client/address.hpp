#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "net/http.hpp"

namespace robson::client {

// Where a server is: "https://desk.example:8443", perhaps behind a path ("https://example/robson").
struct Address {
  bool secure = false;
  std::string host{};
  std::uint16_t port = 0;
  std::string base{};  // path before ours, without a slash at its end; mostly empty

  // "http://127.0.0.1:8080": no port where it is the scheme's own. Two texts are the same server or not.
  std::string text() const;
  bool is_loopback() const;
  net::Url origin() const;
  // The WebSocket's address of one of our paths.
  net::Url socket(std::string_view path) const;
};

// Schemes http and https; no query, no user name or password in it. Nothing when it is not such an address.
std::optional<Address> parse_address(std::string_view text);

}  // namespace robson::client
