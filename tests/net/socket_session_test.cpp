// The life of a socket beside the protocol: its Listener, its outbox, its timeouts.
#include <malloc.h>

#include <atomic>
#include <memory>

#include "net/socket_server.hpp"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
// From the sanitizers' allocator_interface.h, which g++ 12 links but does not bring.
extern "C" {
int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void*, std::size_t),
                                              void (*on_free)(const volatile void*));
std::size_t __sanitizer_get_allocated_size(const volatile void* block);
}
#endif

namespace robson::net {
namespace {

using SocketSession = SocketServer;
constexpr int text = 1;

TEST_F(SocketSession, a_listener_may_close_its_own_socket_inside_message) {
  on_message = [](Heard& own, std::string_view) {
    own.socket->close(4000, "no more");
    EXPECT_FALSE(own.destroyed);
  };
  serve();
  auto client = open_peer();
  client.send(peer_frame(text, "a") + peer_frame(text, "b"));
  EXPECT_EQ(client.frame().code(), 4000);
  client.send(close_frame(4000));
  ASSERT_TRUE(loop.until([&] { return heard[0]->destroyed; }));
  EXPECT_EQ(heard[0]->messages.size(), 1U);
  EXPECT_EQ(heard[0]->closed, std::vector<int>{4000});
}

TEST_F(SocketSession, a_listener_may_abort_its_own_socket_inside_message) {
  on_message = [](Heard& own, std::string_view) {
    own.socket->abort();
    EXPECT_TRUE(own.closed.empty()) << "it is told later, not from inside its own call";
    EXPECT_FALSE(own.destroyed);
  };
  serve();
  auto client = open_peer();
  client.send(peer_frame(text, "a") + peer_frame(text, "b"));
  EXPECT_TRUE(client.hung_up());
  ASSERT_TRUE(loop.until([&] { return heard[0]->destroyed; }));
  EXPECT_EQ(heard[0]->messages.size(), 1U);
  EXPECT_EQ(heard[0]->closed, std::vector<int>{1006});
  EXPECT_EQ(heard[0]->socket->pending_bytes(), 0U);
}

TEST_F(SocketSession, a_listener_that_throws_costs_its_socket_only) {
  on_message = [](Heard&, std::string_view payload) {
    if (payload == "fault") throw std::runtime_error("listener fault");
  };
  serve();
  auto other = open_peer();
  auto client = open_peer();
  client.send(peer_frame(text, "fault"));
  EXPECT_EQ(client.frame().code(), 1011);
  client.send(close_frame(1011));
  EXPECT_TRUE(loop.until([&] { return heard[1]->destroyed; }));
  EXPECT_FALSE(heard[0]->destroyed);
}

TEST_F(SocketSession, the_server_may_end_inside_a_message) {
  serve();
  on_message = nullptr;
  auto client = open_peer();
  client.send(peer_frame(text, "a"));
  EXPECT_EQ(client.frame().payload, "a");
  server.reset();
  EXPECT_EQ(heard[0]->closed.size(), 1U);
  EXPECT_TRUE(heard[0]->destroyed);
  EXPECT_FALSE(heard[0]->socket->send(text_frame("x")));
  heard[0]->socket->close(1000, {});
  heard[0]->socket->abort();
  EXPECT_TRUE(client.hung_up());
}

TEST_F(SocketSession, frames_of_one_turn_leave_in_one_write_and_in_order) {
  serve();
  auto client = open_peer();
  for (int i = 0; i < 200; ++i) heard[0]->socket->send(text_frame(std::to_string(i)));
  EXPECT_GT(heard[0]->socket->pending_bytes(), 0U);
  for (int i = 0; i < 200; ++i) ASSERT_EQ(client.frame().payload, std::to_string(i));
  EXPECT_EQ(heard[0]->socket->pending_bytes(), 0U);
}

TEST_F(SocketSession, a_reader_that_is_too_slow_is_closed_with_1013_and_others_go_on) {
  serve({.outbox_bytes = 64 * 1024});
  RawPeer slow(loop, server->port(), 4096);
  ASSERT_TRUE(slow.upgrade());
  auto quick = open_peer();
  const FramePtr frame = text_frame(std::string(10'000, 'x'));
  std::size_t sent = 0;
  while (heard[0]->socket->send(frame) && sent < 1000) {
    ++sent;
    ASSERT_TRUE(heard[1]->socket->send(frame));
    ASSERT_EQ(quick.frame().payload.size(), 10'000U);
    ASSERT_LE(heard[0]->socket->pending_bytes(), 64U * 1024U);
  }
  ASSERT_LT(sent, 1000U) << "the outbox was never full";
  EXPECT_EQ(server->counts().slow_closes, 1U);
  EXPECT_LT(heard[0]->socket->pending_bytes(), 11'000U) << "what is stale is freed at once";
  PeerFrame last = slow.frame();
  std::size_t received = 0;
  while (last.opcode == text) {
    ++received;
    last = slow.frame();
  }
  EXPECT_EQ(last.code(), 1013);
  EXPECT_LT(received, sent);
  EXPECT_TRUE(heard[1]->socket->send(frame));
  EXPECT_EQ(quick.frame().payload.size(), 10'000U);
}

TEST_F(SocketSession, an_empty_outbox_takes_a_frame_of_any_size) {
  serve({.outbox_bytes = 1000});
  auto client = open_peer();
  ASSERT_TRUE(loop.until([&] { return heard[0]->socket->pending_bytes() == 0; }));
  EXPECT_TRUE(heard[0]->socket->send(text_frame(std::string(5'000'000, 'x'))));
  EXPECT_EQ(client.frame().payload.size(), 5'000'000U);
}

TEST_F(SocketSession, pings_that_nobody_takes_the_answers_of_do_not_pile_up) {
  serve({.outbox_bytes = 20'000});
  RawPeer client(loop, server->port(), 4096);
  ASSERT_TRUE(client.upgrade());
  std::string pings;
  for (int i = 0; i < 20'000; ++i) pings += peer_frame(9, std::string(125, 'p'));
  client.send(pings);
  ASSERT_TRUE(loop.until([&] { return server->counts().slow_closes == 1; }));
  EXPECT_LT(server->counts().outbox_bytes, 20'500U);
}

TEST_F(SocketSession, five_hundred_sockets_get_every_broadcast_in_order) {
  serve();
  std::vector<RawPeer> clients;
  for (int i = 0; i < 500; ++i) clients.push_back(open_peer());
  for (int message = 0; message < 20; ++message) {
    const FramePtr frame = text_frame(std::to_string(message));
    for (const auto& each : heard) ASSERT_TRUE(each->socket->send(frame));
    if (message % 3 == 0) loop.turn_for(0ms);
  }
  for (auto& client : clients) {
    for (int message = 0; message < 20; ++message) ASSERT_EQ(client.frame().payload, std::to_string(message));
  }
  EXPECT_EQ(server->counts().sockets, 500U);
  EXPECT_EQ(server->counts().frames_sent, 500U * 21U) << "the handshake's answer is counted as a frame";
}

TEST_F(SocketSession, two_unanswered_pings_end_it) {
  serve({.ping_interval = 40ms});
  auto client = open_peer();
  EXPECT_EQ(client.frame().opcode, 9);
  EXPECT_EQ(client.frame().opcode, 9);
  EXPECT_EQ(client.frame().opcode, -1);
  EXPECT_TRUE(loop.until([&] { return heard[0]->destroyed; }));
  EXPECT_EQ(heard[0]->closed, std::vector<int>{1006});
}

TEST_F(SocketSession, answered_pings_keep_it_open) {
  serve({.ping_interval = 20ms});
  auto client = open_peer();
  for (int i = 0; i < 6; ++i) {
    ASSERT_EQ(client.frame().opcode, 9);
    client.send(peer_frame(10, ""));
  }
  EXPECT_TRUE(heard[0]->closed.empty());
}

TEST_F(SocketSession, a_message_that_is_never_finished_is_closed_with_1008) {
  serve({.body_timeout = 50ms});
  auto client = open_peer();
  client.send(peer_frame(text, "begun", {.final = false}));
  EXPECT_EQ(client.frame().code(), 1008);
}

TEST_F(SocketSession, each_message_has_its_own_time_however_they_are_cut) {
  serve({.body_timeout = 100ms});
  auto client = open_peer();
  // There is always half a message behind the last whole one.
  const std::string message = peer_frame(text, "whole");
  client.send(message.substr(0, 5));
  for (int i = 0; i < 20; ++i) {
    loop.turn_for(15ms);
    client.send(message.substr(5) + message.substr(0, 5));
    ASSERT_EQ(client.frame().payload, "whole");
  }
}

TEST_F(SocketSession, a_ping_does_not_lengthen_the_time_of_a_message) {
  serve({.body_timeout = 60ms});
  auto client = open_peer();
  client.send(peer_frame(text, "begun", {.final = false}));
  PeerFrame frame{};
  for (int i = 0; i < 100 && frame.opcode != 8; ++i) {
    client.send(peer_frame(9, ""));
    frame = client.frame();
    loop.turn_for(3ms);
  }
  EXPECT_EQ(frame.code(), 1008);
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
// A sanitizer has a heap of its own, which the C library does not count: it tells of each block instead.
std::atomic<std::int64_t> told_of{0};

std::int64_t heap_used() {
  static const bool listening = [] {
    return __sanitizer_install_malloc_and_free_hooks(
               [](const volatile void*, std::size_t bytes) { told_of += static_cast<std::int64_t>(bytes); },
               [](const volatile void* block) {
                 if (block != nullptr) told_of -= static_cast<std::int64_t>(__sanitizer_get_allocated_size(block));
               }) != 0;
  }();
  EXPECT_TRUE(listening);
  return told_of;
}
#else
// The heap that is in use now, as the C library counts it.
std::int64_t heap_used() {
  const auto heap = mallinfo2();
  return static_cast<std::int64_t>(heap.uordblks + heap.hblkhd);
}
#endif

TEST_F(SocketSession, a_quiet_socket_costs_less_than_two_kib_of_heap) {
  {
    const std::int64_t before = heap_used();
    const auto block = std::make_unique<char[]>(50'000);
    ASSERT_GE(heap_used(), before + 50'000) << "this heap is not counted";
  }
  constexpr std::size_t sockets = 300;
  serve();
  std::vector<RawPeer> clients;
  clients.reserve(sockets + 1);
  heard.reserve(sockets + 1);
  clients.push_back(open_peer());
  const std::int64_t before = heap_used();
  for (std::size_t i = 0; i < sockets; ++i) {
    clients.push_back(open_peer());
    clients.back().send(peer_frame(text, std::string(100, 'a')));
    ASSERT_EQ(clients.back().frame().payload.size(), 100U);
  }
  heard[0]->socket->send(text_frame("a"));
  const std::int64_t each = (heap_used() - before) / static_cast<std::int64_t>(sockets);
  RecordProperty("bytes", static_cast<int>(each));
  EXPECT_GT(each, 0);
  EXPECT_LT(each, 2048) << "with the test's own share of a peer and a listener";
}

TEST_F(SocketSession, a_quiet_socket_is_not_idle) {
  serve({.header_timeout = 30ms, .body_timeout = 30ms, .idle_timeout = 30ms, .ping_interval = 0s});
  auto client = open_peer();
  loop.turn_for(120ms);
  client.send(peer_frame(text, "still here"));
  EXPECT_EQ(client.frame().payload, "still here");
}

TEST_F(SocketSession, sockets_over_the_limit_are_closed_with_1013) {
  serve({.connections = 1});
  auto first = open_peer();
  auto second = peer();
  ASSERT_TRUE(second.upgrade());
  EXPECT_EQ(second.frame().code(), 1013);
  EXPECT_EQ(heard.size(), 1U) << "nobody listens to the second";
  first.send(peer_frame(text, "a"));
  EXPECT_EQ(first.frame().payload, "a");
}

}  // namespace
}  // namespace robson::net
