#include "net/protocol/http_reader.hpp"

#include <gtest/gtest.h>

#include "net/protocol/http_text.hpp"

namespace robson::net {
namespace {

using Step = RequestReader::Step;

// Feeds in pieces of `piece` bytes, as a session does: what is not used comes again with the next piece.
struct Reading {
  RequestReader reader;
  Step step = Step::more;
  std::string rest{};
  int continues = 0;

  Reading(std::string_view bytes, std::size_t piece, std::size_t header = 1024, std::size_t body = 1024)
      : reader(header, body) {
    while (!bytes.empty() && step == Step::more) {
      rest.append(bytes.substr(0, piece));
      bytes.remove_prefix(std::min(piece, bytes.size()));
      step = take();
      while (step == Step::wants_continue) {
        ++continues;
        step = take();
      }
    }
    rest.append(bytes);
  }
  Step take() {
    std::size_t used = 0;
    const Step taken = reader.take(rest, used);
    rest.erase(0, used);
    return taken;
  }
};

int failure_of(std::string_view bytes) {
  int status = -1;
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, bytes.size()}) {
    const Reading reading(bytes, piece);
    const int now = reading.step == Step::failed ? reading.reader.failure() : reading.step == Step::complete ? 200 : 0;
    if (status == -1) status = now;
    EXPECT_EQ(status, now) << "in pieces of " << piece << ": " << bytes;
  }
  return status;
}

TEST(RequestReader, reads_a_request_in_any_pieces) {
  const std::string_view bytes =
      "POST /a/b%20c?x=1&y HTTP/1.1\r\nHost: h\r\nX-Two: a\r\nx-two: b\r\nContent-Length: 5\r\n\r\nhelloGET";
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    Reading reading(bytes, piece);
    ASSERT_EQ(reading.step, Step::complete) << piece;
    EXPECT_TRUE(reading.reader.keep_alive());
    EXPECT_EQ(reading.rest, "GET") << piece;
    const Request request = reading.reader.request();
    EXPECT_EQ(request.method, Method::POST);
    EXPECT_EQ(request.path, "/a/b%20c");
    EXPECT_EQ(request.query, "x=1&y");
    EXPECT_EQ(request.headers.get("x-two"), "a");
    EXPECT_EQ(request.headers.size(), 4U);
    EXPECT_EQ(request.body, "hello");
  }
}

TEST(RequestReader, joins_chunks_and_ignores_trailers) {
  const std::string_view bytes =
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nAuthorization: late\r\n\r\n";
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    Reading reading(bytes, piece);
    ASSERT_EQ(reading.step, Step::complete) << piece;
    const Request request = reading.reader.request();
    EXPECT_EQ(request.body, "abcde");
    EXPECT_FALSE(request.headers.has("Authorization"));
  }
}

TEST(RequestReader, asks_for_the_body_of_who_waits_for_it) {
  Reading reading("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok", 1);
  EXPECT_EQ(reading.step, Step::complete);
  EXPECT_EQ(reading.continues, 1);
  EXPECT_EQ(reading.reader.request().body, "ok");
}

TEST(RequestReader, knows_who_wants_to_stay) {
  EXPECT_FALSE(Reading("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", 9).reader.keep_alive());
  EXPECT_FALSE(Reading("GET / HTTP/1.0\r\n\r\n", 9).reader.keep_alive());
  EXPECT_TRUE(Reading("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 9).reader.keep_alive());
}

TEST(RequestReader, takes_the_other_forms_of_a_target) {
  EXPECT_EQ(Reading("GET http://h:80/a?b HTTP/1.1\r\nHost: h\r\n\r\n", 99).reader.request().path, "/a");
  EXPECT_EQ(Reading("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", 99).reader.request().path, "*");
}

struct BadRequest {
  int status;
  const char* bytes;
};
TEST(RequestReader, names_what_is_wrong_by_its_status) {
  const BadRequest cases[] = {
      {400, "\x16\x03\x01\x02\x01\x01\r\n\r\n"},
      {400, "GET\r\n\r\n"},
      {400, "GET /\r\n\r\n"},
      {400, "GET / HTTP/1.1\nHost: h\n\n\r\n\r\n"},
      {400, "GET / HTTP/1.1 x\r\nHost: h\r\n\r\n"},
      {400, "GET / HTTP/1.1\r\nHost h\r\n\r\n"},
      {400, "GET / HTTP/1.1\r\nHost : h\r\n\r\n"},
      {400, "GET / HTTP/1.1\r\n\r\n"},
      {400, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"},
      {400, "GET a HTTP/1.1\r\nHost: h\r\n\r\n"},
      {400, "GET ftp://h/ HTTP/1.1\r\nHost: h\r\n\r\n"},
      {400, "GET * HTTP/1.1\r\nHost: h\r\n\r\n"},
      {400, "GET /\xc3\xa9 HTTP/1.1\r\nHost: h\r\n\r\n"},
      {400, "GET /#a HTTP/1.1\r\nHost: h\r\n\r\n"},
      {400, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n"},
      {400, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1x\r\n\r\n"},
      {400, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999999\r\n\r\n"},
      {400, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"},
      {400, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"},
      {400, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"},
      {400, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n\r\n"},
      {400, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n"},
      {400, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\nabc\r\n"},
      {400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"},
      {413, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1025\r\n\r\n"},
      {413, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n401\r\n"},
      {413, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n"},
      {417, "POST / HTTP/1.1\r\nHost: h\r\nExpect: 200-ok\r\nContent-Length: 1\r\n\r\n"},
      {501, "BREW / HTTP/1.1\r\nHost: h\r\n\r\n"},
      {501, "CONNECT h:80 HTTP/1.1\r\nHost: h\r\n\r\n"},
      {501, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n"},
      {501, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"},
      {505, "GET / HTTP/2.0\r\nHost: h\r\n\r\n"},
      {505, "GET / HTTP/1.2\r\nHost: h\r\n\r\n"},
  };
  for (const auto& c : cases) EXPECT_EQ(failure_of(c.bytes), c.status) << c.bytes;
}

TEST(RequestReader, bounds_the_head) {
  EXPECT_EQ(failure_of("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(2000, 'x') + "\r\n\r\n"), 431);
  EXPECT_EQ(failure_of("GET /" + std::string(2000, 'x')), 431);
  std::string many = "GET / HTTP/1.1\r\nHost: h\r\n";
  for (int i = 0; i < 500; ++i) many += "a:b\r\n";
  EXPECT_EQ(failure_of(many + "\r\n"), 431);
}

TEST(RequestReader, bounds_what_surrounds_the_chunks) {
  const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(failure_of(head + "1;" + std::string(5000, 'x')), 400);
  EXPECT_EQ(failure_of(head + "0\r\nX: " + std::string(5000, 'x')), 400);
  std::string drip = head;
  for (int i = 0; i < 1025; ++i) drip += "1\r\nx\r\n";
  EXPECT_EQ(failure_of(drip), 413);
}

TEST(ReplyReader, skips_interim_replies) {
  ReplyReader reader(1024, false);
  std::size_t used = 0;
  const std::string_view bytes = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  EXPECT_EQ(reader.take(bytes, used), ReplyReader::Step::complete);
  EXPECT_EQ(reader.head().status, 200);
  EXPECT_EQ(reader.body(), "ok");
}

TEST(ReplyReader, a_reply_without_a_length_ends_with_the_connection) {
  ReplyReader reader(1024, false);
  std::size_t used = 0;
  EXPECT_EQ(reader.take("HTTP/1.1 200 OK\r\n\r\nabc", used), ReplyReader::Step::more);
  EXPECT_EQ(reader.take_end(), ReplyReader::Step::complete);
  EXPECT_EQ(reader.body(), "abc");
  EXPECT_FALSE(reader.keep_alive());
}

TEST(ReplyReader, half_a_reply_is_malformed) {
  for (const char* bytes : {"", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc"}) {
    ReplyReader reader(1024, false);
    std::size_t used = 0;
    EXPECT_EQ(reader.take(bytes, used), ReplyReader::Step::more);
    EXPECT_EQ(reader.take_end(), ReplyReader::Step::malformed) << bytes;
  }
}

TEST(ReplyReader, bounds_the_body) {
  ReplyReader reader(4, false);
  std::size_t used = 0;
  EXPECT_EQ(reader.take("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", used), ReplyReader::Step::too_large);
}

TEST(ResponseText, a_value_cannot_break_out_of_its_line) {
  Response response{.body = "{}"};
  response.headers.add("X-Good", "1");
  response.headers.add("X-Bad", "1\r\nSet-Cookie: a=b");
  response.headers.add("Bad Name", "1");
  response.headers.add("Content-Length", "99");
  const std::string text = response_text(response, {});
  EXPECT_NE(text.find("X-Good: 1\r\n"), std::string::npos);
  EXPECT_EQ(text.find("Set-Cookie"), std::string::npos);
  EXPECT_EQ(text.find("Bad Name"), std::string::npos);
  EXPECT_EQ(text.find("99"), std::string::npos);
  EXPECT_EQ(text.substr(text.size() - 6), "\r\n\r\n{}");
}

TEST(ResponseText, no_body_where_none_may_be) {
  for (const int status : {204, 304}) {
    const std::string text = response_text({.status = status, .body = "x"}, {});
    EXPECT_EQ(text.find("Content-Length"), std::string::npos);
    EXPECT_EQ(text.substr(text.size() - 4), "\r\n\r\n");
  }
  const std::string head = response_text({.body = "12345"}, {.to_head = true});
  EXPECT_NE(head.find("Content-Length: 5"), std::string::npos);
  EXPECT_EQ(head.substr(head.size() - 4), "\r\n\r\n");
}

}  // namespace
}  // namespace robson::net
