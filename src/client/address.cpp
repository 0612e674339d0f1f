#include "client/address.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace robson::client {

std::string Address::text() const {
  const bool is_v6 = host.find(':') != std::string::npos;
  const std::string shown = is_v6 ? '[' + host + ']' : host;
  const bool own_port = port == (secure ? 443 : 80);
  return fmt::format("{}://{}{}{}", secure ? "https" : "http", shown, own_port ? "" : fmt::format(":{}", port), base);
}

bool Address::is_loopback() const {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

net::Url Address::origin() const {
  return {.secure = secure, .host = host, .port = port, .target = "/"};
}

net::Url Address::socket(std::string_view path) const {
  return {.secure = secure, .host = host, .port = port, .target = base + std::string(path)};
}

std::optional<Address> parse_address(std::string_view text) {
  if (!text.starts_with("http://") && !text.starts_with("https://")) return std::nullopt;
  const auto is_foreign = [](char c) { return c == '@' || c == '?' || c == '#' || c <= ' ' || c > '~'; };
  if (std::ranges::any_of(text, is_foreign)) return std::nullopt;
  auto url = net::parse_url(text);
  if (!url || url->host.empty()) return std::nullopt;
  while (url->target.ends_with('/')) url->target.pop_back();
  return Address{.secure = url->secure, .host = url->host, .port = url->port, .base = url->target};
}

}  // namespace robson::client
