#include "routes/session.hpp"

#include <fmt/format.h>

#include "base/log.hpp"
#include "json/write.hpp"
#include "routes/failures.hpp"
#include "routes/request.hpp"
#include "wire/session.hpp"

namespace robson::routes {
namespace {

using accounts::Tokens;

constexpr std::string_view session_cookie = "robson_session";
constexpr std::string_view refresh_cookie = "robson_refresh";

Result<wire::Credentials, Failure> credentials_of(const Exchange& exchange) {
  auto given = body_of<wire::Credentials>(exchange);
  if (!given) return given;
  const auto fits = [](const std::string& text, std::size_t most) { return !text.empty() && text.size() <= most; };
  if (!fits(given->username, 64)) {
    return Unexpected(Failure{400, "INVALID_BODY", "username must have 1 to 64 bytes.", "username", {}});
  }
  if (!fits(given->password, 128)) {
    return Unexpected(Failure{400, "INVALID_BODY", "password must have 1 to 128 bytes.", "password", {}});
  }
  if (given->totp && !fits(*given->totp, 16)) {
    return Unexpected(Failure{400, "INVALID_BODY", "totp must have 1 to 16 bytes.", "totp", {}});
  }
  return given;
}

std::string set_cookie(std::string_view name, const std::string& value, std::string_view path, Duration lifetime) {
  return fmt::format("{}={}; Path={}; Max-Age={}; HttpOnly; Secure; SameSite=Strict", name, value, path,
                     lifetime.count() / 1'000'000);
}

void keep_in_cookies(net::Response& response, const Tokens& tokens) {
  response.headers.add("Set-Cookie", set_cookie(session_cookie, tokens.access.reveal(), "/", tokens.access_lifetime));
  response.headers.add("Set-Cookie",
                       set_cookie(refresh_cookie, tokens.refresh.reveal(), "/api/v1/auth", tokens.refresh_lifetime));
}

void forget_cookies(net::Response& response) {
  response.headers.add("Set-Cookie", set_cookie(session_cookie, "", "/", Duration{}));
  response.headers.add("Set-Cookie", set_cookie(refresh_cookie, "", "/api/v1/auth", Duration{}));
}

std::vector<std::string> permissions_of(accounts::Role role) {
  if (role == accounts::Role::viewer) return {"read"};
  return {"read", "write"};
}

wire::Login login_view(const Tokens& tokens) {
  return {.access_token = tokens.access.reveal(),
          .refresh_token = tokens.refresh.reveal(),
          .token_type = "bearer",
          .expires_in = tokens.access_lifetime.count() / 1'000'000};
}

class SessionRoutes {
 public:
  SessionRoutes(accounts::Accounts& accounts, accounts::AuditLog& audit, Tickets& tickets, wire::VenueLabel venue)
      : accounts_(accounts), audit_(audit), tickets_(tickets), venue_(std::move(venue)) {}

  net::Task<Answer> create_token(Exchange exchange) {
    auto tokens = co_await sign_in(std::move(exchange));
    if (!tokens) co_return Unexpected(tokens.error());
    const wire::TokenPair pair{tokens->access.reveal(), tokens->refresh.reveal()};
    co_return json_response(json::text_of(pair));
  }

  net::Task<Answer> refresh_token(Exchange exchange) {
    auto given = body_of<wire::RefreshRequest>(exchange);
    if (!given) co_return Unexpected(given.error());
    Secret old(std::move(given->refresh));
    auto tokens = co_await renew(std::move(exchange), std::move(old));
    if (!tokens) co_return Unexpected(tokens.error());
    const wire::TokenPair pair{tokens->access.reveal(), tokens->refresh.reveal()};
    co_return json_response(json::text_of(pair));
  }

  net::Task<Answer> login(Exchange exchange) {
    auto tokens = co_await sign_in(std::move(exchange));
    if (!tokens) co_return Unexpected(tokens.error());
    co_return json_response(json::text_of(login_view(*tokens)));
  }

  // With a body: for programs. Without one: for a browser, whose refresh token stands in its cookie.
  net::Task<Answer> refresh(Exchange exchange) {
    const bool by_cookie = exchange.request.body.empty();
    Secret old(by_cookie ? cookie(exchange.request, refresh_cookie) : std::string{});
    if (!by_cookie) {
      auto given = body_of<wire::RefreshTokenRequest>(exchange);
      if (!given) co_return Unexpected(given.error());
      old = Secret(std::move(given->refresh_token));
    }
    auto tokens = co_await renew(std::move(exchange), std::move(old));
    if (!tokens) co_return Unexpected(tokens.error());
    if (!by_cookie) co_return json_response(json::text_of(login_view(*tokens)));
    const wire::Login kept{.token_type = "cookie", .expires_in = tokens->access_lifetime.count() / 1'000'000};
    net::Response response = json_response(json::text_of(kept));
    keep_in_cookies(response, *tokens);
    co_return response;
  }

  net::Task<Answer> logout(Exchange exchange) {
    const accounts::Caller caller = *exchange.caller;
    if (caller.by_api_key) co_return Unexpected(session_needed());
    auto ended = co_await accounts_.logout(caller);
    if (!ended) co_return Unexpected(failure_of(ended.error()));
    net::Response response{.status = 204};
    forget_cookies(response);
    co_return response;
  }

  net::Task<Answer> sign_in_browser(Exchange exchange) {
    auto tokens = co_await sign_in(std::move(exchange));
    if (!tokens) co_return Unexpected(tokens.error());
    net::Response response = json_response(json::text_of(session_view(tokens->caller)));
    keep_in_cookies(response, *tokens);
    co_return response;
  }

  Answer create_ticket(const Exchange& exchange) {
    const auto ticket = tickets_.issue(*exchange.caller);
    if (!ticket) return Unexpected(Failure{503, "BUSY", "Too many tickets are out at this moment. Try again.", {}, 5});
    const wire::Ticket told{.ticket = ticket->reveal(), .expires_in = Tickets::lifetime.count() / 1'000'000};
    return json_response(json::text_of(told), 201);
  }

  Answer who_am_i(const Exchange& exchange) const {
    return json_response(json::text_of(session_view(*exchange.caller)));
  }

 private:
  net::Task<Result<Tokens, Failure>> sign_in(Exchange exchange) {
    auto given = credentials_of(exchange);
    if (!given) co_return Unexpected(given.error());
    Secret password(std::move(given->password));
    std::optional<Secret> code;
    if (given->totp) code = Secret(std::move(*given->totp));
    auto tokens =
        co_await accounts_.login(given->username, std::move(password), exchange.request.remote, std::move(code));
    accounts::AuditEntry entry = entry_of(exchange, "auth.login", folded(given->username));
    if (tokens) {
      entry.role = tokens->caller.role;
      entry.status = 200;
      const bool recorded = co_await record(tokens->caller.tenant, std::move(entry));
      if (recorded) co_return std::move(*tokens);
      const auto ended = co_await accounts_.logout(tokens->caller);
      if (!ended) log::warning("a session that was not recorded cannot be ended", {{"user", given->username}});
      co_return Unexpected(Failure{503, "AUDIT_FAILED", "The sign-in could not be recorded. Try again.", {}, 5});
    }
    const Failure failure = failure_of(tokens.error());
    // What was not looked at is not recorded: a flood that is throttled fills no disk.
    if (failure.status == 401) {
      entry.outcome = accounts::AuditOutcome::refused;
      entry.status = failure.status;
      entry.detail["code"] = failure.code;
      co_await record(tokens.error().tenant, std::move(entry));
    }
    co_return Unexpected(failure);
  }

  net::Task<Result<Tokens, Failure>> renew(Exchange exchange, Secret old) {
    auto tokens = co_await accounts_.refresh(std::move(old));
    if (tokens) co_return std::move(*tokens);
    const Failure failure = failure_of(tokens.error());
    if (tokens.error().token_reused) {
      accounts::AuditEntry entry = entry_of(exchange, "auth.refresh-reuse", tokens.error().user);
      entry.outcome = accounts::AuditOutcome::refused;
      entry.status = failure.status;
      co_await record(tokens.error().tenant, std::move(entry));
    }
    co_return Unexpected(failure);
  }

  // In the chain of the client, or, of a name that nobody has, in that of the installation.
  net::Task<bool> record(TenantId tenant, accounts::AuditEntry entry) {
    const storage::AuditScope scope =
        tenant ? storage::AuditScope(storage::Tenant(tenant)) : storage::AuditScope(storage::Installation{});
    const auto written = co_await audit_.record(scope, std::move(entry));
    co_return written.has_value();
  }

  static accounts::AuditEntry entry_of(const Exchange& exchange, std::string action, std::string user) {
    return {.user = std::move(user),
            .action = std::move(action),
            .outcome = accounts::AuditOutcome::done,
            .address = exchange.request.remote,
            .correlation_id = exchange.correlation_id};
  }

  // As names are stored, for whoever has none of ours too.
  static std::string folded(const std::string& given) {
    std::string name = accounts::audit_text(given, 64);
    for (char& c : name) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return name;
  }

  wire::Session session_view(const accounts::Caller& caller) const {
    return {.username = caller.name,
            .client_id = caller.tenant.value,
            .client_name = caller.client_name,
            .role = std::string(accounts::name(caller.role)),
            .permissions = permissions_of(caller.role),
            .expires_at = caller.expires_at,
            .venue = venue_.name,
            .venue_kind = venue_.kind,
            .totp = accounts_.has_totp(caller),
            .fresh_until = caller.fresh_until.us > 0 ? std::optional(caller.fresh_until) : std::nullopt};
  }

  accounts::Accounts& accounts_;
  accounts::AuditLog& audit_;
  Tickets& tickets_;
  wire::VenueLabel venue_;
};

}  // namespace

void add_session_routes(Gate& gate, accounts::Accounts& accounts, const wire::VenueLabel& venue) {
  const auto routes = std::make_shared<SessionRoutes>(accounts, gate.audit(), gate.tickets(), venue);
  const auto post = [&](const char* pattern, Access access, net::Task<Answer> (SessionRoutes::*handler)(Exchange)) {
    gate.slow(net::Method::POST, pattern, access,
              [routes, handler](Exchange exchange) { return ((*routes).*handler)(std::move(exchange)); });
  };
  post("/api/token/", Access::everyone, &SessionRoutes::create_token);
  post("/api/token/refresh/", Access::everyone, &SessionRoutes::refresh_token);
  post("/api/v1/auth/login", Access::everyone, &SessionRoutes::login);
  post("/api/v1/auth/refresh", Access::everyone, &SessionRoutes::refresh);
  post("/api/v1/auth/logout", Access::signed_in, &SessionRoutes::logout);
  post("/api/v1/auth/session", Access::everyone, &SessionRoutes::sign_in_browser);
  gate.quick(net::Method::POST, "/api/v1/auth/ticket", Access::signed_in,
             [routes](const Exchange& exchange) { return routes->create_ticket(exchange); });
  gate.quick(net::Method::GET, "/api/v1/auth/session", Access::signed_in,
             [routes](const Exchange& exchange) { return routes->who_am_i(exchange); });
}

}  // namespace robson::routes
