#include "net/frame.hpp"

#include <gtest/gtest.h>

#include "net/protocol/frame_text.hpp"

namespace robson::net {
namespace {

TEST(Frame, carries_its_length_in_the_shortest_form) {
  EXPECT_EQ(text_frame("")->bytes, std::string("\x81\x00", 2));
  EXPECT_EQ(text_frame("Hello")->bytes, "\x81\x05Hello");
  EXPECT_EQ(binary_frame("Hello")->bytes, "\x82\x05Hello");
  EXPECT_EQ(text_frame(std::string(125, 'a'))->bytes.substr(0, 2), "\x81\x7d");
  EXPECT_EQ(text_frame(std::string(126, 'a'))->bytes.substr(0, 4), std::string("\x81\x7e\x00\x7e", 4));
  EXPECT_EQ(text_frame(std::string(65535, 'a'))->bytes.substr(0, 4), "\x81\x7e\xff\xff");
  EXPECT_EQ(text_frame(std::string(65536, 'a'))->bytes.substr(0, 10),
            std::string("\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10));
  EXPECT_EQ(text_frame(std::string(65536, 'a'))->bytes.size(), 65546U);
}

TEST(Frame, a_client_masks) {
  EXPECT_EQ(frame_text(Opcode::text, "Hello", 0x3d21fa37), "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58");
}

TEST(Frame, is_freed_with_its_last_holder) {
  FramePtr first = text_frame("a");
  const FramePtr second = first;
  EXPECT_EQ(second->references, 2U);
  first.reset();
  EXPECT_EQ(second->references, 1U);
}

TEST(CloseFrame, says_code_and_reason) {
  EXPECT_EQ(close_payload(1000, "bye"),
            "\x03\xe8"
            "bye");
  EXPECT_EQ(close_payload(close_code::none, "bye"), "");
}

TEST(CloseFrame, a_long_reason_is_cut_between_characters) {
  std::string reason(122, 'a');
  reason += "\xc3\xa9";  // two bytes, of which one would fit
  EXPECT_EQ(close_payload(1000, reason).size(), 124U);
  EXPECT_EQ(close_payload(1000, std::string(500, 'a')).size(), 125U);
}

}  // namespace
}  // namespace robson::net
