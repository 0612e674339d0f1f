#pragma once
// Ids that cannot be mixed up: Id<struct OrderTag> is no Id<struct TenantTag>.
#include <compare>
#include <cstdint>
#include <functional>

namespace robson {
template <class Tag>
struct Id {
  std::int64_t value = 0;  // 0 means none
  friend constexpr bool operator==(Id, Id) = default;
  friend constexpr auto operator<=>(Id, Id) = default;
  constexpr explicit operator bool() const { return value != 0; }
};
using TenantId = Id<struct TenantTag>;  // the requirements' client_id
using UserId = Id<struct UserTag>;
using OperationId = Id<struct OperationTag>;
using StrategyId = Id<struct StrategyTag>;
using PlanId = Id<struct PlanTag>;
using OrderId = Id<struct OrderTag>;
}  // namespace robson

template <class Tag>
struct std::hash<robson::Id<Tag>> {
  std::size_t operator()(robson::Id<Tag> id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
