#pragma once
// Slows the guessing of passwords: so many attempts for one account from one address within a window. The pair, and
// not the account alone, so that a stranger cannot lock anybody out. A login that succeeds clears its pair.
// Bounded: when there is no room for another pair, the one that was tried longest ago is forgotten. To push a pair out
// that way takes `pairs` attempts, and each of them waits for a password hash: longer than the window.
#include <cstddef>
#include <deque>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/timestamp.hpp"

namespace robson::accounts {

struct ThrottleLimits {
  std::size_t attempts = 5;
  Duration window = std::chrono::minutes(5);
  std::size_t pairs = 20'000;
};

// Loop thread.
class LoginThrottle {
 public:
  explicit LoginThrottle(ThrottleLimits limits) : limits_(limits) {}

  // Counts an attempt. If there were too many it is not counted; the answer is then how long to wait.
  std::optional<Duration> attempt(std::string_view account, std::string_view address, Timestamp now);
  // Takes the last attempt back: it was never decided.
  void forgive(std::string_view account, std::string_view address);
  void clear(std::string_view account, std::string_view address);
  std::size_t size() const { return recent_.size(); }

 private:
  struct Pair {
    std::string key{};
    std::deque<Timestamp> attempts{};  // oldest first
  };
  using Recent = std::list<Pair>;  // the one tried last in front

  const ThrottleLimits limits_;
  Recent recent_;
  std::unordered_map<std::string_view, Recent::iterator> by_key_;  // keys live in recent_
};

}  // namespace robson::accounts
