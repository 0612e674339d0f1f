#include "routes/failures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace robson::routes {
namespace {

using runtime::VenueErrorKind;

struct Status {
  std::string_view code{};
  int status = 422;
};
constexpr std::array statuses = {
    Status{"UNKNOWN_SYMBOL", 404},    Status{"UNKNOWN_STRATEGY", 404},
    Status{"UNKNOWN_PLAN", 404},      Status{"UNKNOWN_POSITION", 404},
    Status{"UNKNOWN_OPERATION", 404}, Status{"UNKNOWN_ORDER", 404},
    Status{"PLAN_EXPIRED", 409},      Status{"PLAN_ALREADY_EXECUTED", 409},
    Status{"PLAN_TAMPERED", 409},     Status{"PRICE_MOVED", 409},
    Status{"SIZE_DRIFTED", 409},      Status{"STALE_QUOTE", 409},
    Status{"ACCOUNT_STALE", 409},     Status{"VENUE_KIND_CHANGED", 409},
    Status{"VERSION_CONFLICT", 409},  Status{"NAME_TAKEN", 409},
    Status{"ALREADY_CLOSING", 409},   Status{"ORDER_NOT_OPEN", 409},
    Status{"ORDER_BUSY", 409},        Status{"NOT_PAUSED", 409},
    Status{"TRADING_DISABLED", 409},  Status{"TRADING_PAUSED", 409},
    Status{"KILL_SWITCH_ON", 409},    Status{"JOURNAL_FAILED", 503},
    Status{"NO_VENUE_ACCOUNT", 503},  Status{"NO_PRICE", 503},
    Status{"UNKNOWN_TENANT", 503},
};

}  // namespace

int status_of(std::string_view code) {
  const auto found = std::ranges::find(statuses, code, &Status::code);
  return found == statuses.end() ? 422 : found->status;
}

Failure failure_of(const engine::Rejection& rejection) {
  Failure failure{status_of(rejection.code), rejection.code, rejection.text, {}, {}};
  if (!rejection.field.empty()) failure.field = rejection.field;
  return failure;
}

Failure failure_of(const runtime::VenueError& error) {
  const int pause = static_cast<int>(std::max<std::int64_t>(1, error.retry_after.count() / 1'000'000));
  switch (error.kind) {
    case VenueErrorKind::unknown_symbol: return not_found("UNKNOWN_SYMBOL", error.text);
    case VenueErrorKind::rate_limited:
      return {503, "VENUE_RATE_LIMITED", "The exchange asks us to wait. Nothing was changed.", {}, pause};
    case VenueErrorKind::unreachable:
      return {503, "VENUE_UNREACHABLE", "The exchange does not answer, and no earlier value is known.", {}, 2};
    case VenueErrorKind::bad_credentials:
    case VenueErrorKind::rejected:
    case VenueErrorKind::invalid_answer: break;
  }
  return {503, "VENUE_FAILED", "The exchange answered something that cannot be used.", {}, 2};
}

Failure failure_of(const storage::StorageError& error) {
  if (error.kind == storage::StorageErrorKind::busy) {
    return {503, "BUSY", "The database has more questions than it can answer now. Try again.", {}, 1};
  }
  return {503, "STORAGE_FAILED", "The server cannot read its database. Nothing was changed.", {}, 5};
}

Failure failure_of(storage::CursorFault fault) {
  if (fault == storage::CursorFault::of_another_question) {
    return unprocessable("cursor", "That cursor belongs to a list with another filter or sort: begin without one.");
  }
  return unprocessable("cursor", "That is no cursor of ours: take next_cursor of the page before.");
}

int seconds_of(Duration wait) {
  return static_cast<int>(std::max<std::int64_t>(1, (wait.count() + 999'999) / 1'000'000));
}

Failure failure_of(const accounts::AuthFailure& failure) {
  using accounts::AuthError;
  switch (failure.kind) {
    case AuthError::bad_credentials: return {401, "BAD_CREDENTIALS", "The name or the password is wrong.", {}, {}};
    case AuthError::totp_required:
      return {401, "TOTP_REQUIRED", "That account has a second factor: send its code, too.", "totp", {}};
    case AuthError::wrong_code:
      return {401, "BAD_TOTP", "That code is wrong, or was used before. Wait for the next one.", "totp", {}};
    case AuthError::invalid: return {401, "INVALID_TOKEN", "That token is not valid. Sign in again.", {}, {}};
    case AuthError::expired: return {401, "TOKEN_EXPIRED", "That token has expired. Sign in again.", {}, {}};
    case AuthError::throttled:
      return {429,
              "TOO_MANY_ATTEMPTS",
              "Too many attempts. Wait before the next one.",
              {},
              seconds_of(failure.retry_after)};
    case AuthError::busy: return {503, "BUSY", "Too many people sign in at this moment. Try again.", {}, 2};
    case AuthError::storage: break;
  }
  return {503, "STORAGE_FAILED", "The server cannot reach its database. Try again.", {}, 5};
}

Failure session_needed() {
  return {403, "SESSION_NEEDED", "An API key cannot do that: sign in.", {}, {}};
}

Failure forbidden(accounts::Role needed, accounts::Role has) {
  return {403,
          "FORBIDDEN",
          fmt::format("That needs the role {}; yours is {}.", accounts::name(needed), accounts::name(has)),
          {},
          {}};
}

}  // namespace robson::routes
