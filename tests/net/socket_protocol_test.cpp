// RFC 6455, rule by rule, against a peer that says raw bytes.
#include "net/socket_server.hpp"

namespace robson::net {
namespace {

using SocketProtocol = SocketServer;
constexpr int text = 1;
constexpr int binary = 2;
constexpr int more = 0;
constexpr int ping = 9;
constexpr int pong = 10;

std::string upgrade_request(std::string_view upgrade, std::string_view connection, std::string_view version,
                            std::string_view key) {
  return get("/ws", "Upgrade: " + std::string(upgrade) + "\r\nConnection: " + std::string(connection) +
                        "\r\nSec-WebSocket-Version: " + std::string(version) +
                        "\r\nSec-WebSocket-Key: " + std::string(key) + "\r\n");
}
constexpr const char* good_key = "dGhlIHNhbXBsZSBub25jZQ==";

TEST_F(SocketProtocol, the_handshake_is_checked) {
  serve();
  EXPECT_EQ(peer().ask(upgrade_request("WebSocket", "keep-alive, Upgrade", "13", good_key)).status, 101);
  EXPECT_EQ(peer().ask(upgrade_request("websocket", "keep-alive", "13", good_key)).status, 400);
  EXPECT_EQ(peer().ask(upgrade_request("websocket", "Upgrade", "13", "short")).status, 400);
  EXPECT_EQ(peer().ask(upgrade_request("websocket", "Upgrade", "13", "dGhlIHNhbXBsZSBub25jZ!==")).status, 400);
  const auto older = peer().ask(upgrade_request("websocket", "Upgrade", "8", good_key));
  EXPECT_EQ(older.status, 426);
  EXPECT_EQ(older.headers.get("Sec-WebSocket-Version"), "13");
  EXPECT_EQ(peer().ask("POST" + upgrade_request("websocket", "Upgrade", "13", good_key).substr(3)).status, 400);
  EXPECT_EQ(peer().ask(upgrade_request("h2c", "Upgrade", "13", good_key)).body, "GET /ws? ");
  EXPECT_EQ(heard.size(), 1U);
}

TEST_F(SocketProtocol, the_chosen_protocol_is_told) {
  serve();
  auto client = peer();
  auto request = upgrade_request("websocket", "Upgrade", "13", good_key);
  request.replace(request.find("/ws"), 3, "/protocol");
  EXPECT_EQ(client.ask(request).headers.get("Sec-WebSocket-Protocol"), "robson.v1");
}

TEST_F(SocketProtocol, text_and_binary_of_every_length_form_come_back) {
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

TEST_F(SocketProtocol, frames_come_in_any_pieces) {
  serve();
  auto client = open_peer();
  const std::string bytes = peer_frame(text, "first") + peer_frame(ping, "p") + peer_frame(text, std::string(200, 'y'));
  for (const char c : bytes) client.send(std::string_view(&c, 1));
  EXPECT_EQ(client.frame().payload, "first");
  EXPECT_EQ(client.frame().opcode, pong);
  EXPECT_EQ(client.frame().payload, std::string(200, 'y'));
}

TEST_F(SocketProtocol, frames_behind_the_handshake_are_not_lost) {
  serve();
  auto client = peer();
  client.send(upgrade_request("websocket", "Upgrade", "13", good_key) + peer_frame(text, "early"));
  EXPECT_EQ(client.reply().status, 101);
  EXPECT_EQ(client.frame().payload, "early");
}

TEST_F(SocketProtocol, a_fragmented_message_is_joined_and_control_frames_may_stand_between) {
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

TEST_F(SocketProtocol, a_character_may_be_split_between_fragments) {
  serve();
  auto client = open_peer();
  client.send(peer_frame(text, "\xe2\x82", {.final = false}) + peer_frame(more, "\xac"));
  EXPECT_EQ(client.frame().payload, "\xe2\x82\xac");
}

TEST_F(SocketProtocol, a_ping_is_answered_with_its_payload_and_a_pong_with_nothing) {
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
TEST_F(SocketProtocol, a_broken_rule_fails_the_connection_with_its_code) {
  const std::string large(1001, 'x');
  const BrokenRule rules[] = {
      {"not masked", peer_frame(text, "a", {.masked = false}), 1002},
      {"RSV1", peer_frame(text, "a", {.reserved = 4}), 1002},
      {"RSV2", peer_frame(text, "a", {.reserved = 2}), 1002},
      {"RSV3", peer_frame(text, "a", {.reserved = 1}), 1002},
      {"reserved data opcode", peer_frame(3, "a"), 1002},
      {"reserved control opcode", peer_frame(11, "a"), 1002},
      {"continuation of nothing", peer_frame(more, "a"), 1002},
      {"message inside a message", peer_frame(text, "a", {.final = false}) + peer_frame(text, "b"), 1002},
      {"fragmented ping", peer_frame(ping, "a", {.final = false}), 1002},
      {"ping of 126 bytes", peer_frame(ping, std::string(126, 'a')), 1002},
      {"close of 126 bytes", peer_frame(8, std::string(126, 'a')), 1002},
      {"length not in its shortest form", std::string("\x81\xfe\x00\x05\x00\x00\x00\x00hello", 13), 1002},
      {"64-bit length with its top bit", std::string("\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00", 14),
       1002},
      {"close of one byte", peer_frame(8, "a"), 1002},
      {"close with 999", close_frame(999), 1002},
      {"close with 1004", close_frame(1004), 1002},
      {"close with 1005", close_frame(1005), 1002},
      {"close with 1006", close_frame(1006), 1002},
      {"close with 1016", close_frame(1016), 1002},
      {"close with 1015", close_frame(1015), 1002},
      {"close with 2999", close_frame(2999), 1002},
      {"close with 5000", close_frame(5000), 1002},
      {"close reason not UTF-8", close_frame(1000, "\xff"), 1007},
      {"newer close code with a reason not UTF-8", close_frame(1013, "\xff"), 1007},
      {"text not UTF-8", peer_frame(text, "\xc3\x28"), 1007},
      {"text with a surrogate", peer_frame(text, "\xed\xa0\x80"), 1007},
      {"text beyond Unicode", peer_frame(text, "\xf4\x90\x80\x80"), 1007},
      {"text that ends within a character", peer_frame(text, "\xe2\x82"), 1007},
      {"text broken across fragments", peer_frame(text, "\xe2", {.final = false}) + peer_frame(more, "a"), 1007},
      {"message too large", peer_frame(text, large), 1009},
      {"too large, by its announcement and one byte", peer_frame(text, large).substr(0, 9), 1009},
      {"too large in fragments",
       peer_frame(text, std::string(600, 'a'), {.final = false}) + peer_frame(more, std::string(600, 'a')), 1009},
  };
  serve({.message_bytes = 1000});
  for (const auto& rule : rules) {
    SCOPED_TRACE(rule.name);
    auto client = open_peer();
    client.send(rule.bytes);
    expect_closed(client, rule.code, 1006);
    EXPECT_TRUE(heard.back()->messages.empty());
  }
}

TEST_F(SocketProtocol, what_came_before_the_broken_rule_is_heard) {
  serve();
  auto client = open_peer();
  client.send(peer_frame(text, "good") + peer_frame(text, "\xff") + peer_frame(text, "never"));
  EXPECT_EQ(client.frame().payload, "good");
  expect_closed(client, 1007, 1006);
  EXPECT_EQ(heard[0]->messages, std::vector<std::string>{"t:good"});
}

TEST_F(SocketProtocol, a_close_is_echoed_and_told) {
  serve();
  for (const int code : {1000, 1001, 1011, 1012, 1013, 1014, 3000, 4999}) {
    auto client = open_peer();
    client.send(close_frame(code, "bye"));
    expect_closed(client, code, code);
  }
  auto silent = open_peer();
  silent.send(peer_frame(8, ""));
  expect_closed(silent, 1005, 1005);
}

TEST_F(SocketProtocol, a_close_frame_may_come_in_pieces) {
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

TEST_F(SocketProtocol, nothing_is_heard_after_a_close) {
  serve();
  auto client = open_peer();
  client.send(close_frame(1000) + peer_frame(text, "late"));
  expect_closed(client, 1000, 1000);
  EXPECT_TRUE(heard[0]->messages.empty());
}

TEST_F(SocketProtocol, our_close_waits_for_the_echo) {
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

TEST_F(SocketProtocol, a_cut_connection_is_told_as_1006) {
  serve();
  {
    auto client = open_peer();
    client.send(peer_frame(text, "half", {}).substr(0, 7));
  }
  ASSERT_TRUE(loop.until([&] { return heard[0]->destroyed; }));
  EXPECT_EQ(heard[0]->closed, std::vector<int>{1006});
  EXPECT_EQ(server->counts().sockets, 0U);
}

TEST_F(SocketProtocol, half_a_close_without_a_close_frame_is_a_cut) {
  serve();
  auto client = open_peer();
  client.half_close();
  ASSERT_TRUE(loop.until([&] { return heard[0]->destroyed; }));
  EXPECT_EQ(heard[0]->closed, std::vector<int>{1006});
  EXPECT_TRUE(client.hung_up());
}

}  // namespace
}  // namespace robson::net
