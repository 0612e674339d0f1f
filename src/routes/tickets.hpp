#pragma once
// One-time tickets: what a program puts into a socket's address in place of its access token. A ticket is good once,
// for 30 s, with the rights and the end of the session that asked for it. Only digests are kept, in memory; looking one
// up takes the same time wherever, and whether, it is found. Loop thread.
#include <deque>
#include <optional>
#include <string_view>

#include "accounts/accounts.hpp"
#include "accounts/random.hpp"

namespace robson::routes {

class Tickets {
 public:
  static constexpr Duration lifetime = std::chrono::seconds(30);
  static constexpr std::size_t most = 1'000;
  static constexpr std::size_t most_of_a_user = 10;

  explicit Tickets(const Clock& clock) : clock_(clock) {}

  // None when there are too many alive. A user's eleventh takes the place of his oldest.
  std::optional<Secret> issue(const accounts::Caller& caller);
  // Who asked for it; from now on it is worth nothing. The caller's session may have ended meanwhile.
  std::optional<accounts::Caller> redeem(std::string_view ticket);
  std::size_t alive() const { return alive_.size(); }

 private:
  struct Ticket {
    accounts::Digest digest{};
    accounts::Caller caller{};
    Timestamp ends{};
  };
  void forget_ended();

  const Clock& clock_;
  std::deque<Ticket> alive_;  // oldest first
};

}  // namespace robson::routes
