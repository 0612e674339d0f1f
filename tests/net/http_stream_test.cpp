// An answer that is read as it comes.
#include "net/http_stream.hpp"

#include "net/socket_server.hpp"

namespace robson::net {
namespace {

// A server that says bytes, whatever it is asked.
class HttpStreams : public SocketServer {
 protected:
  std::unique_ptr<HttpStream> open() {
    Call call{.target = "/stream", .timeout = 2s};
    Url origin{.host = "127.0.0.1", .port = server->port(), .target = "/"};
    auto made = loop.run(HttpStream::open(loop.context, std::move(origin), std::move(call), {}));
    return made ? std::move(*made) : nullptr;
  }
};

TEST_F(HttpStreams, the_head_is_there_before_the_body_ends) {
  serve();
  const auto stream = open();
  ASSERT_NE(stream, nullptr);
  EXPECT_EQ(stream->status(), 200);
  EXPECT_EQ(stream->headers().get("content-type"), "text/event-stream");
}

TEST_F(HttpStreams, what_is_sent_is_read_as_it_comes) {
  serve();
  const auto stream = open();
  ASSERT_NE(stream, nullptr);
  for (const char* text : {"data: 1\n\n", "data: 2\n\n"}) {
    ASSERT_TRUE(heard[0]->socket->send(raw_frame(text)));
    EXPECT_EQ(loop.run(stream->read(2s)).value(), text);
  }
}

TEST_F(HttpStreams, silence_is_a_timeout_and_spoils_nothing) {
  serve();
  const auto stream = open();
  ASSERT_NE(stream, nullptr);
  EXPECT_EQ(loop.run(stream->read(30ms)).error().kind, NetErrorKind::timeout);
  ASSERT_TRUE(heard[0]->socket->send(raw_frame("late")));
  EXPECT_EQ(loop.run(stream->read(2s)).value(), "late");
}

TEST_F(HttpStreams, its_end_is_an_empty_piece) {
  serve();
  const auto stream = open();
  ASSERT_NE(stream, nullptr);
  heard[0]->socket->close(1000, "");
  EXPECT_EQ(loop.run(stream->read(2s)).value(), "");
}

TEST_F(HttpStreams, an_ordinary_answer_is_a_short_stream) {
  serve();
  Call call{.target = "/nothing", .timeout = 2s};
  Url origin{.host = "127.0.0.1", .port = server->port(), .target = "/"};
  const auto made = loop.run(HttpStream::open(loop.context, std::move(origin), std::move(call), {}));
  ASSERT_TRUE(made);
  std::string body;
  for (auto piece = loop.run((*made)->read(2s)); piece && !piece->empty(); piece = loop.run((*made)->read(2s))) {
    body += *piece;
  }
  EXPECT_FALSE(body.empty());
}

TEST(HttpStream, nobody_there_is_an_error) {
  Loopback loop;
  Call call{.target = "/", .timeout = 2s};
  Url origin{.host = "127.0.0.1", .port = 1, .target = "/"};
  EXPECT_FALSE(loop.run(HttpStream::open(loop.context, std::move(origin), std::move(call), {})));
}

}  // namespace
}  // namespace robson::net
