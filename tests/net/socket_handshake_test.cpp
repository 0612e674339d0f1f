// RFC 6455 section 4: what an upgrade must say, and what it gets.
#include "net/socket_server.hpp"

namespace robson::net {
namespace {

using SocketHandshake = SocketServer;

// An upgrade with any line changed; an empty line is left out.
struct Handshake {
  std::string first = "GET /ws HTTP/1.1";
  std::string host = "Host: a";
  std::string upgrade = "Upgrade: websocket";
  std::string connection = "Connection: Upgrade";
  std::string version = "Sec-WebSocket-Version: 13";
  std::string key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
  std::string more{};

  std::string text() const {
    std::string out;
    for (const auto& line : {first, host, upgrade, connection, version, key, more}) {
      if (!line.empty()) out += line + "\r\n";
    }
    return out + "\r\n";
  }
};

TEST_F(SocketHandshake, s4_2_2_is_answered_with_101_and_the_key_that_follows_from_the_request) {
  serve();
  const auto reply = peer().ask(Handshake{}.text());
  EXPECT_EQ(reply.status, 101);
  EXPECT_EQ(reply.headers.get("Upgrade"), "websocket");
  EXPECT_EQ(reply.headers.get("Connection"), "Upgrade");
  EXPECT_EQ(reply.headers.get("Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  EXPECT_FALSE(reply.headers.has("Sec-WebSocket-Protocol"));
  EXPECT_FALSE(reply.headers.has("Content-Length"));
  const auto other = peer().ask(Handshake{.key = "Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw=="}.text());
  EXPECT_EQ(other.headers.get("Sec-WebSocket-Accept"), "HSmrc0sMlYUkAGmm5OPpG2HaGWk=");
}

TEST_F(SocketHandshake, s4_2_1_tokens_count_without_case_among_others_and_in_any_field) {
  serve();
  const Handshake fine[] = {
      {.upgrade = "upgrade: WebSocket"},
      {.upgrade = "Upgrade: h2c, websocket"},
      {.upgrade = "Upgrade: h2c\r\nUpgrade: websocket"},
      {.connection = "Connection: keep-alive, UPGRADE"},
      {.connection = "Connection: keep-alive\r\nConnection: upgrade"},
      {.version = "Sec-WebSocket-Version:13"},
      {.key = "sec-websocket-KEY:   dGhlIHNhbXBsZSBub25jZQ==  "},
  };
  for (const auto& each : fine) {
    SCOPED_TRACE(each.text());
    EXPECT_EQ(peer().ask(each.text()).status, 101);
  }
}

TEST_F(SocketHandshake, s4_2_1_each_broken_rule_is_refused_and_hung_up_on) {
  struct Broken {
    const char* rule;
    Handshake said;
    int status;
  };
  const Broken broken[] = {
      {"POST", {.first = "POST /ws HTTP/1.1"}, 400},
      {"HEAD", {.first = "HEAD /ws HTTP/1.1"}, 400},
      {"PUT", {.first = "PUT /ws HTTP/1.1"}, 400},
      {"HTTP/1.0", {.first = "GET /ws HTTP/1.0"}, 400},
      {"HTTP/2 by its name", {.first = "GET /ws HTTP/2.0"}, 505},
      {"no Host", {.host = ""}, 400},
      {"no Connection", {.connection = ""}, 400},
      {"another Connection", {.connection = "Connection: keep-alive"}, 400},
      {"part of the token", {.connection = "Connection: upgraded"}, 400},
      {"no version", {.version = ""}, 426},
      {"version 0", {.version = "Sec-WebSocket-Version: 0"}, 426},
      {"version 8", {.version = "Sec-WebSocket-Version: 8"}, 426},
      {"version 14", {.version = "Sec-WebSocket-Version: 14"}, 426},
      {"version 13.0", {.version = "Sec-WebSocket-Version: 13.0"}, 426},
      {"two versions", {.version = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 8"}, 400},
      {"no key", {.key = ""}, 400},
      {"an empty key", {.key = "Sec-WebSocket-Key: "}, 400},
      {"a short key", {.key = "Sec-WebSocket-Key: dGhlIHNhbXBsZQ=="}, 400},
      {"a key of 17 bytes", {.key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZSE="}, 400},
      {"a long key", {.key = "Sec-WebSocket-Key: " + std::string(200, 'A')}, 400},
      {"a key that is not base64", {.key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZ!=="}, 400},
      {"two keys",
       {.key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw=="},
       400},
      {"a body", {.more = "Content-Length: 2\r\n\r\nhi"}, 400},
  };
  serve();
  for (const auto& each : broken) {
    SCOPED_TRACE(each.rule);
    auto client = peer();
    const auto reply = client.ask(each.said.text(), each.said.first.starts_with("HEAD"));
    EXPECT_EQ(reply.status, each.status);
    EXPECT_EQ(reply.headers.get("Sec-WebSocket-Version"), each.status == 426 ? "13" : "") << "section 4.4";
    EXPECT_TRUE(client.hung_up());
  }
  EXPECT_TRUE(heard.empty()) << "nobody was asked";
}

TEST_F(SocketHandshake, s4_2_1_without_the_upgrade_token_it_is_a_plain_request) {
  serve();
  for (const char* upgrade : {"", "Upgrade: h2c", "Upgrade: websockets", "Upgrade: web socket"}) {
    EXPECT_EQ(peer().ask(Handshake{.upgrade = upgrade}.text()).body, "GET /ws? ") << upgrade;
  }
  EXPECT_TRUE(heard.empty());
}

TEST_F(SocketHandshake, s4_2_2_extensions_are_never_agreed_to) {
  serve();
  auto client = peer();
  const auto reply =
      client.ask(Handshake{.more = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"}.text());
  EXPECT_EQ(reply.status, 101);
  EXPECT_FALSE(reply.headers.has("Sec-WebSocket-Extensions"));
  client.send(peer_frame(1, "a", {.reserved = 4}));
  EXPECT_EQ(client.frame().code(), 1002) << "so their bit is a broken rule";
}

TEST_F(SocketHandshake, s4_2_2_the_chosen_protocol_is_told) {
  serve();
  const auto reply = peer().ask(
      Handshake{.first = "GET /protocol HTTP/1.1", .more = "Sec-WebSocket-Protocol: robson.v1, other"}.text());
  EXPECT_EQ(reply.headers.get("Sec-WebSocket-Protocol"), "robson.v1");
}

TEST_F(SocketHandshake, s4_2_2_a_refusal_is_a_plain_answer) {
  serve();
  EXPECT_EQ(peer().ask(Handshake{.first = "GET /forbidden HTTP/1.1"}.text()).status, 403);
}

TEST_F(SocketHandshake, s4_1_frames_right_behind_it_are_not_lost) {
  serve();
  auto client = peer();
  client.send(Handshake{}.text() + peer_frame(1, "early"));
  EXPECT_EQ(client.reply().status, 101);
  EXPECT_EQ(client.frame().payload, "early");
}

TEST_F(SocketHandshake, one_that_drips_in_is_answered_408_in_time) {
  serve({.header_timeout = 100ms});
  auto client = peer();
  const std::string text = Handshake{.more = "X: " + std::string(2000, 'x')}.text();
  for (std::size_t i = 0; i < text.size() && client.unread().empty(); ++i) {
    client.send(text.substr(i, 1));
    loop.turn_for(2ms);
    client.read_some();
  }
  EXPECT_EQ(client.reply().status, 408);
  EXPECT_TRUE(client.hung_up());
  EXPECT_TRUE(heard.empty());
}

TEST_F(SocketHandshake, one_that_stops_half_way_is_answered_408_in_time) {
  serve({.header_timeout = 60ms});
  auto client = peer();
  const std::string text = Handshake{}.text();
  client.send(text.substr(0, text.size() - 2));
  EXPECT_EQ(client.reply().status, 408);
  EXPECT_TRUE(client.hung_up());
}

TEST_F(SocketHandshake, one_that_never_ends_is_refused_at_the_limit_of_heads) {
  serve({.header_bytes = 2000});
  auto client = peer();
  EXPECT_EQ(client.ask(Handshake{.more = "X: " + std::string(100'000, 'x')}.text()).status, 431);
}

TEST_F(SocketHandshake, slow_ones_hold_nobody_up_and_leave_nothing_behind) {
  serve({.header_timeout = 200ms});
  const std::string half = Handshake{}.text().substr(0, 60);
  std::vector<RawPeer> slow;
  for (int i = 0; i < 200; ++i) {
    slow.push_back(peer());
    slow.back().send(half);
  }
  auto client = open_peer();
  client.send(peer_frame(1, "quick"));
  EXPECT_EQ(client.frame().payload, "quick");
  for (auto& each : slow) EXPECT_TRUE(each.hung_up());
  slow.clear();
  EXPECT_TRUE(loop.until([&] { return server->counts().connections == 1; }));
}

}  // namespace
}  // namespace robson::net
