#pragma once
// The venue's request limits. Weight counts per address and clock minute; over the limit calls get 429 with
// Retry-After, and an address that goes on regardless is banned (418), twice as long each time. Orders count per
// account in ten seconds and in a day (-1015).
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "simulator/api_error.hpp"

namespace robson::simulator {

struct RequestLimits {
  std::int64_t weight_minute = 6'000;
  std::int64_t orders_ten_seconds = 100;
  std::int64_t orders_day = 200'000;
};

struct Refused {
  ApiError error{};
  std::int64_t retry_after_seconds = 0;
};

class Weights {
 public:
  explicit Weights(RequestLimits limits) : limits_(limits) {}

  // Adds the weight of a call, or refuses it.
  std::optional<Refused> spend(const std::string& address, std::int64_t weight, Timestamp now);
  std::int64_t used(const std::string& address, Timestamp now) const;

  // Counts `orders` new orders of an account, or refuses them.
  std::optional<ApiError> order(AccountId account, std::int64_t orders, Timestamp now);
  struct OrderCount {
    std::int64_t ten_seconds = 0;
    std::int64_t day = 0;
  };
  OrderCount orders(AccountId account, Timestamp now) const;
  const RequestLimits& limits() const { return limits_; }

 private:
  struct Address {
    std::int64_t minute = 0;
    std::int64_t used = 0;
    std::int64_t refused = 0;  // calls of this minute that came after 429
    std::int64_t bans = 0;
    Timestamp banned_until{};
  };
  struct Orders {
    std::int64_t window = 0;
    std::int64_t day = 0;
    OrderCount count{};
  };
  static constexpr std::size_t most_addresses = 10'000;  // beyond it the old ones are forgotten
  RequestLimits limits_;
  std::unordered_map<std::string, Address> addresses_;
  std::unordered_map<AccountId, Orders> orders_;
};

}  // namespace robson::simulator
