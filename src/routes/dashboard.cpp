#include "routes/dashboard.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "json/write.hpp"
#include "routes/request.hpp"

namespace robson::routes {
namespace {

struct CardClick {
  std::string name{};
};
BOOST_DESCRIBE_STRUCT(CardClick, (), (name))

bool is_card_name(const std::string& name) {
  return !name.empty() && name.size() <= 40 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

}  // namespace

void add_dashboard_routes(Gate& gate, Metrics& metrics) {
  gate.quick(net::Method::POST, "/api/v1/dashboard/card-click", Access::signed_in,
             [&metrics](const Exchange& exchange) -> Answer {
               const auto click = body_of<CardClick>(exchange);
               if (!click) return Unexpected(click.error());
               if (!is_card_name(click->name)) {
                 return Unexpected(unprocessable("name", "name must have 1 to 40 of a-z, 0-9, _ and -."));
               }
               metrics.card_click(click->name);
               return net::Response{.status = 204};
             });
}

}  // namespace robson::routes
