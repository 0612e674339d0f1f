#include "net/http_client.hpp"

#include <gtest/gtest.h>

#include "net/loopback.hpp"

namespace robson::net {
namespace {

using Outcome = std::optional<Result<Reply, NetError>>;

Task<void> keep_outcome(Task<Result<Reply, NetError>> call, Outcome* into) {
  into->emplace(co_await std::move(call));
}

struct HttpClientTest : testing::Test {
  Loopback loop{};
  // The call runs; look at the outcome after turning the loop.
  void start(HttpClient& client, Call call, Outcome& into) {
    spawn(loop.context, "call", keep_outcome(client.send(std::move(call)), &into));
  }
  bool until_done(const Outcome& outcome) {
    return loop.until([&] { return outcome.has_value(); });
  }
  static Url origin(std::uint16_t port) { return {.host = "127.0.0.1", .port = port, .target = "/"}; }
};

struct HttpClientAtServer : HttpClientTest {
  std::vector<Respond> held{};
  Server server{loop.context, ServerOptions{},
                Handlers{.on_request =
                             [this](const Request& request, Respond respond) {
                               if (request.path == "/later") return held.push_back(std::move(respond));
                               if (request.path == "/large") return respond({.body = std::string(5000, 'x')});
                               if (request.path == "/agent") {
                                 return respond({.body = std::string(request.headers.get("User-Agent"))});
                               }
                               respond(echo(request));
                             },
                         .on_upgrade = [](const Request&) { return Response{.status = 404}; }}};
  void SetUp() override { ASSERT_TRUE(server.start()); }
  Url here() const { return origin(server.port()); }
};

TEST_F(HttpClientAtServer, sends_and_receives) {
  HttpClient client(loop.context, here());
  const auto reply = loop.run(
      client.send({.method = Method::POST, .target = "/p?q=1", .body = "hello", .content_type = "text/plain"}));
  ASSERT_TRUE(reply) << reply.error().text;
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ(reply->headers.get("content-type"), "text/plain");
  EXPECT_EQ(reply->body, "POST /p?q=1 hello");
}

TEST_F(HttpClientAtServer, uses_one_connection_again) {
  HttpClient client(loop.context, here(), {.user_agent = "robson-test"});
  for (int i = 0; i < 5; ++i) ASSERT_EQ(loop.run(client.send({.target = "/agent"}))->body, "robson-test");
  EXPECT_EQ(server.counts().connections, 1U);
}

TEST_F(HttpClientAtServer, idle_connections_are_closed) {
  HttpClient client(loop.context, here(), {.idle = 30ms});
  ASSERT_TRUE(loop.run(client.send({})));
  EXPECT_EQ(server.counts().connections, 1U);
  EXPECT_TRUE(loop.until([&] { return server.counts().connections == 0; }));
}

TEST_F(HttpClientAtServer, head_brings_no_body) {
  HttpClient client(loop.context, here());
  const auto reply = loop.run(client.send({.method = Method::HEAD, .target = "/a"}));
  ASSERT_TRUE(reply) << reply.error().text;
  EXPECT_EQ(reply->headers.get("Content-Length"), "9");
  EXPECT_EQ(reply->body, "");
  EXPECT_EQ(loop.run(client.send({.target = "/b"}))->body, "GET /b? ");
}

TEST_F(HttpClientAtServer, no_more_connections_than_allowed_and_the_others_wait_their_turn) {
  HttpClient client(loop.context, here(), {.connections = 2});
  Outcome outcomes[4];
  for (auto& outcome : outcomes) start(client, {.target = "/later"}, outcome);
  ASSERT_TRUE(loop.until([&] { return held.size() == 2; }));
  loop.turn_for(20ms);
  EXPECT_EQ(held.size(), 2U);
  EXPECT_EQ(server.counts().connections, 2U);
  held[1]({.body = "1"});
  ASSERT_TRUE(until_done(outcomes[1]));
  ASSERT_TRUE(loop.until([&] { return held.size() == 3; }));
  held[0]({.body = "0"});
  ASSERT_TRUE(loop.until([&] { return held.size() == 4; }));
  held[2]({.body = "2"});
  held[3]({.body = "3"});
  for (int i = 0; i < 4; ++i) {
    ASSERT_TRUE(until_done(outcomes[i])) << i;
    EXPECT_EQ(outcomes[i]->value().body, std::to_string(i)) << "those who waited longest go first";
  }
  EXPECT_EQ(server.counts().connections, 2U);
}

TEST_F(HttpClientAtServer, waiting_for_a_connection_has_its_end) {
  HttpClient client(loop.context, here(), {.connections = 1});
  Outcome first;
  start(client, {.target = "/later"}, first);
  const auto second = loop.run(client.send({.target = "/", .timeout = 30ms}));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, NetErrorKind::timeout);
  EXPECT_FALSE(second.error().maybe_sent);
  held[0]({.body = "1"});
  ASSERT_TRUE(until_done(first));
  EXPECT_TRUE(loop.run(client.send({})));
}

TEST_F(HttpClientAtServer, an_answer_that_does_not_come_in_time_leaves_the_outcome_unknown) {
  HttpClient client(loop.context, here());
  const auto reply = loop.run(client.send({.method = Method::POST, .target = "/later", .timeout = 40ms}));
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().kind, NetErrorKind::timeout);
  EXPECT_TRUE(reply.error().maybe_sent);
  EXPECT_EQ(loop.run(client.send({.target = "/a"}))->body, "GET /a? ") << "the late connection is not used again";
}

TEST_F(HttpClientAtServer, an_answer_that_is_too_large_is_refused) {
  HttpClient client(loop.context, here(), {.reply_bytes = 4999});
  const auto reply = loop.run(client.send({.target = "/large"}));
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().kind, NetErrorKind::too_large);
}

TEST_F(HttpClientAtServer, calls_are_cancelled_when_the_client_ends) {
  std::optional<HttpClient> client;
  client.emplace(loop.context, here(), HttpClientOptions{.connections = 1});
  Outcome running;
  Outcome waiting;
  start(*client, {.target = "/later"}, running);
  start(*client, {.target = "/later"}, waiting);
  ASSERT_TRUE(loop.until([&] { return held.size() == 1; }));
  client.reset();
  ASSERT_TRUE(until_done(running));
  ASSERT_TRUE(until_done(waiting));
  EXPECT_EQ(running->error().kind, NetErrorKind::cancelled);
  EXPECT_TRUE(running->error().maybe_sent);
  EXPECT_EQ(waiting->error().kind, NetErrorKind::cancelled);
  EXPECT_FALSE(waiting->error().maybe_sent);
}

TEST_F(HttpClientAtServer, a_target_that_would_break_the_request_is_not_sent) {
  HttpClient client(loop.context, here());
  for (const char* target : {"", "a", "/a b", "/a\r\nX: y", "/\n"}) {
    const auto reply = loop.run(client.send({.target = target}));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().kind, NetErrorKind::protocol);
    EXPECT_FALSE(reply.error().maybe_sent);
  }
}

TEST_F(HttpClientTest, nobody_there_is_a_connect_error) {
  std::uint16_t port = 0;
  {
    const RawListener gone(loop);
    port = gone.port();
  }
  HttpClient client(loop.context, origin(port));
  const auto reply = loop.run(client.send({.method = Method::POST}));
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().kind, NetErrorKind::connect);
  EXPECT_FALSE(reply.error().maybe_sent);
  EXPECT_EQ(reply.error().text, "127.0.0.1:" + std::to_string(port) + ": Connection refused");
}

struct HttpClientAtRawServer : HttpClientTest {
  RawListener listener{loop};
  HttpClient client{loop.context, origin(listener.port())};

  // Answers one call, so that the client keeps the connection.
  RawPeer warmed_up() {
    Outcome outcome;
    start(client, {.target = "/warm"}, outcome);
    RawPeer server = listener.accept();
    server.head();
    server.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    EXPECT_TRUE(until_done(outcome));
    return server;
  }
  NetError answered_with(std::string_view bytes, bool hang_up = true) {
    Outcome outcome;
    start(client, {.target = "/", .timeout = 2s}, outcome);
    RawPeer server = listener.accept();
    server.head();
    server.send(bytes);
    if (hang_up) server.close();
    if (!until_done(outcome)) std::abort();
    return *outcome ? NetError{.text = "fine"} : outcome->error();
  }
};

TEST_F(HttpClientAtRawServer, says_what_a_server_needs) {
  Outcome outcome;
  Call call{.method = Method::POST, .target = "/a?b", .body = "{}", .content_type = "application/json"};
  call.headers.add("X-MBX-APIKEY", "key");
  call.headers.add("X-Bad", "a\r\nb");
  start(client, std::move(call), outcome);
  RawPeer server = listener.accept();
  EXPECT_EQ(server.head(), "POST /a?b HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(listener.port()) +
                               "\r\nUser-Agent: robson\r\nAccept: */*\r\nX-MBX-APIKEY: key\r\n"
                               "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n");
}

TEST_F(HttpClientAtRawServer, a_get_on_a_stale_connection_is_repeated_once) {
  RawPeer first = warmed_up();
  Outcome outcome;
  start(client, {.target = "/again"}, outcome);
  EXPECT_FALSE(first.head().empty());
  first.close();
  RawPeer second = listener.accept();
  EXPECT_EQ(second.head().substr(0, 10), "GET /again");
  second.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  ASSERT_TRUE(until_done(outcome));
  EXPECT_EQ(outcome->value().body, "ok");
}

TEST_F(HttpClientAtRawServer, a_post_on_a_stale_connection_is_never_repeated) {
  RawPeer first = warmed_up();
  Outcome outcome;
  start(client, {.method = Method::POST, .target = "/order"}, outcome);
  EXPECT_FALSE(first.head().empty());
  first.close();
  ASSERT_TRUE(until_done(outcome));
  ASSERT_FALSE(*outcome);
  EXPECT_EQ(outcome->error().kind, NetErrorKind::closed);
  EXPECT_TRUE(outcome->error().maybe_sent);
}

TEST_F(HttpClientAtRawServer, a_connection_that_the_server_has_closed_is_not_tried) {
  warmed_up().close();
  loop.turn_for(5ms);
  Outcome outcome;
  start(client, {.method = Method::POST, .target = "/order"}, outcome);
  RawPeer second = listener.accept();
  EXPECT_FALSE(second.head().empty());
  second.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  ASSERT_TRUE(until_done(outcome));
  EXPECT_TRUE(*outcome);
}

TEST_F(HttpClientAtRawServer, bytes_behind_an_answer_spoil_the_connection) {
  Outcome outcome;
  start(client, {}, outcome);
  RawPeer first = listener.accept();
  first.head();
  first.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged");
  ASSERT_TRUE(until_done(outcome));
  Outcome next;
  start(client, {.target = "/next"}, next);
  EXPECT_EQ(listener.accept().head().substr(0, 9), "GET /next");
}

TEST_F(HttpClientAtRawServer, what_is_no_answer_is_a_protocol_error) {
  for (const char* bytes : {"hello\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc", "HTTP/1.1 200 OK\r\nContent-Le",
                            "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nzzzzzz"}) {
    const auto error = answered_with(bytes);
    EXPECT_EQ(error.kind, NetErrorKind::protocol) << bytes << ": " << error.text;
    EXPECT_TRUE(error.maybe_sent) << bytes;
  }
  EXPECT_EQ(answered_with("").kind, NetErrorKind::closed);
}

TEST_F(HttpClientAtRawServer, an_endless_head_is_too_large) {
  EXPECT_EQ(answered_with("HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x'), false).kind, NetErrorKind::too_large);
}

TEST_F(HttpClientAtRawServer, an_answer_that_drips_ends_with_the_whole_timeout) {
  Outcome outcome;
  start(client, {.timeout = 60ms}, outcome);
  RawPeer server = listener.accept();
  server.head();
  server.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
  for (int i = 0; i < 60 && !outcome; ++i) {
    server.send("x");
    loop.turn_for(3ms);
  }
  ASSERT_TRUE(until_done(outcome));
  EXPECT_EQ(outcome->error().kind, NetErrorKind::timeout);
}

TEST_F(HttpClientAtRawServer, an_early_refusal_of_a_large_body_is_read) {
  Outcome outcome;
  start(client, {.method = Method::POST, .body = std::string(8 << 20, 'b')}, outcome);
  RawPeer server = listener.accept();
  server.head();
  server.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(loop.until([&] { return outcome.has_value() || !server.read_some(); }));
  while (!outcome && server.read_some()) loop.turn_for(0ms);
  server.half_close();
  EXPECT_TRUE(loop.until([&] {
    server.read_some();
    return outcome.has_value();
  }));
  ASSERT_TRUE(*outcome) << outcome->error().text;
  EXPECT_EQ(outcome->value().status, 413);
}

}  // namespace
}  // namespace robson::net
