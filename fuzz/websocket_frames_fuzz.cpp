// Any bytes in any pieces make messages, replies, or a failure with a code; the pieces change nothing of that. What is
// handed out is within its limits: no message over the bound, no text that is not UTF-8, no reply but whole control
// frames.
#include <string>
#include <vector>

#include "net/protocol/frame_reader.hpp"
#include "pieces.hpp"

namespace robson::net {
namespace {

constexpr std::size_t message_max = 300;

// A plain reading of RFC 3629, to hold wslay's against.
bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned>(static_cast<unsigned char>(text[at])); };
    const unsigned first = byte(i);
    const std::size_t length = first < 0x80   ? 1
                               : first < 0xc2 ? 0
                               : first < 0xe0 ? 2
                               : first < 0xf0 ? 3
                               : first < 0xf5 ? 4
                                              : 0;
    if (length == 0 || i + length > text.size()) return false;
    unsigned value = length == 1 ? first : first & (0x7fU >> length);
    for (std::size_t k = 1; k < length; ++k) {
      if ((byte(i + k) & 0xc0U) != 0x80U) return false;
      value = value << 6U | (byte(i + k) & 0x3fU);
    }
    if ((length == 3 && value < 0x800) || (length == 4 && (value < 0x10000 || value > 0x10ffff))) return false;
    if (value >= 0xd800 && value <= 0xdfff) return false;
    i += length;
  }
  return true;
}

struct Heard final : FrameSink {
  std::vector<std::string> messages{};
  std::string replies{};
  void on_message(std::string_view payload, bool binary) override {
    must(payload.size() <= message_max);
    must(binary || is_utf8(payload));
    messages.push_back((binary ? "b" : "t") + std::string(payload));
  }
  void on_reply(std::string_view frames) override { replies += frames; }
};

void check_replies(std::string_view frames, bool masked) {
  while (!frames.empty()) {
    must(frames.size() >= 2);
    const unsigned first = static_cast<unsigned char>(frames[0]);
    const unsigned second = static_cast<unsigned char>(frames[1]);
    must(first == 0x88 || first == 0x8a);
    must(((second & 0x80U) != 0) == masked && (second & 0x7fU) <= 125);
    const std::size_t size = 2 + (masked ? 4 : 0) + (second & 0x7fU);
    must(frames.size() >= size);
    frames.remove_prefix(size);
  }
}

struct Reading {
  Heard heard{};
  FrameReader::State state = FrameReader::State::open;
  std::uint16_t code = 0;

  Reading(const Pieces& pieces, FrameReader::Role role) {
    FrameReader reader(role, message_max, heard);
    pieces.each([&](std::string_view piece) {
      state = reader.take(piece);
      return state == FrameReader::State::open;
    });
    if (state != FrameReader::State::open) code = reader.code();
    check_replies(heard.replies, role == FrameReader::Role::client);
  }
};
}  // namespace
}  // namespace robson::net

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace robson;
  using namespace robson::net;
  if (size == 0) return 0;
  const auto role = (data[0] & 1U) != 0 ? FrameReader::Role::client : FrameReader::Role::server;
  const Pieces pieces(data + 1, size - 1);
  Pieces one = pieces;
  one.sizes.clear();
  const Reading in_pieces(pieces, role);
  const Reading at_once(one, role);
  must(in_pieces.heard.messages == at_once.heard.messages);
  must(in_pieces.state == at_once.state);
  must(in_pieces.code == at_once.code);
  return 0;
}
