#include <charconv>

#include "net/http.hpp"

namespace robson::net {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
// RFC 3986 section 2.3.
bool is_unreserved(char c) {
  return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

struct Scheme {
  std::string_view prefix;
  bool secure;
};
constexpr Scheme schemes[] = {{"https://", true}, {"http://", false}, {"wss://", true}, {"ws://", false}};

bool is_host(std::string_view host, bool bracketed) {
  if (host.empty() || host.size() > 253) return false;
  for (const char c : host) {
    const bool fits = bracketed ? (hex_value(c) >= 0 || c == ':' || c == '.')
                                : (is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_');
    if (!fits) return false;
  }
  return true;
}

// "host", "host:port", "[::1]:port"
bool read_authority(std::string_view text, Url& url) {
  const bool bracketed = !text.empty() && text.front() == '[';
  std::string_view host = text;
  std::string_view rest;
  if (bracketed) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return false;
    host = text.substr(1, end - 1);
    rest = text.substr(end + 1);
  } else if (const auto colon = text.find(':'); colon != std::string_view::npos) {
    host = text.substr(0, colon);
    rest = text.substr(colon);
  }
  if (!is_host(host, bracketed)) return false;
  url.host = host;
  if (rest.empty()) return true;
  if (rest.size() < 2 || rest.size() > 6 || rest[0] != ':') return false;
  const auto [end, failure] = std::from_chars(rest.data() + 1, rest.data() + rest.size(), url.port);
  return failure == std::errc{} && end == rest.data() + rest.size() && url.port != 0;
}

bool is_target(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7f || c == '#') return false;
  }
  return true;
}
}  // namespace

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      out.push_back(' ');
    } else if (text[i] != '%') {
      out.push_back(text[i]);
    } else {
      if (text.size() - i < 3) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    }
  }
  return out;
}

std::string percent_encode(std::string_view text) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c)) {
      out.push_back(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.push_back('%');
    out.push_back(digits[byte >> 4U]);
    out.push_back(digits[byte & 15U]);
  }
  return out;
}

std::optional<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> out;
  while (!text.empty()) {
    const auto end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    auto key = percent_decode(pair.substr(0, equals), true);
    auto value = percent_decode(equals < pair.size() ? pair.substr(equals + 1) : std::string_view{}, true);
    if (!key || !value) return std::nullopt;
    out.emplace_back(std::move(*key), std::move(*value));
  }
  return out;
}

std::optional<Url> parse_url(std::string_view text) {
  for (const auto& scheme : schemes) {
    if (!same_name(text.substr(0, scheme.prefix.size()), scheme.prefix)) continue;
    text.remove_prefix(scheme.prefix.size());
    Url url{.secure = scheme.secure, .port = static_cast<std::uint16_t>(scheme.secure ? 443 : 80)};
    const auto end = std::min(text.find_first_of("/?#"), text.size());
    if (!read_authority(text.substr(0, end), url)) return std::nullopt;
    const std::string_view target = text.substr(end);
    if (!is_target(target)) return std::nullopt;
    url.target = target.empty() || target.front() != '/' ? "/" : "";
    url.target += target;
    return url;
  }
  return std::nullopt;
}

}  // namespace robson::net
