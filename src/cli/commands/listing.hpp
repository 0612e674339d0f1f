#pragma once
// Lists that the server tells in pages: one page, or with --all every one, as one document with all rows.
#include <fmt/format.h>

#include <initializer_list>

#include "cli/commands/all.hpp"
#include "cli/commands/asking.hpp"
#include "cli/desk.hpp"

namespace robson::cli {

inline constexpr int most_pages = 100;  // of a thousand rows each
inline constexpr std::int64_t whole_page = 1000;

template <class List, class Row>
struct Listing {
  client::Asked<List> (client::Api::*ask)(const client::Query&) = nullptr;
  std::string name{};  // the member that holds the rows
  std::vector<Row> List::*rows = nullptr;
};
template <class List>
struct Listed {
  Page page{};
  List list{};
};

// The filters that lists share, as far as the command has them: --symbol, --from, --to, --limit, --cursor, and those of
// `choices`, which are one word of several.
Read<client::Query> list_query(const Invocation& asked, std::initializer_list<std::string_view> choices = {});
// The same filter as the server's own CSV, for --csv.
PageAsked fetch_csv(Desk& desk, client::Query query, std::string path);
// Adds the rows of `more` to those of `into`, and takes over its cursor.
void append_rows(json::Value& into, const json::Value& more, std::string_view list);

template <class List, class Row>
net::Task<Read<Listed<List>>> collect(Desk& desk, Listing<List, Row> listing, client::Query query) {
  Listed<List> made;
  const bool all = desk.asked.has("--all");
  std::string cursor;
  for (int pages = 0; pages == 0 || (all && !cursor.empty() && pages < most_pages); ++pages) {
    client::Query next = query;
    next.add("cursor", cursor);
    auto answer = co_await (desk.server().*listing.ask)(next);
    if (!answer) co_return Unexpected(std::move(answer).error());
    cursor = answer->value.next_cursor.value_or("");
    Page page = page_of(answer->body, listing.name);
    if (pages == 0) {
      made.page = std::move(page);
      made.list = std::move(answer->value);
      continue;
    }
    append_rows(made.page.document, page.document, listing.name);
    auto& rows = made.list.*listing.rows;
    auto& more = answer->value.*listing.rows;
    rows.insert(rows.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    made.list.next_cursor = answer->value.next_cursor;
  }
  made.page.tabular = true;
  const Format form = desk.format(made.page);
  const bool only_rows = form == Format::tsv || form == Format::csv || form == Format::jsonl;
  if (only_rows && (made.list.*listing.rows).empty()) desk.note("Nothing matches that filter.");
  if (!cursor.empty() && !desk.settings.watching) {
    desk.note(all ? "There are more rows than are told at once; narrow the filter."
                  : fmt::format("There are more rows: --all, or --cursor {}", clean(cursor)));
  }
  co_return made;
}

}  // namespace robson::cli
