#pragma once
// WebSocket messages out of bytes that come in any pieces. wslay reads the frames (masking, fragmentation, UTF-8,
// control frames, limits); its context costs 9 KiB, so it lives only while a message is incomplete. What wslay wants
// to say (pongs, the echo of a close frame) comes out as bytes, so that the order on the wire is its user's.
#include <wslay/wslay.h>

#include <cstdint>
#include <string_view>

namespace robson::net {

// What a FrameReader finds. It may be told to stop in the middle of a call; it is not destroyed from inside one.
class FrameSink {
 public:
  virtual ~FrameSink() = default;
  virtual void on_message(std::string_view payload, bool binary) = 0;
  virtual void on_reply(std::string_view frames) = 0;  // to be sent as they are
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
  State take(std::string_view bytes);
  std::uint16_t code() const { return code_; }
  // A message has begun and not ended.
  bool incomplete() const { return context_ != nullptr; }

 private:
  void open_context();
  void free_context();
  State settle(int result);
  State fail_unsaid();
  void drain();
  static ssize_t give(wslay_event_context_ptr context, std::uint8_t* into, size_t room, int flags, void* self);
  static ssize_t collect(wslay_event_context_ptr context, const std::uint8_t* data, size_t size, int flags, void* self);
  static int mask(wslay_event_context_ptr context, std::uint8_t* into, size_t size, void* self);
  static void frame_started(wslay_event_context_ptr context, const wslay_event_on_frame_recv_start_arg* frame,
                            void* self);
  static void message_came(wslay_event_context_ptr context, const wslay_event_on_msg_recv_arg* message, void* self);

  FrameSink& sink_;
  wslay_event_context_ptr context_ = nullptr;
  std::size_t message_bytes_;
  std::string_view input_{};
  std::string* replies_ = nullptr;  // only during take
  std::uint64_t fed_ = 0;           // bytes given to this context, and bytes of the frames that it has begun
  std::uint64_t framed_ = 0;
  std::uint16_t code_ = 0;
  Role role_;
  bool in_message_ = false;
};

}  // namespace robson::net
