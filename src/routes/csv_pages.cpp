#include "routes/csv_pages.hpp"

namespace robson::routes {

net::Response csv_response(std::string body, const std::string& name, bool truncated) {
  net::Response response{.content_type = "text/csv; charset=utf-8"};
  response.headers.add("Content-Disposition", "attachment; filename=\"" + name + "\"");
  if (truncated) response.headers.add("X-Truncated", "true");
  response.body = std::move(body);
  return response;
}

}  // namespace robson::routes
