#include "net/protocol/frame_text.hpp"

namespace robson::net {
namespace {

constexpr std::size_t control_payload_max = 125;

void append_length(std::string& out, std::size_t length, unsigned mask_bit) {
  if (length < 126) {
    out.push_back(static_cast<char>(mask_bit | length));
    return;
  }
  const int bytes = length <= 0xffff ? 2 : 8;
  out.push_back(static_cast<char>(mask_bit | (bytes == 2 ? 126U : 127U)));
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) out.push_back(static_cast<char>(length >> shift));
}
}  // namespace

std::string frame_text(Opcode opcode, std::string_view payload, std::optional<std::uint32_t> mask) {
  std::string out;
  out.reserve(payload.size() + 14);
  out.push_back(static_cast<char>(0x80U | static_cast<unsigned>(opcode)));
  append_length(out, payload.size(), mask ? 0x80U : 0U);
  if (!mask) {
    out.append(payload);
    return out;
  }
  char key[4];
  for (unsigned i = 0; i < 4; ++i) key[i] = static_cast<char>(*mask >> (8 * i));
  out.append(key, 4);
  for (std::size_t i = 0; i < payload.size(); ++i) out.push_back(static_cast<char>(payload[i] ^ key[i % 4]));
  return out;
}

std::string close_payload(std::uint16_t code, std::string_view reason) {
  if (code == close_code::none) return {};
  std::size_t length = std::min(reason.size(), control_payload_max - 2);
  const auto continues = [&](std::size_t at) { return (static_cast<unsigned char>(reason[at]) & 0xc0U) == 0x80U; };
  while (length > 0 && length < reason.size() && continues(length)) --length;
  std::string out;
  out.push_back(static_cast<char>(code >> 8U));
  out.push_back(static_cast<char>(code & 0xffU));
  out.append(reason.substr(0, length));
  return out;
}

}  // namespace robson::net
