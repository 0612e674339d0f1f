#include "routes/origins.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace robson::routes {

bool Origins::is_own(const net::Request& request) const {
  const std::string_view origin = request.headers.get("Origin");
  if (origin.empty()) return request.headers.get("Sec-Fetch-Site") == "same-origin";
  const std::string_view host = request.headers.get("Host");
  if (origin == fmt::format("http://{}", host) || origin == fmt::format("https://{}", host)) return true;
  return is_allowed(origin);
}

bool Origins::is_from_page(const net::Request& request) {
  return request.headers.has("Origin") || request.headers.has("Sec-Fetch-Site");
}

bool Origins::is_allowed(std::string_view origin) const {
  return std::ranges::find(allowed_, origin) != allowed_.end();
}

bool Origins::is_preflight(const net::Request& request) const {
  return request.method == net::Method::OPTIONS && request.headers.has("Access-Control-Request-Method") &&
         is_allowed(request.headers.get("Origin"));
}

net::Response Origins::preflight() const {
  net::Response response{.status = 204};
  response.headers.add("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE");
  response.headers.add("Access-Control-Allow-Headers",
                       "Authorization, Content-Type, Accept, Idempotency-Key, X-API-Key, X-Correlation-ID, "
                       "Last-Event-ID");
  response.headers.add("Access-Control-Max-Age", "600");
  return response;
}

void Origins::mark(net::Response& response, std::string_view origin) const {
  if (allowed_.empty()) return;
  response.headers.add("Vary", "Origin");
  if (!is_allowed(origin)) return;
  response.headers.add("Access-Control-Allow-Origin", std::string(origin));
  response.headers.add("Access-Control-Allow-Credentials", "true");
  response.headers.add("Access-Control-Expose-Headers",
                       "X-Correlation-ID, Retry-After, Idempotency-Replayed, Content-Disposition, X-Truncated");
}

void add_security_headers(net::Response& response, bool secure) {
  response.headers.add("X-Content-Type-Options", "nosniff");
  response.headers.add("X-Frame-Options", "DENY");
  response.headers.add("X-XSS-Protection", "1; mode=block");
  response.headers.add("Referrer-Policy", "no-referrer");
  response.headers.add("Content-Security-Policy",
                       "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                       "connect-src 'self'; font-src 'self'; object-src 'none'; frame-ancestors 'none'; "
                       "base-uri 'none'; form-action 'self'");
  if (secure) response.headers.add("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  if (!response.headers.has("Cache-Control")) response.headers.add("Cache-Control", "no-store");
}

}  // namespace robson::routes
