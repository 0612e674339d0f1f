#pragma once
// Table bot_breakers: breakers that opened, by the bot's own id; the newest that is known of each.
#include <string>
#include <vector>

#include "bot_api/documents.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

class Session;

// Enters each, or replaces what was known of it. One that somebody resolved is not opened again by an older document.
void put_breakers(Session& session, Tenant tenant, const std::string& bot,
                  const std::vector<bot_api::Breaker>& breakers);

// Those that are open here and not among `listed`, which is all that the bot has, ended while nobody looked, and so
// long ago that it forgot them. They are closed at `at`, by nobody; one that the bot lists again is open again.
void close_unlisted(Session& session, Tenant tenant, const std::string& bot,
                    const std::vector<bot_api::Breaker>& listed, Timestamp at);

// Triggered at or after `from`, or still open; newest first, at most `limit`.
std::vector<bot_api::Breaker> breakers(Session& session, Tenant tenant, const std::string& bot, Timestamp from,
                                       int limit);

}  // namespace robson::storage
