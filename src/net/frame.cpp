#include "net/frame.hpp"

#include "net/protocol/frame_text.hpp"

namespace robson::net {

FramePtr text_frame(std::string_view message) {
  return make_frame(frame_text(Opcode::text, message));
}
FramePtr binary_frame(std::string_view message) {
  return make_frame(frame_text(Opcode::binary, message));
}

}  // namespace robson::net
