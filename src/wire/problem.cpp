#include "wire/problem.hpp"

#include "json/write.hpp"

namespace robson::wire {

std::string write(const Problem& problem) {
  std::string out = R"({"type":)";
  json::write_text(out, problem.type);
  const auto member = [&out](std::string_view name, const auto& value) {
    out += ",\"";
    out += name;
    out += "\":";
    json::write(out, value);
  };
  member("title", problem.title);
  member("status", problem.status);
  member("code", problem.code);
  member("detail", problem.detail);
  if (problem.field) member("field", *problem.field);
  member("correlation_id", problem.correlation_id);
  if (problem.retry_after) member("retry_after", *problem.retry_after);
  out.push_back('}');
  return out;
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 422: return "Unprocessable Content";
    case 426: return "Upgrade Required";
    case 429: return "Too Many Requests";
    case 500: return "Internal Server Error";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    default: return "Error";
  }
}

}  // namespace robson::wire
