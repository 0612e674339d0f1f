#pragma once
// Which web pages may use the API with a browser's session, and what a browser is told about every answer.
//
// Own is the origin that the request was sent to; allowed are those of the setting `server.allowed_origins`, compared
// letter by letter. A browser names the page's origin on every request that could do harm; where it does not, and does
// not say that the page is ours either, a session's cookie is worth nothing for anything but reading.
#include <string>
#include <vector>

#include "net/http.hpp"

namespace robson::routes {

class Origins {
 public:
  explicit Origins(std::vector<std::string> allowed) : allowed_(std::move(allowed)) {}

  // Whether the page that sent it is ours or allowed. Without an Origin: whether the browser says "same-origin".
  bool is_own(const net::Request& request) const;
  // Whether a browser sent it from a page: there is an Origin, or a Sec-Fetch-Site.
  static bool is_from_page(const net::Request& request);

  // CORS. A preflight (OPTIONS with Origin and Access-Control-Request-Method) of an allowed origin is answered; any
  // answer to one is marked as readable for it.
  bool is_preflight(const net::Request& request) const;
  net::Response preflight() const;
  void mark(net::Response& response, std::string_view origin) const;

 private:
  bool is_allowed(std::string_view origin) const;
  std::vector<std::string> allowed_;
};

void add_security_headers(net::Response& response, bool secure);

}  // namespace robson::routes
