#include "net/http.hpp"

#include <gtest/gtest.h>

namespace robson::net {
namespace {

TEST(Method, names_read_back) {
  for (const auto method :
       {Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS}) {
    EXPECT_EQ(method_of(name(method)), method);
  }
  for (const char* text : {"", "get", "GETX", "CONNECT", "TRACE"}) EXPECT_FALSE(method_of(text)) << text;
}

TEST(Headers, compare_names_without_case) {
  Headers headers;
  headers.add("Content-Type", "a");
  EXPECT_EQ(headers.get("content-type"), "a");
  EXPECT_TRUE(headers.has("CONTENT-TYPE"));
  EXPECT_FALSE(headers.has("Content-Typ"));
  EXPECT_EQ(headers.get("other"), "");
}

TEST(Headers, set_replaces_every_value_of_that_name) {
  Headers headers;
  headers.add("A", "1");
  headers.add("B", "2");
  headers.add("a", "3");
  headers.set("A", "4");
  EXPECT_EQ(headers.size(), 2U);
  EXPECT_EQ(headers.get("a"), "4");
  headers.set("C", "5");
  EXPECT_EQ(headers.size(), 3U);
}

TEST(Percent, decodes_what_is_well_encoded) {
  EXPECT_EQ(percent_decode("a%20b%2Fc%c3%A9", false), "a b/c\xc3\xa9");
  EXPECT_EQ(percent_decode("a+b", false), "a+b");
  EXPECT_EQ(percent_decode("a+b", true), "a b");
  EXPECT_EQ(percent_decode("%00", false), std::string(1, '\0'));
  EXPECT_EQ(percent_decode("", false), "");
}

TEST(Percent, refuses_a_broken_encoding) {
  for (const char* text : {"%", "%2", "a%", "%zz", "%2g", "%-1", "%%20"}) {
    EXPECT_FALSE(percent_decode(text, false)) << text;
  }
}

TEST(Percent, encodes_all_but_unreserved_characters) {
  EXPECT_EQ(percent_encode("aZ0-._~"), "aZ0-._~");
  EXPECT_EQ(percent_encode("a b/?&=+%\xc3\xa9"), "a%20b%2F%3F%26%3D%2B%25%C3%A9");
  std::string all;
  for (int c = 0; c < 256; ++c) all.push_back(static_cast<char>(c));
  EXPECT_EQ(percent_decode(percent_encode(all), true), all);
}

using Form = std::vector<std::pair<std::string, std::string>>;
TEST(Form, keeps_order_and_doubles) {
  EXPECT_EQ(parse_form("a=1&b=x+y&a=%31&&c&=d"), (Form{{"a", "1"}, {"b", "x y"}, {"a", "1"}, {"c", ""}, {"", "d"}}));
  EXPECT_EQ(parse_form(""), Form{});
  EXPECT_EQ(parse_form("a=b=c"), (Form{{"a", "b=c"}}));
  EXPECT_FALSE(parse_form("a=1&b=%"));
  EXPECT_FALSE(parse_form("%x=1"));
}

TEST(Request, gives_the_first_parameter_of_a_name_decoded) {
  const Request request{.query = "symbol=BTC%2FUSDC&limit=&x&symbol=ETH&bad=%zz&%6Eame=v"};
  EXPECT_EQ(request.parameter("symbol"), "BTC/USDC");
  EXPECT_EQ(request.parameter("limit"), "");
  EXPECT_EQ(request.parameter("x"), "");
  EXPECT_EQ(request.parameter("name"), "v");
  EXPECT_FALSE(request.parameter("bad"));
  EXPECT_FALSE(request.parameter("none"));
  EXPECT_FALSE(Request{}.parameter("a"));
}

struct UrlCase {
  const char* text;
  bool secure;
  const char* host;
  int port;
  const char* target;
};
TEST(Url, takes_apart_addresses) {
  const UrlCase cases[] = {
      {"http://localhost", false, "localhost", 80, "/"},
      {"https://api.binance.com/", true, "api.binance.com", 443, "/"},
      {"ws://127.0.0.1:9443/ws/btcusdc@trade", false, "127.0.0.1", 9443, "/ws/btcusdc@trade"},
      {"WSS://Host:1/stream?streams=a/b", true, "Host", 1, "/stream?streams=a/b"},
      {"http://host?x=1", false, "host", 80, "/?x=1"},
      {"http://[::1]:8080/a", false, "::1", 8080, "/a"},
      {"https://[2001:db8::1]", true, "2001:db8::1", 443, "/"},
  };
  for (const auto& c : cases) {
    const auto url = parse_url(c.text);
    ASSERT_TRUE(url) << c.text;
    EXPECT_EQ(url->secure, c.secure) << c.text;
    EXPECT_EQ(url->host, c.host) << c.text;
    EXPECT_EQ(url->port, c.port) << c.text;
    EXPECT_EQ(url->target, c.target) << c.text;
  }
}

TEST(Url, refuses_what_is_no_such_address) {
  for (const char* text : {"",
                           "localhost",
                           "ftp://host",
                           "http://",
                           "http:///a",
                           "http://host:",
                           "http://host:0",
                           "http://host:65536",
                           "http://host:-1",
                           "http://host:8o",
                           "http://user@host/",
                           "http://ho st/",
                           "http://host/a b",
                           "http://host/\n",
                           "http://host/#top",
                           "http://[::1",
                           "http://[]/",
                           "http://[::1]x",
                           "http://a:1:2/",
                           "http://host\r\nX: y/"}) {
    EXPECT_FALSE(parse_url(text)) << text;
  }
}

}  // namespace
}  // namespace robson::net
