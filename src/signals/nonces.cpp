#include "signals/nonces.hpp"

namespace robson::signals {

Nonces::Taken Nonces::take(const std::string& producer, const std::string& nonce, Timestamp signed_at, Timestamp now) {
  forget_old(now);
  const std::string key = producer + ' ' + nonce;
  if (known_.contains(key)) return Taken::used;
  if (known_.size() >= most_) return Taken::full;
  known_.emplace(key, signed_at);
  by_second_[signed_at.seconds()].push_back(key);
  return Taken::fresh;
}

void Nonces::forget_old(Timestamp now) {
  const std::int64_t oldest = (now - signature_window).seconds();
  while (!by_second_.empty() && by_second_.begin()->first < oldest) {
    for (const std::string& key : by_second_.begin()->second) known_.erase(key);
    by_second_.erase(by_second_.begin());
  }
}

}  // namespace robson::signals
