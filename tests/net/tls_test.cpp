#include "net/protocol/tls.hpp"
#include "net/certificates.hpp"
#include "net/http_client.hpp"
#include "net/socket_client.hpp"
#include "net/socket_server.hpp"

namespace robson::net {
namespace {

struct Tls : SocketServer {
  Certificates certificates{};
  TlsFiles files = certificates.make("127.0.0.1");
  Url address(const char* target = "/") const {
    return {.secure = true, .host = "127.0.0.1", .port = server->port(), .target = target};
  }
};

TEST_F(Tls, carries_http_both_ways) {
  serve({}, files);
  HttpClient client(loop.context, address(), {.ca_file = files.certificate});
  const std::string body(500'000, 'b');
  for (int i = 0; i < 3; ++i) {
    const auto reply = loop.run(client.send({.method = Method::POST, .target = "/a", .body = body}));
    ASSERT_TRUE(reply) << reply.error().text;
    EXPECT_EQ(reply->body, "POST /a? " + body);
  }
  EXPECT_EQ(server->counts().connections, 1U);
}

TEST_F(Tls, carries_sockets_both_ways) {
  serve({.outbox_bytes = 4 << 20}, files);
  auto client = loop.run(SocketClient::connect(loop.context, address("/ws"), {.ca_file = files.certificate}));
  ASSERT_TRUE(client) << client.error().text;
  for (int i = 0; i < 100; ++i) (*client)->send(std::to_string(i) + std::string(1000, 'x'));
  for (int i = 0; i < 100; ++i) {
    const auto message = loop.run((*client)->receive(5s));
    ASSERT_TRUE(message) << message.error().text;
    ASSERT_EQ(message->payload, std::to_string(i) + std::string(1000, 'x'));
  }
  (*client)->close(1000);
  const auto end = loop.run((*client)->receive(5s));
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().kind, NetErrorKind::closed);
  EXPECT_EQ((*client)->close_code(), 1000);
  EXPECT_TRUE(loop.until([&] { return heard[0]->destroyed; }));
  EXPECT_EQ(heard[0]->closed, std::vector<int>{1000});
}

TEST_F(Tls, a_slow_reader_is_closed_with_1013_here_too) {
  serve({.outbox_bytes = 64 * 1024}, files);
  auto client = loop.run(SocketClient::connect(loop.context, address("/ws"), {.ca_file = files.certificate}));
  ASSERT_TRUE(client) << client.error().text;
  const FramePtr frame = text_frame(std::string(60'000, 'x'));
  // In one turn, so that the client has no chance to read.
  while (heard[0]->socket->send(frame)) {
  }
  EXPECT_EQ(server->counts().slow_closes, 1U);
  auto message = loop.run((*client)->receive(5s));
  while (message) message = loop.run((*client)->receive(5s));
  EXPECT_EQ((*client)->close_code(), 1013) << message.error().text;
}

// A client that has shaken hands and asked, over TLS, with bytes that the test reads when it likes.
struct TlsPeer {
  Loopback& loop;
  RawPeer line;
  std::unique_ptr<TlsFilter> filter;
  std::string plain{};
  bool sound = true;

  TlsPeer(Loopback& turning, std::uint16_t port, const TlsContext& context, int receive_buffer = 0)
      : loop(turning), line(turning, port, receive_buffer), filter(TlsFilter::connecting(context, "127.0.0.1")) {
    loop.until([&] {
      read();
      return filter->established();
    });
  }
  void flush() {
    std::string out;
    filter->take_output(out);
    if (!out.empty()) line.send(out);
  }
  void say(std::string_view text) {
    sound = filter->seal(text);
    flush();
  }
  void read() {
    flush();
    if (!line.read_some()) return;
    sound = sound && filter->feed(line.take_unread(), plain);
  }
  bool reads(std::string_view text) {
    return loop.until([&] {
      read();
      return plain.find(text) != std::string::npos;
    });
  }
};

TEST_F(Tls, carries_answers_without_an_end) {
  serve({}, files);
  const auto context = TlsContext::client(files.certificate);
  ASSERT_TRUE(context);
  TlsPeer client(loop, server->port(), **context);
  client.say(get("/stream"));
  ASSERT_TRUE(client.reads("\r\n\r\n"));
  for (int i = 0; i < 100; ++i) heard[0]->socket->send(raw_frame("data: " + std::to_string(i) + "\n\n"));
  heard[0]->socket->want_drained();
  EXPECT_TRUE(client.reads("data: 98\n\ndata: 99\n\n"));
  EXPECT_EQ(heard[0]->drained, 1);
  heard[0]->socket->send(raw_frame("last"));
  heard[0]->socket->close(1001, {});
  EXPECT_TRUE(client.reads("last"));
  EXPECT_TRUE(loop.until([&] {
    client.read();
    return client.filter->closed_by_peer();
  })) << "the end is said, so that nobody can have cut it";
  EXPECT_TRUE(loop.until([&] { return heard[0]->destroyed; }));
  EXPECT_EQ(heard[0]->closed, std::vector<int>{1001});
}

TEST_F(Tls, a_goodbye_ends_an_open_stream) {
  serve({}, files);
  const auto context = TlsContext::client(files.certificate);
  ASSERT_TRUE(context);
  TlsPeer client(loop, server->port(), **context);
  client.say(get("/stream"));
  ASSERT_TRUE(client.reads("\r\n\r\n"));
  client.filter->close();
  client.flush();
  EXPECT_TRUE(loop.until([&] { return heard[0]->destroyed; }));
  EXPECT_EQ(heard[0]->closed, std::vector<int>{1006});
}

TEST_F(Tls, a_goodbye_before_a_stream_or_a_socket_begins_ends_it) {
  serve({}, files);
  const auto context = TlsContext::client(files.certificate);
  ASSERT_TRUE(context);
  {
    TlsPeer client(loop, server->port(), **context);
    // In one piece, so that it comes while the request is being answered.
    ASSERT_TRUE(client.filter->seal(get("/later")));
    client.filter->close();
    client.flush();
    ASSERT_TRUE(loop.until([&] { return held.size() == 1; }));
    loop.turn_for(5ms);
    held[0](stream());
    EXPECT_TRUE(loop.until([&] { return server->counts().connections == 0; }));
  }
  EXPECT_TRUE(heard[0]->destroyed);
  EXPECT_TRUE(heard[0]->closed.empty()) << "it was never opened";
}

TEST_F(Tls, a_slow_reader_of_an_open_stream_is_ended_and_freed_here_too) {
  serve({.outbox_bytes = 64 * 1024}, files);
  const auto context = TlsContext::client(files.certificate);
  ASSERT_TRUE(context);
  TlsPeer client(loop, server->port(), **context, 4096);
  client.say(get("/stream"));
  ASSERT_TRUE(client.reads("\r\n\r\n"));
  const FramePtr frame = raw_frame(std::string(10'000, 'x'));
  std::size_t sent = 0;
  while (heard[0]->socket->send(frame) && sent < 1000) {
    ++sent;
    loop.turn_for(0ms);
  }
  ASSERT_LT(sent, 1000U) << "the outbox was never full";
  EXPECT_EQ(server->counts().slow_closes, 1U);
  EXPECT_LT(server->counts().outbox_bytes, 256U * 1024U);
  EXPECT_TRUE(loop.until([&] { return heard[0]->destroyed; }));
  EXPECT_EQ(heard[0]->closed, std::vector<int>{1013});
}

TEST_F(Tls, an_unknown_certificate_is_refused) {
  serve({}, files);
  HttpClient client(loop.context, address(), {.ca_file = certificates.make("127.0.0.2").certificate});
  const auto reply = loop.run(client.send({}));
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().kind, NetErrorKind::tls);
  EXPECT_FALSE(reply.error().maybe_sent);
  EXPECT_NE(reply.error().text.find("self-signed certificate"), std::string::npos) << reply.error().text;
}

TEST_F(Tls, a_certificate_for_another_host_is_refused) {
  files = certificates.make("localhost");
  serve({}, files);
  HttpClient by_address(loop.context, address(), {.ca_file = files.certificate});
  const auto refused = loop.run(by_address.send({}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, NetErrorKind::tls);
  EXPECT_NE(refused.error().text.find("mismatch"), std::string::npos) << refused.error().text;
  Url by_name_url = address();
  by_name_url.host = "localhost";
  HttpClient by_name(loop.context, by_name_url, {.ca_file = files.certificate});
  const auto taken = loop.run(by_name.send({}));
  EXPECT_TRUE(taken) << taken.error().text;
}

TEST_F(Tls, a_client_without_a_file_trusts_the_system_only) {
  serve({}, files);
  const auto client = loop.run(SocketClient::connect(loop.context, address("/ws")));
  ASSERT_FALSE(client);
  EXPECT_EQ(client.error().kind, NetErrorKind::tls);
}

TEST_F(Tls, plain_text_and_silence_at_a_tls_port_end_the_connection) {
  serve({.header_timeout = 60ms}, files);
  auto plain = peer();
  plain.send(get("/"));
  EXPECT_TRUE(plain.hung_up());
  auto silent = peer();
  EXPECT_TRUE(silent.hung_up());
  EXPECT_TRUE(loop.until([&] { return server->counts().connections == 0; }));
}

TEST_F(Tls, bad_files_are_named_at_start) {
  const auto start = [&](const TlsFiles& bad) {
    Server failing(loop.context, {.tls = bad}, {});
    const auto started = failing.start();
    return started ? std::string("started") : started.error().text;
  };
  EXPECT_NE(
      start({.certificate = "/nowhere.crt", .key = files.key}).find("cannot use the TLS certificate /nowhere.crt"),
      std::string::npos);
  EXPECT_NE(
      start({.certificate = files.certificate, .key = "/nowhere.key"}).find("cannot use the TLS key /nowhere.key"),
      std::string::npos);
  const auto garbage = certificates.write("garbage.crt", "not a certificate");
  EXPECT_NE(start({.certificate = garbage, .key = files.key}).find("cannot use the TLS certificate"),
            std::string::npos);
  const auto other = certificates.make("localhost");
  EXPECT_NE(start({.certificate = files.certificate, .key = other.key}).find("key"), std::string::npos);
}

TEST_F(Tls, stopping_says_goodbye) {
  serve({}, files);
  auto client = loop.run(SocketClient::connect(loop.context, address("/ws"), {.ca_file = files.certificate}));
  ASSERT_TRUE(client) << client.error().text;
  loop.run(server->stop(2s));
  EXPECT_EQ((*client)->close_code(), 1001);
  EXPECT_EQ(heard[0]->closed, std::vector<int>{1001});
}

}  // namespace
}  // namespace robson::net
