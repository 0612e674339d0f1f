// What lets somebody in is done by people who have just proved who they are, and never by a key.
#include "routes/access.hpp"

#include "accounts/fixture.hpp"
#include "accounts/totp.hpp"
#include "support/scripted_venue.hpp"

namespace robson::routes {
namespace {

using accounts::Role;
using net::Method;

class AccessTest : public accounts::AccountsTest {
 protected:
  AccessTest() {
    add_own_account_routes(gate);
    add_user_routes(gate, idempotency);
    add_api_key_routes(gate);
    EXPECT_TRUE(run(accounts->add_user(one, "root", Secret("correct horse"), Role::admin)));
    root.add("Authorization", "Bearer " + login("root")->access.reveal());
  }
  // Status and, of a refusal, its code.
  std::string ask(const net::Headers& headers, Method method, const std::string& path, const std::string& body = "") {
    std::optional<net::Response> answer;
    net::Request request{.method = method, .path = path, .headers = headers, .body = body, .remote = "10.0.0.7"};
    gate.serve(std::move(request),
               net::Respond([&](net::Respond::Reply told) { answer = std::move(std::get<net::Response>(told)); }));
    context.restart();
    context.run();
    constexpr std::string_view mark = R"("code":")";
    const auto at = answer->body.find(mark);
    if (answer->status < 400 || at == std::string::npos) return std::to_string(answer->status);
    const auto begin = at + mark.size();
    return std::to_string(answer->status) + " " + answer->body.substr(begin, answer->body.find('"', begin) - begin);
  }
  std::vector<std::string> ask_all(const net::Headers& headers) {
    const std::string person = "/api/v1/users/" + std::to_string(ada.value);
    return {
        ask(headers, Method::POST, "/api/v1/users", R"({"username":"eve","role":"admin","password":"long enough"})"),
        ask(headers, Method::PATCH, person, R"({"role":"admin"})"),
        ask(headers, Method::PATCH, person, R"({"active":false})"),
        ask(headers, Method::PATCH, person, R"({"password":"long enough"})"),
        ask(headers, Method::PATCH, person, R"({"totp":false})"),
        ask(headers, Method::POST, "/api/v1/api-keys", R"({"name":"eve","scopes":["admin"]})"),
        ask(headers, Method::POST, "/api/v1/auth/totp"),
        ask(headers, Method::POST, "/api/v1/auth/totp/confirm", R"({"code":"123456"})"),
    };
  }
  std::size_t users() { return run(accounts->users(one))->size(); }
  std::size_t keys() { return run(accounts->api_keys(one))->size(); }

  Metrics metrics;
  std::unique_ptr<accounts::AuditLog> audit = accounts::AuditLog::open(clock, *database).value();
  GateOptions options;
  Gate gate{context, clock, *accounts, *audit, metrics, options};
  support::MemoryJournal journal;
  runtime::Runtime runtime{context, clock, journal};
  Idempotency idempotency{runtime, *database};
  net::Headers root;
};

TEST_F(AccessTest, a_session_that_is_no_longer_fresh_lets_nobody_in) {
  clock.advance(accounts::fresh_after_login + std::chrono::seconds(1));
  EXPECT_THAT(ask_all(root), testing::Each("403 STEP_UP_REQUIRED"));
  EXPECT_EQ(users(), 2U);
  EXPECT_EQ(keys(), 0U);
  EXPECT_EQ(ask(root, Method::GET, "/api/v1/users"), "200");
  EXPECT_EQ(ask(root, Method::POST, "/api/v1/auth/step-up", R"({"password":"correct horse"})"), "204");
  EXPECT_THAT(ask_all(root), testing::ElementsAre("201", "200", "200", "200", "200", "201", "201", "422 BAD_TOTP"));
}

TEST_F(AccessTest, a_key_makes_nothing_that_would_outlive_it) {
  const auto made = run(accounts->create_api_key(login("root")->caller, {.name = "k", .scopes = "admin"}));
  net::Headers key;
  key.add("X-API-Key", made->key.reveal());
  EXPECT_THAT(ask_all(key), testing::Each("403 SESSION_NEEDED"));
  EXPECT_EQ(users(), 2U);
  EXPECT_EQ(keys(), 1U);
  EXPECT_EQ(ask(key, Method::GET, "/api/v1/users"), "200");
}

TEST_F(AccessTest, revoking_and_the_own_password_need_no_step_up) {
  const auto made = run(accounts->create_api_key(login("root")->caller, {.name = "k", .scopes = "read"}));
  clock.advance(accounts::fresh_after_login + std::chrono::seconds(1));
  EXPECT_EQ(ask(root, Method::DELETE, "/api/v1/api-keys/" + std::to_string(made->entry.key.id.value)), "204");
  EXPECT_EQ(
      ask(root, Method::POST, "/api/v1/auth/password", R"({"current_password":"wrong","new_password":"long enough"})"),
      "422 WRONG_PASSWORD");
}

}  // namespace
}  // namespace robson::routes
