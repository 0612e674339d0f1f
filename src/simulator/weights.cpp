#include "simulator/weights.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace robson::simulator {
namespace {

constexpr std::int64_t refusals_before_ban = 50;  // in one minute
constexpr std::int64_t shortest_ban_seconds = 120;
constexpr std::int64_t longest_ban_seconds = 259'200;  // 3 days

std::int64_t minute_of(Timestamp now) {
  return now.seconds() / 60;
}

}  // namespace

std::optional<Refused> Weights::spend(const std::string& address, std::int64_t weight, Timestamp now) {
  if (addresses_.size() > most_addresses) addresses_.clear();
  Address& here = addresses_[address];
  const auto left = [&](Timestamp until) { return std::max<std::int64_t>(1, (until - now).count() / 1'000'000 + 1); };
  const auto ban = [&] {
    return Refused{{418,
                    -1003,
                    fmt::format("Way too much request weight used; IP banned until {}. Please use WebSocket Streams "
                                "for live updates to avoid bans.",
                                here.banned_until.ms()),
                    {}},
                   left(here.banned_until)};
  };
  if (now < here.banned_until) return ban();
  if (here.minute != minute_of(now)) {
    here.minute = minute_of(now);
    here.used = 0;
    here.refused = 0;
  }
  here.used += weight;
  if (here.used <= limits_.weight_minute) return {};
  if (++here.refused > refusals_before_ban) {
    const std::int64_t seconds =
        std::min(longest_ban_seconds, shortest_ban_seconds << std::min<std::int64_t>(here.bans, 12));
    ++here.bans;
    here.banned_until = now + std::chrono::seconds(seconds);
    return ban();
  }
  return Refused{{429,
                  -1003,
                  fmt::format("Too much request weight used; current limit is {} request weight per 1 MINUTE. Please "
                              "use WebSocket Streams for live updates to avoid polling the API.",
                              limits_.weight_minute),
                  {}},
                 left(Timestamp::from_seconds((here.minute + 1) * 60))};
}

std::int64_t Weights::used(const std::string& address, Timestamp now) const {
  const auto found = addresses_.find(address);
  return found == addresses_.end() || found->second.minute != minute_of(now) ? 0 : found->second.used;
}

std::optional<ApiError> Weights::order(AccountId account, std::int64_t orders, Timestamp now) {
  Orders& counted = orders_[account];
  counted.count = this->orders(account, now);
  counted.window = now.seconds() / 10;
  counted.day = now.seconds() / 86'400;
  const auto refused = [](std::int64_t limit, std::string_view window) {
    return ApiError{
        429, -1015, fmt::format("Too many new orders; current limit is {} orders per {}.", limit, window), {}};
  };
  if (counted.count.ten_seconds + orders > limits_.orders_ten_seconds) {
    return refused(limits_.orders_ten_seconds, "TEN_SECONDS");
  }
  if (counted.count.day + orders > limits_.orders_day) return refused(limits_.orders_day, "DAY");
  counted.count.ten_seconds += orders;
  counted.count.day += orders;
  return {};
}

Weights::OrderCount Weights::orders(AccountId account, Timestamp now) const {
  const auto found = orders_.find(account);
  if (found == orders_.end()) return {};
  OrderCount count = found->second.count;
  if (found->second.window != now.seconds() / 10) count.ten_seconds = 0;
  if (found->second.day != now.seconds() / 86'400) count.day = 0;
  return count;
}

}  // namespace robson::simulator
