#include "net/protocol/frame_reader.hpp"

#include <algorithm>
#include <cstring>
#include <string>

#include "base/ensure.hpp"
#include "net/protocol/frame_text.hpp"
#include "net/protocol/upgrade.hpp"

namespace robson::net {
namespace {

std::uint64_t frame_size(std::uint64_t payload, bool masked) {
  std::uint64_t header = masked ? 6 : 2;
  if (payload > 0xffff) {
    header += 8;
  } else if (payload > 125) {
    header += 2;
  }
  return header + payload;
}
}  // namespace

FrameReader::~FrameReader() {
  free_context();
}

void FrameReader::open_context() {
  static const wslay_event_callbacks calls{give, collect, mask, frame_started, nullptr, nullptr, message_came};
  const int result = role_ == Role::server ? wslay_event_context_server_init(&context_, &calls, this)
                                           : wslay_event_context_client_init(&context_, &calls, this);
  ensure(result == 0, "out of memory for a WebSocket reader");
  wslay_event_config_set_max_recv_msg_length(context_, message_bytes_);
  fed_ = framed_ = 0;
  in_message_ = false;
}

void FrameReader::free_context() {
  if (context_ != nullptr) wslay_event_context_free(context_);
  context_ = nullptr;
}

FrameReader::State FrameReader::take(std::string_view bytes) {
  if (bytes.empty()) return State::open;
  if (context_ == nullptr) open_context();
  std::string replies;
  replies_ = &replies;
  input_ = bytes;
  fed_ += bytes.size();
  const State state = settle(wslay_event_recv(context_));
  replies_ = nullptr;
  input_ = {};
  if (!replies.empty()) sink_.on_reply(replies);
  const bool at_rest = fed_ == framed_ && !in_message_;
  if (state != State::open || at_rest) free_context();
  return state;
}

FrameReader::State FrameReader::settle(int result) {
  // A fault in a frame's header ends wslay without a word of its own.
  if (result != 0) return fail_unsaid();
  drain();
  if (wslay_event_get_close_received(context_) != 0) {
    code_ = wslay_event_get_status_code_received(context_);
    return State::closed;
  }
  if (wslay_event_get_close_sent(context_) != 0 || wslay_event_get_read_enabled(context_) == 0) {
    code_ = wslay_event_get_status_code_sent(context_);
    return State::failed;
  }
  return State::open;
}

FrameReader::State FrameReader::fail_unsaid() {
  code_ = close_code::protocol_error;
  const auto key = role_ == Role::client ? std::optional(random_mask()) : std::nullopt;
  *replies_ = frame_text(Opcode::close, close_payload(code_, {}), key);
  return State::failed;
}

void FrameReader::drain() {
  while (wslay_event_want_write(context_) != 0) {
    if (wslay_event_send(context_) != 0) return;
  }
}

ssize_t FrameReader::give(wslay_event_context_ptr context, std::uint8_t* into, size_t room, int, void* self) {
  auto& input = static_cast<FrameReader*>(self)->input_;
  if (input.empty()) {
    wslay_event_set_error(context, WSLAY_ERR_WOULDBLOCK);
    return -1;
  }
  const std::size_t count = std::min(room, input.size());
  std::memcpy(into, input.data(), count);
  input.remove_prefix(count);
  return static_cast<ssize_t>(count);
}

// Takes everything, so a frame is never left half out.
ssize_t FrameReader::collect(wslay_event_context_ptr, const std::uint8_t* data, size_t size, int, void* self) {
  static_cast<FrameReader*>(self)->replies_->append(reinterpret_cast<const char*>(data), size);
  return static_cast<ssize_t>(size);
}

int FrameReader::mask(wslay_event_context_ptr, std::uint8_t* into, size_t size, void*) {
  for (std::size_t at = 0; at < size; at += sizeof(std::uint32_t)) {
    const std::uint32_t key = random_mask();
    std::memcpy(into + at, &key, std::min(size - at, sizeof key));
  }
  return 0;
}

void FrameReader::frame_started(wslay_event_context_ptr, const wslay_event_on_frame_recv_start_arg* frame, void* self) {
  auto& reader = *static_cast<FrameReader*>(self);
  reader.framed_ += frame_size(frame->payload_length, reader.role_ == Role::server);
  if (wslay_is_ctrl_frame(frame->opcode) == 0) reader.in_message_ = frame->fin == 0;
}

void FrameReader::message_came(wslay_event_context_ptr, const wslay_event_on_msg_recv_arg* message, void* self) {
  if (wslay_is_ctrl_frame(message->opcode) != 0) return;
  const std::string_view payload(reinterpret_cast<const char*>(message->msg), message->msg_length);
  static_cast<FrameReader*>(self)->sink_.on_message(payload, message->opcode == WSLAY_BINARY_FRAME);
}

}  // namespace robson::net
