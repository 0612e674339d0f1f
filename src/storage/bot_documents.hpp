#pragma once
// Tables bot_documents and bot_configs: what a bot served last, and every version of its configuration.
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.hpp"
#include "bot_api/documents.hpp"
#include "storage/cursor.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

class Session;

struct BotDocument {
  std::string kind{};  // "positions"
  std::string body{};  // word for word
  Timestamp at{};      // when it was received
};
void put_bot_document(Session& session, Tenant tenant, const std::string& bot, const BotDocument& document);
std::vector<BotDocument> bot_documents(Session& session, Tenant tenant, const std::string& bot);

// A field that a version changed: "risk.max_leverage". `from` none: nobody saw the version before.
struct ConfigChange {
  std::string field{};
  std::optional<std::string> from{};
  std::string to{};
};
BOOST_DESCRIBE_STRUCT(ConfigChange, (), (field, from, to))
struct ConfigVersion {
  std::int64_t version = 0;
  Timestamp at{};
  std::string by{};
  std::optional<std::string> reason{};
  std::vector<ConfigChange> changes{};
  bot_api::BotSettings bot{};
  bot_api::RiskConfig risk{};
};
// Stores the version with what it changes of the one before it. One that is there already keeps its figures; a reason
// and its author are added to it.
void put_config(Session& session, Tenant tenant, const std::string& bot, const bot_api::Config& config,
                const std::optional<std::string>& reason);
struct ConfigQuery {
  std::string bot{};
  std::optional<Cursor> after{};
  int limit = 50;  // 1 to longest_page
};
Result<Cursor, CursorFault> read_cursor(const ConfigQuery& query, std::string_view text);
// Newest first.
Page<ConfigVersion> configs(Session& session, Tenant tenant, const ConfigQuery& query);

// What differs between two configurations, field by field.
std::vector<ConfigChange> changes_between(const std::optional<ConfigVersion>& before, const bot_api::Config& now);

}  // namespace robson::storage
