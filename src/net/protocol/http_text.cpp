#include "net/protocol/http_text.hpp"

#include <fmt/format.h>

#include <array>
#include <ctime>

namespace robson::net {
namespace {

bool is_token(std::string_view name) {
  static constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  for (const char c : name) {
    const bool fits = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      marks.find(c) != std::string_view::npos;
    if (!fits) return false;
  }
  return !name.empty();
}

bool is_field_value(std::string_view value) {
  for (const char c : value) {
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f) return false;
  }
  return true;
}

// Headers that the writer of a message sets itself.
bool is_framing(std::string_view name) {
  static constexpr std::string_view ours[] = {"Content-Type", "Content-Length",    "Connection",
                                              "Date",         "Transfer-Encoding", "Host"};
  for (const auto own : ours) {
    if (same_name(name, own)) return true;
  }
  return false;
}

bool has_body(int status) {
  return status >= 200 && status != 204 && status != 304;
}

std::string make_date(std::time_t now) {
  static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm t{};
  gmtime_r(&now, &t);
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", days[t.tm_wday], t.tm_mday, months[t.tm_mon],
                     t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec);
}
}  // namespace

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 418: return "I'm a teapot";
    case 422: return "Unprocessable Content";
    case 426: return "Upgrade Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    default: return "Status";
  }
}

Response problem(int status) {
  return {.status = status,
          .content_type = "application/problem+json",
          .body = fmt::format(R"({{"type":"about:blank","title":"{}","status":{}}})", reason_phrase(status), status)};
}

std::string_view http_date() {
  thread_local std::time_t made = 0;
  thread_local std::string text;
  if (const std::time_t now = std::time(nullptr); now != made) {
    made = now;
    text = make_date(now);
  }
  return text;
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
  if (!is_token(name) || !is_field_value(value)) return;
  out.append(name).append(": ").append(value).append("\r\n");
}

std::string response_text(const Response& response, ResponseStyle style) {
  std::string out;
  out.reserve(256 + response.body.size());
  fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
  append_header(out, "Date", http_date());
  if (has_body(response.status)) {
    if (!response.content_type.empty()) append_header(out, "Content-Type", response.content_type);
    if (!style.endless) fmt::format_to(std::back_inserter(out), "Content-Length: {}\r\n", response.body.size());
  }
  if (!style.keep_alive) out += "Connection: close\r\n";
  if (style.keep_alive && style.http_1_0) out += "Connection: keep-alive\r\n";
  for (const auto& [name, value] : response.headers) {
    if (!is_framing(name)) append_header(out, name, value);
  }
  out += "\r\n";
  if (has_body(response.status) && !style.to_head && !style.endless) out += response.body;
  return out;
}

std::string host_header(const Url& origin) {
  const bool six = origin.host.find(':') != std::string::npos;
  const std::string host = six ? '[' + origin.host + ']' : origin.host;
  return origin.port == (origin.secure ? 443 : 80) ? host : fmt::format("{}:{}", host, origin.port);
}

std::string request_text(const Url& origin, const Call& call, std::string_view user_agent) {
  std::string out;
  out.reserve(256 + call.body.size());
  out.append(name(call.method)).append(" ").append(call.target).append(" HTTP/1.1\r\n");
  append_header(out, "Host", host_header(origin));
  if (!call.headers.has("User-Agent")) append_header(out, "User-Agent", user_agent);
  if (!call.headers.has("Accept")) append_header(out, "Accept", "*/*");
  for (const auto& [name, value] : call.headers) {
    if (!is_framing(name)) append_header(out, name, value);
  }
  const bool may_carry = call.method == Method::POST || call.method == Method::PUT || call.method == Method::PATCH;
  if (may_carry || !call.body.empty()) {
    if (!call.content_type.empty()) append_header(out, "Content-Type", call.content_type);
    fmt::format_to(std::back_inserter(out), "Content-Length: {}\r\n", call.body.size());
  }
  out.append("\r\n").append(call.body);
  return out;
}

}  // namespace robson::net
