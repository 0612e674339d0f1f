#include "net/protocol/frame_reader.hpp"

#include <algorithm>
#include <cstring>

#include "base/ensure.hpp"
#include "net/protocol/upgrade.hpp"

namespace robson::net {
namespace {

// A message of this size may leave its buffer behind for the next one.
constexpr std::size_t buffer_kept = 512;

std::uint64_t frame_size(std::uint64_t payload, bool masked) {
  const std::uint64_t header = masked ? 6 : 2;
  const std::uint64_t length = payload > 0xffff ? 8 : payload > 125 ? 2 : 0;
  return header + length + payload;
}

bool is_control(unsigned opcode) {
  return opcode >= 8;
}

// RFC 6455 section 7.4, and the codes registered since.
bool is_close_code(unsigned code) {
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}
}  // namespace

FrameReader::~FrameReader() {
  free_context();
}

void FrameReader::open_context() {
  static const wslay_frame_callbacks calls{nullptr, give, nullptr};
  ensure(wslay_frame_context_init(&context_, &calls, this) == 0, "out of memory for a WebSocket reader");
  fed_ = framed_ = 0;
}

void FrameReader::free_context() {
  if (context_ != nullptr) wslay_frame_context_free(context_);
  context_ = nullptr;
}

FrameReader::State FrameReader::take(std::string_view bytes) {
  if (bytes.empty()) return State::open;
  if (context_ == nullptr) open_context();
  input_ = bytes;
  fed_ += bytes.size();
  const State state = read_parts();
  input_ = {};
  const bool at_rest = fed_ == framed_ && !in_frame_ && !in_message_;
  if (state != State::open || at_rest) free_context();
  return state;
}

FrameReader::State FrameReader::read_parts() {
  for (;;) {
    Part part{};
    const ssize_t result = wslay_frame_recv(context_, &part);
    if (result == WSLAY_ERR_WANT_READ) return State::open;
    // A length that is negative or not in its shortest form, a control frame that is fragmented or too long.
    if (result < 0) return fail(close_code::protocol_error);
    if (const State state = take_part(part); state != State::open) return state;
  }
}

std::uint16_t FrameReader::check_start(const Part& frame) const {
  if (frame.rsv != 0 || (frame.mask != 0) != (role_ == Role::server)) return close_code::protocol_error;
  switch (frame.opcode) {
    case WSLAY_CONTINUATION_FRAME:
      if (!in_message_) return close_code::protocol_error;
      break;
    case WSLAY_TEXT_FRAME:
    case WSLAY_BINARY_FRAME:
      if (in_message_) return close_code::protocol_error;
      break;
    case WSLAY_CONNECTION_CLOSE:
    case WSLAY_PING:
    case WSLAY_PONG: return 0;
    default: return close_code::protocol_error;
  }
  return frame.payload_length > message_bytes_ - message_.size() ? close_code::too_big : std::uint16_t{0};
}

FrameReader::State FrameReader::take_part(const Part& part) {
  if (!in_frame_) {
    if (const std::uint16_t broken = check_start(part); broken != 0) return fail(broken);
    framed_ += frame_size(part.payload_length, part.mask != 0);
    frame_left_ = part.payload_length;
    in_frame_ = true;
    if (part.opcode == WSLAY_TEXT_FRAME || part.opcode == WSLAY_BINARY_FRAME) {
      in_message_ = true;
      binary_ = part.opcode == WSLAY_BINARY_FRAME;
      text_ = {};
    }
  }
  frame_left_ -= part.data_length;
  const bool last = frame_left_ == 0;
  if (last) in_frame_ = false;
  const std::string_view bytes(reinterpret_cast<const char*>(part.data), part.data_length);
  return is_control(part.opcode) ? take_control(part, bytes, last) : take_data(part, bytes, last);
}

FrameReader::State FrameReader::take_data(const Part& part, std::string_view bytes, bool last) {
  if (!binary_ && !text_.take(bytes)) return fail(close_code::invalid_text);
  if (!last || part.fin == 0) {
    message_.append(bytes);
    return State::open;
  }
  if (!binary_ && !text_.whole()) return fail(close_code::invalid_text);
  in_message_ = false;
  if (message_.empty()) {
    sink_.on_message(bytes, binary_);  // came in one piece
    return State::open;
  }
  message_.append(bytes);
  sink_.on_message(message_, binary_);
  message_.clear();
  if (message_.capacity() > buffer_kept) std::string().swap(message_);
  return State::open;
}

FrameReader::State FrameReader::take_control(const Part& part, std::string_view bytes, bool last) {
  control_.append(bytes);
  if (!last) return State::open;
  if (part.opcode == WSLAY_CONNECTION_CLOSE) return take_close();
  if (part.opcode == WSLAY_PING) reply(Opcode::pong, control_);
  control_.clear();
  return State::open;
}

FrameReader::State FrameReader::take_close() {
  if (control_.empty()) {
    code_ = close_code::none;
  } else {
    if (control_.size() == 1) return fail(close_code::protocol_error);
    const auto byte = [&](std::size_t at) { return static_cast<unsigned>(static_cast<unsigned char>(control_[at])); };
    const unsigned code = byte(0) << 8U | byte(1);
    if (!is_close_code(code)) return fail(close_code::protocol_error);
    Utf8Check reason;
    if (!reason.take(std::string_view(control_).substr(2)) || !reason.whole()) return fail(close_code::invalid_text);
    code_ = static_cast<std::uint16_t>(code);
  }
  reply(Opcode::close, close_payload(code_, {}));
  return State::closed;
}

FrameReader::State FrameReader::fail(std::uint16_t code) {
  code_ = code;
  reply(Opcode::close, close_payload(code, {}));
  return State::failed;
}

void FrameReader::reply(Opcode opcode, std::string_view payload) {
  const auto key = role_ == Role::client ? std::optional(random_mask()) : std::nullopt;
  sink_.on_reply(frame_text(opcode, payload, key));
}

// wslay takes whatever is not a count for "no more yet".
ssize_t FrameReader::give(std::uint8_t* into, size_t room, int, void* self) {
  auto& input = static_cast<FrameReader*>(self)->input_;
  if (input.empty()) return -1;
  const std::size_t count = std::min(room, input.size());
  std::memcpy(into, input.data(), count);
  input.remove_prefix(count);
  return static_cast<ssize_t>(count);
}

}  // namespace robson::net
