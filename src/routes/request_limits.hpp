#pragma once
// How much one user, or one address without a user, may ask for within a minute, which begins with the first request
// that is counted in it. What programs ask with API keys counts for the user who made the keys, by that user's role.
// Message streams and sockets do not count; what is sent over them has limits of its own. Bounded: when there is no
// room for another one, the one that asked longest ago is forgotten.
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "accounts/accounts.hpp"

namespace robson::routes {

// Requests a minute, each at least 1.
struct RequestLimits {
  std::int64_t viewer = 100;
  std::int64_t operator_ = 200;
  std::int64_t admin = 500;
  std::int64_t control = 10;     // of them under /api/v1/control/
  std::int64_t anonymous = 600;  // from one address without a valid token, session or key
};

// Loop thread.
class RequestCounter {
 public:
  static constexpr Duration window = std::chrono::minutes(1);
  explicit RequestCounter(std::size_t most = 20'000) : most_(most) {}

  struct Refusal {
    Duration wait{};     // until the minute is over
    bool first = false;  // of this minute
  };
  // Counts one request of `who`, unless there were `limit` of them.
  std::optional<Refusal> count(std::string_view who, std::int64_t limit, Timestamp now);
  std::size_t size() const { return recent_.size(); }

 private:
  struct Window {
    std::string who{};
    Timestamp began{};
    std::int64_t counted = 0;
    bool refused = false;
  };
  using Recent = std::list<Window>;  // the one that asked last in front

  const std::size_t most_;
  Recent recent_;
  std::unordered_map<std::string_view, Recent::iterator> by_name_;  // names live in recent_
};

// The limits as the gate applies them.
class LimitedRequests {
 public:
  explicit LimitedRequests(RequestLimits limits) : limits_(limits) {}
  std::optional<RequestCounter::Refusal> of_caller(const accounts::Caller& caller, bool control, Timestamp now);
  std::optional<RequestCounter::Refusal> of_stranger(const std::string& address, Timestamp now);

 private:
  const RequestLimits limits_;
  RequestCounter users_;
  RequestCounter strangers_;
};

}  // namespace robson::routes
