#pragma once
// WebSocket messages out of bytes that come in any pieces. wslay reads the frames (lengths, masks, the form of control
// frames); what they mean is decided here: which may follow which, size, UTF-8, pongs, the echo of a close frame.
//
// Not wslay's event interface: it checks each piece of a close frame's reason as if it were the first, takes a close
// frame of one byte for an empty one, and the codes 1012 to 1014 for an error. A frame context costs 4 KiB, so it lives
// only while a message is incomplete.
#include <wslay/wslay.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "base/utf8.hpp"
#include "net/protocol/frame_text.hpp"

namespace robson::net {

// What a FrameReader finds. A sink must not destroy its reader from inside a call.
class FrameSink {
 public:
  virtual ~FrameSink() = default;
  virtual void on_message(std::string_view payload, bool binary) = 0;
  virtual void on_reply(std::string_view frame) = 0;  // a pong or a close frame, to be sent as it is
};

class FrameReader {
 public:
  enum class Role { server, client };
  FrameReader(Role role, std::size_t message_bytes, FrameSink& sink)
      : sink_(sink), message_bytes_(message_bytes), role_(role) {}
  ~FrameReader();
  FrameReader(const FrameReader&) = delete;
  FrameReader& operator=(const FrameReader&) = delete;

  enum class State {
    open,
    closed,  // the peer's close frame came (code()), its echo went to on_reply
    failed,  // the peer broke the rules; a close frame with code() went to on_reply
  };
  // Nothing may be given after `closed` or `failed`.
  State take(std::string_view bytes);
  std::uint16_t code() const { return code_; }
  // A message has begun and not ended.
  bool incomplete() const { return context_ != nullptr; }

 private:
  using Part = wslay_frame_iocb;
  State read_parts();
  std::uint16_t check_start(const Part& frame) const;  // 0, or the code of the broken rule
  State take_part(const Part& part);
  State take_data(const Part& part, std::string_view bytes, bool last);
  State take_control(const Part& part, std::string_view bytes, bool last);
  State take_close();
  State fail(std::uint16_t code);
  void reply(Opcode opcode, std::string_view payload);
  void open_context();
  void free_context();
  static ssize_t give(std::uint8_t* into, size_t room, int flags, void* self);

  FrameSink& sink_;
  wslay_frame_context_ptr context_ = nullptr;
  std::size_t message_bytes_;
  std::string_view input_{};
  std::string message_{};  // the pieces of a message so far
  std::string control_{};  // the pieces of a control frame so far
  std::uint64_t fed_ = 0;  // bytes given to this context, and bytes of the frames that it has shown
  std::uint64_t framed_ = 0;
  std::uint64_t frame_left_ = 0;  // of the payload of the frame that is being read
  Utf8Check text_{};
  std::uint16_t code_ = 0;
  Role role_;
  bool in_frame_ = false;
  bool in_message_ = false;
  bool binary_ = false;
};

}  // namespace robson::net
