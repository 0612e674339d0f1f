#include "routes/request_limits.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace robson::routes {

std::optional<RequestCounter::Refusal> RequestCounter::count(std::string_view who, std::int64_t limit, Timestamp now) {
  const auto found = by_name_.find(who);
  if (found != by_name_.end()) {
    recent_.splice(recent_.begin(), recent_, found->second);
  } else {
    if (recent_.size() >= most_) {
      by_name_.erase(recent_.back().who);
      recent_.pop_back();
    }
    recent_.push_front({.who = std::string(who), .began = now});
    by_name_.emplace(recent_.front().who, recent_.begin());
  }
  Window& current = recent_.front();
  // A clock that was set back begins anew, rather than to wait for a time that is far away.
  if (now - current.began >= window || now < current.began) {
    current.began = now;
    current.counted = 0;
    current.refused = false;
  }
  if (current.counted < limit) {
    ++current.counted;
    return {};
  }
  const Refusal refusal{current.began + window - now, !current.refused};
  current.refused = true;
  return refusal;
}

std::optional<RequestCounter::Refusal> LimitedRequests::of_caller(const accounts::Caller& caller, bool control,
                                                                  Timestamp now) {
  const accounts::Role role = std::max(caller.role, caller.maker_role);
  std::int64_t limit = limits_.admin;
  if (role == accounts::Role::operator_) limit = limits_.operator_;
  if (role == accounts::Role::viewer) limit = limits_.viewer;
  if (control) {
    if (const auto refusal = users_.count(fmt::format("control {}", caller.user.value), limits_.control, now)) {
      return refusal;
    }
  }
  return users_.count(fmt::format("user {}", caller.user.value), limit, now);
}

std::optional<RequestCounter::Refusal> LimitedRequests::of_stranger(const std::string& address, Timestamp now) {
  return strangers_.count(address, limits_.anonymous, now);
}

}  // namespace robson::routes
