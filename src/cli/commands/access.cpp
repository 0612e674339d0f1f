// robson user and robson apikey: who may do what. Passwords and keys never stand in an argument, which others can read.
#include "cli/views/access.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/commands/documents.hpp"
#include "cli/views/fields.hpp"
#include "json/write.hpp"

namespace robson::cli {

struct NewUserWish {
  std::string username{};
  std::string role{};
  std::string password{};
};
BOOST_DESCRIBE_STRUCT(NewUserWish, (), (username, role, password))
struct RoleWish {
  std::string role{};
};
BOOST_DESCRIBE_STRUCT(RoleWish, (), (role))
struct ActiveWish {
  bool active = true;
};
BOOST_DESCRIBE_STRUCT(ActiveWish, (), (active))
struct PasswordWish {
  std::string password{};
};
BOOST_DESCRIBE_STRUCT(PasswordWish, (), (password))
struct NewKeyWish {
  std::string name{};
  std::vector<std::string> scopes{};
  std::optional<std::int64_t> expires_in_days{};
};
BOOST_DESCRIBE_STRUCT(NewKeyWish, (), (name, scopes, expires_in_days))

namespace {

constexpr std::int64_t most_days = 3650;

// The number of the user with that name.
net::Task<Read<std::string>> user_id(Desk& desk, std::string name) {
  const auto body = co_await desk.server().document("/api/v1/users");
  if (!body) co_return Unexpected(body.error());
  const json::Value users = page_of(*body).document;
  for (const json::Value* user : rows_at(users, "users")) {
    if (text_at(*user, "username") == name) co_return text_at(*user, "id");
  }
  co_return Unexpected(client::Error{.cause = client::Cause::not_found,
                                     .text = fmt::format("there is no user {}", clean(name)),
                                     .code = "UNKNOWN_USER"});
}

net::Task<Exit> change_user(Desk& desk, std::string body) {
  const auto key = key_of(desk);
  if (!key) co_return desk.fail(key.error());
  const auto id = co_await user_id(desk, desk.asked.value("NAME"));
  if (!id) co_return desk.fail(id.error());
  client::Change change{
      .method = net::Method::PATCH, .path = "/api/v1/users/" + *id, .body = std::move(body), .key = *key};
  co_return co_await tell_and_show(desk, std::move(change), "", user_lines);
}

net::Task<Exit> set_active(Desk& desk, bool active) {
  const std::string effect =
      fmt::format("This ends every session of {}, who can not sign in any more.\n", clean(desk.asked.value("NAME")));
  if (!active) {
    if (const auto refused = refused_consent(desk, effect)) co_return *refused;
  }
  const ActiveWish wish{active};
  co_return co_await change_user(desk, json::text_of(wish));
}

Read<std::vector<std::string>> scopes_of(const Invocation& asked) {
  std::vector<std::string> scopes;
  std::string rest = asked.value("--scope");
  while (!rest.empty()) {
    const std::string scope = rest.substr(0, rest.find_first_of(",\n"));
    rest.erase(0, scope.size() + 1);
    if (scope != "read" && scope != "operate" && scope != "admin") {
      return invalid(fmt::format("--scope: expected read, operate or admin, got \"{}\"", clean(scope)));
    }
    scopes.push_back(scope);
  }
  if (scopes.empty()) return invalid("--scope is missing");
  return scopes;
}

}  // namespace

PageAsked fetch_users(Desk& desk) {
  return fetch_document(desk, "/api/v1/users", "users", users_table);
}

net::Task<Exit> add_user(Desk& desk) {
  const auto role = choice_of(desk.asked, "--role");
  if (!role) co_return desk.fail(role.error());
  if (!*role) co_return desk.usage("--role is missing");
  const auto key = key_of(desk);
  if (!key) co_return desk.fail(key.error());
  const std::string name = desk.asked.value("NAME");
  const auto password = new_password(desk, name);
  if (!password) co_return desk.fail(password.error());
  if (!*password) co_return Exit::interrupted;
  const NewUserWish wish{name, **role, (*password)->reveal()};
  client::Change change{.path = "/api/v1/users", .body = json::text_of(wish), .key = *key};
  co_return co_await tell_and_show(desk, std::move(change), "", user_lines);
}

net::Task<Exit> set_role(Desk& desk) {
  const std::string role = desk.asked.value("ROLE");
  if (role != "viewer" && role != "operator" && role != "admin") {
    co_return desk.usage("ROLE is viewer, operator or admin");
  }
  const std::string effect = fmt::format("This makes {} {} {}, at once.\n", clean(desk.asked.value("NAME")),
                                         role == "viewer" ? "a" : "an", role);
  if (const auto refused = refused_consent(desk, effect)) co_return *refused;
  const RoleWish wish{role};
  co_return co_await change_user(desk, json::text_of(wish));
}

net::Task<Exit> disable_user(Desk& desk) {
  return set_active(desk, false);
}
net::Task<Exit> enable_user(Desk& desk) {
  return set_active(desk, true);
}

net::Task<Exit> set_password(Desk& desk) {
  const auto password = new_password(desk, desk.asked.value("NAME"));
  if (!password) co_return desk.fail(password.error());
  if (!*password) co_return Exit::interrupted;
  const PasswordWish wish{(*password)->reveal()};
  co_return co_await change_user(desk, json::text_of(wish));
}

PageAsked fetch_api_keys(Desk& desk) {
  return fetch_document(desk, "/api/v1/api-keys", "api_keys", api_keys_table);
}

// The key is data, and shown this once: to standard output alone, for a pipe into a file or a vault.
net::Task<Exit> add_api_key(Desk& desk) {
  auto scopes = scopes_of(desk.asked);
  if (!scopes) co_return desk.fail(scopes.error());
  const auto days = number_of(desk.asked, "--expires", 1, most_days, 0);
  if (!days) co_return desk.fail(days.error());
  NewKeyWish wish{desk.asked.value("NAME"), std::move(*scopes), {}};
  if (*days > 0) wish.expires_in_days = *days;
  client::Change change{.path = "/api/v1/api-keys", .body = json::text_of(wish)};
  const auto body = co_await tell(desk, std::move(change));
  if (!body) co_return desk.fail(body.error());
  const DocumentView view = [](const json::Value& answer, const Look&) {
    return clean(text_at(answer, "api_key")) + '\n';
  };
  const Page page = document_page(*body, "", view);
  desk.note("The key is shown this once. Keep it where only its program can read it.");
  co_return show(desk, page);
}

net::Task<Exit> revoke_api_key(Desk& desk) {
  const auto id = id_of(desk.asked);
  if (!id) co_return desk.fail(id.error());
  const std::string effect = fmt::format("This revokes API key {}, at once: what uses it is refused.\n", *id);
  if (const auto refused = refused_consent(desk, effect)) co_return *refused;
  client::Change change{.method = net::Method::DELETE, .path = fmt::format("/api/v1/api-keys/{}", *id)};
  const auto body = co_await tell(desk, std::move(change));
  if (!body) co_return desk.fail(body.error());
  desk.note(fmt::format("API key {} is revoked.", *id));
  co_return Exit::ok;
}

}  // namespace robson::cli
