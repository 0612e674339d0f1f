// RFC 6455 sections 5 to 8, rule by rule, against a peer that says raw bytes; section 4 stands in
// socket_handshake_test.cpp. A test's name begins with its section.
#include "net/socket_server.hpp"

namespace robson::net {
namespace {

using SocketProtocol = SocketServer;
constexpr int text = 1;
constexpr int binary = 2;
constexpr int more = 0;
constexpr int close = 8;
constexpr int ping = 9;
constexpr int pong = 10;

TEST_F(SocketProtocol, s5_2_text_and_binary_of_every_length_form_come_back) {
  serve({.message_bytes = 100'000});
  auto client = open_peer();
  for (const std::size_t size : {0U, 1U, 125U, 126U, 127U, 65535U, 65536U}) {
    const std::string payload(size, 'x');
    client.send(peer_frame(text, payload));
    const auto reply = client.frame();
    EXPECT_EQ(reply.opcode, text);
    EXPECT_EQ(reply.payload, payload);
  }
  client.send(peer_frame(binary, "\xff\x00\xfe"));
  EXPECT_EQ(client.frame().opcode, binary);
  EXPECT_EQ(server->counts().sockets, 1U);
}

TEST_F(SocketProtocol, s5_2_frames_come_in_any_pieces) {
  serve();
  auto client = open_peer();
  const std::string bytes = peer_frame(text, "first") + peer_frame(ping, "p") + peer_frame(text, std::string(200, 'y'));
  for (const char c : bytes) client.send(std::string_view(&c, 1));
  EXPECT_EQ(client.frame().payload, "first");
  EXPECT_EQ(client.frame().opcode, pong);
  EXPECT_EQ(client.frame().payload, std::string(200, 'y'));
}

TEST_F(SocketProtocol, s5_4_a_fragmented_message_is_joined_and_control_frames_may_stand_between) {
  serve();
  auto client = open_peer();
  client.send(peer_frame(text, "one ", {.final = false}) + peer_frame(ping, "mid") +
              peer_frame(more, "two ", {.final = false}) + peer_frame(more, "", {.final = false}) +
              peer_frame(more, "three"));
  const auto answer = client.frame();
  EXPECT_EQ(answer.opcode, pong);
  EXPECT_EQ(answer.payload, "mid");
  EXPECT_EQ(client.frame().payload, "one two three");
}

TEST_F(SocketProtocol, s8_1_a_character_may_be_split_between_fragments) {
  serve();
  auto client = open_peer();
  client.send(peer_frame(text, "\xe2\x82", {.final = false}) + peer_frame(more, "\xac"));
  EXPECT_EQ(client.frame().payload, "\xe2\x82\xac");
}

TEST_F(SocketProtocol, s5_5_2_a_ping_is_answered_with_its_payload_and_a_pong_with_nothing) {
  serve();
  auto client = open_peer();
  client.send(peer_frame(pong, "unasked") + peer_frame(ping, std::string(125, 'p')));
  const auto answer = client.frame();
  EXPECT_EQ(answer.opcode, pong);
  EXPECT_EQ(answer.payload, std::string(125, 'p'));
}

struct BrokenRule {
  const char* name;
  std::string bytes;
  int code;
};
// Each fails the connection: a close frame with that code, nothing heard, the Listener told 1006.
struct SocketProtocolRules : SocketServer {
  void expect_each_fails(const std::vector<BrokenRule>& rules) {
    serve({.message_bytes = 1000});
    for (const auto& rule : rules) {
      SCOPED_TRACE(rule.name);
      auto client = open_peer();
      client.send(rule.bytes);
      expect_closed(client, rule.code, 1006);
      EXPECT_TRUE(heard.back()->messages.empty());
    }
  }
};
// A frame's first bytes as they are given, with a mask of zeros.
std::string raw(std::string_view head, std::string_view payload = {}) {
  return std::string(head) + std::string(4, '\0') + std::string(payload);
}
constexpr FrameStyle first_of_many{.final = false};

TEST_F(SocketProtocolRules, s5_1_every_frame_of_a_client_is_masked) {
  expect_each_fails({
      {"text", peer_frame(text, "a", {.masked = false}), 1002},
      {"empty text", peer_frame(text, "", {.masked = false}), 1002},
      {"binary", peer_frame(binary, "a", {.masked = false}), 1002},
      {"ping", peer_frame(ping, "a", {.masked = false}), 1002},
      {"pong", peer_frame(pong, "a", {.masked = false}), 1002},
      {"close", peer_frame(close, "\x03\xe8", {.masked = false}), 1002},
      {"second fragment", peer_frame(text, "a", first_of_many) + peer_frame(more, "b", {.masked = false}), 1002},
  });
}

TEST_F(SocketProtocolRules, s5_2_reserved_bits_are_0_without_an_extension) {
  std::vector<BrokenRule> rules;
  for (unsigned bits = 1; bits < 8; ++bits) {
    for (const int opcode : {text, binary, close, ping, pong}) {
      rules.push_back({"a bit", peer_frame(opcode, "", {.reserved = bits}), 1002});
    }
    rules.push_back({"a bit in a continuation",
                     peer_frame(text, "a", first_of_many) + peer_frame(more, "b", {.reserved = bits}), 1002});
  }
  expect_each_fails(rules);
}

TEST_F(SocketProtocolRules, s5_2_reserved_opcodes_fail) {
  std::vector<BrokenRule> rules;
  for (const int opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
    rules.push_back({"opcode", peer_frame(opcode, ""), 1002});
    rules.push_back({"opcode with a payload", peer_frame(opcode, "a"), 1002});
    rules.push_back({"opcode between fragments", peer_frame(text, "a", first_of_many) + peer_frame(opcode, "b"), 1002});
  }
  expect_each_fails(rules);
}

TEST_F(SocketProtocolRules, s5_2_a_frame_fails_by_its_head_and_one_byte_not_with_its_end) {
  const std::string long_text(100, 'a');
  expect_each_fails({
      {"not masked", peer_frame(text, long_text, {.masked = false}).substr(0, 3), 1002},
      {"a reserved bit", peer_frame(text, long_text, {.reserved = 4}).substr(0, 7), 1002},
      {"a reserved opcode", peer_frame(3, long_text).substr(0, 7), 1002},
      {"a continuation of nothing", peer_frame(more, long_text).substr(0, 7), 1002},
      {"a fragmented ping", peer_frame(ping, long_text, first_of_many).substr(0, 7), 1002},
  });
}

TEST_F(SocketProtocolRules, s5_2_lengths_stand_in_their_shortest_form) {
  using std::string_view;
  expect_each_fails({
      {"5 in 16 bits", raw(string_view("\x81\xfe\x00\x05", 4), "hello"), 1002},
      {"125 in 16 bits", raw(string_view("\x81\xfe\x00\x7d", 4), std::string(125, 'a')), 1002},
      {"0 in 16 bits", raw(string_view("\x82\xfe\x00\x00", 4)), 1002},
      {"5 in 64 bits", raw(string_view("\x81\xff\x00\x00\x00\x00\x00\x00\x00\x05", 10), "hello"), 1002},
      {"65535 in 64 bits", raw(string_view("\x81\xff\x00\x00\x00\x00\x00\x00\xff\xff", 10), "hello"), 1002},
      {"ping of 5 in 16 bits", raw(string_view("\x89\xfe\x00\x05", 4), "hello"), 1002},
  });
}

TEST_F(SocketProtocolRules, s5_2_the_top_bit_of_a_64_bit_length_is_0) {
  using std::string_view;
  expect_each_fails({
      {"all bits", raw(string_view("\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff", 10)), 1002},
      {"the top bit alone", raw(string_view("\x82\xff\x80\x00\x00\x00\x00\x00\x00\x05", 10), "hello"), 1002},
      {"in a control frame", raw(string_view("\x89\xff\x80\x00\x00\x00\x00\x00\x00\x05", 10), "hello"), 1002},
  });
}

TEST_F(SocketProtocolRules, s5_4_fragments_follow_a_beginning_and_one_message_at_a_time) {
  const std::string begun = peer_frame(text, "a", first_of_many);
  expect_each_fails({
      {"continuation of nothing", peer_frame(more, "a"), 1002},
      {"continuation of nothing, not final", peer_frame(more, "a", first_of_many), 1002},
      {"text inside text", begun + peer_frame(text, "b"), 1002},
      {"binary inside text", begun + peer_frame(binary, "b"), 1002},
      {"text inside binary", peer_frame(binary, "a", first_of_many) + peer_frame(text, "b"), 1002},
      {"a beginning inside a message", begun + peer_frame(more, "b", first_of_many) + begun, 1002},
  });
}

TEST_F(SocketProtocol, s5_4_after_a_whole_message_nothing_continues_it) {
  serve();
  auto client = open_peer();
  client.send(peer_frame(text, "whole") + peer_frame(more, "a"));
  EXPECT_EQ(client.frame().payload, "whole");
  expect_closed(client, 1002, 1006);
}

TEST_F(SocketProtocolRules, s5_5_control_frames_are_whole_and_of_at_most_125_bytes) {
  const std::string long_payload(126, 'a');
  expect_each_fails({
      {"fragmented ping", peer_frame(ping, "a", first_of_many), 1002},
      {"fragmented pong", peer_frame(pong, "a", first_of_many), 1002},
      {"fragmented close", peer_frame(close, "\x03\xe8", first_of_many), 1002},
      {"ping of 126", peer_frame(ping, long_payload), 1002},
      {"pong of 126", peer_frame(pong, long_payload), 1002},
      {"close of 126", peer_frame(close, "\x03\xe8" + std::string(124, 'a')), 1002},
      {"ping of 70000", peer_frame(ping, std::string(70'000, 'a')), 1002},
  });
}

TEST_F(SocketProtocolRules, s5_5_1_a_close_has_no_payload_or_a_code_and_text) {
  expect_each_fails({
      {"one byte", peer_frame(close, "a"), 1002},
      {"a reason that is not UTF-8", close_frame(1000, "\xff"), 1007},
      {"a reason cut within a character", close_frame(1000, "\xe2\x82"), 1007},
      {"a reason with a surrogate", close_frame(1001, "\xed\xa0\x80"), 1007},
      {"a newer code with a reason that is not UTF-8", close_frame(1013, "\xff"), 1007},
      {"between fragments", peer_frame(text, "a", first_of_many) + peer_frame(close, "a"), 1002},
  });
}

TEST_F(SocketProtocolRules, s7_4_codes_that_nobody_may_send_fail) {
  std::vector<BrokenRule> rules;
  for (const int code : {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 1999, 2000, 2999, 5000, 65535}) {
    rules.push_back({"a code", close_frame(code), 1002});
    rules.push_back({"a code with a reason", close_frame(code, "why"), 1002});
  }
  expect_each_fails(rules);
}

TEST_F(SocketProtocolRules, s8_1_text_that_is_not_utf_8_fails) {
  expect_each_fails({
      {"a stray continuation", peer_frame(text, "\x80"), 1007},
      {"a wrong continuation", peer_frame(text, "\xc3\x28"), 1007},
      {"2 bytes for one", peer_frame(text, "\xc0\xaf"), 1007},
      {"3 bytes for two", peer_frame(text, "\xe0\x80\xaf"), 1007},
      {"4 bytes for three", peer_frame(text, "\xf0\x80\x80\xaf"), 1007},
      {"the first surrogate", peer_frame(text, "\xed\xa0\x80"), 1007},
      {"the last surrogate", peer_frame(text, "\xed\xbf\xbf"), 1007},
      {"beyond Unicode", peer_frame(text, "\xf4\x90\x80\x80"), 1007},
      {"5 bytes", peer_frame(text, "\xf8\x88\x80\x80\x80"), 1007},
      {"0xfe", peer_frame(text, "\xfe"), 1007},
      {"an end within a character", peer_frame(text, "\xe2\x82"), 1007},
      {"an end within a character, in fragments", peer_frame(text, "\xe2", first_of_many) + peer_frame(more, "\x82"),
       1007},
      {"an empty end within a character", peer_frame(text, "\xe2\x82", first_of_many) + peer_frame(more, ""), 1007},
      {"broken across fragments", peer_frame(text, "\xe2", first_of_many) + peer_frame(more, "a"), 1007},
      {"broken across fragments with a ping between",
       peer_frame(text, "\xe2", first_of_many) + peer_frame(ping, "") + peer_frame(more, "a"), 1007},
  });
}

TEST_F(SocketProtocolRules, s8_1_text_fails_with_its_first_wrong_byte_not_with_its_end) {
  expect_each_fails({
      {"in a fragment, more to come", peer_frame(text, "\xff", first_of_many), 1007},
      {"in a second fragment, more to come",
       peer_frame(text, "fine", first_of_many) + peer_frame(more, "\xed\xa0", first_of_many), 1007},
      {"in a frame of which the rest is missing", peer_frame(text, "\xc3\x28" + std::string(100, 'a')).substr(0, 8),
       1007},
  });
}

TEST_F(SocketProtocolRules, s10_4_a_message_over_the_limit_fails_with_1009) {
  using std::string_view;
  const std::string large(1001, 'x');
  expect_each_fails({
      {"whole", peer_frame(text, large), 1009},
      {"binary", peer_frame(binary, large), 1009},
      {"by its announcement and one byte", peer_frame(text, large).substr(0, 9), 1009},
      {"of 2^62 bytes, by its announcement and one byte",
       raw(string_view("\x82\xff\x40\x00\x00\x00\x00\x00\x00\x00", 10), "a"), 1009},
      {"in fragments", peer_frame(text, std::string(600, 'a'), first_of_many) + peer_frame(more, std::string(600, 'a')),
       1009},
      {"in fragments, by one byte",
       peer_frame(text, std::string(1000, 'a'), first_of_many) + peer_frame(more, "", first_of_many) +
           peer_frame(more, "b"),
       1009},
  });
}

TEST_F(SocketProtocol, s10_4_a_message_of_the_limit_is_heard) {
  serve({.message_bytes = 1000});
  auto client = open_peer();
  client.send(peer_frame(text, std::string(999, 'x'), first_of_many) + peer_frame(more, "y"));
  EXPECT_EQ(client.frame().payload, std::string(999, 'x') + "y");
}

TEST_F(SocketProtocol, s5_6_binary_may_be_any_bytes) {
  serve();
  auto client = open_peer();
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  client.send(peer_frame(binary, bytes.substr(0, 100), first_of_many) + peer_frame(more, bytes.substr(100)));
  const auto frame = client.frame();
  EXPECT_EQ(frame.opcode, binary);
  EXPECT_EQ(frame.payload, bytes);
}

TEST_F(SocketProtocol, s5_1_our_frames_are_not_masked_and_in_one_piece) {
  serve();
  auto client = open_peer();
  client.send(peer_frame(text, "a", first_of_many) + peer_frame(more, "b"));
  ASSERT_TRUE(loop.until([&] { return client.read_some(); }));
  EXPECT_EQ(client.unread(),
            "\x81\x02"
            "ab");
}

TEST_F(SocketProtocol, s5_5_2_each_of_many_pings_is_answered_in_order) {
  serve();
  auto client = open_peer();
  std::string pings;
  for (int i = 0; i < 100; ++i) pings += peer_frame(ping, std::to_string(i));
  client.send(pings);
  for (int i = 0; i < 100; ++i) {
    const auto answer = client.frame();
    ASSERT_EQ(answer.opcode, pong);
    ASSERT_EQ(answer.payload, std::to_string(i));
  }
  EXPECT_TRUE(heard[0]->messages.empty());
}

TEST_F(SocketProtocol, s5_5_1_a_close_between_fragments_ends_it_and_the_message_is_not_heard) {
  serve();
  auto client = open_peer();
  client.send(peer_frame(text, "half", first_of_many) + close_frame(1000, "bye"));
  expect_closed(client, 1000, 1000);
  EXPECT_TRUE(heard[0]->messages.empty());
}

TEST_F(SocketProtocol, s8_1_every_character_may_be_cut_anywhere) {
  serve();
  auto client = open_peer();
  // The first and the last of each length, and both neighbours of the surrogates.
  const std::string all =
      "\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf";
  for (std::size_t cut = 0; cut <= all.size(); ++cut) {
    client.send(peer_frame(text, all.substr(0, cut), first_of_many) + peer_frame(more, "", first_of_many) +
                peer_frame(more, all.substr(cut)));
    ASSERT_EQ(client.frame().payload, all) << cut;
  }
}

TEST_F(SocketProtocol, s7_1_7_what_came_before_the_broken_rule_is_heard) {
  serve();
  auto client = open_peer();
  client.send(peer_frame(text, "good") + peer_frame(text, "\xff") + peer_frame(text, "never"));
  EXPECT_EQ(client.frame().payload, "good");
  expect_closed(client, 1007, 1006);
  EXPECT_EQ(heard[0]->messages, std::vector<std::string>{"t:good"});
}

TEST_F(SocketProtocol, s5_5_1_a_close_is_echoed_and_told) {
  serve();
  for (const int code :
       {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999}) {
    auto client = open_peer();
    client.send(close_frame(code, "bye"));
    expect_closed(client, code, code);
  }
  auto silent = open_peer();
  silent.send(peer_frame(close, ""));
  expect_closed(silent, 1005, 1005);
}

TEST_F(SocketProtocol, s5_5_1_a_close_frame_may_come_in_pieces) {
  serve();
  const std::string bytes = close_frame(1000, "\xe2\x82\xac ende");
  for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
    auto client = open_peer();
    client.send(bytes.substr(0, cut));
    loop.turn_for(1ms);
    client.send(bytes.substr(cut));
    EXPECT_EQ(client.frame().code(), 1000) << cut;
  }
}

TEST_F(SocketProtocol, s1_4_nothing_is_heard_after_a_close) {
  serve();
  auto client = open_peer();
  client.send(close_frame(1000) + peer_frame(text, "late"));
  expect_closed(client, 1000, 1000);
  EXPECT_TRUE(heard[0]->messages.empty());
}

TEST_F(SocketProtocol, s7_1_2_our_close_waits_for_the_echo) {
  serve();
  auto client = open_peer();
  heard[0]->socket->close(4001, "enough");
  const auto frame = client.frame();
  EXPECT_EQ(frame.code(), 4001);
  EXPECT_EQ(frame.payload.substr(2), "enough");
  EXPECT_FALSE(heard[0]->socket->send(text_frame("after")));
  loop.turn_for(20ms);
  EXPECT_TRUE(heard[0]->closed.empty());
  client.send(peer_frame(text, "crossed") + close_frame(4001));
  EXPECT_TRUE(client.hung_up());
  EXPECT_TRUE(loop.until([&] { return heard[0]->destroyed; }));
  EXPECT_EQ(heard[0]->closed, std::vector<int>{4001});
  EXPECT_TRUE(heard[0]->messages.empty());
}

TEST_F(SocketProtocol, s7_1_5_a_cut_connection_is_told_as_1006) {
  serve();
  {
    auto client = open_peer();
    client.send(peer_frame(text, "half", {}).substr(0, 7));
  }
  ASSERT_TRUE(loop.until([&] { return heard[0]->destroyed; }));
  EXPECT_EQ(heard[0]->closed, std::vector<int>{1006});
  EXPECT_EQ(server->counts().sockets, 0U);
}

TEST_F(SocketProtocol, s7_1_5_half_a_close_without_a_close_frame_is_a_cut) {
  serve();
  auto client = open_peer();
  client.half_close();
  ASSERT_TRUE(loop.until([&] { return heard[0]->destroyed; }));
  EXPECT_EQ(heard[0]->closed, std::vector<int>{1006});
  EXPECT_TRUE(client.hung_up());
}

}  // namespace
}  // namespace robson::net
