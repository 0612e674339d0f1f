#include "net/socket_client.hpp"

#include "net/socket_server.hpp"

namespace robson::net {
namespace {

using Received = std::optional<Result<SocketClient::Message, NetError>>;
Task<void> keep_message(SocketClient* client, Duration patience, Received* into) {
  into->emplace(co_await client->receive(patience));
}

struct SocketClientAtServer : SocketServer {
  Url address(const char* target = "/ws") const {
    return {.host = "127.0.0.1", .port = server->port(), .target = target};
  }
  std::unique_ptr<SocketClient> connect(SocketClientOptions options = {}) {
    auto client = loop.run(SocketClient::connect(loop.context, address(), std::move(options)));
    if (!client) throw std::runtime_error(client.error().text);
    return std::move(*client);
  }
};

TEST_F(SocketClientAtServer, says_and_hears_in_order) {
  serve();
  const auto client = connect();
  for (const std::size_t size : {0U, 5U, 126U, 20'000U}) {
    client->send(std::string(size, 'x'));
    const auto message = loop.run(client->receive(5s));
    ASSERT_TRUE(message) << message.error().text;
    EXPECT_EQ(message->payload, std::string(size, 'x'));
    EXPECT_FALSE(message->binary);
  }
  heard[0]->socket->send(binary_frame("\xff"));
  EXPECT_TRUE(loop.run(client->receive(5s))->binary);
}

TEST_F(SocketClientAtServer, patience_ends_and_the_connection_goes_on) {
  serve();
  const auto client = connect();
  const auto nothing = loop.run(client->receive(10ms));
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().kind, NetErrorKind::timeout);
  client->send("a");
  EXPECT_EQ(loop.run(client->receive(5s))->payload, "a");
}

TEST_F(SocketClientAtServer, answers_pings_even_while_nobody_receives) {
  serve({.ping_interval = 20ms});
  const auto client = connect();
  loop.turn_for(200ms);
  EXPECT_TRUE(heard[0]->closed.empty());
  client->ping();
  client->send("a");
  EXPECT_EQ(loop.run(client->receive(5s))->payload, "a");
}

TEST_F(SocketClientAtServer, the_peers_close_is_told_after_what_it_said) {
  serve();
  const auto client = connect();
  heard[0]->socket->send(text_frame("last"));
  heard[0]->socket->close(4003, "go");
  EXPECT_TRUE(loop.until([&] { return heard[0]->destroyed; }));
  EXPECT_EQ(heard[0]->closed, std::vector<int>{4003});
  EXPECT_EQ(loop.run(client->receive(5s))->payload, "last");
  const auto end = loop.run(client->receive(5s));
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().kind, NetErrorKind::closed);
  EXPECT_EQ(client->close_code(), 4003);
  client->send("into the void");
  client->close(1000);
}

TEST_F(SocketClientAtServer, a_cut_is_told_as_closed_without_a_code) {
  serve();
  const auto client = connect();
  heard[0]->socket->abort();
  const auto end = loop.run(client->receive(5s));
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().kind, NetErrorKind::closed);
  EXPECT_FALSE(client->close_code());
}

TEST_F(SocketClientAtServer, our_close_ends_with_the_echo) {
  serve();
  const auto client = connect();
  client->close(1000);
  const auto end = loop.run(client->receive(5s));
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().kind, NetErrorKind::closed);
  EXPECT_EQ(client->close_code(), 1000);
  EXPECT_TRUE(loop.until([&] { return heard[0]->destroyed; }));
  EXPECT_EQ(heard[0]->closed, std::vector<int>{1000});
}

TEST_F(SocketClientAtServer, a_message_that_is_too_large_ends_it) {
  serve();
  const auto client = connect({.message_bytes = 100});
  heard[0]->socket->send(text_frame(std::string(101, 'x')));
  const auto end = loop.run(client->receive(5s));
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().kind, NetErrorKind::too_large);
  EXPECT_TRUE(loop.until([&] { return heard[0]->destroyed; }));
  EXPECT_EQ(heard[0]->closed, std::vector<int>{1009});
}

TEST_F(SocketClientAtServer, a_client_that_does_not_receive_holds_the_server_back) {
  serve({.outbox_bytes = 1 << 20});
  const auto client = connect();
  const FramePtr frame = text_frame(std::string(100'000, 'x'));
  std::size_t sent = 0;
  while (sent < 1000 && heard[0]->socket->send(frame)) {
    ++sent;
    loop.turn_for(1ms);
  }
  EXPECT_LT(sent, 1000U) << "what nobody receives is not read without end";
  for (std::size_t i = 0; i < 10; ++i) ASSERT_TRUE(loop.run(client->receive(5s)));
}

TEST_F(SocketClientAtServer, dropping_it_ends_a_receive_that_waits) {
  serve();
  auto client = connect();
  Received received;
  spawn(loop.context, "receive", keep_message(client.get(), 10s, &received));
  loop.turn_for(5ms);
  client.reset();
  ASSERT_TRUE(loop.until([&] { return received.has_value(); }));
  EXPECT_EQ(received->error().kind, NetErrorKind::cancelled);
  EXPECT_TRUE(loop.until([&] { return heard[0]->destroyed; }));
}

TEST_F(SocketClientAtServer, a_refusal_names_its_status) {
  serve();
  const auto client = loop.run(SocketClient::connect(loop.context, address("/forbidden")));
  ASSERT_FALSE(client);
  EXPECT_EQ(client.error().kind, NetErrorKind::protocol);
  EXPECT_NE(client.error().text.find("refused with 403"), std::string::npos) << client.error().text;
}

TEST_F(SocketClientAtServer, asks_for_a_protocol_and_sends_headers) {
  serve();
  SocketClientOptions options{.protocol = "robson.v1"};
  options.headers.add("Authorization", "Bearer t");
  const auto taken = loop.run(SocketClient::connect(loop.context, address("/protocol"), options));
  EXPECT_TRUE(taken) << taken.error().text;
  const auto foreign = loop.run(SocketClient::connect(loop.context, address("/protocol"), {}));
  ASSERT_FALSE(foreign) << "a protocol that was not offered";
  EXPECT_EQ(foreign.error().kind, NetErrorKind::protocol);
}

struct SocketClientAtRawServer : testing::Test {
  Loopback loop{};
  RawListener listener{loop};
  std::optional<Result<std::unique_ptr<SocketClient>, NetError>> made{};

  static Task<void> open(SocketClientAtRawServer* self) {
    const Url url{.host = "127.0.0.1", .port = self->listener.port(), .target = "/ws"};
    const SocketClientOptions options{.connect_timeout = 100ms};
    self->made.emplace(co_await SocketClient::connect(self->loop.context, url, options));
  }
  RawPeer begin() {
    spawn(loop.context, "connect", open(this));
    return listener.accept();
  }
  bool until_made() {
    return loop.until([&] { return made.has_value(); });
  }
};

TEST_F(SocketClientAtRawServer, a_server_that_is_silent_is_given_up) {
  const RawPeer server = begin();
  ASSERT_TRUE(until_made());
  EXPECT_EQ(made->error().kind, NetErrorKind::timeout);
}

TEST_F(SocketClientAtRawServer, a_wrong_accept_key_is_refused) {
  RawPeer server = begin();
  server.head();
  server.send(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
  ASSERT_TRUE(until_made());
  EXPECT_EQ(made->error().kind, NetErrorKind::protocol);
}

TEST_F(SocketClientAtRawServer, an_answer_that_is_cut_is_an_error) {
  RawPeer server = begin();
  server.head();
  server.send("HTTP/1.1 101 Switch");
  server.close();
  ASSERT_TRUE(until_made());
  EXPECT_EQ(made->error().kind, NetErrorKind::protocol);
}

}  // namespace
}  // namespace robson::net
