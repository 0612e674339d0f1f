#pragma once
// What was found out about access tokens lately, so that a signature is checked once and not with every request. Keyed
// by the token's digest: the tokens themselves are not kept. Bounded: the oldest entry makes room. An entry is a
// shortcut for the signature alone; expiry and session are checked each time by whoever asks.
#include <cstring>
#include <deque>
#include <unordered_map>

#include "accounts/access_token.hpp"
#include "accounts/random.hpp"

namespace robson::accounts {

// Loop thread.
class VerifiedTokens {
 public:
  struct Entry {
    TenantId tenant{};
    SessionId session{};
    std::int64_t version = 0;
    Timestamp expires_at{};
  };

  explicit VerifiedTokens(std::size_t capacity = 20'000) : capacity_(capacity) {}

  const Entry* find(const Digest& digest) const {
    const auto found = entries_.find(digest);
    return found == entries_.end() ? nullptr : &found->second;
  }
  const Entry& remember(const Digest& digest, const AccessClaims& claims) {
    if (order_.size() >= capacity_) {
      entries_.erase(order_.front());
      order_.pop_front();
    }
    order_.push_back(digest);
    return entries_[digest] = {claims.tenant, claims.session, claims.version, claims.expires_at};
  }
  void clear() {
    entries_.clear();
    order_.clear();
  }
  std::size_t size() const { return entries_.size(); }

 private:
  struct Hash {
    // Any eight bytes of a digest are as good as a hash of it.
    std::size_t operator()(const Digest& digest) const {
      std::size_t hash = 0;
      std::memcpy(&hash, digest.data(), sizeof hash);
      return hash;
    }
  };
  const std::size_t capacity_;
  std::unordered_map<Digest, Entry, Hash> entries_;
  std::deque<Digest> order_;  // oldest first
};

}  // namespace robson::accounts
