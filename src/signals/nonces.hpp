#pragma once
// Nonces that were used, so that nothing that was signed once counts twice. One is kept until its timestamp is out of
// the window, when the timestamp refuses it by itself. Bounded: when it is full nothing more is taken, since to forget
// one would be to let it in again. Loop thread.
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "signals/intake.hpp"

namespace robson::signals {

class Nonces {
 public:
  explicit Nonces(std::size_t most = 1'000'000) : most_(most) {}

  enum class Taken { fresh, used, full };
  // Remembers the nonce, unless it is known.
  Taken take(const std::string& producer, const std::string& nonce, Timestamp signed_at, Timestamp now);
  std::size_t size() const { return known_.size(); }

 private:
  void forget_old(Timestamp now);

  const std::size_t most_;
  std::unordered_map<std::string, Timestamp> known_;            // "producer nonce", signed at
  std::map<std::int64_t, std::vector<std::string>> by_second_;  // the same, by second of the timestamp
};

}  // namespace robson::signals
