#include <algorithm>
#include <iterator>

#include "accounts/names.hpp"
#include "routes/access.hpp"
#include "routes/audit_export.hpp"
#include "routes/csv_pages.hpp"
#include "routes/failures.hpp"
#include "routes/request.hpp"

namespace robson::routes {
namespace {

using storage::AuditQuery;
using Page = storage::Page<storage::AuditRow>;

// Looking through a long chain for a few rows ends here; the cursor goes on.
constexpr int most_steps = 50;

Result<void, Failure> take_text(const net::Request& request, const std::string& name, std::size_t most,
                                std::optional<std::string>& into) {
  auto text = request.parameter(name);
  if (!text) return {};
  if (auto fits = text_within(name, *text, 1, most); !fits) return fits;
  into = std::move(text);
  return {};
}

Result<AuditQuery, Failure> query_of(const net::Request& request) {
  AuditQuery query;
  auto& filter = query.filter;
  if (const auto taken = take_text(request, "user", 64, filter.user); !taken) return Unexpected(taken.error());
  if (const auto taken = take_text(request, "action", 64, filter.action); !taken) return Unexpected(taken.error());
  if (const auto taken = take_text(request, "q", 100, filter.part); !taken) return Unexpected(taken.error());
  if (filter.user) filter.user = accounts::user_name_of(*filter.user).value_or(*filter.user);
  const auto outcome = word_parameter<wire::AuditOutcome>(request, "outcome");
  if (!outcome) return Unexpected(outcome.error());
  if (*outcome) filter.outcome = std::string(json::name_of(**outcome));
  const auto from = time_parameter(request, "from");
  if (!from) return Unexpected(from.error());
  const auto to = time_parameter(request, "to", true);
  if (!to) return Unexpected(to.error());
  filter.from = *from;
  filter.to = *to;
  const auto limit = number_from(request, "limit", 50, 1, longest_page);
  if (!limit) return Unexpected(limit.error());
  query.limit = static_cast<int>(*limit);
  if (const auto cursor = request.parameter("cursor")) {
    const auto after = storage::read_cursor(query, *cursor);
    if (!after) return Unexpected(failure_of(after.error()));
    query.after = *after;
  }
  return query;
}

// Both or neither of seq and hash.
Result<std::optional<accounts::AuditHead>, Failure> kept_head_of(const net::Request& request) {
  const auto seq = id_parameter(request, "seq");
  if (!seq) return Unexpected(seq.error());
  auto hash = request.parameter("hash");
  if (seq->has_value() != hash.has_value()) {
    return Unexpected(unprocessable(hash ? "seq" : "hash", "A head is seq and hash together."));
  }
  if (!hash) return std::optional<accounts::AuditHead>{};
  if (hash->size() != 64 || hash->find_first_not_of("0123456789abcdef") != std::string::npos) {
    return Unexpected(unprocessable("hash", "hash must have 64 hex digits in lower case."));
  }
  return std::optional(accounts::AuditHead{**seq, std::move(*hash)});
}

Csv csv_head() {
  Csv csv;
  for (const char* name : {"seq", "at", "user", "role", "action", "target", "outcome", "status", "detail", "address",
                           "correlation_id", "prev_hash", "hash"}) {
    csv.text(name);
  }
  csv.end_row();
  return csv;
}

void add_row(Csv& csv, const storage::AuditRow& row) {
  csv.figure(row.seq).text(to_rfc3339(row.at)).text(row.user).text(row.role.value_or("")).text(row.action);
  csv.text(row.target).text(row.outcome).figure(row.status).text(row.detail).text(row.address);
  csv.text(row.correlation_id).text(row.prev_hash).text(row.hash).end_row();
}

class AuditRoutes {
 public:
  AuditRoutes(Gate& gate, storage::Database& database) : gate_(gate), database_(database) {}

  net::Task<Answer> list(Exchange exchange) const {
    auto query = query_of(exchange.request);
    if (!query) co_return Unexpected(query.error());
    const auto as_csv = wants_csv(exchange.request);
    if (!as_csv) co_return Unexpected(as_csv.error());
    if (*as_csv) co_return co_await export_csv(exchange.tenant(), std::move(*query));
    const auto page = co_await page_of(exchange.tenant(), std::move(*query));
    if (!page) co_return Unexpected(page.error());
    wire::AuditEntries view{.next_cursor = page->next};
    for (const auto& row : page->rows) view.entries.push_back(audit_view(row));
    co_return json_response(json::text_of(view));
  }

  net::Task<Answer> head(Exchange exchange) const {
    const auto head = co_await gate_.audit().head(scope_of(exchange));
    if (!head) co_return Unexpected(failure_of(head.error()));
    co_return json_response(json::text_of(audit_view(*head)));
  }

  net::Task<Answer> verify(Exchange exchange) const {
    auto kept = kept_head_of(exchange.request);
    if (!kept) co_return Unexpected(kept.error());
    const auto verdict = co_await gate_.audit().verify(scope_of(exchange), std::move(*kept));
    wire::AuditVerdict view{.ok = !verdict.fault, .entries = verdict.entries, .head = audit_view(verdict.head)};
    if (verdict.fault) view.fault = wire::AuditFault{verdict.fault->seq, verdict.fault->what};
    co_return json_response(json::text_of(view));
  }

 private:
  static storage::AuditScope scope_of(const Exchange& exchange) {
    return storage::AuditScope(storage::Tenant(exchange.tenant()));
  }

  // Up to `limit` rows, however far apart they are; fewer with a cursor when it would take too long.
  net::Task<Result<Page, Failure>> page_of(TenantId tenant, AuditQuery query) const {
    Page whole;
    const auto wanted = static_cast<std::size_t>(query.limit);
    for (int step = 0; step < most_steps; ++step) {
      query.limit = static_cast<int>(wanted - whole.rows.size());
      auto look = [tenant, query](storage::Session& session) {
        return storage::audit_page(session, storage::AuditScope(storage::Tenant(tenant)), query);
      };
      auto page = co_await database_.read(std::move(look));
      if (!page) co_return Unexpected(failure_of(page.error()));
      std::ranges::move(page->rows, std::back_inserter(whole.rows));
      whole.next = page->next;
      if (!whole.next || whole.rows.size() >= wanted) break;
      const auto after = storage::read_cursor(query, *whole.next);
      if (!after) co_return Unexpected(failure_of(after.error()));
      query.after = *after;
    }
    co_return whole;
  }

  net::Task<Answer> export_csv(TenantId tenant, AuditQuery query) const {
    const auto pages = [this, tenant](AuditQuery page) { return page_of(tenant, std::move(page)); };
    return csv_of_pages(std::move(query), pages, csv_head(), add_row, "audit.csv");
  }

  Gate& gate_;
  storage::Database& database_;
};

}  // namespace

void add_audit_routes(Gate& gate, net::Context& context, storage::Database& database) {
  const auto routes = std::make_shared<const AuditRoutes>(gate, database);
  const auto get = [&](const char* pattern, net::Task<Answer> (AuditRoutes::*handler)(Exchange) const) {
    gate.slow(net::Method::GET, pattern, Access::signed_in,
              [routes, handler](Exchange exchange) { return ((*routes).*handler)(std::move(exchange)); });
  };
  get("/api/v1/audit", &AuditRoutes::list);
  get("/api/v1/audit/head", &AuditRoutes::head);
  get("/api/v1/audit/verify", &AuditRoutes::verify);
  gate.stream("/api/v1/audit/export", Access::signed_in,
              [&gate, &context, &database](const Exchange& exchange) -> StreamAnswer {
                net::OpenStream stream{.head = {.content_type = "application/x-ndjson"}};
                stream.head.headers.add("Content-Disposition", "attachment; filename=\"audit.jsonl\"");
                stream.listener = audit_export(context, database, gate.audit(), gate.clock(), exchange.tenant());
                return stream;
              });
}

}  // namespace robson::routes
