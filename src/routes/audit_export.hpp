#pragma once
// The whole audit of a client as JSON lines, at the reader's pace: a page is read, sent as far as there is room, and so
// on; then the head, signed. What ends without a head was cut off. Loop thread; the net session owns it.
#include "routes/gate.hpp"
#include "storage/database.hpp"
#include "wire/access.hpp"

namespace robson::routes {

wire::AuditEntry audit_view(const storage::AuditRow& row);
wire::AuditHead audit_view(const accounts::SignedHead& head);

std::unique_ptr<net::Listener> audit_export(net::Context& context, storage::Database& database,
                                            const accounts::AuditLog& audit, const Clock& clock, TenantId tenant);

}  // namespace robson::routes
