#pragma once
#include <map>
#include <string>

#include "base/decimal.hpp"
namespace robson {
// What an account holds of one asset.
struct Balance {
  Money free{};
  Money locked{};  // bound in open orders
  friend bool operator==(const Balance&, const Balance&) = default;
};
using Balances = std::map<std::string, Balance>;  // by asset
}  // namespace robson
