#include "accounts/totp.hpp"
#include "json/write.hpp"
#include "routes/access.hpp"
#include "routes/failures.hpp"
#include "routes/request.hpp"
#include "wire/access.hpp"

namespace robson::routes {
namespace {

using accounts::TotpFailure;
using accounts::TotpFault;

Failure failure_of(const TotpFailure& failure) {
  switch (failure.kind) {
    case TotpFault::already_on: return {409, "TOTP_ON", "A second factor is on already.", {}, {}};
    case TotpFault::not_on: return {409, "TOTP_OFF", "No second factor is on.", {}, {}};
    case TotpFault::nothing_pending: return {409, "TOTP_NOT_BEGUN", "Ask for a secret first.", {}, {}};
    case TotpFault::wrong_code:
      return {422, "BAD_TOTP", "That code is wrong, or was used before. Wait for the next one.", "code", {}};
    case TotpFault::throttled:
      return {429,
              "TOO_MANY_ATTEMPTS",
              "Too many attempts. Wait before the next one.",
              {},
              seconds_of(failure.retry_after)};
    case TotpFault::busy: return {503, "BUSY", "Too much is asked for at this moment. Try again.", {}, 2};
    case TotpFault::storage: break;
  }
  return {503, "STORAGE_FAILED", "The server cannot reach its database. Nothing was changed.", {}, 5};
}

// A wrong proof of somebody who is signed in: not 401, which would say that the session is at fault.
Failure failure_of_proof(const accounts::AuthFailure& failure, const char* field) {
  using accounts::AuthError;
  if (failure.kind == AuthError::bad_credentials) {
    return {422, "WRONG_PASSWORD", "That is not your password.", field, {}};
  }
  if (failure.kind == AuthError::wrong_code) {
    return {422, "BAD_TOTP", "That code is wrong, or was used before. Wait for the next one.", field, {}};
  }
  return routes::failure_of(failure);
}

class OwnAccountRoutes {
 public:
  explicit OwnAccountRoutes(Gate& gate) : accounts_(gate.accounts()), clock_(gate.clock()) {}

  net::Task<Answer> step_up(Exchange exchange) {
    auto given = body_of<wire::StepUpRequest>(exchange);
    if (!given) co_return Unexpected(given.error());
    if (given->password.has_value() == given->totp.has_value()) {
      co_return Unexpected(Failure{400, "INVALID_BODY", "Send either password or totp.", {}, {}});
    }
    const bool is_code = given->totp.has_value();
    exchange.note("with", is_code ? "totp" : "password");
    Secret proof(std::move(is_code ? *given->totp : *given->password));
    const auto proven =
        co_await accounts_.step_up(*exchange.caller, std::move(proof), is_code, exchange.request.remote);
    if (!proven) co_return Unexpected(failure_of_proof(proven.error(), is_code ? "totp" : "password"));
    net::Response response{.status = 204};
    co_return response;
  }

  net::Task<Answer> change_password(Exchange exchange) {
    auto given = body_of<wire::PasswordChange>(exchange);
    if (!given) co_return Unexpected(given.error());
    Secret current(std::move(given->current_password));
    Secret wanted(std::move(given->new_password));
    if (const auto fits = check_new_password("new_password", wanted); !fits) co_return Unexpected(fits.error());
    const auto changed = co_await accounts_.change_own_password(*exchange.caller, std::move(current), std::move(wanted),
                                                                exchange.request.remote);
    if (!changed) co_return Unexpected(failure_of_proof(changed.error(), "current_password"));
    net::Response response{.status = 204};
    co_return response;
  }

  net::Task<Answer> totp(Exchange exchange) {
    const auto state = co_await accounts_.totp_state(*exchange.caller);
    if (!state) co_return Unexpected(failure_of(state.error()));
    const wire::Totp view{state->enabled, state->recovery_codes_left};
    co_return json_response(json::text_of(view));
  }

  net::Task<Answer> begin_totp(Exchange exchange) {
    if (const auto person = fresh_person(exchange, clock_.now()); !person) co_return Unexpected(person.error());
    const auto secret = co_await accounts_.begin_totp(*exchange.caller);
    if (!secret) co_return Unexpected(failure_of(secret.error()));
    const wire::TotpSecret view{accounts::base32(secret->reveal()), accounts::totp_uri(*secret, exchange.caller->name)};
    co_return json_response(json::text_of(view), 201);
  }

  net::Task<Answer> confirm_totp(Exchange exchange) {
    auto code = code_of(exchange);
    if (!code) co_return Unexpected(code.error());
    if (const auto person = fresh_person(exchange, clock_.now()); !person) co_return Unexpected(person.error());
    auto codes = co_await accounts_.confirm_totp(*exchange.caller, std::move(*code), exchange.request.remote);
    if (!codes) co_return Unexpected(failure_of(codes.error()));
    const wire::RecoveryCodes view{std::move(*codes)};
    co_return json_response(json::text_of(view));
  }

  net::Task<Answer> disable_totp(Exchange exchange) {
    auto code = code_of(exchange);
    if (!code) co_return Unexpected(code.error());
    const auto disabled = co_await accounts_.disable_totp(*exchange.caller, std::move(*code), exchange.request.remote);
    if (!disabled) co_return Unexpected(failure_of(disabled.error()));
    net::Response response{.status = 204};
    co_return response;
  }

 private:
  static Result<Secret, Failure> code_of(const Exchange& exchange) {
    auto given = body_of<wire::TotpCode>(exchange);
    if (!given) return Unexpected(given.error());
    if (const auto fits = text_within("code", given->code, 6, 16); !fits) return Unexpected(fits.error());
    return Secret(std::move(given->code));
  }

  accounts::Accounts& accounts_;
  const Clock& clock_;
};

}  // namespace

void add_own_account_routes(Gate& gate) {
  const auto routes = std::make_shared<OwnAccountRoutes>(gate);
  // Nothing of this is for a key: it has no password and no second factor.
  const auto add = [&](net::Method method, const char* pattern,
                       net::Task<Answer> (OwnAccountRoutes::*handler)(Exchange)) {
    gate.slow(method, pattern, Access::signed_in, [routes, handler](Exchange exchange) -> net::Task<Answer> {
      if (exchange.caller->by_api_key) co_return Unexpected(session_needed());
      co_return co_await ((*routes).*handler)(std::move(exchange));
    });
  };
  add(net::Method::POST, "/api/v1/auth/step-up", &OwnAccountRoutes::step_up);
  add(net::Method::POST, "/api/v1/auth/password", &OwnAccountRoutes::change_password);
  add(net::Method::GET, "/api/v1/auth/totp", &OwnAccountRoutes::totp);
  add(net::Method::POST, "/api/v1/auth/totp", &OwnAccountRoutes::begin_totp);
  add(net::Method::POST, "/api/v1/auth/totp/confirm", &OwnAccountRoutes::confirm_totp);
  add(net::Method::POST, "/api/v1/auth/totp/disable", &OwnAccountRoutes::disable_totp);
}

}  // namespace robson::routes
