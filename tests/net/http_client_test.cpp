#include "net/http_client.hpp"

#include <gtest/gtest.h>

#include "net/loopback.hpp"

namespace robson::net {
namespace {

struct HttpClientAtServer : testing::Test {
  Loopback loop{};
  std::optional<Server> server{};
  void serve(std::function<void(Request, Respond)> on_request) {
    server.emplace(loop.context, ServerOptions{},
                   Handlers{.on_request = std::move(on_request),
                            .on_upgrade = [](const Request&) { return Response{.status = 404}; }});
    ASSERT_TRUE(server->start());
  }
  Url origin() const { return {.host = "127.0.0.1", .port = server->port(), .target = "/"}; }
};

TEST_F(HttpClientAtServer, gets_what_the_server_says) {
  serve([](const Request& request, Respond respond) { respond(echo(request)); });
  HttpClient client(loop.context, origin());
  const auto reply = loop.run(
      client.send({.method = Method::POST, .target = "/p?q=1", .body = "hello", .content_type = "text/plain"}));
  ASSERT_TRUE(reply) << reply.error().text;
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ(reply->body, "POST /p?q=1 hello");
}

}  // namespace
}  // namespace robson::net
