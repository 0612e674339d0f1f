#include "net/socket_client.hpp"

#include <gtest/gtest.h>

#include "net/loopback.hpp"

namespace robson::net {
namespace {

struct EchoListener : Listener {
  std::shared_ptr<Socket> socket{};
  void opened(const std::shared_ptr<Socket>& opened) override { socket = opened; }
  void message(std::string_view payload, bool) override { socket->send(text_frame(payload)); }
  void closed(std::uint16_t) override { socket.reset(); }
};

struct SocketClientAtServer : testing::Test {
  Loopback loop{};
  std::optional<Server> server{};
  void serve() {
    server.emplace(loop.context, ServerOptions{},
                   Handlers{.on_request = [](const Request& request, Respond respond) { respond(echo(request)); },
                            .on_upgrade = [](const Request&) -> std::variant<AcceptSocket, Response> {
                              return AcceptSocket{.listener = std::make_unique<EchoListener>()};
                            }});
    ASSERT_TRUE(server->start());
  }
  Url address() const { return {.host = "127.0.0.1", .port = server->port(), .target = "/ws"}; }
};

TEST_F(SocketClientAtServer, says_and_hears) {
  serve();
  auto client = loop.run(SocketClient::connect(loop.context, address()));
  ASSERT_TRUE(client) << client.error().text;
  (*client)->send("hello");
  (*client)->send(std::string(1000, 'x'));
  const auto first = loop.run((*client)->receive(5s));
  ASSERT_TRUE(first) << first.error().text;
  EXPECT_EQ(first->payload, "hello");
  const auto second = loop.run((*client)->receive(5s));
  ASSERT_TRUE(second) << second.error().text;
  EXPECT_EQ(second->payload, std::string(1000, 'x'));
  const auto third = loop.run((*client)->receive(10ms));
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().kind, NetErrorKind::timeout);
}

}  // namespace
}  // namespace robson::net
