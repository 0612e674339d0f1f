// robson signals: what producers propose, and the yes or no of a person.
#include <fmt/format.h>

#include <algorithm>

#include "cli/commands/documents.hpp"
#include "cli/commands/listing.hpp"
#include "cli/commands/producer.hpp"
#include "cli/views/fields.hpp"
#include "cli/views/signals.hpp"
#include "json/write.hpp"

namespace robson::cli {

struct DecisionWish {
  std::int64_t signal_id = 0;
  std::string decision{};
  std::string reason{};
};
BOOST_DESCRIBE_STRUCT(DecisionWish, (), (signal_id, decision, reason))

namespace {

constexpr std::size_t longest_reason = 500;

Read<client::Query> signals_query(const Invocation& asked) {
  const auto confidence = confidence_of(asked, "--min-confidence");
  if (!confidence) return Unexpected(confidence.error());
  const auto instrument = symbol_option(asked, "--instrument");
  if (!instrument) return Unexpected(instrument.error());
  auto query = list_query(asked, {"--status", "--side"});
  if (!query) return query;
  query->add("instrument", instrument->value_or("")).add("producer_id", asked.value("--producer"));
  query->add("min_confidence", confidence->value_or(""));
  return query;
}

bool is_waiting(const json::Value& signal) {
  return text_at(signal, "status") == "NEW";
}

// The rows of `waiting`, then those of the page that wait no more.
json::Value waiting_first(const json::Value& waiting, const json::Value& page) {
  json::Value rows{.kind = json::Kind::array, .key = {}, .text = {}, .children = {}};
  for (const json::Value* row : rows_at(waiting, "signals")) {
    if (is_waiting(*row)) rows.children.push_back(*row);
  }
  for (const json::Value* row : rows_at(page, "signals")) {
    if (!is_waiting(*row)) rows.children.push_back(*row);
  }
  return rows;
}

// Those that wait may be older than the newest page: they are asked for by themselves.
net::Task<Read<json::Value>> ask_waiting(Desk& desk, client::Query query) {
  query.add("status", "NEW");
  const auto body = co_await desk.server().document(query.on("/api/v1/signals"));
  if (!body) co_return Unexpected(body.error());
  co_return page_of(*body).document;
}

void show_rows(Page& page) {
  page.tabular = true;
  page.view = [rows = page.rows](const Look& look) {
    std::vector<const json::Value*> signals;
    for (const json::Value& row : rows.children) signals.push_back(&row);
    return signals_table(signals, look);
  };
}

// Whether the approval's plan may be executed; 5 when the decision stands and the plan does not.
Exit exit_of_approval(const json::Value& approval) {
  const bool has_plan = !text_at(approval, "plan_id").empty();
  return has_plan && text_at(approval, "plan.report.status") != "FAIL" ? Exit::ok : Exit::refused;
}

net::Task<Exit> decide(Desk& desk, DecisionWish wish) {
  const auto key = key_of(desk);
  if (!key) co_return desk.fail(key.error());
  client::Change change{.path = "/api/v1/approvals?decimals=string", .body = json::text_of(wish), .key = *key};
  const auto body = co_await tell(desk, std::move(change));
  if (!body) co_return desk.fail(body.error());
  Page page = document_page(*body, "", approval_view);
  if (wish.decision == "approved") page.exit = exit_of_approval(page.document);
  co_return show(desk, page);
}

}  // namespace

PageAsked fetch_signals(Desk& desk) {
  auto query = signals_query(desk.asked);
  if (!query) co_return Unexpected(query.error());
  if (desk.asked.has("--csv")) co_return co_await fetch_csv(desk, std::move(*query), "/api/v1/signals");
  query->add("decimals", "string");
  const auto body = co_await desk.server().document(query->on("/api/v1/signals"));
  if (!body) co_return Unexpected(body.error());
  Page page = page_of(*body, "signals");
  json::Value waiting = page.document;
  const bool sorts = !desk.asked.has("--status") && !desk.asked.has("--cursor");
  if (sorts && !text_at(page.document, "next_cursor").empty()) {
    auto all = co_await ask_waiting(desk, *query);
    if (!all) co_return Unexpected(all.error());
    waiting = std::move(*all);
  }
  page.rows = waiting_first(waiting, page.document);
  show_rows(page);
  const std::string next = text_at(page.document, "next_cursor");
  if (!next.empty() && !desk.settings.watching)
    desk.note(fmt::format("There are more; the next page: --cursor {}", clean(next)));
  co_return page;
}

PageAsked fetch_signal(Desk& desk) {
  const auto id = id_of(desk.asked);
  if (!id) co_return Unexpected(id.error());
  co_return co_await fetch_document(desk, fmt::format("/api/v1/signals/{}?decimals=string", *id), "", signal_card);
}

net::Task<Exit> approve_signal(Desk& desk) {
  const auto id = id_of(desk.asked);
  if (!id) co_return desk.fail(id.error());
  std::string reason;
  if (desk.asked.has("--reason")) {
    auto typed = text_of_option(desk.asked, "--reason", longest_reason);
    if (!typed) co_return desk.fail(typed.error());
    reason = std::move(*typed);
  }
  DecisionWish wish{*id, "approved", std::move(reason)};
  co_return co_await decide(desk, std::move(wish));
}

net::Task<Exit> reject_signal(Desk& desk) {
  const auto id = id_of(desk.asked);
  if (!id) co_return desk.fail(id.error());
  auto reason = text_of_option(desk.asked, "--reason", longest_reason);
  if (!reason) co_return desk.fail(reason.error());
  DecisionWish wish{*id, "rejected", std::move(*reason)};
  co_return co_await decide(desk, std::move(wish));
}

// The producer takes back what it proposed: signed with its secret, without a session.
net::Task<Exit> cancel_signal(Desk& desk) {
  const auto id = id_of(desk.asked);
  if (!id) co_return desk.fail(id.error());
  const auto producer = producer_of(desk.asked);
  if (!producer) co_return desk.fail(producer.error());
  client::Change change{.method = net::Method::PATCH,
                        .path = fmt::format("/api/v1/signals/{}", *id),
                        .body = R"({"status":"CANCELLED"})"};
  co_return co_await tell_as_producer(desk, *producer, std::move(change));
}

}  // namespace robson::cli
