#include <gtest/gtest.h>
#include <sys/resource.h>

#include "net/loopback.hpp"

namespace robson::net {
namespace {

struct ServerUnderLimits : testing::Test {
  Loopback loop{};
  std::optional<Server> server{};

  void serve(ServerLimits limits) {
    server.emplace(loop.context, ServerOptions{.limits = limits},
                   Handlers{.on_request = [](const Request& request, Respond respond) { respond(echo(request)); },
                            .on_upgrade = [](const Request&) { return Response{.status = 403}; }});
    ASSERT_TRUE(server->start());
  }
  RawPeer peer() { return RawPeer(loop, server->port()); }
  bool all_gone() {
    return loop.until([&] { return server->counts().connections == 0; });
  }
};

TEST_F(ServerUnderLimits, a_head_that_is_too_large_gets_431) {
  serve({.header_bytes = 500});
  auto client = peer();
  EXPECT_EQ(client.ask(get("/", "X: " + std::string(100'000, 'x') + "\r\n")).status, 431);
  EXPECT_TRUE(client.hung_up());
}

TEST_F(ServerUnderLimits, a_body_that_is_too_large_gets_413) {
  serve({.body_bytes = 500});
  auto announced = peer();
  EXPECT_EQ(announced.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 501\r\n\r\n").status, 413);
  auto chunked = peer();
  EXPECT_EQ(chunked.ask("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n").status, 413);
  auto sent = peer();
  // The refusal reaches a client that goes on sending: it is not lost to a reset.
  EXPECT_EQ(sent.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n" + std::string(300'000, 'x')).status,
            413);
}

TEST_F(ServerUnderLimits, who_says_nothing_is_hung_up_on) {
  serve({.header_timeout = 40ms});
  auto client = peer();
  EXPECT_TRUE(client.hung_up(2s));
  EXPECT_TRUE(client.unread().empty());
  EXPECT_TRUE(all_gone());
}

TEST_F(ServerUnderLimits, who_drips_a_head_gets_408) {
  serve({.header_timeout = 80ms});
  auto client = peer();
  for (const char c : get("/", "X: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n")) {
    client.send(std::string_view(&c, 1));
    loop.turn_for(3ms);
  }
  EXPECT_EQ(client.reply().status, 408);
  EXPECT_TRUE(client.hung_up());
}

TEST_F(ServerUnderLimits, who_does_not_finish_his_body_gets_408) {
  serve({.header_timeout = 10s, .body_timeout = 60ms});
  auto client = peer();
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n");
  for (int i = 0; i < 50 && client.unread().empty(); ++i) {
    client.send("x");
    loop.turn_for(3ms);
    client.read_some();
  }
  EXPECT_EQ(client.reply().status, 408);
}

TEST_F(ServerUnderLimits, an_idle_connection_is_closed_without_a_word) {
  serve({.idle_timeout = 50ms});
  auto client = peer();
  EXPECT_EQ(client.ask(get("/")).status, 200);
  EXPECT_TRUE(client.hung_up(2s));
  EXPECT_TRUE(client.unread().empty());
}

TEST_F(ServerUnderLimits, who_takes_no_answer_is_dropped) {
  serve({.body_bytes = 32 << 20, .stalled_timeout = 100ms});
  RawPeer client(loop, server->port(), 4096);
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 16777216\r\n\r\n" + std::string(16 << 20, 'x'));
  ASSERT_TRUE(loop.until([&] { return server->counts().would_block > 0; }));
  EXPECT_TRUE(all_gone());
}

TEST_F(ServerUnderLimits, connections_over_the_limit_are_told_503) {
  serve({.connections = 2});
  auto first = peer();
  auto second = peer();
  EXPECT_EQ(first.ask(get("/")).status, 200);
  EXPECT_EQ(second.ask(get("/")).status, 200);
  auto third = peer();
  EXPECT_EQ(third.ask(get("/")).status, 503);
  EXPECT_TRUE(third.hung_up());
  third.close();
  first.close();
  ASSERT_TRUE(loop.until([&] { return server->counts().connections == 1; }));
  auto fourth = peer();
  EXPECT_EQ(fourth.ask(get("/")).status, 200);
}

TEST_F(ServerUnderLimits, connections_leave_the_program_half_of_few_descriptors) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit tight = before;
  tight.rlim_cur = 40;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &tight), 0);
  server.emplace(loop.context, ServerOptions{},
                 Handlers{.on_request = [](const Request& request, Respond respond) { respond(echo(request)); },
                          .on_upgrade = [](const Request&) { return Response{.status = 403}; }});
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  ASSERT_TRUE(server->start());
  std::vector<RawPeer> inside;
  for (int i = 0; i < 20; ++i) {
    inside.push_back(peer());
    ASSERT_EQ(inside.back().ask(get("/")).status, 200) << i;
  }
  for (int i = 0; i < 13; ++i) {
    inside.push_back(peer());
    inside.back().send("GET");  // holds its place, and is not told yet
  }
  ASSERT_TRUE(loop.until([&] { return server->counts().connections == 33; }));
  auto beyond = peer();
  EXPECT_TRUE(beyond.hung_up());
  EXPECT_TRUE(beyond.unread().empty());
  inside.front().close();
  ASSERT_TRUE(loop.until([&] { return server->counts().connections == 32; }));
  inside.back().send(" / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(inside.back().reply().status, 503);
}

TEST_F(ServerUnderLimits, running_out_of_descriptors_is_survived) {
  serve({});
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  auto held = peer();
  ASSERT_EQ(held.ask(get("/")).status, 200);
  auto waiting = peer();  // in the kernel's queue, not accepted yet
  // No new descriptor from here on: the lowest free one is over the limit.
  rlimit tight = before;
  const int lowest_free = dup(0);
  ASSERT_GE(lowest_free, 0);
  close(lowest_free);
  tight.rlim_cur = static_cast<rlim_t>(lowest_free);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &tight), 0);
  waiting.send(get("/"));
  int turns = 0;
  loop.until(
      [&] {
        ++turns;
        return false;
      },
      150ms);
  EXPECT_EQ(held.ask(get("/")).status, 200) << "those inside are served on";
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_LT(turns, 1000) << "no spinning";
  EXPECT_EQ(waiting.reply().status, 200);
}

}  // namespace
}  // namespace robson::net
