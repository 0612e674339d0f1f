#pragma once
// What a reader of the feed may subscribe to.
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "json/describe.hpp"

namespace robson::feed {

enum class Channel : std::uint8_t {
  positions,
  pause_state,
  stats,
  orders,
  operations,
  alerts,
  approvals,
  equity,
  prices,
  bots
};
BOOST_DESCRIBE_ENUM(Channel, positions, pause_state, stats, orders, operations, alerts, approvals, equity, prices, bots)
constexpr int channel_count = 10;

// A set of channels.
class Channels {
 public:
  constexpr Channels() = default;
  constexpr Channels(std::initializer_list<Channel> some) {
    for (const Channel one : some) add(one);
  }
  static constexpr Channels all() {
    Channels set;
    set.bits_ = (1U << channel_count) - 1U;
    return set;
  }
  constexpr void add(Channel one) { bits_ |= bit(one); }
  constexpr void add(Channels others) { bits_ |= others.bits_; }
  constexpr void remove(Channel one) { bits_ &= ~bit(one); }
  constexpr void remove(Channels others) { bits_ &= ~others.bits_; }
  constexpr bool has(Channel one) const { return (bits_ & bit(one)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr std::uint32_t bits() const { return bits_; }
  // In the order of the enumeration.
  std::vector<Channel> list() const;
  friend constexpr bool operator==(Channels, Channels) = default;

 private:
  static constexpr std::uint32_t bit(Channel one) { return 1U << static_cast<unsigned>(one); }
  std::uint32_t bits_ = 0;
};

inline std::string_view name_of(Channel channel) {
  return json::name_of(channel);
}

}  // namespace robson::feed
