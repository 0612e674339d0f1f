// Answers without an end (Server-Sent Events): how they begin, go on, and end.
#include "net/socket_server.hpp"

namespace robson::net {
namespace {

using OpenStreams = SocketServer;

FramePtr event(std::string_view text) {
  return raw_frame("data: " + std::string(text) + "\n\n");
}
// Reads until `size` bytes are unread; what there is then.
std::string read_to(Loopback& loop, RawPeer& client, std::size_t size) {
  loop.until([&] {
    client.read_some();
    return client.unread().size() >= size;
  });
  return client.unread();
}
struct Opened {
  RawPeer client;
  std::string head;
};
Opened open_stream(SocketServer& test) {
  auto client = test.peer();
  client.send(get("/stream"));
  std::string head = client.head();
  return {std::move(client), std::move(head)};
}

TEST_F(OpenStreams, the_head_leaves_at_once_and_has_no_length) {
  serve();
  const auto opened = open_stream(*this);
  EXPECT_EQ(opened.head.find("HTTP/1.1 200 OK\r\n"), 0U);
  EXPECT_NE(opened.head.find("Content-Type: text/event-stream\r\n"), std::string::npos);
  EXPECT_NE(opened.head.find("Connection: close\r\n"), std::string::npos);
  EXPECT_EQ(opened.head.find("Content-Length"), std::string::npos);
  EXPECT_EQ(opened.head.find("Transfer-Encoding"), std::string::npos);
  EXPECT_EQ(server->counts().sockets, 1U);
}

TEST_F(OpenStreams, frames_follow_in_order_as_they_stand) {
  serve();
  auto [client, head] = open_stream(*this);
  std::string expected;
  for (int i = 0; i < 300; ++i) {
    ASSERT_TRUE(heard[0]->socket->send(event(std::to_string(i))));
    expected += "data: " + std::to_string(i) + "\n\n";
    if (i % 50 == 0) loop.turn_for(0ms);
  }
  EXPECT_EQ(read_to(loop, client, expected.size()), expected);
}

TEST_F(OpenStreams, may_begin_later_than_its_request) {
  serve();
  auto client = peer();
  client.send(get("/later"));
  ASSERT_TRUE(loop.until([&] { return held.size() == 1; }));
  held[0](stream());
  EXPECT_NE(client.head().find("text/event-stream"), std::string::npos);
  heard[0]->socket->send(event("a"));
  EXPECT_EQ(read_to(loop, client, 9), "data: a\n\n");
}

TEST_F(OpenStreams, what_is_sent_while_it_opens_stands_behind_the_head) {
  on_opened = [](Heard& own) { own.socket->send(event("first")); };
  serve();
  auto [client, head] = open_stream(*this);
  EXPECT_NE(head.find("text/event-stream"), std::string::npos);
  EXPECT_EQ(read_to(loop, client, 13), "data: first\n\n");
}

TEST_F(OpenStreams, a_client_of_http_1_0_is_told_the_same) {
  serve();
  auto client = peer();
  client.send("GET /stream HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_NE(client.head().find("Connection: close"), std::string::npos);
}

TEST_F(OpenStreams, head_gets_the_head_alone_and_opens_nothing) {
  serve();
  auto client = peer();
  const auto reply = client.ask("HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n", true);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.headers.get("Content-Type"), "text/event-stream");
  EXPECT_FALSE(reply.headers.has("Content-Length")) << "nobody knows it";
  EXPECT_EQ(client.ask(get("/next")).status, 200) << "the connection goes on";
  EXPECT_EQ(heard[0]->socket, nullptr);
  EXPECT_TRUE(heard[0]->destroyed);
  EXPECT_TRUE(heard[0]->closed.empty());
  EXPECT_EQ(server->counts().sockets, 0U);
}

TEST_F(OpenStreams, closing_writes_what_is_queued_and_hangs_up) {
  serve();
  auto [client, head] = open_stream(*this);
  heard[0]->socket->send(event("last"));
  heard[0]->socket->close(1000, "not told");
  EXPECT_FALSE(heard[0]->socket->send(event("late")));
  heard[0]->socket->close(1001, "twice");
  EXPECT_TRUE(client.hung_up());
  EXPECT_EQ(client.unread(), "data: last\n\n");
  EXPECT_TRUE(loop.until([&] { return heard[0]->destroyed; }));
  EXPECT_EQ(heard[0]->closed, std::vector<int>{1000});
  client.close();
  EXPECT_TRUE(loop.until([&] { return server->counts().connections == 0; }));
  EXPECT_EQ(server->counts().sockets, 0U);
}

TEST_F(OpenStreams, a_peer_that_hangs_up_is_noticed_without_a_write) {
  serve();
  { auto opened = open_stream(*this); }
  EXPECT_TRUE(loop.until([&] { return heard[0]->destroyed; }));
  EXPECT_EQ(heard[0]->closed, std::vector<int>{1006});
  EXPECT_EQ(server->counts().sockets, 0U);
}

TEST_F(OpenStreams, half_a_hanging_up_is_a_whole_one) {
  serve();
  auto [client, head] = open_stream(*this);
  client.half_close();
  EXPECT_TRUE(client.hung_up());
  EXPECT_TRUE(loop.until([&] { return heard[0]->destroyed; }));
  EXPECT_EQ(heard[0]->closed, std::vector<int>{1006});
}

TEST_F(OpenStreams, a_peer_that_hung_up_before_it_began_is_noticed) {
  serve();
  {
    auto client = peer();
    client.send(get("/later"));
    ASSERT_TRUE(loop.until([&] { return held.size() == 1; }));
  }
  loop.turn_for(5ms);
  held[0](stream());
  EXPECT_TRUE(loop.until([&] { return heard[0]->destroyed; }));
  EXPECT_EQ(server->counts().connections, 0U);
}

TEST_F(OpenStreams, what_the_peer_says_meanwhile_is_passed_over) {
  serve();
  auto [client, head] = open_stream(*this);
  client.send(get("/more") + std::string(300'000, '\x81'));
  heard[0]->socket->send(event("on"));
  EXPECT_EQ(read_to(loop, client, 10), "data: on\n\n");
  EXPECT_TRUE(heard[0]->messages.empty());
  EXPECT_EQ(server->counts().requests, 1U);
}

TEST_F(OpenStreams, a_reader_that_is_too_slow_is_hung_up_on_and_what_is_stale_is_freed) {
  serve({.outbox_bytes = 64 * 1024});
  RawPeer slow(loop, server->port(), 4096);
  slow.send(get("/stream"));
  ASSERT_FALSE(slow.head().empty());
  auto [quick, head] = open_stream(*this);
  const FramePtr frame = raw_frame(std::string(9'998, 'x') + "\n\n");
  std::size_t sent = 0;
  std::size_t wanted = 0;
  while (heard[0]->socket->send(frame) && sent < 1000) {
    ++sent;
    ASSERT_TRUE(heard[1]->socket->send(frame));
    wanted += 10'000;
    ASSERT_EQ(read_to(loop, quick, wanted).size(), wanted);
    ASSERT_LE(heard[0]->socket->pending_bytes(), 64U * 1024U);
  }
  ASSERT_LT(sent, 1000U) << "the outbox was never full";
  EXPECT_EQ(server->counts().slow_closes, 1U);
  EXPECT_LT(heard[0]->socket->pending_bytes(), 10'001U);
  EXPECT_TRUE(loop.until([&] { return heard[0]->destroyed; }));
  EXPECT_EQ(heard[0]->closed, std::vector<int>{1013});
  EXPECT_TRUE(slow.hung_up()) << "once it reads on, it meets the end";
  EXPECT_EQ(slow.unread().size() % 10'000, 0U) << "no event is cut in two";
  EXPECT_TRUE(heard[1]->closed.empty());
}

TEST_F(OpenStreams, a_reader_that_takes_nothing_is_dropped_in_time) {
  serve({.stalled_timeout = 100ms});
  RawPeer stalled(loop, server->port(), 4096);
  stalled.send(get("/stream"));
  ASSERT_FALSE(stalled.head().empty());
  // One frame, however large, is taken by an empty outbox; the peer does not take it.
  heard[0]->socket->send(raw_frame(std::string(8 << 20, 'x')));
  EXPECT_TRUE(loop.until([&] { return heard[0]->destroyed; }));
  EXPECT_EQ(heard[0]->closed, std::vector<int>{1006});
  EXPECT_EQ(server->counts().slow_closes, 1U);
  EXPECT_EQ(server->counts().connections, 0U);
}

TEST_F(OpenStreams, a_quiet_stream_is_not_idle_and_gets_no_pings) {
  serve({.header_timeout = 30ms, .body_timeout = 30ms, .idle_timeout = 30ms, .ping_interval = 20ms});
  auto [client, head] = open_stream(*this);
  loop.turn_for(120ms);
  heard[0]->socket->send(event("a"));
  EXPECT_EQ(read_to(loop, client, 9), "data: a\n\n");
}

TEST_F(OpenStreams, over_the_limit_of_sockets_they_get_503_and_websockets_1013) {
  serve({.sockets = 2});
  auto stream = open_stream(*this);
  auto socket = open_peer();
  auto late_stream = peer();
  EXPECT_EQ(late_stream.ask(get("/stream")).status, 503);
  EXPECT_TRUE(late_stream.hung_up());
  auto late_socket = peer();
  ASSERT_TRUE(late_socket.upgrade());
  EXPECT_EQ(late_socket.frame().code(), 1013);
  EXPECT_EQ(peer().ask(get("/")).status, 200) << "plain requests are served on";
  EXPECT_EQ(server->counts().sockets, 2U) << "those who are sent away take no place";
  stream.client.close();
  ASSERT_TRUE(loop.until([&] { return server->counts().sockets == 1; }));
  auto next = open_stream(*this);
  EXPECT_EQ(next.head.find("HTTP/1.1 200"), 0U) << "one left, one may come";
}

TEST_F(OpenStreams, over_the_limit_of_connections_they_get_503) {
  serve({.connections = 1});
  auto held_open = open_stream(*this);
  EXPECT_EQ(peer().ask(get("/stream")).status, 503);
}

TEST_F(OpenStreams, a_stopping_server_ends_them_after_what_is_queued) {
  serve();
  auto [client, head] = open_stream(*this);
  heard[0]->socket->send(event("last"));
  loop.run(server->stop(5s));
  EXPECT_TRUE(client.hung_up());
  EXPECT_EQ(client.unread(), "data: last\n\n");
  EXPECT_EQ(heard[0]->closed, std::vector<int>{1001});
}

TEST_F(OpenStreams, none_begins_while_the_server_stops) {
  serve();
  auto client = peer();
  client.send(get("/later"));
  ASSERT_TRUE(loop.until([&] { return held.size() == 1; }));
  spawn(loop.context, "stop", server->stop(5s));
  loop.turn_for(5ms);
  held[0](stream());
  EXPECT_EQ(client.reply().status, 503);
}

TEST_F(OpenStreams, a_listener_may_close_or_abort_while_it_opens) {
  on_opened = [](Heard& own) {
    own.socket->send(event("bye"));
    own.socket->close(1008, "no");
  };
  serve();
  auto [client, head] = open_stream(*this);
  EXPECT_TRUE(client.hung_up());
  EXPECT_EQ(client.unread(), "data: bye\n\n");
  on_opened = [](Heard& own) { own.socket->abort(); };
  for (auto& each : heard) each->on_opened = on_opened;
  auto aborted = peer();
  aborted.send(get("/stream"));
  EXPECT_TRUE(aborted.hung_up());
  EXPECT_TRUE(loop.until([&] { return heard[1]->destroyed; }));
  EXPECT_EQ(heard[1]->closed, std::vector<int>{1006});
}

TEST_F(OpenStreams, a_listener_that_throws_while_it_opens_costs_its_stream_only) {
  on_opened = [](Heard&) { throw std::runtime_error("listener fault"); };
  serve();
  auto [client, head] = open_stream(*this);
  EXPECT_TRUE(client.hung_up());
  EXPECT_TRUE(loop.until([&] { return heard[0]->destroyed; }));
  EXPECT_EQ(heard[0]->closed, std::vector<int>{1011});
  EXPECT_EQ(peer().ask(get("/")).status, 200);
}

TEST_F(OpenStreams, one_without_a_listener_is_a_fault_of_ours) {
  serve();
  auto client = peer();
  client.send(get("/later"));
  ASSERT_TRUE(loop.until([&] { return held.size() == 1; }));
  held[0](OpenStream{});
  EXPECT_EQ(client.reply().status, 500);
}

TEST_F(OpenStreams, two_hundred_get_every_event_in_order_beside_as_many_sockets) {
  serve();
  std::vector<Opened> streams;
  std::vector<RawPeer> sockets;
  for (int i = 0; i < 200; ++i) {
    streams.push_back(open_stream(*this));
    sockets.push_back(open_peer());
  }
  std::string expected;
  for (int i = 0; i < 20; ++i) {
    const FramePtr framed = text_frame(std::to_string(i));
    const FramePtr raw = event(payload_of(*framed));
    expected += raw->bytes;
    for (std::size_t k = 0; k < heard.size(); ++k) ASSERT_TRUE(heard[k]->socket->send(k % 2 == 0 ? raw : framed));
    if (i % 3 == 0) loop.turn_for(0ms);
  }
  for (auto& each : streams) ASSERT_EQ(read_to(loop, each.client, expected.size()), expected);
  for (auto& each : sockets) {
    for (int i = 0; i < 20; ++i) ASSERT_EQ(each.frame().payload, std::to_string(i));
  }
}

}  // namespace
}  // namespace robson::net
