// want_drained and drained: told once when all has gone to the kernel, in a later turn, whatever the listener does
// then.
#include "net/socket_server.hpp"

namespace robson::net {
namespace {

using SocketDrained = SocketServer;
constexpr int text = 1;

TEST_F(SocketDrained, nobody_is_told_unasked) {
  serve();
  auto client = open_peer();
  heard[0]->socket->send(text_frame("a"));
  EXPECT_EQ(client.frame().payload, "a");
  EXPECT_EQ(heard[0]->drained, 0);
}

TEST_F(SocketDrained, it_is_told_once_and_never_from_inside_the_question) {
  serve();
  auto client = open_peer();
  heard[0]->socket->send(text_frame("a"));
  heard[0]->socket->want_drained();
  heard[0]->socket->want_drained();
  EXPECT_EQ(heard[0]->drained, 0);
  EXPECT_TRUE(loop.until([&] { return heard[0]->drained > 0; }));
  loop.turn_for(10ms);
  EXPECT_EQ(heard[0]->drained, 1);
  EXPECT_EQ(client.frame().payload, "a");
}

TEST_F(SocketDrained, it_is_told_even_when_nothing_is_queued) {
  serve();
  auto client = open_peer();
  ASSERT_TRUE(loop.until([&] { return heard[0]->socket->pending_bytes() == 0; }));
  heard[0]->socket->want_drained();
  EXPECT_EQ(heard[0]->drained, 0);
  EXPECT_TRUE(loop.until([&] { return heard[0]->drained == 1; }));
}

TEST_F(SocketDrained, asked_while_it_opens_it_is_told_too) {
  on_opened = [](Heard& own) { own.socket->want_drained(); };
  serve();
  auto client = open_peer();
  EXPECT_TRUE(loop.until([&] { return heard[0]->drained == 1; }));
}

TEST_F(SocketDrained, after_a_full_kernel_it_is_told_when_the_reader_has_caught_up) {
  serve({.outbox_bytes = 16 << 20});
  RawPeer client(loop, server->port(), 4096);
  ASSERT_TRUE(client.upgrade());
  heard[0]->socket->send(text_frame(std::string(4 << 20, 'x')));
  heard[0]->socket->want_drained();
  ASSERT_TRUE(loop.until([&] { return server->counts().would_block > 0; }));
  heard[0]->socket->want_drained();  // asked while the kernel is full
  loop.turn_for(30ms);
  EXPECT_EQ(heard[0]->drained, 0) << "the peer has not read";
  EXPECT_EQ(client.frame().payload.size(), std::size_t{4} << 20U);
  EXPECT_TRUE(loop.until([&] { return heard[0]->drained == 1; }));
  EXPECT_EQ(heard[0]->socket->pending_bytes(), 0U);
}

TEST_F(SocketDrained, asking_again_inside_goes_on_turn_by_turn) {
  serve();
  auto client = open_peer();
  int depth = 0;
  heard[0]->on_drained = [&](Heard& own) {
    EXPECT_EQ(depth, 0) << "never one inside another";
    ++depth;
    own.socket->send(text_frame(std::to_string(own.drained)));
    if (own.drained < 500) own.socket->want_drained();
    --depth;
  };
  heard[0]->socket->want_drained();
  for (int i = 1; i <= 500; ++i) ASSERT_EQ(client.frame().payload, std::to_string(i));
  loop.turn_for(5ms);
  EXPECT_EQ(heard[0]->drained, 500);
}

// A listener that keeps only so much queued, and sends the rest when there is room: nothing is lost, and the outbox
// never holds more than a page.
TEST_F(SocketDrained, a_slow_reader_gets_page_after_page_and_is_never_too_slow) {
  constexpr int pages = 300;
  serve({.outbox_bytes = 64 * 1024});
  RawPeer client(loop, server->port(), 4096);
  ASSERT_TRUE(client.upgrade());
  int sent = 0;
  heard[0]->on_drained = [&](Heard& own) {
    EXPECT_EQ(own.socket->pending_bytes(), 0U);
    if (sent == pages) return;
    own.socket->send(text_frame(std::to_string(sent++) + std::string(10'000, 'p')));
    own.socket->want_drained();
  };
  heard[0]->socket->want_drained();
  for (int i = 0; i < pages; ++i) {
    const auto frame = client.frame();
    ASSERT_EQ(frame.payload, std::to_string(i) + std::string(10'000, 'p'));
    ASSERT_LE(heard[0]->socket->pending_bytes(), 11'000U);
  }
  EXPECT_GT(server->counts().would_block, 0U);
  EXPECT_EQ(server->counts().slow_closes, 0U);
}

TEST_F(SocketDrained, the_listener_may_say_a_last_word_and_close_inside) {
  serve();
  auto client = open_peer();
  heard[0]->on_drained = [](Heard& own) {
    own.socket->send(text_frame("last"));
    own.socket->close(1013, "enough");
  };
  heard[0]->socket->want_drained();
  EXPECT_EQ(client.frame().payload, "last");
  EXPECT_EQ(client.frame().code(), 1013);
}

TEST_F(SocketDrained, so_may_that_of_an_open_stream) {
  serve();
  auto client = peer();
  client.send(get("/stream"));
  ASSERT_FALSE(client.head().empty());
  heard[0]->on_drained = [](Heard& own) {
    own.socket->send(raw_frame("last"));
    own.socket->close(1001, {});
  };
  heard[0]->socket->want_drained();
  EXPECT_TRUE(client.hung_up());
  EXPECT_EQ(client.unread(), "last");
  EXPECT_TRUE(loop.until([&] { return heard[0]->destroyed; }));
  EXPECT_EQ(heard[0]->closed, std::vector<int>{1001});
}

TEST_F(SocketDrained, the_listener_may_abort_itself_and_others_inside) {
  serve();
  auto first = open_peer();
  auto second = open_peer();
  heard[0]->on_drained = [this](Heard& own) {
    own.socket->abort();
    heard[1]->socket->abort();
  };
  // Both in one turn.
  heard[0]->socket->want_drained();
  heard[1]->socket->want_drained();
  EXPECT_TRUE(first.hung_up());
  EXPECT_TRUE(second.hung_up());
  EXPECT_TRUE(loop.until([&] { return heard[0]->destroyed && heard[1]->destroyed; }));
  EXPECT_EQ(heard[0]->drained, 1);
  EXPECT_EQ(heard[1]->drained, 0);
}

TEST_F(SocketDrained, a_fault_inside_costs_its_socket_only) {
  serve();
  auto other = open_peer();
  auto client = open_peer();
  heard[1]->on_drained = [](Heard&) { throw std::runtime_error("listener fault"); };
  heard[1]->socket->want_drained();
  EXPECT_EQ(client.frame().code(), 1011);
  other.send(peer_frame(text, "a"));
  EXPECT_EQ(other.frame().payload, "a");
}

TEST_F(SocketDrained, a_socket_that_is_closing_or_gone_is_not_told) {
  serve();
  auto client = open_peer();
  heard[0]->socket->close(4000, {});
  heard[0]->socket->want_drained();
  EXPECT_EQ(client.frame().code(), 4000);
  client.send(close_frame(4000));
  ASSERT_TRUE(loop.until([&] { return heard[0]->destroyed; }));
  client.close();
  ASSERT_TRUE(loop.until([&] { return server->counts().connections == 0; }));
  heard[0]->socket->want_drained();
  loop.turn_for(5ms);
  EXPECT_EQ(heard[0]->drained, 0);
}

TEST_F(SocketDrained, of_five_hundred_each_is_told_once) {
  serve();
  std::vector<RawPeer> clients;
  for (int i = 0; i < 500; ++i) clients.push_back(open_peer());
  for (const auto& each : heard) {
    each->socket->send(text_frame("a"));
    each->socket->want_drained();
  }
  ASSERT_TRUE(loop.until(
      [&] { return std::all_of(heard.begin(), heard.end(), [](const auto& each) { return each->drained == 1; }); }));
  for (auto& client : clients) ASSERT_EQ(client.frame().payload, "a");
  for (const auto& each : heard) ASSERT_EQ(each->drained, 1);
}

}  // namespace
}  // namespace robson::net
