#include "routes/audit_export.hpp"

#include <deque>

#include "base/log.hpp"

namespace robson::routes {
namespace {

constexpr int rows_at_once = 200;
constexpr std::size_t room = std::size_t{128} * 1024;  // of the session's outbox
constexpr std::uint16_t normal_end = 1000;
constexpr std::uint16_t server_error = 1011;

// Shared with the task that reads, which may outlive the connection.
struct Export {
  net::Context& context;
  storage::Database& database;
  const accounts::AuditLog& audit;
  const Clock& clock;
  storage::AuditScope scope;
  std::shared_ptr<net::Socket> socket{};  // none: hung up
  std::deque<std::string> lines{};        // read and not sent yet
  accounts::AuditHead last{0, std::string(accounts::no_hash)};
  bool reading = false;
  bool all_read = false;
};

void send(const std::shared_ptr<Export>& state);

net::Task<void> read_on(std::shared_ptr<Export> state) {
  auto page = [scope = state->scope, after = state->last.seq](storage::Session& session) {
    return storage::audit_rows_after(session, scope, after, rows_at_once);
  };
  const auto rows = co_await state->database.read(std::move(page));
  state->reading = false;
  if (!state->socket) co_return;
  if (!rows) {
    log::error("the audit cannot be exported", {{"why", rows.error().text}});
    state->socket->close(server_error, "the audit cannot be read");
    co_return;
  }
  for (const auto& stored : *rows) {
    state->lines.push_back(json::text_of(audit_view(stored.row)) + '\n');
    state->last = {stored.row.seq, stored.row.hash};
  }
  if (rows->size() < rows_at_once) {
    const auto head = accounts::sign_head(state->audit.key(), state->last, state->clock.now());
    state->lines.push_back(json::text_of(audit_view(head)) + '\n');
    state->all_read = true;
  }
  send(state);
}

void send(const std::shared_ptr<Export>& state) {
  while (!state->lines.empty() && state->socket->pending_bytes() < room) {
    if (!state->socket->send(net::raw_frame(std::move(state->lines.front())))) return;
    state->lines.pop_front();
  }
  if (!state->lines.empty()) return state->socket->want_drained();
  if (state->all_read) return state->socket->close(normal_end, "");
  if (std::exchange(state->reading, true)) return;
  net::spawn(state->context, "export the audit", read_on(state));
}

class ExportListener final : public net::Listener {
 public:
  explicit ExportListener(std::shared_ptr<Export> state) : state_(std::move(state)) {}
  void opened(const std::shared_ptr<net::Socket>& socket) override {
    state_->socket = socket;
    send(state_);
  }
  void message(std::string_view, bool) override {}
  void drained() override { send(state_); }
  void closed(std::uint16_t) override { state_->socket.reset(); }

 private:
  std::shared_ptr<Export> state_;
};

}  // namespace

wire::AuditEntry audit_view(const storage::AuditRow& row) {
  return {.seq = row.seq,
          .at = row.at,
          .user = row.user,
          .role = row.role,
          .action = row.action,
          .target = row.target,
          .outcome = row.outcome,
          .status = row.status,
          .detail = {row.detail},
          .address = row.address,
          .correlation_id = row.correlation_id,
          .prev_hash = row.prev_hash,
          .hash = row.hash};
}

wire::AuditHead audit_view(const accounts::SignedHead& head) {
  return {.seq = head.head.seq,
          .hash = head.head.hash,
          .at = head.at,
          .signature = head.signature,
          .public_key = head.public_key};
}

std::unique_ptr<net::Listener> audit_export(net::Context& context, storage::Database& database,
                                            const accounts::AuditLog& audit, const Clock& clock, TenantId tenant) {
  return std::make_unique<ExportListener>(std::make_shared<Export>(Export{
      .context = context,
      .database = database,
      .audit = audit,
      .clock = clock,
      .scope = storage::AuditScope(storage::Tenant(tenant)),
  }));
}

}  // namespace robson::routes
