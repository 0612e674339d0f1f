#include "storage/journal.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/overloaded.hpp"
#include "storage/clients.hpp"
#include "storage/events.hpp"
#include "storage/operations.hpp"
#include "storage/session.hpp"

namespace robson::storage {
namespace {

void append(Session& session, Tenant tenant, std::string kind, std::string payload, std::int64_t epoch, Timestamp now) {
  append_event(session, tenant,
               {.seq = last_seq(session, tenant) + 1,
                .epoch = epoch,
                .kind = std::move(kind),
                .payload = std::move(payload),
                .at = now});
}

void write(Session& session, const engine::OperationAdopted& event, std::int64_t epoch, Timestamp now) {
  const Tenant tenant(event.operation.tenant);
  const OperationId id = insert_operation(session, tenant, event.operation);
  // The engine counts operations itself; both counts start from the same table and must never part.
  if (id != event.operation.id) {
    throw soci::soci_error(fmt::format("operation {} was stored as {}", event.operation.id.value, id.value));
  }
  append(session, tenant, "operation_adopted", fmt::format(R"({{"operation_id":{}}})", id.value), epoch, now);
}

}  // namespace

net::Task<Result<void, runtime::JournalError>> DatabaseJournal::commit(std::vector<engine::Event> events) {
  const Timestamp now = clock_.now();
  const std::int64_t epoch = epoch_;
  auto job = [events = std::move(events), epoch, now](Session& session) {
    for (const engine::Event& event : events) {
      std::visit([&](const auto& one) { write(session, one, epoch, now); }, event);
    }
  };
  auto written = co_await database_.write(std::move(job));
  if (!written) co_return Unexpected(runtime::JournalError{written.error().text});
  co_return Result<void, runtime::JournalError>{};
}

std::vector<Operation> all_operations(Session& session, Installation scope) {
  constexpr int page_size = 1000;
  std::vector<Operation> all;
  for (TenantId after{}; true;) {
    const auto page_of_clients = clients_after(session, scope, after, page_size);
    for (const Client& client : page_of_clients) {
      OperationPage page{.before = {}, .limit = page_size};
      while (true) {
        const auto some = operations(session, Tenant(client.id), page);
        all.insert(all.end(), some.begin(), some.end());
        if (some.size() < page_size) break;
        page.before = some.back().id;
      }
      after = client.id;
    }
    if (page_of_clients.size() < page_size) break;
  }
  std::ranges::sort(all, {}, &Operation::id);
  return all;
}

}  // namespace robson::storage
