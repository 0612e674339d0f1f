#pragma once
// Table bot_breakers: breakers that opened, by the bot's own id; the newest that is known of each.
#include <string>
#include <vector>

#include "bot_api/documents.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

class Session;

// Enters each, or replaces what was known of it. One that was resolved is not opened again by an older document.
void put_breakers(Session& session, Tenant tenant, const std::string& bot,
                  const std::vector<bot_api::Breaker>& breakers);

// Triggered at or after `from`, newest first, at most `limit`.
std::vector<bot_api::Breaker> breakers(Session& session, Tenant tenant, const std::string& bot, Timestamp from,
                                       int limit);

}  // namespace robson::storage
