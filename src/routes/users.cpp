#include "accounts/names.hpp"
#include "json/write.hpp"
#include "routes/access.hpp"
#include "routes/request.hpp"
#include "wire/access.hpp"

namespace robson::routes {
namespace {

using accounts::UserEntry;

wire::User user_view(const UserEntry& entry) {
  return {.id = entry.user.id.value,
          .username = entry.user.name,
          .role = std::string(accounts::name(entry.user.role)),
          .active = entry.user.active,
          .totp = entry.user.totp.has_value(),
          .sessions = static_cast<std::int64_t>(entry.sessions),
          .created_at = entry.user.created_at,
          .last_login = entry.user.last_login};
}

class UserRoutes {
 public:
  UserRoutes(Gate& gate, Idempotency& idempotency)
      : accounts_(gate.accounts()), clock_(gate.clock()), idempotency_(idempotency) {}

  net::Task<Answer> list(Exchange exchange) {
    const auto users = co_await accounts_.users(exchange.tenant());
    if (!users) co_return Unexpected(failure_of(users.error(), "user"));
    wire::Users view;
    for (const UserEntry& entry : *users) view.users.push_back(user_view(entry));
    co_return json_response(json::text_of(view));
  }

  net::Task<Answer> create(Exchange exchange) {
    auto given = body_of<wire::NewUser>(exchange);
    if (!given) co_return Unexpected(given.error());
    const Secret password(std::exchange(given->password, {}));
    // What is kept for an Idempotency-Key holds a hash of the body: the password does not go into it.
    exchange.request.body = json::text_of(*given);
    SlowHandler create = [this, wanted = std::move(*given), password](Exchange asked) {
      return create_one(std::move(asked), wanted, password);
    };
    co_return co_await idempotency_.answer(std::move(exchange), std::move(create));
  }

  net::Task<Answer> change(Exchange exchange) {
    auto given = body_of<wire::UserChange>(exchange);
    if (!given) co_return Unexpected(given.error());
    std::optional<Secret> password;
    if (given->password) password = Secret(std::exchange(*given->password, {}));
    exchange.request.body = json::text_of(*given);
    SlowHandler change = [this, wanted = std::move(*given), password](Exchange asked) {
      return change_one(std::move(asked), wanted, password);
    };
    co_return co_await idempotency_.answer(std::move(exchange), std::move(change));
  }

 private:
  net::Task<Answer> create_one(Exchange exchange, wire::NewUser wanted, Secret password) {
    const auto name = accounts::user_name_of(wanted.username);
    if (!name) {
      co_return Unexpected(
          unprocessable("username", "username must have 1 to 64 of the characters a-z, 0-9, '.', '_', '@' and '-'."));
    }
    exchange.note("target", *name);
    const auto role = role_from(wanted.role);
    if (!role) co_return Unexpected(role.error());
    exchange.note("role", wanted.role);
    if (const auto fits = check_new_password("password", password); !fits) co_return Unexpected(fits.error());
    if (const auto person = fresh_person(exchange, clock_.now()); !person) co_return Unexpected(person.error());
    const auto made = co_await accounts_.add_user(exchange.tenant(), *name, std::move(password), *role);
    if (!made) co_return Unexpected(failure_of(made.error(), "user"));
    co_return json_response(json::text_of(user_view(*made)), 201);
  }

  net::Task<Answer> change_one(Exchange exchange, wire::UserChange wanted, std::optional<Secret> password) {
    const auto id = id_from(exchange);
    if (!id) co_return Unexpected(id.error());
    accounts::UserChange change{.active = wanted.active, .password = std::move(password)};
    if (wanted.role) {
      const auto role = role_from(*wanted.role);
      if (!role) co_return Unexpected(role.error());
      change.role = *role;
      exchange.note("role", *wanted.role);
    }
    if (wanted.active) exchange.note("active", *wanted.active ? "true" : "false");
    if (change.password) {
      if (const auto fits = check_new_password("password", *change.password); !fits) {
        co_return Unexpected(fits.error());
      }
      exchange.note("password", "new");
    }
    if (wanted.totp && *wanted.totp) {
      co_return Unexpected(unprocessable("totp", "Only users themselves can set up a second factor: totp is false."));
    }
    change.totp_off = wanted.totp.has_value();
    if (change.totp_off) exchange.note("totp", "off");
    if (!change.role && !change.active && !change.password && !change.totp_off) {
      co_return Unexpected(Failure{400, "INVALID_BODY", "Say what is to change.", {}, {}});
    }
    if (const auto person = fresh_person(exchange, clock_.now()); !person) co_return Unexpected(person.error());
    const auto changed = co_await accounts_.change_user(exchange.tenant(), UserId{*id}, std::move(change));
    if (!changed) co_return Unexpected(failure_of(changed.error(), "user"));
    exchange.note("user", changed->user.name);
    co_return json_response(json::text_of(user_view(*changed)));
  }

  accounts::Accounts& accounts_;
  const Clock& clock_;
  Idempotency& idempotency_;
};

}  // namespace

Result<accounts::Role, Failure> role_from(const std::string& name) {
  const auto role = accounts::role_of(name);
  if (!role) return Unexpected(unprocessable("role", "role must be viewer, operator or admin."));
  return *role;
}

Result<void, Failure> check_new_password(const std::string& field, const Secret& password) {
  const auto fault = accounts::password_fault(password);
  if (fault) return Unexpected(unprocessable(field, "The password " + *fault + "."));
  return {};
}

Failure failure_of(accounts::AccessFault fault, const std::string& what) {
  switch (fault) {
    case accounts::AccessFault::unknown:
      return what == "user" ? not_found("UNKNOWN_USER", "There is no such user.")
                            : not_found("UNKNOWN_API_KEY", "There is no such key, or it is revoked already.");
    case accounts::AccessFault::name_taken:
      return {409, "NAME_TAKEN", "There is a user of that name already.", "username", {}};
    case accounts::AccessFault::too_many:
      return {
          409, what == "user" ? "TOO_MANY_USERS" : "TOO_MANY_API_KEYS", "There are too many of them already.", {}, {}};
    case accounts::AccessFault::last_admin:
      return {409, "LAST_ADMIN", "That is the last active admin: make another one first.", {}, {}};
    case accounts::AccessFault::busy: return {503, "BUSY", "Too much is asked for at this moment. Try again.", {}, 2};
    case accounts::AccessFault::storage: break;
  }
  return {503, "STORAGE_FAILED", "The server cannot reach its database. Nothing was changed.", {}, 5};
}

void add_user_routes(Gate& gate, Idempotency& idempotency) {
  const auto routes = std::make_shared<UserRoutes>(gate, idempotency);
  gate.slow(net::Method::GET, "/api/v1/users", Access::admins,
            [routes](Exchange exchange) { return routes->list(std::move(exchange)); });
  gate.slow(net::Method::POST, "/api/v1/users", Access::admins,
            [routes](Exchange exchange) { return routes->create(std::move(exchange)); });
  gate.slow(net::Method::PATCH, "/api/v1/users/{id}", Access::admins,
            [routes](Exchange exchange) { return routes->change(std::move(exchange)); });
}

}  // namespace robson::routes
