#pragma once
// HTTP messages as the rest of the program sees them.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace robson::net {

enum class Method { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS };
std::string_view name(Method method);
std::optional<Method> method_of(std::string_view name);

// Whether two header names, or two tokens, are the same but for the case of ASCII letters.
bool same_name(std::string_view a, std::string_view b);

// Header fields in order; names compare without case.
class Headers {
 public:
  void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
  void set(std::string_view name, std::string value);
  // The first value of that name; empty when there is none.
  std::string_view get(std::string_view name) const;
  bool has(std::string_view name) const;
  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }
  std::size_t size() const { return fields_.size(); }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

struct Request {
  Method method = Method::GET;
  std::string path{};   // as sent, without the query: "/api/market/price/BTCUSDC/"
  std::string query{};  // as sent, without the '?'
  Headers headers{};
  std::string body{};
  std::string remote{};  // address of the peer, without the port
  bool secure = false;   // came over TLS

  // The decoded value of a query parameter, the first of that name; nothing when absent or badly encoded.
  std::optional<std::string> parameter(std::string_view name) const;
};

struct Response {
  int status = 200;  // 0: no answer at all, the connection is dropped (the simulator's faults)
  std::string content_type = "application/json";
  Headers headers{};   // beside Content-Type, Content-Length, Connection and Date, which the server writes
  std::string body{};  // not sent for HEAD, 204 and 304
};

// Percent-decoding; '+' is a blank only where `plus_is_space`. Nothing when the encoding is broken.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);
// Everything but RFC 3986 unreserved characters is encoded.
std::string percent_encode(std::string_view text);
// "a=1&b=2" decoded, in order. Nothing when the encoding is broken.
std::optional<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view text);

// The parts of "https://host:port/base". Nothing when it is not such an address.
struct Url {
  bool secure = false;  // https or wss
  std::string host{};
  std::uint16_t port = 0;
  std::string target{};  // path and query, "/" at least
};
std::optional<Url> parse_url(std::string_view text);  // schemes http, https, ws, wss

}  // namespace robson::net
