#pragma once
// The bytes of one WebSocket frame (RFC 6455 section 5.2). The server's frames are not masked, the client's are:
//
//   FIN rsv opcode | MASK length | length 16 or 64 | mask key, when masked | payload
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "net/frame.hpp"

namespace robson::net {

enum class Opcode : std::uint8_t { text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

namespace close_code {
constexpr std::uint16_t normal = 1000;
constexpr std::uint16_t going_away = 1001;
constexpr std::uint16_t protocol_error = 1002;
constexpr std::uint16_t none = 1005;      // never on the wire: a close frame without a code
constexpr std::uint16_t abnormal = 1006;  // never on the wire: no close frame came
constexpr std::uint16_t invalid_text = 1007;
constexpr std::uint16_t policy = 1008;
constexpr std::uint16_t too_big = 1009;
constexpr std::uint16_t internal_error = 1011;
constexpr std::uint16_t try_again_later = 1013;
}  // namespace close_code

// One whole frame, final. `mask` is the client's key, fresh and unpredictable for each frame.
std::string frame_text(Opcode opcode, std::string_view payload, std::optional<std::uint32_t> mask = std::nullopt);
// The payload of a close frame; empty for close_code::none. The reason is cut to what a control frame may hold,
// between characters.
std::string close_payload(std::uint16_t code, std::string_view reason);

inline FramePtr make_frame(std::string bytes, std::uint32_t payload_at = 0) {
  auto* frame = new Frame;
  frame->payload_at = payload_at;
  frame->bytes = std::move(bytes);
  return FramePtr(frame);
}

}  // namespace robson::net
