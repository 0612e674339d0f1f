#include "net/router.hpp"

#include <gtest/gtest.h>

namespace robson::net {
namespace {

Router<int> routes() {
  Router<int> router;
  router.add(Method::GET, "/api/positions/", 1);
  router.add(Method::GET, "/api/positions/{id}/", 2);
  router.add(Method::POST, "/api/positions/{id}/", 3);
  router.add(Method::GET, "/api/positions/{id}/orders/{order}", 4);
  router.add(Method::GET, "/api/positions/summary/", 5);
  router.add(Method::GET, "/", 6);
  return router;
}

int found(Method method, std::string_view path) {
  const auto router = routes();
  const auto match = router.find(method, path);
  return match.route == nullptr ? 0 : match.route->handler;
}

TEST(Router, finds_by_method_and_path) {
  EXPECT_EQ(found(Method::GET, "/api/positions/"), 1);
  EXPECT_EQ(found(Method::GET, "/api/positions/7/"), 2);
  EXPECT_EQ(found(Method::POST, "/api/positions/7/"), 3);
  EXPECT_EQ(found(Method::GET, "/api/positions/7/orders/8"), 4);
  EXPECT_EQ(found(Method::GET, "/"), 6);
  EXPECT_EQ(found(Method::GET, "/api"), 0);
  EXPECT_EQ(found(Method::GET, "/api/positions/7/orders"), 0);
}

TEST(Router, a_trailing_slash_may_be_there_or_not) {
  EXPECT_EQ(found(Method::GET, "/api/positions"), 1);
  EXPECT_EQ(found(Method::GET, "/api/positions/7"), 2);
  EXPECT_EQ(found(Method::GET, "/api/positions/7/orders/8/"), 4);
  EXPECT_EQ(found(Method::GET, "/api/positions//"), 0);
}

TEST(Router, a_literal_wins_over_a_parameter) {
  EXPECT_EQ(found(Method::GET, "/api/positions/summary/"), 5);
}

TEST(Router, head_is_served_by_get) {
  EXPECT_EQ(found(Method::HEAD, "/api/positions/"), 1);
}

TEST(Router, a_parameter_is_one_decoded_segment) {
  const auto router = routes();
  const auto match = router.find(Method::GET, "/api/positions/a%2Fb%20c/orders/9/");
  ASSERT_NE(match.route, nullptr);
  EXPECT_EQ(match.parameters["id"], "a/b c");
  EXPECT_EQ(match.parameters["order"], "9");
  EXPECT_EQ(router.find(Method::GET, "/api/positions/%zz/").route, nullptr);
}

TEST(Router, tells_which_methods_a_path_has) {
  const auto router = routes();
  const auto match = router.find(Method::DELETE, "/api/positions/7/");
  EXPECT_EQ(match.route, nullptr);
  EXPECT_EQ(match.allowed, (std::vector<Method>{Method::GET, Method::POST}));
  EXPECT_TRUE(router.find(Method::GET, "/nowhere").allowed.empty());
}

TEST(Router, asking_for_a_parameter_that_is_not_there_is_a_mistake) {
  const PathParameters none;
  EXPECT_DEATH((void)none["id"], "path parameter");
}

}  // namespace
}  // namespace robson::net
