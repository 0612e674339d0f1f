#include "net/protocol/upgrade.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <algorithm>

#include "base/ensure.hpp"
#include "net/protocol/http_text.hpp"

namespace robson::net {
namespace {

constexpr std::size_t key_length = 24;  // 16 bytes in base64

bool is_base64(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

bool is_key(std::string_view key) {
  if (key.size() != key_length || key.substr(key_length - 2) != "==") return false;
  for (const char c : key.substr(0, key_length - 2)) {
    if (!is_base64(c)) return false;
  }
  return true;
}

std::string base64(const unsigned char* bytes, int count) {
  std::string out(static_cast<std::size_t>((count + 2) / 3 * 4) + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes, count);
  out.resize(static_cast<std::size_t>(length));
  return out;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool field_lists(const Headers& headers, std::string_view name, std::string_view token) {
  return std::any_of(headers.begin(), headers.end(), [&](const auto& field) {
    return same_name(field.first, name) && lists_token(field.second, token);
  });
}

std::ptrdiff_t times(const Headers& headers, std::string_view name) {
  return std::count_if(headers.begin(), headers.end(), [&](const auto& field) { return same_name(field.first, name); });
}
}  // namespace

bool lists_token(std::string_view value, std::string_view token) {
  while (!value.empty()) {
    const auto end = std::min(value.find(','), value.size());
    if (same_name(trim(value.substr(0, end)), token)) return true;
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return false;
}

bool wants_socket(const Request& request) {
  return field_lists(request.headers, "Upgrade", "websocket");
}

std::optional<Response> refuse_upgrade(const Request& request, bool http_1_0) {
  if (request.method != Method::GET || http_1_0 || !request.body.empty()) return problem(400);
  if (!field_lists(request.headers, "Connection", "upgrade")) return problem(400);
  // RFC 6455 section 11.3: both stand once in a request.
  if (times(request.headers, "Sec-WebSocket-Version") > 1 || times(request.headers, "Sec-WebSocket-Key") > 1) {
    return problem(400);
  }
  if (request.headers.get("Sec-WebSocket-Version") != "13") {
    auto response = problem(426);
    response.headers.add("Sec-WebSocket-Version", "13");
    return response;
  }
  if (!is_key(request.headers.get("Sec-WebSocket-Key"))) return problem(400);
  return std::nullopt;
}

std::string accept_key(std::string_view key) {
  std::string text(key);
  text += "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  unsigned char digest[SHA_DIGEST_LENGTH];
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  return base64(digest, SHA_DIGEST_LENGTH);
}

std::string upgrade_text(const Request& request, std::string_view protocol) {
  std::string out = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
  append_header(out, "Sec-WebSocket-Accept", accept_key(request.headers.get("Sec-WebSocket-Key")));
  if (!protocol.empty()) append_header(out, "Sec-WebSocket-Protocol", protocol);
  out += "\r\n";
  return out;
}

std::string random_key() {
  unsigned char bytes[16];
  ensure(RAND_bytes(bytes, sizeof bytes) == 1, "the system gives no random bytes");
  return base64(bytes, sizeof bytes);
}

std::uint32_t random_mask() {
  std::uint32_t mask = 0;
  ensure(RAND_bytes(reinterpret_cast<unsigned char*>(&mask), sizeof mask) == 1, "the system gives no random bytes");
  return mask;
}

}  // namespace robson::net
