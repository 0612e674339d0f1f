#include <gtest/gtest.h>

#include "net/loopback.hpp"

namespace robson::net {
namespace {

struct HttpServer : testing::Test {
  Loopback loop{};
  std::vector<std::pair<Request, Respond>> held{};  // requests to "/later"
  std::optional<Server> server{};

  void serve(ServerLimits limits = {}) {
    server.emplace(loop.context, ServerOptions{.limits = limits},
                   Handlers{.on_request =
                                [this](Request request, Respond respond) {
                                  if (request.path.rfind("/later", 0) == 0) {
                                    held.emplace_back(std::move(request), std::move(respond));
                                  } else if (request.path == "/dropped") {
                                    const Respond lost = std::move(respond);
                                  } else if (request.path == "/throws") {
                                    throw std::runtime_error("handler fault");
                                  } else {
                                    respond(echo(request));
                                  }
                                },
                            .on_upgrade = [](const Request&) { return Response{.status = 403}; }});
    ASSERT_TRUE(server->start());
  }
  RawPeer peer() { return RawPeer(loop, server->port()); }
};

TEST_F(HttpServer, answers_many_requests_on_one_connection) {
  serve();
  auto client = peer();
  for (int i = 0; i < 3; ++i) {
    const auto reply = client.ask(get("/a/b?x=1"));
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, "GET /a/b?x=1 ");
    EXPECT_EQ(reply.headers.get("Content-Type"), "text/plain");
    EXPECT_EQ(reply.headers.get("Content-Length"), "13");
    EXPECT_FALSE(reply.headers.get("Date").empty());
    EXPECT_FALSE(reply.headers.has("Connection"));
  }
  EXPECT_EQ(server->counts().connections, 1U);
  EXPECT_EQ(server->counts().requests, 3U);
}

}  // namespace
}  // namespace robson::net
