#pragma once
// Maps method and path to a handler of any type. Patterns are written as the documents write them:
// "/api/portfolio/positions/{id}/"; a trailing slash may be missing or there. A parameter matches one non-empty
// segment, percent-decoded.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "net/http.hpp"

namespace robson::net {

// What a path matched. Parameters by name, in pattern order.
struct PathParameters {
  std::vector<std::pair<std::string, std::string>> values{};
  // Must be one that the pattern names.
  const std::string& operator[](std::string_view name) const;
};

// The segments of one pattern or path, without the slashes.
std::vector<std::string_view> split_path(std::string_view path);
// Whether `path` fits `pattern`; fills `into`.
bool match_path(const std::vector<std::string>& pattern, const std::vector<std::string_view>& path,
                PathParameters& into);

template <class Handler>
class Router {
 public:
  struct Route {
    Method method{};
    std::string pattern{};
    Handler handler{};
    std::vector<std::string> segments{};
  };
  struct Match {
    const Route* route = nullptr;  // nullptr: no such path, or not with that method
    PathParameters parameters{};
    std::vector<Method> allowed{};  // methods of the path, when only the method was wrong
  };

  void add(Method method, std::string pattern, Handler handler) {
    const auto parts = split_path(pattern);
    std::vector<std::string> segments(parts.begin(), parts.end());
    routes_.push_back({method, std::move(pattern), std::move(handler), std::move(segments)});
  }
  // HEAD is served by the GET handler. A literal segment wins over a parameter.
  Match find(Method method, std::string_view path) const;
  const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
};

template <class Handler>
typename Router<Handler>::Match Router<Handler>::find(Method method, std::string_view path) const {
  const auto parts = split_path(path);
  Match best;
  std::size_t best_parameters = 0;
  for (const Route& route : routes_) {
    PathParameters parameters;
    if (!match_path(route.segments, parts, parameters)) continue;
    const bool fits = route.method == method || (method == Method::HEAD && route.method == Method::GET);
    if (!fits) {
      best.allowed.push_back(route.method);
    } else if (best.route == nullptr || parameters.values.size() < best_parameters) {
      best_parameters = parameters.values.size();
      best.route = &route;
      best.parameters = std::move(parameters);
    }
  }
  return best;
}

}  // namespace robson::net
