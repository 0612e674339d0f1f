#include "reference_bot/api/problem.hpp"

#include <fmt/format.h>

#include "json/write.hpp"

namespace robson::reference_bot {
namespace {

std::string_view title_of(int status) {
  switch (status) {
    case 401: return "Unauthorized";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 422: return "Unprocessable Content";
    case 503: return "Service Unavailable";
    default: return "Internal Server Error";
  }
}

}  // namespace

net::Response response_of(const Problem& problem) {
  net::Response response{
      .status = problem.status, .content_type = "application/problem+json", .headers = {}, .body = {}};
  std::string& out = response.body;
  out = R"({"type":"about:blank")";
  const auto member = [&out](std::string_view name, const auto& value) {
    out += fmt::format(",\"{}\":", name);
    json::write(out, value);
  };
  member("title", title_of(problem.status));
  member("status", problem.status);
  member("code", problem.code);
  member("detail", problem.detail);
  if (problem.field) member("field", *problem.field);
  if (problem.newest) member("newest", *problem.newest);
  out += '}';
  if (problem.status == 503) response.headers.add("Retry-After", "1");
  response.headers.add("Cache-Control", "no-store");
  return response;
}

Problem wrong(std::string field, std::string expected) {
  return {.status = 422,
          .code = "INVALID_FIELD",
          .detail = fmt::format("{}: expected {}.", field.empty() ? "The body" : field, expected),
          .field = field.empty() ? std::nullopt : std::optional(std::move(field)),
          .newest = {}};
}

}  // namespace robson::reference_bot
