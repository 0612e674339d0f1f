#pragma once
// HTTP/1.1 messages as bytes: responses of the server, requests of the client.
#include <string>
#include <string_view>

#include "net/http.hpp"
#include "net/http_client.hpp"

namespace robson::net {

std::string_view reason_phrase(int status);

// An RFC 9457 document that says no more than the status does.
Response problem(int status);

struct ResponseStyle {
  bool to_head = false;  // the request was HEAD: the length is told, the body is not sent
  bool keep_alive = true;
  bool http_1_0 = false;
  bool endless = false;  // the body follows, and ends with the connection
};
// The whole response. Headers that the server owns, and headers that would break the message (a line break in a
// value), are left out.
std::string response_text(const Response& response, ResponseStyle style);

// "host" or "host:port", as the Host header wants it.
std::string host_header(const Url& origin);
std::string request_text(const Url& origin, const Call& call, std::string_view user_agent);
// One header line, or nothing when name or value would break the message.
void append_header(std::string& out, std::string_view name, std::string_view value);

// Now, as the Date header wants it; made once a second.
std::string_view http_date();

}  // namespace robson::net
