#include "cli/commands/listing.hpp"

#include <algorithm>

#include "client/failure.hpp"

namespace robson::cli {
namespace {

json::Value* member(json::Value& object, std::string_view name) {
  const auto found = std::ranges::find(object.children, name, &json::Value::key);
  return found == object.children.end() ? nullptr : &*found;
}

}  // namespace

Read<client::Query> list_query(const Invocation& asked, std::initializer_list<std::string_view> choices) {
  client::Query query;
  const auto symbol = symbol_option(asked, "--symbol");
  if (!symbol) return Unexpected(symbol.error());
  query.add("symbol", symbol->value_or(""));
  for (const std::string_view name : choices) {
    const auto chosen = choice_of(asked, name);
    if (!chosen) return Unexpected(chosen.error());
    query.add(name.substr(2), chosen->value_or(""));
  }
  for (const std::string_view name : {"--from", "--to"}) query.add(name.substr(2), asked.value(name));
  const auto limit = number_of(asked, "--limit", 1, whole_page, asked.has("--all") ? whole_page : 50);
  if (!limit) return Unexpected(limit.error());
  query.add("limit", std::to_string(*limit));
  if (asked.has("--all") && asked.has("--cursor")) return invalid("--all and --cursor contradict each other");
  query.add("cursor", asked.value("--cursor"));
  return query;
}

PageAsked fetch_csv(Desk& desk, client::Query query, std::string path) {
  query.add("format", "csv");
  auto reply = co_await desk.server().get(query.on(path));
  if (!reply) co_return Unexpected(std::move(reply).error());
  if (reply->status >= 400) co_return Unexpected(client::failure(*reply, desk.settings.address.text()));
  if (reply->headers.get("X-Truncated") == "true")
    desk.note("There are more rows than one file holds; narrow the filter.");
  Page page;
  page.raw = std::move(reply->body);
  co_return page;
}

void append_rows(json::Value& into, const json::Value& more, std::string_view list) {
  json::Value* rows = member(into, list);
  const json::Value* added = more.find(list);
  if (rows == nullptr || added == nullptr) return;
  rows->children.insert(rows->children.end(), added->children.begin(), added->children.end());
  json::Value* cursor = member(into, "next_cursor");
  const json::Value* next = more.find("next_cursor");
  if (cursor != nullptr && next != nullptr) *cursor = *next;
}

}  // namespace robson::cli
