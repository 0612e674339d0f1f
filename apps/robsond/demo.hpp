#pragma once
#include "base/secret.hpp"
#include "storage/database.hpp"

namespace robson {
// The demo's client 1, user admin and Operation #1, made once in a fresh data directory. Blocks.
struct Demo {
  Secret password{};
  bool is_new = false;  // false: the data directory had it already, and the password is the one chosen then
};
Result<Demo, std::string> prepare_demo(storage::Database& database, const Clock& clock, const Secret& wanted_password);
}  // namespace robson
