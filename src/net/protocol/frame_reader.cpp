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
  static const wslay_event_callbacks calls{give, collect, mask, frame_started, frame_part, nullptr, message_came};
  const int result = role_ == Role::server ? wslay_event_context_server_init(&context_, &calls, this)
                                           : wslay_event_context_client_init(&context_, &calls, this);
  ensure(result == 0, "out of memory for a WebSocket reader");
  wslay_event_config_set_max_recv_msg_length(context_, message_bytes_);
  fed_ = framed_ = 0;
  in_message_ = bad_close_ = in_close_ = false;
  peer_code_.clear();
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
  hand_out_replies();
  replies_ = nullptr;
  input_ = {};
  const bool at_rest = fed_ == framed_ && !in_message_;
  if (state != State::open || at_rest) free_context();
  return state;
}

FrameReader::State FrameReader::settle(int result) {
  // A fault in a frame's header ends wslay without a word of its own.
  if (result != 0 || bad_close_) return fail_unsaid();
  const std::size_t said_before = replies_->size();
  drain();
  if (is_newer_code() && wslay_event_get_status_code_sent(context_) == close_code::protocol_error) {
    replies_->resize(said_before);
    return close_with_newer_code();
  }
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
  say_close();
  return State::failed;
}

void FrameReader::say_close() {
  const auto key = role_ == Role::client ? std::optional(random_mask()) : std::nullopt;
  *replies_ += frame_text(Opcode::close, close_payload(code_, {}), key);
}

// 1012 to 1014 were registered after RFC 6455, and wslay takes them for a broken rule.
bool FrameReader::is_newer_code() const {
  return peer_code_.size() == 2 && peer_code_[0] == '\x03' && peer_code_[1] >= '\xf4' && peer_code_[1] <= '\xf6';
}

FrameReader::State FrameReader::close_with_newer_code() {
  code_ = static_cast<std::uint16_t>(0x300U | static_cast<unsigned char>(peer_code_[1]));
  say_close();
  return State::closed;
}

void FrameReader::drain() {
  while (wslay_event_want_write(context_) != 0) {
    if (wslay_event_send(context_) != 0) return;
  }
}

void FrameReader::hand_out_replies() {
  if (replies_->empty()) return;
  sink_.on_reply(*replies_);
  replies_->clear();
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
  // RFC 6455 section 5.5.1: a close frame carries nothing or a code of two bytes; wslay takes one byte for nothing.
  if (frame->opcode == WSLAY_CONNECTION_CLOSE && frame->payload_length == 1) reader.bad_close_ = true;
  reader.framed_ += frame_size(frame->payload_length, reader.role_ == Role::server);
  reader.in_close_ = frame->opcode == WSLAY_CONNECTION_CLOSE;
  if (wslay_is_ctrl_frame(frame->opcode) == 0) reader.in_message_ = frame->fin == 0;
}

void FrameReader::frame_part(wslay_event_context_ptr, const wslay_event_on_frame_recv_chunk_arg* part, void* self) {
  auto& reader = *static_cast<FrameReader*>(self);
  if (!reader.in_close_) return;
  const std::size_t wanted = std::min<std::size_t>(2 - reader.peer_code_.size(), part->data_length);
  reader.peer_code_.append(reinterpret_cast<const char*>(part->data), wanted);
}

void FrameReader::message_came(wslay_event_context_ptr, const wslay_event_on_msg_recv_arg* message, void* self) {
  if (wslay_is_ctrl_frame(message->opcode) != 0) return;
  auto& reader = *static_cast<FrameReader*>(self);
  // The pongs of earlier pings go before whatever this message is answered with.
  reader.drain();
  reader.hand_out_replies();
  const std::string_view payload(reinterpret_cast<const char*>(message->msg), message->msg_length);
  reader.sink_.on_message(payload, message->opcode == WSLAY_BINARY_FRAME);
}

}  // namespace robson::net
