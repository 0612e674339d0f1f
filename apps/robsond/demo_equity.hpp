#pragma once
#include "storage/database.hpp"

namespace robson {
// The demo's equity before it was first measured, told backwards from there by the results of its ten past operations,
// so that there is a curve to look at. Written once; nothing is written for a client without such operations.
net::Task<void> draw_demo_equity(storage::Database& database);
}  // namespace robson
