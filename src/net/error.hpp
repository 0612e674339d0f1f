#pragma once
#include <string>

namespace robson::net {
// Why a connection or a call failed. Closed list.
enum class NetErrorKind { resolve, connect, tls, timeout, closed, protocol, too_large, cancelled };
struct NetError {
  NetErrorKind kind{};
  std::string text{};       // one human sentence, with the host, without secrets or query text
  bool maybe_sent = false;  // bytes of the request may have reached the peer: its outcome is unknown
};
}  // namespace robson::net
