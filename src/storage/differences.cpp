#include "storage/differences.hpp"

#include <fmt/format.h>

#include <limits>

#include "storage/session.hpp"

namespace robson::storage {
namespace {

#define SELECT_DIFFERENCE "select id, kind, text, operation_id, at from differences where client_id = :client_id "
#define NEWEST_FIRST "and id < :before order by id desc limit :limit"

constexpr Sql insert =
    "insert into differences (client_id, kind, text, operation_id, at) "
    "values (:client_id, :kind, :text, :operation_id, :at) returning id";
constexpr Sql page_of_all = SELECT_DIFFERENCE NEWEST_FIRST;
constexpr Sql page_of_operation = SELECT_DIFFERENCE "and operation_id = :operation_id " NEWEST_FIRST;

std::string question_of(const DifferenceQuery& query) {
  return query.operation ? fmt::format("differences operation {}", query.operation->value) : "differences";
}

template <class... In>
std::vector<Difference> read_page(Session& session, Sql page, const In&... in) {
  std::vector<Difference> found;
  Difference row;
  std::optional<OperationId> operation;
  const auto keep = [&] {
    row.operation = id_or_none(operation);
    found.push_back(row);
  };
  session.each(page, into(row.id, row.kind, row.text, operation, row.at), keep, in...);
  return found;
}

}  // namespace

std::int64_t insert_difference(Session& session, Tenant tenant, const Difference& row) {
  std::int64_t id = 0;
  session.first(insert, into(id), tenant.id(), row.kind, row.text, some_id(row.operation), row.at);
  return id;
}

Result<Cursor, CursorFault> read_cursor(const DifferenceQuery& query, std::string_view text) {
  return cursor_of(question_of(query), CursorValue::none, text);
}

Page<Difference> differences(Session& session, Tenant tenant, const DifferenceQuery& query) {
  ensure(query.limit >= 1 && query.limit <= longest_page, "a page has 1 to 1000 rows");
  const std::int64_t before = query.after ? query.after->id : std::numeric_limits<std::int64_t>::max();
  const int limit = query.limit + 1;  // one more, to see whether there is a next page
  Page<Difference> page;
  page.rows = query.operation ? read_page(session, page_of_operation, tenant.id(), *query.operation, before, limit)
                              : read_page(session, page_of_all, tenant.id(), before, limit);
  if (page.rows.size() > static_cast<std::size_t>(query.limit)) {
    page.rows.pop_back();
    page.next = cursor_text(question_of(query), {{}, page.rows.back().id});
  }
  return page;
}

}  // namespace robson::storage
