#include "client/address.hpp"

#include <gtest/gtest.h>

namespace robson::client {
namespace {

TEST(Address, is_written_without_the_schemes_own_port) {
  EXPECT_EQ(parse_address("http://127.0.0.1:8080")->text(), "http://127.0.0.1:8080");
  EXPECT_EQ(parse_address("http://127.0.0.1:8080/")->text(), "http://127.0.0.1:8080");
  EXPECT_EQ(parse_address("https://desk.example:443/robson/")->text(), "https://desk.example/robson");
  EXPECT_EQ(parse_address("http://desk.example")->port, 80);
}

TEST(Address, what_is_not_an_address_of_a_server_is_refused) {
  for (const char* text :
       {"", "127.0.0.1:8080", "ftp://desk.example", "ws://desk.example", "http://", "http://user:password@desk.example",
        "http://desk.example/?token=1", "http://a b", "http://desk.example:99999", "http://desk.example\r\nX: y"}) {
    EXPECT_FALSE(parse_address(text)) << text;
  }
}

TEST(Address, knows_this_machine) {
  EXPECT_TRUE(parse_address("http://127.0.0.1:8080")->is_loopback());
  EXPECT_TRUE(parse_address("http://localhost:8080")->is_loopback());
  EXPECT_FALSE(parse_address("http://192.0.2.1:8080")->is_loopback());
}

TEST(Address, a_path_before_ours_leads_to_the_socket_too) {
  const auto socket = parse_address("https://desk.example/robson")->socket("/ws/prices/");
  EXPECT_TRUE(socket.secure);
  EXPECT_EQ(socket.target, "/robson/ws/prices/");
}

}  // namespace
}  // namespace robson::client
