#include "accounts/login_throttle.hpp"

namespace robson::accounts {
namespace {
std::string key_of(std::string_view account, std::string_view address) {
  return std::string(account) + '\n' + std::string(address);
}
}  // namespace

std::optional<Duration> LoginThrottle::attempt(std::string_view account, std::string_view address, Timestamp now) {
  const std::string key = key_of(account, address);
  const auto found = by_key_.find(key);
  if (found != by_key_.end()) {
    recent_.splice(recent_.begin(), recent_, found->second);
  } else {
    if (recent_.size() >= limits_.pairs) {
      by_key_.erase(recent_.back().key);
      recent_.pop_back();
    }
    recent_.push_front({key});
    by_key_.emplace(recent_.front().key, recent_.begin());
  }
  auto& attempts = recent_.front().attempts;
  while (!attempts.empty() && attempts.front() + limits_.window <= now) attempts.pop_front();
  if (attempts.size() >= limits_.attempts) return attempts.front() + limits_.window - now;
  attempts.push_back(now);
  return {};
}

void LoginThrottle::forgive(std::string_view account, std::string_view address) {
  const auto found = by_key_.find(key_of(account, address));
  if (found != by_key_.end() && !found->second->attempts.empty()) found->second->attempts.pop_back();
}

void LoginThrottle::clear(std::string_view account, std::string_view address) {
  const auto found = by_key_.find(key_of(account, address));
  if (found == by_key_.end()) return;
  const auto pair = found->second;
  by_key_.erase(found);
  recent_.erase(pair);
}

}  // namespace robson::accounts
