#include "storage/bot_documents.hpp"

#include <limits>

#include "json/read.hpp"
#include "storage/session.hpp"

namespace robson::storage {
namespace {

constexpr Sql upsert =
    "insert into bot_documents (client_id, bot, kind, body, at) values (:client_id, :bot, :kind, :body, :at) "
    "on conflict (client_id, bot, kind) do update set body = excluded.body, at = excluded.at";
constexpr Sql select_all =
    "select kind, body, at from bot_documents where client_id = :client_id and bot = :bot order by kind limit 100";

#define SELECT_CONFIG                                                                                          \
  "select version, at, author, reason, changes, settings, risk from bot_configs where client_id = :client_id " \
  "and bot = :bot "
constexpr Sql insert_config =
    "insert into bot_configs (client_id, bot, version, at, author, reason, changes, settings, risk) "
    "values (:client_id, :bot, :version, :at, :author, :reason, :changes, :settings, :risk) "
    "on conflict (client_id, bot, version) do update set reason = coalesce(excluded.reason, reason), "
    "author = excluded.author";
constexpr Sql page_of_configs = SELECT_CONFIG "and version < :before order by version desc limit :limit";

std::string question_of(const ConfigQuery& query) {
  return "bot configs " + query.bot;
}

template <class T>
T stored(const std::string& text) {
  auto read = json::read<T>(text, json::Unknown::ignored);
  if (!read) throw unreadable("a JSON text that is not ours");
  return std::move(*read);
}

std::vector<ConfigVersion> read_configs(Session& session, Tenant tenant, const std::string& bot, std::int64_t before,
                                        int limit) {
  std::vector<ConfigVersion> found;
  ConfigVersion row;
  std::string changes;
  std::string settings;
  std::string risk;
  const auto keep = [&] {
    row.changes = stored<std::vector<ConfigChange>>(changes);
    row.bot = stored<bot_api::BotSettings>(settings);
    row.risk = stored<bot_api::RiskConfig>(risk);
    found.push_back(row);
  };
  session.each(page_of_configs, into(row.version, row.at, row.by, row.reason, changes, settings, risk), keep,
               tenant.id(), bot, before, limit);
  return found;
}

std::string text_of(Decimal value) {
  return value.text();
}
std::string text_of(bool value) {
  return value ? "true" : "false";
}
std::string text_of(int value) {
  return std::to_string(value);
}

template <class T>
void compare(const char* section, const T* before, const T& now, std::vector<ConfigChange>& changes) {
  boost::mp11::mp_for_each<json::members_of<T>>([&](auto member) {
    const auto& to = now.*member.pointer;
    if (before != nullptr && before->*member.pointer == to) return;
    ConfigChange change{.field = std::string(section) + "." + member.name, .to = text_of(to)};
    if (before != nullptr) change.from = text_of(before->*member.pointer);
    changes.push_back(std::move(change));
  });
}

}  // namespace

void put_bot_document(Session& session, Tenant tenant, const std::string& bot, const BotDocument& document) {
  session.run(upsert, tenant.id(), bot, document.kind, document.body, document.at);
}

std::vector<BotDocument> bot_documents(Session& session, Tenant tenant, const std::string& bot) {
  std::vector<BotDocument> found;
  BotDocument row;
  session.each(
      select_all, into(row.kind, row.body, row.at), [&] { found.push_back(row); }, tenant.id(), bot);
  return found;
}

std::vector<ConfigChange> changes_between(const std::optional<ConfigVersion>& before, const bot_api::Config& now) {
  std::vector<ConfigChange> changes;
  compare("bot", before ? &before->bot : nullptr, now.bot, changes);
  compare("risk", before ? &before->risk : nullptr, now.risk, changes);
  return changes;
}

void put_config(Session& session, Tenant tenant, const std::string& bot, const bot_api::Config& config,
                const std::optional<std::string>& reason) {
  std::optional<ConfigVersion> before;
  if (auto earlier = read_configs(session, tenant, bot, config.version, 1); !earlier.empty()) {
    before = std::move(earlier.front());
  }
  session.run(insert_config, tenant.id(), bot, config.version, config.updated_at, config.updated_by, reason,
              json::text_of(changes_between(before, config)), json::text_of(config.bot), json::text_of(config.risk));
}

Result<Cursor, CursorFault> read_cursor(const ConfigQuery& query, std::string_view text) {
  return cursor_of(question_of(query), CursorValue::none, text);
}

Page<ConfigVersion> configs(Session& session, Tenant tenant, const ConfigQuery& query) {
  ensure(query.limit >= 1 && query.limit <= longest_page, "a page has 1 to 1000 rows");
  const std::int64_t before = query.after ? query.after->id : std::numeric_limits<std::int64_t>::max();
  Page<ConfigVersion> page;
  page.rows = read_configs(session, tenant, query.bot, before, query.limit + 1);  // one more: is there a next page
  if (page.rows.size() > static_cast<std::size_t>(query.limit)) {
    page.rows.pop_back();
    page.next = cursor_text(question_of(query), {{}, page.rows.back().version});
  }
  return page;
}

}  // namespace robson::storage
