#include "routes/audit_trail.hpp"

#include <gtest/gtest.h>

namespace robson::routes {
namespace {

using net::Method;

TEST(AuditTrail, actions_are_named_by_their_routes) {
  EXPECT_EQ(action_of(Method::POST, "/api/v1/control/pause"), "control.pause");
  EXPECT_EQ(action_of(Method::POST, "/api/v1/control/emergency-stop/{id}/acknowledge"),
            "control.emergency-stop.acknowledge");
  EXPECT_EQ(action_of(Method::POST, "/api/v1/users"), "users.create");
  EXPECT_EQ(action_of(Method::PATCH, "/api/v1/users/{id}"), "users.change");
  EXPECT_EQ(action_of(Method::DELETE, "/api/v1/api-keys/{id}"), "api-keys.delete");
  EXPECT_EQ(action_of(Method::PUT, "/api/venue-keys/"), "venue-keys.set");
  EXPECT_EQ(action_of(Method::PUT, "/api/strategies/{id}/"), "strategies.set");
  EXPECT_EQ(action_of(Method::POST, "/api/plans/{id}/execute/"), "plans.execute");
  EXPECT_EQ(action_of(Method::POST, "/api/portfolio/positions/{id}/close/"), "portfolio.positions.close");
  EXPECT_EQ(action_of(Method::POST, "/api/v1/auth/logout"), "auth.logout");
}

TEST(AuditTrail, only_what_stops_trading_or_ends_a_session_is_done_unrecorded) {
  EXPECT_TRUE(acts_unrecorded("/api/v1/control/emergency-stop"));
  EXPECT_TRUE(acts_unrecorded("/api/v1/auth/logout"));
  EXPECT_FALSE(acts_unrecorded("/api/v1/control/emergency-stop/{id}/acknowledge"));
  EXPECT_FALSE(acts_unrecorded("/api/v1/control/resume"));
}

TEST(AuditTrail, a_target_is_what_the_path_names_else_the_bot_else_what_the_handler_says) {
  Exchange exchange;
  exchange.parameters.values = {{"id", "42"}};
  exchange.request.query = "bot=second";
  EXPECT_EQ(entry_of(exchange, "/api/v1/positions/{id}/close").target, "42");
  exchange.parameters.values.clear();
  EXPECT_EQ(entry_of(exchange, "/api/v1/control/pause").target, "second");
  auto entry = entry_of(exchange, "/api/v1/control/pause");
  exchange.note("target", "all bots");
  exchange.note("scope", "entry");
  complete(entry, exchange, 403);
  EXPECT_EQ(entry.target, "all bots");
  EXPECT_EQ(entry.detail, (std::map<std::string, std::string>{{"scope", "entry"}}));
  EXPECT_EQ(entry.outcome, accounts::AuditOutcome::refused);
  EXPECT_EQ(entry.status, 403);
}

TEST(AuditTrail, what_was_done_by_a_key_names_the_key) {
  Exchange exchange;
  exchange.caller = accounts::Caller{.name = "ada", .by_api_key = true, .key_name = "rbk_AbCdEf"};
  const auto entry = entry_of(exchange, "/api/v1/control/pause");
  EXPECT_EQ(entry.user, "ada");
  EXPECT_EQ(entry.detail.at("api_key"), "rbk_AbCdEf");
}

}  // namespace
}  // namespace robson::routes
