#include "client/failure.hpp"

#include <fmt/format.h>

#include "json/read.hpp"
#include "wire/problem.hpp"

namespace robson::client {
namespace {

Cause cause_of(int status) {
  switch (status) {
    case 400:
    case 405:
    case 413:
    case 415:
    case 422: return Cause::invalid;
    case 401: return Cause::login_needed;
    case 403:
    case 409: return Cause::refused;
    case 404: return Cause::not_found;
    case 429: return Cause::busy;
    default: return Cause::failed;
  }
}

// 422 says both that a request is malformed and that a rule is against it; the code tells which.
Cause cause_of(int status, std::string_view code) {
  if (code == "STALE_QUOTE") return Cause::stale;
  if (status != 422) return cause_of(status);
  const bool malformed = code == "INVALID_PARAMETER" || code == "INVALID_BODY" || code == "IDEMPOTENCY_KEY_REUSED";
  return malformed ? Cause::invalid : Cause::refused;
}

// The sentence's own reason: what stands behind the last colon ("cannot connect to host: connection refused").
std::string reason(const net::NetError& broken) {
  switch (broken.kind) {
    case net::NetErrorKind::timeout: return "no answer in time";
    case net::NetErrorKind::closed: return "the connection was closed before an answer came";
    default: break;
  }
  const auto colon = broken.text.rfind(": ");
  std::string text = colon == std::string::npos ? broken.text : broken.text.substr(colon + 2);
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

// A proxy's or another program's error page, cut to what fits a sentence.
Error without_problem(const net::Reply& refused, const std::string& url) {
  const bool gateway = refused.status == 502 || refused.status == 504;
  return {.cause = gateway ? Cause::unreachable : cause_of(refused.status),
          .text = fmt::format("{} answered {} {}", url, refused.status, wire::reason_phrase(refused.status)),
          .code = fmt::format("HTTP_{}", refused.status),
          .correlation_id = std::string(refused.headers.get("X-Correlation-ID"))};
}

}  // namespace

Error failure(const net::NetError& broken, const std::string& url, bool changes) {
  if (changes && broken.maybe_sent) {
    return outcome_unknown(url, reason(broken));
  }
  switch (broken.kind) {
    case net::NetErrorKind::protocol: return bad_answer(url, reason(broken));
    case net::NetErrorKind::too_large: return bad_answer(url, "the answer is too large");
    default: break;
  }
  return {.cause = Cause::unreachable,
          .text = fmt::format("cannot reach {}: {}", url, reason(broken)),
          .code = "SERVER_UNREACHABLE"};
}

Error outcome_unknown(const std::string& url, const std::string& why) {
  return {.cause = Cause::outcome_unknown,
          .text = fmt::format("no answer from {}: {}; whether it was done is not known", url, why),
          .code = "OUTCOME_UNKNOWN"};
}

bool leaves_open(const net::Reply& reply) {
  return reply.status == 500 || reply.status == 502 || reply.status == 504;
}

Error failure(const net::Reply& refused, const std::string& url) {
  const auto problem = json::read<wire::Problem>(refused.body, json::Unknown::ignored);
  Error error = without_problem(refused, url);
  if (problem) {
    error.cause = cause_of(refused.status, problem->code);
    error.text = problem->detail;
    if (problem->field) error.text = fmt::format("{} ({})", error.text, *problem->field);
    while (error.text.ends_with('.')) error.text.pop_back();
    error.code = problem->code;
    error.correlation_id = problem->correlation_id;
    error.document = refused.body;
    if (problem->retry_after) error.retry_after = std::chrono::seconds(*problem->retry_after);
  }
  return error;
}

Error bad_answer(const std::string& url, const std::string& why) {
  return {.cause = Cause::bad_answer,
          .text = fmt::format("{} does not answer as a Robson server does: {}", url, why),
          .code = "BAD_ANSWER"};
}

}  // namespace robson::client
