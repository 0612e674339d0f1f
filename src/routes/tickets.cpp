#include "routes/tickets.hpp"

#include <sodium.h>

#include <algorithm>

namespace robson::routes {
namespace {

constexpr std::size_t ticket_length = 43;  // 256 bits in base64url

}  // namespace

std::optional<Secret> Tickets::issue(const accounts::Caller& caller) {
  forget_ended();
  const auto is_his = [&](const Ticket& ticket) { return ticket.caller.user == caller.user; };
  const auto his = static_cast<std::size_t>(std::ranges::count_if(alive_, is_his));
  if (his >= most_of_a_user) alive_.erase(std::ranges::find_if(alive_, is_his));
  if (alive_.size() >= most) return {};
  Secret ticket = accounts::random_token();
  alive_.push_back({accounts::digest_of(ticket.reveal()), caller, clock_.now() + lifetime});
  return ticket;
}

std::optional<accounts::Caller> Tickets::redeem(std::string_view ticket) {
  if (ticket.size() != ticket_length) return {};  // an access token
  forget_ended();
  const accounts::Digest digest = accounts::digest_of(ticket);
  auto found = alive_.end();
  for (auto one = alive_.begin(); one != alive_.end(); ++one) {
    if (sodium_memcmp(one->digest.data(), digest.data(), digest.size()) == 0) found = one;
  }
  if (found == alive_.end()) return {};
  accounts::Caller caller = std::move(found->caller);
  alive_.erase(found);
  return caller;
}

void Tickets::forget_ended() {
  const Timestamp now = clock_.now();
  while (!alive_.empty() && alive_.front().ends <= now) alive_.pop_front();
}

}  // namespace robson::routes
