#pragma once
// Table settings: what the installation as a whole remembers, by key.
#include <cstdint>
#include <optional>
#include <string>

#include "storage/scope.hpp"

namespace robson::storage {

class Session;

std::optional<std::string> find_setting(Session& session, Installation, const std::string& key);
void put_setting(Session& session, Installation, const std::string& key, const std::string& value);

// Counts the runs of the engine: 1 at the first start, one more at each later one.
std::int64_t begin_epoch(Session& session, Installation);

}  // namespace robson::storage
