#pragma once
// A WebSocket message framed once and shared by every session that sends it: header and payload in one immutable run
// of bytes. Reference-counted without atomics: frames live and die on the loop thread.
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace robson::net {

struct Frame {
  std::uint32_t references = 0;
  std::uint32_t payload_at = 0;  // where the header ends and the payload begins
  std::string bytes{};
};
inline void intrusive_ptr_add_ref(Frame* frame) {
  ++frame->references;
}
inline void intrusive_ptr_release(Frame* frame) {
  if (--frame->references == 0) delete frame;
}
using FramePtr = boost::intrusive_ptr<const Frame>;
inline void intrusive_ptr_add_ref(const Frame* frame) {
  intrusive_ptr_add_ref(const_cast<Frame*>(frame));
}
inline void intrusive_ptr_release(const Frame* frame) {
  intrusive_ptr_release(const_cast<Frame*>(frame));
}

FramePtr text_frame(std::string_view message);
FramePtr binary_frame(std::string_view message);
FramePtr raw_frame(std::string bytes);  // as they stand, for an OpenStream
// What a text or binary frame carries; of a raw one all its bytes.
std::string_view payload_of(const Frame& frame);

}  // namespace robson::net
