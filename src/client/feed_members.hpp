#pragma once
// What a message does to its channel's object: one table of the feed's types.
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "json/value.hpp"

namespace robson::client {

using FeedMembers = std::map<std::string, json::Value, std::less<>>;

// More than any account has; what goes beyond is refused.
inline constexpr std::size_t feed_members_max = 20'000;

// Whether the channel's object is one thing, told whole (stats), instead of members under keys (positions).
bool is_whole(std::string_view channel);

// Merges `data` of a message of `type` in. Gives the key of the member that it is about ("": the whole, or none);
// nothing when the data lacks what the type needs.
std::optional<std::string> merge(FeedMembers& members, std::string_view type, const json::Value& data);

}  // namespace robson::client
