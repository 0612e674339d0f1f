#include "net/frame.hpp"

#include "net/protocol/frame_text.hpp"

namespace robson::net {

FramePtr text_frame(std::string_view message) {
  return make_frame(frame_text(Opcode::text, message));
}
FramePtr binary_frame(std::string_view message) {
  return make_frame(frame_text(Opcode::binary, message));
}

FramePtr raw_frame(std::string bytes) {
  return make_frame(std::move(bytes));
}

std::string_view payload_of(const Frame& frame) {
  const std::string_view bytes = frame.bytes;
  const auto first = bytes.empty() ? 0U : static_cast<unsigned char>(bytes[0]);
  if (bytes.size() < 2 || (first != 0x81U && first != 0x82U)) return bytes;
  const auto length = static_cast<unsigned char>(bytes[1]);
  return bytes.substr(length == 127 ? 10 : length == 126 ? 4 : 2);
}

}  // namespace robson::net
