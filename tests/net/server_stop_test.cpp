#include "net/socket_server.hpp"

namespace robson::net {
namespace {

struct ServerStop : testing::Test {
  Loopback loop{};
  std::vector<Respond> held{};
  std::shared_ptr<Heard> heard = std::make_shared<Heard>();
  Server server{loop.context, ServerOptions{},
                Handlers{.on_request = [this](const Request&, Respond respond) { held.push_back(std::move(respond)); },
                         .on_upgrade = [this](const Request&) -> std::variant<AcceptSocket, Response> {
                           return AcceptSocket{.listener = std::make_unique<HearingListener>(heard, nullptr)};
                         }}};
  bool stopped = false;

  void SetUp() override { ASSERT_TRUE(server.start()); }
  void stop(Duration grace) {
    spawn(loop.context, "stop", [](ServerStop* self, Duration patience) -> Task<void> {
      co_await self->server.stop(patience);
      self->stopped = true;
    }(this, grace));
  }
  bool until_stopped() {
    return loop.until([&] { return stopped; });
  }
};

TEST_F(ServerStop, takes_no_new_connections_and_drops_idle_ones) {
  RawPeer idle(loop, server.port());
  ASSERT_TRUE(loop.until([&] { return server.counts().connections == 1; }));
  stop(5s);
  EXPECT_TRUE(idle.hung_up(1s));
  EXPECT_TRUE(until_stopped());
  EXPECT_THROW(RawPeer(loop, server.port()), std::runtime_error);
}

TEST_F(ServerStop, waits_for_a_running_request) {
  RawPeer client(loop, server.port());
  client.send(get("/"));
  ASSERT_TRUE(loop.until([&] { return held.size() == 1; }));
  stop(5s);
  loop.turn_for(50ms);
  EXPECT_FALSE(stopped);
  held[0]({.body = "done"});
  const auto reply = client.reply();
  EXPECT_EQ(reply.body, "done");
  EXPECT_EQ(reply.headers.get("Connection"), "close");
  EXPECT_TRUE(client.hung_up());
  EXPECT_TRUE(until_stopped());
}

TEST_F(ServerStop, drops_what_is_not_done_within_its_grace) {
  RawPeer client(loop, server.port());
  client.send(get("/"));
  ASSERT_TRUE(loop.until([&] { return held.size() == 1; }));
  stop(50ms);
  EXPECT_TRUE(until_stopped());
  EXPECT_TRUE(client.hung_up());
  held[0]({.body = "late"});
}

TEST_F(ServerStop, closes_sockets_with_1001) {
  RawPeer client(loop, server.port());
  ASSERT_TRUE(client.upgrade());
  stop(5s);
  EXPECT_EQ(client.frame().code(), 1001);
  client.send(close_frame(1001));
  EXPECT_TRUE(until_stopped());
  EXPECT_EQ(heard->closed, std::vector<int>{1001});
}

TEST_F(ServerStop, does_not_wait_for_a_socket_that_never_answers) {
  RawPeer client(loop, server.port());
  ASSERT_TRUE(client.upgrade());
  stop(60ms);
  EXPECT_TRUE(until_stopped());
  EXPECT_EQ(heard->closed, std::vector<int>{1006});
}

TEST_F(ServerStop, ends_a_request_that_is_still_coming_in) {
  RawPeer client(loop, server.port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
  loop.turn_for(20ms);
  stop(5s);
  EXPECT_TRUE(client.hung_up(1s));
  EXPECT_TRUE(until_stopped());
}

}  // namespace
}  // namespace robson::net
