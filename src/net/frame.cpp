#include "net/frame.hpp"

#include "net/protocol/frame_text.hpp"

namespace robson::net {
namespace {

FramePtr data_frame(Opcode opcode, std::string_view message) {
  std::string bytes = frame_text(opcode, message);
  const auto payload_at = static_cast<std::uint32_t>(bytes.size() - message.size());
  return make_frame(std::move(bytes), payload_at);
}
}  // namespace

FramePtr text_frame(std::string_view message) {
  return data_frame(Opcode::text, message);
}
FramePtr binary_frame(std::string_view message) {
  return data_frame(Opcode::binary, message);
}

FramePtr raw_frame(std::string bytes) {
  return make_frame(std::move(bytes));
}

std::string_view payload_of(const Frame& frame) {
  return std::string_view(frame.bytes).substr(frame.payload_at);
}

}  // namespace robson::net
