#include <gtest/gtest.h>

#include <stdexcept>

#include "net/loopback.hpp"

namespace robson::net {
namespace {

struct HttpServer : testing::Test {
  Loopback loop{};
  std::vector<std::pair<Request, Respond>> held{};  // requests to "/later"
  std::optional<Server> server{};

  void serve(ServerLimits limits = {}) {
    server.emplace(loop.context, ServerOptions{.limits = limits},
                   Handlers{.on_request = [this](Request request,
                                                 Respond respond) { handle(std::move(request), std::move(respond)); },
                            .on_upgrade = [](const Request&) { return Response{.status = 403}; }});
    ASSERT_TRUE(server->start());
  }
  void handle(Request request, Respond respond) {
    if (request.path == "/later") return held.emplace_back(std::move(request), std::move(respond)), void();
    if (request.path == "/dropped") {
      const Respond lost = std::move(respond);
      return;
    }
    if (request.path == "/throws") throw std::runtime_error("handler fault");
    if (request.path == "/large") return respond({.body = std::string(3 << 20, 'x')});
    respond(echo(request));
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

TEST_F(HttpServer, tells_the_handler_who_asks) {
  serve();
  auto client = peer();
  client.send(get("/later"));
  ASSERT_TRUE(loop.until([&] { return held.size() == 1; }));
  EXPECT_EQ(held[0].first.remote, "127.0.0.1");
  EXPECT_FALSE(held[0].first.secure);
}

TEST_F(HttpServer, hangs_up_when_asked_to) {
  serve();
  auto client = peer();
  const auto reply = client.ask(get("/", "Connection: close\r\n"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.headers.get("Connection"), "close");
  EXPECT_TRUE(client.hung_up());
  client.close();
  EXPECT_TRUE(loop.until([&] { return server->counts().connections == 0; }));
}

TEST_F(HttpServer, speaks_http_1_0) {
  serve();
  auto once = peer();
  EXPECT_EQ(once.ask("GET / HTTP/1.0\r\n\r\n").headers.get("Connection"), "close");
  EXPECT_TRUE(once.hung_up());
  auto stays = peer();
  for (int i = 0; i < 2; ++i) {
    const auto reply = stays.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(reply.headers.get("Connection"), "keep-alive");
  }
}

TEST_F(HttpServer, head_tells_the_length_and_sends_no_body) {
  serve();
  auto client = peer();
  const auto reply = client.ask("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n", true);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.headers.get("Content-Length"), "9");
  EXPECT_EQ(client.ask(get("/b")).body, "GET /b? ");
}

TEST_F(HttpServer, takes_bodies_by_length_and_in_chunks) {
  serve();
  auto client = peer();
  EXPECT_EQ(client.ask("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello").body, "POST /a? hello");
  EXPECT_EQ(client
                .ask("PUT /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                     "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n")
                .body,
            "PUT /a? hello world");
}

TEST_F(HttpServer, takes_a_large_body_whole) {
  serve();
  auto client = peer();
  const std::string body(1024 * 1024, 'b');
  const auto reply = client.ask("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1048576\r\n\r\n" + body);
  EXPECT_EQ(reply.body.size(), body.size() + 9);
}

TEST_F(HttpServer, invites_a_body_that_waits_for_it) {
  serve();
  auto client = peer();
  client.send("POST /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  ASSERT_TRUE(loop.until([&] { return client.read_some(); }));
  EXPECT_EQ(client.unread(), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(client.ask("ok").body, "POST /a? ok");
}

TEST_F(HttpServer, answers_pipelined_requests_in_order) {
  serve();
  auto client = peer();
  client.send(get("/1") + get("/later") + get("/3") + get("/4"));
  EXPECT_EQ(client.reply().body, "GET /1? ");
  ASSERT_TRUE(loop.until([&] { return held.size() == 1; }));
  loop.turn_for(20ms);
  EXPECT_TRUE(client.unread().empty()) << "the third must not overtake the second";
  held[0].second({.body = "\"second\""});
  EXPECT_EQ(client.reply().body, "\"second\"");
  EXPECT_EQ(client.reply().body, "GET /3? ");
  EXPECT_EQ(client.reply().body, "GET /4? ");
}

TEST_F(HttpServer, answers_a_thousand_pipelined_requests) {
  serve();
  auto client = peer();
  std::string all;
  for (int i = 0; i < 1000; ++i) all += get("/" + std::to_string(i));
  client.send(all);
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(client.reply().body, "GET /" + std::to_string(i) + "? ");
}

TEST_F(HttpServer, a_pipeline_of_large_answers_waits_for_its_reader) {
  serve();
  auto client = peer();
  client.send(get("/large") + get("/large") + get("/large") + get("/large"));
  loop.turn_for(50ms);
  EXPECT_LT(server->counts().outbox_bytes, (3U << 20U) + 1024U) << "one answer is held, not four";
  for (int i = 0; i < 4; ++i) EXPECT_EQ(client.reply().body.size(), 3U << 20U);
}

TEST_F(HttpServer, answers_concurrent_requests_as_they_are_ready) {
  serve();
  auto first = peer();
  auto second = peer();
  first.send(get("/later"));
  ASSERT_TRUE(loop.until([&] { return held.size() == 1; }));
  second.send(get("/later"));
  ASSERT_TRUE(loop.until([&] { return held.size() == 2; }));
  held[1].second({.body = "2"});
  EXPECT_EQ(second.reply().body, "2");
  held[0].second({.body = "1"});
  EXPECT_EQ(first.reply().body, "1");
}

TEST_F(HttpServer, a_dropped_respond_answers_500) {
  serve();
  auto client = peer();
  const auto reply = client.ask(get("/dropped"));
  EXPECT_EQ(reply.status, 500);
  EXPECT_EQ(reply.headers.get("Content-Type"), "application/problem+json");
  EXPECT_EQ(reply.body, R"({"type":"about:blank","title":"Internal Server Error","status":500})");
  EXPECT_EQ(client.ask(get("/")).status, 200);
}

TEST_F(HttpServer, a_handler_that_throws_answers_500) {
  serve();
  auto client = peer();
  EXPECT_EQ(client.ask(get("/throws")).status, 500);
  EXPECT_EQ(client.ask(get("/")).status, 200);
}

TEST_F(HttpServer, a_response_of_status_0_hangs_up_without_an_answer) {
  serve();
  auto client = peer();
  client.send(get("/later"));
  ASSERT_TRUE(loop.until([&] { return held.size() == 1; }));
  held[0].second({.status = 0});
  EXPECT_TRUE(client.hung_up());
  EXPECT_TRUE(client.unread().empty());
}

TEST_F(HttpServer, an_answer_for_a_peer_that_has_gone_is_harmless) {
  serve();
  {
    auto client = peer();
    client.send(get("/later"));
    ASSERT_TRUE(loop.until([&] { return held.size() == 1; }));
  }
  held[0].second({.body = std::string(1 << 20, 'x')});
  EXPECT_TRUE(loop.until([&] { return server->counts().connections == 0; }));
}

TEST_F(HttpServer, an_answer_after_the_server_is_harmless) {
  serve();
  auto client = peer();
  client.send(get("/later"));
  ASSERT_TRUE(loop.until([&] { return held.size() == 1; }));
  server.reset();
  held[0].second({.body = "late"});
  EXPECT_TRUE(client.hung_up());
}

TEST_F(HttpServer, who_has_closed_his_half_still_gets_his_answers) {
  serve();
  auto client = peer();
  client.send(get("/later") + get("/2"));
  client.half_close();
  ASSERT_TRUE(loop.until([&] { return held.size() == 1; }));
  held[0].second({.body = "1"});
  EXPECT_EQ(client.reply().body, "1");
  EXPECT_EQ(client.reply().body, "GET /2? ");
  EXPECT_TRUE(client.hung_up());
}

TEST_F(HttpServer, bad_requests_get_their_status_as_a_problem_and_no_more) {
  serve();
  const std::pair<const char*, int> cases[] = {{"GET / HTTP/1.1\r\n\r\n", 400},
                                               {"BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
                                               {"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505}};
  for (const auto& [bytes, status] : cases) {
    auto client = peer();
    const auto reply = client.ask(std::string(bytes) + get("/smuggled"));
    EXPECT_EQ(reply.status, status);
    EXPECT_EQ(reply.headers.get("Content-Type"), "application/problem+json");
    EXPECT_EQ(reply.headers.get("Connection"), "close");
    EXPECT_TRUE(client.hung_up());
    EXPECT_TRUE(client.unread().empty());
  }
  EXPECT_EQ(server->counts().requests, 0U);
}

TEST_F(HttpServer, says_in_one_sentence_why_it_cannot_listen) {
  serve();
  Server second(loop.context, {.port = server->port()}, {});
  const auto started = second.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().text,
            "cannot listen on 127.0.0.1:" + std::to_string(server->port()) + ": address already in use");
  Server nowhere(loop.context, {.host = "192.0.2.1"}, {});
  EXPECT_FALSE(nowhere.start());
}

TEST_F(HttpServer, an_upgrade_can_be_refused) {
  serve();
  auto client = peer();
  EXPECT_EQ(client
                .ask(get("/ws",
                         "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"))
                .status,
            403);
  EXPECT_EQ(client.ask(get("/")).status, 200);
}

}  // namespace
}  // namespace robson::net
